"""Jobs: one entry a job, and one a stretch of time in which it waited or was worked on."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simorg.trace.address import item_of, job_kind, job_priority
from simorg.trace.codes import JobKind
from simorg.trace.episodes.rows import Codes, Floats, Ints, Rows
from simorg.trace.events import Event

Bools = npt.NDArray[np.bool_]
ACCOUNTS = np.array([kind.account for kind in JobKind])


class Jobs(NamedTuple):
    """One entry a job, in order of address."""

    item: Ints  # address of the item or incident it belongs to
    kind: Ints
    priority: Ints
    account: Ints
    team: Codes
    queued: Floats
    ended: Floats  # the horizon if still open
    finished: Bools
    waited: Floats  # days, waiting after an interruption included


class Stretches(NamedTuple):
    """One entry a stretch: a job waits, or is worked on by one person."""

    job: Ints
    start: Floats
    end: Floats
    working: Bools
    actor: Codes


def read_jobs(rows: Rows, end: float) -> tuple[Jobs, Stretches]:
    """Pair the rows of jobs.

    A job waits from JOB_QUEUED, JOB_PREEMPTED or JOB_PAUSED, and is worked on from JOB_STARTED, until
    its next row; what nothing follows lasts until the run ends.

    Parameters
    ----------
    rows : Rows
        The rows about jobs, in order of time.
    end : float
        Horizon, in days.
    """
    ordered = rows.by_subject()
    queued = ordered.event == Event.JOB_QUEUED
    first = np.flatnonzero(queued)
    last = np.append(first[1:], len(queued)) - 1 if len(first) else first
    following = np.append(ordered.time[1:], end)
    following[last] = end
    opens = np.flatnonzero((ordered.event != Event.JOB_FINISHED) & (ordered.event != Event.JOB_WITHDRAWN))
    stretches = Stretches(
        job=(np.cumsum(queued) - 1)[opens],
        start=ordered.time[opens],
        end=following[opens],
        working=ordered.event[opens] == Event.JOB_STARTED,
        actor=ordered.actor[opens],
    )
    return _jobs(ordered, first, last, stretches, end), stretches


def _jobs(ordered: Rows, first: Ints, last: Ints, stretches: Stretches, end: float) -> Jobs:
    waiting = np.flatnonzero(~stretches.working)
    lengths = stretches.end[waiting] - stretches.start[waiting]
    waited = np.bincount(stretches.job[waiting], weights=lengths, minlength=len(first))
    code = ordered.code[first].astype(np.int64)
    closing = ordered.event[last]
    closed = (closing == Event.JOB_FINISHED) | (closing == Event.JOB_WITHDRAWN)
    return Jobs(
        item=item_of(ordered.subject[first]),
        kind=job_kind(code),
        priority=job_priority(code),
        account=ACCOUNTS[job_kind(code)],
        team=ordered.team[first],
        queued=ordered.time[first],
        ended=np.where(closed, ordered.time[last], end),
        finished=closing == Event.JOB_FINISHED,
        waited=waited.astype(np.float64, copy=False),
    )
