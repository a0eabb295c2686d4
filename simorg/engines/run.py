"""Choose an engine and run one replication; both engines know every mechanism."""

from __future__ import annotations

import functools
import multiprocessing
import sys

from simorg.config.errors import SettingsError
from simorg.config.settings import Settings
from simorg.engines import reference
from simorg.engines.trace import Trace
from simorg.plan import Plan, plan_of

ENGINES = ("reference", "compiled")


def choose(engine: str) -> str:
    """Return the engine that will run when `engine` is asked for.

    The compiled one, unless nothing can be compiled on this machine; then "auto" says so, once, and
    means the reference, which returns the same trace some fifty times later.

    Parameters
    ----------
    engine : {"auto", "compiled", "reference"}
        What is asked for.

    Raises
    ------
    SettingsError
        If there is no such engine, or it is the compiled one and cannot run here.
    """
    if engine not in ("auto", *ENGINES):
        raise SettingsError(f"engine = '{engine}' does not exist; use auto, compiled or reference")
    # Only now, so that asking for the reference engine loads nothing of the compiled one.
    reason = "" if engine == "reference" else obstacle()
    if not reason:
        return "reference" if engine == "reference" else "compiled"
    if engine == "compiled":
        raise SettingsError(f"engine = compiled: cannot run here ({reason}); use engine=reference")
    _say_once(f"engine = auto: uses the reference engine, which is slower ({reason})")
    return "reference"


def obstacle() -> str:
    """Return why the compiled engine cannot run on this machine, or nothing if it can."""
    from simorg import compilation

    return compilation.obstacle()


@functools.cache
def _say_once(line: str) -> None:
    if multiprocessing.parent_process() is None:  # workers keep silent: who started them has said it
        sys.stderr.write(line + "\n")


def must_compile(engine: str) -> bool:
    """Return whether the first run with `engine` will compile it, which takes about a minute, once."""
    from simorg.compilation import cache_root

    return choose(engine) == "compiled" and not any(cache_root().rglob("loop.run-*.nbi"))


def simulate(
    settings: Settings, replication: int = 0, engine: str | None = None, plan: Plan | None = None
) -> Trace:
    """Run one replication and return what happened.

    Parameters
    ----------
    settings : Settings
        Checked settings.
    replication : int
        Number of the replication, from 0; the same number gives the same trace, however many are run.
    engine : {"auto", "compiled", "reference"}, optional
        Overrides ``settings.engine``.
    plan : Plan, optional
        What to run in place of the plan of these settings.

    Returns
    -------
    Trace
        Rows in order of time.

    Raises
    ------
    SettingsError
        If the organisation cannot do the work it is asked for, or the engine cannot run here.
    ValueError
        If the replication is negative.
    """
    if replication < 0:
        raise ValueError(f"replication = {replication}: must be 0 or more")
    plan = plan or plan_of(settings)
    if choose(engine or settings.engine) == "reference":
        return reference.simulate(plan, replication)
    from simorg.engines import compiled

    return compiled.simulate(plan, replication)
