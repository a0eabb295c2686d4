"""The run folder of an experiment: kept part by part, resumed after a kill, never half-written.

::

    config.yaml         resolved configuration
    measures.csv        name, unit, better direction and definition of every column of a run
    manifest.json       fingerprint, seed, engine, machine, start, end, counts, command
    runs/part-*.parquet one row a scenario and replication
    timelines/part-*    one row a scenario, replication and bin of time
    summary.csv, comparison.csv, timelines.csv, figures/

A replication is finished when its row is in a valid part; everything else is run again.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from simorg.config.compose import resolved
from simorg.config.errors import SettingsError
from simorg.config.settings import Settings
from simorg.experiments.block import Result
from simorg.experiments.fingerprint import deciding, differences, fingerprint, short
from simorg.experiments.parts import INCOMING, read_part, write_part, write_whole
from simorg.measures import Measure

RUNS, TIMELINES = "runs", "timelines"


class RunFolder:
    """A folder that holds one experiment; open it under a `FolderLock`.

    Parameters
    ----------
    folder : Path
        Created if it does not exist.
    settings : Settings
        The experiment.
    measures : iterable of Measure
        Columns of a run.

    Raises
    ------
    SettingsError
        If the folder holds another experiment; the message shows the differences.
    """

    def __init__(self, folder: Path, settings: Settings, measures: Iterable[Measure]) -> None:
        self.path = folder
        self.fingerprint = fingerprint(settings)
        self.mark = short(self.fingerprint)
        self.config = resolved(settings)
        self._measures = tuple(measures)
        self._units = {measure.name: measure.unit for measure in self._measures}
        self._refuse_another()
        shutil.rmtree(folder / INCOMING, ignore_errors=True)
        self.write_text("config.yaml", yaml.safe_dump(self.config, sort_keys=False, allow_unicode=True))
        self.write_csv("measures.csv", pd.DataFrame([asdict(measure) for measure in self._measures]))
        self._runs, self._timelines = self._valid_parts()

    def add(self, result: Result) -> None:
        """Keep the rows of a block; they are safe when this returns."""
        block = result.block
        name = f"part-{block.scenario}-{block.first:06d}-{block.first + block.size - 1:06d}.parquet"
        runs = _table(block.scenario, result.rows, list(self._units))
        timelines = _table(block.scenario, result.timelines, [])
        # The part of runs comes last: it alone says that the block is finished.
        write_part(self.path, f"{TIMELINES}/{name}", timelines, self.mark, {})
        write_part(self.path, f"{RUNS}/{name}", runs, self.mark, self._units)
        # What is kept is what was written, so that a resumed run cannot differ from this one.
        self._runs[name] = self._read(RUNS, name)
        self._timelines[name] = self._read(TIMELINES, name)

    def _read(self, folder: str, name: str) -> pd.DataFrame:
        part = read_part(self.path / folder / name, self.mark)
        assert part is not None, f"{folder}/{name} cannot be read back"
        return part

    def finished(self, scenario: str) -> set[int]:
        """Return the replications of a scenario that are there."""
        parts = (part[part["scenario"] == scenario] for part in self._runs.values())
        return {int(r) for part in parts for r in part["replication"]}

    def runs(self, scenarios: Iterable[str], replications: int) -> pd.DataFrame:
        """Return the rows of some scenarios, in order of scenario and replication.

        Parameters
        ----------
        scenarios : iterable of str
            Scenarios, in the order wanted.
        replications : int
            Later replications are left out.
        """
        frame = _ordered(self._runs, list(scenarios), replications)
        frame.attrs["units"] = dict(self._units)
        return frame

    def timelines(self, scenarios: Iterable[str], replications: int) -> pd.DataFrame:
        """Return the timelines of some scenarios, averaged over replications.

        Parameters
        ----------
        scenarios : iterable of str
            Scenarios, in the order wanted.
        replications : int
            Later replications are left out.
        """
        frame = _ordered(self._timelines, list(scenarios), replications)
        if frame.empty:
            return frame
        groups = frame.groupby(["scenario", "day"], sort=False)
        means = groups.mean(numeric_only=True).drop(columns="replication")
        means.insert(0, "n", groups.size())
        return means.reset_index()

    def write_text(self, name: str, text: str) -> None:
        """Write a text file, whole."""
        write_whole(self.path, name, lambda path: path.write_text(text, encoding="utf-8", newline="\n"))

    def write_csv(self, name: str, frame: pd.DataFrame) -> None:
        """Write a table, whole; numbers keep 10 digits, a missing one is empty."""
        self.write_text(name, frame.to_csv(index=False, lineterminator="\n", float_format="%.10g"))

    def write_manifest(self, **facts: Any) -> None:
        """Write the manifest; the first start is kept when a run is resumed."""
        earlier = _manifest(self.path)
        if earlier.get("started"):
            facts["started"] = earlier["started"]
        self.write_text(
            "manifest.json",
            json.dumps({"fingerprint": self.fingerprint, "hash": self.mark, **facts}, indent=2) + "\n",
        )

    def _refuse_another(self) -> None:
        there = _manifest(self.path).get("fingerprint")
        if there is None or there == self.fingerprint:
            return
        lines = differences(self.fingerprint, there)
        if (self.path / "config.yaml").exists():
            config = yaml.safe_load((self.path / "config.yaml").read_text(encoding="utf-8"))
            lines += differences(deciding(self.config), deciding(config))
        raise SettingsError(
            "\n  ".join(
                [f"{self.path} holds another experiment; choose another folder, or delete it:", *lines[:12]]
            )
        )

    def _valid_parts(self) -> tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame]]:
        """Read the parts; what is damaged is deleted, and will be run again."""
        runs, timelines = {}, {}
        for path in sorted((self.path / RUNS).glob("part-*.parquet")):
            beside = self.path / TIMELINES / path.name
            run, timeline = read_part(path, self.mark), read_part(beside, self.mark)
            if run is None or timeline is None or not {"scenario", "replication"} <= set(run):
                path.unlink()
                beside.unlink(missing_ok=True)
            else:
                runs[path.name], timelines[path.name] = run, timeline
        return runs, timelines


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def _table(scenario: str, rows: list[dict[str, Any]], last: list[str]) -> pd.DataFrame:
    frame = pd.DataFrame.from_records(rows)
    frame.insert(0, "scenario", [scenario] * len(frame))
    order = [name for name in frame if name not in last] + [name for name in last if name in frame]
    return frame[order]


def _ordered(parts: dict[str, pd.DataFrame], scenarios: list[str], replications: int) -> pd.DataFrame:
    """Join parts; a stable sort, so that the bins of a replication stay in order of time."""
    filled = [part for part in parts.values() if len(part)]
    if not filled:
        return pd.DataFrame()
    frame = pd.concat(filled, ignore_index=True)
    frame = frame[frame["scenario"].isin(scenarios) & (frame["replication"] < replications)]
    rank = frame["scenario"].map({name: n for n, name in enumerate(scenarios)})
    order = frame.assign(rank=rank).sort_values(["rank", "replication"], kind="stable").index
    return frame.loc[order].reset_index(drop=True)
