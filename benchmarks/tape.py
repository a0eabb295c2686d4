"""A tape of what the reference engine asks of its heaps and its generator, in the order it asks.

The engine is not changed: the names by which its modules know ``heappush``, ``heappop`` and
``uniform`` point elsewhere while the tape runs.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any, NamedTuple
from unittest import mock

import numpy as np
import numpy.typing as npt

from simorg import draws
from simorg.engines import reference
from simorg.engines.reference import calendar, workforce, world
from simorg.plan import Plan
from simorg.trace.address import ADDRESS_BITS
from simorg.trace.rows import Due

PUSH, POP, DRAW = 0, 1, 2
CALENDAR = 0
"""Heap of the timers; the others are queues, numbered as they are met. Sign-offs stand in a list."""

PRIORITY_WEIGHT = 1e9
"""Turns (priority class, day queued) into one number in the same order."""

Step = tuple[int, int, float, int]
"""What (push, pop or draw), which heap, and the time and order of what is pushed."""


class Tape(NamedTuple):
    """Steps, one a position."""

    what: npt.NDArray[np.int8]
    heap: npt.NDArray[np.int32]
    time: npt.NDArray[np.float64]
    order: npt.NDArray[np.int64]

    def of_calendar(self) -> Tape:
        """Return the tape without the queues."""
        kept = (self.what == DRAW) | (self.heap == CALENDAR)
        return Tape(*(column[kept] for column in self))


def record(plan: Plan, replication: int) -> Tape:
    """Run a replication with the reference engine and return its tape.

    Parameters
    ----------
    plan : Plan
        What to run.
    replication : int
        Number of the replication.
    """
    steps: list[Step] = []
    with ExitStack() as stack:
        for owner, name, stand_in in _stand_ins(steps):
            stack.enter_context(mock.patch.object(owner, name, stand_in))
        reference.simulate(plan, replication)
    return as_tape(steps)


def as_tape(steps: list[Step]) -> Tape:
    """Return steps as arrays."""
    what, heap, time, order = zip(*steps, strict=True)
    return Tape(np.array(what, np.int8), np.array(heap, np.int32), np.array(time), np.array(order, np.int64))


def _stand_ins(steps: list[Step]) -> list[tuple[Any, str, Callable[..., Any]]]:
    queues: dict[tuple[int, int], int] = {}

    def queue_of(job: Any) -> int:
        return queues.setdefault((job.team, job.queue), CALENDAR + 1 + len(queues))

    def draw(*address: int) -> float:
        steps.append((DRAW, CALENDAR, 0.0, 0))
        return draws.uniform(*address)

    def set_timer(heap: list[Any], timer: Any) -> None:
        if _is_timer(timer):
            steps.append((PUSH, CALENDAR, timer[0], timer[1]))
        heapq.heappush(heap, timer)

    def apply_next(self: Any) -> None:
        if self._queue and _is_timer(self._queue[0]):
            steps.append((POP, CALENDAR, 0.0, 0))
        super(calendar.Calendar, self).step()

    def put_in(queue: list[Any], entry: Any) -> None:
        priority, queued_at, address, job = entry
        steps.append((PUSH, queue_of(job), priority * PRIORITY_WEIGHT + queued_at, address))
        heapq.heappush(queue, entry)

    def take_out(queue: list[Any]) -> Any:
        steps.append((POP, queue_of(queue[0][3]), 0.0, 0))
        return heapq.heappop(queue)

    return [
        (world, "uniform", draw),
        (calendar, "heappush", set_timer),
        (calendar.Calendar, "step", apply_next),
        (workforce, "heappush", put_in),
        (workforce, "heappop", take_out),
    ]


def _is_timer(entry: Any) -> bool:
    """Return whether an entry of SimPy's queue is a timer of the model, and not a settling."""
    order: int = entry[1] - calendar.AFTER_SIMPY
    return order >= 0 and order >> ADDRESS_BITS != Due.SETTLE
