"""What a person has in hand besides the job that is worked on: a list in the order of the turns."""
# mypy: no-warn-return-any

from __future__ import annotations

from simorg.compilation import step
from simorg.engines.compiled.records import NOBODY
from simorg.engines.compiled.world import World


@step
def put_last(world: World, slot: int, person: int) -> None:
    """Put a job behind all that somebody has in hand."""
    _take_in(world, slot, person)
    hands, job = world.people[person], world.jobs[slot]
    job.sibling = hands.last
    job.child = NOBODY
    if hands.last == NOBODY:
        hands.first = slot
    else:
        world.jobs[hands.last].child = slot
    hands.last = slot


@step
def put_first(world: World, slot: int, person: int) -> None:
    """Put a job before all that somebody has in hand."""
    _take_in(world, slot, person)
    hands, job = world.people[person], world.jobs[slot]
    job.sibling = NOBODY
    job.child = hands.first
    if hands.first == NOBODY:
        hands.last = slot
    else:
        world.jobs[hands.first].sibling = slot
    hands.first = slot


@step
def _take_in(world: World, slot: int, person: int) -> None:
    hands, job = world.people[person], world.jobs[slot]
    if hands.job == NOBODY and hands.held == 0:
        world.teams[job.team].turning += 1
    hands.held += 1
    job.holder = person


@step
def drop(world: World, slot: int) -> None:
    """Take a job out of the hands that hold it."""
    job = world.jobs[slot]
    hands = world.people[job.holder]
    if job.sibling == NOBODY:
        hands.first = job.child
    else:
        world.jobs[job.sibling].child = job.child
    if job.child == NOBODY:
        hands.last = job.sibling
    else:
        world.jobs[job.child].sibling = job.sibling
    hands.held -= 1
    if hands.job == NOBODY and hands.held == 0:
        world.teams[job.team].turning -= 1
    job.holder = NOBODY
