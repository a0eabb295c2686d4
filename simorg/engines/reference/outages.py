"""Outages of what all models run on: each hits some of the live models with a fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simorg.engines.reference import incident
from simorg.engines.reference.calendar import Steps
from simorg.engines.reference.entities import Model
from simorg.rules import purposes
from simorg.rules.demand import exponential_days
from simorg.trace.address import OF_UNIT, asset_address
from simorg.trace.codes import Cause
from simorg.trace.rows import Due

if TYPE_CHECKING:
    from simorg.engines.reference.world import World

PLATFORM = asset_address(0, OF_UNIT)


def start(world: World) -> None:
    """Let outages come, if there are any."""
    if world.parameters.outages_per_day > 0.0:
        world.calendar.process(_outages(world))


def _outages(world: World) -> Steps:
    n = 0
    while True:
        n += 1
        u = world.u(purposes.OUTAGE_GAP, PLATFORM, n)
        gap = exponential_days(world.parameters.outages_per_day, u)
        yield world.calendar.at(world.now + gap, Due.DELAY_OVER, PLATFORM)
        for models in world.portfolio:
            for model in models:
                _hit(world, model, n)


def _hit(world: World, model: Model, n: int) -> None:
    """Let the n-th outage hit a model, or not; one that has a fault already is spared."""
    if world.u(purposes.OUTAGE_HITS, model.address, n) >= world.parameters.outages_hits:
        return
    if any(one.cause == Cause.FAULT and not one.mitigated for one in model.open_incidents):
        return
    loss = world.draw(world.parameters.faults_loss, purposes.OUTAGE_LOSS, model.address, n)
    incident.start(world, model, Cause.FAULT, min(1.0, loss))
