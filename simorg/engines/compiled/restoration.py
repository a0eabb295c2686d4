"""The end of harm: users are served again, and only now can the next shock of this kind come."""
# mypy: no-warn-return-any

from __future__ import annotations

from simorg.compilation import step
from simorg.engines.compiled.calendar import at
from simorg.engines.compiled.records import NOBODY
from simorg.engines.compiled.world import World, u, write_row
from simorg.rules import purposes
from simorg.rules.demand import exponential_days, weibull_gap
from simorg.trace.codes import Cause
from simorg.trace.events import Event
from simorg.trace.rows import Due


@step
def restore(world: World, slot: int, means: int) -> None:
    """Note that users are no longer hurt; only now can the next shock of this kind come."""
    incident = world.cases[slot]
    if incident.mitigated:
        return
    incident.mitigated = 1
    days = world.clock.now - incident.onset
    write_row(world, Event.INCIDENT_MITIGATED.value, incident.address, means, days, NOBODY, incident.team)
    if incident.cause in (Cause.DATA_BREAK.value, Cause.FAULT.value) and not incident.by_outage:
        next_shock(world, incident.model, incident.cause)


@step
def shock_number(world: World, slot: int, cause: int) -> int:
    """Return the number of the next breakage or fault that a model has by itself."""
    model = world.models[slot]
    by_outage = model.outages if cause == Cause.FAULT.value else 0
    return model.incidents_by_cause[cause] - by_outage + 1


@step
def next_shock(world: World, slot: int, cause: int) -> None:
    """Foresee the next breakage or fault; it can only come when the last is restored."""
    k, model = world.parameters, world.models[slot]
    n = shock_number(world, slot, cause)
    if cause == Cause.DATA_BREAK.value:
        gap = exponential_days(k.breaks_per_model_day, u(world, purposes.BREAK_GAP, model.address, n))
        due = Due.BREAK.value
    else:
        chance = u(world, purposes.FAULT_GAP, model.address, n)
        gap = weibull_gap(
            k.faults_per_model_day, k.faults_clustering_shape, k.faults_clustering_gamma, chance
        )
        due = Due.FAULT.value
    at(world, world.clock.now + gap, due, model.address, slot, 0)
