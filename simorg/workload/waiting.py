"""How long work waits for people, by in-tray: an order of magnitude from multi-server queues.

The wait of M/G/c with priorities, as in [1]_ for one server: the mean residual of the work in hand,
times the probability that all are busy, over the capacity that more urgent work leaves. Near
saturation a run is too short for the steady state: a queue without slack that starts empty has
waits of ``2 sqrt(R t / pi)`` after t days (reflected Brownian motion, [2]_), R the residual, which is
what a slack of ``sqrt(pi R / t) / 2`` would give in the steady state. That slack is added to the true
one, which takes half the harmonic mean of the two waits.

References
----------
.. [1] Cobham (1954). Priority assignment in waiting line problems. Operations Research 2(1), 70-76.
   doi:10.1287/opre.2.1.70
.. [2] Harrison (1985). Brownian Motion and Stochastic Flow Systems, ch. 2. Wiley. (form; not looked up)
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simorg.config.vocabulary import SKILLS
from simorg.plan import Plan
from simorg.workload.ledger import Ledger
from simorg.workload.sharing import Shared

Floats = npt.NDArray[np.float64]


class Waits(NamedTuple):
    """Days that a job waits before it starts, by team and skill."""

    urgent: Floats  # incidents, urgent changes, questions, approvals
    changes: Floats
    ideas: Floats
    all_busy: Floats  # probability that nobody who serves the in-tray is free


def no_waits(plan: Plan) -> Waits:
    """Return the waits where everybody is always free."""
    zero = np.zeros((len(plan.teams), len(SKILLS)))
    return Waits(zero, zero, zero, zero)


def all_busy(plan: Plan, busy: Floats) -> Floats:
    """Return the probability that nobody who serves an in-tray is free, by team and skill."""
    found = np.ones((len(plan.teams), len(SKILLS)))
    for team in range(len(plan.teams)):
        members = plan.people["team"] == team
        serves = plan.efficiency[members] > 0.0
        found[team] = np.where(serves, busy[members][:, None], 1.0).prod(axis=0)
    return found


def waits(plan: Plan, ledgers: dict[str, Ledger], shared: Shared) -> Waits:
    """Return the waits that go with the load of people.

    Parameters
    ----------
    plan : Plan
        Who serves what.
    ledgers : dict of Ledger
        Work by source, per day.
    shared : Shared
        How busy that makes people.
    """
    busy = np.minimum(shared.busy, 1.0)
    full = all_busy(plan, busy)
    work = {name: ledger.work.sum(axis=0) for name, ledger in ledgers.items()}
    total = sum(work.values())
    square = sum(ledger.square.sum(axis=0) for ledger in ledgers.values())
    low = work["initiatives"]
    middle = low + work["retraining"] + work["improvements"]
    found = np.zeros((3, *full.shape))
    typical = 0.5 * float(plan.knobs[0]["warm_up_days"] + plan.knobs[0]["horizon_days"])
    speed = plan.efficiency * plan.people["availability"][:, None]
    for team, skill in np.argwhere(total > 0.0):
        able = (plan.people["team"] == team) & (speed[:, skill] > 0.0)
        if not able.any():
            continue
        members, pace = busy[able], speed[able, skill]
        days = square[team, skill] / (2.0 * total[team, skill]) / pace.mean()
        used = float(members @ pace / pace.sum())
        before = 1.0
        for n, waiting_too in enumerate((middle[team, skill], low[team, skill], 0.0)):
            left = 1.0 - used * (1.0 - waiting_too / total[team, skill])
            young = 0.5 * math.sqrt(math.pi * days / before / len(members) / typical)
            after = min(max(left, 0.0) + young, 1.0)
            found[n, team, skill] = full[team, skill] * days / len(members) / before / after
            before = after
    return Waits(found[0], found[1], found[2], full)
