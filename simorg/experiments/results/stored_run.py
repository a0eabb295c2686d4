"""A stored experiment, read: manifest, settings, scenarios, tables, rows. The one reader of run folders.

Goes in: a run folder or a published folder, finished or not. Comes out: `StoredRun`, which reads each thing
when it is asked for, and says in one sentence what is wrong with it. It writes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from simorg.config.compose import settings_from_config
from simorg.config.errors import SettingsError
from simorg.config.settings import Settings
from simorg.experiments.results.parquet import part_files, read_parts
from simorg.plugins.registry import hashes

RUNS = "runs"
BESIDE = TIMELINES, SEATS = "timelines", "seats"
"""Tables whose parts belong to a part of the runs."""
KEYS = ["scenario", "replication"]

NAMES = ("scenario", "structure", "baseline", "measure", "unit", "team", "role", "skills", "skill", "name")
"""Columns of names, which stay text whatever they look like; nobody is missing who is called NA."""


class StoredRun:
    """What an experiment left behind.

    Parameters
    ----------
    path : Path
        Run folder or published folder.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._tables: dict[str, pd.DataFrame] = {}

    @cached_property
    def manifest(self) -> Mapping[str, Any]:
        """What it says of its making; nothing if it does not say so in a way that can be read."""
        try:
            found = json.loads((self.path / "manifest.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    @property
    def kind(self) -> str:
        """Kind of the experiment, such as ``compare``; empty if nothing says so."""
        return str(self.manifest.get("kind", ""))

    @property
    def absent_plugins(self) -> str:
        """Names of the plug-ins that its rows were made with and that are not in use; mostly none."""
        there = self.manifest.get("fingerprint", {}).get("plugins", {})
        return ", ".join(name for name in there if name not in hashes())

    @property
    def finished(self) -> bool:
        """Whether the run has come to its end; one that does not say has."""
        return "ended" not in self.manifest or bool(self.manifest["ended"])

    @property
    def answer(self) -> str:
        """The answer in words; empty if there is none."""
        path = self.path / "answer.md"
        return path.read_text(encoding="utf-8") if path.is_file() else ""

    @cached_property
    def config(self) -> Mapping[str, Any]:
        """Configuration of the experiment, of whatever version."""
        path = self.path / "config.yaml"
        try:
            found = yaml.safe_load(path.read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise SettingsError(f"{self.path} is no run folder: it has no config.yaml") from error
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise unreadable(path, error) from error
        if not isinstance(found, dict):
            raise SettingsError(f"{path}: cannot be read (it holds no keys)")
        return found

    @cached_property
    def settings(self) -> Settings:
        """Settings of the experiment, if this version of simorg still knows them."""
        return self.settings_with({})

    def settings_with(self, changes: Mapping[str, Any]) -> Settings:
        """Return the settings of the experiment with some groups replaced; None leaves one at its defaults."""
        left_out = {key for key, value in changes.items() if value is None}
        config = {key: value for key, value in {**self.config, **changes}.items() if key not in left_out}
        try:
            return settings_from_config(config)
        except SettingsError as error:
            raise self._of_another_version(error) from error

    @cached_property
    def scenarios(self) -> dict[str, str]:
        """Scenarios in their order, each with its structure."""
        table = self.table("scenarios")
        if {"scenario", "structure"} <= set(table):
            return dict(zip(table["scenario"], table["structure"], strict=True))
        listed = self.manifest.get("scenarios")
        return {str(name): str(name).partition("-")[0] for name in (listed if isinstance(listed, list) else ())}

    @cached_property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables that are there, besides the rows of runs."""
        return tuple(path.stem for path in sorted(self.path.glob("*.csv")))

    def table(self, name: str) -> pd.DataFrame:
        """Return a table, a copy; one that is absent or blank has no rows."""
        if name not in self._tables:
            self._tables[name] = _table(self.path / f"{name}.csv")
        return self._tables[name].copy()

    def has_rows(self, of: str = RUNS) -> bool:
        """Return whether there are rows of single replications."""
        return bool(part_files(self.path / of))

    def rows(self, of: str = RUNS) -> pd.DataFrame:
        """Return the rows of single replications, in order of scenario and replication."""
        frame: pd.DataFrame = read_parts(self.path / of).to_pandas()
        if frame.empty:
            return frame
        order = {name: n for n, name in enumerate(self.scenarios)}
        rank = frame["scenario"].map(order).fillna(len(order))
        frame = frame.assign(_rank=rank).sort_values(["_rank", *KEYS], kind="stable")
        return frame.drop(columns="_rank").reset_index(drop=True)

    def _of_another_version(self, error: SettingsError) -> SettingsError:
        """Return what to say of a configuration that is refused: its first problem, without the valid choices."""
        first, *others = str(error).splitlines()
        problem = (others or [first])[0].strip().split(";")[0]
        if self.absent_plugins:
            return SettingsError(
                f"{self.path / 'config.yaml'} speaks of the plug-ins {self.absent_plugins}: {problem}; take them "
                "into use (--plugins FOLDER, from Python simorg.use_plugins)"
            )
        commit = self.manifest.get("commit")
        made = f"; it was made by commit {commit}" if commit else ""
        return SettingsError(
            f"{self.path / 'config.yaml'} is not of this version of simorg: {problem}{made}; run it again"
        )


def unreadable(path: Path, error: Exception) -> SettingsError:
    """Return what to say of a file that cannot be read."""
    return SettingsError(f"{path}: cannot be read ({str(error).splitlines()[0]})")


def _table(path: Path) -> pd.DataFrame:
    """Read a table; only an empty cell is missing, and in a column of names not even that."""
    try:
        head = list(map(str, pd.read_csv(path, nrows=0)))
        numbers = [name for name in head if name not in NAMES]
        types = {name: str for name in head if name in NAMES}
        return pd.read_csv(path, dtype=types, keep_default_na=False, na_values=dict.fromkeys(numbers, [""]))
    except (FileNotFoundError, pd.errors.EmptyDataError):
        return pd.DataFrame()
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from error
