"""Starting: the first run ever, when every kernel is compiled; a later one; and the bare import.

Every run is a process of its own in an empty folder, so that nothing stored is found. The first
one of a round finds an empty cache; the later ones of that round find what it left there.
"""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path

from benchmarks.machine import run
from benchmarks.subjects import without_compiled
from benchmarks.timing import Raw, Row, Scale, Seconds, row, timed

TITLE = "Start"
ROUNDS, WARM_RUNS, IMPORTS = 2, 3, 5
COMMAND = ("-c", "from simorg.cli import main; raise SystemExit(main())")
ONE_REPLICATION = (*COMMAND, "run", "experiment=single", "replications=1")
IMPORT = "from time import perf_counter as t; a = t(); import simorg; print(t() - a)"


def measure(scale: Scale) -> Raw:
    """Time first runs, later runs and imports, in turn."""
    seconds: Seconds = {"first": [], "warm": [], "import": []}
    said: list[str] = []
    for _ in range(scale.rounds(ROUNDS, least=1)):
        with tempfile.TemporaryDirectory(prefix="simorg-bench-") as cache:
            seconds["first"].append(timed(partial(_run_and_note, cache, said)))
            seconds["warm"] += [timed(partial(run_once, cache)) for _ in range(WARM_RUNS)]
            seconds["import"] += [float(run(["-c", IMPORT])) for _ in range(IMPORTS)]
    told = [line for line in said[0].splitlines() if "compil" in line.lower()]
    return {"engine": "reference" if without_compiled() else "compiled", "told": told[:1], "seconds": seconds}


def _run_and_note(cache: str, said: list[str]) -> None:
    said.append(run_once(cache))


def run_once(cache: str) -> str:
    """Run one replication in an empty folder, with kernels in `cache`, and return what was said.

    Parameters
    ----------
    cache : str
        Folder in which compiled kernels are looked for and left.
    """
    with tempfile.TemporaryDirectory(prefix="simorg-bench-") as folder:
        return run(ONE_REPLICATION, Path(folder), XDG_CACHE_HOME=cache, NUMBA_CACHE_DIR="")


def rows(part: Raw) -> list[Row]:
    """Return the lines of the table."""
    seconds = part["seconds"]
    first = f"`simorg run`, one replication, {part['engine']} engine"
    return [
        row(f"{first}, first ever", seconds["first"], "s", "< 60 s"),
        Row("what the first run says meanwhile", *(part["told"] or ["nothing"])),
        row(f"{first}, later", seconds["warm"], "s", "< 3 s"),
        row("`import simorg`", seconds["import"], "s", "< 0.3 s"),
    ]
