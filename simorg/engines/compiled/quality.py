"""Defects: born in stages, bred unnoticed, found by gates, sent back to the stage that made them."""
# mypy: no-warn-return-any

from __future__ import annotations

from simorg.compilation import step
from simorg.engines.compiled import resume_points
from simorg.engines.compiled.defects import CLASSES, add, defects_of
from simorg.engines.compiled.handoff import hand_over
from simorg.engines.compiled.records import NOBODY
from simorg.engines.compiled.workforce import work
from simorg.engines.compiled.world import World, draw, u, write_row
from simorg.rules import purposes
from simorg.rules.distributions import binomial_quantile, poisson_quantile
from simorg.rules.effort import context_factor
from simorg.rules.quality import defects_mean
from simorg.trace.codes import JobKind
from simorg.trace.events import Event


@step
def stage_effort(world: World, slot: int, stage: int, purpose: int, occurrence: int) -> float:
    """Return the person-days that one visit of a stage takes this item where it is now."""
    item, row = world.cases[slot], world.stages[stage]
    effort = item.size_ * draw(world, row.effort, purpose, item.address, occurrence)
    if row.needs_context:
        home = world.units[item.unit].home
        effort *= context_factor(world.parameters.handoff_context_cost, world.distance[home, item.team])
    return effort


@step
def create(world: World, slot: int, stage: int, visit: int) -> None:
    """Create the defects of one stage visit, and what earlier undetected ones breed here."""
    item, means = world.cases[slot], world.stages[stage].defects
    largest = 0
    for c in range(1, CLASSES):
        if means[c] > means[largest]:
            largest = c
    bred_by = defects_of(world, slot) if means[largest] > 0.0 else 0
    for c in range(CLASSES):
        if means[c] <= 0.0:
            continue
        chance = u(world, purposes.DEFECTS, item.address, visit * CLASSES + c)
        born = poisson_quantile(defects_mean(means[c], item.size_, item.difficulty), chance)
        if c == largest and bred_by:
            chance = u(world, purposes.REGENERATED, item.address, visit)
            born += poisson_quantile(world.parameters.defects_regeneration * bred_by, chance)
        add(world, slot, c, born, stage)


@step
def begin_inspection(world: World, slot: int) -> None:
    """Start another look for defects."""
    item = world.cases[slot]
    item.finds += 1
    for c in range(CLASSES):
        item.found[c] = 0


@step
def inspect(world: World, slot: int, defect_class: int, power: float, purpose: int) -> None:
    """Look for the defects of one class, and take out what is found."""
    item, c = world.cases[slot], defect_class
    if item.defects[c]:
        chance = u(world, purpose, item.address, item.finds * CLASSES + c)
        item.found[c] = binomial_quantile(item.defects[c], power, chance)
        if item.found[c]:
            item.defects[c] -= item.found[c]
            event = Event.DEFECTS_CAUGHT.value
            write_row(world, event, item.address, c, float(item.found[c]), NOBODY, item.team)


@step
def rework(world: World, slot: int, then: int) -> None:
    """Send found defects back to the stages that made them; the item goes on at `then`."""
    item = world.cases[slot]
    item.mending = 0
    item.mended_stage = NOBODY
    item.after_rework = then
    item.state = resume_points.MENDING


@step
def go_on(world: World, slot: int) -> bool:
    """Take one step of mending; return whether the item waits."""
    if world.cases[slot].state == resume_points.AT_MENDER:
        return _rework(world, slot)
    _next_class(world, slot)
    return False


@step
def _next_class(world: World, slot: int) -> None:
    """Go to those who made the next class of found defects, or back to where the finding was."""
    item = world.cases[slot]
    if item.mended_stage != NOBODY:
        note_hand(world, slot, item.mended_stage)
        item.mended_stage = NOBODY
    while item.mending < CLASSES and item.found[item.mending] == 0:
        item.mending += 1
    if item.mending >= CLASSES:
        item.state = item.after_rework
        return
    item.reworks += 1
    item.mended_stage = item.made_by[
        item.mending
    ]  # now: a question lost on the way can leave more of this class
    skill = world.stages[item.mended_stage].skill
    hand_over(world, slot, skill, world.parameters.routing_wrong_handoff, resume_points.AT_MENDER)


@step
def _rework(world: World, slot: int) -> bool:
    item = world.cases[slot]
    stage = item.mended_stage
    share = world.parameters.defects_rework_share * item.found[item.mending]
    effort = share * stage_effort(world, slot, stage, purposes.REWORK_EFFORT, item.reworks)
    item.mending += 1
    skill = world.stages[stage].skill
    return work(
        world, slot, JobKind.REWORK.value, skill, item.team, effort, item.priority, resume_points.MENDING
    )


@step
def note_hand(world: World, slot: int, stage: int) -> None:
    """Remember who worked on a stage of an item last: who signs it off must be somebody else."""
    if world.cases[slot].worked_by != NOBODY:
        world.hands[slot, stage] = world.cases[slot].worked_by
