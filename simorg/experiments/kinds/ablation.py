"""What does each part of the model do? None of them, each alone, and all together, under every structure.

A preset switches all parts off; on is as configured. What a part does alone and what it does among
the others may be two things, so the parts need not add up to all. All variants and structures share random
numbers; what a part makes of a difference between structures is a difference of differences.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from simorg.config.levers import Value
from simorg.config.settings import Settings
from simorg.experiments.answers.ablated import printed, sentences_of
from simorg.experiments.answers.advice import missing
from simorg.experiments.answers.chosen_measures import answered, told
from simorg.experiments.answers.effects import paired
from simorg.experiments.answers.summary import summarise
from simorg.experiments.design import Answer, Design, scenario, structures_of
from simorg.experiments.designs.parts import ALL, NONE, parts_of
from simorg.experiments.running.precision import precision_reached, until_precise
from simorg.measures import Measure

RULE = (
    "A part alone is compared with none of them; changes are paired on common random numbers, and their "
    "95 % intervals hold together (Bonferroni) over all variants, structures and measures. Parts need not "
    "add up to all together."
)

extend = until_precise
"""More rounds, until means are known as well as was asked for."""


def design(settings: Settings) -> Design:
    """Return every structure with none of the parts, with each alone and with all.

    Parameters
    ----------
    settings : Settings
        The experiment; ``experiment.ablation`` names the parts, the first structure is the baseline.
    """
    variants = variants_of(settings)
    return Design(
        tuple(
            scenario(settings, _name(structure, variant), structure, levers)
            for structure in structures_of(settings)
            for variant, levers in variants.items()
        )
    )


def variants_of(settings: Settings) -> dict[str, dict[str, Value]]:
    """Return what each variant sets otherwise than the experiment: what switches its absent parts off."""
    off = parts_of(settings)
    alone = {
        name: {key: value for other in off if other != name for key, value in off[other].items()}
        for name in off
    }
    everything = {key: value for levers in off.values() for key, value in levers.items()}
    return {NONE: everything, **alone, ALL: {}}


def _name(structure: str, variant: str) -> str:
    return f"{structure}-{variant}"


def answer(settings: Settings, design: Design, runs: pd.DataFrame, measures: Sequence[Measure]) -> Answer:
    """Return what every variant does to each structure, and to its difference from the first."""
    structures, variants, asked = (
        structures_of(settings),
        list(variants_of(settings)),
        answered(settings, measures),
    )
    # A change for each structure, a gap and what becomes of it for each but the first.
    changes, gaps = len(variants) - 1, 2 * len(variants) - 1
    family = len(asked) * (len(structures) * changes + (len(structures) - 1) * gaps)
    moved: list[dict[str, Any]] = []
    apart: list[dict[str, Any]] = []
    for measure in asked:
        wide = runs.pivot(index="replication", columns="scenario", values=measure.name)
        for structure in structures:
            moved += _moves(wide, structure, variants, measure, family)
        for structure in structures[1:]:
            apart += _gaps(wide, structure, structures[0], variants, measure, family)
    tables = {
        "levels": _levels(summarise(runs, asked), structures, variants),
        "changes": pd.DataFrame(moved),
        **({"gaps": pd.DataFrame(apart)} if apart else {}),
    }
    chosen = [measure.name for measure in told(settings, measures)]
    sentences = [*missing([*moved, *apart]), *sentences_of(moved, apart, structures[0], chosen)]
    sentences += [RULE, *precision_reached(settings, design, runs)]
    return Answer(tables, sentences, tuple(printed(tables, structures, chosen)))


def _levels(summary: pd.DataFrame, structures: Sequence[str], variants: Sequence[str]) -> pd.DataFrame:
    """Return means with intervals, with structure and variant in place of the scenario."""
    names = [
        {"scenario": _name(s, variant), "structure": s, "variant": variant}
        for s in structures
        for variant in variants
    ]
    return pd.DataFrame(names).merge(summary, on="scenario", sort=False).drop(columns="scenario")


def _moves(
    wide: pd.DataFrame, structure: str, variants: Sequence[str], measure: Measure, family: int
) -> Iterator[dict[str, Any]]:
    """Yield what each variant changes from none of the parts."""
    for variant in variants[1:]:
        now, before = wide[_name(structure, variant)], wide[_name(structure, NONE)]
        yield {"structure": structure, "variant": variant} | paired(now, before, measure, family)


def _gaps(
    wide: pd.DataFrame, structure: str, baseline: str, variants: Sequence[str], measure: Measure, family: int
) -> Iterator[dict[str, Any]]:
    """Yield the difference to the first structure under each variant, and what the variant changes in it."""
    gaps = {v: wide[_name(structure, v)] - wide[_name(baseline, v)] for v in variants}
    for variant, gap in gaps.items():
        ours, theirs = wide[_name(structure, variant)], wide[_name(baseline, variant)]
        becomes = paired(gap, gaps[NONE], measure, family)
        ends = {
            "change": "difference",
            "change_low": "low",
            "change_high": "high",
            "change_decision": "decision",
        }
        yield (
            {"structure": structure, "baseline": baseline, "variant": variant}
            | paired(ours, theirs, measure, family)
            | {name: None if variant == NONE else becomes[key] for name, key in ends.items()}
        )
