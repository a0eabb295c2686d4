"""Who notices: performance monitor, input monitor, infrastructure alerts, users; and false alarms."""
# mypy: no-warn-return-any

from __future__ import annotations

from simorg.compilation import step
from simorg.engines.compiled import resume_points
from simorg.engines.compiled.calendar import at
from simorg.engines.compiled.records import NOBODY
from simorg.engines.compiled.workforce import submit
from simorg.engines.compiled.world import World, draw, happens, u, write_row
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

CHANNELS = len(FORESEEN)


@step
def go_on(world: World, slot: int) -> bool:
    """Take one step towards somebody noticing an incident; return whether it waits."""
    incident = world.cases[slot]
    if incident.state == resume_points.BROKEN:
        for channel in range(CHANNELS):
            incident.alarm_at[channel] = _next_alarm(world, slot, channel, incident.onset)
        return _await_alarm(world, slot)
    incident.alarms += 1
    if incident.channel != Channel.USERS.value and not _attentive(world, slot):
        now = world.clock.now
        incident.alarm_at[incident.channel] = _next_alarm(world, slot, incident.channel, now)
        return _await_alarm(world, slot)
    _detect(world, slot)
    return False


@step
def _detect(world: World, slot: int) -> None:
    incident = world.cases[slot]
    days = world.clock.now - incident.onset
    write_row(
        world, Event.INCIDENT_DETECTED.value, incident.address, incident.channel, days, NOBODY, incident.team
    )
    incident.state = resume_points.DETECTED


@step
def is_unnoticed(state: int) -> bool:
    """Return whether an incident in this state is one that nobody knows of."""
    return state == resume_points.BROKEN or state == resume_points.ALARM_DUE


@step
def find(world: World, slot: int) -> None:
    """Let a review notice an incident, before any alarm that was foreseen: its timer is void."""
    incident = world.cases[slot]
    incident.stamp += 1
    incident.channel = Channel.REVIEW.value
    _detect(world, slot)
    world.clock.running = slot


@step
def _await_alarm(world: World, slot: int) -> bool:
    """Wait for the channel that reports first; among equals the first in the list."""
    incident = world.cases[slot]
    channel = 0
    for other in range(1, CHANNELS):
        if incident.alarm_at[other] < incident.alarm_at[channel]:
            channel = other
    incident.channel = channel
    incident.state = resume_points.ALARM_DUE
    due = Due.COMPLAINT.value if channel == Channel.USERS.value else Due.CHECK_ALARM.value
    if incident.alarm_at[channel] > world.clock.now:
        at(world, incident.alarm_at[channel], due, incident.address, slot, incident.stamp)
        return True
    return False


@step
def _attentive(world: World, slot: int) -> bool:
    incident = world.cases[slot]
    chance = _team_attention(world, incident.team)
    noticed = happens(world, chance, purposes.ATTENTION, incident.address, incident.alarms)
    if not noticed:
        write_row(world, Event.ALARM_MISSED.value, incident.address, 0, chance, NOBODY, incident.team)
    return noticed


@step
def _next_alarm(world: World, slot: int, channel: int, after: float) -> float:
    """Return when a channel next reports an incident, strictly after a missed alarm."""
    incident, k = world.cases[slot], world.parameters
    if channel == Channel.USERS.value:
        return incident.onset + _complaint_days(world, slot)
    is_fault = incident.cause == Cause.FAULT.value
    if channel == Channel.INFRASTRUCTURE_ALERT.value:
        if not is_fault or not happens(
            world, k.monitoring_fault_alert_works, purposes.ALERT_WORKS, incident.address, 0
        ):
            return NEVER
        return after + draw(
            world, k.monitoring_fault_notice_days, purposes.ALERT_LAG, incident.address, incident.alarms
        )
    if is_fault or not world.models[incident.model].monitored:
        return NEVER
    if channel == Channel.INPUT_MONITOR.value:
        return _check_time(world, slot, _input_power(world, slot), after, purposes.INPUT_CHECKS)
    matured = max(after, incident.onset + k.monitoring_label_delay_days)
    power = monitor_power(
        incident.loss, k.monitoring_labels_per_check, k.monitoring_outcome_sd, k.monitoring_false_alarm
    )
    return _check_time(world, slot, power, matured, purposes.PERFORMANCE_CHECKS)


@step
def _complaint_days(world: World, slot: int) -> float:
    """Return how long it takes until users complain; of some drift they can see nothing."""
    incident, k = world.cases[slot], world.parameters
    if incident.cause == Cause.NATURAL_DRIFT.value and happens(
        world, k.monitoring_unseen_drift_share, purposes.UNSEEN, incident.address, 0
    ):
        return NEVER
    traffic = world.models[incident.model].traffic
    hazard = complaint_hazard(
        k.monitoring_complaints_per_day, traffic, incident.loss, k.monitoring_complaints_power
    )
    return exponential_days(hazard, u(world, purposes.COMPLAINT, incident.address, 0))


@step
def _input_power(world: World, slot: int) -> float:
    """Return the power of an input check: it sees broken data and covariate drift, nothing else."""
    incident, k = world.cases[slot], world.parameters
    if incident.cause == Cause.DATA_BREAK.value:
        return k.monitoring_input_power
    if incident.cause != Cause.NATURAL_DRIFT.value:
        return 0.0
    covariate = happens(world, k.monitoring_covariate_share, purposes.COVARIATE, incident.address, 0)
    return k.monitoring_input_power if covariate else 0.0


@step
def _check_time(world: World, slot: int, power: float, after: float, purpose: int) -> float:
    """Return the time of the first check after `after` that alarms, each with probability `power`."""
    if power <= 0.0:
        return NEVER
    incident = world.cases[slot]
    origin, period = world.models[incident.model].live_at, world.parameters.monitoring_check_days
    checks = geometric_quantile(power, u(world, purpose, incident.address, incident.alarms))
    return origin + (first_check_after(after, origin, period) + checks - 1) * period


@step
def _faded(world: World, team: int) -> float:
    """Return what remains of the false alarms that a team has heard."""
    row = world.teams[team]
    days = world.clock.now - row.alarm_load_at
    return faded_load(row.alarm_load, days, world.parameters.monitoring_attention_memory_days)


@step
def _team_attention(world: World, team: int) -> float:
    k = world.parameters
    return attention(
        _faded(world, team),
        k.monitoring_attention_memory_days,
        k.monitoring_attention_half_load,
        k.monitoring_attention_floor,
    )


@step
def start_false_alarms(world: World, slot: int) -> None:
    """Let the healthy metrics of a monitored model alarm at its checks."""
    k = world.parameters
    if world.models[slot].monitored and k.monitoring_any_false_alarm > 0.0:
        _next_false_alarm(world, slot)


@step
def _next_false_alarm(world: World, slot: int) -> None:
    model, k = world.models[slot], world.parameters
    model.false_alarms += 1
    chance = u(world, purposes.FALSE_ALARM_GAP, model.address, model.false_alarms)
    model.checks += geometric_quantile(k.monitoring_any_false_alarm, chance)
    time = model.live_at + model.checks * k.monitoring_check_days
    at(world, time, Due.FALSE_ALARM.value, model.address, slot, 0)


@step
def sound_false_alarm(world: World, slot: int) -> None:
    """Sound a false alarm: who notices, looks; all who hear it grow weary."""
    model, k = world.models[slot], world.parameters
    team = model.owner
    chance = _team_attention(world, team)
    noticed = happens(world, chance, purposes.ATTENTION, model.address, model.false_alarms)
    write_row(world, Event.FALSE_ALARM.value, model.address, 1 if noticed else 0, chance, NOBODY, team)
    world.teams[team].alarm_load = _faded(world, team) + 1.0
    world.teams[team].alarm_load_at = world.clock.now
    effort = draw(
        world, k.monitoring_false_alarm_days, purposes.FALSE_ALARM_EFFORT, model.address, model.false_alarms
    )
    if noticed and effort > 0.0:
        skill = world.teams[team].model_skill
        address = _alarm_address(model.address, model.false_alarms)
        submit(world, address, JobKind.ALARM.value, skill, team, effort, k.work_priority_expedited, NOBODY)
    _next_false_alarm(world, slot)


@step
def _alarm_address(model: int, alarm: int) -> int:
    child, n = alarm // ALARMS_PER_CHILD, alarm % ALARMS_PER_CHILD
    return child_address(model, Child.ALARM.value, child) | (n + 1)
