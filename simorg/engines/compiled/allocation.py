"""The settle step: when all that is due at an instant has been applied, jobs are given to people.

Every allocation is made in the declared order. The step may stop between two allocations for want of
room, and goes on where it was.
"""
# mypy: no-warn-return-any

from __future__ import annotations

from simorg.compilation import step
from simorg.engines.compiled import in_hand, queues
from simorg.engines.compiled.calendar import at
from simorg.engines.compiled.records import NOBODY
from simorg.engines.compiled.slots import shortage
from simorg.engines.compiled.workforce import count_waiting, enqueue, release
from simorg.engines.compiled.world import World, draw, write_row
from simorg.rules import purposes
from simorg.rules.effort import duration_days, effort_left, work_done
from simorg.trace.events import Event
from simorg.trace.rows import Due


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
        if not _allocate(world, team) and not _preempt(world, team) and not _resume(world, team):
            clock.settled += 1
    clock.settling = 0
    clock.settled = 0


@step
def _is_barred(world: World, slot: int, person: int) -> bool:
    """Return whether a job is for somebody else alone, or to sign what somebody did a stage of last."""
    if world.jobs[slot].only != NOBODY:
        return world.jobs[slot].only != person
    owner = world.jobs[slot].owner
    for stage in range(world.parameters.stages):
        if world.hands[owner, stage] == person:
            return world.jobs[slot].barring == 1
    return False


@step
def _end_of_takers(world: World, slot: int) -> int:
    """Return the place behind the last server of its queue who may take a job now."""
    job, k = world.jobs[slot], world.parameters
    pool = world.queues[job.team, job.queue]
    everybody = pool.first_line == pool.servers or job.listed or job.priority <= k.work_preempting_class
    if everybody or world.clock.now >= job.queued_at + k.work_stand_in_days:
        return pool.first_server + pool.servers
    return pool.first_server + pool.first_line


@step
def _is_free_for(world: World, person: int, urgent: bool) -> bool:
    """Return whether somebody could begin a job now; only what is urgent comes before what is in hand."""
    return world.people[person].job == NOBODY and (urgent or world.people[person].held == 0)


@step
def _taker(world: World, slot: int) -> int:
    """Return the best person who may take a job, free or with room in hand, or NOBODY."""
    job, k = world.jobs[slot], world.parameters
    urgent = job.priority <= k.work_preempting_class
    pool, end = world.queues[job.team, job.queue], _end_of_takers(world, slot)
    hands, least = NOBODY, k.work_items_at_once if not urgent and k.work_items_at_once > 1 else 0
    for n in range(pool.first_server, end):
        person = world.servers[n]
        if job.listed and _is_barred(world, slot, person):
            continue
        if _is_free_for(world, person, urgent):
            return person
        held = world.people[person].held + (world.people[person].job != NOBODY)
        if held < least and n < pool.first_server + pool.first_line:
            hands, least = person, held
    return hands


@step
def _allocate(world: World, team: int) -> bool:
    """Give the most urgent job that somebody free may take to the best free person."""
    if world.teams[team].waiting == 0:
        return False
    if world.teams[team].idle == 0 and world.parameters.work_items_at_once == 1:
        return False
    chosen, server = NOBODY, NOBODY
    for queue in range(world.parameters.queues):
        if world.queues[team, queue].waiting == 0:
            continue
        head = queues.first(world, team, queue)
        if chosen != NOBODY and queues.precedes(world, chosen, head):
            continue
        person = _taker(world, head)
        if person != NOBODY:
            chosen, server = head, person
    signing = world.teams[team].first_sign_off
    while signing != NOBODY and not (chosen != NOBODY and queues.precedes(world, chosen, signing)):
        person = _taker(world, signing)
        if person != NOBODY:
            chosen, server = signing, person
        signing = world.jobs[signing].child
    if chosen == NOBODY:
        return False
    _take_out(world, chosen)
    if _is_free_for(world, server, world.jobs[chosen].priority <= world.parameters.work_preempting_class):
        _start(world, chosen, server)
    else:
        _hold(world, chosen, server)
    return True


@step
def _hold(world: World, slot: int, person: int) -> None:
    """Put a job into the hands of somebody who works on another."""
    in_hand.put_last(world, slot, person)
    running = world.people[person].job
    if running != NOBODY and world.people[person].held == 1:
        _foresee_turn(world, running)


@step
def _resume(world: World, team: int) -> bool:
    """Let somebody who works on nothing turn to what is next in hand."""
    if world.teams[team].turning == 0:
        return False
    first = world.teams[team].first_member
    for n in range(first, first + world.teams[team].people):
        person = world.members[n]
        if world.people[person].job == NOBODY and world.people[person].held > 0:
            slot = world.people[person].first
            in_hand.drop(world, slot)
            _start(world, slot, person)
            return True
    return False


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
    most = world.parameters.work_preempting_class
    if most < 0 or world.teams[team].waiting == 0:
        return False
    chosen, victim = NOBODY, NOBODY
    for queue in range(world.parameters.queues):
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
    _take_out(world, chosen)
    _start(world, chosen, person)
    return True


@step
def _take_out(world: World, slot: int) -> None:
    job = world.jobs[slot]
    if job.listed:
        queues.strike_off(world, slot)
    else:
        queues.take_top(world, job.team, job.queue)
    count_waiting(world, slot, -1)


@step
def _start(world: World, slot: int, person: int) -> None:
    job = world.jobs[slot]
    now = world.clock.now
    job.person = person
    job.started_at = now
    job.stints += 1
    job.stamp += 1
    world.people[person].job = slot
    world.teams[job.team].idle -= 1
    if world.people[person].held > 0:
        world.teams[job.team].turning -= 1
    write_row(world, Event.JOB_STARTED.value, job.address, job.code, job.effort, person, job.team)
    efficiency, availability = world.efficiency[person, job.queue], world.people[person].availability
    days = duration_days(job.effort, efficiency, availability)
    at(world, now + days, Due.JOB_DONE.value, job.address, slot, job.stamp)
    if world.people[person].held > 0:
        _foresee_turn(world, slot)


@step
def _foresee_turn(world: World, slot: int) -> None:
    """Let somebody who has more in hand turn to it after a while; nobody turns away from urgent work."""
    job, k = world.jobs[slot], world.parameters
    if job.priority > k.work_preempting_class:
        job.slice_end = world.clock.now + k.work_slice_days
        at(world, job.slice_end, Due.SLICE_OVER.value, job.address, slot, job.stamp)


@step
def turn(world: World, slot: int, stamp: int) -> None:
    """Lay a job aside for what else is in hand, unless it is over or there is nothing else."""
    job = world.jobs[slot]
    if job.stamp != stamp or job.slice_end != world.clock.now or world.people[job.person].held == 0:
        return
    person, done = job.person, _done(world, slot)
    job.effort = effort_left(job.effort, done, world.parameters.work_switch_loss * done)
    write_row(world, Event.JOB_PAUSED.value, job.address, job.code, job.effort, person, job.team)
    release(world, slot)
    in_hand.put_last(world, slot, person)


@step
def _done(world: World, slot: int) -> float:
    """Return the person-days that the present stint has done."""
    job = world.jobs[slot]
    efficiency, availability = world.efficiency[job.person, job.queue], world.people[job.person].availability
    return work_done(world.clock.now - job.started_at, efficiency, availability)


@step
def _interrupt(world: World, slot: int) -> None:
    """Push a running job aside, into the queue or the hands it is in; coming back to it costs time."""
    job = world.jobs[slot]
    person = job.person
    resumption = draw(
        world, world.parameters.work_resumption_days, purposes.RESUMPTION, job.address, job.stints
    )
    job.effort = effort_left(job.effort, _done(world, slot), resumption)
    write_row(world, Event.JOB_PREEMPTED.value, job.address, job.code, job.effort, person, job.team)
    release(world, slot)
    if world.parameters.work_items_at_once > 1:
        in_hand.put_first(world, slot, person)
    else:
        enqueue(world, slot)
