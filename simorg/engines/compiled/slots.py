"""Room: slots are taken and given back, and a step only begins when there is room for all it may need.

No step of the event loop needs more than the numbers below, whatever the settings; kernels that
would take more say so instead of writing past the end of a table. Chains of events at one instant
may be as long as they like, since room is looked at before each step, not once an instant.
"""
# mypy: no-warn-return-any

from __future__ import annotations

from simorg.compilation import step
from simorg.engines.compiled.records import NOBODY
from simorg.engines.compiled.stops import Refusal, Stop
from simorg.engines.compiled.world import World, fail

ROWS_A_STEP = 16
TIMERS_A_STEP = 16
SLOTS_A_STEP = 2


@step
def shortage(world: World) -> int:
    """Return what must be done before the next step, as a `Stop`, or 0."""
    clock = world.clock
    if clock.rows + ROWS_A_STEP > len(world.rows):
        return Stop.ROWS.value
    if (
        clock.timers + TIMERS_A_STEP > len(world.timers)
        or clock.far_timers + TIMERS_A_STEP > len(world.far_timers)
        or clock.jobs + SLOTS_A_STEP > len(world.jobs)
        or clock.cases + SLOTS_A_STEP > len(world.cases)
        or clock.models + SLOTS_A_STEP > len(world.models)
    ):
        return Stop.ROOM.value
    return 0


@step
def take_job(world: World) -> int:
    """Return a slot for a new job."""
    clock = world.clock
    slot = clock.free_job
    if slot != NOBODY:
        clock.free_job = world.jobs[slot].child
    elif clock.jobs_top < len(world.jobs):
        slot = clock.jobs_top
        clock.jobs_top += 1
        world.jobs[slot].stamp = 0
    else:
        fail(world, Refusal.NO_ROOM.value, 0)
        return 0
    clock.jobs += 1
    return slot


@step
def free_job(world: World, slot: int) -> None:
    """Give back the slot of a job that nobody refers to any more."""
    clock, job = world.clock, world.jobs[slot]
    job.stamp += 1
    job.child = clock.free_job
    clock.free_job = slot
    clock.jobs -= 1


@step
def take_case(world: World) -> int:
    """Return a slot for a new item or incident, blank but for its stamp."""
    clock = world.clock
    slot = clock.free_case
    stamp = 0
    if slot != NOBODY:
        clock.free_case = world.cases[slot].after
        stamp = world.cases[slot].stamp + 1
    elif clock.cases_top < len(world.cases):
        slot = clock.cases_top
        clock.cases_top += 1
    else:
        fail(world, Refusal.NO_ROOM.value, 0)
        return 0
    world.cases[slot] = world.cases[0]
    world.cases[slot].stamp = stamp
    clock.cases += 1
    return slot


@step
def free_case(world: World, slot: int) -> None:
    """Give back the slot of a case that is over; its timers are void from now on."""
    clock, case = world.clock, world.cases[slot]
    case.address = NOBODY
    case.stamp += 1
    case.after = clock.free_case
    clock.free_case = slot
    clock.cases -= 1


@step
def take_model(world: World) -> int:
    """Return a slot for a new model, blank."""
    clock = world.clock
    slot = clock.free_model
    if slot != NOBODY:
        clock.free_model = world.models[slot].next_free
    elif clock.models_top < len(world.models):
        slot = clock.models_top
        clock.models_top += 1
    else:
        fail(world, Refusal.NO_ROOM.value, 0)
        return 0
    world.models[slot] = world.models[0]
    clock.models += 1
    return slot


@step
def free_model(world: World, slot: int) -> None:
    """Give back the slot of a retired model; its timers, known by its address, are void."""
    clock, model = world.clock, world.models[slot]
    model.address = NOBODY
    model.next_free = clock.free_model
    clock.free_model = slot
    clock.models -= 1
