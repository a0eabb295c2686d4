"""Who does it: the work of an in-tray, shared out to the people who serve it.

The engine gives a job to the most efficient free person. Here a job goes to the n-th in order of
efficiency if all before are busy and this one is free; if all are busy it goes to whoever has time
left for it. That is the hypercube approximation [1]_ without its correction factors: people are taken
to be busy independently of each other.

References
----------
.. [1] Larson (1975). Approximating the performance of urban emergency service systems. Operations
   Research 23(5), 845-868. doi:10.1287/opre.23.5.845
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simorg.plan import Plan

Floats = npt.NDArray[np.float64]

MOST_ROUNDS, CLOSE_ENOUGH = 80, 1e-4
LEAST_SLACK = 0.02


class Shared(NamedTuple):
    """Work shared out."""

    busy: Floats  # (P,) days of work per day; above 1 = more than a person can do
    share: Floats  # (P, K) part of the work of the in-tray of the own team and a skill


def share_out(plan: Plan, work: Floats, start: Shared | None = None) -> Shared:
    """Share the work of every in-tray out to people.

    Parameters
    ----------
    plan : Plan
        Who serves what, how fast.
    work : ndarray, shape (teams, skills)
        Person-days at efficiency 1, per day.
    start : Shared, optional
        An earlier answer to begin from.
    """
    pace = plan.efficiency * plan.people["availability"][:, None]
    busy, share = np.zeros(len(pace)), np.zeros_like(pace)
    for team in range(len(plan.teams)):
        members = np.flatnonzero(plan.people["team"] == team)
        if len(members):
            first = None if start is None else start.share[members]
            busy[members], share[members] = _share_in_team(pace[members], work[team], first)
    return Shared(busy, share)


def _share_in_team(pace: Floats, work: Floats, start: Floats | None) -> tuple[Floats, Floats]:
    serves = pace > 0.0
    cost = np.divide(work[None, :], pace, out=np.zeros_like(pace), where=serves)  # days if one did it all
    if start is None:
        start = pace / np.maximum(pace.sum(axis=0), 1e-12)
    share = start
    # the most efficient first, then by identity, as in the engine
    order = np.argsort(-pace, axis=0, kind="stable")
    for n in range(MOST_ROUNDS):
        wanted = _wanted(pace, serves, cost, share, order)
        moved = float(np.abs(wanted - share).max(initial=0.0))
        share = share + 0.5 / (1.0 + n / 20.0) * (wanted - share)  # ever shorter steps: no swinging
        if moved < CLOSE_ENOUGH:
            break
    return (cost * share).sum(axis=1), share


def _wanted(
    pace: Floats, serves: npt.NDArray[np.bool_], cost: Floats, share: Floats, order: npt.NDArray[np.int64]
) -> Floats:
    """Return the shares that go with how busy people are under the present ones."""
    days = cost * share
    busy = days.sum(axis=1)
    found = np.zeros_like(share)
    for skill in np.flatnonzero(cost.any(axis=0)):
        line = [p for p in order[:, skill] if serves[p, skill]]
        before = 1.0
        for p in line:
            taken = min(busy[p], 1.0)
            found[p, skill] = before * (1.0 - taken)
            before *= taken
        slack = pace[line, skill] * np.maximum(1.0 - busy[line] + days[line, skill], LEAST_SLACK)
        found[line, skill] += before * slack / slack.sum()
    return found
