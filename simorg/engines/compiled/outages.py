"""Outages of what all models run on: each hits some of the live models with a fault.

All outages are one case, which goes from model to model, one a step: a step must not take much room.
"""
# mypy: no-warn-return-any

from __future__ import annotations

from simorg.compilation import step
from simorg.engines.compiled import incident, resume_points
from simorg.engines.compiled.calendar import at
from simorg.engines.compiled.records import NOBODY
from simorg.engines.compiled.slots import take_case
from simorg.engines.compiled.world import World, draw, happens, u
from simorg.rules import purposes
from simorg.rules.demand import exponential_days
from simorg.trace.address import OF_UNIT, asset_address
from simorg.trace.codes import Cause
from simorg.trace.rows import Due


@step
def start(world: World) -> None:
    """Let outages come, if there are any."""
    if world.parameters.outages_per_day > 0.0:
        slot = take_case(world)
        world.cases[slot].kind = resume_points.OUTAGE
        world.cases[slot].address = asset_address(0, OF_UNIT)
        _await_next(world, slot)


@step
def _await_next(world: World, slot: int) -> None:
    outage = world.cases[slot]
    outage.nth += 1
    outage.unit = 0
    outage.model = NOBODY
    outage.state = resume_points.OUTAGE_DUE
    chance = u(world, purposes.OUTAGE_GAP, outage.address, outage.nth)
    gap = exponential_days(world.parameters.outages_per_day, chance)
    at(world, world.clock.now + gap, Due.DELAY_OVER.value, outage.address, slot, outage.stamp)


@step
def go_on(world: World, slot: int) -> bool:
    """Let an outage reach the next live model; return whether it waits, for the next outage."""
    outage = world.cases[slot]
    if outage.state == resume_points.OUTAGE_DUE:
        outage.state = resume_points.OUTAGE_SPREADS
        outage.model = world.units[0].first_model
    elif outage.model != NOBODY:
        _hit(world, outage.model, outage.nth)
        outage.model = world.models[outage.model].after
    else:
        outage.unit += 1
        if outage.unit >= world.parameters.units:
            _await_next(world, slot)
            return True
        outage.model = world.units[outage.unit].first_model
    return False


@step
def _hit(world: World, slot: int, n: int) -> None:
    """Let the n-th outage hit a model, or not; one that has a fault already is spared."""
    k, model = world.parameters, world.models[slot]
    if not happens(world, k.outages_hits, purposes.OUTAGE_HITS, model.address, n) or _is_down(world, slot):
        return
    loss = draw(world, k.faults_loss, purposes.OUTAGE_LOSS, model.address, n)
    struck = incident.start(world, slot, Cause.FAULT.value, min(1.0, loss))
    world.cases[struck].by_outage = 1
    model.outages += 1


@step
def _is_down(world: World, slot: int) -> bool:
    one = world.models[slot].first[resume_points.INCIDENT]
    while one != NOBODY:
        if world.cases[one].cause == Cause.FAULT.value and not world.cases[one].mitigated:
            return True
        one = world.cases[one].after
    return False
