"""In-trays: one pairing heap a team and skill, in the declared order of jobs.

A job that was withdrawn while it waited stays where it is until it comes to the top.

References
----------
Fredman, Sedgewick, Sleator, Tarjan (1986), The pairing heap, Algorithmica 1, doi 10.1007/BF01840439
"""
# mypy: no-warn-return-any

from __future__ import annotations

from simorg.compilation import step
from simorg.engines.compiled.nouns import NOBODY
from simorg.engines.compiled.room import free_job
from simorg.engines.compiled.world import World


@step
def precedes(world: World, a: int, b: int) -> bool:
    """Return whether job `a` comes before job `b`: priority class, time queued, address."""
    one, other = world.jobs[a], world.jobs[b]
    if one.priority != other.priority:
        return one.priority < other.priority
    if one.queued_at != other.queued_at:
        return one.queued_at < other.queued_at
    return one.address < other.address


@step
def _meld(world: World, a: int, b: int) -> int:
    """Join two heaps and return the top of both."""
    if a == NOBODY:
        return b
    if b == NOBODY:
        return a
    if precedes(world, b, a):
        a, b = b, a
    world.jobs[b].sibling = world.jobs[a].child
    world.jobs[a].child = b
    return a


@step
def put(world: World, team: int, skill: int, job: int) -> None:
    """Put a job into a tray."""
    tray = world.trays[team, skill]
    world.jobs[job].child = NOBODY
    world.jobs[job].sibling = NOBODY
    tray.top = _meld(world, tray.top, job)


@step
def take_top(world: World, team: int, skill: int) -> int:
    """Take the first job out of a tray and return it: the two passes of a pairing heap."""
    tray = world.trays[team, skill]
    top = tray.top
    left = world.jobs[top].child
    pairs = NOBODY
    while left != NOBODY:
        right = world.jobs[left].sibling
        rest = world.jobs[right].sibling if right != NOBODY else NOBODY
        pair = _meld(world, left, right)
        world.jobs[pair].sibling = pairs
        pairs = pair
        left = rest
    melded = NOBODY
    while pairs != NOBODY:
        rest = world.jobs[pairs].sibling
        world.jobs[pairs].sibling = NOBODY
        melded = _meld(world, melded, pairs)
        pairs = rest
    tray.top = melded
    return top


@step
def first(world: World, team: int, skill: int) -> int:
    """Return the first job of a tray that is still wanted, or NOBODY."""
    while True:
        top = world.trays[team, skill].top
        if top == NOBODY or world.jobs[top].open:
            return top
        free_job(world, take_top(world, team, skill))
