"""A prediction as tidy tables: by role, by role within a team, by source; and the bottleneck in words.

Load is in person-days per day, as people spend them: a slow person needs more of them for the same
work. ``load`` is what the plan asks for (it may exceed capacity), ``busy`` what people will be seen
doing.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from simorg.config.vocabulary import ROLES, SKILLS
from simorg.engines.trace import Account
from simorg.theory.heavy_traffic import allen_cunneen_wait
from simorg.workload.forecast import Load, Prediction

if TYPE_CHECKING:
    import pandas as pd

Floats = npt.NDArray[np.float64]

TARGET = 0.85
"""Utilisation that head counts are computed for."""

ACCOUNTS = tuple(account.name.lower() for account in Account)


class Queue(NamedTuple):
    """An in-tray and the people who serve it."""

    skill: str
    servers: int
    wait_days: float  # of a job, infinite where more is asked than can be done


class Bottleneck(NamedTuple):
    """The people with the highest utilisation: one role within one team."""

    team: str
    role: str
    people: int
    utilisation: float
    people_for_target: int
    queue: Queue


def spent(load: Load, prediction: Prediction) -> Floats:
    """Return person-days per day, shape (people, accounts).

    Parameters
    ----------
    load : Load
        Offered or carried.
    prediction : Prediction
        Whose people.
    """
    plan = prediction.plan
    work = sum((ledger.by_account() for ledger in load.flows.ledgers.values()), start=np.zeros(1))
    mine = work[:, plan.people["team"], :]  # (accounts, people, skills)
    cost = np.divide(load.shared.share, plan.efficiency, out=np.zeros_like(plan.efficiency),
                     where=plan.efficiency > 0.0)  # fmt: skip
    found: Floats = np.einsum("apk,pk->pa", mine, cost)
    return found


def by_role(prediction: Prediction) -> pd.DataFrame:
    """Return one row a role, the busiest first.

    Parameters
    ----------
    prediction : Prediction
        What to show.
    """
    return _grouped(prediction, teams=False)


def by_team_role(prediction: Prediction) -> pd.DataFrame:
    """Return one row a role within a team, the busiest first.

    Parameters
    ----------
    prediction : Prediction
        What to show.
    """
    return _grouped(prediction, teams=True)


def by_source(prediction: Prediction) -> pd.DataFrame:
    """Return one row a source of work, with the person-days per day that it asks for.

    Parameters
    ----------
    prediction : Prediction
        What to show.
    """
    import pandas as pd

    plan, load = prediction.plan, prediction.offered
    cost = np.divide(load.shared.share, plan.efficiency, out=np.zeros_like(plan.efficiency),
                     where=plan.efficiency > 0.0)  # fmt: skip
    rows = []
    for source, ledger in load.flows.ledgers.items():
        by_account = np.einsum("apk,pk->a", ledger.by_account()[:, plan.people["team"], :], cost)
        rows.append(
            {"source": source, "load_days": float(by_account.sum())}
            | {name: float(by_account[n]) for n, name in enumerate(ACCOUNTS)}
            | {"jobs_per_day": float(ledger.jobs.sum())}
        )
    return pd.DataFrame(rows)


def bottleneck(prediction: Prediction) -> Bottleneck:
    """Return the role within a team that has the highest utilisation.

    Parameters
    ----------
    prediction : Prediction
        What to look at.
    """
    first = by_team_role(prediction).iloc[0]
    return Bottleneck(
        team=str(first["team"]),
        role=str(first["role"]),
        people=int(first["people"]),
        utilisation=float(first["utilisation"]),
        people_for_target=int(first["people_for_85"]),
        queue=_queue(prediction, str(first["team"]), str(first["role"])),
    )


def sentences(prediction: Prediction) -> list[str]:
    """Return the bottleneck, the warnings and the wait in plain words.

    Parameters
    ----------
    prediction : Prediction
        What to tell.
    """
    found = bottleneck(prediction)
    seat = f"{found.role.replace('_', ' ')} in team {found.team}"
    if found.utilisation <= 0.0:
        return ["Nobody has anything to do: no demand and no live models."]
    told = [
        f"Bottleneck: {seat}, {found.people} {'person' if found.people == 1 else 'people'}, asked for "
        f"{found.utilisation:.0%} of their time; with {found.people_for_target} it would be "
        f"{TARGET:.0%} at most."
    ]
    table = by_team_role(prediction)
    over = table[table["utilisation"] > 1.0]
    if len(over):
        rows = over.to_dict("records")
        names = ", ".join(
            f"{str(row['role']).replace('_', ' ')} in {row['team']} ({row['utilisation']:.0%})"
            for row in rows
        )
        told.append(
            f"WARNING: more work than time for {names}. Queues grow as long as the run lasts; "
            f"{_share(_passed(prediction))} of the initiatives asked for get through."
        )
    queue = found.queue
    if math.isfinite(queue.wait_days):
        told.append(
            f"A job for '{queue.skill}' there ({queue.servers} can do it) waits about "
            f"{_rounded(queue.wait_days)} days on average before it starts "
            "(heavy-traffic approximation without priorities: an order of magnitude)."
        )
    if math.isfinite(prediction.unhindered_days):
        told.append(
            f"If nobody ever waited for people, an initiative would take {prediction.unhindered_days:.0f} "
            "days from idea to full exposure."
        )
    return told


def _grouped(prediction: Prediction, teams: bool) -> pd.DataFrame:
    import pandas as pd

    plan = prediction.plan
    days, there = spent(prediction.offered, prediction), plan.people["availability"]
    busy = np.minimum(prediction.carried.shared.busy, 1.0)
    role, team = plan.people["role"], plan.people["team"]
    rows = []
    for key in sorted({(int(t) if teams else -1, int(r)) for t, r in zip(team, role, strict=True)}):
        mine = (role == key[1]) & ((team == key[0]) | (not teams))
        people, capacity, load = int(mine.sum()), float(there[mine].sum()), float(days[mine].sum())
        rows.append(
            ({"team": plan.labels.teams[key[0]]} if teams else {})
            | {"role": ROLES[key[1]], "people": people, "capacity_days": capacity, "load_days": load}
            | {
                "utilisation": float(prediction.offered.shared.busy[mine].mean()),
                "busy": float(busy[mine].mean()),
            }
            | {"people_for_85": math.ceil(load / (TARGET * capacity / people) - 1e-9)}
            | {name: float(days[mine, n].sum()) for n, name in enumerate(ACCOUNTS)}
        )
    return pd.DataFrame(rows).sort_values("utilisation", ascending=False, kind="stable", ignore_index=True)


def _queue(prediction: Prediction, team: str, role: str) -> Queue:
    """Return the in-tray on which the people of one role in one team spend most time, and its wait.

    All who serve that in-tray are taken as one queue, with everything that they do.
    """
    plan, load = prediction.plan, prediction.offered
    t = plan.labels.teams.index(team)
    seated = plan.people["team"] == t
    pace = plan.efficiency * plan.people["availability"][:, None]
    inverse = np.divide(1.0, pace, out=np.zeros_like(pace), where=pace > 0.0)
    ledgers = load.flows.ledgers.values()
    jobs, work, square = (
        np.sum([getattr(x, name)[:, t] for x in ledgers], axis=(0, 1)) for name in ("jobs", "work", "square")
    )
    days = load.shared.share * inverse * work
    skill = int(days[seated & (plan.people["role"] == ROLES.index(role))].sum(axis=0).argmax())
    able = seated & (pace[:, skill] > 0.0)
    share, servers = load.shared.share[able], int(able.sum())
    count, first = float((share * jobs).sum()), float(days[able].sum())
    if count <= 0.0 or first / servers >= 1.0:
        return Queue(SKILLS[skill], servers, 0.0 if count <= 0.0 else math.inf)
    second = float((share * inverse[able] ** 2 * square).sum())
    scv = max(second * count / first**2 - 1.0, 0.0)
    return Queue(SKILLS[skill], servers, allen_cunneen_wait(count, first / count, servers, 1.0, scv))


def _passed(prediction: Prediction) -> float:
    """Return the share of the initiatives asked for that people have time for.

    Deliveries within the window would not do: lead times decide them too, and those of an overload
    have no end.
    """
    offered = float(prediction.offered.flows.passed.sum())
    return float(prediction.carried.flows.passed.sum()) / offered if offered > 0.0 else 1.0


def _share(part: float) -> str:
    return f"{part:.0%}" if part >= 0.005 else "hardly any"


def _rounded(days: float) -> str:
    return f"{days:.0f}" if days >= 10.0 else f"{days:.1g}"
