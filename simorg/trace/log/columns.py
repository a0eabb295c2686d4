"""A trace as a table in the columns that process mining tools share: one row an event, case by case.

Every row of the trace but the end of the run is one event. A span (stage, question, approval) that is
open when its case ends gets one more event, `ABORTED`; what is open when the run ends stays open.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from simorg.config.vocabulary import ROLES, SKILLS
from simorg.trace.address import job_kind, job_priority, job_skill, parts_of
from simorg.trace.codes import IN_STAGE, TO_STEP, JobKind, Named
from simorg.trace.decoded import Objects, by_event, last_stages, named, objects, of_kind, only, words_of
from simorg.trace.events import ABORT, NO_VALUE, Event
from simorg.trace.items import Ints, Records, is_job
from simorg.trace.log.calendar import WorkCalendar
from simorg.trace.log.cases import ENDINGS, cases_of
from simorg.trace.log.words import ABORTED, SPANS, VERDICTS
from simorg.trace.rows import Trace


class Column(NamedTuple):
    """A column: its type in XES, whether every event has it, and what it says."""

    type: str
    always: bool
    about: str


COLUMNS = {
    "case:concept:name": Column("string", True, "name of the case; the same under every structure"),
    "concept:name": Column("string", True, "activity"),
    "time:timestamp": Column("date", True, "instant in UTC, to the microsecond"),
    "lifecycle:transition": Column("string", True, "transition of the standard lifecycle model of XES"),
    "concept:instance": Column("string", False, "which job, stage visit, question or approval of the case"),
    "org:resource": Column("string", False, "person"),
    "org:group": Column("string", False, "team"),
    "org:role": Column("string", False, "role of the person"),
    "stage": Column("string", False, "stage that the item entered last"),
    "skill": Column("string", False, "skill that the job asks for"),
    "priority": Column("int", False, "priority class of the job, 0 is the most urgent"),
    "detail": Column("string", False, "kind of job, cause, channel, means, team it came from, ..."),
    "value": Column("float", False, "number that belongs to the event"),
    "day": Column("float", True, "working days since the start of the run"),
    "event": Column("string", False, "event of the trace; empty where a span was open when its case ended"),
    "row": Column("int", True, "row of the trace, from 0: the order of everything in a replication"),
    "case:kind": Column("string", True, "initiative, retraining, fix, incident, ..."),
    "case:unit": Column("string", True, "business unit"),
    "case:model": Column("string", False, "name of the case that tells the life of the model"),
    "case:structure": Column("string", True, "structure of the organisation"),
    "case:replication": Column("int", True, "number of the replication"),
    "case:outcome": Column("string", True, "how the case ended, or open"),
    "case:cause": Column("string", False, "cause of an incident"),
    "case:size": Column("float", False, "size of an initiative or change"),
}
"""Columns of a log in their order; those that begin with ``case:`` are attributes of the case."""

DTYPES: dict[str, Any] = {
    "string": "string",
    "date": "datetime64[us, UTC]",
    "int": "Int64",
    "float": "float64",
}
"""Types in pandas, by type in XES."""


class Told(NamedTuple):
    """Rows of a trace in order of (case, time), and those that a log adds."""

    rows: Records
    case: Ints
    row: Ints  # of the trace
    time: npt.NDArray[np.float64]
    instance: Objects
    added: npt.NDArray[np.bool_]


def event_log(trace: Trace, calendar: WorkCalendar) -> pd.DataFrame:
    """Retell a trace as an event log.

    1. put every row into its case, and the cases in order of their first row;
    2. number the spans of each case, and abort those that are open when it ends;
    3. name activities, transitions, people, teams and stages.

    Parameters
    ----------
    trace : Trace
        What one replication did.
    calendar : WorkCalendar
        Turns its working days into timestamps.

    Returns
    -------
    DataFrame
        The `COLUMNS`, case by case and in each case in the order of the trace.
    """
    kept = np.flatnonzero(trace.rows["event"] != Event.RUN_ENDED)
    cases = cases_of(trace, trace.rows[kept])
    order = np.lexsort((kept, cases.of_row))
    told = _with_spans(trace.rows[kept[order]], cases.of_row[order], kept[order])
    columns = _labelled(trace, told) | {
        "time:timestamp": pd.to_datetime(calendar.timestamps(told.time), utc=True),
        "concept:instance": told.instance,
        "day": told.time,
        "row": told.row,
    }
    of_case = {
        name: objects([case[name] for case in cases.attributes])[told.case]
        for name in COLUMNS
        if name.startswith("case:")
    }
    return typed(columns | of_case)


def typed(columns: dict[str, Any]) -> pd.DataFrame:
    """Return the columns of a log as a table, each of its type."""
    return pd.DataFrame(
        {name: pd.Series(columns[name], dtype=DTYPES[column.type]) for name, column in COLUMNS.items()}
    )


def _with_spans(rows: Records, case: Ints, row: Ints) -> Told:
    """Name jobs and spans, and end the spans that are open when their case ends."""
    event = rows["event"]
    instance = np.full(len(rows), None, dtype=object)
    jobs = np.flatnonzero(is_job(event))
    instance[jobs] = [f"job_{n}" for n in (parts_of(rows["subject"][jobs]).job).tolist()]
    ended = np.full(int(case.max(initial=-1)) + 1, -1)
    endings = np.flatnonzero(np.isin(event, list(ENDINGS)))
    ended[case[endings]] = endings
    open_ends = [_name_spans(name, event, case, instance, ended) for name in SPANS]
    added = np.concatenate(open_ends)
    ends = ended[case[added]]
    order = np.argsort(np.concatenate([np.arange(len(rows)), ends - 0.5]), kind="stable")
    which = np.concatenate([np.arange(len(rows)), added])[order]
    when = np.concatenate([np.arange(len(rows)), ends])[order]
    return Told(rows[which], case[which], row[when], rows["time"][when], instance[which], order >= len(rows))


def _name_spans(name: str, event: Ints, case: Ints, instance: Objects, ended: Ints) -> Ints:
    """Name the spans of a kind within each case; return those open when their case ends.

    What begins after that is no part of it: repairs are released first and signed off afterwards.
    """
    opening, closing = SPANS[name]
    where = np.flatnonzero(np.isin(event, opening + closing))
    opens = np.isin(event[where], opening)
    count = np.cumsum(opens)
    first = np.diff(case[where], prepend=-1) != 0
    before = np.maximum.accumulate(np.where(first, count - opens, 0))  # spans of earlier cases
    instance[where] = [f"{name}_{n}" for n in map(int, count - before)]
    closed = (np.diff(case[where], append=-1) == 0) & ~np.roll(opens, -1)
    unfinished: Ints = where[opens & ~closed]
    return unfinished[ended[case[unfinished]] > unfinished]


def _labelled(trace: Trace, told: Told) -> dict[str, Any]:
    """Return the columns that name things."""
    labels, people, rows = trace.labels, trace.plan.people, told.rows
    event, actor, code = rows["event"], rows["actor"], rows["code"].astype(np.int64)
    job = is_job(event)
    team = np.where(rows["team"] >= 0, rows["team"], np.append(people["team"], -1)[actor])
    stages = named(labels.stages, last_stages(event, code, told.case))
    activity, transition, detail = _worded(trace, told, stages)
    valued = np.isin(event, [known for known in Event if known.measures != NO_VALUE])
    return {
        "concept:name": activity,
        "lifecycle:transition": transition,
        "org:resource": named(labels.people, actor),
        "org:group": named(labels.teams, team),
        "org:role": named(ROLES, np.append(people["role"], -1)[actor]),
        "stage": stages,
        "skill": named(SKILLS, np.where(job, job_skill(code), -1)),
        "priority": only(job, job_priority(code).astype(object)),
        "detail": detail,
        "value": np.where(valued & ~told.added, rows["value"], np.nan),
        "event": only(~told.added, by_event(event, lambda known: known.name)),
    }


def _worded(trace: Trace, told: Told, stages: Objects) -> tuple[Objects, Objects, Objects]:
    """Return activity, transition and detail of each event; the stage stands in a column of its own."""
    event, code = told.rows["event"], told.rows["code"].astype(np.int64)
    activity, transition = by_event(event, lambda e: e.activity), by_event(event, lambda e: e.transition)
    detail = only(~of_kind(event, Named.STAGE), words_of(event, code, trace.labels))
    for verdict, word in VERDICTS.items():
        detail[event == verdict] = word
    jobs = np.flatnonzero(is_job(event))
    activity[jobs] = named([kind.activity for kind in JobKind], job_kind(code[jobs]))
    transition[jobs] = _job_transitions(told.rows["subject"][jobs], event[jobs], transition[jobs])
    transition[told.added], detail[told.added] = ABORTED, None
    return _filled(activity, {IN_STAGE: stages, TO_STEP: detail}), transition, detail


def _job_transitions(job: Ints, event: Ints, usual: Objects) -> Objects:
    """Return the transitions of jobs: what was started before resumes or aborts."""
    order = np.argsort(job, kind="stable")
    before = np.empty(len(job), dtype=np.int64)
    before[order] = np.where(
        np.append(False, job[order][1:] == job[order][:-1]), np.append(0, event[order][:-1]), 0
    )
    found = usual.copy()
    found[(event == Event.JOB_STARTED) & np.isin(before, (Event.JOB_PREEMPTED, Event.JOB_PAUSED))] = "resume"
    found[(event == Event.JOB_WITHDRAWN) & (before != Event.JOB_QUEUED)] = ABORT
    return found


def _filled(activity: Objects, names: dict[str, Objects]) -> Objects:
    """Put names where activities have a placeholder."""
    for placeholder, known in names.items():
        for template in {text for text in activity.tolist() if placeholder in text}:
            where = np.flatnonzero(activity == template)
            activity[where] = [template.replace(placeholder, str(name)) for name in known[where].tolist()]
    return activity
