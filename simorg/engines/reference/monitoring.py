"""Who notices: performance monitor, input monitor, infrastructure alerts, users; and false alarms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import simpy

from simorg.engines.reference.calendar import Steps, Verdict
from simorg.engines.reference.entities import Case, Incident, Model
from simorg.rules import purposes
from simorg.rules.demand import exponential_days
from simorg.rules.detection import (
    attention,
    complaint_hazard,
    faded_load,
    first_check_after,
    monitor_power,
)
from simorg.rules.distributions import geometric_quantile
from simorg.rules.drift import NEVER
from simorg.trace.address import ALARMS_PER_CHILD, Child, child_address
from simorg.trace.codes import FORESEEN, Cause, Channel, JobKind
from simorg.trace.events import Event
from simorg.trace.rows import Due

if TYPE_CHECKING:
    from simorg.engines.reference.world import World

REVIEWED = "reviewed"
"""Why a review interrupts an incident that nobody has noticed."""


def notice(world: World, incident: Incident) -> Steps:
    """Wait until somebody notices an incident; alarms can be missed, complaints cannot."""
    alarms = {channel: _next_alarm(world, incident, channel, incident.onset) for channel in FORESEEN}
    while True:
        channel = min(FORESEEN, key=lambda c: (alarms[c], c))
        due = Due.COMPLAINT if channel == Channel.USERS else Due.CHECK_ALARM
        if (yield from _reviewed_before(world, incident, alarms[channel], due)):
            channel = Channel.REVIEW
            break
        incident.alarms += 1
        if channel == Channel.USERS or _attentive(world, incident):
            break
        alarms[channel] = _next_alarm(world, incident, channel, world.now)
    incident.detected = True
    world.record(
        Event.INCIDENT_DETECTED, incident.address, channel, world.now - incident.onset, team=incident.team
    )


def _reviewed_before(world: World, incident: Incident, alarm: float, due: Due) -> Verdict:
    """Wait for an alarm; return whether a review has found the incident before."""
    try:
        if alarm > world.now:
            yield world.calendar.at(alarm, due, incident.address)
    except simpy.Interrupt as interrupt:
        if interrupt.cause != REVIEWED:
            raise
        return True
    return False


def _attentive(world: World, incident: Incident) -> bool:
    chance = team_attention(world, incident.team)
    noticed = world.u(purposes.ATTENTION, incident.address, incident.alarms) < chance
    if not noticed:
        world.record(Event.ALARM_MISSED, incident.address, 0, chance, team=incident.team)
    return noticed


def _next_alarm(world: World, incident: Incident, channel: Channel, after: float) -> float:
    """Return when a channel next reports an incident, strictly after a missed alarm."""
    assert incident.model is not None
    k, model, cause = world.parameters, incident.model, incident.cause
    if channel == Channel.USERS:
        return incident.onset + _complaint_days(world, incident)
    if channel == Channel.INFRASTRUCTURE_ALERT:
        works = (
            cause == Cause.FAULT
            and world.u(purposes.ALERT_WORKS, incident.address) < k.monitoring_fault_alert_works
        )
        lag = world.draw(
            k.monitoring_fault_notice_days, purposes.ALERT_LAG, incident.address, incident.alarms
        )
        return after + lag if works else NEVER
    if not model.monitored or cause == Cause.FAULT:
        return NEVER
    if channel == Channel.INPUT_MONITOR:
        return _check_time(world, incident, _input_power(world, incident), after, purposes.INPUT_CHECKS)
    matured = max(after, incident.onset + k.monitoring_label_delay_days)
    power = monitor_power(
        incident.loss, k.monitoring_labels_per_check, k.monitoring_outcome_sd, k.monitoring_false_alarm
    )
    return _check_time(world, incident, power, matured, purposes.PERFORMANCE_CHECKS)


def _complaint_days(world: World, incident: Incident) -> float:
    """Return how long it takes until users complain; of some drift they can see nothing."""
    assert incident.model is not None
    k = world.parameters
    unseen = world.u(purposes.UNSEEN, incident.address) < k.monitoring_unseen_drift_share
    if incident.cause == Cause.NATURAL_DRIFT and unseen:
        return NEVER
    hazard = complaint_hazard(
        k.monitoring_complaints_per_day, incident.model.traffic, incident.loss, k.monitoring_complaints_power
    )
    return float(exponential_days(hazard, world.u(purposes.COMPLAINT, incident.address)))


def _input_power(world: World, incident: Incident) -> float:
    """Return the power of an input check: it sees broken data and covariate drift, nothing else."""
    if incident.cause == Cause.DATA_BREAK:
        return float(world.parameters.monitoring_input_power)
    covariate = world.u(purposes.COVARIATE, incident.address) < world.parameters.monitoring_covariate_share
    shows = incident.cause == Cause.NATURAL_DRIFT and covariate
    return float(world.parameters.monitoring_input_power) if shows else 0.0


def _check_time(world: World, incident: Incident, power: float, after: float, purpose: int) -> float:
    """Return the time of the first check after `after` that alarms, each with probability `power`."""
    assert incident.model is not None
    if power <= 0.0:
        return NEVER
    origin, period = incident.model.live_at, world.parameters.monitoring_check_days
    checks = geometric_quantile(power, world.u(purpose, incident.address, incident.alarms))
    return float(origin + (first_check_after(after, origin, period) + checks - 1) * period)


def team_attention(world: World, team: int) -> float:
    """Return the probability that a team notices an alarm now."""
    k = world.parameters
    load, at = world.false_alarm_load[team]
    faded = faded_load(load, world.now - at, k.monitoring_attention_memory_days)
    return attention(
        faded,
        k.monitoring_attention_memory_days,
        k.monitoring_attention_half_load,
        k.monitoring_attention_floor,
    )


def false_alarms(world: World, model: Model) -> Steps:
    """Let healthy metrics alarm at their checks; who notices, looks; all who hear it grow weary."""
    k = world.parameters
    chance = k.monitoring_any_false_alarm
    if not model.monitored or chance <= 0.0:
        return
    check = 0
    while True:
        model.false_alarms += 1
        check += geometric_quantile(
            chance, world.u(purposes.FALSE_ALARM_GAP, model.address, model.false_alarms)
        )
        yield world.calendar.at(
            model.live_at + check * k.monitoring_check_days, Due.FALSE_ALARM, model.address
        )
        if model.retired:
            return
        _cry_wolf(world, model)


def _cry_wolf(world: World, model: Model) -> None:
    k, team = world.parameters, model.owner
    chance = team_attention(world, team)
    noticed = world.u(purposes.ATTENTION, model.address, model.false_alarms) < chance
    world.record(Event.FALSE_ALARM, model.address, int(noticed), chance, team=team)
    load, at = world.false_alarm_load[team]
    world.false_alarm_load[team] = (
        faded_load(load, world.now - at, k.monitoring_attention_memory_days) + 1.0,
        world.now,
    )
    effort = world.draw(
        k.monitoring_false_alarm_days, purposes.FALSE_ALARM_EFFORT, model.address, model.false_alarms
    )
    if noticed and effort > 0.0:
        child, n = divmod(model.false_alarms, ALARMS_PER_CHILD)
        case = Case(child_address(model.address, Child.ALARM, child), model.unit, 0, 0, jobs=n)
        skill = world.teams[team].model_skill
        world.workforce.submit(
            case, JobKind.ALARM, skill, team, effort, k.work_priority_expedited, waits=False
        )
