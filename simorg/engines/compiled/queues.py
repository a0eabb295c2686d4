"""Queues: a pairing heap a team and skill, and a list of the sign-offs of a team; in the declared order.

A job that was withdrawn while it waited stays in its heap until it comes to the top. Sign-offs under four
eyes stand in a list, since who may not take the first may well take the second.

References
----------
Fredman, Sedgewick, Sleator, Tarjan (1986), The pairing heap, Algorithmica 1, doi 10.1007/BF01840439
"""
# mypy: no-warn-return-any

from __future__ import annotations

from simorg.compilation import step
from simorg.engines.compiled.records import NOBODY
from simorg.engines.compiled.slots import free_job
from simorg.engines.compiled.world import World


@step
def precedes(world: World, a: int, b: int) -> bool:
    """Return whether job `a` comes before job `b`: priority class, time queued or its stand-in, address."""
    one, other = world.jobs[a], world.jobs[b]
    if one.priority != other.priority:
        return one.priority < other.priority
    if one.key != other.key:
        return one.key < other.key
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
def put(world: World, team: int, queue: int, job: int) -> None:
    """Put a job into a heap."""
    heap = world.queues[team, queue]
    world.jobs[job].child = NOBODY
    world.jobs[job].sibling = NOBODY
    heap.top = _meld(world, heap.top, job)


@step
def take_top(world: World, team: int, queue: int) -> int:
    """Take the first job out of a heap and return it: the two passes of a pairing heap."""
    heap = world.queues[team, queue]
    top = heap.top
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
    heap.top = melded
    return top


@step
def first(world: World, team: int, queue: int) -> int:
    """Return the first job of a heap that is still wanted, or NOBODY."""
    while True:
        top = world.queues[team, queue].top
        if top == NOBODY or world.jobs[top].open:
            return top
        free_job(world, take_top(world, team, queue))


@step
def enlist(world: World, slot: int) -> None:
    """Put a sign-off into the list of its team: behind all that come before it."""
    job = world.jobs[slot]
    team = world.teams[job.team]
    before, behind = team.last_sign_off, NOBODY
    while before != NOBODY and precedes(world, slot, before):
        behind = before
        before = world.jobs[before].sibling
    job.sibling = before
    job.child = behind
    if before == NOBODY:
        team.first_sign_off = slot
    else:
        world.jobs[before].child = slot
    if behind == NOBODY:
        team.last_sign_off = slot
    else:
        world.jobs[behind].sibling = slot


@step
def strike_off(world: World, slot: int) -> None:
    """Take a sign-off out of the list of its team."""
    job = world.jobs[slot]
    team = world.teams[job.team]
    if job.sibling == NOBODY:
        team.first_sign_off = job.child
    else:
        world.jobs[job.sibling].child = job.child
    if job.child == NOBODY:
        team.last_sign_off = job.sibling
    else:
        world.jobs[job.child].sibling = job.sibling
