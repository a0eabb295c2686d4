"""The trace: what happened, row by row; the only thing an engine returns.

Addresses. Every thing has a structural address in 57 bits, the same in every structure, engine
and order of execution: the unit, the n-th idea or starting model of that unit, the n-th change or
incident of that model, the n-th job of that item.

    unit (8 bits) | ordinal (22) | kind of child (3) | n-th child (14) | n-th job (10)

Simultaneous events. At one instant events are applied in the order (rank of `Due`, address);
when no event is due any more, one *settle* step allocates people to jobs. Work of length zero
ends at the same instant, and is applied before the next settle step.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

import numpy as np

from simorg.config.brief import in_html, in_lines, some
from simorg.config.vocabulary import SKILLS
from simorg.plan import Labels, Plan

if TYPE_CHECKING:
    import pandas as pd

ROW = np.dtype(
    [
        ("time", "<f8"),  # working days since the start
        ("subject", "<i8"),  # address of the item, model, incident or job
        ("value", "<f8"),  # meaning depends on the event, see Event
        ("event", "<i4"),  # an Event
        ("code", "<i4"),  # meaning depends on the event, see Event
        ("actor", "<i4"),  # person, or -1
        ("team", "<i4"),  # team, or -1
    ]
)
"""Row type of a trace: 40 bytes, aligned, without padding."""

JOB_BITS, CHILD_BITS, KIND_BITS, ORDINAL_BITS, UNIT_BITS = 10, 14, 3, 22, 8
ADDRESS_BITS = JOB_BITS + CHILD_BITS + KIND_BITS + ORDINAL_BITS + UNIT_BITS
MAX_JOBS, MAX_CHILDREN = 1 << JOB_BITS, 1 << CHILD_BITS
FIRST_STARTING_MODEL = 1 << (ORDINAL_BITS - 1)
"""Ordinals below are ideas, from here on models that were live at day 0."""

ALARMS_PER_CHILD = 1000
"""False alarms of a model, and duties, are numbered by a child, from 0, and a job of that child, from 1."""


class Child(IntEnum):
    """Kind of a child of a model in an address."""

    SELF = 0  # the initiative or the model it became
    CHANGE = 1
    INCIDENT = 2
    ALARM = 3  # false alarms, a thousand to a child
    DUTY = 5  # of people of one role in one team, a thousand to a child; the unit of the address says nothing


def asset_address(unit: int, ordinal: int) -> int:
    """Return the address of the `ordinal`-th idea (or starting model) of `unit`."""
    return ((unit << ORDINAL_BITS) | ordinal) << (KIND_BITS + CHILD_BITS + JOB_BITS)


def child_address(asset: int, kind: int, n: int) -> int:
    """Return the address of the `n`-th child of `kind` of an asset."""
    return asset | (((kind << CHILD_BITS) | n) << JOB_BITS)


def job_address(item: int, n: int) -> int:
    """Return the address of the `n`-th job (1, 2, ...) of an item."""
    return item | n


class Due(IntEnum):
    """Rank of an event among those due at one instant; the settle step comes last."""

    JOB_DONE = 1
    DELAY_OVER = 2  # latency, waiting, dwell, machine time, patience: the item goes on
    DEFECT_SHOWS = 3
    RELEASE_STEP_OVER = 4
    BREACH = 5
    RECOVERY = 6
    BREAK = 7
    FAULT = 8
    CHECK_ALARM = 9  # a monitor or infrastructure alert fires
    COMPLAINT = 10
    FALSE_ALARM = 11
    EXTERNAL_END = 12
    SCHEDULED_RETRAINING = 13
    IMPROVEMENT = 14
    RETIREMENT = 15
    ARRIVAL = 16
    STAND_IN = 17  # a job has waited long enough for people with a second skill
    SLICE_OVER = 18  # somebody turns to another job
    DUTY = 19  # something else to do comes up
    SETTLE = 63


class Event(IntEnum):
    """What a row says; (subject; code; value) in the comment, actor and team where they apply."""

    # items: initiatives and changes
    ITEM_CREATED = 1  # item; Origin; size
    STAGE_ENTERED = 2  # item; stage index in the plan; nth visit
    STAGE_LEFT = 3  # item; stage index; 0
    ITEM_DROPPED = 4  # item; stage index; 0       (terminal)
    ITEM_DELIVERED = 5  # item; Origin; 0           (terminal: full exposure)
    ITEM_CANCELLED = 6  # item; Origin; 0           (terminal: its model retired)
    # moving between teams
    HANDOFF = 10  # item; team it leaves; latency in days         (team = receiver)
    ROUTED_WRONG = 11  # item or incident; team it should have gone to; 0   (team = wrong one)
    QUESTION_ASKED = 12  # item; sender team; number in this handoff
    QUESTION_ANSWERED = 13  # item; 1 = by the sender, 2 = by a decider; waited days
    QUESTION_LOST = 14  # item; sender team; waited days
    # jobs
    JOB_QUEUED = 20  # job; 256 * JobKind + 16 * skill + priority; person-days asked for
    JOB_STARTED = 21  # job; as JOB_QUEUED; person-days left
    JOB_PREEMPTED = 22  # job; as JOB_QUEUED; person-days left
    JOB_FINISHED = 23  # job; as JOB_QUEUED; days it was being worked on, in this last stint
    JOB_WITHDRAWN = 24  # job; as JOB_QUEUED; person-days left
    JOB_PAUSED = 25  # job; as JOB_QUEUED; person-days left: stays in the same hands
    # quality
    DEFECTS_CREATED = 30  # item; defect class; number
    DEFECTS_CAUGHT = 31  # item; defect class; number
    APPROVAL_ASKED = 32  # item; stage index; 0
    APPROVAL_GIVEN = 33  # item; stage index; days since asked
    APPROVAL_REFUSED = 34  # item; stage index; days since asked
    # release
    RELEASE_STEP = 40  # item; step index; exposure
    RELEASE_FAILED = 41  # item; step index; exposure: a contained failure, taken back
    DEFECTS_ESCAPED = 42  # item; step index; number
    # live models
    MODEL_LIVE = 50  # model; 0 = delivered, 1 = there at the start; value in EUR per day
    MODEL_REFRESHED = 51  # model; Origin of the change; age in days of the version replaced
    MODEL_RETIRED = 52  # model; 0; age in days
    FALSE_ALARM = 53  # model; 1 = noticed, 0 = not; attention
    # incidents
    INCIDENT_ONSET = 60  # incident; Cause; loss of quality
    ALARM_MISSED = 61  # incident; Channel; attention
    INCIDENT_DETECTED = 62  # incident; Channel; days since onset
    INCIDENT_ACKNOWLEDGED = 63  # incident; Cause; days since onset
    INCIDENT_DIAGNOSED = 64  # incident; Cause; days since onset
    INCIDENT_ESCALATED = 65  # incident; team it leaves; latency
    INCIDENT_MITIGATED = 66  # incident; Means; days since onset: service restored
    INCIDENT_RECOVERED = 67  # incident; Cause; days since onset: ended by itself
    INCIDENT_CLOSED = 68  # incident; Cause; days since onset    (terminal)
    RUN_ENDED = 99  # 0; 0; horizon


class Origin(IntEnum):
    """Where an item comes from."""

    IDEA = 0
    RETRAIN = 1
    FIX = 2
    IMPROVEMENT = 3
    RETRAIN_AUTOMATED = 4


class JobKind(IntEnum):
    """What a job is; its account follows from it (see `ACCOUNT_OF`)."""

    WORK = 0
    REWORK = 1
    ANSWER = 2
    DECIDE = 3
    TRIAGE = 4
    APPROVE = 5
    RELEASE = 6
    ROLL_BACK = 7
    ALARM = 8
    ACKNOWLEDGE = 9
    DIAGNOSE = 10
    MITIGATE = 11
    REVISE = 12  # rework after a refused approval
    DUTY = 13  # what people do besides


DECISIONS = len(SKILLS)
"""Queue of a team for decisions, behind its queues by skill."""

DUTIES = DECISIONS + 1
"""First queue of a team for other duties: one a role, in the order of their own skills."""


def queue_of(kind: int, skill: int) -> int:
    """Return the queue in which a job waits: that of its skill, of those who decide, or of a role."""
    if kind == JobKind.DUTY:
        return DUTIES + skill
    return DECISIONS if kind == JobKind.DECIDE else skill


class Account(IntEnum):
    """Where the time of people goes; shares of all accounts, idle and absent add up to 1."""

    DIRECT = 0
    REWORK = 1
    COORDINATION = 2
    RESPONSE = 3
    OTHER = 4


ACCOUNT_OF = (
    Account.DIRECT, Account.REWORK, Account.COORDINATION, Account.COORDINATION, Account.COORDINATION,
    Account.COORDINATION, Account.DIRECT, Account.REWORK, Account.RESPONSE, Account.RESPONSE,
    Account.RESPONSE, Account.RESPONSE, Account.REWORK, Account.OTHER,
)  # fmt: skip
"""Account of each `JobKind`, by its code."""


class Cause(IntEnum):
    """Cause of an incident."""

    NATURAL_DRIFT = 0
    DATA_BREAK = 1
    FAULT = 2
    DEFECT = 3


class Channel(IntEnum):
    """Who noticed first."""

    PERFORMANCE_MONITOR = 0
    INPUT_MONITOR = 1
    INFRASTRUCTURE_ALERT = 2
    USERS = 3


class Means(IntEnum):
    """What restored the service."""

    ROLL_BACK = 0
    FALLBACK = 1
    CONFIGURATION = 2
    EXTERNAL = 3
    REPAIR = 4  # only the delivered fix or retraining helped
    RECOVERY = 5  # ended by itself


PAST = "something about {address} is set for a time that has passed: a process reckons backwards"
"""What both calendars say when they refuse."""


def job_code(kind: int, skill: int, priority: int) -> int:
    """Pack what a job row says about its job."""
    return 256 * kind + 16 * skill + priority


class SimulationError(RuntimeError):
    """A run that cannot go on, with the reason in words."""


@dataclass(frozen=True)
class Trace:
    """What one replication did: rows in order of time, and the plan that they refer to."""

    rows: np.ndarray[Any, np.dtype[np.void]]  # of type ROW
    plan: Plan
    replication: int
    engine: str

    def __repr__(self) -> str:
        """Return what it is, in five lines."""
        return in_lines(*self._told())

    def _repr_html_(self) -> str:
        return in_html(*self._told())

    def _told(self) -> tuple[str, dict[str, str]]:
        names, counts = np.unique(self.rows["event"], return_counts=True)
        often = sorted(zip(counts.tolist(), names.tolist(), strict=True), reverse=True)
        last = f"{self.rows['time'][-1]:g}" if len(self.rows) else "0"
        facts = {
            "rows": f"{len(self.rows):,}, the last at day {last}",
            "people": f"{len(self.labels.people)} in {len(self.labels.teams)} teams",
            "events": some((f"{count:,} {Event(event).name}" for count, event in often), 3),
            "table": "trace.frame()",
        }
        return f"Trace of replication {self.replication} ({self.engine} engine)", facts

    @property
    def labels(self) -> Labels:
        """Names of people, teams, units, stages and release steps."""
        return self.plan.labels

    def frame(self) -> pd.DataFrame:
        """Return the rows as a table, with the names of events, people and teams."""
        import pandas as pd

        table = pd.DataFrame({name: self.rows[name] for name in ROW.names or ()})
        names = {event.value: event.name for event in Event}
        table["event"] = table["event"].map(names)
        for column, labels in (("actor", self.labels.people), ("team", self.labels.teams)):
            table[column] = [labels[n] if n >= 0 else "" for n in self.rows[column]]
        return table
