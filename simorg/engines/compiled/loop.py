"""The next-event loop: what goes on now, what that set off, who gets whom, what is due next.

It takes one step at a time and looks for room before each, so that it can stop anywhere, be given
larger tables, and go on as if nothing had happened.
"""

from __future__ import annotations

from typing import Any

from simorg.compilation import entry, step
from simorg.engines.compiled import (
    approval,
    demand,
    drift,
    duties,
    handoff,
    incident,
    initiative,
    live_model,
    monitoring,
    on_call,
    outages,
    quality,
    release,
    requests,
    resume_points,
    retraining,
    review,
)
from simorg.engines.compiled.allocation import begin_settling, settle, turn
from simorg.engines.compiled.calendar import START, drop_first, is_due, is_next_far, is_of_case
from simorg.engines.compiled.records import NOBODY
from simorg.engines.compiled.slots import shortage
from simorg.engines.compiled.stops import Refusal, Stop
from simorg.engines.compiled.workforce import call_stand_ins, finish
from simorg.engines.compiled.world import World, write_row
from simorg.trace.address import ADDRESS, ADDRESS_BITS, model_of
from simorg.trace.codes import Cause
from simorg.trace.events import Event
from simorg.trace.rows import Due


@entry
def run(worlds: Any) -> int:
    """Run until the horizon, a fault or want of room; return which, as a `Stop`.

    1. at time 0, begin: starting models, then the demand of each unit;
    2. go on with the case that is going on, until it waits;
    3. take the next from the agenda of this instant;
    4. apply the next timer, unless people are to be allocated first;
    5. when nothing more is due at this instant, settle.
    """
    world = worlds[0]
    clock = world.clock
    while clock.fault == Refusal.NONE.value:
        short = shortage(world)
        if short:
            return short
        if clock.begun < world.parameters.beginnings:
            _begin_one(world)
        elif clock.running != NOBODY:
            if go_on(world, clock.running):
                clock.running = NOBODY
        elif clock.urgent_count:
            _next_urgent(world)
        elif clock.ended_count:
            _next_ended(world)
        elif clock.settling:
            settle(world)
        elif is_due(world):
            _next_timer(world)
        elif clock.unsettled:
            begin_settling(world)
        else:
            clock.now = world.parameters.horizon_days
            write_row(world, Event.RUN_ENDED.value, 0, 0, clock.now, NOBODY, NOBODY)
            return Stop.HORIZON.value
    return Stop.REFUSED.value


@step
def _begin_one(world: World) -> None:
    clock, starting = world.clock, world.parameters.units * world.parameters.demand_initial_models_per_unit
    if clock.begun < starting:
        live_model.start_portfolio(world, clock.begun)
    elif clock.begun < starting + world.parameters.units:
        demand.start(world, clock.begun - starting)
        requests.start(world, clock.begun - starting)
        review.start(world, clock.begun - starting)
    else:
        duties.start(world, clock.begun - starting - world.parameters.units)
    if clock.begun == 0:
        outages.start(world)
    if clock.begun == world.parameters.beginnings - 1:
        on_call.start(world)
    clock.begun += 1


@step
def go_on(world: World, slot: int) -> bool:
    """Take one step of a case, told in the file to which its state belongs; return whether it waits."""
    state = world.cases[slot].state
    if state < resume_points.LAST_OF_HANDOFF:
        return handoff.go_on(world, slot)
    if state < resume_points.LAST_OF_QUALITY:
        return quality.go_on(world, slot)
    if state < resume_points.LAST_OF_APPROVAL:
        return approval.go_on(world, slot)
    if state < resume_points.LAST_OF_RELEASE:
        return release.go_on(world, slot)
    if state < resume_points.LAST_OF_INITIATIVE:
        return initiative.go_on(world, slot)
    if state < resume_points.LAST_OF_LIVE_MODEL:
        return live_model.go_on(world, slot)
    if state < resume_points.LAST_OF_MONITORING:
        return monitoring.go_on(world, slot)
    if state < resume_points.LAST_OF_INCIDENT:
        return incident.go_on(world, slot)
    if state < resume_points.LAST_OF_REVIEW:
        return review.go_on(world, slot)
    if state < resume_points.LAST_OF_OUTAGES:
        return outages.go_on(world, slot)
    if state < resume_points.LAST_OF_ON_CALL:
        return on_call.go_on(world, slot)
    return requests.go_on(world, slot)


@step
def _next_urgent(world: World) -> None:
    """Let a case begin, or end one that is interrupted."""
    clock = world.clock
    agendum = world.urgent[clock.urgent_head]
    clock.urgent_head = (clock.urgent_head + 1) % len(world.urgent)
    clock.urgent_count -= 1
    slot = agendum.slot
    if world.cases[slot].address != agendum.address:
        return
    if agendum.what == START:
        clock.running = slot
    elif world.cases[slot].kind == resume_points.ITEM:
        initiative.cancel(world, slot)
    else:
        incident.interrupt(world, slot, agendum.what)


@step
def _next_ended(world: World) -> None:
    """Let an incident go on after its change, unless it was ended meanwhile."""
    clock = world.clock
    agendum = world.ended[clock.ended_head]
    clock.ended_head = (clock.ended_head + 1) % len(world.ended)
    clock.ended_count -= 1
    if world.cases[agendum.slot].address == agendum.address:
        world.cases[agendum.slot].delivered = agendum.delivered
        clock.running = agendum.slot


@step
def _next_timer(world: World) -> None:
    """Apply what is due next; timers of jobs, cases and models that are gone are void."""
    clock, is_far = world.clock, is_next_far(world)
    timer = world.far_timers[0] if is_far else world.timers[0]
    order, slot, stamp = timer.order, timer.slot, timer.stamp
    clock.now = timer.time
    if is_far:
        clock.far_timers -= 1
        drop_first(world.far_timers, clock.far_timers)
    else:
        clock.timers -= 1
        drop_first(world.timers, clock.timers)
    rank, address = order >> ADDRESS_BITS, order & ADDRESS
    if rank == Due.JOB_DONE.value:
        finish(world, slot, stamp)
    elif rank == Due.STAND_IN.value:
        call_stand_ins(world, slot, stamp)
    elif rank == Due.SLICE_OVER.value:
        turn(world, slot, stamp)
    elif rank == Due.DUTY.value:
        duties.ask(world, slot, address)
    elif rank == Due.ARRIVAL.value:
        demand.arrive(world, slot, address)
    elif rank == Due.REQUEST.value:
        requests.ask(world, slot, address)
    elif is_of_case(rank):
        if world.cases[slot].stamp == stamp:
            clock.running = slot
    elif world.models[slot].address == model_of(address):
        _happen_to_model(world, rank, slot, address, stamp)


@step
def _happen_to_model(world: World, rank: int, slot: int, address: int, stamp: int) -> None:
    if rank == Due.BREACH.value:
        drift.breach(world, slot, stamp)
    elif rank == Due.RECOVERY.value:
        drift.recover(world, slot, stamp)
    elif rank == Due.BREAK.value:
        incident.strike(world, slot, Cause.DATA_BREAK.value)
    elif rank == Due.FAULT.value:
        incident.strike(world, slot, Cause.FAULT.value)
    elif rank == Due.DEFECT_SHOWS.value:
        incident.surface(world, slot, address - world.models[slot].address)
    elif rank == Due.FALSE_ALARM.value:
        monitoring.sound_false_alarm(world, slot)
    elif rank == Due.SCHEDULED_RETRAINING.value:
        retraining.retrain(world, slot)
    elif rank == Due.IMPROVEMENT.value:
        live_model.improve(world, slot)
    elif rank == Due.MODEL_REQUEST.value:
        requests.ask_about(world, slot, address)
    else:
        live_model.retire(world, slot)
