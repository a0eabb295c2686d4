"""Who answers: a rota for each skill that responds, in each team that is asked for it."""

from __future__ import annotations

from simorg.config.groups.distribution import Distribution, constant
from simorg.config.parameter import Group, parameter

DESIGN = "design choice"


class OnCallSettings(Group):
    """Somebody is on call, in turn, and is paged without any handoff."""

    rota: bool = parameter(
        True, about="There is a rota; false = an incident is handed over like work.", source=DESIGN, mark="J"
    )
    shift_days: float = parameter(
        5.0, about="Working days for which one person is on call, in turn.",
        unit="day", gt=0.0, le=1e5, low=5.0, high=10.0,
        source="shifts of 7 or 14 calendar days: [shankar2022]", mark="C",
    )  # fmt: skip
    right: float = parameter(
        0.9, about="Probability that a page reaches the team that can help; else the incident is handed over.",
        unit="probability", ge=0.0, le=1.0, low=0.6, high=1.0, source=DESIGN, mark="J",
    )  # fmt: skip
    duty_days: Distribution = parameter(
        factory=lambda: constant(0.5), about="Work of a shift beside incidents: taking over, alerts, notes.",
        unit="person-day", low=0.0, high=2.0, source=DESIGN, mark="J",
    )  # fmt: skip
