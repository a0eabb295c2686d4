"""Choose an engine and run one replication; both engines know every mechanism."""

from __future__ import annotations

from simorg.config.settings import Settings
from simorg.engines import reference
from simorg.engines.trace import Trace
from simorg.plan import Plan, build

ENGINES = ("reference", "compiled")


def choose(engine: str) -> str:
    """Return the engine that will run when `engine` is asked for.

    Raises
    ------
    ValueError
        If there is no such engine.
    """
    if engine == "auto":
        return "compiled"
    if engine in ENGINES:
        return engine
    raise ValueError(f"engine = '{engine}' does not exist; use auto, compiled or reference")


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
        The plan of these settings, if it was built before.

    Returns
    -------
    Trace
        Rows in order of time.

    Raises
    ------
    SettingsError
        If the organisation cannot do the work it is asked for.
    ValueError
        If the engine does not exist or the replication is negative.
    """
    if replication < 0:
        raise ValueError(f"replication = {replication}: must be 0 or more")
    if choose(engine or settings.engine) == "reference":
        return reference.simulate(plan or build(settings), replication)
    # Only now, so that the reference engine runs without any of the compiled one being loaded.
    from simorg.engines import compiled

    return compiled.simulate(plan or build(settings), replication)
