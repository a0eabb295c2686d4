"""Which differences between structures are artefacts? Rights handed out equally, each alone and all together.

A difference that comes and goes with who may decide, help, sign or own says nothing of where people sit and
whom they know. Every structure runs as it is wired, with each right as the rule for all gives it, and with
all of them so; all share random numbers. What rights make of a difference is a difference of differences.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, get_args

import pandas as pd

from simorg.config.errors import SettingsError
from simorg.config.groups.structure import Right
from simorg.config.settings import Settings
from simorg.experiments.answers.advice import missing
from simorg.experiments.answers.artefact import ALL, AS_WIRED, PARTLY, SURVIVES, Verdict, judge
from simorg.experiments.answers.artefact_words import sentences as words
from simorg.experiments.answers.chosen_measures import answered, told
from simorg.experiments.answers.effects import marked, paired
from simorg.experiments.answers.printing import frame_table
from simorg.experiments.answers.reasons import reason
from simorg.experiments.answers.words import measure_name, plain
from simorg.experiments.design import Answer, Design, Scenario, structures_of
from simorg.experiments.running.precision import precision_reached, until_precise
from simorg.measures import Measure
from simorg.organisation.structures import with_structure

RIGHTS: tuple[Right, ...] = get_args(Right)
VARIANTS: dict[str, tuple[Right, ...]] = {
    AS_WIRED: (),
    **{right: (right,) for right in RIGHTS},
    ALL: RIGHTS,
}
"""Name of a variant -> rights that the rule for all hands out in it."""

RULE = (
    "A right is equal where the rule for all hands it out: each team decides for itself, nobody backs up, "
    "the nearest able team signs every release, the nearest builders own the models. Differences, and the "
    "changes that rights make to them, are paired on common random numbers; their 95 % intervals hold "
    "together (Bonferroni) over all structures, measures and variants."
)

STAYING = (SURVIVES, PARTLY)
"""Verdicts on differences that are there whoever is given which right."""

extend = until_precise
"""More rounds, until means are known as well as was asked for."""


def design(settings: Settings) -> Design:
    """Return every structure with every variant of its rights.

    Parameters
    ----------
    settings : Settings
        The experiment; the first of its structures is the baseline.
    """
    structures = structures_of(settings)
    if len(structures) < 2:
        raise SettingsError(
            f"experiment.structures = [{', '.join(structures)}]: a difference needs at least two structures"
        )
    if settings.structure.equal:
        given = ", ".join(settings.structure.equal)
        raise SettingsError(f"structure.equal = [{given}]: must be empty; the experiment switches it")
    return Design(
        tuple(
            Scenario(
                _name(structure, variant),
                _equal(with_structure(settings, structure), rights),
                settings.replications,
                {"structure.equal": variant},
            )
            for structure in structures
            for variant, rights in VARIANTS.items()
        )
    )


def _name(structure: str, variant: str) -> str:
    return f"{structure}-{variant}"


def _equal(settings: Settings, rights: tuple[Right, ...]) -> Settings:
    structure = settings.structure.model_copy(update={"equal": rights})
    return settings.model_copy(update={"structure": structure})


def answer(settings: Settings, design: Design, runs: pd.DataFrame, measures: Sequence[Measure]) -> Answer:
    """Return every difference to the baseline under every variant, and what becomes of it."""
    baseline, *others = structures_of(settings)
    asked = answered(settings, measures)
    # One difference a variant, and one change a variant but the first, whose intervals all hold together.
    family = len(others) * len(asked) * (2 * len(VARIANTS) - 1)
    rows: list[dict[str, Any]] = []
    verdicts: list[Verdict] = []
    for measure in asked:
        wide = runs.pivot(index="replication", columns="scenario", values=measure.name)
        for structure in others:
            ours = _variants(wide, structure, baseline, measure, family)
            verdicts.append(judge(ours))
            rows += ours
    reasons = _reasons(verdicts, runs, told(settings, measures), measures)
    sentences = [*missing(rows), *words(verdicts, baseline), *reasons, RULE]
    sentences += precision_reached(settings, design, runs)
    tables = {"artefacts": pd.DataFrame(rows), "verdicts": pd.DataFrame([each.row() for each in verdicts])}
    return Answer(tables, sentences, (_printed(verdicts),))


def _reasons(
    verdicts: Sequence[Verdict], runs: pd.DataFrame, asked: Sequence[Measure], measures: Sequence[Measure]
) -> list[str]:
    """Return why the largest difference of each measure that stays is there."""
    texts = []
    for measure in asked:
        ours = [each for each in verdicts if each.measure == measure.name and each.verdict in STAYING]
        if not ours:
            continue
        most = max(ours, key=lambda each: abs(each.wired["difference"]))
        there, base = (_name(name, AS_WIRED) for name in (most.structure, str(most.wired["baseline"])))
        text = reason(runs, [there], [base], measure.name, measures)
        texts.append(f"Why {plain(most.structure)}? As far as measured, {text}" if text else "")
    return [text for text in texts if text]


def _variants(
    wide: pd.DataFrame, structure: str, baseline: str, measure: Measure, family: int
) -> list[dict[str, Any]]:
    """Return one row a variant: the difference, and what the variant changes in it."""
    gaps = {variant: wide[_name(structure, variant)] - wide[_name(baseline, variant)] for variant in VARIANTS}
    return [
        {"structure": structure, "baseline": baseline, "equal": variant}
        | paired(
            wide[_name(structure, variant)], wide[_name(baseline, variant)], measure, family
        )
        | _change(paired(gap, gaps[AS_WIRED], measure, family), variant)
        for variant, gap in gaps.items()
    ]  # fmt: skip


def _change(found: Mapping[str, Any], variant: str) -> dict[str, Any]:
    """Return the change that a variant makes, under names of its own; nothing of the first."""
    ends = {"change": "difference", "change_low": "low", "change_high": "high", "change_decision": "decision"}
    if variant == AS_WIRED:
        return dict.fromkeys(ends)
    return {name: found[key] for name, key in ends.items()}


def _printed(verdicts: Sequence[Verdict]) -> Any:
    rows = [
        [
            measure_name(each.measure),
            plain(each.structure),
            marked(each.wired),
            marked(each.equal),
            each.words,
        ]
        for each in verdicts
    ]
    title = "differences to the first structure; ~ no difference shown"
    return frame_table(title, ["measure", "structure", "as wired", "all rights equal", "verdict"], rows)
