"""Incidents: onset, detection, acknowledgement, diagnosis, mitigation, repair."""

from __future__ import annotations

from typing import TYPE_CHECKING

import simpy

from simorg.config.vocabulary import RESPONSE_SKILL, SKILLS
from simorg.engines.reference import on_call
from simorg.engines.reference.calendar import Steps
from simorg.engines.reference.changes import change
from simorg.engines.reference.entities import Incident, Model
from simorg.engines.reference.handoff import hand_over, travel
from simorg.engines.reference.mitigation import job, mitigate
from simorg.engines.reference.monitoring import notice
from simorg.engines.reference.restoration import restore
from simorg.engines.reference.workforce import drop_job, work
from simorg.rules import purposes
from simorg.rules.demand import exponential_days, weibull_gap
from simorg.rules.severity import harm_of, severity_class
from simorg.trace.address import MAX_CHILDREN, Child, child_address, incident_number
from simorg.trace.codes import Cause, JobKind, Means, Origin
from simorg.trace.events import Event
from simorg.trace.rows import Due, SimulationError

if TYPE_CHECKING:
    from simorg.engines.reference.world import World

SKILL_OF = tuple(SKILLS.index(RESPONSE_SKILL[cause.word]) for cause in Cause)
OPERATIONS = SKILLS.index("operations")


def shocks(world: World, model: Model, cause: Cause) -> Steps:
    """Let breakages or faults strike a model; the next can only come when the last is restored."""
    k = world.parameters
    due = Due.BREAK if cause == Cause.DATA_BREAK else Due.FAULT
    n = 0
    while True:
        n += 1
        if cause == Cause.DATA_BREAK:
            gap = exponential_days(k.breaks_per_model_day, world.u(purposes.BREAK_GAP, model.address, n))
        else:
            u = world.u(purposes.FAULT_GAP, model.address, n)
            gap = weibull_gap(k.faults_per_model_day, k.faults_clustering_shape, k.faults_clustering_gamma, u)
        yield world.calendar.at(world.now + gap, due, model.address)
        if model.retired:
            return
        purpose = purposes.BREAK_LOSS if cause == Cause.DATA_BREAK else purposes.FAULT_LOSS
        loss = world.draw(
            k.breaks_loss if cause == Cause.DATA_BREAK else k.faults_loss, purpose, model.address, n
        )
        struck = start(world, model, cause, min(1.0, loss))
        assert struck.restored is not None
        yield struck.restored


def defect_surfaces(world: World, model: Model, n: int) -> Steps:
    """Let the n-th escaped defect of a model hurt one day."""
    days = exponential_days(
        1.0 / world.parameters.defects_surfacing_days, world.u(purposes.DEFECT_SHOWS, model.address, n)
    )
    yield world.calendar.at(world.now + days, Due.DEFECT_SHOWS, model.address | n)
    if not model.retired:
        loss = world.draw(world.parameters.defects_loss, purposes.DEFECT_LOSS, model.address, n)
        start(world, model, Cause.DEFECT, min(1.0, loss))


def start(world: World, model: Model, cause: Cause, loss: float) -> Incident:
    """Begin an incident: from now on users are hurt, though nobody may know."""
    model.incidents_by_cause[cause] += 1
    n = incident_number(cause, model.incidents_by_cause[cause])
    if n >= MAX_CHILDREN:
        raise SimulationError(
            f"model {model.address} has more than {MAX_CHILDREN // len(Cause)} incidents of one cause"
        )
    k = world.parameters
    severity, harm = _severity(world, model, loss)
    priority = k.work_priority_incident if severity <= k.severity_paged else k.severity_minor_priority
    incident = Incident(
        address=child_address(model.address, Child.INCIDENT, n),
        unit=model.unit,
        priority=priority,
        coordination_priority=min(priority, max(k.work_priority_incident, k.work_priority_coordination)),
        latency_factor=k.handoff_urgent_factor if severity <= k.severity_paged else 1.0,
        team=model.owner,
        skill=world.teams[model.owner].model_skill,
        model=model,
        cause=cause,
        n=model.incidents_by_cause[cause],
        loss=loss,
        onset=world.now,
        severity=severity,
        restored=world.event(),
    )
    model.open_incidents.append(incident)
    world.record(Event.INCIDENT_ONSET, incident.address, cause, loss, team=model.owner)
    if severity:
        world.record(Event.INCIDENT_CLASSED, incident.address, severity, harm, team=model.owner)
    incident.process = world.calendar.process(_life(world, incident))
    return incident


def _severity(world: World, model: Model, loss: float) -> tuple[int, float]:
    """Return the class of an incident, 0 where they have none, and its harm."""
    k, harm = world.parameters, harm_of(loss, model.traffic)
    if not k.severity_classes:
        return 0, harm
    return severity_class(harm, k.severity_harm_1, k.severity_harm_2, k.severity_harm_3), harm


def _is_paged(world: World, incident: Incident) -> bool:
    return bool(incident.severity <= world.parameters.severity_paged)


def _is_urgent(world: World, incident: Incident) -> bool:
    """Return whether a repair goes through the expedited lane."""
    hurts = not (world.parameters.lanes_hotfix and incident.mitigated)
    return hurts and _is_paged(world, incident)


def end(incident: Incident, why: str) -> None:
    """End an incident from outside: its model was refreshed, recovered or retired."""
    assert incident.process is not None
    incident.process.interrupt(why)


def _life(world: World, incident: Incident) -> Steps:
    """From onset to closing; a refresh, recovery or retirement may end it at any point."""
    assert incident.model is not None
    try:
        yield from notice(world, incident)
        yield from _respond(world, incident)
    except simpy.Interrupt as interrupt:
        drop_job(world, incident)
        if interrupt.cause == "refreshed":
            restore(world, incident, Means.REPAIR)
        elif interrupt.cause == "recovered":
            world.record(
                Event.INCIDENT_RECOVERED, incident.address, incident.cause, world.now - incident.onset
            )
            restore(world, incident, Means.RECOVERY)
    incident.model.open_incidents.remove(incident)
    world.record(Event.INCIDENT_CLOSED, incident.address, incident.cause, world.now - incident.onset)


def _respond(world: World, incident: Incident) -> Steps:
    """Find the team, take it up, find the cause, stop the harm, mend what is left."""
    k = world.parameters
    skill = SKILL_OF[incident.cause]
    if not (_is_paged(world, incident) and on_call.page(world, incident, skill)):
        wrong = k.routing_wrong_incident
        if incident.severity and _is_paged(world, incident):
            wrong *= k.severity_paged_wrong_factor
        yield from hand_over(world, incident, skill, wrong)
    effort = world.draw(k.response_acknowledge_days, purposes.ACKNOWLEDGE_EFFORT, incident.address)
    yield from job(world, incident, JobKind.ACKNOWLEDGE, skill, effort)
    _stamp(world, incident, Event.INCIDENT_ACKNOWLEDGED)
    yield from _diagnose(world, incident, skill)
    _stamp(world, incident, Event.INCIDENT_DIAGNOSED)
    if world.u(purposes.HELD_UP, incident.address) < k.response_hold_up:
        days = world.draw(k.response_hold_up_days, purposes.HOLD_UP, incident.address)
        yield from world.calendar.pause(days, Due.DELAY_OVER, incident.address)
    yield from mitigate(world, incident, skill)
    yield from _repair(world, incident)


def _stamp(world: World, incident: Incident, event: Event) -> None:
    world.record(event, incident.address, incident.cause, world.now - incident.onset, team=incident.team)


def _diagnose(world: World, incident: Incident, skill: int) -> Steps:
    """Find the cause; the farther the owner of the model, the likelier it must be asked as well."""
    k = world.parameters
    assert incident.model is not None
    distribution = (
        k.response_diagnose_fault_days if incident.cause == Cause.FAULT else k.response_diagnose_model_days
    )
    effort = k.response_diagnose * world.draw(distribution, purposes.DIAGNOSE_EFFORT, incident.address, 0)
    yield from job(world, incident, JobKind.DIAGNOSE, skill, effort)
    owner = incident.model.owner
    distance = world.distance[incident.team][owner]
    chance = k.response_escalate * min(1.0, distance)
    paged = incident.responder >= 0
    if owner == incident.team or paged or world.u(purposes.ESCALATED, incident.address) >= chance:
        return
    latency = travel(world, incident, distance, purposes.QUESTION_LATENCY, 0)
    world.record(Event.INCIDENT_ESCALATED, incident.address, incident.team, latency, team=owner)
    yield from world.calendar.pause(latency, Due.DELAY_OVER, incident.address)
    effort = k.response_diagnose * world.draw(distribution, purposes.DIAGNOSE_EFFORT, incident.address, 1)
    owner_skill = world.teams[owner].model_skill
    yield from work(world, incident, JobKind.DIAGNOSE, owner_skill, owner, effort, incident.priority)


def _repair(world: World, incident: Incident) -> Steps:
    """Mend the cause by an expedited change; for drift that is a retraining, which ends the incident."""
    k = world.parameters
    model = incident.model
    assert model is not None
    if incident.cause == Cause.DATA_BREAK and k.lanes_hotfix:
        effort = world.draw(k.lanes_hotfix_days, purposes.HOT_FIX_EFFORT, incident.address)
        yield from job(world, incident, JobKind.HOT_FIX, SKILL_OF[Cause.DATA_BREAK], effort)
        return restore(world, incident, Means.REPAIR)
    if incident.cause == Cause.NATURAL_DRIFT:
        if not k.retraining_triggered and k.retraining_scheduled:
            yield world.event()  # the next scheduled retraining will interrupt
        origin = Origin.RETRAIN_AUTOMATED if model.automated and k.retraining_triggered else Origin.RETRAIN
    else:
        origin = Origin.FIX
        lasting = incident.cause == Cause.DATA_BREAK or not incident.mitigated
        if not lasting and world.u(purposes.FIX_NEEDED, incident.address) >= k.response_code_fix_share:
            return
    delivered = False
    while not delivered:
        item = change(world, model, origin, expedited=_is_urgent(world, incident))
        assert item.ended is not None
        delivered = yield item.ended
    restore(world, incident, Means.REPAIR)
