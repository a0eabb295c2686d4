"""Repeat one replication of a stored experiment, alone, in this process, with its traceback."""

from __future__ import annotations

from pathlib import Path

from simorg.engines.run import simulate
from simorg.experiments.results.stored_run import StoredRun
from simorg.experiments.results.stored_scenarios import scenario_in
from simorg.measures import compute
from simorg.plugins.registry import given


def command(folder: Path, scenario: str) -> str:
    """Return the shell command that repeats a replication, with {replication} left to fill in."""
    call = f"repeat({str(folder)!r}, {scenario!r}, {{replication}})"
    plugins = ", ".join(map(repr, given()))
    first = f"import simorg; simorg.use_plugins({plugins}); " if plugins else ""
    return f'python -c "{first}from simorg.experiments.results.rerun import repeat; {call}"'


def repeat(folder: str | Path, scenario: str, replication: int) -> dict[str, float]:
    """Run one replication of a stored experiment again.

    Parameters
    ----------
    folder : str or Path
        Run folder.
    scenario : str
        Name of the scenario.
    replication : int
        Number of the replication.

    Returns
    -------
    dict of float
        Its measures; what made it fail is raised.

    Raises
    ------
    SettingsError
        If the folder or the scenario does not exist.
    """
    _, settings = scenario_in(StoredRun(Path(folder)), scenario)
    return compute(simulate(settings, replication))
