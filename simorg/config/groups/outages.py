"""Outages of what all models run on: one cause, many faults at once."""

from __future__ import annotations

from simorg.config.parameter import Group, parameter

DESIGN = "design choice"


class OutageSettings(Group):
    """Common causes, beside the faults that each model has by itself."""

    per_year: float = parameter(
        4.0, about="Outages of the platform, Poisson; 0 = none.", unit="1/year", ge=0.0, le=1e4, low=0.0, high=24.0,
        source=DESIGN, mark="J",
    )  # fmt: skip
    hits: float = parameter(
        0.3, about="Probability that an outage hits a live model that has no fault at the moment.",
        unit="probability", ge=0.0, le=1.0, low=0.05, high=1.0, source=DESIGN, mark="J",
    )  # fmt: skip
