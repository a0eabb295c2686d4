"""Scenarios of a run folder: written as what each sets otherwise than the experiment, read as settings again.

``scenarios.json`` holds ``keys``, every key path in which a scenario differs from ``config.yaml``, and under
``scenarios`` by name the values that stand there, in the order of the keys.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from simorg.config.differing import differing, set_again
from simorg.config.errors import SettingsError, nearest
from simorg.config.levers import read
from simorg.config.settings import Settings
from simorg.experiments.design import Scenario, design_of
from simorg.experiments.results.stored_run import StoredRun, unreadable

FILE = "scenarios.json"


class ScenarioBook:
    """The scenarios of an experiment as they become known, each looked at once."""

    def __init__(self, settings: Settings) -> None:
        self._base = settings
        self._found: dict[str, dict[str, Any]] = {}

    def note(self, scenarios: Iterable[Scenario]) -> bool:
        """Note scenarios; return whether one of them is new."""
        new = {s.name: differing(s.settings, self._base) for s in scenarios if s.name not in self._found}
        self._found |= new
        return bool(new)

    def written(self) -> str:
        """Return the scenarios as text, one in a line."""
        keys = list(dict.fromkeys(key for values in self._found.values() for key in values))
        usual = {key: read(self._base, key) for key in keys}
        lines = [
            f"  {_json(name)}: {_json(list((usual | values).values()))}" for name, values in self._found.items()
        ]
        return f'{{"keys": {_json(keys)},\n "scenarios": {{\n' + ",\n".join(lines) + "\n }}\n"


def scenario_in(stored: StoredRun, name: str | None = None) -> tuple[str, Settings]:
    """Return name and settings of a scenario of a stored experiment.

    Parameters
    ----------
    stored : StoredRun
        The experiment.
    name : str, optional
        Name of the scenario; the first when left out.

    Raises
    ------
    SettingsError
        If there is no such scenario, or nothing says how it was set.
    """
    path = stored.path / FILE
    if not path.is_file():
        return _in_first_design(stored, name)
    try:
        book: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        keys, scenarios = book["keys"], book["scenarios"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise unreadable(path, error) from error
    wanted = next(iter(scenarios)) if name is None else name
    _refuse_unknown(stored, wanted, scenarios)
    return wanted, set_again(stored.settings, dict(zip(keys, scenarios[wanted], strict=True)))


def _in_first_design(stored: StoredRun, name: str | None) -> tuple[str, Settings]:
    """Return a scenario of a folder that is older than its list: of those that a kind starts with."""
    known = {scenario.name: scenario.settings for scenario in design_of(stored.settings).scenarios}
    wanted = next(iter(known)) if name is None else name
    if wanted in stored.scenarios and wanted not in known:
        raise SettingsError(
            f"scenario = '{wanted}': {stored.path} has no {FILE}, and does not say how it was set; another version "
            "of simorg made it: run it again"
        )
    _refuse_unknown(stored, wanted, known)
    return wanted, known[wanted]


def _refuse_unknown(stored: StoredRun, name: str, known: Iterable[str]) -> None:
    names = list(known)
    if name not in names:
        raise SettingsError(f"scenario = '{name}' is not in {stored.path}{nearest(name, names)}")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
