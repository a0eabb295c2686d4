"""What one incident asks of people, from its taking up to the repairs that it calls for."""

from __future__ import annotations

from typing import NamedTuple

from simorg.config.vocabulary import RESPONSE_SKILL, SKILLS
from simorg.engines.trace import Cause, JobKind
from simorg.plan import Plan
from simorg.workload.amounts import Amount, Amounts
from simorg.workload.ledger import Ledger
from simorg.workload.transfers import Transfers, Where

SKILL_OF = {cause: SKILLS.index(RESPONSE_SKILL[cause.name.lower()]) for cause in Cause}


class Answer(NamedTuple):
    """One incident that somebody takes up, in expectation."""

    ledger: Ledger
    days: float  # from the detection to the end of the first mitigation, without queues
    restored: float  # probability that the harm ends there
    repairs: float  # probability that a change follows


def answer(plan: Plan, amounts: Amounts, transfers: Transfers, unit: int, cause: Cause) -> Answer:
    """Take up an incident: hand it over, acknowledge, diagnose, mitigate.

    Parameters
    ----------
    plan : Plan
        Who answers, and how long that takes.
    amounts : Amounts
        Its distributions.
    transfers : Transfers
        Its handoffs.
    unit : int
        Whose model it is.
    cause : Cause
        What it is.
    """
    k, skill, ledger = plan.knobs[0], SKILL_OF[cause], Ledger(len(plan.teams))
    owner = int(plan.units[unit]["owner"])
    known = int(plan.teams[owner]["model_skill"])
    urgent = float(k["urgent_factor"])
    moved = transfers.hand_over(
        {(owner, known): 1.0}, unit, skill, float(k["wrong_incident"]), ledger, 1.0, urgent, asks=False
    )
    days = moved.days

    def book(kind: JobKind, where: Where, cases: float, effort: Amount) -> float:
        spent = 0.0
        for (team, as_skill), share in where.items():
            ledger.add(kind, team, as_skill, cases * share, effort)
            spent += cases * share * transfers.days(team, as_skill, effort.mean)
        return spent

    days += book(JobKind.ACKNOWLEDGE, moved.where, 1.0, amounts.of(k["acknowledge"]))
    name = "diagnose_fault" if cause == Cause.FAULT else "diagnose_model"
    diagnosis = amounts.of(k[name]).times(float(k["diagnose_factor"]))
    days += book(JobKind.DIAGNOSE, moved.where, 1.0, diagnosis)
    for (team, _), share in moved.where.items():
        distance = float(plan.distance[team, owner])
        asked = share * float(k["escalate"]) * min(1.0, distance) if team != owner else 0.0
        days += asked * urgent * distance * amounts.of(k["latency"]).mean
        days += book(JobKind.DIAGNOSE, {(owner, known): 1.0}, asked, diagnosis)
    days += float(k["hold_up"]) * amounts.of(k["hold_up_length"]).mean
    switched, configured, outside = _means(plan, cause)
    days += book(JobKind.MITIGATE, moved.where, switched, amounts.of(k["switch"]))
    days += book(JobKind.MITIGATE, moved.where, configured, amounts.of(k["configure"]))
    days += outside * amounts.of(k["external_time"]).mean
    restored = switched + configured + outside
    return Answer(ledger, days, restored, _repairs(plan, cause, restored))


def _means(plan: Plan, cause: Cause) -> tuple[float, float, float]:
    """Return the probabilities of switching over, of configuring, and of an end from outside."""
    k = plan.knobs[0]
    if cause in (Cause.NATURAL_DRIFT, Cause.DATA_BREAK):
        return float(k["fallback"]), 0.0, 0.0
    back = float(k["rollback_fits"]) * float(k["versioned_share"])
    if cause == Cause.DEFECT:
        return back, 0.0, 0.0
    outside = float(k["external_share"])
    return (1.0 - outside) * back, (1.0 - outside) * (1.0 - back), outside


def _repairs(plan: Plan, cause: Cause, restored: float) -> float:
    if cause in (Cause.NATURAL_DRIFT, Cause.DATA_BREAK):
        return 1.0
    return 1.0 - restored + restored * float(plan.knobs[0]["code_fix_share"])
