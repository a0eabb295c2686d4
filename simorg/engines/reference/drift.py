"""Natural drift: one draw per training gives the day of the breach, in closed form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simorg.engines.reference import incident
from simorg.engines.reference.calendar import Steps
from simorg.engines.reference.entities import Model
from simorg.rules import purposes
from simorg.rules.drift import LawNumbers
from simorg.trace.codes import Cause
from simorg.trace.rows import Due

if TYPE_CHECKING:
    from simorg.engines.reference.world import World


def clock(world: World, model: Model) -> Steps:
    """Wait for the breach after a training; a later training makes this clock void.

    The clock starts at the data of the training, which are as old as the labels: a model can go
    live in breach. A seasonal breach may recover by itself, then the next season begins.
    """
    k = world.parameters
    numbers = LawNumbers(
        model.drift_rate, k.drift_volatility, k.drift_slo_margin, k.drift_saturation,
        k.drift_time_scale_days, k.drift_season_days, k.drift_season_amplitude,
    )  # fmt: skip
    data_from = model.trained_at
    while True:
        model.clock += 1
        mine = model.clock
        u = world.u(purposes.BREACH, model.address, mine)
        breach = max(world.now, data_from + world.law.breach_days(numbers, u))
        yield world.calendar.at(breach, Due.BREACH, model.address)
        if model.retired or model.clock != mine:
            return
        broken = incident.start(world, model, Cause.NATURAL_DRIFT, k.drift_slo_margin)
        recovery = world.law.recovery_days(numbers, u)
        yield world.calendar.at(breach + recovery, Due.RECOVERY, model.address)
        if model.retired or model.clock != mine:
            return
        if broken in model.open_incidents:
            incident.end(broken, "recovered")
        data_from = breach + recovery
