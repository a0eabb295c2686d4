"""Repeat one replication of a stored experiment, alone, in this process, with its traceback."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pandas as pd
import yaml

from simorg.config.compose import settings_from_config
from simorg.config.errors import SettingsError, nearest
from simorg.config.levers import Value
from simorg.config.settings import Settings
from simorg.engines.run import simulate
from simorg.experiments.design import design_of, scenario
from simorg.measures import compute
from simorg.plugins.registry import given

HEAD = ("structure", "replications")
"""Columns of scenarios.csv that are no levers."""


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
    config = Path(folder) / "config.yaml"
    if not config.is_file():
        raise SettingsError(f"{folder} is no run folder: it has no config.yaml")
    settings = settings_from_config(yaml.safe_load(config.read_text(encoding="utf-8")))
    return compute(simulate(scenario_in(Path(folder), settings, scenario), replication))


def scenario_in(folder: Path, settings: Settings, name: str) -> Settings:
    """Return the settings of one scenario of a stored experiment.

    Parameters
    ----------
    folder : Path
        Run folder; its ``scenarios.csv`` lists scenarios that only a finished run can name.
    settings : Settings
        The experiment.
    name : str
        Name of the scenario.

    Raises
    ------
    SettingsError
        If there is no such scenario.
    """
    known = {scenario.name: scenario.settings for scenario in design_of(settings).scenarios}
    if name in known:
        return known[name]
    listed = folder / "scenarios.csv"
    found = pd.read_csv(listed).set_index("scenario") if listed.is_file() else pd.DataFrame()
    if name not in found.index:
        raise SettingsError(f"scenario = '{name}' is not in {folder}{nearest(name, [*known, *found.index])}")
    entry = found.loc[[name]].dropna(axis="columns").to_dict("records")[0]
    structure = str(entry["structure"])
    return scenario(
        settings, name, structure, {str(k): _plain(v) for k, v in entry.items() if k not in HEAD}
    ).settings


def _plain(value: Any) -> Value:
    """Return a whole number as one, even where empty cells beside it made it a broken one."""
    whole = isinstance(value, float) and value.is_integer()
    return cast(Value, int(value) if whole else value)
