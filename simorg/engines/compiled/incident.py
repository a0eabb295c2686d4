"""Incidents: onset, detection, acknowledgement, diagnosis, mitigation, repair."""
# mypy: no-warn-return-any

from __future__ import annotations

from simorg.compilation import step
from simorg.config.vocabulary import RESPONSE_SKILL, SKILLS
from simorg.engines.compiled import resume_points
from simorg.engines.compiled.calendar import RECOVERED, REFRESHED, START, at, pause, put_urgent
from simorg.engines.compiled.changes import change
from simorg.engines.compiled.handoff import hand_over, travel
from simorg.engines.compiled.open_cases import link, unlink
from simorg.engines.compiled.records import NOBODY
from simorg.engines.compiled.slots import free_case, free_model, take_case
from simorg.engines.compiled.stops import Refusal
from simorg.engines.compiled.workforce import drop_job, work
from simorg.engines.compiled.world import World, draw, fail, happens, u, write_row
from simorg.rules import purposes
from simorg.rules.demand import exponential_days, weibull_gap
from simorg.trace.address import MAX_CHILDREN, Child, child_address, incident_number
from simorg.trace.codes import Cause, JobKind, Means, Origin
from simorg.trace.events import Event
from simorg.trace.rows import Due

SKILL_OF = tuple(SKILLS.index(RESPONSE_SKILL[cause.word]) for cause in Cause)


@step
def next_shock(world: World, slot: int, cause: int) -> None:
    """Foresee the next breakage or fault; it can only come when the last is restored."""
    k, model = world.parameters, world.models[slot]
    n = model.incidents_by_cause[cause] + 1
    if cause == Cause.DATA_BREAK.value:
        gap = exponential_days(k.breaks_per_model_day, u(world, purposes.BREAK_GAP, model.address, n))
        due = Due.BREAK.value
    else:
        chance = u(world, purposes.FAULT_GAP, model.address, n)
        shape, gamma = k.faults_clustering_shape, k.faults_clustering_gamma
        gap = weibull_gap(k.faults_per_model_day, shape, gamma, chance)
        due = Due.FAULT.value
    at(world, world.clock.now + gap, due, model.address, slot, 0)


@step
def strike(world: World, slot: int, cause: int) -> None:
    """Let a breakage or a fault hit a model."""
    k, model = world.parameters, world.models[slot]
    n = model.incidents_by_cause[cause] + 1
    if cause == Cause.DATA_BREAK.value:
        loss = draw(world, k.breaks_loss, purposes.BREAK_LOSS, model.address, n)
    else:
        loss = draw(world, k.faults_loss, purposes.FAULT_LOSS, model.address, n)
    start(world, slot, cause, min(1.0, loss))


@step
def surface(world: World, slot: int, n: int) -> None:
    """Let the n-th escaped defect of a model hurt."""
    loss = draw(world, world.parameters.defects_loss, purposes.DEFECT_LOSS, world.models[slot].address, n)
    start(world, slot, Cause.DEFECT.value, min(1.0, loss))


@step
def start(world: World, slot: int, cause: int, loss: float) -> int:
    """Begin an incident and return its slot: users are hurt from now on, though nobody may know."""
    model = world.models[slot]
    model.incidents_by_cause[cause] += 1
    n = incident_number(cause, model.incidents_by_cause[cause])
    if n >= MAX_CHILDREN:
        fail(world, Refusal.TOO_MANY_INCIDENTS.value, model.address)
        return 0
    taken = take_case(world)
    incident = world.cases[taken]
    incident.address = child_address(model.address, Child.INCIDENT.value, n)
    incident.kind = resume_points.INCIDENT
    incident.unit = model.unit
    incident.priority = world.parameters.work_priority_incident
    incident.coordination_priority = world.parameters.work_priority_incident
    incident.latency_factor = world.parameters.handoff_urgent_factor
    incident.team = model.owner
    incident.skill = world.teams[model.owner].model_skill
    incident.model = slot
    incident.cause = cause
    incident.loss = loss
    incident.onset = world.clock.now
    incident.state = resume_points.BROKEN
    link(world, taken)
    write_row(world, Event.INCIDENT_ONSET.value, incident.address, cause, loss, NOBODY, model.owner)
    put_urgent(world, taken, START)
    return taken


@step
def interrupt(world: World, slot: int, why: int) -> None:
    """End an incident from outside: its model was refreshed, recovered or retired."""
    incident = world.cases[slot]
    drop_job(world, slot)
    if incident.awaited != NOBODY and world.cases[incident.awaited].waiter == slot:
        world.cases[incident.awaited].waiter = NOBODY
    if why == REFRESHED:
        _restore(world, slot, Means.REPAIR.value)
    elif why == RECOVERED:
        days = world.clock.now - incident.onset
        event = Event.INCIDENT_RECOVERED.value
        write_row(world, event, incident.address, incident.cause, days, NOBODY, NOBODY)
        _restore(world, slot, Means.RECOVERY.value)
    _close(world, slot)


@step
def _close(world: World, slot: int) -> None:
    incident = world.cases[slot]
    model, days = world.models[incident.model], world.clock.now - incident.onset
    unlink(world, slot)
    write_row(world, Event.INCIDENT_CLOSED.value, incident.address, incident.cause, days, NOBODY, NOBODY)
    if model.retired and model.first[resume_points.INCIDENT] == NOBODY:
        free_model(world, incident.model)
    free_case(world, slot)


@step
def _restore(world: World, slot: int, means: int) -> None:
    """Note that users are no longer hurt; only now can the next shock of this kind come."""
    incident = world.cases[slot]
    if incident.mitigated:
        return
    incident.mitigated = 1
    days = world.clock.now - incident.onset
    write_row(world, Event.INCIDENT_MITIGATED.value, incident.address, means, days, NOBODY, incident.team)
    if incident.cause in (Cause.DATA_BREAK.value, Cause.FAULT.value):
        next_shock(world, incident.model, incident.cause)


@step
def go_on(world: World, slot: int) -> bool:
    """Take one step from detection to closing; return whether the incident waits, or is over."""
    incident, k = world.cases[slot], world.parameters
    state = incident.state
    if state == resume_points.DETECTED:
        hand_over(world, slot, SKILL_OF[incident.cause], k.routing_wrong_incident, resume_points.TAKEN_UP)
        return False
    if state == resume_points.TAKEN_UP:
        effort = draw(world, k.response_acknowledge_days, purposes.ACKNOWLEDGE_EFFORT, incident.address, 0)
        return _job(world, slot, JobKind.ACKNOWLEDGE.value, effort, resume_points.ACKNOWLEDGED)
    if state == resume_points.ACKNOWLEDGED:
        _stamp(world, slot, Event.INCIDENT_ACKNOWLEDGED.value)
        effort = _diagnosis(world, slot, 0)
        return _job(world, slot, JobKind.DIAGNOSE.value, effort, resume_points.CAUSE_FOUND)
    if state == resume_points.CAUSE_FOUND:
        return _ask_owner(world, slot)
    if state == resume_points.OWNER_REACHED:
        return _owner_looks(world, slot)
    if state == resume_points.DIAGNOSED:
        return _diagnosed(world, slot)
    if state == resume_points.HELD_UP:
        return _mitigate(world, slot)
    return _mend_the_rest(world, slot)


@step
def _mend_the_rest(world: World, slot: int) -> bool:
    incident = world.cases[slot]
    if incident.state in (resume_points.EXTERNAL_OVER, resume_points.MITIGATED):
        _restore(world, slot, incident.means)
        incident.state = resume_points.REPAIR
        return False
    if incident.state == resume_points.REPAIR:
        return _repair(world, slot)
    if incident.state == resume_points.START_CHANGE:
        return _start_change(world, slot)
    if incident.state == resume_points.CHANGE_ENDED:
        if incident.delivered:
            _restore(world, slot, Means.REPAIR.value)
        incident.state = resume_points.CLOSING if incident.delivered else resume_points.START_CHANGE
        return False
    _close(world, slot)
    return True


@step
def _stamp(world: World, slot: int, event: int) -> None:
    incident = world.cases[slot]
    days = world.clock.now - incident.onset
    write_row(world, event, incident.address, incident.cause, days, NOBODY, incident.team)


@step
def _job(world: World, slot: int, kind: int, effort: float, then: int) -> bool:
    incident = world.cases[slot]
    skill = SKILL_OF[incident.cause]
    return work(world, slot, kind, skill, incident.team, effort, incident.priority, then)


@step
def _diagnosis(world: World, slot: int, n: int) -> float:
    """Return the effort of the n-th look for the cause."""
    incident, k = world.cases[slot], world.parameters
    is_fault = incident.cause == Cause.FAULT.value
    distribution = k.response_diagnose_fault_days if is_fault else k.response_diagnose_model_days
    return k.response_diagnose * draw(world, distribution, purposes.DIAGNOSE_EFFORT, incident.address, n)


@step
def _ask_owner(world: World, slot: int) -> bool:
    """Ask the owner of the model as well, the likelier the farther it is."""
    incident, k = world.cases[slot], world.parameters
    incident.state = resume_points.DIAGNOSED
    owner = world.models[incident.model].owner
    distance = world.distance[incident.team, owner]
    chance = k.response_escalate * min(1.0, distance)
    if owner == incident.team or not happens(world, chance, purposes.ESCALATED, incident.address, 0):
        return False
    latency = travel(world, slot, distance, purposes.QUESTION_LATENCY, 0)
    write_row(world, Event.INCIDENT_ESCALATED.value, incident.address, incident.team, latency, NOBODY, owner)
    return pause(world, slot, latency, Due.DELAY_OVER.value, resume_points.OWNER_REACHED)


@step
def _owner_looks(world: World, slot: int) -> bool:
    incident, kind, then = world.cases[slot], JobKind.DIAGNOSE.value, resume_points.DIAGNOSED
    owner = world.models[incident.model].owner
    effort, skill = _diagnosis(world, slot, 1), world.teams[owner].model_skill
    return work(world, slot, kind, skill, owner, effort, incident.priority, then)


@step
def _diagnosed(world: World, slot: int) -> bool:
    incident, k = world.cases[slot], world.parameters
    _stamp(world, slot, Event.INCIDENT_DIAGNOSED.value)
    incident.state = resume_points.HELD_UP
    if not happens(world, k.response_hold_up, purposes.HELD_UP, incident.address, 0):
        return False
    days = draw(world, k.response_hold_up_days, purposes.HOLD_UP, incident.address, 0)
    return pause(world, slot, days, Due.DELAY_OVER.value, resume_points.HELD_UP)


@step
def _mitigate(world: World, slot: int) -> bool:
    """Stop the harm if anything but a repair can."""
    incident, k = world.cases[slot], world.parameters
    is_fault = incident.cause == Cause.FAULT.value
    if is_fault and happens(world, k.response_external_share, purposes.EXTERNAL, incident.address, 0):
        incident.means = Means.EXTERNAL.value
        days = draw(world, k.response_external_days, purposes.EXTERNAL_TIME, incident.address, 0)
        return pause(world, slot, days, Due.EXTERNAL_END.value, resume_points.EXTERNAL_OVER)
    helps = _can_switch(world, slot)
    if not helps and not is_fault:
        incident.state = resume_points.REPAIR
        return False
    distribution = k.response_switch_days
    if not helps:
        incident.means = Means.CONFIGURATION.value
        distribution = k.response_configure_days
    effort = draw(world, distribution, purposes.MITIGATE_EFFORT, incident.address, 0)
    return _job(world, slot, JobKind.MITIGATE.value, effort, resume_points.MITIGATED)


@step
def _can_switch(world: World, slot: int) -> bool:
    """Return whether something else can serve users meanwhile: a fallback or the version before."""
    incident, k = world.cases[slot], world.parameters
    if incident.cause in (Cause.NATURAL_DRIFT.value, Cause.DATA_BREAK.value):
        incident.means = Means.FALLBACK.value
        return happens(world, k.response_fallback, purposes.FALLBACK, incident.address, 0)
    incident.means = Means.ROLL_BACK.value
    fits = happens(world, k.response_rollback_fits, purposes.ROLL_BACK_FITS, incident.address, 0)
    return fits and world.models[incident.model].versioned != 0


@step
def _repair(world: World, slot: int) -> bool:
    """Mend the cause by an expedited change; for drift that is a retraining, which ends the incident."""
    incident, k = world.cases[slot], world.parameters
    incident.state = resume_points.START_CHANGE
    if incident.cause == Cause.NATURAL_DRIFT.value:
        if not k.retraining_triggered and k.retraining_scheduled:
            incident.state = resume_points.FOR_EVER  # the next scheduled retraining will interrupt
            return True
        return False
    lasting = incident.cause == Cause.DATA_BREAK.value or not incident.mitigated
    needed = 1.0 if lasting else k.response_code_fix_share
    if not happens(world, needed, purposes.FIX_NEEDED, incident.address, 0):
        incident.state = resume_points.CLOSING
    return False


@step
def _start_change(world: World, slot: int) -> bool:
    """Start the change that repairs, and wait for its end."""
    incident = world.cases[slot]
    origin = Origin.FIX.value
    if incident.cause == Cause.NATURAL_DRIFT.value:
        by_machine = world.models[incident.model].automated and world.parameters.retraining_triggered
        origin = Origin.RETRAIN_AUTOMATED.value if by_machine else Origin.RETRAIN.value
    item = change(world, incident.model, origin, 1)
    world.cases[item].waiter = slot
    incident.awaited = item
    incident.state = resume_points.CHANGE_ENDED
    return True
