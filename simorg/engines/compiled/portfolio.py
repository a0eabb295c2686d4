"""The live models of each unit: a list in order of their going live."""

from __future__ import annotations

from simorg.compilation import step
from simorg.engines.compiled.records import NOBODY
from simorg.engines.compiled.world import World


@step
def join(world: World, slot: int) -> None:
    """Append a model to the live ones of its unit."""
    model = world.models[slot]
    unit = world.units[model.unit]
    model.before = unit.last_model
    model.after = NOBODY
    if model.before == NOBODY:
        unit.first_model = slot
    else:
        world.models[model.before].after = slot
    unit.last_model = slot


@step
def leave(world: World, slot: int) -> None:
    """Take a model out of the live ones of its unit."""
    model = world.models[slot]
    unit = world.units[model.unit]
    if model.before == NOBODY:
        unit.first_model = model.after
    else:
        world.models[model.before].after = model.after
    if model.after == NOBODY:
        unit.last_model = model.before
    else:
        world.models[model.after].before = model.before
