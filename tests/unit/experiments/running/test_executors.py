"""The same rows whoever runs them: one machine, shards of a batch array, Dask workers that die."""

from __future__ import annotations

import contextlib
import io
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import dask
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import simorg
from simorg.config.errors import SettingsError
from simorg.config.settings import Settings
from simorg.experiments.design import Design, Scenario
from simorg.experiments.results import lock
from simorg.experiments.results.lock import FolderBusyError, FolderLock, ShardLock
from simorg.experiments.run import run_experiment
from simorg.experiments.running import batches
from simorg.experiments.running.executors import dask as on_dask
from simorg.experiments.running.executors import local
from simorg.experiments.running.stopped import StoppedError
from simorg.experiments.running.task import Batch, Result, Task, pack

if TYPE_CHECKING:
    from distributed import LocalCluster

SHORT = [
    "lifecycle=minimal", "horizon_days=60", "warm_up_days=10", "replications=6", "executor.workers=1",
    "engine=reference", "experiment.structures=[embedded_squads,functional_silos]",
]  # fmt: skip
TABLES = (
    "summary.csv",
    "comparison.csv",
    "timelines.csv",
    "seats.csv",
    "scenarios.csv",
    "measures.csv",
    "answer.md",
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@cache
def short() -> Settings:
    return simorg.load(SHORT)


def run(*changes: str) -> tuple[int, str]:
    out = io.StringIO()
    return run_experiment(simorg.load([*SHORT, *changes]), out=out), out.getvalue()


def run_folder() -> Path:
    (found,) = Path("results/runs").iterdir()
    return found


def tables() -> dict[str, bytes]:
    return {name: (run_folder() / name).read_bytes() for name in TABLES if (run_folder() / name).exists()}


def some_batches(replications: int = 6) -> list[Batch]:
    return [
        (Task("one", pack(short()), first, 2, repeat="repeat {replication}"),)
        for first in range(0, replications, 2)
    ]


def rows(results: list[list[Result]]) -> pd.DataFrame:
    frame = pd.DataFrame([row for batch in results for each in batch for row in each.rows])
    return frame.sort_values("replication").reset_index(drop=True)


# Shards


def test_shards_and_what_gathers_them_equal_one_run(here: Path) -> None:
    shard = ["executor=shard", "executor.count=3"]
    said = [run(*shard, f"executor.index={k}") for k in (2, 0, 1)]
    assert [code for code, _ in said] == [0, 0, 0]
    assert "Shard 2 of 3 is done; 8 of 12 replications are still missing" in said[0][1]
    assert "4 of 12" in said[1][1]
    assert "Shard 1 of 3 is done; all 12 replications are there" in said[2][1]
    assert set(tables()) == {"measures.csv"}
    folder, parts = run_folder(), sorted((run_folder() / "runs").iterdir())
    assert run()[0] == 0
    assert sorted((folder / "runs").iterdir()) == parts  # nothing was run again
    assert not list(folder.glob(".lock-shard-*"))
    gathered = tables()
    for path in (folder / "runs").iterdir():
        path.unlink()
    assert run()[0] == 0
    assert tables() == gathered


@settings(deadline=None)
@given(st.lists(st.integers(1, 90), min_size=1, max_size=5), st.integers(1, 7), st.data())
def test_slices_are_the_whole_and_never_overlap_whenever_they_start(
    replications: list[int], shards: int, data: st.DataObject
) -> None:
    design = Design(tuple(Scenario(f"s{n}", short(), r) for n, r in enumerate(replications)))
    every = {(s.name, r) for s in design.scenarios for r in range(s.replications)}
    assert design.size == len(every)
    there: set[tuple[str, int]] = set()
    others: set[tuple[str, int]] = set()
    for index in range(shards):
        mine = _missing(design, there, batches.Slice(index, shards))
        whole = _missing(design, set(), batches.Slice(index, shards))
        assert mine == whole - there and not whole & others
        others |= whole
        there |= data.draw(st.sets(st.sampled_from(sorted(every - there)))) if every - there else set()
        there |= mine
        assert _missing(design, there, batches.Slice(index, shards)) == set()
    assert there == every


def _missing(design: Design, there: set[tuple[str, int]], mine: batches.Slice) -> set[tuple[str, int]]:
    found = batches.missing(design, lambda name: {r for scenario, r in there if scenario == name}, mine)
    return {(scenario.name, r) for scenario, replications in found for r in replications}


def test_a_slice_that_does_not_exist_is_refused(here: Path) -> None:
    with pytest.raises(SettingsError, match=r"executor\.index = 3: executor\.count = 3.*nearest valid: 2"):
        run("executor=shard", "executor.count=3", "executor.index=3")
    assert not list(here.iterdir())


HOLD = """
import sys
from pathlib import Path
from simorg.experiments.results.lock import FolderLock, ShardLock
folder, kind, plan = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
with FolderLock(folder) if kind == "whole" else ShardLock(folder, int(kind), plan):
    sys.stdout.write("held\\n"); sys.stdout.flush(); sys.stdin.read()
"""


@pytest.fixture
def hold(tmp_path: Path) -> Iterator[Any]:
    """Start processes that hold the folder, as a whole or a shard of it."""
    started = []

    def start(kind: str, plan: str = "plan A") -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(tmp_path), kind, plan],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        started.append(process)
        assert process.stdout is not None and process.stdout.readline() == "held\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def refused(taken: FolderLock, said: str) -> None:
    with pytest.raises(FolderBusyError, match=said), taken:
        pass


def test_shards_share_a_folder_but_not_a_shard_and_not_with_a_whole_run(
    tmp_path: Path, hold: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "JOIN_SECONDS", 0.1)
    first, second = hold("0"), hold("1")
    with ShardLock(tmp_path, 2, "plan A"):
        pass
    refused(ShardLock(tmp_path, 1, "plan A"), f"same shard.*= 1.*process {second.pid}")
    refused(ShardLock(tmp_path, 2, "plan B"), "plan A, this is one of plan B")
    refused(FolderLock(tmp_path), "plan A")
    for process in (first, second):
        process.kill()
        process.wait()
    with ShardLock(tmp_path, 1, "plan B"):  # the dead are forgotten
        pass
    whole = hold("whole")
    refused(ShardLock(tmp_path, 0, "plan A"), f"process {whole.pid}")


def test_many_shards_may_start_at_once(tmp_path: Path) -> None:
    code = HOLD.replace("sys.stdin.read()", "import time; time.sleep(0.2)")
    started = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path), str(k), "plan A"], stdout=subprocess.PIPE
        )
        for k in range(4)
    ]
    assert [process.communicate() and process.returncode for process in started] == [0] * 4


# Dask


@contextlib.contextmanager
def two_workers() -> Iterator[LocalCluster]:
    """Start two workers; a task may see one of them die."""
    from distributed import LocalCluster

    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1}),
        LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=60, memory_limit=None,
            preload=on_dask.__name__,
        ) as started,
    ):  # fmt: skip
        yield started


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    with two_workers() as started:
        yield started


@pytest.fixture
def mortal() -> Iterator[LocalCluster]:
    """Start workers that may be killed: others need not wait until they are back."""
    with two_workers() as started:
        yield started


def at(cluster: LocalCluster, *changes: str) -> Any:
    return simorg.load([*SHORT, f"executor.address='{cluster.scheduler_address}'", *changes])


@pytest.mark.slow
def test_a_worker_that_is_killed_changes_no_row(
    mortal: LocalCluster, capfd: pytest.CaptureFixture[str]
) -> None:
    from distributed import Client

    found: list[list[Result]] = []
    with Client(mortal, set_as_default=False) as client:
        (victim, *_) = client.run(os.getpid).values()
    for results in on_dask.run(some_batches(20), at(mortal)):
        if not found:
            os.kill(victim, signal.SIGKILL)
        found.append(results)
    pd.testing.assert_frame_equal(rows(found), rows(list(local.run(some_batches(20), short()))))
    assert capfd.readouterr().err == ""


class _Deadly:
    """Kills the process that unpickles it, as a want of memory would."""

    def __reduce__(self) -> tuple[Any, tuple[int]]:
        return os._exit, (1,)


@pytest.mark.slow
def test_a_replication_that_kills_every_worker_is_named_and_all_others_are_run(mortal: LocalCluster) -> None:
    good = some_batches(8)
    bad = (good[0][0], Task("two", pickle.dumps(_Deadly()), 7, 1, repeat="repeat {replication}"))
    found: list[list[Result]] = []
    with pytest.raises(StoppedError, match=r"(?s)scenario two, replication 7:.*repeat it alone: repeat 7"):
        found.extend(on_dask.run([bad, *good[1:]], at(mortal)))  # extend takes one by one
    assert rows(found)["replication"].tolist() == list(range(8))


def test_workers_of_another_version_are_refused(
    cluster: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(on_dask, "environment", lambda: {"code": "other", "versions": {"numpy": "1.0"}})
    with pytest.raises(SettingsError, match=r"(?s)another version.*versions\.numpy: 1\.0 now, \d"):
        list(on_dask.run(some_batches(), at(cluster)))


def test_a_scheduler_of_another_version_is_refused(
    cluster: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(on_dask, "_packages", lambda about: {"dask": str(id(about))})
    with pytest.raises(SettingsError, match=r"versions differ:\n  dask \d+ at the scheduler, \d+ here"):
        list(on_dask.run(some_batches(), at(cluster)))


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense", "foo://bar", "tcp://no.such.host:8786"])
def test_an_address_where_nobody_answers_is_one_error(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(on_dask, "CONNECT_SECONDS", 0.3)
    with pytest.raises(SettingsError, match=rf"executor\.address = {address}: no Dask scheduler answers"):
        list(on_dask.run(some_batches(), simorg.load([*SHORT, f"executor.address='{address}'"])))


def test_without_the_package_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(SettingsError, match=r"simorg\[cluster\]"):
        list(on_dask.run(some_batches(), simorg.load(SHORT)))
