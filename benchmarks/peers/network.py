"""The network: stations in line, and from the last some go round again."""

from __future__ import annotations

from typing import NamedTuple


class Network(NamedTuple):
    """An open network of like stations; arrivals Poisson, service exponential, first come first served."""

    stations: int = 7
    servers: int = 2  # of each station; 71 % busy
    arrivals_per_day: float = 1.0
    service_mean_days: float = 1.2
    feedback: float = 0.15


class Outcome(NamedTuple):
    """What a run was about, counted over the customers who left before the horizon."""

    customers: int
    mean_sojourn_days: float
