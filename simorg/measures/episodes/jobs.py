"""Jobs: followed from queue to hand to queue; what they did in the window is tallied on the way.

Goes in: the rows about jobs, more than half of a trace. Comes out: tallies of all jobs, those stretches
of time whose place in the life of an item matters, the ones of initiatives, and all stints of work.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simorg.compilation import kernel
from simorg.measures.episodes.cases import Cases
from simorg.measures.episodes.directory import empty_table, find, slot_of
from simorg.measures.episodes.rows import Rows, positions
from simorg.trace.address import is_initiative, item_of, job_kind, job_priority
from simorg.trace.arrays import Bools, Codes, Floats, Ints, Table
from simorg.trace.codes import Account, JobKind
from simorg.trace.events import Event, Section
from simorg.trace.spans import Window, inside, overlap

LAID_ASIDE = (Event.JOB_PREEMPTED.value, Event.JOB_PAUSED.value)
ACCOUNTS, ALL_ACCOUNTS = np.array([kind.account for kind in JobKind]), len(Account)
CLASSES = 16
"""Priority classes that the code of a job has room for."""
NONE = -1


class Work(NamedTuple):
    """What all jobs did in the window."""

    finished: Floats  # (priority class, 3) of those finished in it: number, days waited, days stayed
    busy: Floats  # (person, account) days at work
    waiting: float  # days that all jobs together waited


class Stretches(NamedTuple):
    """One entry a stretch: a job of an initiative waits, or is worked on by one person."""

    case: Codes  # position in Cases of the initiative
    kind: Codes  # of the job
    actor: Codes  # who works on it, -1 while it waits
    start: Floats
    end: Floats
    working: Bools


class _Jobs(NamedTuple):
    """One entry a job, in order of being queued."""

    address: Ints
    code: Codes  # see `job_code`
    queued: Floats
    gone: Floats  # when it was withdrawn from a queue; else the horizon
    latest: Codes  # its latest stint


class Stints(NamedTuple):
    """One entry a stint, work on a job by one person without interruption, in order of its start."""

    address: Ints  # of the job
    job: Codes
    code: Codes  # of the job, see `job_code`
    actor: Codes
    before: Codes  # the stint on the same job before it
    begun: Floats
    ended: Floats  # the horizon if it still lasts
    ending: Codes  # an Event, or NONE
    waited: Floats  # days that the job had waited in all when the stint began


class _Left(NamedTuple):
    """One entry a job that waits and that nobody takes up any more."""

    job: Ints  # position in _Jobs
    since: Floats


@kernel
def read_jobs(rows: Rows, cases: Cases, people: int, window: Window) -> tuple[Work, Stretches, Stints]:
    """Follow the rows of jobs.

    A job waits from JOB_QUEUED, JOB_PREEMPTED or JOB_PAUSED, and is worked on from JOB_STARTED, until
    its next row; what nothing follows lasts until the run ends. A person works on one job at a time;
    the row of a job that is withdrawn while it waits names nobody.

    Parameters
    ----------
    rows : Rows
        The rows of a trace.
    cases : Cases
        What the jobs belong to.
    people : int
        Number of people.
    window : Window
        What the tallies observe; it ends at the horizon.
    """
    # A loop for each kind of row, so that no processor has to guess which one comes next.
    directory, jobs = _queue(rows.table, positions(rows, Section.QUEUED.value), window)
    started = positions(rows, Section.STARTED.value)
    stints, following = _start(rows.table, started, directory, jobs, people, window)
    _stop(rows.table, positions(rows, Section.STOPPED.value), directory, jobs, stints, following)
    left = _leave(jobs, stints)
    return _tally(jobs, stints, left, people, window), _stretches(jobs, stints, left, cases), stints


@kernel
def _queue(table: Table, at: Codes, window: Window) -> tuple[Codes, _Jobs]:
    directory, latest = empty_table(len(at)), np.full(len(at), NONE, dtype=np.int32)
    address, code, queued = np.empty(len(at), np.int64), np.empty(len(at), np.int32), np.empty(len(at))
    for n in range(len(at)):
        row = table[at[n]]
        slot = slot_of(directory, address, row["subject"])
        assert directory[slot] < 0, "a job was queued twice"
        directory[slot], address[n], code[n], queued[n] = n, row["subject"], row["code"], row["time"]
    return directory, _Jobs(address, code, queued, np.full(len(at), window.end), latest)


@kernel
def _start(
    table: Table, at: Codes, directory: Codes, jobs: _Jobs, people: int, window: Window
) -> tuple[Stints, Codes]:
    """Return the stints, and the next stint of the same person; the first of each stand at the end."""
    stints = len(at)
    address, code, actor = np.empty(stints, np.int64), np.empty(stints, np.int32), np.empty(stints, np.int32)
    begun, before, job = np.empty(stints), np.empty(stints, np.int32), np.empty(stints, np.int32)
    for n in range(stints):
        row = table[at[n]]
        address[n], code[n], actor[n], begun[n] = row["subject"], row["code"], row["actor"], row["time"]
    for n in range(stints):  # by itself, so that many looks into the directory are under way at once
        job[n] = find(directory, jobs.address, address[n])
    following, last = np.full(stints + people, NONE, dtype=np.int32), stints + np.arange(people)
    for n in range(stints):
        assert job[n] >= 0, "a row is about a job that was never queued"
        before[n], jobs.latest[job[n]] = jobs.latest[job[n]], n
        following[last[actor[n]]] = n
        last[actor[n]] = n
    ended, ending = np.full(stints, window.end), np.full(stints, NONE, dtype=np.int32)
    return Stints(address, job, code, actor, before, begun, ended, ending, np.empty(stints)), following


@kernel
def _stop(table: Table, at: Codes, directory: Codes, jobs: _Jobs, stints: Stints, following: Codes) -> None:
    """End the stints; who stopped, and no search, tells which one it is."""
    current = following[len(stints.job) :].copy()
    for n in at:
        row = table[n]
        actor, time = row["actor"], row["time"]
        if actor < 0:
            jobs.gone[find(directory, jobs.address, row["subject"])] = time
            continue
        one = current[actor]
        assert one >= 0 and stints.address[one] == row["subject"], (
            "a person stops what that person does not do"
        )
        stints.ended[one], stints.ending[one] = time, row["event"]
        current[actor] = following[one]


@kernel
def _leave(jobs: _Jobs, stints: Stints) -> _Left:
    job, since, found = np.empty(len(jobs.address), dtype=np.int64), np.empty(len(jobs.address)), 0
    for n in range(len(jobs.address)):
        latest = jobs.latest[n]
        if latest < 0 or stints.ending[latest] in LAID_ASIDE:
            job[found], since[found] = n, jobs.queued[n] if latest < 0 else stints.ended[latest]
            found += 1
    return _Left(job[:found], since[:found])


@kernel
def _tally(jobs: _Jobs, stints: Stints, left: _Left, people: int, window: Window) -> Work:
    finished, busy, waiting = np.zeros((CLASSES, 3)), np.zeros((people, ALL_ACCOUNTS)), 0.0
    waited = stints.waited
    for n in range(len(stints.job)):
        before, begun, ended = stints.before[n], stints.begun[n], stints.ended[n]
        since = jobs.queued[stints.job[n]] if before < 0 else stints.ended[before]
        waiting += overlap(window, since, begun)
        waited[n] = begun - since + (0.0 if before < 0 else waited[before])
        busy[stints.actor[n], ACCOUNTS[job_kind(stints.code[n])]] += overlap(window, begun, ended)
        if stints.ending[n] == Event.JOB_FINISHED.value and inside(window, ended):
            priority = job_priority(stints.code[n])
            finished[priority, 0] += 1.0
            finished[priority, 1] += waited[n]
            finished[priority, 2] += ended - jobs.queued[stints.job[n]]
    for n in range(len(left.job)):
        waiting += overlap(window, left.since[n], jobs.gone[left.job[n]])
    return Work(finished, busy, waiting)


@kernel
def _stretches(jobs: _Jobs, stints: Stints, left: _Left, cases: Cases) -> Stretches:
    most = len(left.job)
    for address in stints.address:
        most += 2 * int(is_initiative(item_of(address)))
    case, kind = np.empty(most, dtype=np.int32), np.empty(most, dtype=np.int32)
    actor = np.full(most, NONE, dtype=np.int32)
    start, end, working = np.empty(most), np.empty(most), np.empty(most, dtype=np.bool_)
    found = 0
    for n in range(len(stints.job)):
        if is_initiative(item_of(stints.address[n])):
            before = stints.before[n]
            case[found] = case[found + 1] = find(cases.table, cases.address, item_of(stints.address[n]))
            kind[found] = kind[found + 1] = job_kind(stints.code[n])
            start[found] = jobs.queued[stints.job[n]] if before < 0 else stints.ended[before]
            end[found] = start[found + 1] = stints.begun[n]
            end[found + 1] = stints.ended[n]
            working[found], working[found + 1] = False, True
            actor[found + 1] = stints.actor[n]
            found += 2
    for n in range(len(left.job)):
        job = left.job[n]
        if is_initiative(item_of(jobs.address[job])):
            case[found] = find(cases.table, cases.address, item_of(jobs.address[job]))
            kind[found], working[found] = job_kind(jobs.code[job]), False
            start[found], end[found] = left.since[n], jobs.gone[job]
            found += 1
    return Stretches(case[:found], kind[:found], actor[:found], start[:found], end[:found], working[:found])
