"""Retraining: by the calendar or after a drift alarm, by hand or by machine."""

from __future__ import annotations

from simorg.compilation import step
from simorg.engines.compiled import resume_points
from simorg.engines.compiled.calendar import at
from simorg.engines.compiled.changes import change
from simorg.engines.compiled.records import NOBODY
from simorg.engines.compiled.world import World, u
from simorg.rules import purposes
from simorg.trace.codes import Origin
from simorg.trace.rows import Due


@step
def begin(world: World, slot: int, was_there: int) -> None:
    """Foresee the first scheduled retraining.

    Models that were there at day 0 are somewhere within their period; else all would be due at once.
    """
    model = world.models[slot]
    if was_there and world.parameters.retraining_spread_start:
        model.early = u(world, purposes.RETRAIN_PHASE, model.address, 0)
    schedule(world, slot)


@step
def schedule(world: World, slot: int) -> None:
    """Foresee the next scheduled retraining."""
    k, model = world.parameters, world.models[slot]
    if k.retraining_scheduled:
        model.trainings += 1
        time = model.live_at + (model.trainings - model.early) * k.retraining_period_days
        at(world, time, Due.SCHEDULED_RETRAINING.value, model.address, slot, 0)


@step
def retrain(world: World, slot: int) -> None:
    """Start a scheduled retraining, unless one is already under way."""
    model = world.models[slot]
    under_way = False
    item = model.first[resume_points.ITEM]
    while item != NOBODY:
        origin = world.cases[item].origin
        under_way = under_way or origin in (Origin.RETRAIN.value, Origin.RETRAIN_AUTOMATED.value)
        item = world.cases[item].after
    if not under_way:
        origin = Origin.RETRAIN_AUTOMATED.value if model.automated else Origin.RETRAIN.value
        change(world, slot, origin, 0)
    schedule(world, slot)
