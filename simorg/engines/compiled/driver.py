"""One replication from Python's side: lay out a world, run the loop, take out rows, give it more room."""

from __future__ import annotations

from typing import Any

import numpy as np

from simorg.engines.compiled.layout import enlarge, give_back, lay_out
from simorg.engines.compiled.loop import run
from simorg.engines.compiled.lowering import Lowered, Records
from simorg.engines.compiled.records import ROWS
from simorg.engines.compiled.stops import Refusal, Stop
from simorg.trace.rows import ROW, SimulationError, Trace

LONGEST = [ROWS]
"""Rows of the longest trace of this process: room for the next one, which takes memory as it is written."""


def simulate(lowered: Lowered, replication: int) -> Trace:
    """Run one replication to its horizon.

    What was lowered is not changed, so that threads may share it.

    Raises
    ------
    SimulationError
        If the run cannot go on.
    """
    worlds, rows, written = lay_out(lowered, replication), np.empty(LONGEST[0], dtype=ROW), 0
    stop = Stop.ROWS
    while stop in (Stop.ROWS, Stop.ROOM):
        if stop == Stop.ROOM:
            worlds = enlarge(worlds, lowered)
        stop = Stop(run(worlds))
        clock = worlds["clock"][0]
        new = int(clock["rows"])
        if written + new > len(rows):
            rows = _longer(rows, written)
        # As bytes: NumPy copies records one by one.
        _bytes(rows[written : written + new])[:] = _bytes(worlds["rows"][0, :new])
        written += new
        clock["rows"] = 0
    if stop == Stop.REFUSED:
        raise SimulationError(Refusal(int(clock["fault"])).message(int(clock["fault_subject"])))
    give_back(worlds)
    LONGEST[0] = max(LONGEST[0], written)
    return Trace(rows[:written], lowered.plan, replication, "compiled")


def _bytes(rows: Records) -> np.ndarray[Any, np.dtype[np.uint8]]:
    return rows.view(np.uint8)


def _longer(rows: Records, written: int) -> Records:
    """Return room for twice as many rows, with those that were written."""
    longer = np.empty(2 * len(rows), dtype=ROW)
    _bytes(longer[:written])[:] = _bytes(rows[:written])
    return longer
