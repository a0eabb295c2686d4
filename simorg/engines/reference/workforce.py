"""Teams with one in-tray per skill, and the settle step that gives jobs to people.

Work that arrives and people who become free are only noted; when all that is due at an instant
has been applied, `Workforce.settle` makes every allocation in a declared order: the most urgent
job that somebody free can do takes the most efficient free person. Then jobs of a preempting
class that still wait take people from the least urgent running jobs.
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING

import numpy as np

from simorg.engines.reference.calendar import Steps
from simorg.engines.reference.nouns import Case, Job
from simorg.engines.trace import MAX_JOBS, Due, Event, JobKind, SimulationError, job_address, job_code
from simorg.rules import purposes
from simorg.rules.effort import duration_days

if TYPE_CHECKING:
    from simorg.engines.reference.world import World


class Workforce:
    """All people and in-trays of an organisation."""

    def __init__(self, world: World) -> None:
        plan = world.plan
        self.world = world
        self.team_of = plan.people["team"].tolist()
        self.availability = plan.people["availability"].tolist()
        self.efficiency = plan.efficiency.tolist()
        self.working_on: list[Job | None] = [None] * len(self.team_of)
        skills = plan.efficiency.shape[1]
        self.servers = [
            [self._servers(team, skill) for skill in range(skills)] for team in range(len(plan.teams))
        ]
        self.trays: list[dict[int, list[tuple[int, float, int, Job]]]] = [{} for _ in plan.teams]
        self.waiting = [[0] * skills for _ in plan.teams]
        self.unsettled: set[int] = set()

    def _servers(self, team: int, skill: int) -> list[int]:
        """Return who serves `skill` in `team`, the most efficient first, then by identity."""
        people = [
            p
            for p in np.flatnonzero(self.world.plan.people["team"] == team)
            if self.efficiency[p][skill] > 0.0
        ]
        return sorted((int(p) for p in people), key=lambda p: (-self.efficiency[p][skill], p))

    def submit(self, case: Case, kind: JobKind, skill: int, team: int, effort: float, priority: int,
               waits: bool = True) -> Job:  # fmt: skip
        """Put a job into the in-tray of a team; `waits` makes an event for its end."""
        case.jobs += 1
        if case.jobs >= MAX_JOBS:
            raise SimulationError(
                f"item {case.address} needs more than {MAX_JOBS - 1} jobs: does its rework ever end?"
            )
        done = self.world.event() if waits else None
        code = job_code(kind, skill, priority)
        job = Job(
            job_address(case.address, case.jobs), code, skill, priority, effort, team, done, self.world.now
        )
        self.world.tell(Event.JOB_QUEUED, job.address, code, effort, team=team)
        self._queue(job)
        return job

    def could_start(self, team: int, skill: int) -> bool:
        """Return whether a new job would find somebody free: more idle people than jobs waiting."""
        idle = sum(self.working_on[person] is None for person in self.servers[team][skill])
        return idle > self.waiting[team][skill]

    def withdraw(self, job: Job) -> None:
        """Take back a job that is no longer wanted, waiting or running."""
        job.open = False
        self.world.tell(Event.JOB_WITHDRAWN, job.address, job.code, job.effort, job.person, job.team)
        if job.person >= 0:
            self._free(job)
        else:
            self.waiting[job.team][job.skill] -= 1

    def settle(self) -> None:
        """Allocate people in every team that changed, in order of the teams."""
        teams, self.unsettled = sorted(self.unsettled), set()
        for team in teams:
            while self._allocate(team) or self._preempt(team):
                pass

    def _queue(self, job: Job) -> None:
        heappush(self.trays[job.team].setdefault(job.skill, []), (*job.order, job))
        self.waiting[job.team][job.skill] += 1
        self._unsettle(job.team)

    def _unsettle(self, team: int) -> None:
        if not self.unsettled:
            calendar = self.world.calendar
            settling = calendar.at(calendar.now, Due.SETTLE, 0)
            assert settling.callbacks is not None
            settling.callbacks.append(lambda _: self.settle())
        self.unsettled.add(team)

    def _heads(self, team: int) -> list[Job]:
        """Return the first waiting job of each skill of a team, most urgent first."""
        heads = []
        for tray in self.trays[team].values():
            while tray and not tray[0][3].open:
                heappop(tray)
            if tray:
                heads.append(tray[0][3])
        return sorted(heads, key=lambda job: job.order)

    def _allocate(self, team: int) -> bool:
        """Give the most urgent job that somebody free can do to the best free person."""
        for job in self._heads(team):
            for person in self.servers[team][job.skill]:
                if self.working_on[person] is None:
                    self._start(job, person)
                    return True
        return False

    def _preempt(self, team: int) -> bool:
        """Let the most urgent waiting job of a preempting class take a person."""
        for job in self._heads(team):
            if job.priority > self.world.knobs.preempting_class:
                return False
            running = [self.working_on[person] for person in self.servers[team][job.skill]]
            victims = [r for r in running if r is not None and r.priority > job.priority]
            if victims:
                victim = max(victims, key=lambda r: r.order)
                person = victim.person
                self._interrupt(victim)
                self._start(job, person)
                return True
        return False

    def _start(self, job: Job, person: int) -> None:
        heappop(self.trays[job.team][job.skill])
        self.waiting[job.team][job.skill] -= 1
        now = self.world.now
        job.person, job.started_at = person, now
        job.stints += 1
        self.working_on[person] = job
        self.world.tell(Event.JOB_STARTED, job.address, job.code, job.effort, person, job.team)
        days = duration_days(job.effort, self.efficiency[person][job.skill], self.availability[person])
        ending = self.world.calendar.at(now + days, Due.JOB_DONE, job.address)
        assert ending.callbacks is not None
        stint = job.stints
        ending.callbacks.append(lambda _: self._finish(job, stint))

    def _finish(self, job: Job, stint: int) -> None:
        """End a job, unless it was interrupted or withdrawn since this end was foreseen."""
        if job.stints != stint or job.person < 0:
            return
        job.open = False
        spent = self.world.now - job.started_at
        self.world.tell(Event.JOB_FINISHED, job.address, job.code, spent, job.person, job.team)
        self._free(job)
        if job.done is not None:
            job.done.succeed()

    def _interrupt(self, job: Job) -> None:
        """Send a running job back to its in-tray; coming back to it later costs time."""
        person = job.person
        spent = self.world.now - job.started_at
        pace = self.efficiency[person][job.skill] * self.availability[person]
        resumption = self.world.draw(
            self.world.knobs.resumption, purposes.RESUMPTION, job.address, job.stints
        )
        job.effort = max(0.0, job.effort - spent * pace) + resumption
        self.world.tell(Event.JOB_PREEMPTED, job.address, job.code, job.effort, person, job.team)
        self._free(job)
        self._queue(job)

    def _free(self, job: Job) -> None:
        self.working_on[job.person] = None
        job.person = -1
        self._unsettle(job.team)


def work(
    world: World, case: Case, kind: JobKind, skill: int, team: int, effort: float, priority: int
) -> Steps:
    """Have a job done and wait for its end; work of length 0 needs nobody."""
    if effort > 0.0:
        case.job = world.workforce.submit(case, kind, skill, team, effort, priority)
        assert case.job.done is not None
        yield case.job.done
        case.job = None


def drop_job(world: World, case: Case) -> None:
    """Withdraw the job that a case was waiting for, if any."""
    if case.job is not None:
        world.workforce.withdraw(case.job)
        case.job = None
