"""Defects: born in stages, bred unnoticed, found by gates, sent back to the stage that made them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simorg.engines.reference.calendar import Steps
from simorg.engines.reference.defects import CLASSES, add
from simorg.engines.reference.entities import Item
from simorg.engines.reference.handoff import hand_over
from simorg.engines.reference.workforce import work
from simorg.rules import purposes
from simorg.rules.distributions import binomial_quantile, poisson_quantile
from simorg.rules.effort import context_factor
from simorg.rules.quality import defects_mean
from simorg.trace.codes import JobKind
from simorg.trace.events import Event

if TYPE_CHECKING:
    from simorg.engines.reference.world import World


def stage_effort(world: World, item: Item, stage: int, purpose: int, occurrence: int) -> float:
    """Return the person-days that one visit of a stage takes this item where it is now."""
    row = world.stages[stage]
    effort = item.size * world.draw(row.effort, purpose, item.address, occurrence)
    if row.needs_context:
        home = world.units[item.unit].home
        effort *= context_factor(world.parameters.handoff_context_cost, world.distance[home][item.team])
    return effort


def create(world: World, item: Item, stage: int, visit: int) -> None:
    """Create the defects of one stage visit, and what earlier undetected ones breed here."""
    means = world.stage_defects[stage]
    bred_by = sum(item.defects) if any(mean > 0.0 for mean in means) else 0
    largest = max(CLASSES, key=lambda c: means[c])
    for c in CLASSES:
        if means[c] <= 0.0:
            continue
        occurrence = visit * len(CLASSES) + c
        u = world.u(purposes.DEFECTS, item.address, occurrence)
        born = poisson_quantile(defects_mean(means[c], item.size, item.difficulty), u)
        if c == largest and bred_by:
            u = world.u(purposes.REGENERATED, item.address, visit)
            born += poisson_quantile(world.parameters.defects_regeneration * bred_by, u)
        add(world, item, c, born, stage)


def inspect(world: World, item: Item, powers: Sequence[float], purpose: int) -> list[int]:
    """Look for defects; return how many of each class were found and take them out."""
    item.finds += 1
    found = [0 for _ in CLASSES]
    for c in CLASSES:
        if item.defects[c]:
            u = world.u(purpose, item.address, item.finds * len(CLASSES) + c)
            found[c] = binomial_quantile(item.defects[c], powers[c], u)
            if found[c]:
                item.defects[c] -= found[c]
                world.record(Event.DEFECTS_CAUGHT, item.address, c, found[c], team=item.team)
    return found


def rework(world: World, item: Item, found: Sequence[int]) -> Steps:
    """Send found defects back to the stages that made them, one class after the other."""
    for c in CLASSES:
        if not found[c]:
            continue
        stage = item.made_by[c]
        item.reworks += 1
        skill = world.stages[stage].skill
        yield from hand_over(world, item, skill, world.parameters.routing_wrong_handoff)
        share = world.parameters.defects_rework_share * found[c]
        effort = share * stage_effort(world, item, stage, purposes.REWORK_EFFORT, item.reworks)
        yield from work(world, item, JobKind.REWORK, skill, item.team, effort, item.priority)
        note_hand(item, stage)


def note_hand(item: Item, stage: int) -> None:
    """Remember who worked on a stage of an item last: who signs it off must be somebody else."""
    if item.worked_by >= 0:
        item.hands[stage] = item.worked_by
