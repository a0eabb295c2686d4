"""What the code of a row can be: enums of the model, or a position in the plan that has a name there.

The number of a member is what the trace holds; `Coded.word` is what logs, tables and stories say.
"""

from __future__ import annotations

from enum import Enum, IntEnum
from typing import TYPE_CHECKING

IN_STAGE, TO_STEP, AT_JOB = "<stage>", "<step>", "<job>"
"""Stand in an activity for a name that only the row and its plan know."""


class Coded(IntEnum):
    """An enum whose members have a word."""

    @property
    def word(self) -> str:
        """What it is called where people read it."""
        return self.name.lower()


class Named(Enum):
    """What a code picks a name of: a list of `Labels`, or the packed code of a job."""

    STAGE = "stages"
    STEP = "steps"
    TEAM = "teams"
    JOB = "job"


class Origin(Coded):
    """Where an item comes from."""

    IDEA = 0
    RETRAIN = 1
    FIX = 2
    IMPROVEMENT = 3
    RETRAIN_AUTOMATED = 4


class Account(Coded):
    """Where the time of people goes; shares of all accounts, idle and absent add up to 1."""

    DIRECT = 0
    REWORK = 1
    COORDINATION = 2
    RESPONSE = 3
    OTHER = 4
    SUPPORT = 5  # requests


class JobKind(Coded):
    """What a job is: its account, what a log calls its activity, what a story calls the task."""

    _value_: int
    account: Account
    activity: str
    task: str

    if TYPE_CHECKING:

        def __new__(cls, number: int) -> JobKind:
            """Return the member of a number."""

    else:

        def __new__(cls, number: int, account: Account, activity: str, task: str) -> JobKind:
            """Make a member; none can be written without its whole row."""
            member = int.__new__(cls, number)
            member._value_ = number
            member.account, member.activity, member.task = account, activity, task
            return member

    WORK = 0, Account.DIRECT, IN_STAGE, "work"
    REWORK = 1, Account.REWORK, "rework", "rework"
    ANSWER = 2, Account.COORDINATION, "answer question", "an answer"
    DECIDE = 3, Account.COORDINATION, "decide question", "a decision"
    TRIAGE = 4, Account.COORDINATION, "triage", "triage"
    APPROVE = 5, Account.COORDINATION, "sign off", "a sign-off"
    RELEASE = 6, Account.DIRECT, "enter release step", "a release step"
    ROLL_BACK = 7, Account.REWORK, "roll back release", "a rollback"
    ALARM = 8, Account.RESPONSE, "check false alarm", "a look at the alarm"
    ACKNOWLEDGE = 9, Account.RESPONSE, "acknowledge", "acknowledgement"
    DIAGNOSE = 10, Account.RESPONSE, "diagnose", "diagnosis"
    MITIGATE = 11, Account.RESPONSE, "mitigate", "mitigation"
    REVISE = 12, Account.REWORK, "revise", "revision after a refusal"
    DUTY = 13, Account.OTHER, "other duty", "another duty"
    REVIEW = 14, Account.RESPONSE, "review predictions", "a review of predictions"
    HOT_FIX = 15, Account.RESPONSE, "hot fix", "a hot fix"
    ON_CALL = 16, Account.RESPONSE, "on call", "a turn on call"
    REQUEST = 17, Account.SUPPORT, "answer request", "an answer to the request"


class Cause(Coded):
    """Cause of an incident."""

    NATURAL_DRIFT = 0
    DATA_BREAK = 1
    FAULT = 2
    DEFECT = 3


class Channel(Coded):
    """Who noticed first."""

    PERFORMANCE_MONITOR = 0
    INPUT_MONITOR = 1
    INFRASTRUCTURE_ALERT = 2
    USERS = 3
    REVIEW = 4  # people who look at failed predictions


FORESEEN = tuple(Channel)[: Channel.REVIEW]
"""Channels by which each incident is bound to be reported one day, or never."""


class Means(Coded):
    """What restored the service."""

    ROLL_BACK = 0
    FALLBACK = 1
    CONFIGURATION = 2
    EXTERNAL = 3
    REPAIR = 4  # only the delivered fix or retraining helped
    RECOVERY = 5  # drift that ended by itself
    INFRASTRUCTURE = 6
    AD_HOC = 7
    TRANSIENT = 8  # a fault that ended by itself


class DefectClass(Coded):
    """Class of a defect, by its position in `DEFECT_CLASSES`."""

    DATA = 0
    MODEL = 1
    INTEGRATION = 2


class Answerer(Coded):
    """Who answered a question."""

    SENDER = 1
    DECIDER = 2


class Beginning(Coded):
    """How a model came to be live."""

    DELIVERED = 0
    THERE_AT_THE_START = 1

    @property
    def word(self) -> str:
        """What it is called where people read it."""
        return self.name.lower().replace("_", " ")


class Severity(Coded):
    """How bad an incident is as it begins, 1 the worst."""

    FIRST = 1
    SECOND = 2
    THIRD = 3
    FOURTH = 4

    @property
    def word(self) -> str:
        """What it is called where people read it."""
        return f"severity {self.value}"


class Notice(Coded):
    """Whether somebody noticed a false alarm."""

    UNNOTICED = 0
    NOTICED = 1
