"""Choose an engine and run one replication; both engines know every mechanism."""

from __future__ import annotations

import functools
import multiprocessing
import sys
from time import process_time

from simorg.compilation.compilers import compilers
from simorg.config.errors import SettingsError
from simorg.config.settings import Settings
from simorg.engines import reference
from simorg.plan import Plan, plan_of
from simorg.trace.rows import Trace

ENGINES = ("reference", "compiled")
PATIENCE_SECONDS = 5.0
"""Plain work after which compilers start: who asks for two or three replications needs none."""


def choose(engine: str) -> str:
    """Return the engine that runs now when `engine` is asked for.

    "auto" means the compiled one where its kernels are there, and the reference, which returns the same
    trace some fifty times later, where they are not yet, or cannot be on this machine; the latter is said,
    once.

    Raises
    ------
    SettingsError
        If there is no such engine, or it is the compiled one and cannot run here.
    """
    if engine not in ("auto", *ENGINES):
        raise SettingsError(f"engine = '{engine}' does not exist; use auto, compiled or reference")
    if engine == "reference":
        return engine
    reason = obstacle()
    if engine == "compiled":
        if reason:
            raise SettingsError(f"engine = compiled: cannot run here ({reason}); use engine=reference")
        return engine
    if compilers.there("engine"):
        return "compiled"
    if reason:
        _say_once(f"engine = auto: uses the reference engine, which is slower ({reason})")
    return "reference"


def obstacle() -> str:
    """Return why the compiled engine cannot run here, or nothing if nothing is known against it."""
    from simorg import compilation

    return compilation.obstacle() or compilers.problem


@functools.cache
def _say_once(line: str) -> None:
    if multiprocessing.parent_process() is None:  # workers keep silent: who started them has said it
        sys.stderr.write(line + "\n")


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
    asked = engine or settings.engine
    if choose(asked) == "compiled":
        return _compiled(plan, replication)
    start = process_time()
    trace = reference.simulate(plan, replication)
    if not compilers.ready(asked):
        compilers.plain_seconds += process_time() - start
        if compilers.plain_seconds > PATIENCE_SECONDS:
            compilers.start(asked)
    return trace


def _compiled(plan: Plan, replication: int) -> Trace:
    """Run the compiled engine; who asks for it by name waits until it is there."""
    from simorg.engines import compiled

    compilers.start("compiled")
    compilers.wait("engine")
    choose("compiled")
    return compiled.simulate(plan, replication)
