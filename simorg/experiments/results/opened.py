"""A stored experiment, opened for a session: a mapping of its tables, told in five lines.

Goes in: a run folder or a published folder. Comes out: `Results`, which reads a table when it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

import pandas as pd

from simorg.config.brief import in_html, in_lines, some
from simorg.config.errors import SettingsError, nearest
from simorg.experiments.results.stored_run import RUNS, StoredRun

PLACES = ("results", "results/runs")
"""Where folders usually lie, from the working directory."""


class Results(StoredRun, Mapping[str, pd.DataFrame]):
    """What an experiment left behind: a mapping of its tables by name, runs among them.

    Parameters
    ----------
    path : Path
        Run folder or published folder.
    """

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return a table; a copy, so that what is changed in it is changed nowhere else."""
        if name not in self:
            raise KeyError(f"no table '{name}' in {self.path}{nearest(name, self)}")
        return self._runs.copy() if name == RUNS and RUNS not in self.tables else self.table(name)

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the tables."""
        yield from self.tables
        if RUNS not in self.tables and self.has_rows():
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

    @cached_property
    def _runs(self) -> pd.DataFrame:
        return self.rows()

    def _told(self) -> tuple[str, dict[str, str]]:
        counts = self.manifest.get("counts", {})
        runs = ", ".join(f"{number} {word}" for word, number in counts.items()) or "not counted"
        days = self.manifest.get("horizon_days")
        length = f"; {days:g} days, warm-up {self.manifest.get('warm_up_days', 0.0):g}" if days else ""
        facts = {
            "scenarios": some(list(self.scenarios)),
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
    return any((folder / name).is_file() for name in ("manifest.json", "config.yaml"))
