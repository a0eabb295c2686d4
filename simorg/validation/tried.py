"""Why a figure is missed: settings that were moved to see whether the row moves with them.

Goes in: nothing. Comes out: `TRIED`, what to try for a row that lies outside. What it shows is measured
each time the page is made, and stands there whether it explains the miss or not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from simorg.config.levers import Value
from simorg.config.vocabulary import ROLES


class Try(NamedTuple):
    """Levers that are to move a row, and in words what they do."""

    words: str
    levers: Mapping[str, Value]

    @property
    def settings(self) -> str:
        """Return the levers as one writes them; many keys of one group with one value are told once."""
        told: dict[str, Value] = {}
        groups = Counter(key.rpartition(".")[0] for key in self.levers)
        for key, value in self.levers.items():
            group = key.rpartition(".")[0]
            told[f"{group}.*" if groups[group] > MOST_TOLD else key] = value
        return " ".join(f"{key}={value}" for key, value in told.items())


MOST_TOLD = 4
_NO_DUTIES: dict[str, Value] = {f"duties.share.{role}": 0.0 for role in ROLES}
IDEAS = "demand.initiatives_per_unit_quarter"

NO_DUTIES = Try("nobody has other duties", _NO_DUTIES)
MORE_PEOPLE = Try(
    "three times the people, so that hardly anything queues",
    {f"workforce.headcount.{role}": "x3" for role in ROLES},
)
ONE_AT_A_TIME = Try("one thing at a time", {"work.items_at_once": 1})
FEWER_IDEAS = Try("a third fewer ideas", {IDEAS: "x0.67"})
OTHER_LUCK = Try("other luck", {"seed": 2})
NO_DWELL = Try("changes do not dwell in the steps of a release", {"release.change_dwell_factor": 0.0})
QUICK_TO_SHOW = Try(
    "defects show ten times as fast in every step of a release",
    {f"release.steps.{step}.detect_days": "x0.1" for step in ("shadow", "canary", "partial")},
)
VELOCITY = Try("the velocity practice at its best", {"practices.velocity": 1.0})
MORE_TROUBLE = Try(
    "twice the faults and breakages", {"faults.per_model_year": "x2", "breaks.per_model_year": "x2"}
)
QUESTIONS = Try("three times the questions", {"handoff.questions": "x3"})
NOVEL_CHANGES = Try(
    "changes raise as many questions as ideas",
    {f"handoff.novelty_{origin}": 1.0 for origin in ("improvement", "fix", "retrain")},
)
BOTH = Try("both together", {**QUESTIONS.levers, **NOVEL_CHANGES.levers})
BUSY = Try("twice the ideas, and nobody has other duties", {**_NO_DUTIES, IDEAS: "x2"})
TIRED = Try("attention falls at a third of the load", {"monitoring.attention_half_load": "x0.33"})
FALSE_ALARMS = Try("twice the false alarms", {"monitoring.false_alarm": "x2"})

INSTANT = Try("twice as many visits go on at once", {"requests.instant": 0.6})
SMALL_VISITS = Try("a fifth of the work of a visit", {"requests.effort_days": "x0.2"})
SMALL_AND_INSTANT = Try("both together", {**INSTANT.levers, **SMALL_VISITS.levers})
AS_VOLVO = Try(
    "as many move on as in the log of Volvo",
    {"requests.moves_on_first": 0.5, "requests.moves_on_second": 0.54},
)
LONGER_OUTSIDE = Try("waits outside twice as long", {"requests.blocked_days": "x2"})
MORE_OUTSIDE = Try("twice as many wait outside", {"requests.blocked": "x2"})
FREE_AND_OUTSIDE = Try(
    "nobody has other duties, twice as many wait outside", {**_NO_DUTIES, **MORE_OUTSIDE.levers}
)
NONE_OUTSIDE = Try("nobody waits for somebody outside", {"requests.blocked": 0.0})

FAULTS_ALONE = Try(
    "no drift and no broken data", {"drift.rate": 0.0, "drift.volatility": 0.0, "breaks.per_model_year": 0.0}
)
RIGHT_PAGES = Try("every page reaches the right team", {"on_call.right": 1.0})
ALL_PAGED = Try("every incident pages somebody", {"severity.paged": 4})
QUICK_DIAGNOSIS = Try(
    "models and data are diagnosed as fast as plain faults", {"response.diagnose_model_days": "x0.045"}
)
NO_DIAGNOSIS = Try("no time to find the cause of plain faults", {"response.diagnose_fault_days": "x0.01"})
NO_ACT = Try(
    "no time to act once the cause is known",
    {f"response.{act}_days": "x0.01" for act in ("switch", "configure", "external")},
)
NO_TIME = Try("no time for either", {**NO_DIAGNOSIS.levers, **NO_ACT.levers})
FAULTS_WITHOUT_TIME = Try(
    "no time for either, no drift and no broken data", {**NO_TIME.levers, **FAULTS_ALONE.levers}
)
FAULTS_UNQUEUED = Try(
    "three times the people, no drift and no broken data", {**MORE_PEOPLE.levers, **FAULTS_ALONE.levers}
)
QUICK_REPAIR = Try(
    "both: diagnosed as fast, and changes do not dwell", {**QUICK_DIAGNOSIS.levers, **NO_DWELL.levers}
)
ALERTS = Try("alerts always work", {"monitoring.fault_alert_works": 1.0})
COMPLAINTS = Try("users complain a tenth as much", {"monitoring.complaints_per_day": "x0.1"})
NO_REVIEW = Try("nobody looks at predictions", {"review.held": False})
FEWER_FAULTS = Try("a third of the faults", {"faults.per_model_year": "x0.33"})
MILD_FAULTS = Try("faults harm as little as broken data", {"faults.loss": "x0.33"})
MORE_FAULTS = Try("three times the faults", {"faults.per_model_year": "x3"})
LOW_BAR = Try(
    "severity 2 begins at a quarter of the harm", {"severity.harm_2": "x0.25", "severity.harm_3": "x0.25"}
)
MANY_AND_LOW = Try("both together", {**MORE_FAULTS.levers, **LOW_BAR.levers})
OUTAGES = Try(
    "an outage a month that hits half of the models", {"outages.per_year": 12.0, "outages.hits": 0.5}
)
BY_MACHINE = Try(
    "all models are retrained without hands",
    {"retraining.automated_low": 1.0, "retraining.automated_high": 1.0},
)
RESTORING = (RIGHT_PAGES, MORE_PEOPLE, FAULTS_ALONE, NO_DIAGNOSIS, NO_ACT, NO_TIME, FAULTS_WITHOUT_TIME)
TAILS = (RIGHT_PAGES, MORE_PEOPLE, QUICK_DIAGNOSIS, FAULTS_ALONE, FAULTS_UNQUEUED)
QUEUEING = (NO_DUTIES, INSTANT, SMALL_VISITS, SMALL_AND_INSTANT)

TRIED: dict[str, tuple[Try, ...]] = {
    "idea to production, mean": (NO_DUTIES, ONE_AT_A_TIME, FEWER_IDEAS),
    "ideas that end in production": (OTHER_LUCK,),
    "change: first work to production, median": (NO_DUTIES, ONE_AT_A_TIME, NO_DWELL),
    "change: first work to production, 85th percentile": (NO_DUTIES, ONE_AT_A_TIME, NO_DWELL),
    "failed release: rollout to taken back, median": (NO_DWELL, VELOCITY, QUICK_TO_SHOW),
    "time worked on over lead time": (NO_DUTIES, ONE_AT_A_TIME),
    "time of builders: new work": (FEWER_IDEAS, MORE_TROUBLE),
    "time of builders: unplanned work and rework": (NO_DUTIES, MORE_TROUBLE),
    "hold-ups per person and month": (QUESTIONS, NOVEL_CHANGES, BOTH, BUSY),
    "length of a hold-up, mean": (NO_DUTIES,),
    "wait for an approval, median": (NO_DUTIES, ONE_AT_A_TIME),
    "alarms that nobody follows up": (TIRED, FALSE_ALARMS),
    "resolved by the first team": (AS_VOLVO,),
    "1 change of team": (AS_VOLVO,),
    "2 changes of team": (AS_VOLVO,),
    "3 changes of team or more": (AS_VOLVO,),
    "time to resolve, median": QUEUEING,
    "time to resolve, 85th percentile": (NO_DUTIES, LONGER_OUTSIDE),
    "median at no change of team": QUEUEING,
    "median at 1 change of team": QUEUEING,
    "median at 2 changes of team": QUEUEING,
    "median at 3 changes of team": QUEUEING,
    "log time to resolve against changes of team, correlation": (*QUEUEING, NONE_OUTSIDE, AS_VOLVO),
    "part of the time spent waiting for somebody outside": (
        NO_DUTIES,
        MORE_OUTSIDE,
        LONGER_OUTSIDE,
        FREE_AND_OUTSIDE,
    ),
    "onset to noticed, median": (ALERTS, COMPLAINTS),
    "onset to noticed, 85th percentile": (ALERTS, COMPLAINTS),
    "part of an incident before it is noticed, median": (RIGHT_PAGES, MORE_PEOPLE, NO_TIME, COMPLAINTS),
    "noticed to restored, median": RESTORING,
    "noticed to restored, 85th percentile": TAILS,
    "onset to restored, median": RESTORING,
    "onset to restored, 85th percentile": TAILS,
    "onset to restored, severity 1, median": RESTORING,
    "onset to restored, severity 2, median": RESTORING,
    "first noticed by people": (ALERTS, COMPLAINTS, NO_REVIEW),
    "plain faults": (FEWER_FAULTS, MILD_FAULTS),
    "severe incidents per model-year": (MORE_FAULTS, LOW_BAR, MANY_AND_LOW),
    "variation of the time between incidents": (OUTAGES,),
    "teams that need a week or more to detect and fix": (
        ALL_PAGED,
        NO_DUTIES,
        BY_MACHINE,
        QUICK_DIAGNOSIS,
        NO_DWELL,
        QUICK_REPAIR,
    ),
}
"""Quantity -> what is tried where it lies outside."""
