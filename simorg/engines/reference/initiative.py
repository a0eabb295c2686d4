"""The life of an item - an initiative, or a change to a live model - through its stages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import simpy

from simorg.engines.reference import approval
from simorg.engines.reference.calendar import Steps, Verdict
from simorg.engines.reference.entities import Item
from simorg.engines.reference.handoff import hand_over
from simorg.engines.reference.quality import create, inspect, note_hand, rework, stage_effort
from simorg.engines.reference.release import release
from simorg.engines.reference.workforce import drop_job, work
from simorg.rules import purposes
from simorg.rules.numbering import LOOKS, visit_number
from simorg.trace.codes import JobKind, Origin
from simorg.trace.events import Event
from simorg.trace.rows import Due

if TYPE_CHECKING:
    from simorg.engines.reference.world import World


def start(world: World, item: Item) -> None:
    """Let an item begin its life."""
    item.ended = world.event()
    world.record(Event.ITEM_CREATED, item.address, item.origin, item.size)
    item.process = world.calendar.process(_life(world, item))


def _life(world: World, item: Item) -> Steps:
    """Walk the stages until the item is delivered, dropped, or its model retires."""
    try:
        if item.origin == Origin.RETRAIN_AUTOMATED:
            yield from _by_machine(world, item)
            delivered = True
        else:
            delivered = yield from _stages(world, item)
    except simpy.Interrupt:
        drop_job(world, item)
        world.record(Event.ITEM_CANCELLED, item.address, item.origin)
        return
    if delivered:
        world.record(Event.ITEM_DELIVERED, item.address, item.origin)
    world.put_into_production(item, delivered)
    assert item.ended is not None
    item.ended.succeed(delivered)
    if delivered:
        yield from approval.afterwards(world, item)


def _stages(world: World, item: Item) -> Verdict:
    stage = int(world.plan.first_stage[0 if item.origin == Origin.IDEA else 1])
    while stage >= 0:
        row = world.stages[stage]
        if row.sensitive_only and not item.sensitive:
            stage = row.next
            continue
        visit = item.visits.get(stage, 0) + 1
        item.visits[stage] = visit
        occurrence = visit_number(stage, visit)
        item.stage = stage
        world.record(Event.STAGE_ENTERED, item.address, stage, visit)
        yield from _visit(world, item, stage, occurrence)
        if row.release and not (yield from release(world, item, stage)):
            world.record(Event.ITEM_DROPPED, item.address, stage)
            return False
        world.record(Event.STAGE_LEFT, item.address, stage)
        outcome = world.u(purposes.STAGE_OUTCOME, item.address, occurrence)
        if outcome < row.drop:
            world.record(Event.ITEM_DROPPED, item.address, stage)
            return False
        stage = row.repeat_to if outcome < row.drop + row.repeat_chance else row.next
    return True


def _visit(world: World, item: Item, stage: int, occurrence: int) -> Steps:
    """Approvals, waiting, handoff, work, and at a gate rework until nothing more is found."""
    row = world.stages[stage]
    yield from approval.before(world, item, stage, occurrence)
    wait = world.draw(row.wait, purposes.STAGE_WAIT, item.address, occurrence)
    yield from world.calendar.pause(wait, Due.DELAY_OVER, item.address)
    looks = 0
    while True:
        yield from hand_over(world, item, row.skill, world.parameters.routing_wrong_handoff)
        effort = stage_effort(world, item, stage, purposes.STAGE_EFFORT, occurrence + looks * LOOKS)
        item.last_effort = effort * world.parameters.practices_gate_effort if row.gate else effort
        item.last_stage = stage
        yield from work(world, item, JobKind.WORK, row.skill, item.team, item.last_effort, item.priority)
        note_hand(item, stage)
        create(world, item, stage, occurrence + looks * LOOKS)
        if not row.gate:
            return
        found = inspect(world, item, world.stage_catches[stage], purposes.GATE_CATCH)
        if not any(found):
            return
        yield from rework(world, item, found)
        looks += 1


def _by_machine(world: World, item: Item) -> Steps:
    """Train and swap without hands: machine time only."""
    days = world.draw(world.parameters.retraining_compute_days, purposes.COMPUTE, item.address)
    yield from world.calendar.pause(days, Due.DELAY_OVER, item.address)
