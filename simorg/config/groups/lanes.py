"""Lanes for what cannot wait: repairs that leave out what other changes go through."""

from __future__ import annotations

from simorg.config.groups.distribution import Distribution, lognormal_median
from simorg.config.parameter import Group, parameter

DESIGN = "design choice"


class LaneSettings(Group):
    """How repairs get out; machine retraining always goes out by machine."""

    hotfix: bool = parameter(
        True, about="Whoever responds mends broken data in one job, without the stages of a change; and what no longer hurts "
        "anybody is repaired in the normal lane, not the expedited one.",
        source=DESIGN, mark="J",
    )  # fmt: skip
    hotfix_days: Distribution = parameter(
        factory=lambda: lognormal_median(0.5, 1.0), about="Work of a hot fix of broken data.",
        unit="person-day", low=0.1, high=3.0, source=DESIGN, mark="J",
    )  # fmt: skip
    expedited_steps: int = parameter(
        1, about="Expedited repairs go through the last so many steps of a release; 0 = all.", unit="steps", ge=0, le=64,
        low=0, high=4, source=DESIGN, mark="J",
    )  # fmt: skip
