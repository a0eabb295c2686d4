"""Small traces written by hand, on a plan that holds just what measures look at."""

from __future__ import annotations

from dataclasses import fields

import numpy as np

from simorg.config.groups.distribution import constant
from simorg.config.groups.lifecycle import LifecycleSettings, Stage
from simorg.config.settings import Settings
from simorg.plan import Labels, Plan
from simorg.plan.tables import (
    PERSON_ROW,
    TEAM_ROW,
    UNIT_ROW,
)
from simorg.trace.address import Child, asset_address, child_address, job_address, job_code
from simorg.trace.codes import JobKind, Origin
from simorg.trace.events import Event
from simorg.trace.rows import ROW, Trace


def tiny_settings(horizon_days: float = 100.0, warm_up_days: float = 0.0, **changes: object) -> Settings:
    """Return settings with one stage in each lifecycle."""
    stage = Stage(name="build", skill="ml", effort=constant(1.0))
    lifecycle = LifecycleSettings(initiative=(stage,), change=(stage,))
    return Settings(lifecycle=lifecycle, horizon_days=horizon_days, warm_up_days=warm_up_days, **changes)


def tiny_plan(settings: Settings, availability: tuple[float, ...] = (1.0, 1.0)) -> Plan:
    """Return a plan of one team with a data engineer and ML engineers, one unit, priority class 4."""
    people = [(a, 500.0, 1.0, 0.0, 0, 2 if n == 0 else 4) for n, a in enumerate(availability)]
    names = tuple(f"person {n}" for n in range(len(people)))
    teams, units = np.zeros(1, dtype=TEAM_ROW), np.zeros(1, dtype=UNIT_ROW)
    teams["people"], units["priority"] = len(people), 4
    seen: dict[str, object] = {
        "labels": Labels(settings.structure.name, names, ("team",), ("unit",), ("build", "build"), ()),
        "settings": settings,
        "people": np.array(people, dtype=PERSON_ROW),
        "teams": teams,
        "units": units,
    }
    unseen = {field.name: np.zeros(0) for field in fields(Plan) if field.name not in seen}
    return Plan(**seen, **unseen)  # type: ignore[arg-type]


def idea(n: int) -> int:
    """Return the address of the n-th idea, which is that of its model."""
    return asset_address(0, n)


def change(model: int, n: int = 1) -> int:
    """Return the address of a change to a model."""
    return child_address(model, Child.CHANGE, n)


def incident(model: int, n: int = 1) -> int:
    """Return the address of an incident of a model."""
    return child_address(model, Child.INCIDENT, n)


class Story:
    """Rows in any order of telling; `trace` puts them in order of time."""

    def __init__(self) -> None:
        self.rows: list[tuple[float, int, float, int, int, int, int]] = []

    def tell(
        self, time: float, event: Event, subject: int, code: int = 0, value: float = 0.0, actor: int = -1,
        team: int = 0,
    ) -> Story:  # fmt: skip
        """Add one row."""
        self.rows.append((time, subject, value, event, code, actor, team))
        return self

    def job(
        self, item: int, n: int, *times: float, kind: JobKind = JobKind.WORK, actor: int = 0,
        priority: int = 4, end: Event | None = Event.JOB_FINISHED,
    ) -> Story:  # fmt: skip
        """Add a job: queued, then started and preempted in turn, and `end` at the last time.

        With `end` None the job is still open after the last time.
        """
        address, code = job_address(item, n), job_code(kind, 0, priority)
        self.tell(times[0], Event.JOB_QUEUED, address, code)
        middle = times[1:-1] if end is not None else times[1:]
        for position, time in enumerate(middle):
            self.tell(
                time, (Event.JOB_STARTED, Event.JOB_PREEMPTED)[position % 2], address, code, actor=actor
            )
        if end is not None:
            self.tell(times[-1], end, address, code, actor=actor)
        return self

    def item(
        self, address: int, created: float, ended: float | None = None, ending: Event = Event.ITEM_DELIVERED,
        origin: Origin = Origin.IDEA,
    ) -> Story:  # fmt: skip
        """Add the creation and the end of an item."""
        self.tell(created, Event.ITEM_CREATED, address, origin, 1.0)
        if ended is not None:
            self.tell(ended, ending, address, origin)
        return self

    def harm(
        self, address: int, cause: int, onset: float, detected: float | None = None,
        mitigated: float | None = None, closed: float | None = None, loss: float = 0.1, severity: int = 0,
    ) -> Story:  # fmt: skip
        """Add an incident as far as it got; severity 0 is none."""
        self.tell(onset, Event.INCIDENT_ONSET, address, cause, loss)
        if severity:
            self.tell(onset, Event.INCIDENT_CLASSED, address, severity, loss)
        for time, event in (
            (detected, Event.INCIDENT_DETECTED),
            (mitigated, Event.INCIDENT_MITIGATED),
            (closed, Event.INCIDENT_CLOSED),
        ):
            if time is not None:
                self.tell(time, event, address, 0, time - onset)
        return self

    def trace(self, settings: Settings | None = None, plan: Plan | None = None) -> Trace:
        """Return the trace of this story."""
        settings = settings or tiny_settings()
        plan = plan or tiny_plan(settings)
        rows = sorted(self.rows, key=lambda row: row[0])
        rows.append((settings.horizon_days, 0, settings.horizon_days, Event.RUN_ENDED, 0, -1, -1))
        return Trace(np.array(rows, dtype=ROW), plan, 0, "by hand")
