"""Retraining: by the calendar or after a drift alarm, by hand or by machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simorg.engines.reference.calendar import Steps
from simorg.engines.reference.changes import change
from simorg.engines.reference.nouns import Model
from simorg.engines.trace import Due, Origin

if TYPE_CHECKING:
    from simorg.engines.reference.world import World


def schedule(world: World, model: Model) -> Steps:
    """Start a retraining every period, unless one is already under way."""
    k = world.knobs
    if not k.retrain_scheduled:
        return
    origin = Origin.RETRAIN_AUTOMATED if model.automated else Origin.RETRAIN
    n = 0
    while True:
        n += 1
        yield world.calendar.at(
            model.live_at + n * k.retrain_period_days, Due.SCHEDULED_RETRAINING, model.address
        )
        if model.retired:
            return
        if not any(item.origin in (Origin.RETRAIN, Origin.RETRAIN_AUTOMATED) for item in model.open_changes):
            change(world, model, origin, expedited=False)
