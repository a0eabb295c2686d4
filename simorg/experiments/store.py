"""The run folder of an experiment: kept part by part, resumed after a kill, never half-written.

::

    config.yaml         resolved configuration
    measures.csv        name, unit, better direction and definition of every column of a run
    manifest.json       fingerprint, seed, engine, machine, start, end, counts, command
    scenarios.csv       one row a scenario: structure, replications, levers
    runs/part-*.parquet one row a scenario and replication: levers, status, measures
    timelines/part-*    one row a scenario, replication and bin of time
    *.csv, answer.md    what the kind of experiment found; figures/
    damaged/            parts that could not be read, put aside

A replication is finished when its row is in a valid part; everything else is run again.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

from simorg.config.compose import resolved
from simorg.config.errors import SettingsError
from simorg.config.settings import Settings
from simorg.experiments.block import Block, Result
from simorg.experiments.fingerprint import deciding, differences, fingerprint, short
from simorg.experiments.parts import INCOMING, has_part_beside, read_part, read_parts, write_part, write_whole
from simorg.measures import Measure

RUNS, TIMELINES, DAMAGED = "runs", "timelines", "damaged"


class RunFolder:
    """A folder that holds one experiment; open it under a `FolderLock`.

    ``damaged`` lists the parts that could not be read and were put aside.

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
        self._finished: dict[str, set[int]] = {}
        self.damaged: list[str] = []
        self._check_parts()

    def add(self, results: Sequence[Result]) -> None:
        """Keep the rows of a batch as one part; they are safe when this returns."""
        name = _part_name([result.block for result in results])
        timelines = [_table(result.block.scenario, result.timelines, []) for result in results]
        runs = [_table(result.block.scenario, result.rows, list(self._units)) for result in results]
        # The part of runs comes last: it alone says that the batch is finished.
        beside = any(len(timeline) for timeline in timelines)
        if beside:
            write_part(self.path, f"{TIMELINES}/{name}", pd.concat(timelines), self.mark, {})
        write_part(self.path, f"{RUNS}/{name}", pd.concat(runs), self.mark, self._units, beside)
        self._keep(results)

    def _keep(self, results: Sequence[Result]) -> None:
        for result in results:
            block = result.block
            there = self._finished.setdefault(block.scenario, set())
            there.update(range(block.first, block.first + block.size))

    def finished(self, scenario: str) -> set[int]:
        """Return the replications of a scenario that are there."""
        return self._finished.get(scenario, set())

    def runs(self, wanted: Mapping[str, int]) -> pd.DataFrame:
        """Return the rows of some scenarios, in order of scenario and replication.

        Parameters
        ----------
        wanted : mapping of int
            Scenario -> replications, in the order wanted; later replications are left out.
        """
        frame = _ordered(read_parts(self.path / RUNS), wanted)
        frame.attrs["units"] = dict(self._units)
        return frame

    def timelines(self, wanted: Mapping[str, int]) -> pd.DataFrame:
        """Return the timelines of some scenarios, averaged over replications.

        Parameters
        ----------
        wanted : mapping of int
            Scenario -> replications, in the order wanted; later replications are left out.
        """
        frame = _ordered(read_parts(self.path / TIMELINES), wanted)
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

    def _check_parts(self) -> None:
        """Note which replications are there; put damaged parts aside: they will be run again."""
        for path in sorted((self.path / RUNS).glob("part-*.parquet")):
            part, beside = read_part(path, self.mark), self.path / TIMELINES / path.name
            if part is None or not {"scenario", "replication"} <= set(part):
                broken = [path]
            else:
                lost = has_part_beside(path) and read_part(beside, self.mark) is None
                broken = [beside] if lost else []
            for each in broken:
                self.damaged.append(each.relative_to(self.path).as_posix())
            if broken or part is None:
                self._put_aside(path, beside)
                continue
            for scenario, group in part.groupby("scenario", sort=False):
                self._finished.setdefault(str(scenario), set()).update(map(int, group["replication"]))

    def _put_aside(self, *paths: Path) -> None:
        for path in paths:
            if path.exists():
                target = self.path / DAMAGED / path.parent.name / path.name
                target.parent.mkdir(parents=True, exist_ok=True)
                path.replace(target)


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


def _part_name(blocks: Sequence[Block]) -> str:
    """Name a part by what is in it, so that no two batches ever share a name."""
    content = ";".join(f"{block.scenario}:{block.first}:{block.size}" for block in blocks)
    digest = hashlib.sha256(content.encode()).hexdigest()[:8]
    return f"part-{blocks[0].scenario}-{blocks[0].first:06d}-{digest}.parquet"


def _ordered(frame: pd.DataFrame, wanted: Mapping[str, int]) -> pd.DataFrame:
    """Keep what is wanted; a stable sort, so that the bins of a replication stay in order of time."""
    if frame.empty:
        return frame
    rank = pd.Index(list(wanted)).get_indexer(pd.Index(frame["scenario"]))
    limits = np.append(np.fromiter(wanted.values(), int), 0)  # a scenario that is not wanted has rank -1
    replication = frame["replication"].to_numpy()
    order = np.lexsort((replication, rank))
    order = order[(replication < limits[rank])[order] & (rank >= 0)[order]]
    return frame.take(order).reset_index(drop=True)
