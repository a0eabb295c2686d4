"""What people work on and what else they have in hand: stints, turns, interruptions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from simorg.engines.reference.entities import Job
from simorg.rules import purposes
from simorg.rules.effort import duration_days, effort_left, work_done
from simorg.trace.events import Event
from simorg.trace.rows import Due

if TYPE_CHECKING:
    from simorg.engines.reference.world import World


class Hands:
    """All people of an organisation.

    Parameters
    ----------
    world : World
        Where they work.
    changed : callable
        Told the team of whoever is free, or has room in hand, from now on.
    """

    def __init__(self, world: World, changed: Callable[[int], None]) -> None:
        plan = world.plan
        self.world = world
        self.changed = changed
        self.availability = plan.people["availability"].tolist()
        self.efficiency = plan.efficiency_by_queue.tolist()
        self.stands_in = plan.stands_in_by_queue.tolist()
        self.members = [
            np.flatnonzero(plan.people["team"] == team).tolist() for team in range(len(plan.teams))
        ]
        self.working_on: list[Job | None] = [None] * len(plan.people)
        self.in_hand: list[list[Job]] = [[] for _ in plan.people]  # in the order of their turns

    def free_for(self, person: int, urgent: bool) -> bool:
        """Return whether somebody could begin a job now; only what is urgent comes before what is in hand."""
        return self.working_on[person] is None and (urgent or not self.in_hand[person])

    def least_loaded(self, able: list[int], job: Job) -> int | None:
        """Return who of those who need not wait has least in hand, and room for more."""
        held = {p: len(self.in_hand[p]) + (self.working_on[p] is not None) for p in able}
        room = [
            p for p in able
            if held[p] < self.world.parameters.work_items_at_once and not self.stands_in[p][job.queue]
        ]  # fmt: skip
        return min(room, key=held.__getitem__, default=None)

    def hold(self, job: Job, person: int) -> None:
        """Put a job into the hands of somebody who works on another."""
        job.holder = person
        self.in_hand[person].append(job)
        running = self.working_on[person]
        if running is not None and len(self.in_hand[person]) == 1:
            self._foresee_turn(running)

    def resume(self, team: int) -> bool:
        """Let somebody who works on nothing turn to what is next in hand."""
        for person in self.members[team]:
            if self.working_on[person] is None and self.in_hand[person]:
                self.start(self.in_hand[person].pop(0), person)
                return True
        return False

    def start(self, job: Job, person: int) -> None:
        """Let somebody begin a job, or go on with it."""
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
        job.effort = effort_left(job.effort, done, self.world.parameters.work_switch_loss * done)
        self.world.record(Event.JOB_PAUSED, job.address, job.code, job.effort, person, job.team)
        self.free(job)
        self.in_hand[person].append(job)
        job.holder = person

    def _done(self, job: Job) -> float:
        """Return the person-days that the present stint has done."""
        days = self.world.now - job.started_at
        return work_done(days, self.efficiency[job.person][job.queue], self.availability[job.person])

    def _finish(self, job: Job, stint: int) -> None:
        """End a job, unless it was interrupted or withdrawn since this end was foreseen."""
        if job.stints != stint or job.person < 0:
            return
        job.open, job.done_by = False, job.person
        spent = self.world.now - job.started_at
        self.world.record(Event.JOB_FINISHED, job.address, job.code, spent, job.person, job.team)
        self.free(job)
        if job.done is not None:
            job.done.succeed()

    def interrupt(self, job: Job) -> bool:
        """Push a running job aside, which costs time; return whether it stays in the same hands."""
        person = job.person
        resumption = self.world.draw(
            self.world.parameters.work_resumption_days, purposes.RESUMPTION, job.address, job.stints
        )
        job.effort = effort_left(job.effort, self._done(job), resumption)
        self.world.record(Event.JOB_PREEMPTED, job.address, job.code, job.effort, person, job.team)
        self.free(job)
        if self.world.parameters.work_items_at_once > 1:
            self.in_hand[person].insert(0, job)
            job.holder = person
        return job.holder >= 0

    def free(self, job: Job) -> None:
        """Let whoever works on a job work on nothing."""
        self.working_on[job.person] = None
        job.person = -1
        self.changed(job.team)
