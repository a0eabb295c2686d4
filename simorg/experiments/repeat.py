"""Repeat one replication of a stored experiment, alone, in this process, with its traceback."""

from __future__ import annotations

from pathlib import Path

import yaml

from simorg.config.compose import settings_from_config
from simorg.config.errors import SettingsError, nearest
from simorg.engines.run import simulate
from simorg.experiments.scenarios import scenarios_of
from simorg.measures import compute


def command(folder: Path, scenario: str) -> str:
    """Return the shell command that repeats a replication, with {replication} left to fill in."""
    call = f"repeat({str(folder)!r}, {scenario!r}, {{replication}})"
    return f'python -c "from simorg.experiments.repeat import repeat; {call}"'


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
    config = Path(folder) / "config.yaml"
    if not config.is_file():
        raise SettingsError(f"{folder} is no run folder: it has no config.yaml")
    scenarios = scenarios_of(settings_from_config(yaml.safe_load(config.read_text(encoding="utf-8"))))
    if scenario not in scenarios:
        raise SettingsError(f"scenario = '{scenario}' is not in {folder}{nearest(scenario, scenarios)}")
    return compute(simulate(scenarios[scenario], replication))
