"""Why is one structure better than another? Shapley shares of the axes of its wiring, on the same seeds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from simorg.config.errors import SettingsError, nearest
from simorg.config.labels import joined
from simorg.config.settings import Settings
from simorg.config.vocabulary import WIRING
from simorg.experiments.answers.chosen_measures import answered
from simorg.experiments.answers.effects import marked, shown
from simorg.experiments.answers.printing import frame_table
from simorg.experiments.answers.seen import BETTER, WORSE, not_shown, sized, value_of
from simorg.experiments.answers.summary import CONFIDENCE, TOO_FEW, decide
from simorg.experiments.answers.words import NO_VALUE, measure_label, plain, verdict
from simorg.experiments.design import Answer, Design, scenario
from simorg.experiments.running.precision import precision_reached, until_precise
from simorg.measures import Measure
from simorg.organisation.structures import MIXTURE, build, buildable, label
from simorg.organisation.wiring.mixture import AXES
from simorg.statistics.intervals import mean_interval
from simorg.statistics.pairing import replications_needed
from simorg.statistics.shapley import shapley_shares, subsets

ROUNDING = 1e-9
FROM, TO, TOTAL = "from", "to", "total"
"""Rows of the table that are no axes: the two structures, and the change between them."""

extend = until_precise
"""More rounds, until means are known as well as was asked for."""


def design(settings: Settings) -> Design:
    """Return every mixture of the two structures: each set of axes switched from one to the other.

    Parameters
    ----------
    settings : Settings
        The experiment; ``experiment.attribution`` names the two.
    """
    wanted, known = settings.experiment.attribution, buildable(settings)
    for key, name in (("start", wanted.start), ("end", wanted.end)):
        if name not in known:
            hint = nearest(name, known)
            raise SettingsError(f"experiment.attribution.{key} = {name}: unknown structure{hint}")
    if wanted.start == wanted.end:
        raise SettingsError(
            f"experiment.attribution.end = {wanted.end}: must not be the structure to start from"
        )
    return Design(
        tuple(
            scenario(
                settings,
                _name(switched),
                MIXTURE,
                {
                    f"structure.mix.{axis}": wanted.end if n in switched else wanted.start
                    for n, axis in enumerate(AXES)
                },
            )
            for switched in subsets(len(AXES))
        )
    )


def _name(switched: Sequence[int]) -> str:
    if not switched:
        return FROM
    return TO if len(switched) == len(AXES) else "-".join(AXES[axis] for axis in switched)


def answer(settings: Settings, design: Design, runs: pd.DataFrame, measures: Sequence[Measure]) -> Answer:
    """Return the share of every axis in the change of every measure asked for."""
    rows: list[dict[str, Any]] = []
    same = _same_axes(design)
    for measure in answered(settings, measures):
        rows += _shares(settings, runs, measure)
    sentences = [
        _sentence([row for row in rows if row["measure"] == name], same)
        for name in dict.fromkeys(row["measure"] for row in rows)
    ]
    sentences.append(
        "A share is the change that an axis makes when it is switched, averaged over all orders of "
        "switching. The 95 % intervals of the shares of one measure hold together (Bonferroni), that of the "
        "whole change alone."
    )
    sentences += precision_reached(settings, design, runs)
    return Answer({"attribution": pd.DataFrame(rows)}, sentences, (_printed(rows),))


def _shares(settings: Settings, runs: pd.DataFrame, measure: Measure) -> list[dict[str, Any]]:
    wanted = settings.experiment.attribution
    names = [_name(switched) for switched in subsets(len(AXES))]
    wide = runs.pivot(index="replication", columns="scenario", values=measure.name).reindex(columns=names)
    found = shapley_shares(wide.to_numpy(float))
    ends = [mean_interval(wide[name].to_numpy(float)) for name in (FROM, TO)]
    named = {"structure_from": label(settings, wanted.start), "structure_to": label(settings, wanted.end),
             "measure": measure.name, "unit": measure.unit, "better": measure.better}  # fmt: skip
    # Axes in which the structures are alike share out nothing but the rounding of sums.
    nothing = ROUNDING * float(wide.abs().max().max())
    return [
        named
        | {"axis": axis}
        | {
            name: 0.0 if abs(value) <= nothing else value
            for name, value in (("share", each.mean), ("low", each.low), ("high", each.high))
        }
        | {"n": each.n, "n_missing": len(wide) - each.n}
        for axis, each in zip(
            (FROM, *AXES, TOTAL, TO), (ends[0], *found.intervals, found.total, ends[1]), strict=True
        )
    ]


def _same_axes(design: Design) -> list[str]:
    """Return the axes whose switching changes nothing in the wiring, from either structure."""
    others = {axis: _name([n for n, each in enumerate(AXES) if each != axis]) for axis in AXES}
    return [
        axis for axis in AXES if _wired_alike(design, FROM, axis) and _wired_alike(design, TO, others[axis])
    ]


def _wired_alike(design: Design, one: str, other: str) -> bool:
    a, b = (build(design.named(name).settings) for name in (one, other))
    alike = a.graph.adj == b.graph.adj and a.graph.nodes == b.graph.nodes
    return bool(alike) and a.distance_unconnected == b.distance_unconnected


def _judged(row: dict[str, Any]) -> dict[str, Any]:
    """Return a share as other differences are told: with its decision and the pairs it rests on."""
    found = {"difference": row["share"], "half_width": (row["high"] - row["low"]) / 2.0, "n_pairs": row["n"]}
    needed = replications_needed(found["difference"], found["half_width"], row["n"], 1.0, CONFIDENCE)
    found["replications_needed"] = max(needed - row["n"], 0.0)
    return row | found | {"decision": decide(row["low"], row["high"], row["n"])}


def _sentence(rows: list[dict[str, Any]], same: Sequence[str]) -> str:
    """Say what the whole change is, what accounts for it, what to take over, and what is not shown to matter.

    Parameters
    ----------
    rows : list of dict
        Shares of one measure.
    same : sequence of str
        Axes in which the two structures are alike.
    """
    total = _judged(next(row for row in rows if row["axis"] == TOTAL))
    start, end = (plain(total[f"structure_{side}"]) for side in (FROM, TO))
    axes = [_judged(row) for row in rows if row["axis"] in AXES]
    axes.sort(key=lambda row: -abs(row["difference"]))
    clear = [row for row in axes if shown(row)]
    silent = not_shown([total], lambda _: "in the whole change")
    name = measure_label(total["measure"])
    if verdict(total) in (TOO_FEW, NO_VALUE):
        return f"{name}, {end} against {start}: {silent[0]}."
    text = (
        f"{name} is {sized(total)} under {end} than under {start}"
        if shown(total)
        else (f"{name}, {end} against {start}: {silent[0]}")
    )
    if clear:
        parts = [f"{WIRING[row['axis']]} makes it {sized(row)}" for row in clear]
        link = ". Of this, " if shown(total) else ". Yet parts of the wiring do something: "
        text += f"{link}{joined(parts)}"
    rest = [WIRING[row["axis"]] for row in axes if not shown(row) and row["axis"] not in same]
    alike = [WIRING[row["axis"]] for row in axes if row["axis"] in same and not shown(row)]
    text += f"; no contribution shown of {joined(rest)}" if rest else ""
    text += f"; the same in both structures: {joined(alike)}" if alike else ""
    return f"{text}.{_take_over(clear, start, end)}"


def _take_over(clear: Sequence[dict[str, Any]], start: str, end: str) -> str:
    """Say which parts of the one wiring would help the other, where some help and some do not."""
    good, bad = ([WIRING[row["axis"]] for row in clear if value_of(row) == word] for word in (BETTER, WORSE))
    if not good or not bad:
        return ""
    return f" To have the gain without the loss: {joined(good)} as in {end}, {joined(bad)} as in {start}."


def _printed(rows: list[dict[str, Any]]) -> Any:
    names = list(dict.fromkeys(row["measure"] for row in rows))[:4]
    cells = []
    for axis in (*AXES, TOTAL):
        ours = {row["measure"]: row for row in rows if row["axis"] == axis}
        cells.append([WIRING.get(axis, axis), *(marked(_judged(ours[name])) for name in names)])
    title = "share of each axis in the change; ~ no contribution shown"
    return frame_table(title, ["axis", *map(measure_label, names)], cells)
