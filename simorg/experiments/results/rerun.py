"""Repeat one replication of a stored experiment, alone, in this process, with its traceback."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from simorg.config.errors import SettingsError, nearest
from simorg.config.levers import Value
from simorg.config.settings import Settings
from simorg.engines.run import simulate
from simorg.experiments.design import design_of, scenario
from simorg.experiments.results.stored_run import StoredRun
from simorg.measures import compute

HEAD = ("structure", "replications")
"""Columns of scenarios.csv that are no levers."""


def command(folder: Path, scenario: str) -> str:
    """Return the shell command that repeats a replication, with {replication} left to fill in."""
    call = f"repeat({str(folder)!r}, {scenario!r}, {{replication}})"
    return f'python -c "from simorg.experiments.results.rerun import repeat; {call}"'


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
    return compute(simulate(scenario_in(StoredRun(Path(folder)), scenario), replication))


def scenario_in(stored: StoredRun, name: str) -> Settings:
    """Return the settings of one scenario of a stored experiment.

    Parameters
    ----------
    stored : StoredRun
        The experiment; its ``scenarios.csv`` lists scenarios that only a finished run can name.
    name : str
        Name of the scenario.

    Raises
    ------
    SettingsError
        If there is no such scenario.
    """
    settings = stored.settings
    known = {scenario.name: scenario.settings for scenario in design_of(settings).scenarios}
    if name in known:
        return known[name]
    if name not in stored.scenarios:
        names = [*known, *stored.scenarios]
        raise SettingsError(f"scenario = '{name}' is not in {stored.path}{nearest(name, names)}")
    found = stored.table("scenarios").set_index("scenario")
    entry = found.loc[[name]].dropna(axis="columns").to_dict("records")[0]
    structure = str(entry["structure"])
    return scenario(
        settings, name, structure, {str(k): _plain(v) for k, v in entry.items() if k not in HEAD}
    ).settings


def _plain(value: Any) -> Value:
    """Return a whole number as one, even where empty cells beside it made it a broken one."""
    whole = isinstance(value, float) and value.is_integer()
    return cast(Value, int(value) if whole else value)
