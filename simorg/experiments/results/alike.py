"""Two stored runs beside each other: whether they may be compared, pair by pair or not, and how they differ.

Goes in: two opened folders. Come out: the scenarios that both have, the settings in which they differ, and
what forbids pairs. Runs that are no like things are refused in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from simorg.config.errors import SettingsError
from simorg.config.labels import joined, key_label
from simorg.experiments.results.opened import Results, open_results
from simorg.experiments.results.stored_run import RUNS

SHARED = ("seed", "horizon_days", "warm_up_days")
"""What replications must share to meet the same random numbers over the same time."""
HOW = ("replications", "engine", "executor", "experiment.name", "experiment.publish", "experiment.report",
       "experiment.precision", "experiment.objective")  # fmt: skip
"""Settings that say how a run was made, and where it is kept; they change no row."""
KINDS = ("compare", "sweep", "crossover", "staffing", "ablation", "artefacts", "attribution", "selection")
"""Kinds whose scenarios are told apart by name; those of others are points that were drawn."""


class Setting(NamedTuple):
    """A setting in which two runs differ."""

    key: str
    first: Any
    second: Any

    def __str__(self) -> str:
        """Return it in words."""
        return f"{key_label(self.key)}: {_value(self.first)} and {_value(self.second)}"


class Pair(NamedTuple):
    """Two runs that may be compared."""

    first: Results
    second: Results
    scenarios: tuple[tuple[str, str], ...]  # of the first and of the second, what is compared with what
    settings: tuple[Setting, ...]  # in which they differ
    apart: tuple[str, ...]  # why replications are no pairs; none = they are


def alike(first: Path, second: Path) -> Pair:
    """Return two runs that may be compared.

    Parameters
    ----------
    first, second : Path
        Run folders or published folders.

    Raises
    ------
    SettingsError
        If one is not finished, or they are no like things.
    """
    if first.resolve() == second.resolve():
        raise SettingsError(f"{first} and {second}: are one run; name two")
    ours, theirs = (_whole(open_results(path)) for path in (first, second))
    if ours.kind != theirs.kind:
        raise SettingsError(
            f"{first} is of kind {ours.kind}, {second} of kind {theirs.kind}: compare runs of one kind"
        )
    if ours.kind not in KINDS:
        raise SettingsError(
            f"{first}: the scenarios of kind {ours.kind} are points that were drawn, and none of two runs are "
            f"alike; kinds that can be compared: {', '.join(KINDS)}"
        )
    scenarios = tuple(_common(ours, theirs))
    settings = tuple(_differing(ours, theirs))
    return Pair(ours, theirs, scenarios, settings, tuple(_apart(ours, theirs)))


def _whole(found: Results) -> Results:
    if not found.finished:
        raise SettingsError(f"{found.path}: is not finished; the command that began it goes on with it")
    if RUNS not in found:
        raise SettingsError(f"{found.path}: has no runs/, which a comparison needs")
    return found


def _common(first: Results, second: Results) -> Iterator[tuple[str, str]]:
    """Yield the scenarios to compare: those of one name and one combination, or the only ones."""
    ours, theirs = (_scenarios(each) for each in (first, second))
    shared = [name for name in ours if name in theirs and ours[name] == theirs[name]]
    if shared:
        yield from ((name, name) for name in shared)
    elif len(ours) == len(theirs) == 1:
        yield next(iter(ours)), next(iter(theirs))
    else:
        names = [", ".join(list(each)[:4]) + (", ..." if len(each) > 4 else "") for each in (ours, theirs)]
        raise SettingsError(
            f"{first.path} and {second.path}: no scenario is in both ({names[0]}; {names[1]}); nothing can be "
            "compared"
        )


def _scenarios(found: Results) -> dict[str, dict[str, str]]:
    """Return the scenarios of a run, each with its structure and levers."""
    table = found["scenarios"].drop(columns="replications", errors="ignore").astype(str)
    columns = [str(name) for name in table if name != "scenario"]
    return {
        str(row["scenario"]): {name: str(row[name]) for name in columns} for row in table.to_dict("records")
    }


def _apart(first: Results, second: Results) -> Iterator[str]:
    """Yield why replications of one number do not meet the same random numbers and time."""
    ours, theirs = (_flat(_config(each)) for each in (first, second))
    for key in SHARED:
        if ours.get(key) != theirs.get(key):
            yield f"{key_label(key)} {_value(ours.get(key))} and {_value(theirs.get(key))}"


def _differing(first: Results, second: Results) -> Iterator[Setting]:
    """Yield the settings that differ, and files of one name whose contents do."""
    ours, theirs = (_flat(_config(each)) for each in (first, second))
    kinds = {f"experiment.{kind}" for kind in KINDS} - {f"experiment.{first.kind}"}
    for key in dict.fromkeys([*ours, *theirs]):
        if ours.get(key) != theirs.get(key) and not _under(key, (*HOW, *kinds)):
            yield Setting(key, ours.get(key), theirs.get(key))
    files = [each.manifest.get("fingerprint", {}).get("files", {}) for each in (first, second)]
    for key in files[0]:
        if key in files[1] and files[0][key] != files[1][key] and ours.get(key) == theirs.get(key):
            yield Setting(key, f"{ours.get(key)} as it was", "the same name with other contents")


def _under(key: str, places: Sequence[str]) -> bool:
    return any(key == place or key.startswith(f"{place}.") for place in places)


def _config(found: Results) -> Mapping[str, Any]:
    path = found.path / "config.yaml"
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SettingsError(f"{path}: cannot be read ({str(error).splitlines()[0]})") from error
    if not isinstance(data, dict):
        raise SettingsError(f"{path}: is no configuration")
    return data


def _flat(data: Any, start: str = "") -> dict[str, Any]:
    """Return a configuration by key path; entries of lists of stages by their names."""
    if isinstance(data, dict) and data:
        items = data.items()
    elif isinstance(data, list) and data and all(isinstance(each, dict) and "name" in each for each in data):
        items = {each["name"]: {k: v for k, v in each.items() if k != "name"} for each in data}.items()
    else:
        return {start: data}
    found: dict[str, Any] = {}
    for key, value in items:
        found |= _flat(value, f"{start}.{key}" if start else str(key))
    return found


def _value(value: Any) -> str:
    if value is None or value in ({}, []):
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return joined([_value(each) for each in value])
    return f"{value:g}" if isinstance(value, float) else str(value)
