"""A store of a million runs is read, put in order and summarised; slow, and without a limit on time.

What it took is printed: ``pytest -m slow -s tests/unit/experiments/results/test_large.py``.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from simorg.experiments.answers.summary import summarise
from simorg.experiments.results.parquet import read_parts, write_part
from simorg.experiments.results.run_folder import MOST_ROWS
from simorg.experiments.results.stored_run import RUNS
from simorg.experiments.results.schema import ordered, schema_of
from simorg.measures import Measure
from simorg.statistics.intervals import mean_interval

pytestmark = pytest.mark.slow

MEASURES = tuple(Measure(f"measure_{n}", f"Measure {n}", "day", "lower", "made up") for n in range(120))


@contextmanager
def timed(what: str) -> Iterator[None]:
    wall, processor = time.perf_counter(), time.process_time()
    yield
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    took = time.perf_counter() - wall
    sys.stdout.write(
        f"{what}: {took:.1f} s ({time.process_time() - processor:.1f} s of processor), peak {peak:.1f} GB\n"
    )


def write_store(folder: Path, scenarios: int, replications: int) -> None:
    """Write the parts of a made-up experiment, in parts as large as those of a real one."""
    schema = schema_of({}, {measure.name: measure.unit for measure in MEASURES})
    numbers = np.random.default_rng(1)
    names = np.repeat([f"scenario_{n:05d}" for n in range(scenarios)], replications)
    counted = np.tile(np.arange(replications), scenarios)
    for first in range(0, len(names), MOST_ROWS):
        rows = slice(first, first + MOST_ROWS)
        size = len(names[rows])
        columns = {"scenario": names[rows], "replication": counted[rows], "seed": np.ones(size, int)}
        columns |= {name: np.full(size, text) for name, text in (("structure", "hub"), ("status", "ok"))}
        columns |= {name: np.full(size, "") for name in ("error", "command")}
        for n, measure in enumerate(MEASURES):
            values = numbers.normal(10.0, 1.0, size)
            if n % 10 == 0:
                values[numbers.random(size) < 0.1] = np.nan
            columns[measure.name] = values
        table = pa.table([pa.array(columns[f.name], f.type, from_pandas=True) for f in schema], schema)
        write_part(folder, f"{RUNS}/part-{first:07d}.parquet", table, "mark")


@pytest.mark.parametrize(("scenarios", "replications"), [(4, 250_000), (10_000, 2)])
def test_a_large_store_is_summarised(tmp_path: Path, scenarios: int, replications: int) -> None:
    write_store(tmp_path, scenarios, replications)
    size = sum(path.stat().st_size for path in (tmp_path / RUNS).iterdir())
    each = size / scenarios / replications
    sys.stdout.write(f"\n{scenarios} x {replications}: {size / 2**20:.0f} MB, {each:.0f} bytes a run\n")
    wanted = {f"scenario_{n:05d}": replications for n in range(scenarios)}
    with timed("read and put in order"):
        runs = ordered(read_parts(tmp_path / RUNS), wanted)
    with timed("summarise"):
        summary = summarise(runs, MEASURES)
    assert len(runs) == scenarios * replications
    assert len(summary) == scenarios * len(MEASURES)
    one = runs[runs["scenario"] == "scenario_00003"]["measure_10"]
    found = summary[(summary["scenario"] == "scenario_00003") & (summary["measure"] == "measure_10")].iloc[0]
    alone = mean_interval(one.to_numpy())
    pd.testing.assert_series_equal(
        found[["mean", "half_width", "n", "n_missing"]].astype(float),
        pd.Series(alone._asdict(), dtype=float)[["mean", "half_width", "n", "n_missing"]],
        check_names=False, rtol=1e-12,
    )  # fmt: skip
