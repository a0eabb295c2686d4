"""Retraining: by the calendar or after a drift alarm, by hand or by machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simorg.engines.reference.calendar import Steps
from simorg.engines.reference.changes import change
from simorg.engines.reference.entities import Model
from simorg.rules import purposes
from simorg.trace.codes import Origin
from simorg.trace.rows import Due

if TYPE_CHECKING:
    from simorg.engines.reference.world import World


def schedule(world: World, model: Model, was_there: bool) -> Steps:
    """Start a retraining every period, unless one is already under way.

    Models that were there at day 0 are somewhere within their period; else all would be due at once.
    """
    k = world.parameters
    if not k.retraining_scheduled:
        return
    origin = Origin.RETRAIN_AUTOMATED if model.automated else Origin.RETRAIN
    early = world.u(purposes.RETRAIN_PHASE, model.address) if was_there and k.retraining_spread_start else 0.0
    n = 0
    while True:
        n += 1
        due = model.live_at + (n - early) * k.retraining_period_days
        yield world.calendar.at(due, Due.SCHEDULED_RETRAINING, model.address)
        if model.retired:
            return
        if not any(item.origin in (Origin.RETRAIN, Origin.RETRAIN_AUTOMATED) for item in model.open_changes):
            change(world, model, origin, expedited=False)
