"""The nouns of a run, as the reference engine holds them: plain objects with slots."""

from __future__ import annotations

from dataclasses import dataclass, field

import simpy

from simorg.trace.codes import Cause, Origin


@dataclass(slots=True, eq=False)
class Job:
    """A demand for person-time, in one queue."""

    address: int
    code: int
    skill: int
    priority: int
    effort: float  # person-days left
    team: int
    done: simpy.Event | None  # None: nobody waits for it
    queue: int = 0  # the skill, or DECISIONS
    barred: frozenset[int] | None = (
        None  # sign-offs under four eyes, and what is for one alone: who may not take it
    )
    queued_at: float = 0.0
    key: float = 0.0  # takes the place of the time queued in the order of jobs
    started_at: float = 0.0
    person: int = -1
    holder: int = -1  # who has it in hand, but works on another
    slice_end: float = -1.0  # when its person turns to another
    done_by: int = -1
    stints: int = 0
    open: bool = True

    @property
    def order(self) -> tuple[int, float, int]:
        """The declared order of jobs: priority class, time queued or what stands for it, address."""
        return self.priority, self.key, self.address


@dataclass(slots=True, eq=False)
class Case:
    """What travels between teams: an item, an incident or a request."""

    address: int
    unit: int
    priority: int
    coordination_priority: int
    latency_factor: float = 1.0  # transfer times relative to planned work
    team: int = -1
    skill: int = -1
    jobs: int = 0
    handoffs: int = 0
    job: Job | None = None
    worked_by: int = -1  # who did its latest job, -1 if that needed nobody
    responder: int = -1  # who was paged, on call
    process: simpy.Process | None = None


@dataclass(slots=True, eq=False)
class Item(Case):
    """An initiative, or a change to a live model."""

    origin: Origin = Origin.IDEA
    size: float = 1.0
    difficulty: float = 1.0
    value: float = 0.0
    sensitive: bool = False
    expedited: bool = False
    model: Model | None = None
    ended: simpy.Event | None = None  # value: was it delivered?
    defects: list[int] = field(default_factory=lambda: [0, 0, 0])
    made_by: list[int] = field(default_factory=lambda: [-1, -1, -1])
    visits: dict[int, int] = field(default_factory=dict)
    hands: dict[int, int] = field(default_factory=dict)  # stage -> who did it last
    stage: int = -1
    last_stage: int = -1  # the latest that was worked on, and how much
    last_effort: float = 0.0
    reworks: int = 0
    questions_lost: int = 0
    asked: int = 0  # approvals asked for
    finds: int = 0
    releases: int = 0


@dataclass(slots=True, eq=False)
class Model:
    """A live initiative."""

    address: int
    unit: int
    owner: int
    value: float
    difficulty: float
    live_at: float
    trained_at: float  # time of the data of the last training
    refreshed_at: float
    drift_rate: float
    monitored: bool
    versioned: bool
    automated: bool
    traffic: float = 1.0  # users, relative to the mean
    retired: bool = False
    clock: int = 0  # drift clocks started
    changes: int = 0
    escaped: int = 0
    false_alarms: int = 0
    incidents_by_cause: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    open_changes: list[Item] = field(default_factory=list)
    open_incidents: list[Incident] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Incident(Case):
    """From onset to closing, on one model."""

    model: Model | None = None
    cause: Cause = Cause.FAULT
    n: int = 0  # n-th incident of this cause on this model
    loss: float = 0.0
    onset: float = 0.0
    severity: int = 0  # 1 to 4; 0: nobody tells them apart
    alarms: int = 0
    detected: bool = False
    mitigated: bool = False
    restored: simpy.Event | None = None


@dataclass(slots=True, eq=False)
class Request(Case):
    """A question, access or a small correction."""

    arrived: float = 0.0
    visits: int = 0
    came_from: int = -1  # team that passed it on to where it is
