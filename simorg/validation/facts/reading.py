"""Numbers that statements need beside the measures, read from one replication.

Goes in: a trace and its episodes. Comes out: a few named numbers; NaN where there was nothing to count.
"""

from __future__ import annotations

import math
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from simorg.trace.codes import Cause, Channel, JobKind, Origin
from simorg.trace.episodes import Episodes
from simorg.trace.episodes.rows import Ints, Rows, position, select
from simorg.trace.events import Event
from simorg.trace.rows import Trace

Bools = npt.NDArray[np.bool_]
Floats: TypeAlias = npt.NDArray[np.float64]


def share(part: Floats, whole: Floats) -> Floats:
    """Return part / whole, replication by replication; missing where there is no whole."""
    positive = whole > 0.0
    result: Floats = np.where(positive, part / np.where(positive, whole, 1.0), np.nan)
    return result


def mean(values: Floats) -> float:
    """Return the mean, missing of nothing."""
    return float(values.mean()) if len(values) else math.nan


def delivered(e: Episodes, *origins: Origin) -> Ints:
    """Return the positions of the items of some origins that were delivered in the window."""
    done = e.items.ended_as(Event.ITEM_DELIVERED) & e.window.holds(e.items.ended)
    return np.flatnonzero(done & np.isin(e.items.origin, origins))


def counts(addresses: Ints, rows: Rows) -> Ints:
    """Return how many rows are about each address."""
    where = position(addresses, rows.subject)
    return np.bincount(where[where >= 0], minlength=len(addresses))


def sizes(e: Episodes, chosen: Ints) -> Floats:
    """Return the sizes of items; creations stand in the same order as items."""
    found: Floats = e.rows.of(Event.ITEM_CREATED).by_subject().value[chosen]
    return found


def people(e: Episodes, chosen: Ints) -> Ints:
    """Return how many different people worked on anything for each item."""
    working = np.flatnonzero(e.stretches.working)
    item = position(e.items.address[chosen], e.jobs.item[e.stretches.job[working]])
    known, heads = item >= 0, len(e.plan.people)
    pairs = np.unique(item[known] * heads + e.stretches.actor[working][known])
    return np.bincount(pairs // heads, minlength=len(chosen))


def failed(e: Episodes, chosen: Ints) -> Bools:
    """Say which items had a release taken back after users saw it, or defects that escaped."""
    taken_back = e.rows.of(Event.RELEASE_FAILED)
    taken_back = taken_back.at(np.flatnonzero(taken_back.value > 0.0))
    escaped = e.rows.of(Event.DEFECTS_ESCAPED)
    address = e.items.address[chosen]
    bad: Bools = (counts(address, taken_back) + counts(address, escaped)) > 0
    return bad


def harm(e: Episodes, cause: Cause) -> float:
    """Return the model-days in an unresolved incident of one cause, over live model-days."""
    mine = e.incidents.cause == cause
    days = e.window.clip(e.incidents.onset[mine], e.incidents.resolved[mine]).sum()
    live = e.window.clip(e.models.live, e.models.retired).sum()
    return float(days / live) if live > 0.0 else math.nan


def silence(e: Episodes, *causes: Cause) -> tuple[Floats, npt.NDArray[np.int32], Bools]:
    """Return for incidents begun in the window how long nobody knew, who noticed (-1 nobody), and who could.

    What ends before anybody notices, or lasts beyond the run, counts until then. The last array
    says which incidents began a quarter before the end or earlier.
    """
    found = e.incidents
    mine = e.window.holds(found.onset) & np.isin(found.cause, causes)
    known = ~np.isnan(found.detected[mine])
    until = np.where(known, found.detected[mine], found.resolved[mine])
    channel = np.where(known, found.channel[mine], -1).astype(np.int32)
    return until - found.onset[mine], channel, found.onset[mine] < e.window.end - 65.0


def skills_of_jobs(trace: Trace) -> Ints:
    """Return the skill that each job asks for, in the order of the jobs of the episodes."""
    queued = select(trace.rows, trace.rows["event"] == Event.JOB_QUEUED).by_subject()
    found: Ints = (queued.code.astype(np.int64) >> 4) & 15
    return found


def stages_of_jobs(e: Episodes) -> Ints:
    """Return the stage that the item of each job was in when the job was queued; -1 if in none."""
    entered = e.rows.of(Event.STAGE_ENTERED).by_subject()
    stages = len(entered.time)
    subject = np.concatenate([entered.subject, e.jobs.item])
    moment = np.concatenate([entered.time, e.jobs.queued])
    order = np.lexsort((np.arange(len(subject)) >= stages, moment, subject))
    latest = np.maximum.accumulate(np.where(order < stages, np.arange(len(order)), -1))
    last = np.where(latest >= 0, order[latest], -1)
    seen = np.empty(len(order), dtype=np.int64)
    seen[order] = last
    mine = seen[stages:]
    known = (mine >= 0) & (entered.subject[mine] == e.jobs.item)
    return np.where(known, entered.code[mine], -1)


def slopes(outcome: Floats, columns: dict[str, Floats]) -> dict[str, float]:
    """Return the least-squares coefficients of an outcome on columns and a constant.

    Parameters
    ----------
    outcome : ndarray, shape (items,)
        What is explained.
    columns : dict of ndarray
        What explains it.

    Returns
    -------
    dict of float
        Missing altogether with too few items or columns that do not vary independently.
    """
    table = np.column_stack([np.ones(len(outcome)), *columns.values()])
    if len(outcome) < 10 * table.shape[1] or np.linalg.matrix_rank(table) < table.shape[1]:
        return dict.fromkeys(columns, math.nan)
    fitted = np.linalg.lstsq(table, outcome, rcond=None)[0]
    return dict(zip(columns, fitted[1:].tolist(), strict=True))


def is_work(e: Episodes) -> Bools:
    """Say which jobs are the work of a stage."""
    chosen: Bools = e.jobs.kind == JobKind.WORK
    return chosen


def by_monitor(channel: npt.NDArray[np.int32]) -> Bools:
    """Say which incidents the performance monitor noticed first."""
    chosen: Bools = channel == Channel.PERFORMANCE_MONITOR
    return chosen
