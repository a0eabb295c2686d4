"""The combinations of levers that a sweep runs, and the moves that it compares.

Goes in: keys with their values. Come out: combinations, all of them or value by value side by side (zipped),
and moves: from the first value of a lever to its last, over all values of the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import NamedTuple

from simorg.config.errors import SettingsError
from simorg.config.labels import joined
from simorg.config.levers import Value
from simorg.config.settings import Settings
from simorg.experiments.designs.checks import check_lever, each_once

Combination = Mapping[str, Value]


class Move(NamedTuple):
    """What is compared: combinations at the end of a lever with those at its start."""

    lever: str  # key path; of zipped levers all of them, joined by +
    start: Value  # of zipped levers all values, as text
    end: Value

    def chosen(self, combinations: Sequence[Combination], at: Value) -> list[int]:
        """Return which combinations have the lever at a value."""
        return [n for n, each in enumerate(combinations) if value_of(each, self.lever) == at]


def levers_of(settings: Settings) -> dict[str, tuple[Value, ...]]:
    """Return keys and values; refuse a sweep of nothing, or zipped lists of different length.

    Parameters
    ----------
    settings : Settings
        The experiment; ``experiment.sweep``.
    """
    given = settings.experiment.sweep.levers
    keys = [lever.key for lever in given]
    for n, lever in enumerate(given):
        name = f"experiment.sweep.levers[{n}]"
        check_lever(f"{name}.key", lever.key)
        if keys.index(lever.key) < n:
            raise SettingsError(f"{name}.key = {lever.key}: is there already; give each key once")
        if not lever.values:
            raise SettingsError(f"{name}.values = []: give {lever.key} one value or more")
        if not settings.experiment.sweep.zip:
            each_once(f"{name}.values", lever.values)
        elif len(lever.values) != len(given[0].values):
            raise SettingsError(
                f"{name}.values: {len(lever.values)} values, but {given[0].key} has {len(given[0].values)}; "
                "with experiment.sweep.zip=true the first values belong together, then the second, and so on"
            )
    if not given:
        raise SettingsError(
            "experiment.sweep.levers = []: an empty design; give keys and values, such as "
            "[{key: drift.rate, values: [0.0002, 0.0004, 0.0008]}]"
        )
    found = {lever.key: lever.values for lever in given}
    if settings.experiment.sweep.zip:
        each_once("experiment.sweep.levers, zipped", list(zip(*found.values(), strict=True)))
    return found


def combinations_of(settings: Settings) -> list[dict[str, Value]]:
    """Return what is run: every combination of values, or values side by side."""
    levers = levers_of(settings)
    rows = zip(*levers.values(), strict=True) if settings.experiment.sweep.zip else product(*levers.values())
    return [dict(zip(levers, values, strict=True)) for values in rows]


def moves_of(settings: Settings) -> list[Move]:
    """Return what is compared: each lever that moves, or all zipped levers together."""
    levers, combinations = levers_of(settings), combinations_of(settings)
    names = ["+".join(levers)] if settings.experiment.sweep.zip else list(levers)
    moves = [Move(name, *(value_of(combinations[n], name) for n in (0, -1))) for name in names]
    return [move for move in moves if move.start != move.end]


def value_of(combination: Combination, lever: str) -> Value:
    """Return the value that a lever has; of zipped levers all values, as text.

    Parameters
    ----------
    combination : mapping
        Key path -> value.
    lever : str
        Key path; of zipped levers all of them, joined by ``+``.
    """
    if lever in combination:
        return combination[lever]
    return joined([str(value) for value in combination.values()])
