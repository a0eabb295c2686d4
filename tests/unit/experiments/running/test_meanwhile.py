"""Rows while kernels are compiled: whenever the switch comes, the same rows, and no rate that counts it."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from rich.console import Console

import simorg
from simorg.compilation.compilers import Compilers, compilers
from simorg.experiments.results.parquet import read_parts
from simorg.experiments.running import meanwhile, progress
from simorg.experiments.running.replicate import replicate
from simorg.measures import compute_from
from simorg.measures.episodes import read
from simorg.measures.timelines import timeline_from

REPOSITORY = Path(__file__).resolve().parents[4]
SHORT = ["horizon_days=60", "warm_up_days=10", "workforce=small"]


def switched_after(rows: int) -> Callable[..., bool]:
    """Return an answer to whether kernels are there: not before so many rows."""
    asked = iter(range(1_000_000))

    def ready(self: Compilers, engine: str) -> bool:
        return compilers.plain_seconds >= rows or next(asked) > 100_000

    return ready


@pytest.fixture
def one_second_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """Count plain rows as seconds, and start no compiler."""
    monkeypatch.setattr(compilers, "plain_seconds", 0.0)
    monkeypatch.setattr(Compilers, "start", lambda self, engine: None)
    monkeypatch.setattr(meanwhile, "_timed", timed_as_one_second)


def timed_as_one_second(batch: Any) -> meanwhile.Timed:
    return 1.0, meanwhile.run_batch(batch)


@cache
def seven_rows() -> pd.DataFrame:
    return replicate(simorg.load(SHORT), 7, engine="compiled", workers=1).drop(columns="command")


@pytest.mark.parametrize("rows", [0, 3, *(pytest.param(rows, marks=pytest.mark.slow) for rows in (1, 4, 7))])
@pytest.mark.usefixtures("one_second_a_row")
def test_a_table_does_not_depend_on_when_the_switch_came(rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    truth = seven_rows()
    monkeypatch.setattr(Compilers, "ready", switched_after(rows))
    found = replicate(simorg.load(SHORT), 7, workers=2)
    assert found.drop(columns="command").equals(truth)


def test_few_runs_need_no_compiler_and_long_ones_do_after_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compilers, "plain_seconds", 0.0)
    assert not meanwhile.pays(16, 2) and meanwhile.pays(17, 2) and not meanwhile.pays(17, 3)
    asked: list[str] = []
    monkeypatch.setattr(Compilers, "start", lambda self, engine: asked.append(engine))
    monkeypatch.setattr(Compilers, "ready", lambda self, engine: False)
    replicate(simorg.load(SHORT), 3, workers=2)
    assert not asked
    monkeypatch.setattr(meanwhile, "COMPILING_SECONDS", 1e-6)
    monkeypatch.setattr(compilers, "plain_seconds", -1e6)  # only what is ahead counts
    replicate(simorg.load(SHORT), 3, workers=2)
    assert asked and set(asked) == {"auto"}


def test_compilers_leave_few_cores_to_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Compilers, "running", lambda self: True)
    room = {}
    for cores in (1, 2, 3, 8):
        monkeypatch.setattr(meanwhile, "cores", lambda cores=cores: cores)
        room[cores] = [meanwhile._room(cores, given) for given in (0, meanwhile.FIRST_ROWS)]
    assert room == {1: [1, 0], 2: [1, 0], 3: [1, 1], 8: [6, 6]}
    monkeypatch.setattr(Compilers, "running", lambda self: False)
    assert meanwhile._room(2, 100) == 2


def test_rate_and_time_left_do_not_count_compiling(monkeypatch: pytest.MonkeyPatch) -> None:
    now, running = [1000.0], [True]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(Compilers, "running", lambda self: running[0])
    monkeypatch.setattr(compilers, "ended", -1.0)
    out = io.StringIO()
    with progress.progress(Console(file=out, width=110), "x", 1000) as shown:
        shown.look()
        for _ in range(4):
            now[0] += 100.0
            shown.advance(1)
        running[0], compilers.ended = False, now[0] + 1.0
        for _ in range(4):
            now[0] += 31.0
            shown.advance(62)
    lines = out.getvalue().splitlines()
    assert lines[0].startswith("Compiling, once for this version")
    assert lines[1:5] == [f"{n} of 1000 replications, compiling" for n in (1, 2, 3, 4)]
    assert lines[5:] == [
        "66 of 1000 replications, compiled",
        "128 of 1000 replications, 2/s, 0:07:16 left",
        "190 of 1000 replications, 2/s, 0:06:45 left",
        "252 of 1000 replications, 2/s, 0:06:14 left",
    ]


@pytest.mark.parametrize(
    "given",
    [[], ["structure=informal_network", "drift=seasonal"], ["retraining=both", "release=direct"],
     ["+textbook=mmc"], ["drift=step_saturate", "monitoring=strong", "workforce=one_person"]],
    ids=str,
)  # fmt: skip
def test_no_replication_compiles_anything(given: list[str]) -> None:
    """What the compiling processes ran once covers all types that any run meets."""
    event = pytest.importorskip("numba.core.event")
    compilers.start("auto")
    for name in ("engine", "measures"):
        compilers.wait(name)
    if not compilers.ready("auto"):
        pytest.skip("nothing can be compiled here")
    with event.install_recorder("numba:compile") as seen:
        trace = simorg.simulate(simorg.load([*given, "horizon_days=400", "warm_up_days=50"]))
        episodes = read(trace)
        compute_from(episodes, trace.plan)
        timeline_from(episodes, 20.0)
    assert trace.engine == "compiled"
    assert not seen.buffer


FORCED = """
import os
import sys
from io import StringIO
from pathlib import Path
import simorg
from simorg.compilation.compilers import Compilers, compilers
from simorg.compilation.dispatchers import Whole, compile_on_demand, decide_again
from simorg.experiments.running import meanwhile
from simorg.experiments.run import run_experiment

given = 0

def counted(self, real=meanwhile._Rows.done):
    global given
    for results in real(self):
        given += 1
        yield results

def ready(self, engine):
    if given >= after and not Whole.on_demand:
        compile_on_demand()
    return Whole.on_demand

meanwhile._Rows.done = counted
Compilers.ready = ready
Compilers.there = lambda self, name: Whole.on_demand
Compilers.start = lambda self, engine: None
settings = simorg.load(sys.argv[1:])
for after in range(7):
    given, Whole.on_demand = 0, False
    decide_again()
    Path(str(after)).mkdir()
    os.chdir(str(after))
    assert run_experiment(settings, out=StringIO()) == 0
    os.chdir("..")
    print(given)
"""


@pytest.mark.slow
def test_a_stored_result_does_not_depend_on_when_the_switch_came(tmp_path: Path) -> None:
    """In an empty folder of compiled code the first rows are plain Python's, all others compiled here."""
    structures = "experiment.structures=[embedded_squads,functional_silos]"
    given = [*SHORT, "replications=3", structures, "executor.workers=2"]
    clean = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
    chosen = {"XDG_CACHE_HOME": str(tmp_path / "cache"), "NUMBA_DISABLE_JIT": "0"}
    done = subprocess.run(
        [sys.executable, "-c", FORCED, *given],
        env={**clean, **chosen, "PYTHONPATH": str(REPOSITORY)},
        cwd=tmp_path,
        text=True,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    plain_rows = [int(line) for line in done.stdout.split()]
    assert all(rows >= after for after, rows in enumerate(plain_rows)) and plain_rows[0] == 0
    first, *others = [stored(tmp_path / str(after)) for after in range(7)]
    for other in others:
        assert [name for name in first if other.get(name) != first[name]] == []
    assert {"summary.csv", "comparison.csv", "timelines.csv", "answer.md"} <= set(first)


def stored(folder: Path) -> dict[str, Any]:
    """Return everything that a run has stored but who ran it when, rows in order."""
    (run,) = (folder / "results" / "runs").iterdir()
    kept: dict[str, Any] = {
        path.name: path.read_bytes() for path in run.iterdir() if path.suffix in (".csv", ".md")
    }
    for name in ("runs", "timelines"):
        rows = read_parts(run / name).to_pandas()
        keys = [key for key in ("scenario", "replication", "day") if key in rows]
        kept[name] = rows.sort_values(keys, ignore_index=True).to_csv()
    return kept
