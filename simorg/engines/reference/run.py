"""One replication of the reference engine: make the world, let it begin, run to the horizon."""

from __future__ import annotations

import functools

import numpy as np

from simorg.engines.reference import demand, duties, live_model, on_call, outages, requests, review
from simorg.engines.reference.workforce import Workforce
from simorg.engines.reference.world import World
from simorg.plan import Plan
from simorg.trace.events import Event
from simorg.trace.rows import ROW, Trace


def simulate(plan: Plan, replication: int = 0) -> Trace:
    """Run one replication to its horizon with the SimPy engine."""
    world = World(plan, replication)
    world.workforce = Workforce(world)
    world.put_into_production = functools.partial(live_model.put_into_production, world)
    live_model.start_portfolio(world)
    outages.start(world)
    demand.start(world)
    requests.start(world)
    review.start(world)
    duties.start(world)
    on_call.start(world)
    world.calendar.run(until=world.parameters.horizon_days)
    world.record(Event.RUN_ENDED, 0, 0, world.parameters.horizon_days)
    return Trace(np.array(world.rows, dtype=ROW), plan, replication, "reference")
