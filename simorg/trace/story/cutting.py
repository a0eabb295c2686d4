"""Cutting the time of an item at its rows, and telling what each piece was for.

An item does one thing after the other, so the row before a stretch of time, the row after it and the stage
it is in say what it was for. `UNNAMED` is for what they do not explain; tests hold it to nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from simorg.config.vocabulary import SKILLS
from simorg.plan import Labels
from simorg.trace.address import job_kind, job_skill
from simorg.trace.codes import Account, Cause, JobKind, Means, Origin
from simorg.trace.events import Event, Section
from simorg.trace.items import Records
from simorg.trace.story.parts import Part, State, percent

ROUNDING_DAYS = 1e-9
ONLY_JOB = "job"
"""Lane of what is no more than a job."""

ASKING = {
    JobKind.ANSWER: State.DECISION,
    JobKind.DECIDE: State.DECISION,
    JobKind.APPROVE: State.DECISION,
    JobKind.TRIAGE: State.HANDOFF,
}
"""Jobs that are no work on the item itself: their queue and their work are one state."""

PHASES: dict[Event, str] = {
    Event.INCIDENT_ONSET: "until noticed",
    Event.INCIDENT_DETECTED: "until acknowledged",
    Event.INCIDENT_ACKNOWLEDGED: "until diagnosed",
    Event.INCIDENT_DIAGNOSED: "until restored",
    Event.INCIDENT_MITIGATED: "until closed",
    Event.FALSE_ALARM: "false alarm",
    Event.MODEL_LIVE: "life of the model",
    Event.REQUEST_ARRIVED: "first team",
    Event.REQUEST_MOVED: "further teams",
}
"""Phases of what has no stages, by the event that begins them."""


class Row(NamedTuple):
    """A row with its enums."""

    time: float
    event: Event
    code: int
    value: float
    person: str
    team: str

    @property
    def job(self) -> JobKind:
        """Kind of the job that the row is about."""
        return JobKind(job_kind(self.code))


def rows_of(rows: Records, labels: Labels) -> list[Row]:
    """Return rows with names in them."""
    people, teams = (*labels.people, ""), (*labels.teams, "")
    return [
        Row(
            float(row["time"]), Event(int(row["event"])), int(row["code"]), float(row["value"]),
            people[row["actor"]], teams[row["team"]],
        )
        for row in rows
    ]  # fmt: skip


class Cutter:
    """Cuts the time of one item at its rows, and names each piece.

    Parameters
    ----------
    labels : Labels
        Names of the plan.
    repairs : list of (float, str)
        Day on which each change began that may repair the incident, and its name, in order.
    scheduled_only : bool
        Whether drift waits for the retraining of the calendar.
    """

    def __init__(self, labels: Labels, repairs: list[tuple[float, str]], scheduled_only: bool) -> None:
        self.labels, self.repairs, self.scheduled_only = labels, repairs, scheduled_only
        self.stage = ""
        self.worked = False  # on the present visit of the stage
        self.phase = ""
        self.cause = -1
        self.automated = False
        self.versions = 0

    def cut(self, rows: list[Row], end: float) -> Iterator[Part]:
        """Yield the parts from the first row to the end.

        Parameters
        ----------
        rows : list of Row
            Of the item, in order, up to the one that ends it.
        end : float
            When it ends, or the run.
        """
        for n, row in enumerate(rows):
            self._note(row)
            following = rows[n + 1] if n + 1 < len(rows) else None
            until = following.time if following else end
            if until > row.time:
                yield from self._between(row, following, until)

    def _note(self, row: Row) -> None:
        event = row.event
        if event == Event.STAGE_ENTERED:
            self.stage, self.worked = self.labels.stages[row.code], False
        elif event == Event.JOB_QUEUED and row.job == JobKind.WORK:
            self.worked = True
        elif event == Event.ITEM_CREATED:
            self.automated = row.code == Origin.RETRAIN_AUTOMATED
            self.stage = "by machine" if self.automated else ""
        elif event == Event.INCIDENT_ONSET:
            self.cause = row.code
        elif event in (Event.MODEL_LIVE, Event.MODEL_REFRESHED):
            self.versions += 1
        self.phase = PHASES.get(event, self.phase)

    def _between(self, row: Row, following: Row | None, until: float) -> Iterator[Part]:
        """Name the time from one row to the next; what travels may have to wait on arrival."""
        if row.event in (Event.HANDOFF, Event.INCIDENT_ESCALATED):
            arrival = row.time + row.value
            arrival = until if abs(until - arrival) < ROUNDING_DAYS else min(until, arrival)
            what = "on its way" if row.event == Event.HANDOFF else "the question is on its way"
            where = f"from {self.labels.teams[row.code]} to {row.team}"
            yield self._part(row.time, arrival, State.HANDOFF, f"{what} {where}")
            if arrival < until:
                yield self._part(arrival, until, *self._waiting(following))
            return
        if row.event in (Event.INCIDENT_DIAGNOSED, Event.INCIDENT_MITIGATED) or self._is_fixed(row):
            yield from self._until_repaired(row, following, until)
            return
        yield self._part(row.time, until, *self._named(row, following))

    def _part(self, start: float, end: float, state: State, why: str) -> Part:
        return Part(start, end, state, why, self.phase or self.stage or ONLY_JOB)

    def _named(self, row: Row, following: Row | None) -> tuple[State, str]:
        """Return the state after a row and why it lasts."""
        event = row.event
        if event in (Event.JOB_QUEUED, Event.JOB_PREEMPTED):
            state = ASKING.get(row.job, State.QUEUE)
            again = "interrupted, back " if event == Event.JOB_PREEMPTED else ""
            return state, f"{again}in the queue of {row.team}: {self.task(row)}"
        if event == Event.JOB_PAUSED:
            other = f"in hand of {row.person} of {row.team}, who works on something else"
            return ASKING.get(row.job, State.QUEUE), f"{other}: {self.task(row)}"
        if event == Event.JOB_STARTED:
            reworked = row.job.account == Account.REWORK
            state = ASKING.get(row.job, State.REWORK if reworked else State.WORK)
            return state, f"{self.task(row)}, by {row.person} of {row.team}"
        if event == Event.QUESTION_ASKED:
            return State.DECISION, self._asking(self.labels.teams[row.code], row.team, following)
        if event == Event.JOB_FINISHED and row.job == JobKind.DECIDE:
            return State.DECISION, f"the decision is on its way back from {row.team}"
        if event == Event.REQUEST_BLOCKED:
            return State.HELD_UP, f"{row.team} waits for somebody outside"
        if event == Event.APPROVAL_ASKED:
            return State.DECISION, f"the request to sign off is on its way to {row.team}"
        if event == Event.RELEASE_STEP:
            return State.RELEASE, f"watched at {self.labels.steps[row.code]} ({percent(row.value)} of users)"
        if self.phase == PHASES[Event.INCIDENT_ONSET]:
            return State.UNNOTICED, "nobody has noticed it yet"
        if event in (Event.MODEL_LIVE, Event.MODEL_REFRESHED):
            return State.LIVE, f"version {self.versions} in production"
        if event == Event.ITEM_CREATED and self.automated:
            return State.WORK, "a machine trains and swaps it"
        return self._waiting(following)

    def _waiting(self, following: Row | None) -> tuple[State, str]:
        """Return the wait for an answer that came, or of a stage, which comes before its work."""
        if following is not None and following.event.section == Section.ANSWERS:
            return State.DECISION, f"waits for the {following.event.activity}"
        if self.stage and not self.worked and not self.phase:
            return State.WAIT, f"the stage {self.stage} waits for data, compute or a committee"
        if self.stage and not self.phase and (following is None or following.event == Event.ITEM_CANCELLED):
            return State.WAIT, f"waits in the stage {self.stage} for what does not come any more"
        return State.UNNAMED, "no row says what for"

    def _asking(self, asked: str, asking: str, following: Row | None) -> str:
        """Return what a question does after it was asked."""
        if following is None or following.event == Event.ITEM_CANCELLED:
            return f"{asking} waits for an answer of {asked}"
        lost = following.event == Event.QUESTION_LOST
        decided = following.event == Event.JOB_QUEUED and following.job == JobKind.DECIDE
        at_once = following.event == Event.QUESTION_ANSWERED and following.code != 1
        if lost or decided or at_once:
            then = "" if lost else ", then goes to those who decide"
            return f"{asking} waits in vain for an answer of {asked}{then}"
        return f"the question is on its way to {asked}"

    def _is_fixed(self, row: Row) -> bool:
        """Say whether a job of an incident is done and what is left is its repair."""
        return bool(self.phase) and row.event == Event.JOB_FINISHED and row.job == JobKind.MITIGATE

    def _until_repaired(self, row: Row, following: Row | None, until: float) -> Iterator[Part]:
        """Name the time after the diagnosis: held up, others end it, or a change has to repair it."""
        if row.event == Event.INCIDENT_DIAGNOSED and following is not None:
            if following.event == Event.JOB_QUEUED:
                yield self._part(row.time, until, State.HELD_UP, "held up before anything can be done")
                return
            if following.event == Event.INCIDENT_MITIGATED and following.code in (
                Means.EXTERNAL,
                Means.TRANSIENT,
            ):
                yield self._part(row.time, until, State.HELD_UP, "held up, then until others end it outside")
                return
        meant = [(day, name) for day, name in self.repairs if row.time <= day < until]
        began = meant[0][0] if meant else until
        if self._by_calendar():
            yield self._part(
                row.time,
                until,
                State.REPAIR,
                "waits for the next retraining of the calendar, hold-ups included",
            )
            return
        if began > row.time:
            outside = " or until others end it outside" if self.cause == Cause.FAULT else ""
            yield self._part(row.time, began, State.HELD_UP, f"held up before a repair can begin{outside}")
        if began < until:
            why = f"waits for its repair, {' or '.join(name for _, name in meant)}"
            yield self._part(began, until, State.REPAIR, why)

    def _by_calendar(self) -> bool:
        return self.scheduled_only and self.cause == Cause.NATURAL_DRIFT

    def task(self, row: Row) -> str:
        """Return what a job is, with its skill, and its stage where it is work on one."""
        where = f" on the stage {self.stage}" if row.job == JobKind.WORK and self.stage else ""
        return f"{row.job.task}{where} ({SKILLS[job_skill(row.code) % len(SKILLS)]})"
