"""Seats: how busy people are and what they are asked for, by team, role and what they can do.

A seat is the people of one role in one team who can do the same things: any of them can take what
another can. Goes in: a trace. Comes out: a table with one row a seat and skill that it serves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from simorg.compilation import kernel, step
from simorg.config.settings import DAYS_PER_QUARTER
from simorg.config.vocabulary import ROLES, SKILLS
from simorg.measures.episodes import Cases, Episodes, Stints, read
from simorg.measures.episodes.directory import find
from simorg.plan import Plan
from simorg.trace.address import is_initiative, item_of, job_kind, job_skill
from simorg.trace.arrays import Bools, Codes, Floats, Ints, Table
from simorg.trace.codes import Account, JobKind, Origin
from simorg.trace.events import Event
from simorg.trace.rows import Trace
from simorg.trace.spans import Window, inside, overlap

if TYPE_CHECKING:
    import pandas as pd

SOURCES = (
    "initiatives", "retraining", "repairs", "improvements", "rework", "coordination", "incidents",
    "false_alarms", "duties", "requests",
)  # fmt: skip
"""What the time of people goes into; every job has one of them."""

ORIGIN_SOURCE = {
    Origin.IDEA: "initiatives", Origin.RETRAIN: "retraining", Origin.RETRAIN_AUTOMATED: "retraining",
    Origin.FIX: "repairs", Origin.IMPROVEMENT: "improvements",
}  # fmt: skip
ACCOUNT_SOURCE = {
    Account.DIRECT: "", Account.REWORK: "rework", Account.COORDINATION: "coordination",
    Account.RESPONSE: "incidents", Account.OTHER: "duties", Account.SUPPORT: "requests",
}  # fmt: skip
"""Direct work has the source that its item has by its origin."""

BY_ORIGIN = -1
SOURCE_OF_KIND = np.array([
    SOURCES.index("false_alarms") if kind is JobKind.ALARM
    else SOURCES.index(ACCOUNT_SOURCE[kind.account]) if ACCOUNT_SOURCE[kind.account]
    else BY_ORIGIN
    for kind in JobKind
])  # fmt: skip
SOURCE_OF_ORIGIN = np.array([SOURCES.index(ORIGIN_SOURCE[origin]) for origin in Origin])
ALL_SOURCES, INITIATIVES = len(SOURCES), SOURCES.index("initiatives")
START, END = range(2)
CHANGES = {
    Event.JOB_QUEUED: 1.0, Event.JOB_STARTED: -1.0, Event.JOB_PREEMPTED: 1.0, Event.JOB_PAUSED: 1.0,
    Event.JOB_WITHDRAWN: -1.0,
}  # fmt: skip
CHANGE = np.array(
    [next((by for event, by in CHANGES.items() if event == code), 0.0) for code in range(max(Event) + 1)]
)
"""By how much each kind of row changes the number of jobs that wait."""

KEYS = ("team", "role", "skills", "skill")
"""Columns that name a row; ``skills`` are all that the people of the seat can do, ``skill`` one of them."""

SHARES = ("busy_share", "asked_share", *(f"{source}_share" for source in SOURCES))
QUEUE = ("queue_mean_jobs", "queue_growth_per_quarter")
COLUMNS = (*KEYS, "people", *SHARES, "jobs_per_quarter", "wait_mean_days", *QUEUE)
"""Columns of the table; see `docs/explain.md`."""


class Seats(NamedTuple):
    """Who can stand in for whom: one entry a seat, in order of team, role and what its people can do."""

    of: Ints  # seat of each person
    team: Ints
    serves: Bools  # (seats, skills)
    home: Ints  # first skill of each, for decisions, which ask for none; none is behind the last
    people: Ints
    pace: Floats  # (teams, skills) person-days of work a day that a team can do
    seat: Ints  # of each row of the table
    skill: Ints  # of each row of the table; people who can do nothing have one row, behind the last skill
    named: dict[str, npt.NDArray[np.object_]]  # `KEYS` of each row of the table


class Queues(NamedTuple):
    """What waits for a skill in a team, shapes (teams, skills and none)."""

    jobs: Floats  # (..., 2) at the start and at the end of the window
    effort: Floats  # (..., 2) person-days that they ask for
    days: Floats  # job-days waited in the window


def seats(trace: Trace) -> pd.DataFrame:
    """Return the seats of one replication.

    Returns
    -------
    DataFrame
        One row a seat and skill, with `COLUMNS`; people who can do nothing have one row without a skill.
    """
    import pandas as pd

    return pd.DataFrame(seats_from(read(trace), seats_of(trace.plan)))[list(COLUMNS)]


def seats_of(plan: Plan) -> Seats:
    """Return the seats of a plan."""
    people, able = plan.people, plan.efficiency > 0.0
    keys = np.column_stack([people["team"], people["role"], able])
    found, of, count = np.unique(keys, axis=0, return_inverse=True, return_counts=True)
    team, role, serves = found[:, 0], found[:, 1], found[:, 2:] > 0
    pace = np.zeros((len(plan.teams), able.shape[1]))
    np.add.at(pace, people["team"], plan.efficiency * people["availability"][:, None])
    seat, skill = np.nonzero(np.column_stack([serves, ~serves.any(axis=1)]))
    skills = np.array([*SKILLS, ""], dtype=object)
    can = np.array(["+".join(skills[:-1][each]) for each in serves], dtype=object)
    teams, roles = np.array(plan.labels.teams, dtype=object), np.array(ROLES, dtype=object)
    names = (teams[team[seat]], roles[role[seat]], can[seat], skills[skill])
    named = dict(zip(KEYS, names, strict=True))
    home = np.where(serves.any(axis=1), serves.argmax(axis=1), serves.shape[1])
    return Seats(of.reshape(-1), team, serves, home, count, pace, seat, skill, named)


def seats_from(e: Episodes, found: Seats) -> dict[str, npt.NDArray[Any]]:
    """Return the columns of the table of seats from episodes that have been paired already.

    Parameters
    ----------
    e : Episodes
        One replication.
    found : Seats
        The seats of its plan; they are the same in every replication.
    """
    skills, days = found.serves.shape[1], e.window.days
    spent, done = _work(e.stints, e.cases, e.items.origin, found.of, found.serves, found.home, e.window)
    queues = _queues(e.rows.table, len(found.pace), skills, e.window)
    busy = spent.sum(axis=(1, 2)) / (found.people * days)
    growth = (queues.effort[:, :skills, END] - queues.effort[:, :skills, START]) / days
    behind = np.divide(growth, found.pace, out=np.zeros_like(growth), where=found.pace > 0.0)
    asked = busy + (behind[found.team] * found.serves).sum(axis=1)
    seat, skill, team = found.seat, found.skill, found.team[found.seat]
    number, waited = done[seat, skill].T
    shares = spent[seat, skill] / (found.people[seat, None] * days)
    grown = queues.jobs[team, skill, END] - queues.jobs[team, skill, START]
    return {
        **found.named,
        "people": found.people[seat],
        "busy_share": busy[seat],
        "asked_share": asked[seat],
        **{f"{source}_share": shares[:, n] for n, source in enumerate(SOURCES)},
        "jobs_per_quarter": number / days * DAYS_PER_QUARTER,
        "wait_mean_days": np.divide(waited, number, out=np.full(len(number), np.nan), where=number > 0.0),
        "queue_mean_jobs": queues.days[team, skill] / days,
        "queue_growth_per_quarter": grown / days * DAYS_PER_QUARTER,
    }


@kernel
def _work(
    stints: Stints, cases: Cases, origin: Codes, seat: Ints, serves: Bools, home: Ints, window: Window
) -> tuple[Floats, Floats]:
    """Return days (seat, skill, source), and (seat, skill, 2): jobs finished, and days these waited.

    The last skill is none. A decision is taken by whoever may, and stands with their first skill.
    """
    seats, skills = serves.shape
    days, done = np.zeros((seats, skills + 1, ALL_SOURCES)), np.zeros((seats, skills + 1, 2))
    for n in range(len(stints.actor)):
        one, skill, ended = seat[stints.actor[n]], job_skill(stints.code[n]), stints.ended[n]
        if not serves[one, skill]:
            skill = home[one]
        source = source_of(stints.code[n], stints.address[n], cases, origin)
        days[one, skill, source] += overlap(window, stints.begun[n], ended)
        if stints.ending[n] == Event.JOB_FINISHED.value and inside(window, ended):
            done[one, skill, 0] += 1.0
            done[one, skill, 1] += stints.waited[n]
    return days, done


@step
def source_of(code: int, address: int, cases: Cases, origin: Codes) -> int:
    """Return the source of a job, a position in `SOURCES`.

    Parameters
    ----------
    code : int
        See `job_code`.
    address : int
        Of the job.
    cases : Cases
        What jobs belong to.
    origin : ndarray of int
        Origin of each item.
    """
    source: int = SOURCE_OF_KIND[job_kind(code)]
    if source != BY_ORIGIN:
        return source
    if is_initiative(item_of(address)):
        return INITIATIVES
    item = find(cases.table, cases.address, item_of(address))
    assert item >= 0, "a job belongs to an item that was never created"
    found: int = SOURCE_OF_ORIGIN[origin[item]]
    return found


@kernel
def _queues(table: Table, teams: int, skills: int, window: Window) -> Queues:
    """Add up what comes and what goes, row by row: who is first in a queue does not matter to its length."""
    jobs, effort = np.zeros((teams, skills + 1, 2)), np.zeros((teams, skills + 1, 2))
    days, since = np.zeros((teams, skills + 1)), np.zeros((teams, skills + 1))
    for n in range(len(table)):
        event, time = table[n]["event"], table[n]["time"]
        change = CHANGE[event]
        if change == 0.0 or (event == Event.JOB_WITHDRAWN.value and table[n]["actor"] >= 0):
            continue  # it is withdrawn from somebody's hands
        team, skill, asked = table[n]["team"], job_skill(table[n]["code"]), change * table[n]["value"]
        days[team, skill] += jobs[team, skill, END] * overlap(window, since[team, skill], time)
        since[team, skill] = time
        jobs[team, skill, END] += change
        effort[team, skill, END] += asked
        if time < window.start:
            jobs[team, skill, START] += change
            effort[team, skill, START] += asked
    for team in range(teams):
        for skill in range(skills):
            days[team, skill] += jobs[team, skill, END] * overlap(window, since[team, skill], window.end)
    return Queues(jobs, effort, days)
