"""Other duties: jobs that come to the people of one role in one team as a Poisson process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simorg.engines.reference.calendar import Steps
from simorg.engines.reference.entities import Case
from simorg.rules import purposes
from simorg.rules.demand import unit_exponential
from simorg.trace.address import (
    ALARMS_PER_CHILD,
    MAX_CHILDREN,
    Child,
    asset_address,
    child_address,
    item_of,
    job_address,
    parts_of,
)
from simorg.trace.codes import JobKind
from simorg.trace.rows import Due

if TYPE_CHECKING:
    from simorg.engines.reference.world import World


def start(world: World) -> None:
    """Let everybody who has other duties begin to be asked for them."""
    for group in range(len(world.duties)):
        world.calendar.process(_duties(world, group))


def _duties(world: World, group: int) -> Steps:
    exposure = 0.0
    for n in range(MAX_CHILDREN * ALARMS_PER_CHILD):
        child, job = divmod(n, ALARMS_PER_CHILD)
        address = job_address(child_address(asset_address(0, group), Child.DUTY, child), job + 1)
        exposure += unit_exponential(world.u(purposes.DUTY_GAP, address))
        yield world.calendar.at(exposure / world.duties[group].rate, Due.DUTY, address)
        _ask(world, group, address)


def _ask(world: World, group: int, address: int) -> None:
    k, row = world.parameters, world.duties[group]
    effort = world.draw(k.duties_effort_days, purposes.DUTY_EFFORT, address)
    if effort > 0.0:
        before = parts_of(address).job - 1
        case = Case(item_of(address), 0, k.duties_priority, k.duties_priority, jobs=before)
        world.workforce.submit(case, JobKind.DUTY, row.role, row.team, effort, k.duties_priority, waits=False)
