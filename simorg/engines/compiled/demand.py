"""Demand: each unit raises ideas as a Poisson process, each with attributes of its own."""

from __future__ import annotations

from simorg.compilation import step
from simorg.engines.compiled import initiative
from simorg.engines.compiled.calendar import at
from simorg.engines.compiled.slots import take_case
from simorg.engines.compiled.world import World, draw, happens, u
from simorg.rules import purposes
from simorg.rules.demand import arrival_time, unit_exponential
from simorg.trace.address import FIRST_STARTING_MODEL, asset_address
from simorg.trace.codes import Origin
from simorg.trace.rows import Due


@step
def start(world: World, unit: int) -> None:
    """Let a unit begin to raise ideas."""
    _next_idea(world, unit)


@step
def _next_idea(world: World, unit: int) -> None:
    row = world.units[unit]
    if row.ideas >= FIRST_STARTING_MODEL:
        return
    address = asset_address(unit, row.ideas)
    row.exposure += unit_exponential(u(world, purposes.ARRIVAL_GAP, address, 0))
    time = arrival_time(row.exposure, row.rate, world.parameters.demand_growth_per_day)
    at(world, time, Due.ARRIVAL.value, address, unit, 0)


@step
def arrive(world: World, unit: int, address: int) -> None:
    """Raise an idea, and foresee the next one."""
    k = world.parameters
    slot = take_case(world)
    item = world.cases[slot]
    item.address = address
    item.origin = Origin.IDEA.value
    item.unit = unit
    item.priority = world.units[unit].priority
    item.coordination_priority = k.work_priority_coordination
    item.size_ = draw(world, k.demand_size, purposes.SIZE, address, 0)
    item.difficulty = draw(world, k.demand_difficulty, purposes.DIFFICULTY, address, 0)
    item.value = draw(world, k.demand_value_eur_per_day, purposes.VALUE, address, 0)
    item.sensitive = 1 if happens(world, k.demand_sensitive_share, purposes.SENSITIVE, address, 0) else 0
    initiative.start(world, slot)
    world.units[unit].ideas += 1
    _next_idea(world, unit)
