"""The environment that is perturbed: every parameter that has a plausible range and is no design choice.

Goes in: the registry's ranges. Comes out: dimensions, and settings at a point of their unit cube.
A range that spans a factor of ten or more is covered evenly in its logarithm.
"""

from __future__ import annotations

import math
import re
from functools import cache
from typing import NamedTuple

from simorg.config.levers import Value, apply
from simorg.config.registry import registry
from simorg.config.settings import Settings
from simorg.config.vocabulary import ROLES
from simorg.structures import available

GROUPS = (
    "structure", "workforce", "demand", "lifecycle", "work", "routing", "handoff", "approvals", "defects",
    "release", "drift", "breaks", "faults", "monitoring", "response", "retraining", "practices",
)  # fmt: skip
"""Groups of settings that say what the world and the organisation are like."""

LEFT_ALONE = {
    "demand.growth_per_year": "a background must have a steady state",
    "drift.saturation": "belongs to a drift law that backgrounds do not use",
    "drift.time_scale_days": "belongs to a drift law that backgrounds do not use",
    "drift.season_days": "belongs to a drift law that backgrounds do not use",
    "drift.season_amplitude": "belongs to a drift law that backgrounds do not use",
    "workforce.headcount": "perturbed role by role, see PEOPLE and ROLE_MIX",
    "workforce.day_cost_eur": "no statement speaks of money",
    "workforce.second_skills": "a table without a range of its own",
    "workforce.units": "see UNITS; people come along with units",
    "work.priority_coordination": "order of the in-trays: a rule, not a size",
    "work.priority_change": "order of the in-trays: a rule, not a size",
    "work.priority_initiative": "order of the in-trays: a rule, not a size",
    "work.preempting_class": "order of the in-trays: a rule, not a size",
}
"""Parameters with a range that stay at their defaults, and why."""

NARROWER = {
    "demand.initial_models_per_unit": (5.0, 15.0),  # with none at day 0 there are no incidents to count
}
"""Ranges that are cut, inside the registry's."""

UNITS = (4.0, 9.0)
"""Business units: at least four, so that half of them is still an organisation of several."""

PEOPLE, ROLE_MIX = (0.8, 3.0), (0.8, 1.25)
"""Factors on the default head count per unit: one for everybody, and one for each role. Head counts
reach high because the ranges of demand and upkeep do: a smaller workforce would drown in most of them."""

SPREADS = ("demand.size", "demand.difficulty")
"""Distributions whose range is about their coefficient of variation, not their size."""

LOGARITHMIC_FROM = 10.0


class Dimension(NamedTuple):
    """One direction in which backgrounds differ."""

    key: str
    low: float
    high: float
    whole: bool

    def at(self, share: float) -> float:
        """Return the value at a share of the way from low to high."""
        if self.low > 0.0 and self.high / self.low >= LOGARITHMIC_FROM:
            value = self.low * (self.high / self.low) ** share
        else:
            value = self.low + (self.high - self.low) * share
        return float(round(value)) if self.whole else value


@cache
def dimensions() -> tuple[Dimension, ...]:
    """Return all dimensions: structure, units, people, then the registry in its order."""
    found = [
        Dimension("structure", 0.0, len(available()) - 1e-9, False),
        Dimension("workforce.units", *UNITS, True),
        Dimension("people", *PEOPLE, False),
        *(Dimension(f"workforce.headcount.{role}", *ROLE_MIX, False) for role in ROLES),
    ]
    for row in registry():
        group = row.key.partition(".")[0]
        span = _span(row.plausible) or _span(row.allowed[1:-1].replace(",", " to"))
        if group not in GROUPS or "[" in row.key or row.key in LEFT_ALONE or span is None:
            continue
        if row.type not in ("number", "whole number", "distribution") or row.mark == "-":
            continue
        low, high = NARROWER.get(row.key, span)
        found.append(Dimension(row.key, low, high, row.type == "whole number"))
    return tuple(found)


def at_point(base: Settings, point: list[float]) -> tuple[Settings, dict[str, Value]]:
    """Return the settings at a point of the unit cube, and the values that make them.

    Parameters
    ----------
    base : Settings
        What stays as it is.
    point : list of float
        One share in [0, 1) for each of `dimensions`.
    """
    found: dict[str, Value] = {}
    names, people = sorted(available()), 1.0
    for dimension, share in zip(dimensions(), point, strict=True):
        value = dimension.at(share)
        if dimension.key == "structure":
            found["structure"] = names[math.floor(value)]
        elif dimension.key == "people":
            people = value
        elif dimension.key.startswith("workforce.headcount."):
            role = dimension.key.rpartition(".")[2]
            per_unit = base.workforce.headcount[role] / base.workforce.units
            found[dimension.key] = max(1, round(people * value * per_unit * int(found["workforce.units"])))
        else:
            found[_lever_of(base, dimension.key)] = int(value) if dimension.whole else value
    return apply(base, found), found


def _lever_of(base: Settings, key: str) -> str:
    """Return the key itself, or the parameter of the distribution that its range is about."""
    group, _, name = key.partition(".")
    held = getattr(getattr(base, group), name)
    if not hasattr(held, "family"):
        return key
    if key in SPREADS:
        return f"{key}.cv"
    return f"{key}.mean" if held.mean is not None else f"{key}.median"


def _span(text: str) -> tuple[float, float] | None:
    match = re.fullmatch(r"\s*(\S+) to (\S+)\s*", text)
    if match is None or "inf" in match[2]:
        return None
    return float(match[1]), float(match[2])
