"""Why is one structure better than another? Shapley shares of the axes of its wiring, on the same seeds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from simorg.config.errors import SettingsError, nearest
from simorg.config.settings import Settings
from simorg.experiments.design import Answer, Design, scenario
from simorg.experiments.precision import precision_reached, until_precise
from simorg.experiments.printing import frame_table
from simorg.experiments.wanted import answered
from simorg.experiments.wording import change, joined, measure_name, plain
from simorg.measures import Measure
from simorg.statistics.intervals import mean_interval
from simorg.statistics.shapley import shapley_shares, subsets
from simorg.structures import MIXTURE, available
from simorg.structures.mixture import AXES

ROUNDING = 1e-9
FROM, TO, TOTAL = "from", "to", "total"
"""Rows of the table that are no axes: the two structures, and the change between them."""


def design(settings: Settings) -> Design:
    """Return every mixture of the two structures: each set of axes switched from one to the other.

    Parameters
    ----------
    settings : Settings
        The experiment; ``experiment.attribution`` names the two.
    """
    wanted = settings.experiment.attribution
    for key, name in (("start", wanted.start), ("end", wanted.end)):
        if name not in available():
            hint = nearest(name, available())
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


def extend(settings: Settings, design: Design, runs: pd.DataFrame) -> Design:
    """Return the next round; see `until_precise`."""
    return until_precise(settings, design, runs)


def answer(settings: Settings, design: Design, runs: pd.DataFrame, measures: Sequence[Measure]) -> Answer:
    """Return the share of every axis in the change of every measure asked for."""
    rows: list[dict[str, Any]] = []
    for measure in answered(settings, measures):
        rows += _shares(settings, runs, measure)
    sentences = [
        _sentence([row for row in rows if row["measure"] == name])
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
    named = {"structure_from": wanted.start, "structure_to": wanted.end, "measure": measure.name,
             "unit": measure.unit}  # fmt: skip
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


def _as_change(row: dict[str, Any]) -> str:
    return change(row | {"difference": row["share"], "half_width": (row["high"] - row["low"]) / 2.0})


def _shown(row: dict[str, Any]) -> bool:
    return bool(row["low"] > 0.0 or row["high"] < 0.0)


def _sentence(rows: list[dict[str, Any]]) -> str:
    total = next(row for row in rows if row["axis"] == TOTAL)
    ends = f"from {plain(total['structure_from'])} to {plain(total['structure_to'])}"
    axes = sorted((row for row in rows if row["axis"] in AXES), key=lambda row: -abs(row["share"]))
    clear = [f"{row['axis']} {_as_change(row)}" for row in axes if _shown(row)]
    rest = [row["axis"] for row in axes if not _shown(row)]
    whole = f"changes by {_as_change(total)}" if _shown(total) else "no difference shown"
    parts = [f"to it contribute {joined(clear)}"] if clear else []
    parts += [f"no contribution shown of {joined(rest)}"] if rest else []
    return f"{measure_name(total['measure'])} {ends}: {whole}; {'; '.join(parts)}."


def _printed(rows: list[dict[str, Any]]) -> Any:
    names = list(dict.fromkeys(row["measure"] for row in rows))[:4]
    cells = []
    for axis in (*AXES, TOTAL):
        ours = {row["measure"]: row for row in rows if row["axis"] == axis}
        cells.append([axis, *(("" if _shown(ours[n]) else "~ ") + _as_change(ours[n]) for n in names)])
    title = "share of each axis in the change; ~ no contribution shown"
    return frame_table(title, ["axis", *map(measure_name, names)], cells)
