"""Approvals: sign-offs that the structure asks for before a stage; the item waits.

Under four eyes nobody signs who has done a stage of the item. Expedited repairs go out first and are
signed off afterwards: that costs the same time, but finds nothing, for the defects are out already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simorg.engines.reference.calendar import Steps
from simorg.engines.reference.defects import CLASSES
from simorg.engines.reference.entities import Item
from simorg.engines.reference.handoff import travel
from simorg.engines.reference.quality import inspect, note_hand, rework
from simorg.engines.reference.workforce import work
from simorg.rules import purposes
from simorg.rules.numbering import APPROVALS_PER_VISIT, visit_number
from simorg.trace.codes import JobKind
from simorg.trace.events import Event
from simorg.trace.rows import Due

if TYPE_CHECKING:
    from simorg.engines.reference.world import World


def before(world: World, item: Item, stage: int, visit: int) -> Steps:
    """Get every sign-off before `stage`, unless it is given after the fact."""
    if not _goes_first(world, item):
        yield from _sign_offs(world, item, stage, visit)


def afterwards(world: World, item: Item) -> Steps:
    """Get the sign-offs that an expedited repair has gone without, stage by stage."""
    if _goes_first(world, item):
        for stage in sorted(item.visits):
            yield from _sign_offs(world, item, stage, visit_number(stage, item.visits[stage]))


def _goes_first(world: World, item: Item) -> bool:
    return item.expedited and bool(world.parameters.approvals_after_the_fact)


def _sign_offs(world: World, item: Item, stage: int, visit: int) -> Steps:
    """Get every sign-off that this unit needs for one visit of a stage."""
    first = int(world.plan.approval_first[item.unit, stage])
    for n in range(int(world.plan.approval_count[item.unit, stage])):
        approval = world.approvals[first + n]
        if world.u(purposes.APPROVAL_NEEDED, item.address, visit * APPROVALS_PER_VISIT + n) < approval.share:
            yield from _sign_off(world, item, stage, approval)


def _signer(world: World, item: Item, approval: Any) -> tuple[int, frozenset[int] | None]:
    """Return the team that signs, and who may not because they did a stage of the item last.

    Where that leaves nobody, the nearest other able team signs; where it is the same there, anybody.
    """
    if not world.parameters.approvals_four_eyes:
        return approval.team, None
    hands = frozenset(item.hands.values())
    for team in (approval.team, approval.other):
        if team >= 0 and not hands.issuperset(world.workforce.servers[team][approval.skill]):
            return team, hands
    return approval.team, frozenset()


def _sign_off(world: World, item: Item, stage: int, approval: Any) -> Steps:
    """Ask, wait, and do again what is refused, until the approver agrees."""
    agreed = False
    while not agreed:
        approver, barred = _signer(world, item, approval)
        asked_at = world.now
        item.asked += 1
        world.record(Event.APPROVAL_ASKED, item.address, stage, team=approver)
        distance = world.distance[item.team][approver] if item.team >= 0 else 0.0
        latency = travel(world, item, distance, purposes.APPROVAL_LATENCY, item.asked)
        yield from world.calendar.pause(latency, Due.DELAY_OVER, item.address)
        effort = world.draw(
            world.parameters.approvals_effort_days, purposes.APPROVAL_EFFORT, item.address, item.asked
        )
        priority = item.coordination_priority
        yield from work(world, item, JobKind.APPROVE, approval.skill, approver, effort, priority, barred)
        agreed = (
            world.u(purposes.APPROVAL_VERDICT, item.address, item.asked) >= world.parameters.approvals_reject
        )
        verdict = Event.APPROVAL_GIVEN if agreed else Event.APPROVAL_REFUSED
        world.record(verdict, item.address, stage, world.now - asked_at, team=approver)
        found = inspect(
            world, item, [world.parameters.approvals_catches for _ in CLASSES], purposes.APPROVAL_CATCH
        )
        yield from rework(world, item, found)
        if not agreed and item.team >= 0:
            effort = world.parameters.approvals_rework_share * item.last_effort
            yield from work(world, item, JobKind.REVISE, item.skill, item.team, effort, item.priority)
            note_hand(item, item.last_stage)
