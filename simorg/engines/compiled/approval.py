"""Approvals: sign-offs that the structure asks for before a stage; the item waits."""
# mypy: no-warn-return-any

from __future__ import annotations

from simorg.compilation import step
from simorg.engines.compiled import states
from simorg.engines.compiled.calendar import pause
from simorg.engines.compiled.handoff import travel
from simorg.engines.compiled.nouns import NOBODY
from simorg.engines.compiled.quality import CLASSES, begin_inspection, inspect, mend
from simorg.engines.compiled.workforce import work
from simorg.engines.compiled.world import World, draw, happens, tell
from simorg.engines.trace import Due, Event, JobKind
from simorg.rules import purposes

PER_STAGE = 16
"""Room for the approvals before one stage visit in the numbering of an item's draws."""


@step
def go_on(world: World, slot: int) -> bool:
    """Take one step of the sign-offs before a stage; return whether the item waits."""
    state = world.cases[slot].state
    if state == states.SIGN_OFFS:
        return _next_sign_off(world, slot)
    if state == states.ASK_APPROVAL:
        return _ask(world, slot)
    if state == states.APPROVAL_ARRIVED:
        return _approve(world, slot)
    if state == states.APPROVER_DONE:
        return _verdict(world, slot)
    if state == states.FINDINGS_MENDED:
        return _revise(world, slot)
    return _again(world, slot)


@step
def _number(world: World, slot: int) -> int:
    """Return the position of the approval that an item is at."""
    item = world.cases[slot]
    return world.asked[item.unit, item.stage].first + item.approval


@step
def _next_sign_off(world: World, slot: int) -> bool:
    """Pass over what this item need not ask for."""
    item = world.cases[slot]
    count = world.asked[item.unit, item.stage].count
    while item.approval < count:
        occurrence = item.occurrence * PER_STAGE + item.approval
        share = world.approvals[_number(world, slot)].share
        if happens(world, share, purposes.APPROVAL_NEEDED, item.address, occurrence):
            item.state = states.ASK_APPROVAL
            return False
        item.approval += 1
    item.state = states.APPROVED
    return False


@step
def _ask(world: World, slot: int) -> bool:
    item = world.cases[slot]
    approver = world.approvals[_number(world, slot)].team
    item.approval_asked_at = world.clock.now
    item.asked += 1
    tell(world, Event.APPROVAL_ASKED.value, item.address, item.stage, 0.0, NOBODY, approver)
    distance = world.distance[item.team, approver] if item.team >= 0 else 0.0
    latency = travel(world, slot, distance, purposes.APPROVAL_LATENCY, item.asked)
    return pause(world, slot, latency, Due.DELAY_OVER.value, states.APPROVAL_ARRIVED)


@step
def _approve(world: World, slot: int) -> bool:
    item = world.cases[slot]
    approval = world.approvals[_number(world, slot)]
    distribution = world.knobs.approval_effort
    effort = draw(world, distribution, purposes.APPROVAL_EFFORT, item.address, item.asked)
    return work(
        world, slot, JobKind.APPROVE.value, approval.skill, approval.team, effort,
        item.coordination_priority, states.APPROVER_DONE,
    )  # fmt: skip


@step
def _verdict(world: World, slot: int) -> bool:
    """Hear the verdict, and mend what the approver found."""
    item, k = world.cases[slot], world.knobs
    refused = happens(world, k.approval_reject, purposes.APPROVAL_VERDICT, item.address, item.asked)
    item.agreed = 0 if refused else 1
    event = Event.APPROVAL_REFUSED.value if refused else Event.APPROVAL_GIVEN.value
    approver = world.approvals[_number(world, slot)].team
    days = world.clock.now - item.approval_asked_at
    tell(world, event, item.address, item.stage, days, NOBODY, approver)
    begin_inspection(world, slot)
    for c in range(CLASSES):
        inspect(world, slot, c, k.approval_catches, purposes.APPROVAL_CATCH)
    mend(world, slot, states.FINDINGS_MENDED)
    return False


@step
def _revise(world: World, slot: int) -> bool:
    """Do again part of what was refused."""
    item = world.cases[slot]
    item.state = states.REVISED
    if item.agreed or item.team < 0:
        return False
    effort = world.knobs.approval_rework_share * item.last_effort
    return work(
        world, slot, JobKind.REVISE.value, item.skill, item.team, effort, item.priority, states.REVISED
    )


@step
def _again(world: World, slot: int) -> bool:
    """Ask again until the approver agrees, then see who must be asked next."""
    item = world.cases[slot]
    item.approval += item.agreed
    item.state = states.SIGN_OFFS if item.agreed else states.ASK_APPROVAL
    return False
