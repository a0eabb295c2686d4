"""A SimPy environment in which simultaneous events have a declared order.

SimPy breaks ties by a priority number, then by order of insertion. Here every timer carries its declared
order - the rank of what is due, then the address of whom it concerns - in that number, so that insertion
never decides; a second engine that keeps another heap could not repeat it. What ends has a smaller rank
than what begins: who asks whether somebody is free counts those who finish at that instant. What a timer
sets off at once (SimPy's own priorities 0 and 1) is finished before the next timer of the same instant.
"""

from __future__ import annotations

from collections.abc import Generator
from heapq import heappush
from typing import Any

import simpy

from simorg.trace.address import ADDRESS_BITS
from simorg.trace.rows import PAST, SimulationError

AFTER_SIMPY = 2
"""SimPy's own priorities are 0 (urgent) and 1 (normal)."""

Steps = Generator[simpy.Event, Any, None]
"""What a process is to SimPy: a generator of the events that it waits for."""

Verdict = Generator[simpy.Event, Any, bool]
"""The same, ending in a yes or no."""


class Calendar(simpy.Environment):
    """Simulated time in working days, up to a horizon."""

    def __init__(self, horizon: float) -> None:
        super().__init__()
        self.horizon = horizon

    def at(self, time: float, rank: int, address: int) -> simpy.Event:
        """Return an event at an absolute `time`, in its declared place among simultaneous ones.

        An absolute time, where SimPy takes a delay, keeps ``k * period`` exact. What lies beyond
        the horizon never comes due.

        Raises
        ------
        SimulationError
            If the time has passed: a process that reckons backwards is wrong.
        """
        if time < self.now:
            raise SimulationError(PAST.format(address=address))
        event = simpy.Event(self)
        if time < self.horizon:
            event._ok, event._value = True, None
            order = AFTER_SIMPY + ((rank << ADDRESS_BITS) | address)
            heappush(self._queue, (time, order, next(self._eid), event))  # type: ignore[misc]
        return event

    def pause(self, days: float, rank: int, address: int) -> Steps:
        """Wait for `days`; a pause of length 0 does not wait at all."""
        if days > 0.0:
            yield self.at(self.now + days, rank, address)
