"""The calendar: two four-ary heaps of timers, and the agenda of what happens at once.

Timers are ordered by time, then by the declared order (rank of what is due, address). A timer
whose owner has moved on stays in the heap and is void: its stamp no longer fits. What happens to
models lies far ahead and has a heap of its own, so that the busy one stays small.

The agenda stands for SimPy's priorities 0 and 1: what one continuation sets off at once - new
cases begin, interrupted ones end - comes first in, first out, before the waiters of ended items,
and all of it before the next timer.
"""
# mypy: no-warn-return-any

from __future__ import annotations

from typing import Any

from simorg.compilation import step
from simorg.engines.compiled.stops import Refusal
from simorg.engines.compiled.world import World, fail
from simorg.trace.address import ADDRESS_BITS
from simorg.trace.rows import Due

ARITY = 4
SIGN = 63
NO_TIMER = (1 << 63) - 1
"""Stands in place of the time after the last timer of a heap, up to the end of its brood."""

START, REFRESHED, RECOVERED, RETIRED, CHANGE_OVER, REVIEWED = 0, 1, 2, 3, 4, 5
"""What an agendum is about: a case begins, is interrupted (and why), or learns that its change ended."""


@step
def at(world: World, time: float, rank: int, address: int, slot: int, stamp: int) -> None:
    """Set a timer; what lies beyond the horizon never comes due, and a time that has passed is refused."""
    clock = world.clock
    if time < clock.now:
        fail(world, Refusal.PAST_TIME.value, address)
    if time >= world.parameters.horizon_days:
        return
    if max(clock.timers, clock.far_timers) + ARITY > len(world.timers):
        fail(world, Refusal.NO_ROOM.value, address)
        return
    order = (rank << ADDRESS_BITS) | address
    if rank in (Due.JOB_DONE.value, Due.STAND_IN.value, Due.SLICE_OVER.value) or is_of_case(rank):
        _add(world.timers, clock.timers, time, order, slot, stamp)
        clock.timers += 1
    else:
        _add(world.far_timers, clock.far_timers, time, order, slot, stamp)
        clock.far_timers += 1


@step
def is_of_case(rank: int) -> bool:
    """Return whether a case waits for what is due, and goes on with it."""
    if rank in (Due.DELAY_OVER.value, Due.RELEASE_STEP_OVER.value, Due.EXTERNAL_END.value):
        return True
    return rank in (Due.CHECK_ALARM.value, Due.COMPLAINT.value)


@step
def is_next_far(world: World) -> bool:
    """Return whether the next timer, if there is any, concerns a model or an arrival."""
    clock = world.clock
    if clock.far_timers == 0 or clock.timers == 0:
        return clock.far_timers > 0
    near, far = world.timers[0], world.far_timers[0]
    return far.time < near.time or (far.time == near.time and far.order < near.order)


@step
def is_due(world: World) -> bool:
    """Return whether a timer comes next, and not the settling of teams that changed at this instant."""
    clock = world.clock
    if clock.timers == 0 and clock.far_timers == 0:
        return False
    if not clock.unsettled:
        return True
    if clock.timers > 0 and world.timers[0].time <= clock.now:
        return True
    return clock.far_timers > 0 and world.far_timers[0].time <= clock.now


@step
def _put(timer: Any, time: float, order: int, slot: int, stamp: int) -> None:
    """Write a timer field by field: a copy of the record would be a call to the C library."""
    timer.time = time
    timer.order = order
    timer.slot = slot
    timer.stamp = stamp


@step
def _is_later(timers: Any, a: int, b: int) -> int:
    """Return 1 if timer `a` comes after timer `b`, else 0."""
    early, late = timers[b], timers[a]
    lead = early.bits - late.bits
    if lead == 0:
        lead = early.order - late.order
    return (lead >> SIGN) & 1


@step
def _first_of(timers: Any, a: int) -> int:
    """Return which of four brothers, of whom `a` is the eldest, comes first.

    Without a branch, for nobody can foresee which it is: the compiler would make one of a comparison,
    and wrong guesses took half the time of the calendar.
    """
    left = _is_later(timers, a, a + 1)
    right = _is_later(timers, a + 2, a + 3)
    half = _is_later(timers, a + left, a + 2 + right)
    return a + 2 * half + (left ^ ((left ^ right) & half))


@step
def drop_first(timers: Any, size: int) -> None:
    """Take the first timer out of a heap; `size` is how many are left.

    The hole sinks to the bottom, and the last timer rises from there: it seldom rises far, so that
    most comparisons with it are saved (Wegener 1993, doi 10.1016/0304-3975(93)90364-Y).
    """
    last = timers[size]
    time, order, slot, stamp = last.time, last.order, last.slot, last.stamp
    last.bits = NO_TIMER
    hole, brood = 0, 1
    while brood < size:
        best = _first_of(timers, brood)
        below = timers[best]
        _put(timers[hole], below.time, below.order, below.slot, below.stamp)
        hole = best
        brood = hole * ARITY + 1
    _rise(timers, hole, time, order, slot, stamp)


@step
def _add(timers: Any, size: int, time: float, order: int, slot: int, stamp: int) -> None:
    """Put a timer into a heap of `size`; the first of a brood brings its brothers as blanks."""
    if size % ARITY == 1:
        for brother in range(size + 1, size + ARITY):
            timers[brother].bits = NO_TIMER
    _rise(timers, size, time, order, slot, stamp)


@step
def _rise(timers: Any, hole: int, time: float, order: int, slot: int, stamp: int) -> None:
    """Put a timer into a hole, or as far above it as it belongs."""
    while hole > 0:
        parent = (hole - 1) // ARITY
        above = timers[parent]
        if above.time < time or (above.time == time and above.order < order):
            break
        _put(timers[hole], above.time, above.order, above.slot, above.stamp)
        hole = parent
    _put(timers[hole], time, order, slot, stamp)


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
        fail(world, Refusal.NO_ROOM.value, world.cases[slot].address)
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
        fail(world, Refusal.NO_ROOM.value, world.cases[slot].address)
        return
    agendum = ring[(clock.ended_head + clock.ended_count) % len(ring)]
    agendum.slot = slot
    agendum.address = world.cases[slot].address
    agendum.what = CHANGE_OVER
    agendum.delivered = delivered
    clock.ended_count += 1
