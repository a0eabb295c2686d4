"""Where the time of people goes: utilisation by role, and work accounts that close.

A person who is busy for t days at availability a has worked a t person-days; (1 - a) of the paid
time is absence. Direct, rework, coordination, response, idle and absent time add up to paid time.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from simorg.config.vocabulary import ROLES
from simorg.engines.trace import Account
from simorg.measures.episodes import Episodes
from simorg.measures.measure import Measure, shares
from simorg.measures.tally import ratio
from simorg.plan import Plan

ACCOUNTS = tuple(account.name.lower() for account in Account)

MEASURES = (
    *shares(
        {f"work_{name}_share": f"Paid time in the window that went into {name} jobs." for name in ACCOUNTS}
        | {
            "work_idle_share": "Paid time in the window in which people were there and had no job.",
            "work_absent_share": "Paid time in the window in which people were absent.",
        }
    ),
    Measure("utilisation_max_role", "share", "none", "Largest utilisation of any role."),
    Measure(
        "utilisation_max_role_in_team", "share", "none",
        "Largest utilisation of any role within one team: near 1, that in-tray grows without end.",
    ),
)  # fmt: skip


def measures(plan: Plan) -> tuple[Measure, ...]:
    """Return the measures that exist for each role that somebody has."""
    names = [ROLES[role] for role in _roles(plan)]
    return shares(
        {f"utilisation_{name}": f"Busy time of role {name} over its time in window." for name in names}
    )


def compute(e: Episodes) -> dict[str, float]:
    """Compute the measures of this family."""
    people = e.plan.people
    busy = _busy_days(e)
    paid = len(people) * e.window.days
    worked = (busy * people["availability"][:, None]).sum(axis=0)
    absent = float((1.0 - people["availability"]).sum()) * e.window.days
    there = float(people["availability"].sum()) * e.window.days
    by_account = {f"work_{name}_share": ratio(float(worked[n]), paid) for n, name in enumerate(ACCOUNTS)}
    by_role = {
        f"utilisation_{ROLES[role]}": float(busy[people["role"] == role].sum(axis=1).mean()) / e.window.days
        for role in _roles(e.plan)
    }
    return {
        **by_account,
        "work_idle_share": ratio(there - float(worked.sum()), paid),
        "work_absent_share": ratio(absent, paid),
        **by_role,
        "utilisation_max_role": max(by_role.values(), default=math.nan),
        "utilisation_max_role_in_team": _busiest_seats(e.plan, busy.sum(axis=1) / e.window.days),
    }


def _busy_days(e: Episodes) -> npt.NDArray[np.float64]:
    """Return days at work inside the window, per person and account."""
    shape = (len(e.plan.people), len(Account))
    working = np.flatnonzero(e.stretches.working)
    days = e.window.clip(e.stretches.start[working], e.stretches.end[working])
    slot = e.stretches.actor[working] * shape[1] + e.jobs.account[e.stretches.job[working]]
    table = np.bincount(slot, weights=days, minlength=shape[0] * shape[1])
    return table.astype(np.float64, copy=False).reshape(shape)


def _busiest_seats(plan: Plan, utilisation: npt.NDArray[np.float64]) -> float:
    """Return the largest mean over the people of one role in one team."""
    seats = plan.people["team"].astype(np.int64) * len(ROLES) + plan.people["role"]
    people = np.bincount(seats)
    totals = np.bincount(seats, weights=utilisation)
    return float((totals[people > 0] / people[people > 0]).max()) if len(seats) else math.nan


def _roles(plan: Plan) -> list[int]:
    return [int(role) for role in np.unique(plan.people["role"])]
