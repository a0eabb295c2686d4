"""Requests: questions, access, small corrections about live models and data; what ticket systems hold."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from simorg.config.groups.distribution import Distribution, lognormal, lognormal_median
from simorg.config.parameter import Group, parameter
from simorg.config.vocabulary import SKILLS

DESIGN = "design choice"
TICKETS = "([amaral2018])"


class RequestSettings(Group):
    """A third demand beside ideas and incidents: from team to team until somebody resolves it."""

    per_model_year: float = parameter(
        12.0, about="Requests about a live model, Poisson; 0 = none.", unit="1/model-year", ge=0.0, le=1e5, low=0.0, high=50.0,
        source="one a month: judgement", mark="J",
    )  # fmt: skip
    per_unit_quarter: float = parameter(
        13.0, about="Requests of a business unit that concern no model, Poisson; 0 = none.", unit="1/quarter", ge=0.0, le=1e6,
        low=0.0, high=200.0, source="one a week: judgement", mark="J",
    )  # fmt: skip
    skill_weights: dict[str, float] = parameter(
        factory=lambda: {"data": 4.0, "operations": 2.0, "ml": 2.0, "science": 2.0},
        about="How often a request asks for each skill, relative to the others (absent = never); the team that serves the skill "
        "for the unit is its first line. A skill for which a unit has no team is not asked for there.",
        unit="x", low=0.0, high=10.0, source=DESIGN, mark="J",
    )  # fmt: skip
    effort_days: Distribution = parameter(
        factory=lambda: lognormal(0.1, 1.5), about="Work of one visit to a team.", unit="person-day", low=0.01, high=0.5,
        source=f"who resolves tickets resolves 14.3 a week: at most 0.2 a visit {TICKETS}; logs tell people and work per visit as "
               "a product only, so size by judgement", mark="J",
    )  # fmt: skip
    priority: int = parameter(
        3, about="Priority class of requests; by default that of changes to live models.", unit="class", ge=0, le=15,
        low=2, high=4, source=DESIGN, mark="J",
    )  # fmt: skip
    instant: float = parameter(
        0.3, about="Share of visits in which whoever is asked goes on at once: the job has the class of incidents and no queue "
        "before it.",
        unit="share", ge=0.0, le=1.0, low=0.0, high=0.6,
        source="half of the tickets that no other team saw were resolved within 0.01, 0.03 and 0.11 days ([steeman2013], "
               "[amaral2018], [dongen2014]): form; size by judgement", mark="J",
    )  # fmt: skip
    moves_on_first: float = parameter(
        0.40, about="Probability that another team is needed after the first.", unit="probability", ge=0.0, le=1.0,
        low=0.35, high=0.55,
        source=f"tickets that changed team: 0.397 {TICKETS}, 0.501 ([steeman2013])", mark="C",
    )  # fmt: skip
    moves_on_second: float = parameter(
        0.41, about="The same after the second.", unit="probability", ge=0.0, le=1.0, low=0.38, high=0.55,
        source=f"of the tickets that changed team once: 0.41 {TICKETS}, 0.54 ([steeman2013])", mark="C",
    )  # fmt: skip
    moves_on_further: float = parameter(
        0.55, about="The same after the third and each that follows.", unit="probability", ge=0.0, le=0.99, low=0.5, high=0.7,
        source=f"of the tickets that changed team twice, and three times: 0.55, 0.55 {TICKETS}, 0.54, 0.68 ([steeman2013])",
        mark="C",
    )  # fmt: skip
    back_to_sender: float | None = parameter(
        0.37, about="Probability that the second team that passes on, or a later one, gives back to where it came from; else it "
        "is another team. 0 = back only where there is no other; null = the row of the team decides, whatever was before.",
        unit="probability", ge=0.0, le=0.99, low=0.2, high=0.55,
        source=f"0.562 of the tickets that changed team twice or more came back to a team {TICKETS}; with b at each of these "
               "moves and 0.55 that another follows, 1 - (1 - b) 0.45 / (1 - 0.55 (1 - b)) = 0.562 at b = 0.37, if moves do "
               "not depend on each other; counted move by move 0.35 to 0.41, by which weeks of the log are taken", mark="J",
    )  # fmt: skip
    blocked: float = parameter(
        0.115, about="Probability that a visit waits for somebody outside before anybody here can go on.",
        unit="probability", ge=0.0, le=1.0, low=0.0, high=0.4,
        source=f"0.184 of the tickets were ever blocked {TICKETS}; with 0.115 a visit as many are, at the moves above", mark="C",
    )  # fmt: skip
    blocked_days: Distribution = parameter(
        factory=lambda: lognormal_median(0.65, 1.9), about="Length of such a wait.", unit="day", low=0.2, high=2.0,
        source=f"p50, p85, p95 of 0.91, 6.8, 20 calendar days {TICKETS}, which pass at weekends as well: x 5/7 in working days; "
               "sigma of both ratios", mark="C",
    )  # fmt: skip

    @model_validator(mode="after")
    def _weights_of_known_skills(self) -> Self:
        from simorg.config.errors import nearest

        for skill, weight in self.skill_weights.items():
            if skill not in SKILLS:
                raise ValueError(f"unknown skill '{skill}'{nearest(skill, SKILLS)}")
            if weight < 0.0:
                raise ValueError(f"skill_weights.{skill} = {weight} must be >= 0")
        if self.asked and not sum(self.skill_weights.values()):
            raise ValueError("skill_weights are all 0: requests need a skill with a weight above 0")
        return self

    @property
    def asked(self) -> bool:
        """Whether there are requests at all."""
        return self.per_model_year > 0.0 or self.per_unit_quarter > 0.0
