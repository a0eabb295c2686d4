"""Staged release: shadow, canary, partial, full; what shows on the way is contained and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simorg.engines.reference.calendar import Steps, Verdict
from simorg.engines.reference.defects import CLASSES
from simorg.engines.reference.entities import Item
from simorg.engines.reference.handoff import hand_over
from simorg.engines.reference.quality import rework
from simorg.engines.reference.workforce import work
from simorg.rules import purposes
from simorg.rules.numbering import STEPS_PER_RELEASE
from simorg.rules.quality import first_shows_days, first_step
from simorg.trace.codes import JobKind, Origin
from simorg.trace.events import Event
from simorg.trace.rows import Due

if TYPE_CHECKING:
    from simorg.engines.reference.world import World


def release(world: World, item: Item, stage: int) -> Verdict:
    """Walk the release steps; start over after a contained failure.

    Returns
    -------
    bool
        True at full exposure, False if a new model was dropped on the way.
    """
    skill = world.stages[stage].skill
    step = first = first_step(item.expedited, len(world.steps), world.parameters.lanes_expedited_steps)
    item.releases += 1
    while step < len(world.steps):
        row = world.steps[step]
        occurrence = item.releases * STEPS_PER_RELEASE + step
        effort = world.draw(row.effort, purposes.STEP_EFFORT, item.address, occurrence)
        yield from work(world, item, JobKind.RELEASE, skill, item.team, effort, item.priority)
        world.record(Event.RELEASE_STEP, item.address, step, row.exposure, team=item.team)
        dwell = row.dwell_days * _dwell_factor(world, item)
        u = world.u(purposes.STEP_FAILURE, item.address, occurrence)
        shows = first_shows_days(sum(item.defects), row.detect_days, u)
        yield from world.calendar.pause(min(dwell, shows), Due.RELEASE_STEP_OVER, item.address)
        if shows < dwell:
            yield from _take_back(world, item, step, skill, occurrence)
            item.releases += 1
            step = first
            continue
        if item.origin == Origin.IDEA and world.u(purposes.STEP_DROP, item.address, step) < row.drop:
            return False
        step += 1
    return True


def _dwell_factor(world: World, item: Item) -> float:
    factor: float = world.parameters.practices_dwell
    if item.expedited:
        return factor * float(world.parameters.release_expedited_dwell_factor)
    return (
        factor if item.origin == Origin.IDEA else factor * float(world.parameters.release_change_dwell_factor)
    )


def _take_back(world: World, item: Item, step: int, skill: int, occurrence: int) -> Steps:
    """Roll back a failed release, mend the defect that showed, come back to the release team."""
    world.record(Event.RELEASE_FAILED, item.address, step, world.steps[step].exposure, team=item.team)
    effort = world.draw(
        world.parameters.release_rollback_days, purposes.ROLL_BACK_EFFORT, item.address, occurrence
    )
    yield from work(world, item, JobKind.ROLL_BACK, skill, item.team, effort, item.priority)
    shown = _which(item, world.u(purposes.FAILED_CLASS, item.address, occurrence))
    item.defects[shown] -= 1
    world.record(Event.DEFECTS_CAUGHT, item.address, shown, 1, team=item.team)
    yield from rework(world, item, [1 if c == shown else 0 for c in CLASSES])
    yield from hand_over(world, item, skill, world.parameters.routing_wrong_handoff)


def _which(item: Item, u: float) -> int:
    """Return the class of one defect of the item, each equally likely to show."""
    position = int(u * sum(item.defects))
    for c in CLASSES:
        position -= item.defects[c]
        if position < 0:
            return c
    raise AssertionError("a failed release without a defect")
