"""Approvals: sign-offs that the structure asks for before a stage; the item waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simorg.engines.reference.calendar import Steps
from simorg.engines.reference.handoff import travel
from simorg.engines.reference.nouns import Item
from simorg.engines.reference.quality import CLASSES, inspect, mend
from simorg.engines.reference.workforce import work
from simorg.engines.trace import Due, Event, JobKind
from simorg.rules import purposes

if TYPE_CHECKING:
    from simorg.engines.reference.world import World

PER_STAGE = 16
"""Room for the approvals before one stage visit in the numbering of an item's draws."""


def approvals(world: World, item: Item, stage: int, visit: int) -> Steps:
    """Get every sign-off that this unit needs before `stage`."""
    first = int(world.plan.approval_first[item.unit, stage])
    for n in range(int(world.plan.approval_count[item.unit, stage])):
        approval = world.approvals[first + n]
        if world.u(purposes.APPROVAL_NEEDED, item.address, visit * PER_STAGE + n) < approval.share:
            yield from _sign_off(world, item, stage, approval.team, approval.skill)


def _sign_off(world: World, item: Item, stage: int, approver: int, skill: int) -> Steps:
    """Ask, wait, and do again what is refused, until the approver agrees."""
    agreed = False
    while not agreed:
        asked_at = world.now
        item.asked += 1
        world.tell(Event.APPROVAL_ASKED, item.address, stage, team=approver)
        distance = world.distance[item.team][approver] if item.team >= 0 else 0.0
        latency = travel(world, item, distance, purposes.APPROVAL_LATENCY, item.asked)
        yield from world.calendar.pause(latency, Due.DELAY_OVER, item.address)
        effort = world.draw(world.knobs.approval_effort, purposes.APPROVAL_EFFORT, item.address, item.asked)
        yield from work(world, item, JobKind.APPROVE, skill, approver, effort, item.coordination_priority)
        agreed = world.u(purposes.APPROVAL_VERDICT, item.address, item.asked) >= world.knobs.approval_reject
        verdict = Event.APPROVAL_GIVEN if agreed else Event.APPROVAL_REFUSED
        world.tell(verdict, item.address, stage, world.now - asked_at, team=approver)
        found = inspect(world, item, [world.knobs.approval_catches for _ in CLASSES], purposes.APPROVAL_CATCH)
        yield from mend(world, item, found)
        if not agreed and item.team >= 0:
            effort = world.knobs.approval_rework_share * item.last_effort
            yield from work(world, item, JobKind.REVISE, item.skill, item.team, effort, item.priority)
