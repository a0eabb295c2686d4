"""The world of one replication: calendar, plan, draws, trace; where the processes meet."""

from __future__ import annotations

import functools
from collections import namedtuple
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import simpy

from simorg.draws import uniform
from simorg.engines.reference.calendar import Calendar
from simorg.plan import Plan
from simorg.rules.distributions import FAMILIES, empirical_quantile, quantile
from simorg.rules.drift import law, laws
from simorg.trace.events import Event

if TYPE_CHECKING:
    from simorg.engines.reference.entities import Item, Model
    from simorg.engines.reference.workforce import Workforce

EMPIRICAL = FAMILIES["empirical"]
CONSTANT = FAMILIES["constant"]


def rows_of(table: np.ndarray[Any, np.dtype[np.void]], name: str) -> list[Any]:
    """Return record rows as named tuples of Python numbers (reading NumPy scalars is slow)."""
    row = namedtuple(name, table.dtype.names or ())  # type: ignore[misc]
    return [row(*record) for record in table.tolist()]


class World:
    """Everything that the processes of one replication share."""

    def __init__(self, plan: Plan, replication: int) -> None:
        self.plan = plan
        self.replication = replication
        (self.parameters,) = rows_of(plan.parameters, "Parameters")
        self.stages = rows_of(plan.stages, "Stage")
        self.steps = rows_of(plan.steps, "Step")
        self.duties = rows_of(plan.duties, "Duty")
        self.teams = rows_of(plan.teams, "Team")
        self.units = rows_of(plan.units, "Unit")
        self.approvals = rows_of(plan.approvals, "Approval")
        self.distributions = rows_of(plan.distributions, "Distribution")
        self.stage_defects = plan.stage_defects.tolist()
        self.stage_catches = plan.stage_catches.tolist()
        self.distance = plan.distance.tolist()
        self.route = plan.route.tolist()
        self.backup = plan.backup.tolist()
        self.request_first = rows_of(plan.requests.first, "Span")
        self.request_moves = [rows_of(row, "Moves") for row in plan.requests.moves]
        self.request_effort = plan.requests.effort.tolist()
        self.request_queue = plan.requests.queue.tolist()
        self.calendar = Calendar(self.parameters.horizon_days)
        self.rows: list[tuple[float, int, float, int, int, int, int]] = []
        self.law = law(laws()[self.parameters.drift_law])
        self.workforce: Workforce  # whoever makes the world sets what stands above it
        self.put_into_production: Callable[[Item, bool], None]
        self.portfolio: list[list[Model]] = [[] for _ in self.units]  # live models, by unit
        self.false_alarm_load = [(0.0, 0.0)] * len(self.teams)  # count, and when it was that
        self._uniform = functools.partial(uniform, self.parameters.seed, replication)

    @property
    def now(self) -> float:
        """Simulated time, in working days."""
        return self.calendar.now

    def u(self, purpose: int, entity: int, occurrence: int = 0) -> float:
        """Return the uniform number at this address, in (0, 1)."""
        value: float = self._uniform(purpose, entity, occurrence)
        return value

    def draw(self, distribution: int, purpose: int, entity: int, occurrence: int = 0) -> float:
        """Return the quantile of a distribution of the plan at the address of the draw."""
        d = self.distributions[distribution]
        if d.family == CONSTANT:
            constant: float = d.a
            return constant
        u = self._uniform(purpose, entity, occurrence)
        if d.family == EMPIRICAL:
            return empirical_quantile(self.plan.values, d.start, d.count, u)
        return quantile(d.family, d.a, d.b, d.c, u)

    def record(self, event: Event, subject: int, code: int = 0, value: float = 0.0,
             actor: int = -1, team: int = -1) -> None:  # fmt: skip
        """Write one row of the trace."""
        self.rows.append((self.calendar.now, subject, value, event, code, actor, team))

    def event(self) -> simpy.Event:
        """Return an event that somebody will trigger."""
        return simpy.Event(self.calendar)
