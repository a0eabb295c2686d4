"""The open changes and the open incidents of a model: two lists in order of their beginning."""

from __future__ import annotations

from simorg.compilation import step
from simorg.engines.compiled import resume_points
from simorg.engines.compiled.records import NOBODY
from simorg.engines.compiled.world import World


@step
def link(world: World, slot: int) -> None:
    """Append a case to the list of its kind."""
    case = world.cases[slot]
    model = world.models[case.model]
    case.before = model.last[case.kind]
    case.after = NOBODY
    if case.before == NOBODY:
        model.first[case.kind] = slot
    else:
        world.cases[case.before].after = slot
    model.last[case.kind] = slot


@step
def unlink(world: World, slot: int) -> None:
    """Take a case out of the list of its kind."""
    case = world.cases[slot]
    model = world.models[case.model]
    if case.before == NOBODY:
        model.first[case.kind] = case.after
    else:
        world.cases[case.before].after = case.after
    if case.after == NOBODY:
        model.last[case.kind] = case.before
    else:
        world.cases[case.after].before = case.before


@step
def forget_changes(world: World, slot: int) -> None:
    """Empty the list of open changes of a model."""
    world.models[slot].first[resume_points.ITEM] = NOBODY
    world.models[slot].last[resume_points.ITEM] = NOBODY
