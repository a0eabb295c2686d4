"""Other duties: jobs that come to the people of one role in one team as a Poisson process."""

from __future__ import annotations

from simorg.compilation import step
from simorg.engines.compiled.calendar import at
from simorg.engines.compiled.records import NOBODY
from simorg.engines.compiled.workforce import submit
from simorg.engines.compiled.world import World, draw, u
from simorg.rules import purposes
from simorg.rules.demand import unit_exponential
from simorg.trace.address import (
    ALARMS_PER_CHILD,
    MAX_CHILDREN,
    Child,
    asset_address,
    child_address,
    job_address,
)
from simorg.trace.codes import JobKind
from simorg.trace.rows import Due


@step
def start(world: World, group: int) -> None:
    """Let the people of one role in one team begin to be asked for something else."""
    _next_duty(world, group)


@step
def _next_duty(world: World, group: int) -> None:
    row = world.duties[group]
    if row.asked >= MAX_CHILDREN * ALARMS_PER_CHILD:
        return
    child, n = row.asked // ALARMS_PER_CHILD, row.asked % ALARMS_PER_CHILD
    address = job_address(child_address(asset_address(0, group), Child.DUTY.value, child), n + 1)
    row.exposure += unit_exponential(u(world, purposes.DUTY_GAP, address, 0))
    at(world, row.exposure / row.rate, Due.DUTY.value, address, group, 0)
    row.asked += 1


@step
def ask(world: World, group: int, address: int) -> None:
    """Ask for something else, and foresee the next."""
    k, row = world.parameters, world.duties[group]
    effort = draw(world, k.duties_effort_days, purposes.DUTY_EFFORT, address, 0)
    if effort > 0.0:
        kind, priority = JobKind.DUTY.value, k.duties_priority
        submit(world, address, kind, row.role, row.team, effort, priority, NOBODY, NOBODY)
    _next_duty(world, group)
