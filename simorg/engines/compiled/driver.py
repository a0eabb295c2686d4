"""One replication from Python's side: lay out a world, run the loop, take out rows, give it more room."""

from __future__ import annotations

import numpy as np

from simorg.engines.compiled.faults import Fault, Stop
from simorg.engines.compiled.layout import enlarge, lay_out
from simorg.engines.compiled.loop import run
from simorg.engines.compiled.lowering import Lowered
from simorg.engines.trace import ROW, SimulationError, Trace


def simulate(lowered: Lowered, replication: int) -> Trace:
    """Run one replication to its horizon.

    Parameters
    ----------
    lowered : Lowered
        What to run; not changed, so that threads may share it.
    replication : int
        Number of the replication.

    Returns
    -------
    Trace
        All that happened, in order of time.

    Raises
    ------
    SimulationError
        If the run cannot go on.
    """
    worlds, written = lay_out(lowered, replication), bytearray()
    stop = Stop.ROWS
    while stop in (Stop.ROWS, Stop.ROOM):
        if stop == Stop.ROOM:
            worlds = enlarge(worlds, lowered)
        stop = Stop(run(worlds))
        clock = worlds["clock"][0]
        written += worlds["rows"][0, : clock["rows"]].data  # as bytes: NumPy copies records one by one
        clock["rows"] = 0
    if stop == Stop.FAULT:
        raise SimulationError(Fault(int(clock["fault"])).message(int(clock["fault_subject"])))
    lowered.spare.append(worlds)
    return Trace(np.frombuffer(written, dtype=ROW), lowered.plan, replication, "compiled")
