"""Where the time of people goes: utilisation by role, and work accounts that close.

A person who is busy for t days at availability a has worked a t person-days; of the paid time, which is a
share `fte` of all working time, (fte - a) is absence. Direct, rework, coordination, response, idle and
absent time add up to paid time. Part-time people weigh in part in the utilisation of a role.
"""

from __future__ import annotations

import math
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

from simorg.compilation import kernel
from simorg.config.labels import inside, sentence
from simorg.config.vocabulary import ROLES
from simorg.measures.episodes import Episodes
from simorg.measures.measure import Measure, shares
from simorg.measures.tally import ratio, total
from simorg.plan import Plan
from simorg.plan.once import MOST_PLANS
from simorg.trace.arrays import Floats, Table
from simorg.trace.codes import Account

ACCOUNTS = tuple(account.name.lower() for account in Account)
ALL_ACCOUNTS, ALL_ROLES = len(ACCOUNTS), len(ROLES)

MEASURES = (
    *shares(
        {
            f"work_{name}_share": (
                f"Paid time, {name}", f"Paid time in the window that went into {name} jobs."
            )
            for name in ACCOUNTS
        }
        | {
            "work_idle_share": (
                "Paid time, idle", "Paid time in the window in which people were there and had no job."
            ),
            "work_absent_share": (
                "Paid time, absent", "Paid time in the window in which people were absent."
            ),
        }
    ),
    Measure(
        "utilisation_max_role", "Utilisation, busiest role", "share", "none",
        "Largest utilisation of any role.", headline=True,
    ),
    Measure(
        "utilisation_max_role_in_team", "Utilisation, busiest role of a team", "share", "none",
        "Largest utilisation of any role within one team: near 1, that queue grows without end.",
    ),
)  # fmt: skip


def possible() -> tuple[Measure, ...]:
    """Return the measures that exist for some plan: those of every role."""
    return _of_roles(ROLES)


def measures(plan: Plan) -> tuple[Measure, ...]:
    """Return the measures that exist for each role that somebody has."""
    return _of_roles(tuple(ROLES[role] for role in _roles(plan)))


@cache
def _of_roles(names: tuple[str, ...]) -> tuple[Measure, ...]:
    return shares(
        {
            f"utilisation_{name}": (
                f"Utilisation, {inside(sentence(name))}",
                f"Time that people of role {inside(sentence(name))} had a job over their time in the window.",
            )
            for name in names
        }
    )


class Time(NamedTuple):
    """What became of the time of people in the window."""

    worked: Floats  # person-days by account
    by_role: Floats  # mean utilisation of each role that somebody has
    busiest_seat: float  # utilisation of the busiest role of a team


def compute(e: Episodes, counted: Time | None = None) -> dict[str, float]:
    """Compute the measures of this family, from what `tally` has counted if it has."""
    people, days = e.plan.people, e.window.days
    time = counted or tally(e.work.busy, people, len(e.plan.teams), days)
    paid, there = total(people["fte"]) * days, total(people["availability"]) * days
    absent, worked = total(people["fte"] - people["availability"]) * days, time.worked.tolist()
    names = (f"utilisation_{ROLES[role]}" for role in _roles(e.plan))
    by_role = dict(zip(names, time.by_role.tolist(), strict=True))
    return {
        **{f"work_{name}_share": ratio(worked[n], paid) for n, name in enumerate(ACCOUNTS)},
        "work_idle_share": ratio(there - sum(worked), paid),
        "work_absent_share": ratio(absent, paid),
        **by_role,
        "utilisation_max_role": max(by_role.values(), default=math.nan),
        "utilisation_max_role_in_team": float(time.busiest_seat),
    }


@kernel
def tally(busy: Floats, people: Table, teams: int, days: float) -> Time:
    """Count what became of the time of people."""
    worked, seats = np.zeros(ALL_ACCOUNTS), teams * ALL_ROLES
    used, weight = np.zeros(seats + ALL_ROLES), np.zeros(seats + ALL_ROLES)  # roles stand behind seats
    for n in range(len(people)):
        person, together = people[n], 0.0
        for account in range(ALL_ACCOUNTS):
            worked[account] += busy[n, account] * person["availability"]
            together += busy[n, account]
        for place in (person["team"] * ALL_ROLES + person["role"], seats + person["role"]):
            used[place] += together / days * person["fte"]
            weight[place] += person["fte"]
    busiest, by_role, found = math.nan, np.empty(ALL_ROLES), 0
    for place in range(seats):
        if weight[place] > 0.0 and not busiest >= used[place] / weight[place]:
            busiest = used[place] / weight[place]
    for role in range(ALL_ROLES):
        if weight[seats + role] > 0.0:
            by_role[found] = used[seats + role] / weight[seats + role]
            found += 1
    return Time(worked, by_role[:found], busiest)


@lru_cache(MOST_PLANS)
def _roles(plan: Plan) -> list[int]:
    return sorted(set(plan.people["role"].tolist()))
