"""Killed or interrupted at any moment, a run goes on and comes out the same to the byte; slow."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

CALL = """
import sys
from simorg.experiments import store
store.SECONDS = 0.2
from simorg.cli import main
sys.exit(main())
"""
RUN = [
    sys.executable, "-c", CALL, "run", "lifecycle=minimal", "horizon_days=60", "warm_up_days=10",
    "engine=reference",
    "replications=150", "experiment.structures=[embedded_squads,functional_silos]", "executor.workers=2",
]  # fmt: skip
KILLS = 10


def content(folder: Path) -> dict[str, bytes]:
    (found,) = (folder / "results" / "runs").iterdir()
    names = (
        "summary.csv",
        "comparison.csv",
        "timelines.csv",
        "seats.csv",
        "scenarios.csv",
        "scenarios.json",
        "measures.csv",
        "answer.md",
    )
    return {name: (found / name).read_bytes() for name in names}


def kept(folder: Path) -> int:
    return len(list(folder.glob("results/runs/*/runs/*.parquet")))


def run_and_end(folder: Path, how: int, seconds: float, *changes: str) -> tuple[int, str, str]:
    """Start a run in a process group of its own, as a terminal does; end it so long after its first part."""
    process = subprocess.Popen(
        [*RUN, *changes],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    before, limit = kept(folder), time.monotonic() + 120
    while kept(folder) == before and process.poll() is None and time.monotonic() < limit:
        time.sleep(0.02)
    time.sleep(seconds)
    if process.poll() is None:
        if how == signal.SIGINT:  # the terminal sends Ctrl-C to the whole group
            os.killpg(process.pid, how)
        else:
            os.kill(process.pid, how)
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("whole")
    subprocess.run(RUN, cwd=folder, check=True, capture_output=True)
    return content(folder)


def test_killed_at_ten_moments_it_comes_out_the_same(tmp_path: Path, whole: dict[str, bytes]) -> None:
    moments = random.Random(4)
    killed = 0
    for _ in range(KILLS):
        code, _, _ = run_and_end(tmp_path, signal.SIGKILL, moments.uniform(0.0, 0.4))
        killed += code == -signal.SIGKILL
    assert killed >= KILLS // 2, "it was over too soon to be killed often"
    subprocess.run(RUN, cwd=tmp_path, check=True, capture_output=True)
    assert content(tmp_path) == whole


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("executor", ["local", "dask"])
def test_interrupted_it_says_so_and_comes_out_the_same(
    tmp_path: Path, whole: dict[str, bytes], how: int, executor: str
) -> None:
    code, out, err = run_and_end(tmp_path, how, 0.2, f"executor={executor}", "executor.workers=2")
    assert code == 130 and "Interrupted: " in out and "replications are kept" in out
    assert err == ""
    before = kept(tmp_path)
    subprocess.run(RUN, cwd=tmp_path, check=True, capture_output=True)
    assert kept(tmp_path) > before > 0
    assert content(tmp_path) == whole
