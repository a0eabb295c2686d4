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

from simorg.config.vocabulary import SKILLS
from simorg.engines.reference.calendar import Steps
from simorg.engines.reference.entities import Case, Job
from simorg.engines.reference.hands import Hands
from simorg.rules import purposes
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
        self.hands = Hands(world, self._unsettle)
        self.stands_in = self.hands.stands_in
        teams, queues = range(len(plan.teams)), range(DUTIES + len(SKILLS))
        self.servers = [[self._servers(team, queue) for queue in queues] for team in teams]
        self.queues: list[dict[int, list[tuple[int, float, int, Job]]]] = [{} for _ in plan.teams]
        self.sign_offs: list[list[Job]] = [[] for _ in plan.teams]
        self.waiting = [[0] * len(queues) for _ in plan.teams]
        self.unsettled: set[int] = set()

    def _servers(self, team: int, queue: int) -> list[int]:
        """Return who serves a queue of `team`: specialists, the most efficient, then by identity."""
        efficiency = self.hands.efficiency
        people = [p for p in self.hands.members[team] if efficiency[p][queue] > 0.0]
        return sorted(people, key=lambda p: (self.stands_in[p][queue], -efficiency[p][queue], p))

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
        idle = sum(self.hands.free_for(person, urgent=False) for person in first_line)
        return idle > self.waiting[team][skill]

    def withdraw(self, job: Job) -> None:
        """Take back a job that is no longer wanted, waiting or running."""
        job.open = False
        self.world.record(Event.JOB_WITHDRAWN, job.address, job.code, job.effort, job.person, job.team)
        if job.person >= 0:
            self.hands.free(job)
        elif job.holder >= 0:
            self.hands.in_hand[job.holder].remove(job)
            self._unsettle(job.team)
        else:
            self._leave_queue(job)

    def settle(self) -> None:
        """Allocate people in every team that changed, in order of the teams."""
        teams, self.unsettled = sorted(self.unsettled), set()
        for team in teams:
            while self._allocate(team) or self._preempt(team) or self.hands.resume(team):
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
            free = [person for person in able if self.hands.free_for(person, urgent)]
            if free:
                self._take_out(job)
                self.hands.start(job, free[0])
                return True
            if not urgent and (busy := self.hands.least_loaded(able, job)) is not None:
                self._take_out(job)
                self.hands.hold(job, busy)
                return True
        return False

    def _preempt(self, team: int) -> bool:
        """Let the most urgent waiting job of a preempting class take a person."""
        for job in self._heads(team):
            if job.priority > self.world.parameters.work_preempting_class:
                return False
            able = [person for person in self.servers[team][job.queue] if self._may_take(person, job)]
            running = [self.hands.working_on[person] for person in able]
            victims = [r for r in running if r is not None and r.priority > job.priority]
            if victims:
                victim = max(victims, key=lambda r: r.order)
                person = victim.person
                if not self.hands.interrupt(victim):
                    self._queue(victim)
                self._take_out(job)
                self.hands.start(job, person)
                return True
        return False

    def _take_out(self, job: Job) -> None:
        if job.barred is None:
            heappop(self.queues[job.team][job.queue])
        self._leave_queue(job)


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
