"""Demand: each unit raises ideas as a Poisson process, each with attributes of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simorg.engines.reference import initiative
from simorg.engines.reference.calendar import Steps
from simorg.engines.reference.entities import Item
from simorg.rules import purposes
from simorg.rules.demand import arrival_time, unit_exponential
from simorg.trace.address import FIRST_STARTING_MODEL, asset_address
from simorg.trace.rows import Due

if TYPE_CHECKING:
    from simorg.engines.reference.world import World


def start(world: World) -> None:
    """Let every unit begin to raise ideas."""
    for unit in range(len(world.units)):
        world.calendar.process(_ideas(world, unit))


def _ideas(world: World, unit: int) -> Steps:
    row = world.units[unit]
    exposure = 0.0
    for n in range(FIRST_STARTING_MODEL):
        address = asset_address(unit, n)
        exposure += unit_exponential(world.u(purposes.ARRIVAL_GAP, address))
        yield world.calendar.at(
            arrival_time(exposure, row.rate, world.parameters.demand_growth_per_day), Due.ARRIVAL, address
        )
        initiative.start(world, _idea(world, unit, address, row.priority))


def _idea(world: World, unit: int, address: int, priority: int) -> Item:
    k = world.parameters
    return Item(
        address=address,
        unit=unit,
        priority=priority,
        coordination_priority=k.work_priority_coordination,
        size=world.draw(k.demand_size, purposes.SIZE, address),
        difficulty=world.draw(k.demand_difficulty, purposes.DIFFICULTY, address),
        value=world.draw(k.demand_value_eur_per_day, purposes.VALUE, address),
        sensitive=world.u(purposes.SENSITIVE, address) < k.demand_sensitive_share,
    )
