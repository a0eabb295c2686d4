"""The life of an item - an initiative, or a change to a live model - through its stages."""
# mypy: no-warn-return-any

from __future__ import annotations

from simorg.compilation import step
from simorg.engines.compiled import approval, resume_points
from simorg.engines.compiled.calendar import START, pause, put_ended, put_urgent
from simorg.engines.compiled.defects import CLASSES
from simorg.engines.compiled.handoff import hand_over
from simorg.engines.compiled.quality import begin_inspection, create, inspect, note_hand, rework, stage_effort
from simorg.engines.compiled.records import NOBODY
from simorg.engines.compiled.slots import free_case
from simorg.engines.compiled.workforce import drop_job, work
from simorg.engines.compiled.world import World, draw, u, write_row
from simorg.rules import purposes
from simorg.rules.numbering import LOOKS, visit_number
from simorg.trace.codes import JobKind, Origin
from simorg.trace.events import Event
from simorg.trace.rows import Due


@step
def start(world: World, slot: int) -> None:
    """Let an item begin its life."""
    item = world.cases[slot]
    for stage in range(world.parameters.stages):
        world.visits[slot, stage] = 0
        world.hands[slot, stage] = NOBODY
    write_row(world, Event.ITEM_CREATED.value, item.address, item.origin, item.size_, NOBODY, NOBODY)
    item.state = resume_points.BORN
    put_urgent(world, slot, START)


@step
def cancel(world: World, slot: int) -> None:
    """End an item whose model has retired."""
    item = world.cases[slot]
    drop_job(world, slot)
    write_row(world, Event.ITEM_CANCELLED.value, item.address, item.origin, 0.0, NOBODY, NOBODY)
    free_case(world, slot)


@step
def go_on(world: World, slot: int) -> bool:
    """Take one step of an item's life; return whether it waits, or is over."""
    state = world.cases[slot].state
    if state == resume_points.NEXT_STAGE:
        return _enter(world, slot)
    if state == resume_points.APPROVED:
        return _wait(world, slot)
    if state == resume_points.WAITED:
        skill = world.stages[world.cases[slot].stage].skill
        hand_over(world, slot, skill, world.parameters.routing_wrong_handoff, resume_points.AT_TEAM)
        return False
    if state == resume_points.AT_TEAM:
        return _work(world, slot)
    if state == resume_points.WORKED:
        return _worked(world, slot)
    if state == resume_points.VISITED:
        return _visited(world, slot)
    if state == resume_points.RELEASED:
        return _leave(world, slot)
    return _begin_or_end(world, slot)


@step
def _begin_or_end(world: World, slot: int) -> bool:
    item = world.cases[slot]
    if item.state == resume_points.BORN:
        return _begin(world, slot)
    if item.state == resume_points.NOT_RELEASED:
        return _drop(world, slot)
    return _end(world, slot)


@step
def _begin(world: World, slot: int) -> bool:
    item = world.cases[slot]
    if item.origin == Origin.RETRAIN_AUTOMATED.value:
        return _by_machine(world, slot)
    k = world.parameters
    item.stage = k.first_stage if item.origin == Origin.IDEA.value else k.first_change_stage
    item.state = resume_points.NEXT_STAGE
    return False


@step
def _end(world: World, slot: int) -> bool:
    """Tell the incident that waits for this change, if any; see to sign-offs in arrears, or make room."""
    item = world.cases[slot]
    if item.waiter != NOBODY:
        put_ended(world, item.waiter, item.delivered)
    if item.delivered and approval.goes_first(world, slot):
        approval.begin_arrears(world, slot)
        return False
    free_case(world, slot)
    return True


@step
def _enter(world: World, slot: int) -> bool:
    """Enter the next stage that concerns this item; after the last it is delivered."""
    item = world.cases[slot]
    while item.stage >= 0 and world.stages[item.stage].sensitive_only and not item.sensitive:
        item.stage = world.stages[item.stage].next
    if item.stage < 0:
        item.state = resume_points.DELIVERED
        return False
    world.visits[slot, item.stage] += 1
    visit = world.visits[slot, item.stage]
    item.occurrence = visit_number(item.stage, visit)
    item.looks = 0
    write_row(world, Event.STAGE_ENTERED.value, item.address, item.stage, float(visit), NOBODY, NOBODY)
    approval.begin(world, slot)
    return False


@step
def _wait(world: World, slot: int) -> bool:
    item = world.cases[slot]
    distribution = world.stages[item.stage].wait
    days = draw(world, distribution, purposes.STAGE_WAIT, item.address, item.occurrence)
    return pause(world, slot, days, Due.DELAY_OVER.value, resume_points.WAITED)


@step
def _occurrence_of_look(world: World, slot: int) -> int:
    item = world.cases[slot]
    return item.occurrence + item.looks * LOOKS


@step
def _work(world: World, slot: int) -> bool:
    item, row = world.cases[slot], world.stages[world.cases[slot].stage]
    occurrence = _occurrence_of_look(world, slot)
    effort = stage_effort(world, slot, item.stage, purposes.STAGE_EFFORT, occurrence)
    item.last_stage = item.stage
    item.last_effort = effort * world.parameters.practices_gate_effort if row.gate else effort
    return work(
        world,
        slot,
        JobKind.WORK.value,
        row.skill,
        item.team,
        item.last_effort,
        item.priority,
        resume_points.WORKED,
    )


@step
def _worked(world: World, slot: int) -> bool:
    """After work come its defects; at a gate rework, until nothing more is found."""
    item = world.cases[slot]
    note_hand(world, slot, item.stage)
    create(world, slot, item.stage, _occurrence_of_look(world, slot))
    item.state = resume_points.VISITED
    if not world.stages[item.stage].gate:
        return False
    begin_inspection(world, slot)
    found = 0
    for c in range(CLASSES):
        inspect(world, slot, c, world.stages[item.stage].catches[c], purposes.GATE_CATCH)
        found += item.found[c]
    if found:
        item.looks += 1
        rework(world, slot, resume_points.WAITED)
    return False


@step
def _visited(world: World, slot: int) -> bool:
    item = world.cases[slot]
    if world.stages[item.stage].release:
        item.state = resume_points.RELEASE_BEGINS
        return False
    return _leave(world, slot)


@step
def _leave(world: World, slot: int) -> bool:
    """Leave a stage: on, back, or out."""
    item, row = world.cases[slot], world.stages[world.cases[slot].stage]
    write_row(world, Event.STAGE_LEFT.value, item.address, item.stage, 0.0, NOBODY, NOBODY)
    if row.drop + row.repeat_chance <= 0.0:
        item.stage = row.next
        item.state = resume_points.NEXT_STAGE
        return False
    outcome = u(world, purposes.STAGE_OUTCOME, item.address, item.occurrence)
    if outcome < row.drop:
        return _drop(world, slot)
    item.stage = row.repeat_to if outcome < row.drop + row.repeat_chance else row.next
    item.state = resume_points.NEXT_STAGE
    return False


@step
def _drop(world: World, slot: int) -> bool:
    item = world.cases[slot]
    write_row(world, Event.ITEM_DROPPED.value, item.address, item.stage, 0.0, NOBODY, NOBODY)
    item.state = resume_points.DROPPED
    return False


@step
def _by_machine(world: World, slot: int) -> bool:
    """Train and swap without hands: machine time only."""
    days = draw(
        world, world.parameters.retraining_compute_days, purposes.COMPUTE, world.cases[slot].address, 0
    )
    return pause(world, slot, days, Due.DELAY_OVER.value, resume_points.DELIVERED)
