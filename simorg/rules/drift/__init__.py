"""Laws of natural drift, one file each, found by listing this folder and those of plug-ins.

A law module defines two scalar kernels: ``breach_days(law, u)``, the time from the data of the
last training to the breach of the service level, and ``recovery_days(law, u)``, how long the
breach lasts if nobody acts. `LawNumbers` is what both receive.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from simorg.plugins import registry

NEVER = 1e18
"""A time beyond every horizon, in days: finite, so that arithmetic on it stays finite."""


class LawNumbers(NamedTuple):
    """Parameters of a drift law for one model."""

    rate: float  # share/day
    volatility: float  # share/day^0.5
    margin: float  # share
    saturation: float  # share
    time_scale_days: float
    season_days: float
    season_amplitude: float  # share


def laws() -> tuple[str, ...]:
    """Return the names of all laws, those of plug-ins last; the position is the code of a law."""
    return registry.names("drift")


def law(name: str) -> Any:
    """Return the module of the law called `name`."""
    return registry.module("drift", name)
