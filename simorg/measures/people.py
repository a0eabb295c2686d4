"""Where the time of people goes: utilisation by role, and work accounts that close.

A person who is busy for t days at availability a has worked a t person-days; of the paid time, which is a
share `fte` of all working time, (fte - a) is absence. Direct, rework, coordination, response, idle and
absent time add up to paid time. Part-time people weigh in part in the utilisation of a role.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from simorg.config.labels import inside, sentence
from simorg.config.vocabulary import ROLES
from simorg.measures.episodes import Episodes
from simorg.measures.measure import Measure, shares
from simorg.measures.tally import ratio
from simorg.plan import Plan
from simorg.trace.arrays import Floats, Ints
from simorg.trace.rows import Account

ACCOUNTS = tuple(account.name.lower() for account in Account)

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


def compute(e: Episodes) -> dict[str, float]:
    """Compute the measures of this family."""
    people = e.plan.people
    busy = e.work.busy
    paid = float(people["fte"].sum()) * e.window.days
    worked = (busy * people["availability"][:, None]).sum(axis=0)
    absent = float((people["fte"] - people["availability"]).sum()) * e.window.days
    there = float(people["availability"].sum()) * e.window.days
    by_account = {f"work_{name}_share": ratio(float(worked[n]), paid) for n, name in enumerate(ACCOUNTS)}
    utilisation = busy.sum(axis=1) / e.window.days
    by_seat = _means(_seats(e.plan), utilisation, people["fte"])
    by_role = {
        f"utilisation_{ROLES[role]}": mean
        for role, mean in zip(_roles(e.plan), _means(people["role"], utilisation, people["fte"]), strict=True)
    }
    return {
        **by_account,
        "work_idle_share": ratio(there - float(worked.sum()), paid),
        "work_absent_share": ratio(absent, paid),
        **by_role,
        "utilisation_max_role": max(by_role.values(), default=math.nan),
        "utilisation_max_role_in_team": max(by_seat, default=math.nan),
    }


def _seats(plan: Plan) -> Ints:
    """Return a number for the team and role of each person."""
    seats: Ints = plan.people["team"].astype(np.int64) * len(ROLES) + plan.people["role"]
    return seats


def _means(group: Ints, values: Floats, weights: Floats) -> list[float]:
    """Return the weighted mean of each group that anybody belongs to, in order of group."""
    weight = np.bincount(group, weights=weights)
    somebody = weight > 0.0
    means: list[float] = (np.bincount(group, weights=values * weights)[somebody] / weight[somebody]).tolist()
    return means


def _roles(plan: Plan) -> list[int]:
    return sorted(set(plan.people["role"].tolist()))
