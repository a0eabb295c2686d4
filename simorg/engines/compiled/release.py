"""Staged release: shadow, canary, partial, full; what shows on the way is contained and taken back."""
# mypy: no-warn-return-any

from __future__ import annotations

from simorg.compilation import step
from simorg.engines.compiled import resume_points
from simorg.engines.compiled.calendar import pause
from simorg.engines.compiled.defects import CLASSES, defects_of
from simorg.engines.compiled.handoff import hand_over
from simorg.engines.compiled.quality import rework
from simorg.engines.compiled.records import NOBODY
from simorg.engines.compiled.workforce import work
from simorg.engines.compiled.world import World, draw, happens, u, write_row
from simorg.rules import purposes
from simorg.rules.drift import NEVER
from simorg.rules.numbering import STEPS_PER_RELEASE
from simorg.rules.quality import first_shows_days, first_step
from simorg.trace.codes import JobKind, Origin
from simorg.trace.events import Event
from simorg.trace.rows import Due


@step
def go_on(world: World, slot: int) -> bool:
    """Take one step of a release; return whether the item waits."""
    state = world.cases[slot].state
    if state == resume_points.RELEASE_STEP:
        return _prepare(world, slot)
    if state == resume_points.STEP_PREPARED:
        return _expose(world, slot)
    if state == resume_points.STEP_DWELT:
        return _dwelt(world, slot)
    if state == resume_points.ROLLED_BACK:
        return _take_out(world, slot)
    if state == resume_points.TAKEN_BACK:
        skill = world.stages[world.cases[slot].stage].skill
        hand_over(world, slot, skill, world.parameters.routing_wrong_handoff, resume_points.RELEASE_BEGINS)
        return False
    return _begin(world, slot)


@step
def _begin(world: World, slot: int) -> bool:
    """Start at the first step; a contained failure brings the item back here."""
    item = world.cases[slot]
    item.releases += 1
    k = world.parameters
    item.step = first_step(item.expedited == 1, k.steps, k.lanes_expedited_steps)
    item.state = resume_points.RELEASE_STEP
    return False


@step
def _occurrence(world: World, slot: int) -> int:
    return world.cases[slot].releases * STEPS_PER_RELEASE + world.cases[slot].step


@step
def _prepare(world: World, slot: int) -> bool:
    item = world.cases[slot]
    if item.step >= world.parameters.steps:
        item.state = resume_points.RELEASED
        return False
    distribution = world.steps[item.step].effort
    effort = draw(world, distribution, purposes.STEP_EFFORT, item.address, _occurrence(world, slot))
    skill = world.stages[item.stage].skill
    return work(
        world,
        slot,
        JobKind.RELEASE.value,
        skill,
        item.team,
        effort,
        item.priority,
        resume_points.STEP_PREPARED,
    )


@step
def _expose(world: World, slot: int) -> bool:
    """Let the step dwell, or shorter if a defect shows itself before."""
    item, row = world.cases[slot], world.steps[world.cases[slot].step]
    write_row(world, Event.RELEASE_STEP.value, item.address, item.step, row.exposure, NOBODY, item.team)
    dwell = row.dwell_days * _dwell_factor(world, slot)
    shows, defects = NEVER, defects_of(world, slot)
    if defects:
        chance = u(world, purposes.STEP_FAILURE, item.address, _occurrence(world, slot))
        shows = first_shows_days(defects, row.detect_days, chance)
    item.failing = 1 if shows < dwell else 0
    return pause(world, slot, min(dwell, shows), Due.RELEASE_STEP_OVER.value, resume_points.STEP_DWELT)


@step
def _dwell_factor(world: World, slot: int) -> float:
    item, k = world.cases[slot], world.parameters
    if item.expedited:
        return k.practices_dwell * k.release_expedited_dwell_factor
    if item.origin == Origin.IDEA.value:
        return k.practices_dwell
    return k.practices_dwell * k.release_change_dwell_factor


@step
def _dwelt(world: World, slot: int) -> bool:
    item = world.cases[slot]
    row = world.steps[item.step]
    if item.failing:
        return _roll_back(world, slot)
    chance = row.drop if item.origin == Origin.IDEA.value else 0.0
    if happens(world, chance, purposes.STEP_DROP, item.address, item.step):
        item.state = resume_points.NOT_RELEASED
        return False
    item.step += 1
    item.state = resume_points.RELEASE_STEP
    return False


@step
def _roll_back(world: World, slot: int) -> bool:
    item = world.cases[slot]
    exposure = world.steps[item.step].exposure
    write_row(world, Event.RELEASE_FAILED.value, item.address, item.step, exposure, NOBODY, item.team)
    distribution, occurrence = world.parameters.release_rollback_days, _occurrence(world, slot)
    effort = draw(world, distribution, purposes.ROLL_BACK_EFFORT, item.address, occurrence)
    skill = world.stages[item.stage].skill
    return work(
        world,
        slot,
        JobKind.ROLL_BACK.value,
        skill,
        item.team,
        effort,
        item.priority,
        resume_points.ROLLED_BACK,
    )


@step
def _take_out(world: World, slot: int) -> bool:
    """Mend the defect that showed, then come back to the release team."""
    item = world.cases[slot]
    shown = _which(world, slot, u(world, purposes.FAILED_CLASS, item.address, _occurrence(world, slot)))
    item.defects[shown] -= 1
    write_row(world, Event.DEFECTS_CAUGHT.value, item.address, shown, 1.0, NOBODY, item.team)
    for c in range(CLASSES):
        item.found[c] = 1 if c == shown else 0
    rework(world, slot, resume_points.TAKEN_BACK)
    return False


@step
def _which(world: World, slot: int, chance: float) -> int:
    """Return the class of one defect of the item, each equally likely to show."""
    position = int(chance * defects_of(world, slot))
    shown = 0
    for c in range(CLASSES):
        if position >= 0:
            shown = c
        position -= world.cases[slot].defects[c]
    return shown
