"""Teams with one queue per skill, one for decisions and a list of sign-offs; the settle step allocates.

Work that arrives and people who become free are only noted; when all that is due at an instant
has been applied, `settle` makes every allocation in the declared order. It may stop between two
allocations for want of room, and goes on where it was.
"""
# mypy: no-warn-return-any

from __future__ import annotations

from simorg.compilation import step
from simorg.engines.compiled import queues
from simorg.engines.compiled.calendar import at
from simorg.engines.compiled.faults import Fault
from simorg.engines.compiled.nouns import NOBODY, QUEUES
from simorg.engines.compiled.room import free_job, shortage, take_job
from simorg.engines.compiled.world import World, draw, fail, tell
from simorg.engines.trace import DECISIONS, MAX_JOBS, Due, Event, JobKind
from simorg.rules import purposes
from simorg.rules.effort import duration_days


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
            fail(world, Fault.NOT_ROUTED.value, case.address)
            return True
        case.jobs += 1
        if case.jobs >= MAX_JOBS:
            fail(world, Fault.TOO_MANY_JOBS.value, case.address)
            return True
        case.job = submit(world, case.address | case.jobs, kind, skill, team, effort, priority, slot)
        return True
    return False


@step
def submit(
    world: World, address: int, kind: int, skill: int, team: int, effort: float, priority: int, owner: int
) -> int:
    """Put a job into a queue of a team and return its slot."""
    slot = take_job(world)
    job = world.jobs[slot]
    job.address = address
    job.code = 256 * kind + 16 * skill + priority
    job.skill = skill
    job.queue = DECISIONS if kind == JobKind.DECIDE.value else skill
    job.listed = 1 if kind == JobKind.APPROVE.value and world.knobs.four_eyes else 0
    job.barring = world.cases[owner].barring if job.listed else 0
    job.priority = priority
    job.effort = effort
    job.team = team
    job.queued_at = world.clock.now
    job.person = NOBODY
    job.stints = 0
    job.open = 1
    job.owner = owner
    tell(world, Event.JOB_QUEUED.value, address, job.code, effort, NOBODY, team)
    _queue(world, slot)
    return slot


@step
def could_start(world: World, team: int, skill: int) -> bool:
    """Return whether a new job would find somebody free: more idle people than jobs waiting."""
    pool = world.queues[team, skill]
    idle = 0
    for n in range(pool.first_server, pool.first_server + pool.first_line):
        idle += world.people[world.servers[n]].job == NOBODY
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
    tell(world, Event.JOB_WITHDRAWN.value, job.address, job.code, job.effort, job.person, job.team)
    if job.person != NOBODY:
        _release(world, waited_for)
        free_job(world, waited_for)
    else:
        _count_waiting(world, waited_for, -1)
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
    tell(world, Event.JOB_FINISHED.value, job.address, job.code, spent, person, job.team)
    _release(world, slot)
    if job.owner != NOBODY:
        world.cases[job.owner].job = NOBODY
        world.cases[job.owner].worked_by = person
        clock.running = job.owner
    free_job(world, slot)


@step
def begin_settling(world: World) -> None:
    """Sort the teams that changed; what changes from now on is settled next time."""
    clock, teams = world.clock, world.teams
    for n in range(clock.unsettled):
        team = teams[n].unsettled_team
        place = n
        while place > 0 and teams[place - 1].settling_team > team:
            teams[place].settling_team = teams[place - 1].settling_team
            place -= 1
        teams[place].settling_team = team
        teams[team].unsettled = 0
    clock.settling = clock.unsettled
    clock.settled = 0
    clock.unsettled = 0


@step
def settle(world: World) -> None:
    """Allocate people in every team that changed, in order of the teams."""
    clock = world.clock
    while clock.settled < clock.settling:
        if shortage(world):
            return
        team = world.teams[clock.settled].settling_team
        if not _allocate(world, team) and not _preempt(world, team):
            clock.settled += 1
    clock.settling = 0
    clock.settled = 0


@step
def call_stand_ins(world: World, slot: int, stamp: int) -> None:
    """Look at a team again when a job has waited long enough for people with a second skill."""
    if world.jobs[slot].stamp == stamp:
        _unsettle(world, world.jobs[slot].team)


@step
def _queue(world: World, slot: int) -> None:
    job = world.jobs[slot]
    if job.listed:
        queues.enlist(world, slot)
    else:
        queues.put(world, job.team, job.queue, slot)
        _foresee_stand_ins(world, slot)
    _count_waiting(world, slot, 1)
    _unsettle(world, job.team)


@step
def _foresee_stand_ins(world: World, slot: int) -> None:
    job, k = world.jobs[slot], world.knobs
    pool = world.queues[job.team, job.queue]
    if pool.first_line < pool.servers and job.priority > k.preempting_class:
        due = job.queued_at + k.stand_in_days
        if due > world.clock.now:
            at(world, due, Due.STAND_IN.value, job.address, slot, job.stamp)


@step
def _count_waiting(world: World, slot: int, more: int) -> None:
    job = world.jobs[slot]
    if job.listed:
        world.queues[job.team, job.queue].signing += more
    else:
        world.queues[job.team, job.queue].waiting += more
    world.teams[job.team].waiting += more


@step
def _unsettle(world: World, team: int) -> None:
    clock = world.clock
    if not world.teams[team].unsettled:
        world.teams[team].unsettled = 1
        world.teams[clock.unsettled].unsettled_team = team
        clock.unsettled += 1


@step
def _release(world: World, slot: int) -> None:
    """Free the person who works on a job."""
    job = world.jobs[slot]
    world.people[job.person].job = NOBODY
    world.teams[job.team].idle += 1
    job.person = NOBODY
    job.stamp += 1
    _unsettle(world, job.team)


@step
def _is_barred(world: World, slot: int, person: int) -> bool:
    """Return whether somebody may not sign because they did a stage of the item last."""
    owner = world.jobs[slot].owner
    for stage in range(world.knobs.stages):
        if world.hands[owner, stage] == person:
            return world.jobs[slot].barring == 1
    return False


@step
def _end_of_takers(world: World, slot: int) -> int:
    """Return the place behind the last server of its queue who may take a job now."""
    job, k = world.jobs[slot], world.knobs
    pool = world.queues[job.team, job.queue]
    everybody = pool.first_line == pool.servers or job.listed or job.priority <= k.preempting_class
    if everybody or world.clock.now >= job.queued_at + k.stand_in_days:
        return pool.first_server + pool.servers
    return pool.first_server + pool.first_line


@step
def _idle_server(world: World, slot: int) -> int:
    """Return the best person who is free and may take a job, or NOBODY."""
    job = world.jobs[slot]
    for n in range(world.queues[job.team, job.queue].first_server, _end_of_takers(world, slot)):
        person = world.servers[n]
        if world.people[person].job == NOBODY and not (job.listed and _is_barred(world, slot, person)):
            return person
    return NOBODY


@step
def _allocate(world: World, team: int) -> bool:
    """Give the most urgent job that somebody free may take to the best free person."""
    if world.teams[team].idle == 0 or world.teams[team].waiting == 0:
        return False
    chosen, server = NOBODY, NOBODY
    for queue in range(QUEUES):
        if world.queues[team, queue].waiting == 0:
            continue
        head = queues.first(world, team, queue)
        if chosen != NOBODY and queues.precedes(world, chosen, head):
            continue
        person = _idle_server(world, head)
        if person != NOBODY:
            chosen, server = head, person
    signing = world.teams[team].first_sign_off
    while signing != NOBODY and not (chosen != NOBODY and queues.precedes(world, chosen, signing)):
        person = _idle_server(world, signing)
        if person != NOBODY:
            chosen, server = signing, person
        signing = world.jobs[signing].child
    if chosen == NOBODY:
        return False
    _start(world, chosen, server)
    return True


@step
def _victim(world: World, slot: int) -> int:
    """Return the last in order of the running jobs that a waiting one may push aside."""
    job = world.jobs[slot]
    last = NOBODY
    for n in range(world.queues[job.team, job.queue].first_server, _end_of_takers(world, slot)):
        person = world.servers[n]
        running = world.people[person].job
        if running == NOBODY or world.jobs[running].priority <= job.priority:
            continue
        if job.listed and _is_barred(world, slot, person):
            continue
        if last == NOBODY or queues.precedes(world, last, running):
            last = running
    return last


@step
def _preempt(world: World, team: int) -> bool:
    """Let the most urgent waiting job of a preempting class take a person."""
    most = world.knobs.preempting_class
    if most < 0 or world.teams[team].waiting == 0:
        return False
    chosen, victim = NOBODY, NOBODY
    for queue in range(QUEUES):
        if world.queues[team, queue].waiting == 0:
            continue
        head = queues.first(world, team, queue)
        if world.jobs[head].priority > most:
            continue
        if chosen != NOBODY and queues.precedes(world, chosen, head):
            continue
        running = _victim(world, head)
        if running != NOBODY:
            chosen, victim = head, running
    signing = world.teams[team].first_sign_off
    while signing != NOBODY and world.jobs[signing].priority <= most:
        if chosen == NOBODY or queues.precedes(world, signing, chosen):
            running = _victim(world, signing)
            if running != NOBODY:
                chosen, victim = signing, running
        signing = world.jobs[signing].child
    if chosen == NOBODY:
        return False
    person = world.jobs[victim].person
    _interrupt(world, victim)
    _start(world, chosen, person)
    return True


@step
def _start(world: World, slot: int, person: int) -> None:
    job = world.jobs[slot]
    if job.listed:
        queues.strike_off(world, slot)
    else:
        queues.take_top(world, job.team, job.queue)
    _count_waiting(world, slot, -1)
    now = world.clock.now
    job.person = person
    job.started_at = now
    job.stints += 1
    job.stamp += 1
    world.people[person].job = slot
    world.teams[job.team].idle -= 1
    tell(world, Event.JOB_STARTED.value, job.address, job.code, job.effort, person, job.team)
    efficiency, availability = world.efficiency[person, job.queue], world.people[person].availability
    days = duration_days(job.effort, efficiency, availability)
    at(world, now + days, Due.JOB_DONE.value, job.address, slot, job.stamp)


@step
def _interrupt(world: World, slot: int) -> None:
    """Send a running job back to its in-tray; coming back to it later costs time."""
    job = world.jobs[slot]
    person = job.person
    spent = world.clock.now - job.started_at
    pace = world.efficiency[person, job.queue] * world.people[person].availability
    resumption = draw(world, world.knobs.resumption, purposes.RESUMPTION, job.address, job.stints)
    job.effort = max(0.0, job.effort - spent * pace) + resumption
    tell(world, Event.JOB_PREEMPTED.value, job.address, job.code, job.effort, person, job.team)
    _release(world, slot)
    _queue(world, slot)
