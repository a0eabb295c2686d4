"""Replicate until means are known well enough: rounds that depend on finished rows only.

All scenarios get the same number of replications, the most that any of them needs, so that pairs stay
pairs. The rule, and what it costs in coverage, is in `simorg.statistics.precision`.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from simorg.config.errors import SettingsError
from simorg.config.labels import joined
from simorg.config.settings import Settings
from simorg.experiments.answers.words import measure_name, plain, quantity
from simorg.experiments.design import Design
from simorg.statistics.precision import Precision, next_replications

if TYPE_CHECKING:
    import pandas as pd

FIXED = ("sensitivity", "robustness", "population", "selection", "optimise", "facts")
"""Kinds that spread their replications by a rule of their own."""


def check_precision(settings: Settings) -> None:
    """Refuse a precision that a kind does not replicate for, or a cap below the number to start with."""
    wanted, kind = settings.experiment.precision, settings.experiment.kind
    if wanted.relative is not None and kind in FIXED:
        raise SettingsError(
            f"experiment.precision.relative = {wanted.relative}: experiment.kind = {kind} has a rule of its "
            "own for how often it runs; set replications, or that rule"
        )
    if wanted.relative is not None and wanted.cap < settings.replications:
        raise SettingsError(
            f"experiment.precision.cap = {wanted.cap}: must be >= replications = {settings.replications}; "
            f"nearest valid: {settings.replications}"
        )


def until_precise(settings: Settings, design: Design, runs: pd.DataFrame) -> Design:
    """Return the design of the next round: larger until every mean is known well enough.

    Parameters
    ----------
    settings : Settings
        The experiment; nothing happens unless ``experiment.precision.relative`` is given.
    design : Design
        What was run.
    runs : DataFrame
        Its rows.
    """
    if settings.experiment.precision.relative is None:
        return design
    wanted = max(state.wanted for state in _states(settings, design, runs).values())
    return design.with_replications({scenario.name: wanted for scenario in design.scenarios})


def precision_reached(settings: Settings, design: Design, runs: pd.DataFrame) -> list[str]:
    """Say whether the stated precision was reached, and with how many replications."""
    wanted = settings.experiment.precision
    if wanted.relative is None:
        return []
    states = _states(settings, design, runs)
    size = max(scenario.replications for scenario in design.scenarios)
    goal = f"± {quantity(wanted.relative, 'share')} % of the mean for"
    open_ = [
        measure
        for measure in wanted.measures
        if any(state.needed[measure] > size for state in states.values() if not state.met)
    ]
    if not open_:
        names = joined([measure_name(name) for name in wanted.measures])
        return [f"Precision: {goal} {names} was reached with {size} replications of each scenario."]
    name, state = max(states.items(), key=lambda item: item[1].needed[item[1].worst])
    start = f"the cap of {wanted.cap} replications was hit first. Furthest from it is"
    return [
        f"Precision: {goal} {joined([measure_name(each) for each in open_])} was not reached; {start} "
        f"{measure_name(state.worst)} under {plain(name)}{_outlook(state)}."
    ]


def _outlook(state: Precision) -> str:
    """Say what the measure that is furthest away lacks."""
    needed, narrow = state.needed[state.worst], state.half_widths[state.worst] <= state.allowed[state.worst]
    if not math.isfinite(needed):
        return ", out of reach"
    if narrow:
        return (
            ": its interval is narrow enough, but that of so few runs of a skewed measure cannot be trusted; "
            f"it needs about {needed:,.0f} runs"
        )
    return f", which needs about {needed:,.0f} runs"


def _states(settings: Settings, design: Design, runs: pd.DataFrame) -> dict[str, Precision]:
    wanted = settings.experiment.precision
    assert wanted.relative is not None
    found = {}
    by_scenario = dict(list(runs.groupby("scenario", sort=False)))
    for scenario in design.scenarios:
        rows = by_scenario[scenario.name]
        columns = {name: rows[name].to_numpy(float) for name in wanted.measures}
        floor = max(2, settings.replications)
        found[scenario.name] = next_replications(
            columns, len(rows), wanted.relative, None, floor, max(floor, wanted.cap)
        )
    return found
