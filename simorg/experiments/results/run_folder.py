"""The run folder of an experiment: kept part by part, resumed after a kill, never half-written.

::

    config.yaml         resolved configuration, without the address of a cluster
    measures.csv        what `Measure` tells of every column of a run: label, unit, which way is better, ...
    manifest.json       fingerprint, seed, engine, machine, start, end, counts, command
    scenarios.json      what each scenario sets otherwise than config.yaml
    scenarios.csv       one row a scenario: structure, replications, levers
    runs/part-*.parquet one row a scenario and replication: levers, status, measures
    timelines/part-*    one row a scenario, replication and bin of time
    seats/part-*        one row a scenario, replication, seat and skill
    *.csv, answer.md    what the kind of experiment found; figures/
    damaged/            parts that could not be read, put aside

A replication is finished when its row is in a valid part; everything else is run again.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import yaml

from simorg.config.compose import resolved
from simorg.config.errors import SettingsError
from simorg.config.settings import Settings
from simorg.experiments.running.task import Task, Result
from simorg.experiments.results.schema import extended, fitted, ordered, schema_of, table_of
from simorg.experiments.design import Design
from simorg.experiments.results.fingerprint import deciding, differences, fingerprint, short
from simorg.experiments.results.parquet import (
    INCOMING,
    READERS,
    part_files,
    parts_beside,
    read_part,
    read_parts,
    write_part,
    write_whole,
)
from simorg.experiments.answers.seats import rows_of, seat_table
from simorg.experiments.results.stored_scenarios import FILE as SCENARIOS, ScenarioBook
from simorg.experiments.results.stored_run import BESIDE, KEYS, RUNS, SEATS, TIMELINES, StoredRun
from simorg.measures import Measure

DAMAGED = "damaged"

MOST_ROWS, SECONDS, SHARE = 2000, 10.0, 0.01
"""When a part is written: at so many rows, or after so many seconds and this share of the time spent.

Many small parts are slow to read (10 ms each) and mostly headers; what is not yet written is lost when
the run is killed outright. So parts stay few hundred, and a kill costs seconds, or 1 % of the work.
"""


class RunFolder:
    """A folder that holds one experiment; open it under a lock.

    ``damaged`` lists the parts that could not be read and were put aside.

    Parameters
    ----------
    folder : Path
        Created if it does not exist.
    settings : Settings
        The experiment.
    measures : iterable of Measure
        Columns of a run.
    shared : bool
        Whether shards write to the folder at the same time.

    Raises
    ------
    SettingsError
        If the folder holds another experiment; the message shows the differences.
    """

    def __init__(
        self, folder: Path, settings: Settings, measures: Iterable[Measure], shared: bool = False
    ) -> None:
        self.path = folder
        self.fingerprint = fingerprint(settings)
        self.mark = short(self.fingerprint)
        self.config = resolved(settings)
        self.config["executor"]["address"] = None  # of a cluster of today, perhaps with a password in it
        self._book = ScenarioBook(settings)
        self._measures = tuple(measures)
        self._units = {measure.name: measure.unit for measure in self._measures}
        self._refuse_another()
        if not shared:
            self._sweep()
        self.write_text("config.yaml", yaml.safe_dump(self.config, sort_keys=False, allow_unicode=True))
        self.write_csv("measures.csv", pd.DataFrame([asdict(measure) for measure in self._measures]))
        self._schema = schema_of({}, self._units)
        self._schemas: dict[str, pa.Schema] = {}
        """Those of the parts that are there."""
        self._finished: dict[str, set[int]] = {}
        self._held: list[Result] = []
        self._opened = self._written = time.monotonic()
        self.damaged: list[str] = []
        self.look_again()

    def expect(self, design: Design) -> None:
        """Note the scenarios of a design, and fix the columns of all parts: levers and measures."""
        if self._book.note(design.scenarios):
            self.write_text(SCENARIOS, self._book.written())
        levers: dict[str, list[Any]] = {}
        for scenario in design.scenarios:
            for name, value in scenario.levers.items():
                levers.setdefault(name, []).append(value)
        self._schema = schema_of(levers, self._units)
        for there in self._schemas.values():
            self._schema = extended(self._schema, there)

    def add(self, results: Sequence[Result]) -> None:
        """Take the rows of a batch; they are safe when `flush` has been called."""
        self._held += results
        rows = sum(result.task.size for result in self._held)
        now = time.monotonic()
        if rows >= MOST_ROWS or now - self._written > SECONDS + SHARE * (now - self._opened):
            self.flush()

    def flush(self) -> None:
        """Write the rows that were taken and not yet written, as one part."""
        results, self._held = self._held, []
        self._written = time.monotonic()
        if not results:
            return
        name = _part_name([result.task for result in results])
        runs = [{"scenario": each.task.scenario} | row for each in results for row in each.rows]
        bins = [{"scenario": each.task.scenario} | row for each in results for row in each.timelines]
        tables = {TIMELINES: pa.Table.from_pylist(bins), SEATS: pa.table(rows_of(results))}
        beside = {name: table for name, table in tables.items() if len(table)}
        names = dict.fromkeys(name for row in runs for name in row)
        self._schema = extended(self._schema, (pa.field(name, pa.float64()) for name in names))
        # The part of runs comes last: it alone says that the batch is finished.
        for other, table in beside.items():
            write_part(self.path, f"{other}/{name}", table, self.mark)
        write_part(self.path, f"{RUNS}/{name}", table_of(runs, self._schema), self.mark, beside)
        self._schemas[name] = self._schema
        for result in results:
            task = result.task
            there = self._finished.setdefault(task.scenario, set())
            there.update(range(task.first, task.first + task.size))

    def finished(self, scenario: str) -> set[int]:
        """Return the replications of a scenario that are there."""
        return self._finished.get(scenario, set())

    def settle(self) -> None:
        """Give all parts the same columns, where later ones have more levers or measures."""
        for name, schema in self._schemas.items():
            if not schema.equals(self._schema):
                path = self.path / RUNS / name
                table = read_part(path, self.mark)
                assert table is not None, f"{path} was whole when it was opened"
                whole = fitted(table, self._schema)
                write_part(self.path, f"{RUNS}/{name}", whole, self.mark, parts_beside(table))
                self._schemas[name] = self._schema

    def runs(self, wanted: Mapping[str, int]) -> pd.DataFrame:
        """Return the rows of some scenarios, in order of scenario and replication.

        Parameters
        ----------
        wanted : mapping of int
            Scenario -> replications, in the order wanted; later replications are left out.
        """
        frame = ordered(read_parts(self.path / RUNS), wanted)
        frame.attrs["units"] = dict(self._units)
        return frame

    def timelines(self, wanted: Mapping[str, int]) -> pd.DataFrame:
        """Return the timelines of some scenarios, averaged over replications.

        Parameters
        ----------
        wanted : mapping of int
            Scenario -> replications, in the order wanted; later replications are left out.
        """
        frame = ordered(read_parts(self.path / TIMELINES), wanted)
        if frame.empty:
            return frame
        groups = frame.groupby(["scenario", "day"], sort=False)
        means = groups.mean(numeric_only=True).drop(columns="replication")
        means.insert(0, "n", groups.size())
        return means.reset_index()

    def seats(self, wanted: Mapping[str, int]) -> pd.DataFrame:
        """Return the seats of some scenarios, averaged over replications; see `seat_table`.

        Parameters
        ----------
        wanted : mapping of int
            Scenario -> replications, in the order wanted; later replications are left out.
        """
        return seat_table(ordered(read_parts(self.path / SEATS), wanted))

    def write_text(self, name: str, text: str) -> None:
        """Write a text file, whole."""
        write_whole(self.path, name, lambda path: path.write_text(text, encoding="utf-8", newline="\n"))

    def write_csv(self, name: str, frame: pd.DataFrame) -> None:
        """Write a table, whole; numbers keep 10 digits, a missing one is empty."""
        self.write_text(name, frame.to_csv(index=False, lineterminator="\n", float_format="%.10g"))

    def write_manifest(self, **facts: Any) -> None:
        """Write the manifest; the first start is kept when a run is resumed."""
        earlier = StoredRun(self.path).manifest
        if earlier.get("started"):
            facts["started"] = earlier["started"]
        self.write_text(
            "manifest.json",
            json.dumps({"fingerprint": self.fingerprint, "hash": self.mark, **facts}, indent=2) + "\n",
        )

    def _refuse_another(self) -> None:
        stored = StoredRun(self.path)
        there = stored.manifest.get("fingerprint")
        if there is None or there == self.fingerprint:
            return
        lines = differences(self.fingerprint, there)
        if (self.path / "config.yaml").exists():
            lines += differences(deciding(self.config), deciding(dict(stored.config)))
        raise SettingsError(
            "\n  ".join(
                [f"{self.path} holds another experiment; choose another folder, or delete it:", *lines[:12]]
            )
        )

    def _sweep(self) -> None:
        """Remove what a killed run left half done: other shards may be at work on theirs, a run is alone."""
        shutil.rmtree(self.path / INCOMING, ignore_errors=True)
        for part in (part for other in BESIDE for part in part_files(self.path / other)):
            if not (self.path / RUNS / part.name).exists():
                part.unlink()

    def look_again(self) -> None:
        """Note which replications are there; put damaged parts aside: they will be run again."""
        new = [path for path in part_files(self.path / RUNS) if path.name not in self._schemas]
        with ThreadPoolExecutor(READERS) as pool:
            found = list(pool.map(self._examined, new))
        for path, (_, schema, broken) in zip(new, found, strict=True):
            if broken is None:
                self._schemas[path.name] = schema
            else:
                self.damaged.append(broken.relative_to(self.path).as_posix())
                self._put_aside(path, *(self.path / other / path.name for other in BESIDE))
        keys = [part for part, _, _ in found if part is not None]
        if keys:
            frame = pa.concat_tables(keys).to_pandas()
            for scenario, replications in frame.groupby("scenario", sort=False)["replication"]:
                self._finished.setdefault(str(scenario), set()).update(replications.tolist())

    def _examined(self, path: Path) -> tuple[pa.Table | None, pa.Schema | None, Path | None]:
        """Read a whole part and those beside it; return its keys and columns, or which is damaged."""
        part = read_part(path, self.mark)
        if part is None or not set(KEYS) <= set(part.column_names):
            return None, None, path
        for beside in (self.path / other / path.name for other in parts_beside(part)):
            if read_part(beside, self.mark) is None:
                return None, None, beside
        return part.select(KEYS).replace_schema_metadata(), part.schema, None

    def _put_aside(self, *paths: Path) -> None:
        for path in paths:
            target = self.path / DAMAGED / path.parent.name / path.name
            target.parent.mkdir(parents=True, exist_ok=True)
            with suppress(FileNotFoundError):  # there was none, or another shard was quicker
                path.replace(target)


def _part_name(tasks: Sequence[Task]) -> str:
    """Name a part by what is in it, so that no two ever share a name."""
    content = ";".join(f"{task.scenario}:{task.first}:{task.size}" for task in tasks)
    digest = hashlib.sha256(content.encode()).hexdigest()[:12]
    readable = re.sub(r"[^A-Za-z0-9_.-]", "_", tasks[0].scenario)[:60]
    return f"part-{readable}-{tasks[0].first:06d}-{digest}.parquet"
