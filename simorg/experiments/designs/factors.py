"""The space of parameters: every one that has a plausible range, as factors over the unit interval.

Goes in: the registry's ranges and the settings around which they lie. Comes out: factors, from which
sensitivity and robustness experiments make scenarios. A range that spans a factor of ten or more is
covered evenly in its logarithm; a distribution is moved by its mean or median and keeps its shape.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from simorg.config.errors import SettingsError, nearest
from simorg.config.levers import Value, read
from simorg.config.registry import registry
from simorg.config.settings import Settings
from simorg.experiments.designs.checks import inert

GROUPS = (
    "structure", "workforce", "demand", "lifecycle", "work", "routing", "handoff", "approvals", "defects",
    "release", "drift", "breaks", "faults", "monitoring", "response", "retraining", "practices",
)  # fmt: skip
"""Groups of settings that say what the world and the organisation are like."""

SPREADS = ("demand.size", "demand.difficulty")
"""Distributions whose range is about their coefficient of variation, not their size."""

TABLES = ("workforce.headcount", "workforce.day_cost_eur", "workforce.second_skills")
"""Tables, whose range is about single entries."""

LOGARITHMIC_FROM = 10.0


class Factor(NamedTuple):
    """One parameter that varies."""

    key: str
    low: float
    high: float
    whole: bool
    logarithmic: bool  # whether the range spans so much that ratios count, not differences

    def at(self, share: float) -> Value:
        """Return the value at a share, in [0, 1], of the way from low to high."""
        if self.logarithmic:
            value = self.low * math.exp(share * math.log(self.high / self.low))
        else:
            value = self.low + (self.high - self.low) * share
        return round(value) if self.whole else value


def factors(settings: Settings, wanted: Sequence[str], reach: float = 1.0) -> tuple[Factor, ...]:
    """Return the factors that some keys, or beginnings of keys, stand for.

    Parameters
    ----------
    settings : Settings
        The settings around which factors lie.
    wanted : sequence of str
        Key paths or beginnings of them (``drift``, ``handoff.``); empty = every factor there is.
    reach : float
        How far each factor reaches from where it stands towards the ends of its range, in (0, 1].

    Raises
    ------
    SettingsError
        If a key stands for no parameter that has a range.
    """
    found = tuple(_all(settings))
    for start in wanted:
        if not any(_stands_for(start, factor.key) for factor in found):
            hint = nearest(start, (factor.key for factor in found))
            key = f"experiment.{settings.experiment.kind}.keys"
            raise SettingsError(f"{key}: no parameter with a range is called '{start}'{hint}")
    found = tuple(_shortened(factor, float(read(settings, factor.key)), reach) for factor in found)
    return tuple(f for f in found if not wanted or any(_stands_for(start, f.key) for start in wanted))


def _shortened(factor: Factor, centre: float, reach: float) -> Factor:
    """Return a factor that goes only part of the way to each end, by ratios if ratios count."""
    if reach == 1.0:
        return factor
    ends = (factor.low, factor.high)
    if factor.logarithmic and centre > 0.0:
        low, high = (centre * math.exp(reach * math.log(end / centre)) for end in ends)
    else:
        low, high = (centre + reach * (end - centre) for end in ends)
    low, high = min(low, centre), max(high, centre)
    return factor._replace(low=low, high=high, logarithmic=factor.logarithmic and low > 0.0)


def _stands_for(start: str, key: str) -> bool:
    return key == start or key.startswith(start if start.endswith(".") else f"{start}.")


def _all(settings: Settings) -> Iterable[Factor]:
    for row in registry():
        group = row.key.partition(".")[0]
        kinds = ("number", "whole number", "distribution")
        if group not in GROUPS or "[" in row.key or row.key in TABLES or row.span is None:
            continue
        if row.type in kinds and row.mark != "-" and row.unit != "class":  # the order of queues is no size
            low, high = row.span
            logarithmic = low > 0.0 and high / low >= LOGARITHMIC_FROM
            key = _key(settings, row.key)
            if key is not None and not inert(settings, key):
                yield Factor(key, low, high, row.type == "whole number", logarithmic)


def _key(settings: Settings, key: str) -> str | None:
    """Return the key itself, or the parameter of the distribution that its range is about, if it has one."""
    held = read(settings, key)
    if not isinstance(held, dict):
        return key
    wanted = ("cv",) if key in SPREADS else ("mean", "median")
    return next((f"{key}.{name}" for name in wanted if held.get(name) is not None), None)
