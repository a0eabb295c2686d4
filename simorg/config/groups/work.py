"""How work moves between people: priorities, preemption, routing, handoffs, approvals."""

from __future__ import annotations

from typing import Literal

from simorg.config.groups.distribution import Distribution, lognormal, lognormal_median
from simorg.config.parameter import Group, parameter

DESIGN = "design choice"

Skill = Literal["product", "labelling", "data", "science", "ml", "software", "operations", "risk"]


class WorkSettings(Group):
    """Order of the queues and the cost of being interrupted."""

    priority_incident: int = parameter(
        0, about="Priority class of incident work.", unit="class", ge=0, le=15, source=DESIGN, mark="J"
    )
    priority_expedited: int = parameter(
        1, about="Priority class of expedited repairs.", unit="class", ge=0, le=15, source=DESIGN, mark="J"
    )
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
    order: Literal["first_come", "newest_first", "due_date"] = parameter(
        "first_come", about="Which of the waiting jobs of one class comes next: the one that has waited longest, "
        "the newest, or the one whose day comes first (due_days after it came); work that may interrupt others is "
        "always taken first come.", source=DESIGN, mark="J",
    )  # fmt: skip
    due_days: Distribution = parameter(
        factory=lambda: lognormal(10.0, 1.0), about="With order=due_date: time after which a piece of work is wanted, "
        "one for all jobs of an item.", unit="day", low=2.0, high=40.0,
        source="first come first served does not fit public ticket logs ([amaral2018], [steeman2013]): form; size by judgement",
        mark="J",
    )  # fmt: skip
    items_at_once: int = parameter(
        3, about="Jobs that a person has in hand at once, working on them in turn; 1 = finishes what was begun.",
        unit="jobs", ge=1, le=100, low=1, high=6, source=DESIGN, mark="J",
    )  # fmt: skip
    slice_days: float = parameter(
        1.0, about="Time after which somebody with several jobs in hand turns to the next.",
        unit="day", gt=0.0, le=1e4, low=0.1, high=5.0, source=DESIGN, mark="J",
    )  # fmt: skip
    switch_loss: float = parameter(
        0.17, about="Work added by turning to another job, as a share of the work done since the last turn: halving "
        "slice_days does not double the loss.", unit="share", ge=0.0, le=0.95, low=0.0, high=0.4,
        source="17 % of the effort of people on two projects or more ([tregubov2017])", mark="J",
    )  # fmt: skip
    resumption_days: Distribution = parameter(
        factory=lambda: lognormal_median(0.025, 0.8),
        about="Work added to an interrupted job (12 minutes at the median).", unit="person-day",
        low=0.01, high=0.05, source="10-15 minutes to the first edit of a resumed session: [parnin2011]; spread by judgement", mark="VS",
    )  # fmt: skip


class RoutingSettings(Group):
    """Who should take this? The first assignment can be wrong."""

    wrong_incident: float = parameter(
        0.40, about="Probability that an incident goes to a wrong team first, at distance 1.",
        unit="probability", ge=0.0, le=1.0, low=0.04, high=0.92,
        source="37-44 % of open-source bug reports passed on ([jeong2009]); range: 4-92 % of the incidents of 20 services "
               "([chen2019]); that it holds at distance 1 is judgement", mark="J",
    )  # fmt: skip
    wrong_handoff: float = parameter(
        0.10, about="The same for planned work that changes team.",
        unit="probability", ge=0.0, le=1.0, low=0.0, high=0.4, source=DESIGN, mark="J",
    )  # fmt: skip
    further_toss: float = parameter(
        0.45, about="Probability that a wrong team passes on to another wrong team.",
        unit="probability", ge=0.0, le=0.99, low=0.38, high=0.7,
        source="tickets that changed team once do so again: 0.44 ([amaral2018]), 0.54 ([steeman2013]), 0.60 ([dongen2014]); right "
               "moves are among them", mark="J",
    )  # fmt: skip
    back_to_sender: float = parameter(
        0.41, about="Probability that a wrong team that passes on gives it back to the team it came from; 0 = never.",
        unit="probability", ge=0.0, le=1.0, low=0.2, high=0.55,
        source="of the tickets that changed team twice or more 0.562 ([amaral2018]), 0.563 ([steeman2013]) came back to a team; with b at "
               "each pass and 0.45 that another follows, 1 - (1 - b) 0.55 / (1 - 0.45 (1 - b)) = 0.562 at b = 0.41", mark="J",
    )  # fmt: skip
    wrong_by_size: bool = parameter(
        True, about="Other wrong teams are hit in proportion to their people; false = each alike.",
        source=DESIGN, mark="J",
    )  # fmt: skip
    triage_days: Distribution = parameter(
        factory=lambda: lognormal(0.15, 1.0), about="Work of the wrong team to find out that it is wrong.",
        unit="person-day", low=0.05, high=0.5, source=DESIGN, mark="J",
    )  # fmt: skip
    useful_hop_share: float = parameter(
        0.3, about="Share of wrong hops that add what the receiver needs (its questions fall away).",
        unit="share", ge=0.0, le=1.0, low=0.0, high=0.6,
        source="reassignment is also useful: [guo2011]; size by judgement",
        mark="J",
    )  # fmt: skip


class HandoffSettings(Group):
    """What it costs when the next job lies in another team."""

    latency_days: Distribution = parameter(
        factory=lambda: lognormal(1.0, 1.0), about="Transfer time of work or an answer per unit of distance.",
        unit="day", low=0.3, high=3.0,
        source="work held up for 0.9 d by people at one site, 2.4 d across sites ([herbsleb2003]): waiting for an answer, not a "
               "transfer", mark="J",
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
        source="32 % of questions in open-source bug reports ([breu2010]): strangers, not colleagues", mark="J",
    )  # fmt: skip
    patience_days: float = parameter(
        2.0, about="Time after which an unanswered question is escalated or given up, for planned work; urgent work "
        "waits as much less as it travels faster (urgent_factor).",
        unit="day", ge=0.0, le=260.0, low=1.0, high=5.0,
        source="decision time-out in the tradition of [jin1996]", mark="R",
    )  # fmt: skip
    decision_days: Distribution = parameter(
        factory=lambda: lognormal(0.125, 1.0), about="Work of the decider who recovers an escalated question.",
        unit="person-day", low=0.03, high=0.5, source=DESIGN, mark="J",
    )  # fmt: skip
    defects_per_loss: float = parameter(
        0.3, about="Mean defects left at once by a question that nobody answers, Poisson; later gates may find them.",
        unit="defects", ge=0.0, le=50.0, low=0.0, high=1.0,
        source="mismatch traceable to unshared facts: form after [lewis2021]",
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
        factory=lambda: lognormal(0.1, 1.0), about="Work of one approval.", unit="person-day",
        low=0.02, high=0.5, source="2.6-3.2 h a week on about 4 code reviews ([sadowski2018]); other sign-offs by judgement",
        mark="J",
    )  # fmt: skip
    reject: float = parameter(
        0.05, about="Probability that an approval sends the item back for rework.",
        unit="probability", ge=0.0, le=0.99, low=0.02, high=0.13,
        source="per sign-off of a travel declaration: supervisors 0.031, pre-approvers 0.112, both 0.051 ([dongen2020])", mark="J",
    )  # fmt: skip
    catches: float = parameter(
        0.15, about="Probability that an approval finds a given defect.",
        unit="probability", ge=0.0, le=1.0, low=0.0, high=0.5,
        source="reviews find few bugs: sign after [shankar2022]", mark="J",
    )  # fmt: skip
    rework_share: float = parameter(
        0.2, about="Work of a rejected item, as a share of the stage before the gate.",
        unit="share", ge=0.0, le=1.0, low=0.0, high=1.0, source=DESIGN, mark="J",
    )  # fmt: skip
