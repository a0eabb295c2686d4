"""Incidents: onset, detection, acknowledgement, diagnosis, mitigation, repair."""
# mypy: no-warn-return-any

from __future__ import annotations

from simorg.compilation import step
from simorg.engines.compiled import monitoring, on_call, resume_points
from simorg.engines.compiled.calendar import RECOVERED, REFRESHED, REVIEWED, START, pause, put_urgent
from simorg.engines.compiled.changes import change
from simorg.engines.compiled.handoff import hand_over, travel
from simorg.engines.compiled.mitigation import SKILL_OF, job, mitigate
from simorg.engines.compiled.open_cases import link, unlink
from simorg.engines.compiled.records import NOBODY
from simorg.engines.compiled.restoration import restore, shock_number
from simorg.engines.compiled.slots import free_case, free_model, take_case
from simorg.engines.compiled.stops import Refusal
from simorg.engines.compiled.workforce import drop_job, work
from simorg.engines.compiled.world import World, draw, fail, happens, write_row
from simorg.rules import purposes
from simorg.rules.severity import harm_of, severity_class
from simorg.trace.address import MAX_CHILDREN, Child, child_address, incident_number
from simorg.trace.codes import Cause, JobKind, Means, Origin
from simorg.trace.events import Event
from simorg.trace.rows import Due


@step
def strike(world: World, slot: int, cause: int) -> None:
    """Let a breakage or a fault hit a model."""
    k, model = world.parameters, world.models[slot]
    n = shock_number(world, slot, cause)
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
    incident.team = model.owner
    incident.skill = world.teams[model.owner].model_skill
    incident.model = slot
    incident.cause = cause
    incident.loss = loss
    incident.onset = world.clock.now
    _class_it(world, taken)
    incident.state = resume_points.BROKEN
    link(world, taken)
    write_row(world, Event.INCIDENT_ONSET.value, incident.address, cause, loss, NOBODY, model.owner)
    if incident.severity:
        event, harm = Event.INCIDENT_CLASSED.value, _harm(world, taken)
        write_row(world, event, incident.address, incident.severity, harm, NOBODY, model.owner)
    put_urgent(world, taken, START)
    return taken


@step
def _class_it(world: World, slot: int) -> None:
    """Find the class of an incident by its harm, 0 where there is none, and what follows from it."""
    incident, k = world.cases[slot], world.parameters
    if k.severity_classes:
        harm = _harm(world, slot)
        incident.severity = severity_class(harm, k.severity_harm_1, k.severity_harm_2, k.severity_harm_3)
    incident.paged = 1 if incident.severity <= k.severity_paged else 0
    incident.priority = k.work_priority_incident if incident.paged else k.severity_minor_priority
    most = max(k.work_priority_incident, k.work_priority_coordination)
    incident.coordination_priority = min(incident.priority, most)
    incident.latency_factor = k.handoff_urgent_factor if incident.paged else 1.0


@step
def _harm(world: World, slot: int) -> float:
    incident = world.cases[slot]
    return harm_of(incident.loss, world.models[incident.model].traffic)


@step
def interrupt(world: World, slot: int, why: int) -> None:
    """End an incident from outside: its model was refreshed, recovered or retired; or a review found it."""
    incident = world.cases[slot]
    if why == REVIEWED:
        monitoring.find(world, slot)
        return
    drop_job(world, slot)
    if incident.awaited != NOBODY and world.cases[incident.awaited].waiter == slot:
        world.cases[incident.awaited].waiter = NOBODY
    if why == REFRESHED:
        restore(world, slot, Means.REPAIR.value)
    elif why == RECOVERED:
        days = world.clock.now - incident.onset
        event = Event.INCIDENT_RECOVERED.value
        write_row(world, event, incident.address, incident.cause, days, NOBODY, NOBODY)
        restore(world, slot, Means.RECOVERY.value)
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
def go_on(world: World, slot: int) -> bool:
    """Take one step from detection to closing; return whether the incident waits, or is over."""
    incident, k = world.cases[slot], world.parameters
    state = incident.state
    if state == resume_points.DETECTED:
        if incident.paged and on_call.page(world, slot, SKILL_OF[incident.cause]):
            incident.state = resume_points.TAKEN_UP
            return False
        factor = k.severity_paged_wrong_factor if incident.severity and incident.paged else 1.0
        wrong = k.routing_wrong_incident * factor
        hand_over(world, slot, SKILL_OF[incident.cause], wrong, resume_points.TAKEN_UP)
        return False
    if state == resume_points.TAKEN_UP:
        effort = draw(world, k.response_acknowledge_days, purposes.ACKNOWLEDGE_EFFORT, incident.address, 0)
        return job(world, slot, JobKind.ACKNOWLEDGE.value, effort, resume_points.ACKNOWLEDGED)
    if state == resume_points.ACKNOWLEDGED:
        _stamp(world, slot, Event.INCIDENT_ACKNOWLEDGED.value)
        effort = _diagnosis(world, slot, 0)
        return job(world, slot, JobKind.DIAGNOSE.value, effort, resume_points.CAUSE_FOUND)
    if state == resume_points.CAUSE_FOUND:
        return _ask_owner(world, slot)
    if state == resume_points.OWNER_REACHED:
        return _owner_looks(world, slot)
    if state == resume_points.DIAGNOSED:
        return _diagnosed(world, slot)
    if state == resume_points.HELD_UP:
        return mitigate(world, slot)
    return _mend_the_rest(world, slot)


@step
def _mend_the_rest(world: World, slot: int) -> bool:
    incident = world.cases[slot]
    if incident.state in (resume_points.EXTERNAL_OVER, resume_points.MITIGATED):
        restore(world, slot, incident.means)
        incident.state = resume_points.REPAIR
        return False
    if incident.state == resume_points.HOT_FIXED:
        restore(world, slot, Means.REPAIR.value)
        incident.state = resume_points.CLOSING
        return False
    if incident.state == resume_points.REPAIR:
        return _repair(world, slot)
    if incident.state == resume_points.START_CHANGE:
        return _start_change(world, slot)
    if incident.state == resume_points.CHANGE_ENDED:
        if incident.delivered:
            restore(world, slot, Means.REPAIR.value)
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
    if (
        owner == incident.team
        or incident.responder
        or not happens(world, chance, purposes.ESCALATED, incident.address, 0)
    ):
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
def _repair(world: World, slot: int) -> bool:
    """Mend the cause by an expedited change; for drift that is a retraining, which ends the incident."""
    incident, k = world.cases[slot], world.parameters
    if incident.cause == Cause.DATA_BREAK.value and k.lanes_hotfix:
        effort = draw(world, k.lanes_hotfix_days, purposes.HOT_FIX_EFFORT, incident.address, 0)
        return job(world, slot, JobKind.HOT_FIX.value, effort, resume_points.HOT_FIXED)
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
    hurts = not (world.parameters.lanes_hotfix and incident.mitigated)
    item = change(world, incident.model, origin, incident.paged if hurts else 0)
    world.cases[item].waiter = slot
    incident.awaited = item
    incident.state = resume_points.CHANGE_ENDED
    return True
