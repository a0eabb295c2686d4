"""Parts: one schema, read as they stand by pandas, polars and DuckDB; a failing disk is one clear error."""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

import simorg
from simorg.cli import main
from simorg.config.levers import Value
from simorg.config.settings import Settings
from simorg.experiments.design import Design, Scenario
from simorg.experiments.results import run_folder
from simorg.experiments.results.run_folder import RunFolder
from simorg.experiments.results.schema import schema_of
from simorg.experiments.run import run_experiment
from simorg.experiments.running.stopped import StoppedError
from simorg.experiments.running.task import Result, Task
from simorg.measures import Measure

SHORT = [
    "lifecycle=minimal", "horizon_days=60", "warm_up_days=10", "replications=4", "executor.workers=1",
    "experiment.structures=[embedded_squads,functional_silos]",
]  # fmt: skip
MEASURES = (
    Measure("wait_days", "Wait", "day", "lower", "a wait"),
    Measure("share", "Share", "share", "none", "a share"),
)


@pytest.fixture(scope="module")
def settings() -> Settings:
    return simorg.load(SHORT)


def scenario(settings: Settings, name: str, **levers: Value) -> Scenario:
    return Scenario(name, settings, 2, {key.replace("__", "."): value for key, value in levers.items()})


def result(of: Scenario, first: int = 0, **numbers: float) -> Result:
    """Make up the result of a task of one replication."""
    task = Task(of.name, b"", first, 1, levers=tuple(of.levers.items()))
    row: dict[str, Any] = {
        "replication": first, "seed": 1, "structure": "hub", "status": "ok", "error": "", "command": "",
    }  # fmt: skip
    return Result(task, [row | dict(of.levers) | numbers], [])


@pytest.fixture
def mixed(tmp_path: Path, settings: Settings) -> RunFolder:
    """Return a folder whose first part knows fewer levers and measures than its last."""
    folder = RunFolder(tmp_path, settings, MEASURES)
    plain = scenario(settings, "a/plain one", drift__rate=1)
    scaled = scenario(settings, "scaled", drift__rate=0.5, demand__size="x1.5", monitoring=True)
    folder.expect(Design((plain,)))
    folder.add([result(plain, wait_days=1.0, share=float("nan"))])
    folder.flush()
    folder.expect(Design((plain, scaled)))
    folder.add([result(scaled, wait_days=3.0, share=0.25, late=7.0)])
    folder.flush()
    folder.settle()
    return folder


ROWS = [("a/plain one", 0, 1.0, None, None, None), ("scaled", 0, 3.0, 0.25, "x1.5", 7.0)]
READ = ["scenario", "replication", "wait_days", "share", "demand.size", "late"]


def test_all_parts_have_one_schema_with_units(mixed: RunFolder) -> None:
    schemas = [pq.read_schema(path) for path in sorted((mixed.path / "runs").iterdir())]
    assert len(schemas) == 2 and schemas[0].equals(schemas[1], check_metadata=True)
    assert schemas[0].field("wait_days").metadata == {b"unit": b"day"}
    kinds = [str(schemas[0].field(name).type) for name in ("drift.rate", "demand.size", "monitoring")]
    assert kinds == ["double", "string", "bool"]
    again = RunFolder(mixed.path, simorg.load(SHORT), MEASURES)
    assert again.damaged == [] and again.finished("a/plain one") == {0}


def test_pandas_reads_the_parts_as_they_stand(mixed: RunFolder) -> None:
    frame = pd.read_parquet(mixed.path / "runs").sort_values("scenario")
    found = frame[READ].astype(object).where(frame[READ].notna(), None)
    assert [tuple(row) for row in found.itertuples(index=False)] == ROWS
    assert ds.dataset(mixed.path / "runs").count_rows() == 2


def test_polars_reads_the_parts_as_they_stand(mixed: RunFolder) -> None:
    frame = pl.read_parquet(f"{mixed.path}/runs/*.parquet").sort("scenario")
    assert frame.select(READ).rows() == ROWS


def test_duckdb_reads_the_parts_as_they_stand(mixed: RunFolder) -> None:
    columns = ", ".join(f'"{name}"' for name in READ)
    found = duckdb.sql(f"select {columns} from read_parquet('{mixed.path}/runs/*.parquet') order by scenario")
    assert found.fetchall() == ROWS
    mean = duckdb.sql(f"select avg(share) from read_parquet('{mixed.path}/runs/*.parquet')").fetchall()
    assert mean == [(0.25,)]  # what is missing is null, not a NaN that would spread


def test_levers_keep_their_kind() -> None:
    levers: dict[str, list[Value]] = {"n": [1, 2], "x": [1, 0.5], "flag": [True], "word": ["x1.5", 2.0]}
    schema = schema_of(levers | {"structure": ["hub"]}, {})
    assert [str(schema.field(name).type) for name in levers] == ["int64", "double", "bool", "string"]
    assert schema.names.count("structure") == 1


def test_a_part_is_written_when_it_is_large_or_old(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, one = RunFolder(tmp_path, settings, MEASURES), scenario(settings, "one")
    folder.expect(Design((one,)))
    monkeypatch.setattr(run_folder, "MOST_ROWS", 2)
    for n in range(3):
        folder.add([result(one, n, wait_days=1.0)])
    assert folder.finished("one") == {0, 1}
    monkeypatch.setattr(run_folder, "SECONDS", -1.0)
    monkeypatch.setattr(run_folder, "SHARE", 0.0)
    folder.add([result(one, 3, wait_days=1.0)])
    assert folder.finished("one") == {0, 1, 2, 3}
    assert len(list((tmp_path / "runs").iterdir())) == 2


def test_timelines_and_seats_without_their_runs_are_forgotten(tmp_path: Path, settings: Settings) -> None:
    folder, one = RunFolder(tmp_path, settings, MEASURES), scenario(settings, "one")
    folder.expect(Design((one,)))
    seats = {"replication": 0, "team": ["hub"], "people": [3]}
    timelines = [{"replication": 0, "day": 1.0, "wip": 2.0}]
    folder.add([result(one)._replace(timelines=timelines, seats=[seats])])
    folder.flush()
    (part,) = (tmp_path / "runs").iterdir()
    part.unlink()  # killed between the two
    again = RunFolder(tmp_path, settings, MEASURES)
    assert again.finished("one") == set()
    assert not [*(tmp_path / "timelines").iterdir(), *(tmp_path / "seats").iterdir()]


# What the disk refuses


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Any]:
    """Mount small or read-only file systems, where that is allowed."""
    mounted = []

    def mounting(options: str) -> Path:
        folder = tmp_path / "disk"
        folder.mkdir()
        call = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
        if not hasattr(os, "geteuid") or os.geteuid() or subprocess.run(call, capture_output=True).returncode:
            pytest.skip("file systems can be mounted by root only")
        mounted.append(folder)
        return folder

    yield mounting
    for folder in mounted:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_is_one_error_and_the_run_goes_on_when_there_is_room(
    mount: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = mount("size=512k")
    monkeypatch.chdir(disk)
    monkeypatch.setattr(run_folder, "MOST_ROWS", 1)
    asked, out = simorg.load([*SHORT, "replications=12"]), io.StringIO()
    with pytest.raises(StoppedError, match=r"cannot be written \(No space left on device\)"):
        run_experiment(asked, out=out)
    (folder,) = (disk / "results" / "runs").iterdir()
    kept = len(list((folder / "runs").iterdir()))
    assert 0 < kept < 24 and f"Stopped: {kept} of 24 replications are kept" in out.getvalue()
    assert not list((folder / ".incoming").iterdir())
    subprocess.run(["mount", "-o", "remount,size=8m", str(disk)], check=True)
    parts = {path: path.stat().st_mtime_ns for path in (folder / "runs").iterdir()}
    assert run_experiment(asked, out=out) == 0
    assert all(path.stat().st_mtime_ns == then for path, then in parts.items())


def test_a_disk_that_is_full_from_the_start_is_one_error(
    mount: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    disk = mount("size=64k")
    (disk / "filler").write_bytes(b"0" * 40_000)
    monkeypatch.chdir(disk)
    assert main(["run", *SHORT]) == 2
    said = capsys.readouterr().err
    assert "No space left on device" in said and len(said.splitlines()) == 1


def test_a_read_only_folder_is_one_error(
    mount: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(mount("ro"))
    assert main(["run", *SHORT]) == 2
    assert "cannot be written (Read-only file system)" in capsys.readouterr().err


def test_results_that_are_a_file_are_one_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("results").write_text("a file")
    assert main(["run", *SHORT]) == 2
    assert "cannot be written (Not a directory)" in capsys.readouterr().err


def test_a_name_with_a_path_in_it_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", *SHORT, "experiment.name=../elsewhere"]) == 2
    said = capsys.readouterr().err
    assert "experiment.name" in said and "../elsewhere" in said
