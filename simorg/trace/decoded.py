"""A trace decoded: names of items, stages, people and causes in place of packed numbers.

Goes in: a trace. Comes out: a table with one row an event, in the order of the trace. What a row does not
say is missing. The raw rows stay where they are, in `Trace.rows`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from simorg.config.vocabulary import SKILLS
from simorg.trace.address import (
    CAUSES,
    Child,
    item_name,
    job_kind,
    job_priority,
    job_skill,
    kind_of,
    parts_of,
)
from simorg.trace.codes import Cause, JobKind, Named
from simorg.trace.events import NO_VALUE, Event
from simorg.trace.items import OF_MODEL, Ints, Records, is_job, items_of, live_models

if TYPE_CHECKING:
    import pandas as pd

    from simorg.plan import Labels
    from simorg.trace.rows import Trace

Objects = npt.NDArray[np.object_]

COLUMNS = {
    "time": ("float64", "working days since the start"),
    "event": ("string", "what happened, see docs/events.md"),
    "item": (
        "string",
        "initiative, change, incident, false alarm or model, named as in a log",
    ),
    "model": ("string", "the model that it concerns, or that it became"),
    "job": ("Int64", "which job of the item"),
    "stage": ("string", "stage that the item entered last"),
    "step": ("string", "release step"),
    "cause": ("string", "cause of the incident"),
    "detail": (
        "string",
        "what else the row says: kind of job, origin, channel, means, a team, ...",
    ),
    "skill": ("string", "skill that the job asks for"),
    "priority": ("Int64", "priority class of the job, 0 the most urgent"),
    "person": ("string", "who does the job"),
    "team": ("string", "team of the row"),
    "value": ("float64", "number that belongs to the event"),
    "unit": ("string", "its unit"),
}
"""Columns of the table in their order: types in pandas, and what they say."""


def decoded(trace: Trace) -> pd.DataFrame:
    """Return the rows of a trace as a table of names.

    Returns
    -------
    DataFrame
        With the `COLUMNS`.
    """
    import pandas as pd

    rows, labels = trace.rows, trace.labels
    about = np.flatnonzero(rows["event"] != Event.RUN_ENDED)
    item, model, of_row = _items(rows, about, labels.units)
    event, code, job = rows["event"], rows["code"].astype(np.int64), is_job(rows["event"])
    valued = np.isin(event, [e for e in Event if e.measures != NO_VALUE])
    columns: dict[str, Any] = {
        "time": rows["time"],
        "event": by_event(event, lambda known: known.name),
        "item": item[of_row],
        "model": model[of_row],
        "job": only(job, parts_of(rows["subject"]).job.astype(object)),
        "stage": named(labels.stages, last_stages(event, code, of_row)),
        "step": named(labels.steps, np.where(of_kind(event, Named.STEP), code, -1)),
        "cause": only(of_row >= 0, _causes(rows["subject"])),
        "detail": only(~of_kind(event, Named.STAGE, Named.STEP), words_of(event, code, labels)),
        "skill": named(SKILLS, np.where(job, job_skill(code), -1)),
        "priority": only(job, job_priority(code).astype(object)),
        "person": named(labels.people, rows["actor"]),
        "team": named(labels.teams, rows["team"]),
        "value": np.where(valued, rows["value"], np.nan),
        "unit": only(valued, by_event(event, lambda known: known.measures.unit)),
    }
    return pd.DataFrame({name: pd.Series(columns[name], dtype=COLUMNS[name][0]) for name in COLUMNS})


def _items(rows: Records, about: Ints, units: tuple[str, ...]) -> tuple[Objects, Objects, Ints]:
    """Return the names of all items and of their models, and the item of each row, -1 for none."""
    found, live = items_of(rows[about]), live_models(rows)
    names = [item.name(units) for item in found.items]
    models = [item_name(i.model, units) + OF_MODEL if i.model in live else None for i in found.items]
    of_row = np.full(len(rows), -1)
    of_row[about] = found.of_row
    return objects([*names, None]), objects([*models, None]), of_row


def _causes(subject: Ints) -> Objects:
    """Return the cause of the incident of each row, which its address tells."""
    cause = np.where(kind_of(subject) == Child.INCIDENT, parts_of(subject).n % CAUSES, -1)
    return named([one.word for one in Cause], cause)


def words_of(event: Ints, code: Ints, labels: Labels) -> Objects:
    """Return what the code of each row says: a word, or a name of the plan."""
    found = np.full(len(event), None, dtype=object)
    for kind in np.unique(event).tolist():
        where, means = np.flatnonzero(event == kind), Event(kind).code
        if means is Named.JOB:
            found[where] = named([one.word for one in JobKind], job_kind(code[where]))
        elif isinstance(means, Named):
            found[where] = named(getattr(labels, means.value), code[where])
        elif means is not None:
            found[where] = [means(one).word for one in code[where].tolist()]
    return found


def last_stages(event: Ints, code: Ints, item: Ints) -> Ints:
    """Return the stage that the item of each row entered last, or -1; rows are in order of time.

    Parameters
    ----------
    event, code, item : ndarray of int
        Columns of a trace, and the item of each row.
    """
    order = np.argsort(item, kind="stable")
    entered = np.where(event[order] == Event.STAGE_ENTERED, np.arange(len(event)), -1)
    last = np.maximum.accumulate(entered) if len(entered) else entered
    mine = (last >= 0) & (item[order][last] == item[order])
    found = np.empty(len(event), dtype=np.int64)
    found[order] = np.where(mine, code[order][last], -1)
    return found


def of_kind(event: Ints, *kinds: Named) -> npt.NDArray[np.bool_]:
    """Say which rows have a code that picks such a name."""
    return np.isin(event, [known for known in Event if known.code in kinds])


def by_event(event: Ints, told: Any) -> Objects:
    """Return what is told of the event of each row."""
    names = np.full(max(Event) + 1, None, dtype=object)
    for known in Event:
        names[known] = told(known)
    found: Objects = names[event]
    return found


def named(names: tuple[str, ...] | list[str], positions: Ints) -> Objects:
    """Return the names at some positions, None at -1."""
    found: Objects = objects([*names, None])[positions]
    return found


def only(kept: npt.NDArray[np.bool_], values: Objects) -> Objects:
    """Return values with None where they are not kept."""
    values[~kept] = None
    return values


def objects(values: list[Any]) -> Objects:
    """Return values as an array, whatever they are."""
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found
