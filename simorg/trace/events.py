"""The one table of events: whatever a row of a trace can say, and all that anybody asks about it.

Logs, the reading of measures, the decoded trace, stories and the page of documentation are made from it.
An event is written with its whole row or not at all:

- subject: what the column ``subject`` addresses;
- code: the enum of the column ``code``, what of the plan it picks, or none where it says nothing;
- value: what the column ``value`` says, and its unit;
- section: what measures read it for (see `simorg.measures.episodes.rows`);
- activity and transition: of a log, the latter of the standard lifecycle model of XES;
- sentence: of a story; ``{code}``, ``{value}``, ``{person}``, ``{team}`` and ``{stage}`` are filled in.
"""

from __future__ import annotations

from enum import Enum, IntEnum
from typing import TYPE_CHECKING, NamedTuple

from simorg.trace.codes import (
    AT_JOB,
    IN_STAGE,
    TO_STEP,
    Answerer,
    Beginning,
    Cause,
    Channel,
    Coded,
    DefectClass,
    Means,
    Named,
    Notice,
    Origin,
    Severity,
)

COMPLETE, START, SCHEDULE, SUSPEND, WITHDRAW, ABORT = (
    "complete", "start", "schedule", "suspend", "withdraw", "ate_abort",
)  # fmt: skip


class Subject(Enum):
    """What a row is about."""

    ITEM = "item"  # an initiative or a change
    CASE = "item or incident"  # what travels between teams
    JOB = "job"
    MODEL = "model"
    INCIDENT = "incident"
    REQUEST = "request"
    RUN = "run"


class Section(IntEnum):
    """Rows that measures read together, in order of time."""

    CREATED = 0
    ENDED = 1
    PROGRESS = 2
    MOVES = 3
    ANSWERS = 4
    QUEUED = 5
    STARTED = 6
    STOPPED = 7
    ESCAPED = 8
    LIVE = 9
    REFRESHED = 10
    RETIRED = 11
    FALSE_ALARMS = 12
    MISSED_ALARMS = 13
    ONSETS = 14
    RESPONSES = 15
    REQUESTS = 16
    UNREAD = 17  # no measure looks at these


class Value(NamedTuple):
    """What the value of a row says, with its unit."""

    what: str
    unit: str


NO_VALUE = Value("", "")
SIZE, VISIT, NUMBER = Value("size", "1"), Value("n-th visit", "1"), Value("number", "1")
LATENCY, WAITED = Value("latency", "days"), Value("waited", "days")
HOPS, LEAD = Value("n-th move", "1"), Value("since it arrived", "days")
SINCE_ASKED, SINCE_ONSET = Value("since asked", "days"), Value("since onset", "days")
ASKED_FOR, LEFT = Value("asked for", "person-days"), Value("left", "person-days")
STINT, EXPOSURE = Value("length of the last stint", "days"), Value("exposure", "share of users")
ATTENTION, LOSS = Value("attention", "share"), Value("loss of quality", "share")
WORTH, AGE, HORIZON = Value("value", "EUR per day"), Value("age", "days"), Value("horizon", "days")
HARM = Value("loss x traffic", "share")
OLD_AGE = Value("age of the version replaced", "days")


class Event(IntEnum):
    """What a row says."""

    _value_: int
    subject: Subject
    code: type[Coded] | Named | None
    measures: Value
    section: Section
    activity: str
    transition: str
    sentence: str

    if TYPE_CHECKING:

        def __new__(cls, number: int) -> Event:
            """Return the member of a number."""

    else:

        def __new__(
            cls, number: int, subject: Subject, code: type[Coded] | Named | None, value: Value,
            section: Section, activity: str, transition: str, sentence: str,
        ) -> Event:  # fmt: skip
            """Make a member; none can be written without its whole row."""
            member = int.__new__(cls, number)
            member._value_ = number
            member.subject, member.code, member.measures = subject, code, value
            member.section, member.activity, member.transition = section, activity, transition
            member.sentence = sentence
            return member

    # fmt: off
    # initiatives and changes
    ITEM_CREATED = (1, Subject.ITEM, Origin, SIZE, Section.CREATED, "created", COMPLETE,
                    "asked for: {code} of size {value}")
    STAGE_ENTERED = (2, Subject.ITEM, Named.STAGE, VISIT, Section.PROGRESS, f"stage {IN_STAGE}", START,
                     "enters the stage {code}, visit {value}")
    STAGE_LEFT = (3, Subject.ITEM, Named.STAGE, NO_VALUE, Section.PROGRESS, f"stage {IN_STAGE}", COMPLETE,
                  "leaves the stage {code}")
    ITEM_DROPPED = (4, Subject.ITEM, Named.STAGE, NO_VALUE, Section.ENDED, "dropped", COMPLETE,
                    "dropped in the stage {code}")
    ITEM_DELIVERED = (5, Subject.ITEM, Origin, NO_VALUE, Section.ENDED, "delivered", COMPLETE,
                      "delivered: all users have it")
    ITEM_CANCELLED = (6, Subject.ITEM, Origin, NO_VALUE, Section.ENDED, "cancelled", COMPLETE,
                      "cancelled: its model is retired")
    # moving between teams; the team of the row receives
    HANDOFF = (10, Subject.CASE, Named.TEAM, LATENCY, Section.MOVES, "handoff", COMPLETE,
               "handed over by {code} to {team}")
    ROUTED_WRONG = (11, Subject.CASE, Named.TEAM, NO_VALUE, Section.MOVES, "routed wrong", COMPLETE,
                    "has come to the wrong team, {team}; it should be {code}")
    QUESTION_ASKED = (12, Subject.ITEM, Named.TEAM, NUMBER, Section.UNREAD, "question", START,
                      "{team} asks {code} a question, number {value} of this handoff")
    QUESTION_ANSWERED = (13, Subject.ITEM, Answerer, WAITED, Section.ANSWERS, "question", COMPLETE,
                         "the question is answered by the {code} after {value}")
    QUESTION_LOST = (14, Subject.ITEM, Named.TEAM, WAITED, Section.ANSWERS, "question", ABORT,
                     "nobody answers for {code}, and nobody decides: the knowledge is lost")
    # jobs
    JOB_QUEUED = (20, Subject.JOB, Named.JOB, ASKED_FOR, Section.QUEUED, AT_JOB, SCHEDULE,
                  "{code} is asked of {team}: {value}")
    JOB_STARTED = (21, Subject.JOB, Named.JOB, LEFT, Section.STARTED, AT_JOB, START,
                   "{person} of {team} begins: {code}, {value} left")
    JOB_PREEMPTED = (22, Subject.JOB, Named.JOB, LEFT, Section.STOPPED, AT_JOB, SUSPEND,
                     "{person} is called to something more urgent: {code}, {value} left")
    JOB_FINISHED = (23, Subject.JOB, Named.JOB, STINT, Section.STOPPED, AT_JOB, COMPLETE,
                    "{person} is done: {code}")
    JOB_WITHDRAWN = (24, Subject.JOB, Named.JOB, LEFT, Section.STOPPED, AT_JOB, WITHDRAW,
                     "no longer wanted: {code}, {value} left")
    JOB_PAUSED = (25, Subject.JOB, Named.JOB, LEFT, Section.STOPPED, AT_JOB, SUSPEND,
                  "{person} turns to something else in hand: {code}, {value} left")
    # quality
    DEFECTS_CREATED = (30, Subject.ITEM, DefectClass, NUMBER, Section.UNREAD, "defects created", COMPLETE,
                       "defects made, {value} of the class {code}; nobody knows yet")
    DEFECTS_CAUGHT = (31, Subject.ITEM, DefectClass, NUMBER, Section.UNREAD, "defects caught", COMPLETE,
                      "defects found, {value} of the class {code}")
    APPROVAL_ASKED = (32, Subject.ITEM, Named.STAGE, NO_VALUE, Section.UNREAD, "approval", START,
                      "{team} is asked to sign off the stage {code}")
    APPROVAL_GIVEN = (33, Subject.ITEM, Named.STAGE, SINCE_ASKED, Section.ANSWERS, "approval", COMPLETE,
                      "{team} signs off the stage {code}")
    APPROVAL_REFUSED = (34, Subject.ITEM, Named.STAGE, SINCE_ASKED, Section.ANSWERS, "approval", COMPLETE,
                        "{team} refuses to sign off the stage {code}")
    # release; a failure is contained and taken back
    RELEASE_STEP = (40, Subject.ITEM, Named.STEP, EXPOSURE, Section.PROGRESS, f"release to {TO_STEP}",
                    COMPLETE, "released to {code}: {value}")
    RELEASE_FAILED = (41, Subject.ITEM, Named.STEP, EXPOSURE, Section.PROGRESS, "release taken back",
                      COMPLETE, "a defect shows at {code} ({value}): the release is taken back")
    DEFECTS_ESCAPED = (42, Subject.ITEM, None, NUMBER, Section.ESCAPED, "defects escaped", COMPLETE,
                       "defects nobody has found go live with it: {value}")
    # live models
    MODEL_LIVE = (50, Subject.MODEL, Beginning, WORTH, Section.LIVE, "model live", COMPLETE,
                  "live ({code}), worth {value}")
    MODEL_REFRESHED = (51, Subject.MODEL, Origin, OLD_AGE, Section.REFRESHED, "model refreshed", COMPLETE,
                       "a new version by {code}; the old one was {value} old")
    MODEL_RETIRED = (52, Subject.MODEL, None, AGE, Section.RETIRED, "model retired", COMPLETE,
                     "retired after {value}")
    FALSE_ALARM = (53, Subject.MODEL, Notice, ATTENTION, Section.FALSE_ALARMS, "false alarm", COMPLETE,
                   "a monitor alarms {team} for nothing: {code}, attention is {value}")
    # incidents
    INCIDENT_ONSET = (60, Subject.INCIDENT, Cause, LOSS, Section.ONSETS, "onset", COMPLETE,
                      "users are hurt by {code}: a loss of {value}")
    ALARM_MISSED = (61, Subject.INCIDENT, None, ATTENTION, Section.MISSED_ALARMS, "alarm missed", COMPLETE,
                    "{team} misses an alarm: attention is {value}")
    INCIDENT_DETECTED = (62, Subject.INCIDENT, Channel, SINCE_ONSET, Section.RESPONSES, "detected", COMPLETE,
                         "{team} hears of it by {code}")
    INCIDENT_ACKNOWLEDGED = (63, Subject.INCIDENT, Cause, SINCE_ONSET, Section.RESPONSES, "acknowledged",
                             COMPLETE, "{team} has taken it up")
    INCIDENT_DIAGNOSED = (64, Subject.INCIDENT, Cause, SINCE_ONSET, Section.UNREAD, "diagnosed", COMPLETE,
                          "{team} knows the cause: {code}")
    INCIDENT_ESCALATED = (65, Subject.INCIDENT, Named.TEAM, LATENCY, Section.RESPONSES, "escalated", COMPLETE,
                          "{code} asks {team}, which owns the model")
    INCIDENT_MITIGATED = (66, Subject.INCIDENT, Means, SINCE_ONSET, Section.RESPONSES, "mitigated", COMPLETE,
                          "users are no longer hurt: {code}, {value} after the onset")
    INCIDENT_RECOVERED = (67, Subject.INCIDENT, Cause, SINCE_ONSET, Section.RESPONSES, "recovered", COMPLETE,
                          "it ends by itself")
    INCIDENT_CLOSED = (68, Subject.INCIDENT, Cause, SINCE_ONSET, Section.RESPONSES, "closed", COMPLETE,
                       "closed, {value} after the onset")
    INCIDENT_CLASSED = (69, Subject.INCIDENT, Severity, HARM, Section.UNREAD, "classed", COMPLETE,
                        "a harm of {value}: {code}")
    INCIDENT_PAGED = (70, Subject.INCIDENT, None, NO_VALUE, Section.UNREAD, "paged", COMPLETE,
                      "{person} of {team}, who is on call, is paged")
    # requests; the team of the row has it from now on
    REQUEST_ARRIVED = (80, Subject.REQUEST, None, NO_VALUE, Section.REQUESTS, "request arrived", COMPLETE,
                       "somebody asks {team}")
    REQUEST_BLOCKED = (81, Subject.REQUEST, None, NO_VALUE, Section.REQUESTS, "blocked", START,
                       "{team} waits for somebody outside")
    REQUEST_UNBLOCKED = (82, Subject.REQUEST, None, WAITED, Section.REQUESTS, "blocked", COMPLETE,
                         "{team} can go on after {value}")
    REQUEST_MOVED = (83, Subject.REQUEST, Named.TEAM, HOPS, Section.REQUESTS, "request moved", COMPLETE,
                     "{code} passes it on to {team}, move number {value}")
    REQUEST_RESOLVED = (84, Subject.REQUEST, None, LEAD, Section.REQUESTS, "resolved", COMPLETE,
                        "resolved by {team}, {value} after it arrived")
    RUN_ENDED = (99, Subject.RUN, None, HORIZON, Section.UNREAD, "run ended", COMPLETE,
                 "the run ends on day {value}")
    # fmt: on
