"""Which structure is best, with a stated guarantee? Structures drop out as soon as they cannot win.

The fully sequential procedure of Kim and Nelson (2001), in `simorg.statistics.selection`; common random
numbers make the race shorter.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from simorg.config.errors import SettingsError
from simorg.config.labels import joined
from simorg.config.settings import Settings
from simorg.experiments.answers.printing import frame_table
from simorg.experiments.answers.summary import summarise
from simorg.experiments.answers.words import (
    change_unit,
    counted,
    measure_head,
    measure_name,
    plain,
    quantity,
    with_interval,
)
from simorg.experiments.design import Answer, Design, Scenario, structures_of
from simorg.measures import Measure
from simorg.organisation.structures import with_structure
from simorg.statistics.selection import Selection, select

LEAST_GROWTH = 0.1
"""Share by which a round grows at least."""


def design(settings: Settings) -> Design:
    """Return the first stage: every structure, equally often.

    Parameters
    ----------
    settings : Settings
        The experiment; ``experiment.selection`` says what decides.
    """
    wanted, structures = settings.experiment.selection, structures_of(settings)
    if len(structures) < 2:
        raise SettingsError(
            f"experiment.structures = [{', '.join(structures)}]: a choice needs at least two structures"
        )
    if wanted.cap < wanted.first_stage:
        rule = f"must be >= first_stage; nearest valid: {wanted.first_stage}"
        raise SettingsError(f"experiment.selection.cap = {wanted.cap}: {rule}")
    return Design(
        tuple(Scenario(name, with_structure(settings, name), wanted.first_stage) for name in structures)
    )


def extend(settings: Settings, design: Design, runs: pd.DataFrame) -> Design:
    """Return the next stage: more replications for the structures that are still in the race."""
    state = _state(settings, design, runs)
    return design.with_replications(
        {
            each.name: _next(settings, state, each.replications, state.wanted.get(column, 0))
            for column, each in enumerate(design.scenarios)
        }
    )


def _next(settings: Settings, state: Selection, done: int, wanted: int) -> int:
    """Return how many replications a structure should have next.

    A round has a tenth more at least: the race stops where it would have, and one run a round takes long.
    Rows without a value do not count in the race, but they count as replications: the cap holds for both.
    """
    if not wanted:
        return done
    more = max(wanted, min(math.ceil(LEAST_GROWTH * done), state.at_most))
    return min(done + more, settings.experiment.selection.cap)


def _state(settings: Settings, design: Design, runs: pd.DataFrame) -> Selection:
    wanted = settings.experiment.selection
    names = [scenario.name for scenario in design.scenarios]
    values = runs.pivot(index="replication", columns="scenario", values=wanted.measure).reindex(columns=names)
    return select(
        values.to_numpy(float),
        wanted.indifference,
        wanted.confidence,
        wanted.first_stage,
        wanted.better,
        wanted.cap,
    )


def answer(settings: Settings, design: Design, runs: pd.DataFrame, measures: Sequence[Measure]) -> Answer:
    """Return who was chosen, who dropped out when, and what is guaranteed."""
    wanted, state = settings.experiment.selection, _state(settings, design, runs)
    summary = summarise(runs, measures)
    means = summary[summary["measure"] == wanted.measure].set_index("scenario")
    rows: list[dict[str, Any]] = [
        {
            "structure": scenario.name,
            "measure": wanted.measure,
            "unit": means.loc[scenario.name, "unit"],
            "mean": means.loc[scenario.name, "mean"],
            "half_width": means.loc[scenario.name, "half_width"],
            "replications": scenario.replications,
            "out_after": state.eliminated_at.get(column),
            "chosen": column == state.best,
            "guaranteed": column == state.best and state.guaranteed,
        }
        for column, scenario in enumerate(design.scenarios)
    ]
    table = pd.DataFrame(rows)
    return Answer(
        {"selection": table, "summary": summary}, [_sentence(settings, state, rows)], (_printed(rows),)
    )


def _sentence(settings: Settings, state: Selection, rows: list[dict[str, Any]]) -> str:
    wanted = settings.experiment.selection
    if state.best < 0:
        return (
            f"No structure was chosen: no replication has a {measure_name(wanted.measure)} for each of them."
        )
    unit, sure = rows[state.best]["unit"], quantity(wanted.confidence, "share")
    most = "lowest" if wanted.better == "lower" else "highest"
    who = plain(rows[state.best]["structure"])
    goal = f"it has the {most} {measure_name(wanted.measure)}"
    if state.guaranteed:
        margin = f"{wanted.indifference * (100.0 if unit == 'share' else 1.0):g} {change_unit(unit)}"
        return (
            f"Take {who}: {goal}. If the best structure is ahead of all others by {margin} or more, this "
            f"choice is right with probability {sure} % at least; differences of less than that are taken "
            f"not to matter, and another structure may be better by so little. {_stage(settings)}"
        )
    left = joined([plain(rows[n]["structure"]) for n in state.survivors])
    reason = state.reason.partition(": ")[2]
    return (
        f"Nothing is guaranteed: {reason}. Still in the race: {left}; ahead so far is {who}, where {goal}. A "
        f"larger experiment.selection.cap goes on, a larger experiment.selection.indifference asks for less. "
        f"{_stage(settings)}"
    )


def _stage(settings: Settings) -> str:
    """Say how many runs there are before the first look; the number of replications has no part in it."""
    runs = counted(settings.experiment.selection.first_stage, "run", "runs")
    return f"There were {runs} of each before the first look."


def _printed(rows: list[dict[str, Any]]) -> Any:
    cells = [
        [
            plain(row["structure"]), with_interval(row["mean"], row["half_width"], row["unit"]),
            str(row["replications"]), "" if row["out_after"] is None else str(row["out_after"]),
            "chosen" if row["chosen"] else "",
        ]
        for row in rows
    ]  # fmt: skip
    name = measure_head(rows[0]["measure"])
    return frame_table("", ["structure", name, "replications", "out after", ""], cells)
