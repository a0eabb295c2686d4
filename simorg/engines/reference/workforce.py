"""Teams with one queue per skill, one for decisions and one for sign-offs; the settle step allocates.

Work that arrives and people who become free are only noted; when all that is due at an instant
has been applied, `Workforce.settle` makes every allocation in a declared order: the most urgent
job that somebody free may take goes to the most efficient free person, specialists first. Then jobs
of a preempting class that still wait take people from the least urgent running jobs.

Of a queue only the first job is looked at, but for sign-offs: who has worked on the first may be
free for the second.

With several items at once, whom nobody idle can take goes to who has least in hand. People work in
turn on what they have in hand; what interrupts others is never held, and those who were interrupted
come back to what they left.
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING

import numpy as np

from simorg.config.vocabulary import SKILLS
from simorg.engines.reference.calendar import Steps
from simorg.engines.reference.entities import Case, Job
from simorg.rules import purposes
from simorg.rules.effort import duration_days
from simorg.rules.order import DUE_DATE, order_key
from simorg.trace.address import DUTIES, MAX_JOBS, job_address, job_code, queue_of
from simorg.trace.codes import JobKind
from simorg.trace.events import Event
from simorg.trace.rows import Due, SimulationError

if TYPE_CHECKING:
    from simorg.engines.reference.world import World


class Workforce:
    """All people and queues of an organisation."""

    def __init__(self, world: World) -> None:
        plan = world.plan
        self.world = world
        self.team_of = plan.people["team"].tolist()
        self.availability = plan.people["availability"].tolist()
        own = np.eye(len(SKILLS))[plan.people["role"]]  # duties are done at the speed of anybody
        self.efficiency = np.column_stack([plan.efficiency, plan.people["decides"], own]).tolist()
        self.working_on: list[Job | None] = [None] * len(self.team_of)
        self.in_hand: list[list[Job]] = [[] for _ in self.team_of]  # in the order of their turns
        self.stands_in = np.pad(plan.stands_in, ((0, 0), (0, 1 + len(SKILLS)))).tolist()
        teams, queues = range(len(plan.teams)), range(DUTIES + len(SKILLS))
        self.members = [np.flatnonzero(plan.people["team"] == team).tolist() for team in teams]
        self.servers = [[self._servers(team, queue) for queue in queues] for team in teams]
        self.queues: list[dict[int, list[tuple[int, float, int, Job]]]] = [{} for _ in plan.teams]
        self.sign_offs: list[list[Job]] = [[] for _ in plan.teams]
        self.waiting = [[0] * len(queues) for _ in plan.teams]
        self.unsettled: set[int] = set()

    def _servers(self, team: int, queue: int) -> list[int]:
        """Return who serves a queue of `team`: specialists, the most efficient, then by identity."""
        members = np.flatnonzero(self.world.plan.people["team"] == team)
        people = [int(p) for p in members if self.efficiency[p][queue] > 0.0]
        return sorted(people, key=lambda p: (self.stands_in[p][queue], -self.efficiency[p][queue], p))

    def submit(self, case: Case, kind: JobKind, skill: int, team: int, effort: float, priority: int,
               waits: bool = True, barred: frozenset[int] | None = None) -> Job:  # fmt: skip
        """Put a job into a queue of a team; `waits` makes an event for its end."""
        case.jobs += 1
        if case.jobs >= MAX_JOBS:
            raise SimulationError(
                f"item {case.address} needs more than {MAX_JOBS - 1} jobs: does its rework ever end?"
            )
        done = self.world.event() if waits else None
        code = job_code(kind, skill, priority)
        address, queue = job_address(case.address, case.jobs), queue_of(kind, skill)
        key = self._order_key(priority, case.address if waits else address)
        job = Job(address, code, skill, priority, effort, team, done, queue, barred, self.world.now, key)
        self.world.record(Event.JOB_QUEUED, job.address, code, effort, team=team)
        self._queue(job)
        return job

    def _order_key(self, priority: int, entity: int) -> float:
        k, now = self.world.parameters, self.world.now
        if priority <= k.work_preempting_class:
            return now
        due = self.world.draw(k.work_due_days, purposes.DUE, entity) if k.work_order == DUE_DATE else 0.0
        return order_key(k.work_order, now, due)

    def could_start(self, team: int, skill: int) -> bool:
        """Return whether a new job would find somebody free: more idle people than jobs waiting."""
        first_line = [person for person in self.servers[team][skill] if not self.stands_in[person][skill]]
        idle = sum(self.working_on[person] is None and not self.in_hand[person] for person in first_line)
        return idle > self.waiting[team][skill]

    def withdraw(self, job: Job) -> None:
        """Take back a job that is no longer wanted, waiting or running."""
        job.open = False
        self.world.record(Event.JOB_WITHDRAWN, job.address, job.code, job.effort, job.person, job.team)
        if job.person >= 0:
            self._free(job)
        elif job.holder >= 0:
            self.in_hand[job.holder].remove(job)
            self._unsettle(job.team)
        else:
            self._leave_queue(job)

    def settle(self) -> None:
        """Allocate people in every team that changed, in order of the teams."""
        teams, self.unsettled = sorted(self.unsettled), set()
        for team in teams:
            while self._allocate(team) or self._preempt(team) or self._resume(team):
                pass

    def _queue(self, job: Job) -> None:
        if job.barred is not None:
            self.sign_offs[job.team].append(job)
        else:
            heappush(self.queues[job.team].setdefault(job.queue, []), (*job.order, job))
            self._call_stand_ins(job)
        self.waiting[job.team][job.queue] += 1
        self._unsettle(job.team)

    def _leave_queue(self, job: Job) -> None:
        """Take a job out of its queue; in a heap one that is no longer open is passed over later."""
        if job.barred is not None:
            self.sign_offs[job.team].remove(job)
        self.waiting[job.team][job.queue] -= 1

    def _call_stand_ins(self, job: Job) -> None:
        """Look at the team again when a job has waited long enough for people with a second skill."""
        calendar, due = self.world.calendar, job.queued_at + self.world.parameters.work_stand_in_days
        can_wait = job.priority > self.world.parameters.work_preempting_class and due > calendar.now
        if can_wait and any(
            self.stands_in[person][job.queue] for person in self.servers[job.team][job.queue]
        ):
            called = calendar.at(due, Due.STAND_IN, job.address)
            assert called.callbacks is not None
            called.callbacks.append(lambda _: self._unsettle(job.team))

    def _may_take(self, person: int, job: Job) -> bool:
        """Return whether somebody who serves a queue may take a job of it now."""
        if job.barred is not None:
            return person not in job.barred
        k = self.world.parameters
        if not self.stands_in[person][job.queue] or job.priority <= k.work_preempting_class:
            return True
        return bool(self.world.now >= job.queued_at + k.work_stand_in_days)

    def _unsettle(self, team: int) -> None:
        if not self.unsettled:
            calendar = self.world.calendar
            settling = calendar.at(calendar.now, Due.SETTLE, 0)
            assert settling.callbacks is not None
            settling.callbacks.append(lambda _: self.settle())
        self.unsettled.add(team)

    def _heads(self, team: int) -> list[Job]:
        """Return the first job of each queue of a team and all sign-offs, most urgent first."""
        heads = list(self.sign_offs[team])
        for queue in self.queues[team].values():
            while queue and not queue[0][3].open:
                heappop(queue)
            if queue:
                heads.append(queue[0][3])
        return sorted(heads, key=lambda job: job.order)

    def _allocate(self, team: int) -> bool:
        """Give the most urgent job that somebody may take to the best free person, or into busy hands."""
        for job in self._heads(team):
            able = [person for person in self.servers[team][job.queue] if self._may_take(person, job)]
            urgent = job.priority <= self.world.parameters.work_preempting_class
            free = [p for p in able if self.working_on[p] is None and (urgent or not self.in_hand[p])]
            if free:
                self._take_out(job)
                self._start(job, free[0])
                return True
            if not urgent and (hands := self._hands(able, job)) is not None:
                self._take_out(job)
                self._hold(job, hands)
                return True
        return False

    def _hands(self, able: list[int], job: Job) -> int | None:
        """Return who of those who need not wait has least in hand, and room for more."""
        held = {p: len(self.in_hand[p]) + (self.working_on[p] is not None) for p in able}
        room = [
            p for p in able
            if held[p] < self.world.parameters.work_items_at_once and not self.stands_in[p][job.queue]
        ]  # fmt: skip
        return min(room, key=held.__getitem__, default=None)

    def _hold(self, job: Job, person: int) -> None:
        """Put a job into the hands of somebody who works on another."""
        job.holder = person
        self.in_hand[person].append(job)
        running = self.working_on[person]
        if running is not None and len(self.in_hand[person]) == 1:
            self._foresee_turn(running)

    def _resume(self, team: int) -> bool:
        """Let somebody who works on nothing turn to what is next in hand."""
        for person in self.members[team]:
            if self.working_on[person] is None and self.in_hand[person]:
                self._start(self.in_hand[person].pop(0), person)
                return True
        return False

    def _preempt(self, team: int) -> bool:
        """Let the most urgent waiting job of a preempting class take a person."""
        for job in self._heads(team):
            if job.priority > self.world.parameters.work_preempting_class:
                return False
            able = [person for person in self.servers[team][job.queue] if self._may_take(person, job)]
            running = [self.working_on[person] for person in able]
            victims = [r for r in running if r is not None and r.priority > job.priority]
            if victims:
                victim = max(victims, key=lambda r: r.order)
                person = victim.person
                self._interrupt(victim)
                self._take_out(job)
                self._start(job, person)
                return True
        return False

    def _take_out(self, job: Job) -> None:
        if job.barred is None:
            heappop(self.queues[job.team][job.queue])
        self._leave_queue(job)

    def _start(self, job: Job, person: int) -> None:
        now = self.world.now
        job.person, job.holder, job.started_at = person, -1, now
        job.stints += 1
        self.working_on[person] = job
        self.world.record(Event.JOB_STARTED, job.address, job.code, job.effort, person, job.team)
        days = duration_days(job.effort, self.efficiency[person][job.queue], self.availability[person])
        ending = self.world.calendar.at(now + days, Due.JOB_DONE, job.address)
        assert ending.callbacks is not None
        stint = job.stints
        ending.callbacks.append(lambda _: self._finish(job, stint))
        if self.in_hand[person]:
            self._foresee_turn(job)

    def _foresee_turn(self, job: Job) -> None:
        """Let somebody who has more in hand turn to it after a while; nobody turns away from urgent work."""
        k, calendar = self.world.parameters, self.world.calendar
        if job.priority > k.work_preempting_class:
            job.slice_end = calendar.now + k.work_slice_days
            turn = calendar.at(job.slice_end, Due.SLICE_OVER, job.address)
            assert turn.callbacks is not None
            turn.callbacks.append(lambda _: self._turn(job))

    def _turn(self, job: Job) -> None:
        """Lay a job aside for what else is in hand, unless it is over or there is nothing else."""
        person = job.person
        if person < 0 or job.slice_end != self.world.now or not self.in_hand[person]:
            return
        done = self._done(job)
        job.effort = max(0.0, job.effort - done) + self.world.parameters.work_switch_loss * done
        self.world.record(Event.JOB_PAUSED, job.address, job.code, job.effort, person, job.team)
        self._free(job)
        self.in_hand[person].append(job)
        job.holder = person

    def _done(self, job: Job) -> float:
        """Return the person-days that the present stint has done."""
        pace = self.efficiency[job.person][job.queue] * self.availability[job.person]
        done: float = (self.world.now - job.started_at) * pace
        return done

    def _finish(self, job: Job, stint: int) -> None:
        """End a job, unless it was interrupted or withdrawn since this end was foreseen."""
        if job.stints != stint or job.person < 0:
            return
        job.open, job.done_by = False, job.person
        spent = self.world.now - job.started_at
        self.world.record(Event.JOB_FINISHED, job.address, job.code, spent, job.person, job.team)
        self._free(job)
        if job.done is not None:
            job.done.succeed()

    def _interrupt(self, job: Job) -> None:
        """Push a running job aside, into the queue or the hands it is in; coming back to it costs time."""
        person = job.person
        resumption = self.world.draw(
            self.world.parameters.work_resumption_days, purposes.RESUMPTION, job.address, job.stints
        )
        job.effort = max(0.0, job.effort - self._done(job)) + resumption
        self.world.record(Event.JOB_PREEMPTED, job.address, job.code, job.effort, person, job.team)
        self._free(job)
        if self.world.parameters.work_items_at_once > 1:
            self.in_hand[person].insert(0, job)
            job.holder = person
        else:
            self._queue(job)

    def _free(self, job: Job) -> None:
        self.working_on[job.person] = None
        job.person = -1
        self._unsettle(job.team)


def work(
    world: World, case: Case, kind: JobKind, skill: int, team: int, effort: float, priority: int,
    barred: frozenset[int] | None = None,
) -> Steps:  # fmt: skip
    """Have a job done and wait for its end; work of length 0 needs nobody."""
    case.worked_by = -1
    if effort > 0.0:
        case.job = world.workforce.submit(case, kind, skill, team, effort, priority, barred=barred)
        assert case.job.done is not None
        yield case.job.done
        case.worked_by = case.job.done_by
        case.job = None


def drop_job(world: World, case: Case) -> None:
    """Withdraw the job that a case was waiting for, if any."""
    if case.job is not None:
        world.workforce.withdraw(case.job)
        case.job = None
