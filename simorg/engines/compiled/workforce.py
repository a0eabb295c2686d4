"""Teams with one queue per skill, one for decisions and a list of sign-offs: jobs come, end, are taken back.

Work that arrives and people who become free are only noted; `allocation` gives the jobs to people when
all that is due at an instant has been applied.
"""
# mypy: no-warn-return-any

from __future__ import annotations

from simorg.compilation import step
from simorg.engines.compiled import in_hand, queues
from simorg.engines.compiled.calendar import at
from simorg.engines.compiled.records import NOBODY
from simorg.engines.compiled.slots import free_job, take_job
from simorg.engines.compiled.stops import Refusal
from simorg.engines.compiled.world import World, draw, fail, write_row
from simorg.rules import purposes
from simorg.rules.order import DUE_DATE, order_key
from simorg.trace.address import MAX_JOBS, job_address, job_code, queue_of
from simorg.trace.codes import JobKind
from simorg.trace.events import Event
from simorg.trace.rows import Due


@step
def work(
    world: World, slot: int, kind: int, skill: int, team: int, effort: float, priority: int, then: int
) -> bool:
    """Have a job done for a case, which goes on at `then`; return whether it must wait for that."""
    case = world.cases[slot]
    case.state = then
    case.worked_by = NOBODY
    if effort > 0.0:
        if team < 0:
            fail(world, Refusal.NOT_ROUTED.value, case.address)
            return True
        case.jobs += 1
        if case.jobs >= MAX_JOBS:
            fail(world, Refusal.TOO_MANY_JOBS.value, case.address)
            return True
        address = job_address(case.address, case.jobs)
        case.job = submit(
            world, address, kind, skill, team, effort, priority, slot, _answers(world, slot, team)
        )
        return True
    return False


@step
def _answers(world: World, slot: int, team: int) -> int:
    """Return who alone works on a case in a team, because they were paged, or NOBODY."""
    person = world.cases[slot].responder - 1
    return person if person != NOBODY and world.people[person].team == team else NOBODY


@step
def submit(
    world: World,
    address: int,
    kind: int,
    skill: int,
    team: int,
    effort: float,
    priority: int,
    owner: int,
    only: int,
) -> int:
    """Put a job into a queue of a team and return its slot."""
    slot = take_job(world)
    job = world.jobs[slot]
    job.address = address
    job.code = job_code(kind, skill, priority)
    job.skill = skill
    job.queue = queue_of(kind, skill)
    signing = kind == JobKind.APPROVE.value and world.parameters.approvals_four_eyes != 0
    job.only = only
    job.listed = 1 if signing or only != NOBODY else 0
    job.barring = world.cases[owner].barring if signing else 0
    job.priority = priority
    job.effort = effort
    job.team = team
    job.queued_at = world.clock.now
    job.key = _order_key(world, priority, address if owner == NOBODY else world.cases[owner].address)
    job.person = NOBODY
    job.holder = NOBODY
    job.slice_end = -1.0
    job.stints = 0
    job.open = 1
    job.owner = owner
    write_row(world, Event.JOB_QUEUED.value, address, job.code, effort, NOBODY, team)
    enqueue(world, slot)
    return slot


@step
def _order_key(world: World, priority: int, entity: int) -> float:
    k, now = world.parameters, world.clock.now
    if priority <= k.work_preempting_class:
        return now
    due = draw(world, k.work_due_days, purposes.DUE, entity, 0) if k.work_order == DUE_DATE else 0.0
    return order_key(k.work_order, now, due)


@step
def could_start(world: World, team: int, skill: int) -> bool:
    """Return whether a new job would find somebody free: more idle people than jobs waiting."""
    pool = world.queues[team, skill]
    idle = 0
    for n in range(pool.first_server, pool.first_server + pool.first_line):
        person = world.people[world.servers[n]]
        idle += person.job == NOBODY and person.held == 0
    return idle > pool.waiting + pool.signing


@step
def drop_job(world: World, slot: int) -> None:
    """Withdraw the job that a case was waiting for, if any."""
    waited_for = world.cases[slot].job
    if waited_for == NOBODY:
        return
    world.cases[slot].job = NOBODY
    job = world.jobs[waited_for]
    job.open = 0
    write_row(world, Event.JOB_WITHDRAWN.value, job.address, job.code, job.effort, job.person, job.team)
    if job.person != NOBODY:
        release(world, waited_for)
        free_job(world, waited_for)
    elif job.holder != NOBODY:
        in_hand.drop(world, waited_for)
        unsettle(world, job.team)
        free_job(world, waited_for)
    else:
        count_waiting(world, waited_for, -1)
        if job.listed:
            queues.strike_off(world, waited_for)
            free_job(world, waited_for)


@step
def finish(world: World, slot: int, stamp: int) -> None:
    """End a job, unless it was interrupted or withdrawn since this end was foreseen."""
    job = world.jobs[slot]
    if job.stamp != stamp:
        return
    clock = world.clock
    spent, person = clock.now - job.started_at, job.person
    write_row(world, Event.JOB_FINISHED.value, job.address, job.code, spent, person, job.team)
    release(world, slot)
    if job.owner != NOBODY:
        world.cases[job.owner].job = NOBODY
        world.cases[job.owner].worked_by = person
        clock.running = job.owner
    free_job(world, slot)


@step
def call_stand_ins(world: World, slot: int, stamp: int) -> None:
    """Look at a team again when a job has waited long enough for people with a second skill."""
    if world.jobs[slot].stamp == stamp:
        unsettle(world, world.jobs[slot].team)


@step
def enqueue(world: World, slot: int) -> None:
    """Put a job into its queue and have its team looked at."""
    job = world.jobs[slot]
    if job.listed:
        queues.enlist(world, slot)
    else:
        queues.put(world, job.team, job.queue, slot)
        _foresee_stand_ins(world, slot)
    count_waiting(world, slot, 1)
    unsettle(world, job.team)


@step
def _foresee_stand_ins(world: World, slot: int) -> None:
    job, k = world.jobs[slot], world.parameters
    pool = world.queues[job.team, job.queue]
    if pool.first_line < pool.servers and job.priority > k.work_preempting_class:
        due = job.queued_at + k.work_stand_in_days
        if due > world.clock.now:
            at(world, due, Due.STAND_IN.value, job.address, slot, job.stamp)


@step
def count_waiting(world: World, slot: int, more: int) -> None:
    """Count a job that waits, or waits no more."""
    job = world.jobs[slot]
    if job.listed:
        world.queues[job.team, job.queue].signing += more
    else:
        world.queues[job.team, job.queue].waiting += more
    world.teams[job.team].waiting += more


@step
def unsettle(world: World, team: int) -> None:
    """Have a team looked at when all that is due at this instant has been applied."""
    clock = world.clock
    if not world.teams[team].unsettled:
        world.teams[team].unsettled = 1
        world.teams[clock.unsettled].unsettled_team = team
        clock.unsettled += 1


@step
def release(world: World, slot: int) -> None:
    """Free the person who works on a job."""
    job = world.jobs[slot]
    person = world.people[job.person]
    person.job = NOBODY
    world.teams[job.team].idle += 1
    if person.held > 0:
        world.teams[job.team].turning += 1
    job.person = NOBODY
    job.stamp += 1
    unsettle(world, job.team)
