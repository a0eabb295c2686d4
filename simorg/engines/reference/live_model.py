"""Live models: going live, being refreshed, being improved, retiring; and what escaped into them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simorg.engines.reference import drift, incident, monitoring, requests, retraining
from simorg.engines.reference.calendar import Steps
from simorg.engines.reference.changes import change
from simorg.engines.reference.entities import Item, Model
from simorg.rules import purposes
from simorg.rules.demand import exponential_days, lognormal_unit_mean
from simorg.rules.distributions import normal_quantile
from simorg.trace.address import FIRST_STARTING_MODEL, asset_address
from simorg.trace.codes import Cause, Origin
from simorg.trace.events import Event
from simorg.trace.rows import Due

if TYPE_CHECKING:
    from simorg.engines.reference.world import World


def start_portfolio(world: World) -> None:
    """Put the models that were live before day 0 into the world."""
    k = world.parameters
    for unit in range(len(world.units)):
        for n in range(k.demand_initial_models_per_unit):
            address = asset_address(unit, FIRST_STARTING_MODEL + n)
            value = world.draw(k.demand_value_eur_per_day, purposes.VALUE, address)
            difficulty = world.draw(k.demand_difficulty, purposes.DIFFICULTY, address)
            go_live(world, address, unit, value, difficulty, was_there=True)


def go_live(world: World, address: int, unit: int, value: float, difficulty: float, was_there: bool) -> Model:
    """Create a live model and start all that can happen to it."""
    k = world.parameters
    spread = lognormal_unit_mean(k.drift_rate_cv, normal_quantile(world.u(purposes.DRIFT_RATE, address)))
    model = Model(
        address=address,
        unit=unit,
        owner=world.units[unit].owner,
        value=value,
        difficulty=difficulty,
        live_at=world.now,
        trained_at=world.now - k.monitoring_label_delay_days,
        refreshed_at=world.now,
        drift_rate=k.drift_rate * spread,
        monitored=world.u(purposes.MONITORED, address) < k.monitoring_coverage,
        versioned=world.u(purposes.VERSIONED, address) < k.response_rollback,
        automated=world.u(purposes.AUTOMATED, address) < k.retraining_automated,
        traffic=_traffic(world, address),
    )
    world.portfolio[unit].append(model)
    world.record(Event.MODEL_LIVE, address, int(was_there), value)
    start = world.calendar.process
    start(drift.clock(world, model))
    start(incident.shocks(world, model, Cause.DATA_BREAK))
    start(incident.shocks(world, model, Cause.FAULT))
    start(monitoring.false_alarms(world, model))
    start(retraining.schedule(world, model, was_there))
    start(_improvements(world, model))
    start(requests.about(world, model))
    start(_retirement(world, model))
    return model


def _traffic(world: World, address: int) -> float:
    """Return how many users a model has, relative to the mean."""
    cv = world.parameters.monitoring_traffic_cv
    if cv <= 0.0:
        return 1.0
    return float(lognormal_unit_mean(cv, normal_quantile(world.u(purposes.TRAFFIC, address))))


def put_into_production(world: World, item: Item, delivered: bool) -> None:
    """Take an item that ended into production: a new model, or a new version of one."""
    model = item.model
    if model is not None:
        model.open_changes.remove(item)
    if not delivered:
        return
    if model is None:
        model = go_live(world, item.address, item.unit, item.value, item.difficulty, was_there=False)
    elif item.origin != Origin.FIX:
        refresh(world, model, item.origin)
    escape(world, model, item)


def refresh(world: World, model: Model, origin: Origin) -> None:
    """Replace the version in production by one trained on the labels that have matured."""
    world.record(Event.MODEL_REFRESHED, model.address, origin, world.now - model.refreshed_at)
    model.trained_at = world.now - world.parameters.monitoring_label_delay_days
    model.refreshed_at = world.now
    for open_incident in tuple(model.open_incidents):
        if open_incident.cause == Cause.NATURAL_DRIFT:
            incident.end(open_incident, "refreshed")
    world.calendar.process(drift.clock(world, model))


def escape(world: World, model: Model, item: Item) -> None:
    """Let the defects that nobody found surface one day, each on its own."""
    if sum(item.defects):
        world.record(Event.DEFECTS_ESCAPED, item.address, len(world.steps) - 1, sum(item.defects))
    for _ in range(sum(item.defects)):
        model.escaped += 1
        world.calendar.process(incident.defect_surfaces(world, model, model.escaped))
    item.defects = [0 for _ in item.defects]


def _improvements(world: World, model: Model) -> Steps:
    wishes = 0
    while True:
        wishes += 1
        u = world.u(purposes.IMPROVEMENT_GAP, model.address, wishes)
        gap = exponential_days(world.parameters.demand_improvements_per_model_day, u)
        yield world.calendar.at(world.now + gap, Due.IMPROVEMENT, model.address)
        if model.retired:
            return
        change(world, model, Origin.IMPROVEMENT, expedited=False)


def _retirement(world: World, model: Model) -> Steps:
    lifetime = world.parameters.demand_model_lifetime_days
    if lifetime <= 0.0:
        return
    days = exponential_days(1.0 / lifetime, world.u(purposes.LIFETIME, model.address))
    yield world.calendar.at(world.now + days, Due.RETIREMENT, model.address)
    model.retired = True
    world.portfolio[model.unit].remove(model)
    world.record(Event.MODEL_RETIRED, model.address, 0, world.now - model.live_at)
    for open_incident in tuple(model.open_incidents):
        incident.end(open_incident, "retired")
    for item in model.open_changes:
        assert item.process is not None
        item.process.interrupt("retired")
    model.open_changes.clear()
