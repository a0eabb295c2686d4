"""A stored experiment, opened: its tables, settings and manifest.

Goes in: a run folder or a published folder. Comes out: `Results`, which reads a table when it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from simorg.config.brief import in_html, in_lines, some
from simorg.config.compose import settings_from_config
from simorg.config.errors import SettingsError, nearest
from simorg.config.settings import Settings
from simorg.experiments.results.parquet import part_files, read_parts
from simorg.experiments.results.reproduce import manifest_of, of_another_version, unfinished
from simorg.experiments.results.run_folder import KEYS, RUNS

NAMES = ("scenario", "structure", "baseline", "measure", "unit", "team", "role", "skills", "skill", "name")
"""Columns of names, which stay text whatever they look like; nobody is missing who is called NA."""

PLACES = ("results", "results/runs")
"""Where folders usually lie, from the working directory."""


class Results(Mapping[str, pd.DataFrame]):
    """What an experiment left behind: a mapping of its tables by name, runs among them.

    Parameters
    ----------
    path : Path
        Run folder or published folder.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.manifest: Mapping[str, Any] = manifest_of(path)
        self._tables = {each.stem: each for each in sorted(path.glob("*.csv"))}
        self._read: dict[str, pd.DataFrame] = {}

    @property
    def kind(self) -> str:
        """Kind of the experiment, such as ``compare``."""
        return str(self.manifest.get("kind") or "facts")

    @property
    def finished(self) -> bool:
        """Whether the run has come to its end."""
        return not unfinished(self.path)

    @property
    def answer(self) -> str:
        """The answer in words; empty if there is none."""
        path = self.path / "answer.md"
        return path.read_text(encoding="utf-8") if path.is_file() else ""

    @cached_property
    def settings(self) -> Settings:
        """Settings of the experiment, if this version of simorg still knows them."""
        path = self.path / "config.yaml"
        try:
            return settings_from_config(yaml.safe_load(path.read_text(encoding="utf-8")))
        except SettingsError as error:
            raise of_another_version(self.path, error) from error
        except (OSError, UnicodeDecodeError, yaml.YAMLError, AttributeError) as error:
            raise SettingsError(f"{path}: cannot be read ({str(error).splitlines()[0]})") from error

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return a table; a copy, so that what is changed in it is changed nowhere else."""
        if name not in self:
            raise KeyError(f"no table '{name}' in {self.path}{nearest(name, self)}")
        if name not in self._read:
            self._read[name] = self._runs() if name == RUNS else _table(self._tables[name])
        return self._read[name].copy()

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the tables."""
        yield from self._tables
        if RUNS not in self._tables and part_files(self.path / RUNS):
            yield RUNS

    def __len__(self) -> int:
        """Return how many tables there are."""
        return sum(1 for _ in self)

    def __contains__(self, name: object) -> bool:
        """Tell whether there is a table, without reading it."""
        return name in tuple(self)

    def __repr__(self) -> str:
        """Return what it is, in five lines."""
        return in_lines(*self._told())

    def _repr_html_(self) -> str:
        return in_html(*self._told())

    def _runs(self) -> pd.DataFrame:
        frame: pd.DataFrame = read_parts(self.path / RUNS).to_pandas()
        order = {str(name): n for n, name in enumerate(self._scenarios())}
        rank = frame["scenario"].map(order).fillna(len(order))
        frame = frame.assign(_rank=rank).sort_values(["_rank", *KEYS], kind="stable")
        return frame.drop(columns="_rank").reset_index(drop=True)

    def _scenarios(self) -> list[str]:
        if "scenarios" in self._tables:
            return list(self["scenarios"]["scenario"])
        listed = self.manifest.get("scenarios", ())
        return list(map(str, listed)) if isinstance(listed, list) else []

    def _told(self) -> tuple[str, dict[str, str]]:
        counts = self.manifest.get("counts", {})
        runs = ", ".join(f"{number} {word}" for word, number in counts.items()) or "not counted"
        days = self.manifest.get("horizon_days")
        length = f"; {days:g} days, warm-up {self.manifest.get('warm_up_days', 0.0):g}" if days else ""
        facts = {
            "scenarios": some(self._scenarios()),
            "runs": f"{runs}; seed {self.manifest.get('seed', '-')}{length}",
            "tables": some(self, 12),
            "made": f"{self.manifest.get('ended') or '-'} by {self.manifest.get('command', 'simorg')}",
        }
        state = "" if self.finished else ", not finished"
        return f"Results of {self.manifest.get('experiment', self.path.name)} ({self.kind}{state}): {self.path}", facts


def open_results(path: str | Path) -> Results:
    """Open a run folder or a published folder.

    Parameters
    ----------
    path : str or Path
        The folder that ``simorg run`` printed, or one below ``results/``.

    Returns
    -------
    Results
        Its tables by name (``results["summary"]``), with ``settings``, ``manifest``, ``kind``, ``answer``.

    Raises
    ------
    SettingsError
        If there is no experiment; with the nearest folder that has one.
    """
    folder = Path(path).expanduser()
    if _is_one(folder):
        return Results(folder)
    why = "no experiment is stored there" if folder.is_dir() else "no such folder"
    places = [folder] if folder.is_dir() else [folder.parent]
    known = {str(each): each.name for place in (*places, *map(Path, PLACES)) for each in _stored_in(place)}
    by_name = {name: whole for whole, name in reversed(known.items())}
    raise SettingsError(f"{folder}: {why}{_hint(folder.name, by_name)}")


def _hint(name: str, known: Mapping[str, str]) -> str:
    hint = nearest(name, known)
    for short, whole in known.items():
        hint = hint.replace(f"'{short}'", f"'{whole}'")
    return hint


def _stored_in(place: Path) -> list[Path]:
    try:
        return sorted(each for each in place.iterdir() if not each.name.startswith(".") and _is_one(each))
    except OSError:
        return []


def _is_one(folder: Path) -> bool:
    return any((folder / name).is_file() for name in ("manifest.json", "config.yaml", "facts.csv"))


def _table(path: Path) -> pd.DataFrame:
    """Read a table; only an empty cell is missing, and in a column of names not even that."""
    try:
        head = list(map(str, pd.read_csv(path, nrows=0)))
        numbers = [name for name in head if name not in NAMES]
        types = {name: str for name in head if name in NAMES}
        return pd.read_csv(path, dtype=types, keep_default_na=False, na_values=dict.fromkeys(numbers, [""]))
    except pd.errors.EmptyDataError:
        return pd.DataFrame()
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path}: cannot be read ({str(error).splitlines()[0]})") from error
