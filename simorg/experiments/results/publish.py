"""Publish a run folder: a committed copy, swapped in whole, without what only a resume needs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd

from simorg.config.errors import SettingsError
from simorg.experiments.results.schema import with_units
from simorg.experiments.results.parquet import INCOMING, write_part
from simorg.experiments.running.stopped import disk_trouble
from simorg.experiments.results.run_folder import DAMAGED
from simorg.experiments.results.stored_run import BESIDE, RUNS


def refuse_foreign(target: Path) -> None:
    """Refuse to replace what is no published experiment.

    Parameters
    ----------
    target : Path
        Published folder that will be replaced when all is done.

    Raises
    ------
    SettingsError
        If something else is there.
    """
    if target.exists() and not (target / "manifest.json").is_file():
        raise SettingsError(
            f"{target}: is there already and is no published experiment (it has no manifest.json); move "
            "it, or choose another experiment.name"
        )


def publish(source: Path, target: Path, runs: pd.DataFrame, mark: str) -> None:
    """Replace `target` by a copy of a finished run folder.

    Parameters
    ----------
    source : Path
        Finished run folder.
    target : Path
        Published folder; a reader sees the old or the new one, never a mixture.
    runs : DataFrame
        All runs, with ``attrs["units"]``; published as one part.
    mark : str
        Fingerprint that they belong to.
    """
    fresh, stale = (target.with_name(f".{target.name}.{word}") for word in ("new", "old"))
    # timelines.csv and seats.csv hold their averages; the parts behind them are large.
    left_out = shutil.ignore_patterns(".lock*", INCOMING, *BESIDE, RUNS, DAMAGED)
    with disk_trouble(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        for leftover in (fresh, stale):
            shutil.rmtree(leftover, ignore_errors=True)
        shutil.copytree(source, fresh, ignore=left_out)
        write_part(fresh, f"{RUNS}/part-all.parquet", with_units(runs, runs.attrs["units"]), mark)
        shutil.rmtree(fresh / INCOMING)
        if target.exists():
            target.rename(stale)
        fresh.rename(target)
        shutil.rmtree(stale, ignore_errors=True)
