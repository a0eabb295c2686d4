"""The whole set of replications, measures and all, with one worker and with two."""

from __future__ import annotations

import pandas as pd

import simorg
from benchmarks.subjects import missing, needs_compiled
from benchmarks.timing import Raw, Row, Scale, interleave, ratios, row

TITLE = "A set of replications with its measures: one worker and two"
REPLICATIONS, ROUNDS = 600, 4


def measure(scale: Scale) -> Raw:
    """Time `simorg.replicate` with one worker and with two, once their rows are known to be equal."""
    return needs_compiled(lambda: _measure(int(scale.size(REPLICATIONS, 20)), scale.rounds(ROUNDS)))


def _measure(replications: int, rounds: int) -> Raw:
    settings = simorg.load([])

    def with_workers(workers: int) -> pd.DataFrame:
        return simorg.replicate(settings, replications, engine="compiled", workers=workers)

    one = with_workers(1)
    assert set(one["status"]) == {"ok"}, "replications failed"
    pd.testing.assert_frame_equal(one, with_workers(2))
    sides = {"1 worker": lambda _: with_workers(1), "2 workers": lambda _: with_workers(2)}
    return {"replications": replications, "seconds": interleave(sides, rounds)}


def rows(part: Raw) -> list[Row]:
    """Return the lines of the table."""
    if "missing" in part:
        return missing(part)
    seconds, wanted = part["seconds"], part["replications"]
    return [
        Row("tables of one and of two workers", f"{wanted} of {wanted} rows equal"),
        row("one worker over two", ratios(seconds["1 worker"], seconds["2 workers"]), "x", ">= 1.8 x"),
        *(
            row(f"{workers}, replications per second", [wanted / s for s in seconds[workers]], "")
            for workers in ("1 worker", "2 workers")
        ),
    ]
