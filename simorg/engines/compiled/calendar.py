"""The calendar: a four-ary heap of timers, and the agenda of what happens at once.

Timers are ordered by time, then by the declared order (rank of what is due, address). A timer
whose owner has moved on stays in the heap and is void: its stamp no longer fits.

The agenda stands for SimPy's priorities 0 and 1: what one continuation sets off at once - new
cases begin, interrupted ones end - comes first in, first out, before the waiters of ended items,
and all of it before the next timer.
"""
# mypy: no-warn-return-any

from __future__ import annotations

from typing import Any

from simorg.engines.compiled.faults import Fault
from simorg.engines.compiled.step import step
from simorg.engines.compiled.world import World, fail
from simorg.engines.trace import ADDRESS_BITS

ARITY = 4

START, REFRESHED, RECOVERED, RETIRED, CHANGE_OVER = 0, 1, 2, 3, 4
"""What an agendum is about: a case begins, is interrupted (and why), or learns that its change ended."""


@step
def at(world: World, time: float, rank: int, address: int, slot: int, stamp: int) -> None:
    """Set a timer; what lies beyond the horizon never comes due."""
    if time >= world.knobs.horizon_days:
        return
    clock, timers = world.clock, world.timers
    if clock.timers >= len(timers):
        fail(world, Fault.NO_ROOM.value, address)
        return
    order = (rank << ADDRESS_BITS) | address
    hole = clock.timers
    clock.timers += 1
    while hole > 0:
        parent = (hole - 1) // ARITY
        above = timers[parent]
        if above.time < time or (above.time == time and above.order < order):
            break
        _put(timers[hole], above.time, above.order, above.slot, above.stamp)
        hole = parent
    _put(timers[hole], time, order, slot, stamp)


@step
def _put(timer: Any, time: float, order: int, slot: int, stamp: int) -> None:
    """Write a timer field by field: a copy of the record would be a call to the C library."""
    timer.time = time
    timer.order = order
    timer.slot = slot
    timer.stamp = stamp


@step
def _earlier(timers: Any, a: int, b: int) -> int:
    """Return which of two timers comes first. No branch on what cannot be foreseen."""
    one, other = timers[a].time, timers[b].time
    if one == other:
        return a if timers[a].order < timers[b].order else b
    return a + (b - a) * (other < one)


@step
def drop_first(world: World) -> None:
    """Take the first timer out of the heap."""
    clock, timers = world.clock, world.timers
    clock.timers -= 1
    size = clock.timers
    last = timers[size]
    hole = 0
    while True:
        best = hole * ARITY + 1
        if best + ARITY <= size:
            best = _earlier(timers, _earlier(timers, best, best + 1), _earlier(timers, best + 2, best + 3))
        elif best < size:
            for child in range(best + 1, size):
                best = _earlier(timers, best, child)
        else:
            break
        below = timers[best]
        if last.time < below.time or (last.time == below.time and last.order < below.order):
            break
        _put(timers[hole], below.time, below.order, below.slot, below.stamp)
        hole = best
    _put(timers[hole], last.time, last.order, last.slot, last.stamp)


@step
def pause(world: World, slot: int, days: float, rank: int, then: int) -> bool:
    """Let a case wait for `days` and go on at `then`; return whether it waits at all."""
    case = world.cases[slot]
    case.state = then
    if days > 0.0:
        at(world, world.clock.now + days, rank, case.address, slot, case.stamp)
        return True
    return False


@step
def put_urgent(world: World, slot: int, what: int) -> None:
    """Put the beginning or the interruption of a case on the agenda."""
    clock, ring = world.clock, world.urgent
    if clock.urgent_count >= len(ring):
        fail(world, Fault.NO_ROOM.value, world.cases[slot].address)
        return
    agendum = ring[(clock.urgent_head + clock.urgent_count) % len(ring)]
    agendum.slot = slot
    agendum.address = world.cases[slot].address
    agendum.what = what
    clock.urgent_count += 1


@step
def put_ended(world: World, slot: int, delivered: int) -> None:
    """Tell a waiting incident that its change has ended."""
    clock, ring = world.clock, world.ended
    if clock.ended_count >= len(ring):
        fail(world, Fault.NO_ROOM.value, world.cases[slot].address)
        return
    agendum = ring[(clock.ended_head + clock.ended_count) % len(ring)]
    agendum.slot = slot
    agendum.address = world.cases[slot].address
    agendum.what = CHANGE_OVER
    agendum.delivered = delivered
    clock.ended_count += 1
