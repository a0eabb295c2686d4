"""The environment that is perturbed: every parameter that has a plausible range and is no design choice.

Goes in: the registry's ranges. Comes out: dimensions, and settings at a point of their unit cube.
A range that spans a factor of ten or more is covered evenly in its logarithm.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from simorg.config.levers import Value, apply
from simorg.config.settings import Settings
from simorg.config.vocabulary import ROLES
from simorg.experiments.designs.factors import Factor, factors
from simorg.organisation.structures import available

LEFT_ALONE = {
    "demand.growth_per_year": "a background must have a steady state",
    "drift.saturation": "belongs to a drift law that backgrounds do not use",
    "drift.time_scale_days": "belongs to a drift law that backgrounds do not use",
    "drift.season_days": "belongs to a drift law that backgrounds do not use",
    "drift.season_amplitude": "belongs to a drift law that backgrounds do not use",
    "workforce.units": "see UNITS; people come along with units",
}
"""Parameters with a range that stay at their defaults, and why."""

NARROWER = {
    # With no models at day 0 there are no incidents to count.
    "demand.initial_models_per_unit": (5.0, 15.0),
}
"""Ranges that are cut, inside the registry's."""

UNITS = (4.0, 9.0)
"""Business units: at least four, so that half of them is still an organisation of several."""

PEOPLE, ROLE_MIX = (0.8, 3.0), (0.8, 1.25)
"""Factors on the default head count per unit: one for everybody, and one for each role. Head counts
reach high because the ranges of demand and upkeep do: a smaller workforce would drown in most of them."""


def dimensions(
    base: Settings, keys: Sequence[str] = (), reach: float = 1.0, people: tuple[float, float] = PEOPLE
) -> tuple[Factor, ...]:
    """Return all dimensions: structure, units, people, then the registry in its order.

    Parameters
    ----------
    base : Settings
        What stays as it is.
    keys : sequence of str
        Keys of the registry, or beginnings of them, that vary; empty = all.
    reach : float
        How far they go from where they stand towards the ends of their ranges, in (0, 1].
    people : tuple of float
        Smallest and largest factor on everybody's head count per unit.
    """
    varied = [factor for factor in factors(base, keys, reach) if factor.key not in LEFT_ALONE]
    return (
        Factor("structure", 0.0, len(available()) - 1e-9, False, False),
        Factor("workforce.units", *UNITS, True, False),
        Factor("people", *people, False, False),
        *(Factor(f"workforce.headcount.{role}", *ROLE_MIX, False, False) for role in ROLES),
        *(_narrowed(factor) for factor in varied),
    )


def _narrowed(factor: Factor) -> Factor:
    low, high = NARROWER.get(factor.key, (factor.low, factor.high))
    return factor._replace(low=max(low, factor.low), high=min(high, factor.high))


def at_point(
    base: Settings, varied: Sequence[Factor], point: list[float]
) -> tuple[Settings, dict[str, Value]]:
    """Return the settings at a point of the unit cube, and the values that make them.

    Parameters
    ----------
    base : Settings
        What stays as it is.
    varied : sequence of Factor
        What `dimensions` returned.
    point : list of float
        One share in [0, 1) for each of them.
    """
    found = values_at(base, varied, point)
    return apply(base, found), found


def values_at(base: Settings, varied: Sequence[Factor], point: list[float]) -> dict[str, Value]:
    """Return the values at a point of the unit cube, by key.

    Parameters
    ----------
    base : Settings
        What stays as it is.
    varied : sequence of Factor
        Dimensions of `dimensions`; those that are left out stay as they are.
    point : list of float
        One share in [0, 1) for each of them.
    """
    found: dict[str, Value] = {}
    names, people, units = sorted(available()), 1.0, base.workforce.units
    for dimension, share in zip(varied, point, strict=True):
        value = float(dimension.at(share))
        if dimension.key == "structure":
            found["structure"] = names[math.floor(value)]
        elif dimension.key == "people":
            people = value
        elif dimension.key.startswith("workforce.headcount."):
            role = dimension.key.rpartition(".")[2]
            per_unit = base.workforce.headcount[role] / base.workforce.units
            found[dimension.key] = max(1, round(people * value * per_unit * units))
        else:
            found[dimension.key] = int(value) if dimension.whole else value
            units = int(found.get("workforce.units", units))
    return found
