"""Choose an engine and run one replication."""

from __future__ import annotations

from simorg.config.settings import Settings
from simorg.engines import reference
from simorg.engines.trace import Trace
from simorg.plan import Plan, build


def choose(engine: str) -> str:
    """Return the engine that will run when `engine` is asked for.

    Raises
    ------
    ValueError
        If the engine does not exist in this version.
    """
    if engine in ("auto", "reference"):
        return "reference"
    raise ValueError(f"engine = '{engine}' is not available in this version; use auto or reference")


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
    engine : {"auto", "reference"}, optional
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
        If the engine does not exist.
    """
    choose(engine or settings.engine)
    return reference.simulate(plan or build(settings), replication)
