"""The forecast: offered and carried load, computed until everything agrees with everything else.

*Offered* is what the plan asks for. *Carried* is what people will be seen doing: where the offered
load exceeds what they can do, initiatives (the least urgent work) get what is left, and only what
passes goes on to the next stage.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simorg.config.vocabulary import SKILLS
from simorg.plan import Plan
from simorg.workload.ageing import Ageing
from simorg.workload.amounts import Amounts
from simorg.workload.demands import Demands, Flows
from simorg.workload.sharing import Shared, share_out
from simorg.workload.transfers import Transfers
from simorg.workload.waiting import Waits, no_waits, waits
from simorg.workload.watching import Watching

Floats = npt.NDArray[np.float64]

MOST_WALKS, MOST_ROUNDS = 5, 40
CLOSE_ENOUGH = 1e-3
FIRST_GUESS = 0.2
"""How often a backup helps, to begin with."""


@dataclass(frozen=True)
class Load:
    """Work and who does it, per day of the observed window."""

    flows: Flows
    shared: Shared
    waits: Waits
    passing: Floats  # (T, K) share of initiative work that gets done


@dataclass(frozen=True)
class Prediction:
    """What a plan will ask of its people."""

    plan: Plan
    offered: Load  # everything that is asked for
    carried: Load  # what people have time for
    unhindered_days: float  # mean lead time of an initiative if nobody ever waited for people


def predict(plan: Plan) -> Prediction:
    """Predict the load of a plan.

    1. walk every kind of item through its stages, for every unit;
    2. count items, live models, incidents, alarms and changes per day;
    3. share the work out to people, who are then more or less busy;
    4. let that decide who is interrupted and when a backup helps; again until nothing moves;
    5. the same with initiatives held back where people have no time left.

    Parameters
    ----------
    plan : Plan
        What would be run.
    """
    amounts = Amounts(plan)
    ageing = Ageing(plan, amounts, Watching(plan, amounts))
    helped = np.where(plan.backup >= 0, FIRST_GUESS, 0.0)
    carried: Load | None = None
    for _ in range(MOST_WALKS):
        demands = Demands(plan, amounts, ageing, Transfers(plan, amounts, helped))
        carried = _settle(plan, demands, carried, held_back=True)
        wanted = _helped(plan, carried.waits.all_busy)
        moved = float(np.abs(wanted - helped).max(initial=0.0))
        if moved < 0.03:
            break
        helped = 0.5 * (helped + wanted)
    assert carried is not None
    full = carried.passing.min() < 1.0
    offered = _settle(plan, demands, None, held_back=False) if full else carried
    return Prediction(plan, offered, carried, demands.lead_days())


def _settle(plan: Plan, demands: Demands, start: Load | None, held_back: bool) -> Load:
    """Iterate flows, sharing and waits; hold initiatives back where people are full if asked to."""
    passing = np.ones((len(plan.teams), len(SKILLS)))
    waiting: Waits = no_waits(plan)
    shared: Shared | None = None
    if start is not None:
        passing, waiting, shared = start.passing, start.waits, start.shared
    for n in range(MOST_ROUNDS):
        step = 0.5 / (1.0 + n / 10.0)  # ever shorter steps: near the limit waits swing otherwise
        flows = demands.flows(passing, waiting)
        earlier, shared = shared, share_out(plan, flows.work(), shared)
        now = waits(plan, flows.ledgers, shared)
        waiting = Waits(*(a + step * (b - a) for a, b in zip(waiting, now, strict=True)))
        shift = step * (_passing(plan, flows, shared, passing) - passing) if held_back else 0.0 * passing
        passing = passing + shift
        moved = float(np.abs(shift).max(initial=0.0))
        if earlier is not None:
            moved = max(moved, float(np.abs(shared.busy - earlier.busy).max(initial=0.0)))
            if moved < CLOSE_ENOUGH:
                break
    assert shared is not None
    return Load(flows, shared, waiting, passing)


def _passing(plan: Plan, flows: Flows, shared: Shared, passing: Floats) -> Floats:
    """Return the share of initiative work that people have time for after everything else."""
    pace = plan.efficiency * plan.people["availability"][:, None]
    ideas = flows.ledgers["initiatives"].work.sum(axis=0)[plan.people["team"]]
    days = np.divide(shared.share * ideas, pace, out=np.zeros_like(pace), where=pace > 0.0)
    mine = days.sum(axis=1)
    others = shared.busy - mine
    room = np.divide(np.maximum(1.0 - others, 0.0), mine, out=np.full_like(mine, 2.0), where=mine > 1e-9)
    room = np.minimum(room, 2.0)
    found = np.ones_like(passing)
    for team in range(len(plan.teams)):
        members = plan.people["team"] == team
        parts = shared.share[members]
        total = parts.sum(axis=0)
        served = total > 0.0
        found[team, served] = (parts * room[members][:, None]).sum(axis=0)[served] / total[served]
    return np.clip(passing * found, 1e-6, 1.0)


def _helped(plan: Plan, full: Floats) -> Floats:
    """Return how often a backup could start at once and the routed team could not."""
    found = np.zeros(plan.route.shape)
    for unit, skill in np.argwhere(plan.backup >= 0):
        routed, backup = plan.route[unit, skill], plan.backup[unit, skill]
        if routed >= 0 and backup != routed:
            found[unit, skill] = full[routed, skill] * (1.0 - full[backup, skill])
    return found
