"""The compiled engine: a next-event loop over record arrays that returns the reference's trace, only faster.

One file a mechanism, with the names of `reference/`, so that the two ways of telling lie side by
side. What a process there remembers by standing still, `resume_points` numbers here.
"""

from simorg.engines.compiled.driver import simulate as run_lowered
from simorg.engines.compiled.lowering import Lowered
from simorg.engines.compiled.lowering import lower as prepare
from simorg.plan import Plan
from simorg.trace.rows import SimulationError, Trace

__all__ = ["Lowered", "SimulationError", "prepare", "run_lowered", "simulate"]


MOST_PREPARED = 16
_LATEST: dict[int, Lowered] = {}


def simulate(plan: Plan, replication: int = 0) -> Trace:
    """Run one replication to its horizon with the compiled engine.

    The trace is equal to the reference's, byte by byte.

    Raises
    ------
    SimulationError
        If the run cannot go on.
    """
    return run_lowered(_prepared(plan), replication)


def _prepared(plan: Plan) -> Lowered:
    """Lower each plan once, as long as no more than a few are in use."""
    found = _LATEST.get(id(plan))
    if found is None or found.plan is not plan:
        if len(_LATEST) >= MOST_PREPARED:
            _LATEST.clear()
        found = _LATEST[id(plan)] = prepare(plan)
    return found
