"""Run a stored experiment again, elsewhere, and find the first number that differs.

Goes in: a run folder or a published folder. Comes out: what differs, if anything. The folder itself is
only read.
"""

from __future__ import annotations

import io
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import pandas as pd

from simorg.config.errors import SettingsError
from simorg.experiments.results.fingerprint import differences, fingerprint
from simorg.experiments.results.stored_run import KEYS, StoredRun
from simorg.experiments.run import EXIT_INTERRUPTED, run_experiment

NAMING = ("scenario", "replication", "measure", "day", "name", "team", "role", "skills", "skill")
"""Columns that say which row of a table is meant."""
ENVIRONMENT = ("code", "versions", "plugins")
"""Parts of a fingerprint that are no settings."""
NOT_COMPARED = ("command",)
"""Columns that name the folder a run was kept in."""


@dataclass(frozen=True)
class Reproduction:
    """What came of running an experiment again."""

    differing: tuple[str, ...]
    """What differs, in words; at most one line a table."""
    environment: tuple[str, ...]
    """Code and package versions that differ from those of the stored experiment."""
    runs: int
    """Replications that were compared."""
    tables: int
    """Tables that were compared, the runs among them."""
    code: int
    """Exit code of the run."""


def reproduce(folder: Path, workers: int = 0, out: TextIO | None = None) -> Reproduction:
    """Run a stored experiment again in a temporary folder and compare.

    Parameters
    ----------
    folder : Path
        Run folder or published folder.
    workers : int
        Threads or processes; 0 = one for each core.
    out : file, optional
        Where to show how far it is; standard error when left out. Its answer is not wanted a second time.

    Returns
    -------
    Reproduction
        What differs.

    Raises
    ------
    SettingsError
        If the folder holds no experiment, or none that this version can run.
    """
    stored = _stored(folder)
    if stored.absent_plugins:
        raise SettingsError(
            f"{folder}: was made with the plug-ins {stored.absent_plugins}; add --plugins FOLDER for each"
        )
    settings = stored.settings_with({"executor": {"kind": "local", "workers": workers}})
    here, there = fingerprint(settings), stored.manifest.get("fingerprint", {})
    lines = differences(
        {key: here[key] for key in ENVIRONMENT if key in here},
        {key: there[key] for key in ENVIRONMENT if key in there},
    )
    with tempfile.TemporaryDirectory(prefix="simorg-reproduce-") as temporary:
        again = Path(temporary) / "published" / "again"
        code = run_experiment(settings, again, io.StringIO(), watch=out or sys.stderr)
        if code == EXIT_INTERRUPTED:
            raise KeyboardInterrupt
        before, fresh = _runs(stored), _runs(StoredRun(again))
        if len(before) > sum(stored.manifest["counts"].values()):  # an earlier run of the folder asked for more
            before = before.loc[before.index.isin(fresh.index)]
        names = sorted({path.name for path in [*folder.glob("*.csv"), *again.glob("*.csv")]})
        found = [_first_difference("runs", before, fresh)]
        found += [_compared(folder / name, again / name) for name in names]
    differing = tuple(line for line in found if line)
    return Reproduction(differing, tuple(lines), len(fresh), len(found), code)


def _stored(folder: Path) -> StoredRun:
    """Return a folder that is there to be reproduced."""
    stored = StoredRun(folder)
    if not stored.manifest or not stored.config:
        raise SettingsError(
            f"{folder}: no stored experiment (manifest.json is not there, or cannot be read); give a run folder "
            "or a published folder, such as results/compare_structures"
        )
    if not stored.manifest.get("ended") or not stored.has_rows():
        raise SettingsError(
            f"{folder}: this experiment is not finished; run it to its end first (the command that made it "
            "goes on where it stopped)"
        )
    return stored


def _runs(stored: StoredRun) -> pd.DataFrame:
    frame = stored.rows()
    kept = frame.drop(columns=[name for name in NOT_COMPARED if name in frame])
    return kept.set_index(KEYS).sort_index()


def _compared(stored: Path, fresh: Path) -> str:
    """Return what differs first between two CSV files; nothing if nothing does."""
    for path, word in ((stored, "the stored experiment"), (fresh, "this run")):
        if not path.is_file():
            return f"{path.name}: {word} has no such table"
    if stored.read_bytes() == fresh.read_bytes():
        return ""
    tables = [pd.read_csv(path, dtype=str, keep_default_na=False) for path in (stored, fresh)]
    keys = [name for name in tables[0] if all(name in table for table in tables) and name in NAMING]
    first, second = (table.set_index(keys) if keys else table for table in tables)
    return _first_difference(stored.name, first, second) or f"{stored.name}: differs in its layout"


def _first_difference(table: str, stored: pd.DataFrame, fresh: pd.DataFrame) -> str:
    """Return the first cell that differs, in the order of the stored rows; nothing if none does."""
    for frame, other, word in ((stored, fresh, "stored table"), (fresh, stored, "table of this run")):
        alone = [name for name in frame if name not in other]
        if alone:
            return f"{table}: column {alone[0]} is only in the {word}"
    if not stored.index.equals(fresh.index):
        alone = [*stored.index.difference(fresh.index), *fresh.index.difference(stored.index)]
        which = f"; the first that is only in one of them: {_named(stored, alone[0])}" if alone else ""
        return f"{table}: {len(stored)} rows are stored, {len(fresh)} came out{which}"
    places = [
        (row, name) for name in stored if (row := _first_unequal(stored[name], fresh[name])) is not None
    ]
    if not places:
        return ""
    row, column = min(places, key=lambda place: place[0])
    before, now = stored[column].iloc[row], fresh[column].iloc[row]
    where = _named(stored, stored.index[row])
    return f"{table}: {where}, {column}: {_shown(before)} is stored, {_shown(now)} came out"


def _first_unequal(stored: pd.Series[Any], fresh: pd.Series[Any]) -> int | None:
    """Return the first row that differs; what is missing in both is equal."""
    before, now = stored.to_numpy(object), fresh.to_numpy(object)
    unequal = (before != now) & ~(stored.isna() & fresh.isna()).to_numpy()
    return int(unequal.argmax()) if unequal.any() else None


def _named(frame: pd.DataFrame, key: Any) -> str:
    parts = key if isinstance(key, tuple) else (key,)
    return ", ".join(f"{name or 'row'} {part}" for name, part in zip(frame.index.names, parts, strict=True))


def _shown(value: Any) -> str:
    return repr(float(value)) if isinstance(value, float) else str(value) or "nothing"
