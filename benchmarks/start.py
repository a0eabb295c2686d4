"""Starting: the first runs ever, when kernels are compiled beside them; later ones; and the bare import.

Every run is a process of its own in an empty folder, so that nothing stored is found. The first ones of a
round find an empty cache each; the later ones of that round find what the default run left there.
"""

from __future__ import annotations

import json
import tempfile
from functools import partial
from pathlib import Path

from benchmarks.machine import run
from benchmarks.timing import Raw, Row, Scale, Seconds, row, timed

TITLE = "Start"
ROUNDS, WARM_RUNS, IMPORTS = 3, 3, 5
COMMAND = ("-c", "from simorg.cli import main; raise SystemExit(main())")
ONE_REPLICATION = (*COMMAND, "run", "experiment=single", "replications=1")
IMPORT = "from time import perf_counter as t; a = t(); import simorg; print(t() - a)"
SIMULATE = """
import time
start = time.perf_counter()
import simorg
simorg.simulate(simorg.load())
print(time.perf_counter() - start)
"""
DEFAULT_RUN = """
import json, resource, time
start = time.perf_counter()
from simorg.cli import main
from simorg.experiments.running.progress import Shown
rows = []
def advance(self, runs, real=Shown.advance):
    rows.append(time.perf_counter() - start)
    real(self, runs)
Shown.advance = advance
code = main(["run"])
whole = time.perf_counter() - start
compilers = resource.getrusage(resource.RUSAGE_CHILDREN)
found = {"row": rows[0], "whole": whole, "compiling": compilers.ru_utime + compilers.ru_stime}
print("\\n" + json.dumps(found))
raise SystemExit(code)
"""


def measure(scale: Scale) -> Raw:
    """Time first runs, later runs and imports, in turn."""
    sides = ("simulate", "single", "row", "whole", "compiling", "warm", "import")
    seconds: Seconds = {side: [] for side in sides}
    for _ in range(scale.rounds(ROUNDS, least=1)):
        with tempfile.TemporaryDirectory(prefix="simorg-bench-") as cache:
            seconds["simulate"].append(float(_run_with(f"{cache}/1", "-c", SIMULATE)))
            seconds["single"].append(timed(partial(_run_with, f"{cache}/2", *ONE_REPLICATION)))
            for side, value in json.loads(
                _run_with(f"{cache}/3", "-c", DEFAULT_RUN).splitlines()[-1]
            ).items():
                seconds[side].append(value)
            seconds["warm"] += [
                timed(partial(_run_with, f"{cache}/3", *ONE_REPLICATION)) for _ in range(WARM_RUNS)
            ]
            seconds["import"] += [float(run(["-c", IMPORT])) for _ in range(IMPORTS)]
    return {"seconds": seconds}


def _run_with(cache: str, *arguments: str) -> str:
    """Run this Python in an empty folder, with kernels in `cache`, and return what was said."""
    with tempfile.TemporaryDirectory(prefix="simorg-bench-") as folder:
        return run(arguments, Path(folder), XDG_CACHE_HOME=cache, NUMBA_CACHE_DIR="")


def rows(part: Raw) -> list[Row]:
    """Return the lines of the table."""
    seconds = part["seconds"]
    default = "`simorg run`, 200 replications, first ever"
    return [
        row("`simorg.simulate(settings)`, first ever, with all imports", seconds["simulate"], "s", "< 5 s"),
        row("`simorg run`, one replication, first ever", seconds["single"], "s", "< 10 s"),
        row(f"{default}: first finished replication", seconds["row"], "s", "< 10 s"),
        row(f"{default}: whole", seconds["whole"], "s", "< 45 s"),
        row("compiling beside it, seconds of CPU", seconds["compiling"], "s", "<= 40 s"),
        row("`simorg run`, one replication, later", seconds["warm"], "s", "< 3 s"),
        row("`import simorg`", seconds["import"], "s", "< 0.3 s"),
    ]
