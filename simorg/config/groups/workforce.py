"""Who works here: head counts, seniority, skills, availability and cost of people."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from simorg.config.parameter import Group, parameter
from simorg.config.vocabulary import PRIMARY_SKILL, ROLES, SENIORITIES, SKILLS

DEFAULT_HEADCOUNT = {
    "product_manager": 7,
    "domain_expert": 7,
    "data_engineer": 12,
    "data_scientist": 12,
    "ml_engineer": 9,
    "software_engineer": 6,
    "operations_engineer": 4,
    "legal_risk_officer": 3,
}

DEFAULT_SECOND_SKILLS: dict[str, dict[str, float]] = {
    "product_manager": {"labelling": 0.5},
    "domain_expert": {"product": 0.5},
    "data_engineer": {"ml": 0.5, "software": 0.6},
    "data_scientist": {"data": 0.6, "ml": 0.6, "labelling": 0.4},
    "ml_engineer": {"science": 0.6, "data": 0.6, "software": 0.6, "operations": 0.7},
    "software_engineer": {"data": 0.5, "ml": 0.4, "operations": 0.6},
    "operations_engineer": {"software": 0.5, "ml": 0.3},
    "legal_risk_officer": {},
}

DEFAULT_DAY_COST = {
    "product_manager": 640.0,
    "domain_expert": 520.0,
    "data_engineer": 600.0,
    "data_scientist": 620.0,
    "ml_engineer": 680.0,
    "software_engineer": 600.0,
    "operations_engineer": 580.0,
    "legal_risk_officer": 700.0,
}


def split_hire(hire: str) -> tuple[str, str, str]:
    """Return seniority, role and home unit of a hire, empty where it does not say."""
    who, _, unit = hire.partition("@")
    *rank, role = who.split()
    return " ".join(rank), role, unit


def check_hire(hire: str) -> None:
    """Refuse a hire that does not say who comes; where to is checked with the units there are."""
    from simorg.config.errors import nearest

    rank, role, _ = split_hire(hire) if hire.partition("@")[0].strip() else ("", "", "")
    if role not in ROLES:
        raise ValueError(f"hires: unknown role in '{hire}'{nearest(role, ROLES)}")
    if rank not in ("", *SENIORITIES):
        raise ValueError(f"hires: unknown seniority in '{hire}'{nearest(rank, SENIORITIES)}")


class WorkforceSettings(Group):
    """The people, the same in every structure."""

    units: int = parameter(
        6, about="Business units that raise ideas and own models.",
        unit="units", ge=1, le=250, low=2, high=24, source="design choice", mark="J",
    )  # fmt: skip
    headcount: dict[str, int] = parameter(
        factory=lambda: dict(DEFAULT_HEADCOUNT), about="People per role.", unit="people",
        low=0, high=1000,
        source="data engineers not fewer than data scientists is common advice; numbers by judgement", mark="J",
    )  # fmt: skip
    second_skills: dict[str, dict[str, float]] = parameter(
        factory=lambda: {role: dict(skills) for role, skills in DEFAULT_SECOND_SKILLS.items()},
        about="Efficiency of each role in skills other than its own (own skill = 1, absent = cannot).",
        unit="x", low=0.0, high=1.0,
        source="roles overlap around the ML engineer: [kreuzberger2023], figure 3; size by judgement", mark="J",
    )  # fmt: skip
    hires: tuple[str, ...] = parameter(
        (), about="People besides the head count: ROLE, ROLE@UNIT or SENIORITY ROLE@UNIT, such as "
        "ml_engineer@unit_2 (in your own organisation: @TEAM); nobody else moves when one comes.", unit="people",
    )  # fmt: skip
    senior_share: float = parameter(
        0.25, about="Share of each role that is senior.",
        unit="share", ge=0.0, le=1.0, low=0.1, high=0.5, source="design choice", mark="J",
    )  # fmt: skip
    junior_share: float = parameter(
        0.25, about="Share of each role that is junior.",
        unit="share", ge=0.0, le=1.0, low=0.1, high=0.5, source="design choice", mark="J",
    )  # fmt: skip
    speed_junior: float = parameter(
        0.7, about="Efficiency multiplier of a junior.",
        unit="x", gt=0.0, le=10.0, low=0.5, high=0.8,
        source="skill speeds that are symmetric by ratio, in the tradition of [jin1996]; size by judgement", mark="J",
    )  # fmt: skip
    speed_senior: float = parameter(
        1.4, about="Efficiency multiplier of a senior.",
        unit="x", gt=0.0, le=10.0, low=1.2, high=2.0,
        source="skill speeds that are symmetric by ratio, in the tradition of [jin1996]; size by judgement", mark="J",
    )  # fmt: skip
    availability: float = parameter(
        0.8, about="Share of paid time at work and plannable; the rest is absent (leave, sickness, courses).",
        unit="share", gt=0.0, le=1.0, low=0.6, high=0.95, source="design choice", mark="J",
    )  # fmt: skip
    day_cost_eur: dict[str, float] = parameter(
        factory=lambda: dict(DEFAULT_DAY_COST), about="Cost of one paid day per role.",
        unit="EUR/day", low=200.0, high=1500.0, source="design choice", mark="J",
    )  # fmt: skip

    @model_validator(mode="after")
    def _known_roles_and_skills(self) -> Self:
        from simorg.config.errors import nearest

        for table in (self.headcount, self.second_skills, self.day_cost_eur):
            for role in table:
                if role not in ROLES:
                    raise ValueError(f"unknown role '{role}'{nearest(role, ROLES)}")
        for role, count in self.headcount.items():
            if not 0 <= count <= 10_000:
                raise ValueError(f"headcount.{role} = {count} must be between 0 and 10000")
        for hire in self.hires:
            check_hire(hire)
        if sum(self.headcount.values()) == 0:
            raise ValueError("headcount must hold at least one person")
        for role, skills in self.second_skills.items():
            for skill, efficiency in skills.items():
                if skill not in SKILLS:
                    raise ValueError(f"second_skills.{role}: unknown skill '{skill}'{nearest(skill, SKILLS)}")
                if skill == PRIMARY_SKILL[role] or not 0.0 <= efficiency <= 10.0:
                    raise ValueError(
                        f"second_skills.{role}.{skill} = {efficiency} must be in [0, 10] and not the own skill"
                    )
        for role, cost in self.day_cost_eur.items():
            if not 0.0 <= cost <= 1e6:
                raise ValueError(f"day_cost_eur.{role} = {cost} must be between 0 and 1e6")
        if self.senior_share + self.junior_share > 1.0:
            raise ValueError("senior_share + junior_share must not exceed 1")
        return self


