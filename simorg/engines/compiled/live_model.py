"""Live models: going live, being refreshed, being improved, retiring; and what escaped into them."""
# mypy: no-warn-return-any

from __future__ import annotations

from simorg.compilation import step
from simorg.engines.compiled import (
    drift,
    monitoring,
    portfolio,
    requests,
    restoration,
    resume_points,
    retraining,
)
from simorg.engines.compiled.calendar import REFRESHED, RETIRED, at, put_urgent
from simorg.engines.compiled.changes import change
from simorg.engines.compiled.defects import CLASSES, defects_of
from simorg.engines.compiled.open_cases import forget_changes, unlink
from simorg.engines.compiled.records import NOBODY
from simorg.engines.compiled.slots import free_model, take_model
from simorg.engines.compiled.world import World, draw, happens, u, write_row
from simorg.rules import purposes
from simorg.rules.demand import exponential_days, lognormal_unit_mean
from simorg.rules.distributions import normal_quantile
from simorg.trace.address import FIRST_STARTING_MODEL, asset_address
from simorg.trace.codes import Cause, Origin
from simorg.trace.events import Event
from simorg.trace.rows import Due


@step
def start_portfolio(world: World, n: int) -> None:
    """Put the n-th of the models that were live before day 0 into the world."""
    k = world.parameters
    unit = n // k.demand_initial_models_per_unit
    address = asset_address(unit, FIRST_STARTING_MODEL + n % k.demand_initial_models_per_unit)
    value = draw(world, k.demand_value_eur_per_day, purposes.VALUE, address, 0)
    difficulty = draw(world, k.demand_difficulty, purposes.DIFFICULTY, address, 0)
    go_live(world, address, unit, value, difficulty, 1)


@step
def go_live(world: World, address: int, unit: int, value: float, difficulty: float, was_there: int) -> int:
    """Create a live model, start all that can happen to it, and return its slot."""
    k, now = world.parameters, world.clock.now
    slot = take_model(world)
    model = world.models[slot]
    spread = lognormal_unit_mean(k.drift_rate_cv, normal_quantile(u(world, purposes.DRIFT_RATE, address, 0)))
    model.address = address
    model.unit = unit
    model.owner = world.units[unit].owner
    model.difficulty = difficulty
    model.live_at = now
    model.trained_at = now - k.monitoring_label_delay_days
    model.refreshed_at = now
    model.drift_rate = k.drift_rate * spread
    model.monitored = 1 if happens(world, k.monitoring_coverage, purposes.MONITORED, address, 0) else 0
    model.versioned = 1 if happens(world, k.response_rollback, purposes.VERSIONED, address, 0) else 0
    model.automated = 1 if happens(world, k.retraining_automated, purposes.AUTOMATED, address, 0) else 0
    model.traffic = _traffic(world, address)
    portfolio.join(world, slot)
    write_row(world, Event.MODEL_LIVE.value, address, was_there, value, NOBODY, NOBODY)
    drift.start_clock(world, slot, model.trained_at)
    restoration.next_shock(world, slot, Cause.DATA_BREAK.value)
    restoration.next_shock(world, slot, Cause.FAULT.value)
    monitoring.start_false_alarms(world, slot)
    retraining.begin(world, slot, was_there)
    _next_improvement(world, slot)
    requests.begin(world, slot)
    _foresee_retirement(world, slot)
    return slot


@step
def _traffic(world: World, address: int) -> float:
    """Return how many users a model has, relative to the mean."""
    cv = world.parameters.monitoring_traffic_cv
    if cv <= 0.0:
        return 1.0
    return lognormal_unit_mean(cv, normal_quantile(u(world, purposes.TRAFFIC, address, 0)))


@step
def go_on(world: World, slot: int) -> bool:
    """Take one step of what an item that ended means for its model; it does not wait."""
    item = world.cases[slot]
    if item.state == resume_points.ESCAPING:
        _escape_one(world, slot)
        return False
    if item.state == resume_points.DELIVERED:
        item.delivered = 1
        write_row(world, Event.ITEM_DELIVERED.value, item.address, item.origin, 0.0, NOBODY, NOBODY)
    _take_over(world, slot)
    return False


@step
def _take_over(world: World, slot: int) -> None:
    """Take an item that ended into production: a new model, or a new version of one."""
    item = world.cases[slot]
    if item.model != NOBODY:
        unlink(world, slot)
    item.state = resume_points.OVER
    if not item.delivered:
        return
    if item.model == NOBODY:
        item.model = go_live(world, item.address, item.unit, item.value, item.difficulty, 0)
    elif item.origin != Origin.FIX.value:
        _refresh(world, item.model, item.origin)
    item.to_surface = defects_of(world, slot)
    if item.to_surface:
        last, count = world.parameters.steps - 1, float(item.to_surface)
        write_row(world, Event.DEFECTS_ESCAPED.value, item.address, last, count, NOBODY, NOBODY)
        item.state = resume_points.ESCAPING
        for c in range(CLASSES):
            item.defects[c] = 0


@step
def _refresh(world: World, slot: int, origin: int) -> None:
    """Replace the version in production by one trained on the labels that have matured."""
    model, now = world.models[slot], world.clock.now
    age = now - model.refreshed_at
    write_row(world, Event.MODEL_REFRESHED.value, model.address, origin, age, NOBODY, NOBODY)
    model.trained_at = now - world.parameters.monitoring_label_delay_days
    model.refreshed_at = now
    hurt = model.first[resume_points.INCIDENT]
    while hurt != NOBODY:
        if world.cases[hurt].cause == Cause.NATURAL_DRIFT.value:
            put_urgent(world, hurt, REFRESHED)
        hurt = world.cases[hurt].after
    drift.start_clock(world, slot, model.trained_at)


@step
def _escape_one(world: World, slot: int) -> None:
    """Let one of the defects that nobody found surface one day, on its own."""
    item = world.cases[slot]
    model = world.models[item.model]
    model.escaped += 1
    chance = u(world, purposes.DEFECT_SHOWS, model.address, model.escaped)
    days = exponential_days(1.0 / world.parameters.defects_surfacing_days, chance)
    shows_at = world.clock.now + days
    at(world, shows_at, Due.DEFECT_SHOWS.value, model.address | model.escaped, item.model, 0)
    item.to_surface -= 1
    if item.to_surface == 0:
        item.state = resume_points.OVER


@step
def _next_improvement(world: World, slot: int) -> None:
    model = world.models[slot]
    model.wishes += 1
    chance = u(world, purposes.IMPROVEMENT_GAP, model.address, model.wishes)
    gap = exponential_days(world.parameters.demand_improvements_per_model_day, chance)
    at(world, world.clock.now + gap, Due.IMPROVEMENT.value, model.address, slot, 0)


@step
def improve(world: World, slot: int) -> None:
    """Start an improvement, and foresee the next one."""
    change(world, slot, Origin.IMPROVEMENT.value, 0)
    _next_improvement(world, slot)


@step
def _foresee_retirement(world: World, slot: int) -> None:
    lifetime, model = world.parameters.demand_model_lifetime_days, world.models[slot]
    if lifetime > 0.0:
        days = exponential_days(1.0 / lifetime, u(world, purposes.LIFETIME, model.address, 0))
        at(world, world.clock.now + days, Due.RETIREMENT.value, model.address, slot, 0)


@step
def retire(world: World, slot: int) -> None:
    """Retire a model: its incidents end, then its changes; the slot goes with the last incident."""
    model = world.models[slot]
    model.retired = 1
    portfolio.leave(world, slot)
    age = world.clock.now - model.live_at
    write_row(world, Event.MODEL_RETIRED.value, model.address, 0, age, NOBODY, NOBODY)
    for kind in (resume_points.INCIDENT, resume_points.ITEM):
        case = model.first[kind]
        while case != NOBODY:
            put_urgent(world, case, RETIRED)
            case = world.cases[case].after
    forget_changes(world, slot)
    if model.first[resume_points.INCIDENT] == NOBODY:
        free_model(world, slot)
