"""Approvals: sign-offs that the structure asks for before a stage, or after an expedited repair went out."""
# mypy: no-warn-return-any

from __future__ import annotations

from simorg.compilation import step
from simorg.engines.compiled import resume_points
from simorg.engines.compiled.calendar import pause
from simorg.engines.compiled.defects import CLASSES
from simorg.engines.compiled.handoff import travel
from simorg.engines.compiled.quality import begin_inspection, inspect, note_hand, rework
from simorg.engines.compiled.records import NOBODY
from simorg.engines.compiled.slots import free_case
from simorg.engines.compiled.workforce import work
from simorg.engines.compiled.world import World, draw, happens, write_row
from simorg.rules import purposes
from simorg.rules.numbering import APPROVALS_PER_VISIT, visit_number
from simorg.trace.codes import JobKind
from simorg.trace.events import Event
from simorg.trace.rows import Due


@step
def go_on(world: World, slot: int) -> bool:
    """Take one step of the sign-offs before a stage; return whether the item waits."""
    state = world.cases[slot].state
    if state == resume_points.SIGN_OFFS:
        return _next_sign_off(world, slot)
    if state == resume_points.IN_ARREARS:
        return _next_in_arrears(world, slot)
    if state == resume_points.ASK_APPROVAL:
        return _ask(world, slot)
    if state == resume_points.APPROVAL_ARRIVED:
        return _approve(world, slot)
    if state == resume_points.APPROVER_DONE:
        return _verdict(world, slot)
    if state == resume_points.FINDINGS_REWORKED:
        return _revise(world, slot)
    return _again(world, slot)


@step
def goes_first(world: World, slot: int) -> bool:
    """Return whether an item is released first and signed off afterwards."""
    return world.cases[slot].expedited == 1 and world.parameters.approvals_after_the_fact == 1


@step
def begin(world: World, slot: int) -> None:
    """Go for the sign-offs before the visit of a stage, unless they are given after the fact."""
    world.cases[slot].approval = 0
    world.cases[slot].state = resume_points.APPROVED if goes_first(world, slot) else resume_points.SIGN_OFFS


@step
def begin_arrears(world: World, slot: int) -> None:
    """Go for the sign-offs that an expedited repair has gone without."""
    world.cases[slot].in_arrears = 1
    world.cases[slot].stage = NOBODY
    world.cases[slot].state = resume_points.IN_ARREARS


@step
def _next_in_arrears(world: World, slot: int) -> bool:
    """Go on with the next stage that was visited and needs sign-offs; after the last the item is gone."""
    item = world.cases[slot]
    item.stage += 1
    while item.stage < world.parameters.stages:
        if world.visits[slot, item.stage] and world.asked[item.unit, item.stage].count:
            item.occurrence = visit_number(item.stage, world.visits[slot, item.stage])
            item.approval = 0
            item.state = resume_points.SIGN_OFFS
            return False
        item.stage += 1
    free_case(world, slot)
    return True


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
        occurrence = item.occurrence * APPROVALS_PER_VISIT + item.approval
        share = world.approvals[_number(world, slot)].share
        if happens(world, share, purposes.APPROVAL_NEEDED, item.address, occurrence):
            item.state = resume_points.ASK_APPROVAL
            return False
        item.approval += 1
    item.state = resume_points.IN_ARREARS if item.in_arrears else resume_points.APPROVED
    return False


@step
def _choose_signer(world: World, slot: int) -> None:
    """Choose the team that signs, and whether those who did a stage last may not.

    Where that leaves nobody, the nearest other able team signs; where it is the same there, anybody.
    """
    item = world.cases[slot]
    approval = world.approvals[_number(world, slot)]
    item.signer = approval.team
    item.barring = 0
    if not world.parameters.approvals_four_eyes:
        return
    if _has_others(world, slot, approval.team, approval.skill):
        item.barring = 1
    elif approval.other >= 0 and _has_others(world, slot, approval.other, approval.skill):
        item.signer = approval.other
        item.barring = 1


@step
def _has_others(world: World, slot: int, team: int, skill: int) -> bool:
    """Return whether somebody who serves a skill in a team has done no stage of the item last."""
    pool = world.queues[team, skill]
    for n in range(pool.first_server, pool.first_server + pool.servers):
        others = True
        for stage in range(world.parameters.stages):
            others = others and world.hands[slot, stage] != world.servers[n]
        if others:
            return True
    return False


@step
def _ask(world: World, slot: int) -> bool:
    item = world.cases[slot]
    _choose_signer(world, slot)
    approver = item.signer
    item.approval_asked_at = world.clock.now
    item.asked += 1
    write_row(world, Event.APPROVAL_ASKED.value, item.address, item.stage, 0.0, NOBODY, approver)
    distance = world.distance[item.team, approver] if item.team >= 0 else 0.0
    latency = travel(world, slot, distance, purposes.APPROVAL_LATENCY, item.asked)
    return pause(world, slot, latency, Due.DELAY_OVER.value, resume_points.APPROVAL_ARRIVED)


@step
def _approve(world: World, slot: int) -> bool:
    item = world.cases[slot]
    approval = world.approvals[_number(world, slot)]
    distribution = world.parameters.approvals_effort_days
    effort = draw(world, distribution, purposes.APPROVAL_EFFORT, item.address, item.asked)
    return work(
        world, slot, JobKind.APPROVE.value, approval.skill, item.signer, effort,
        item.coordination_priority, resume_points.APPROVER_DONE,
    )  # fmt: skip


@step
def _verdict(world: World, slot: int) -> bool:
    """Hear the verdict, and mend what the approver found."""
    item, k = world.cases[slot], world.parameters
    refused = happens(world, k.approvals_reject, purposes.APPROVAL_VERDICT, item.address, item.asked)
    item.agreed = 0 if refused else 1
    event = Event.APPROVAL_REFUSED.value if refused else Event.APPROVAL_GIVEN.value
    approver = item.signer
    days = world.clock.now - item.approval_asked_at
    write_row(world, event, item.address, item.stage, days, NOBODY, approver)
    begin_inspection(world, slot)
    for c in range(CLASSES):
        inspect(world, slot, c, k.approvals_catches, purposes.APPROVAL_CATCH)
    rework(world, slot, resume_points.FINDINGS_REWORKED)
    return False


@step
def _revise(world: World, slot: int) -> bool:
    """Do again part of what was refused."""
    item = world.cases[slot]
    item.state = resume_points.REVISED
    if item.agreed or item.team < 0:
        return False
    effort = world.parameters.approvals_rework_share * item.last_effort
    return work(
        world, slot, JobKind.REVISE.value, item.skill, item.team, effort, item.priority, resume_points.REVISED
    )


@step
def _again(world: World, slot: int) -> bool:
    """Ask again until the approver agrees, then see who must be asked next."""
    item = world.cases[slot]
    if not item.agreed and item.team >= 0:
        note_hand(world, slot, item.last_stage)
    item.approval += item.agreed
    item.state = resume_points.SIGN_OFFS if item.agreed else resume_points.ASK_APPROVAL
    return False
