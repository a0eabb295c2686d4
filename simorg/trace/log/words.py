"""What each event of a trace is called in a log: activity, transition, detail, meaning of the value.

Transitions are those of the standard lifecycle model of XES. What takes time without being a job
(a stage, a question, an approval) starts and completes too; what is but an instant completes.
"""

from __future__ import annotations

from typing import NamedTuple

from simorg.config.vocabulary import DEFECT_CLASSES
from simorg.trace.rows import Cause, Channel, Event, JobKind, Means, Origin

STAGE, STEP, TEAM = "<stage>", "<step>", "<team>"
"""Stand for a name that only the plan knows."""


class Words(NamedTuple):
    """How a log tells one kind of event."""

    activity: str
    transition: str = "complete"
    detail: (
        tuple[str, ...] | str
    ) = ()  # words by code, one for every code, or what kind of name the code picks
    value: str = ""  # what the value says, with its unit; empty: the trace has none


def _words(enum: type[Origin | Cause | Channel | Means | JobKind]) -> tuple[str, ...]:
    return tuple(member.name.lower() for member in enum)


ORIGINS, CAUSES, CHANNELS, MEANS = _words(Origin), _words(Cause), _words(Channel), _words(Means)
JOB_KINDS = _words(JobKind)

JOB_ACTIVITY = {
    JobKind.WORK: STAGE,
    JobKind.REWORK: "rework",
    JobKind.ANSWER: "answer question",
    JobKind.DECIDE: "decide question",
    JobKind.TRIAGE: "triage",
    JobKind.APPROVE: "sign off",
    JobKind.RELEASE: "enter release step",
    JobKind.ROLL_BACK: "roll back release",
    JobKind.ALARM: "check false alarm",
    JobKind.ACKNOWLEDGE: "acknowledge",
    JobKind.DIAGNOSE: "diagnose",
    JobKind.MITIGATE: "mitigate",
    JobKind.REVISE: "revise",
    JobKind.DUTY: "other duty",
}
"""Activity of a job, by its kind; work on a stage has the name of the stage."""

WORDS = {
    Event.ITEM_CREATED: Words("created", detail=ORIGINS, value="size"),
    Event.STAGE_ENTERED: Words(f"stage {STAGE}", "start", value="n-th visit"),
    Event.STAGE_LEFT: Words(f"stage {STAGE}"),
    Event.ITEM_DROPPED: Words("dropped"),
    Event.ITEM_DELIVERED: Words("delivered", detail=ORIGINS),
    Event.ITEM_CANCELLED: Words("cancelled", detail=ORIGINS),
    Event.HANDOFF: Words("handoff", detail=TEAM, value="latency, days"),
    Event.ROUTED_WRONG: Words("routed wrong", detail=TEAM),
    Event.QUESTION_ASKED: Words("question", "start", TEAM, "number in this handoff"),
    Event.QUESTION_ANSWERED: Words("question", detail=("", "sender", "decider"), value="waited, days"),
    Event.QUESTION_LOST: Words("question", "ate_abort", TEAM, "waited, days"),
    Event.JOB_QUEUED: Words("", "schedule", value="asked for, person-days"),
    Event.JOB_STARTED: Words("", "start", value="left, person-days"),
    Event.JOB_PREEMPTED: Words("", "suspend", value="left, person-days"),
    Event.JOB_PAUSED: Words("", "suspend", value="left, person-days"),
    Event.JOB_FINISHED: Words("", "complete", value="length of the last stint, days"),
    Event.JOB_WITHDRAWN: Words("", "withdraw", value="left, person-days"),
    Event.DEFECTS_CREATED: Words("defects created", detail=DEFECT_CLASSES, value="number"),
    Event.DEFECTS_CAUGHT: Words("defects caught", detail=DEFECT_CLASSES, value="number"),
    Event.APPROVAL_ASKED: Words("approval", "start"),
    Event.APPROVAL_GIVEN: Words("approval", detail=("given",), value="since asked, days"),
    Event.APPROVAL_REFUSED: Words("approval", detail=("refused",), value="since asked, days"),
    Event.RELEASE_STEP: Words(f"release to {STEP}", detail=STEP, value="exposure, share of users"),
    Event.RELEASE_FAILED: Words("release taken back", detail=STEP, value="exposure, share of users"),
    Event.DEFECTS_ESCAPED: Words("defects escaped", value="number"),
    Event.MODEL_LIVE: Words("model live", detail=("delivered", "there at the start"), value="EUR per day"),
    Event.MODEL_REFRESHED: Words("model refreshed", detail=ORIGINS, value="age of the old version, days"),
    Event.MODEL_RETIRED: Words("model retired", value="age, days"),
    Event.FALSE_ALARM: Words("false alarm", detail=("unnoticed", "noticed"), value="attention, share"),
    Event.INCIDENT_ONSET: Words("onset", detail=CAUSES, value="loss of quality"),
    Event.ALARM_MISSED: Words("alarm missed", value="attention, share"),
    Event.INCIDENT_DETECTED: Words("detected", detail=CHANNELS, value="since onset, days"),
    Event.INCIDENT_ACKNOWLEDGED: Words("acknowledged", detail=CAUSES, value="since onset, days"),
    Event.INCIDENT_DIAGNOSED: Words("diagnosed", detail=CAUSES, value="since onset, days"),
    Event.INCIDENT_ESCALATED: Words("escalated", detail=TEAM, value="latency, days"),
    Event.INCIDENT_MITIGATED: Words("mitigated", detail=MEANS, value="since onset, days"),
    Event.INCIDENT_RECOVERED: Words("recovered", detail=CAUSES, value="since onset, days"),
    Event.INCIDENT_CLOSED: Words("closed", detail=CAUSES, value="since onset, days"),
}
"""Words of every event but the end of the run; those of jobs take their activity from `JOB_ACTIVITY`."""

SPANS = {
    "stage": ((Event.STAGE_ENTERED,), (Event.STAGE_LEFT,)),
    "question": ((Event.QUESTION_ASKED,), (Event.QUESTION_ANSWERED, Event.QUESTION_LOST)),
    "approval": ((Event.APPROVAL_ASKED,), (Event.APPROVAL_GIVEN, Event.APPROVAL_REFUSED)),
}
"""What starts and completes without being a job, one at a time in a case: opening and closing events."""

ABORTED = "pi_abort"
"""Transition of a span that is still open when its case ends."""
