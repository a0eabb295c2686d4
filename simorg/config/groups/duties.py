"""What people do besides the work that is modelled: meetings, support, reports, other systems."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from simorg.config.groups.distribution import Distribution, lognormal
from simorg.config.parameter import Group, parameter
from simorg.config.vocabulary import ROLES

DEFAULT_SHARE = {
    "product_manager": 0.45,
    "domain_expert": 0.45,
    "data_engineer": 0.2,
    "data_scientist": 0.2,
    "ml_engineer": 0.25,
    "software_engineer": 0.5,
    "operations_engineer": 0.4,
    "legal_risk_officer": 0.6,
}


class DutySettings(Group):
    """Other duties, role by role: jobs that nobody else can do and that no model needs."""

    share: dict[str, float] = parameter(
        factory=lambda: dict(DEFAULT_SHARE), about="Share of the time at work that goes into other duties, "
        "per role (absent = 0).", unit="share", low=0.0, high=0.6,
        source="set together with the demand so that each role of the default organisation works 65-85 % of its time: people "
               "whose trade is not models have more else to do", mark="J",
    )  # fmt: skip
    effort_days: Distribution = parameter(
        factory=lambda: lognormal(1.0, 1.5), about="Work of one other duty.", unit="person-day", low=0.1, high=5.0,
        source="design choice", mark="J",
    )  # fmt: skip
    priority: int = parameter(
        4, about="Priority class of other duties.", unit="class", ge=0, le=15, source="design choice", mark="J"
    )

    @model_validator(mode="after")
    def _shares_of_known_roles(self) -> Self:
        from simorg.config.errors import nearest

        for role, share in self.share.items():
            if role not in ROLES:
                raise ValueError(f"unknown role '{role}'{nearest(role, ROLES)}")
            if not 0.0 <= share < 1.0:
                near = 0.99 if share >= 1.0 else 0.0
                raise ValueError(
                    f"share.{role} = {share} must be at least 0 and below 1; nearest valid: {near:g}"
                )
        if self.effort_days.expected <= 0.0 and any(self.share.values()):
            raise ValueError(
                "effort_days must take some time where a share is above 0; without other duties: share = {}"
            )
        return self
