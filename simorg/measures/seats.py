"""Seats: how busy people are and what they are asked for, by team, role and what they can do.

A seat is the people of one role in one team who can do the same things: any of them can take what
another can. Goes in: a trace. Comes out: a table with one row a seat and skill that it serves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from simorg.compilation import kernel, step
from simorg.config.settings import DAYS_PER_QUARTER
from simorg.config.vocabulary import ROLES, SKILLS
from simorg.engines.trace import ACCOUNT_OF, Account, Event, JobKind, Origin, Trace
from simorg.measures.arrays import Bools, Codes, Floats, Ints
from simorg.measures.episodes import Cases, Episodes, Rows, Stints, read
from simorg.measures.episodes.directory import find
from simorg.measures.episodes.rows import ITEM_MASK, QUEUED, STARTED, STOPPED, is_initiative, positions
from simorg.measures.spans import Window, inside, overlap
from simorg.plan import Plan

if TYPE_CHECKING:
    import pandas as pd

SOURCES = (
    "initiatives", "retraining", "repairs", "improvements", "rework", "coordination", "incidents",
    "false_alarms",
)  # fmt: skip
"""What the time of people goes into; every job has one of them."""

ORIGIN_SOURCE = {
    Origin.IDEA: "initiatives", Origin.RETRAIN: "retraining", Origin.RETRAIN_AUTOMATED: "retraining",
    Origin.FIX: "repairs", Origin.IMPROVEMENT: "improvements",
}  # fmt: skip
ACCOUNT_SOURCE = {
    Account.DIRECT: "", Account.REWORK: "rework", Account.COORDINATION: "coordination",
    Account.RESPONSE: "incidents",
}  # fmt: skip
"""Direct work has the source that its item has by its origin."""

BY_ORIGIN = -1
SOURCE_OF_KIND = np.array([
    SOURCES.index("false_alarms") if kind is JobKind.ALARM
    else SOURCES.index(ACCOUNT_SOURCE[ACCOUNT_OF[kind]]) if ACCOUNT_SOURCE[ACCOUNT_OF[kind]]
    else BY_ORIGIN
    for kind in JobKind
])  # fmt: skip
SOURCE_OF_ORIGIN = np.array([SOURCES.index(ORIGIN_SOURCE[origin]) for origin in Origin])
ALL_SOURCES, INITIATIVES = len(SOURCES), SOURCES.index("initiatives")
START, END = range(2)

KEYS = ("team", "role", "skills", "skill")
"""Columns that name a row; ``skills`` are all that the people of the seat can do, ``skill`` one of them."""

SHARES = ("busy_share", "asked_share", *(f"{source}_share" for source in SOURCES))
QUEUE = ("queue_mean_jobs", "queue_growth_per_quarter")
COLUMNS = (*KEYS, "people", *SHARES, "jobs_per_quarter", "wait_mean_days", *QUEUE)
"""Columns of the table; see `docs/explain.md`."""


class Seats(NamedTuple):
    """One entry a seat, in order of team, role and what its people can do."""

    of: Ints  # seat of each person
    team: Ints
    role: Ints
    serves: Bools  # (seats, skills)
    people: Ints


class Queues(NamedTuple):
    """What waits for a skill in a team, shapes (teams, skills)."""

    jobs: Floats  # (..., 2) at the start and at the end of the window
    effort: Floats  # (..., 2) person-days that they ask for
    days: Floats  # job-days waited in the window


def seats(trace: Trace) -> pd.DataFrame:
    """Return the seats of one replication.

    Parameters
    ----------
    trace : Trace
        What the replication did.

    Returns
    -------
    DataFrame
        One row a seat and skill, with `COLUMNS`; people who can do nothing have one row without a skill.
    """
    import pandas as pd

    return pd.DataFrame(seats_from(read(trace)))[list(COLUMNS)]


def seats_from(e: Episodes) -> dict[str, npt.NDArray[np.generic]]:
    """Return the columns of the table of seats from episodes that have been paired already."""
    plan, found, days = e.plan, seats_of(e.plan), e.window.days
    count, skills = found.serves.shape
    spent, done = _work(e.stints, e.cases, e.items.origin, found.of, count, skills, e.window)
    queues = _queues(e.rows, len(plan.teams), skills, e.window)
    there = found.people[:, None] * days
    busy = spent.sum(axis=(1, 2)) / there[:, 0]
    growth = (queues.effort[..., END] - queues.effort[..., START]) / days
    behind = np.divide(growth, paces(plan), out=np.zeros_like(growth), where=paces(plan) > 0.0)
    asked = busy + (behind[found.team] * found.serves).sum(axis=1)
    seat, skill = np.nonzero(np.column_stack([found.serves, ~found.serves.any(axis=1)]))
    idle = np.zeros((count, 1))  # of people who can do nothing, behind the last skill
    spent, done = (np.concatenate([each, idle[..., None] * each[:, :1]], axis=1) for each in (spent, done))
    number, waited = done[seat, skill].T
    waiting, grown = (
        np.column_stack([each[found.team], idle])[seat, skill] / days
        for each in (queues.days, queues.jobs[..., END] - queues.jobs[..., START])
    )
    shares = spent[seat, skill] / there[seat]
    return {
        **_named(plan, found, seat, skill),
        "people": found.people[seat],
        "busy_share": busy[seat],
        "asked_share": asked[seat],
        **{f"{source}_share": shares[:, n] for n, source in enumerate(SOURCES)},
        "jobs_per_quarter": number / days * DAYS_PER_QUARTER,
        "wait_mean_days": np.divide(waited, number, out=np.full(len(number), np.nan), where=number > 0.0),
        "queue_mean_jobs": waiting,
        "queue_growth_per_quarter": grown * DAYS_PER_QUARTER,
    }


def seats_of(plan: Plan) -> Seats:
    """Return who can stand in for whom.

    Parameters
    ----------
    plan : Plan
        Whose people.
    """
    people, serves = plan.people, plan.efficiency > 0.0
    keys = np.column_stack([people["team"], people["role"], serves])
    found, of, count = np.unique(keys, axis=0, return_inverse=True, return_counts=True)
    return Seats(of.reshape(-1), found[:, 0], found[:, 1], found[:, 2:] > 0, count)


def paces(plan: Plan) -> Floats:
    """Return the person-days of work a day that the people of each team can do of each skill."""
    found = np.zeros((len(plan.teams), plan.efficiency.shape[1]))
    np.add.at(found, plan.people["team"], plan.efficiency * plan.people["availability"][:, None])
    return found


def _named(plan: Plan, found: Seats, seat: Ints, skill: Ints) -> dict[str, npt.NDArray[np.generic]]:
    names = np.array([*SKILLS, ""], dtype=object)
    can = np.array(["+".join(names[:-1][serves]) for serves in found.serves], dtype=object)
    teams, roles = np.array(plan.labels.teams, dtype=object), np.array(ROLES, dtype=object)
    values = (teams[found.team[seat]], roles[found.role[seat]], can[seat], names[skill])
    return dict(zip(KEYS, values, strict=True))


@kernel
def _work(
    stints: Stints, cases: Cases, origin: Codes, seat: Ints, seats: int, skills: int, window: Window
) -> tuple[Floats, Floats]:
    """Return days (seat, skill, source), and (seat, skill, 2): jobs finished, and days these waited."""
    days, done = np.zeros((seats, skills, ALL_SOURCES)), np.zeros((seats, skills, 2))
    for n in range(len(stints.actor)):
        one, skill, ended = seat[stints.actor[n]], stints.code[n] >> 4 & 15, stints.ended[n]
        source = _source(stints.code[n], stints.address[n], cases, origin)
        days[one, skill, source] += overlap(window, stints.begun[n], ended)
        if stints.ending[n] == Event.JOB_FINISHED.value and inside(window, ended):
            done[one, skill, 0] += 1.0
            done[one, skill, 1] += stints.waited[n]
    return days, done


@step
def _source(code: int, address: int, cases: Cases, origin: Codes) -> int:
    source: int = SOURCE_OF_KIND[code >> 8]
    if source != BY_ORIGIN:
        return source
    if is_initiative(address & ITEM_MASK):
        return INITIATIVES
    item = find(cases.table, cases.address, address & ITEM_MASK)
    assert item >= 0, "a job belongs to an item that was never created"
    found: int = SOURCE_OF_ORIGIN[origin[item]]
    return found


@kernel
def _queues(rows: Rows, teams: int, skills: int, window: Window) -> Queues:
    """Add up what comes and what goes: who is first in a queue does not matter to its length."""
    queues = Queues(np.zeros((teams, skills, 2)), np.zeros((teams, skills, 2)), np.zeros((teams, skills)))
    for section, change in ((QUEUED, 1.0), (STARTED, -1.0)):
        for n in positions(rows, section):
            _move(queues, rows.table[n], change, window)
    for n in positions(rows, STOPPED):
        row = rows.table[n]
        if row["event"] == Event.JOB_PREEMPTED.value:
            _move(queues, row, 1.0, window)
        elif row["actor"] < 0:
            _move(queues, row, -1.0, window)
    return queues


@step
def _move(queues: Queues, row: np.void, change: float, window: Window) -> None:
    team, skill, time = row["team"], row["code"] >> 4 & 15, row["time"]
    queues.days[team, skill] += change * overlap(window, time, window.end)
    queues.jobs[team, skill, END] += change
    queues.effort[team, skill, END] += change * row["value"]
    if time < window.start:
        queues.jobs[team, skill, START] += change
        queues.effort[team, skill, START] += change * row["value"]
