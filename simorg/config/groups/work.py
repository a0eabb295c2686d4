"""How work moves between people: priorities, preemption, routing, handoffs, approvals."""

from __future__ import annotations

from typing import Literal

from simorg.config.groups.distribution import Distribution, lognormal, lognormal_median
from simorg.config.parameter import Group, parameter

DESIGN = "design choice"

Skill = Literal["product", "labelling", "data", "science", "ml", "software", "operations", "risk"]


class WorkSettings(Group):
    """Order of the in-trays and the cost of being interrupted."""

    priority_incident: int = parameter(0, about="Priority class of incident work.", unit="class", ge=0, le=15)
    priority_expedited: int = parameter(1, about="Priority class of expedited repairs.", unit="class", ge=0, le=15)
    priority_coordination: int = parameter(
        2, about="Priority class of questions, decisions, approvals and triage.", unit="class", ge=0, le=15,
        source=DESIGN, mark="J",
    )  # fmt: skip
    priority_change: int = parameter(
        3, about="Priority class of retraining and improvements.", unit="class", ge=0, le=15, source=DESIGN, mark="J"
    )
    priority_initiative: int = parameter(
        4, about="Priority class of initiatives.", unit="class", ge=0, le=15, source=DESIGN, mark="J"
    )
    preempting_class: int = parameter(
        0, about="Jobs of this class or more urgent interrupt less urgent ones; -1 = nobody interrupts.",
        unit="class", ge=-1, le=15, source=DESIGN, mark="J",
    )  # fmt: skip
    stand_in_days: float = parameter(
        1.0, about="Time after which somebody who has a skill as a second one takes work that specialists of the "
        "team have not begun; 0 = at once. Work that may interrupt others never waits for it.",
        unit="day", ge=0.0, le=260.0, low=0.0, high=5.0, source=DESIGN, mark="J",
    )  # fmt: skip
    resumption_days: Distribution = parameter(
        factory=lambda: lognormal_median(0.025, 0.8),
        about="Work added to an interrupted job (12 minutes at the median).", unit="person-day",
        low=0.01, high=0.05, source="Parnin & Rugaber 2011, doi 10.1007/s11219-010-9104-9 (digest)", mark="VS",
    )  # fmt: skip


class RoutingSettings(Group):
    """Who should take this? The first assignment can be wrong."""

    wrong_incident: float = parameter(
        0.40, about="Probability that an incident goes to a wrong team first, at distance 1.",
        unit="probability", ge=0.0, le=1.0, low=0.04, high=0.92,
        source="37-44 % of bug reports tossed, Jeong et al. 2009, doi 10.1145/1595696.1595715; "
               "4-92 % of incidents, Chen et al. 2019, doi 10.1109/ICSE-SEIP.2019.00020", mark="VP",
    )  # fmt: skip
    wrong_handoff: float = parameter(
        0.10, about="The same for planned work that changes team.",
        unit="probability", ge=0.0, le=1.0, low=0.0, high=0.4, source=DESIGN, mark="J",
    )  # fmt: skip
    further_toss: float = parameter(
        0.40, about="Probability that a wrong team passes on to another wrong team.",
        unit="probability", ge=0.0, le=0.99, low=0.2, high=0.5,
        source="geometric reading of Jeong et al. 2009", mark="C",
    )  # fmt: skip
    triage_days: Distribution = parameter(
        factory=lambda: lognormal(0.15, 1.0), about="Work of the wrong team to find out that it is wrong.",
        unit="person-day", low=0.05, high=0.5, source=DESIGN, mark="J",
    )  # fmt: skip
    useful_hop_share: float = parameter(
        0.3, about="Share of wrong hops that add what the receiver needs (its questions fall away).",
        unit="share", ge=0.0, le=1.0, low=0.0, high=0.6,
        source="reassignment is also useful: Guo et al. 2011, doi 10.1145/1958824.1958887 (size by judgement)",
        mark="J",
    )  # fmt: skip


class HandoffSettings(Group):
    """What it costs when the next job lies in another team."""

    latency_days: Distribution = parameter(
        factory=lambda: lognormal(1.0, 1.0), about="Transfer time of work or an answer per unit of distance.",
        unit="day", low=0.3, high=3.0,
        source="held up 0.9 d at one site, 2.4 d across: Herbsleb & Mockus 2003, doi 10.1109/TSE.2003.1205177",
        mark="C",
    )  # fmt: skip
    questions: float = parameter(
        1.0, about="Mean questions that a receiver in another team raises per handoff of an initiative, Poisson.",
        unit="questions", ge=0.0, le=50.0, low=0.2, high=3.0, source=DESIGN, mark="J",
    )  # fmt: skip
    novelty_improvement: float = parameter(
        0.5, about="Questions about an improvement relative to an initiative: part of it is known.",
        unit="x", ge=0.0, le=1.0, low=0.2, high=1.0, source=DESIGN, mark="J",
    )  # fmt: skip
    novelty_fix: float = parameter(
        0.3, about="Questions about a fix relative to an initiative.",
        unit="x", ge=0.0, le=1.0, low=0.0, high=1.0, source=DESIGN, mark="J",
    )  # fmt: skip
    novelty_retrain: float = parameter(
        0.0, about="Questions about a retraining by hand relative to an initiative: it is routine.",
        unit="x", ge=0.0, le=1.0, low=0.0, high=0.3, source=DESIGN, mark="J",
    )  # fmt: skip
    answer_days: Distribution = parameter(
        factory=lambda: lognormal(0.25, 1.0), about="Work of the sender to answer one question.",
        unit="person-day", low=0.05, high=0.5, source=DESIGN, mark="J",
    )  # fmt: skip
    urgent_factor: float = parameter(
        0.05, about="Transfer time of incidents and expedited repairs relative to planned work (paged, not mailed).",
        unit="x", ge=0.0, le=1.0, low=0.0, high=0.3, source=DESIGN, mark="J",
    )  # fmt: skip
    unanswered: float = parameter(
        0.32, about="Probability that a question to a stranger (at structure.distance_unconnected) is never answered; "
        "less in proportion when nearer.",
        unit="probability", ge=0.0, le=1.0, low=0.1, high=0.5,
        source="67.7 % of questions answered: Breu et al. 2010, doi 10.1145/1718918.1718973", mark="VP",
    )  # fmt: skip
    patience_days: float = parameter(
        2.0, about="Time after which an unanswered question is escalated or given up, for planned work; urgent work "
        "waits as much less as it travels faster (urgent_factor).",
        unit="day", ge=0.0, le=260.0, low=1.0, high=5.0,
        source="decision time-out in the Virtual Design Team tradition", mark="R",
    )  # fmt: skip
    decision_days: Distribution = parameter(
        factory=lambda: lognormal(0.125, 1.0), about="Work of the decider who recovers an escalated question.",
        unit="person-day", low=0.03, high=0.5, source=DESIGN, mark="J",
    )  # fmt: skip
    defects_per_loss: float = parameter(
        0.3, about="Mean defects left at once by a question that nobody answers, Poisson; later gates may find them.",
        unit="defects", ge=0.0, le=50.0, low=0.0, high=1.0,
        source="mismatch traceable to unshared facts: Lewis et al. 2021, doi 10.1109/WAIN52551.2021.00022 (form)",
        mark="J",
    )  # fmt: skip
    context_cost: float = parameter(
        0.15, about="Work added per unit of distance between the doer's team and the business unit served.",
        unit="share", ge=0.0, le=10.0, low=0.0, high=0.5,
        source="no measured value; break-even of pooling lies at 0.08-0.21 (queueing theory)", mark="J",
    )  # fmt: skip


class ApprovalSettings(Group):
    """What one sign-off takes and finds; which ones exist is the structure's business."""

    skill: Skill = parameter(
        "science", about="Skill by which releases are signed off, the same in every structure."
    )
    four_eyes: bool = parameter(
        True, about="Who signs off has done no stage of the item; where everybody able has, the nearest other "
        "team signs, and where that is no better, anybody able.", source=DESIGN, mark="J",
    )  # fmt: skip
    after_the_fact: bool = parameter(
        True, about="Expedited repairs are released first and signed off afterwards.", source=DESIGN, mark="J",
    )  # fmt: skip
    effort_days: Distribution = parameter(
        factory=lambda: lognormal(0.5, 1.0), about="Work of one approval.", unit="person-day",
        low=0.1, high=2.0, source="review under 1 h small, 5 h large: Sadowski et al. 2018, doi 10.1145/3183519.3183525",
        mark="VS",
    )  # fmt: skip
    reject: float = parameter(
        0.12, about="Probability that an approval sends the item back for rework.",
        unit="probability", ge=0.0, le=0.99, low=0.0, high=0.3,
        source="12 % of domestic, 27 % of international declarations rejected (BPI Challenge 2020)", mark="VP",
    )  # fmt: skip
    catches: float = parameter(
        0.15, about="Probability that an approval finds a given defect.",
        unit="probability", ge=0.0, le=1.0, low=0.0, high=0.5,
        source="reviews find few bugs: Shankar et al. 2022, arXiv 2209.09125 (sign)", mark="J",
    )  # fmt: skip
    rework_share: float = parameter(
        0.2, about="Work of a rejected item, as a share of the stage before the gate.",
        unit="share", ge=0.0, le=1.0, low=0.0, high=1.0, source=DESIGN, mark="J",
    )  # fmt: skip
