"""Peak memory: of one compiled replication as the horizon grows, and of ever larger sets.

Each number is the high-water mark of a process of its own, started for it. Linux keeps that mark
per program (``VmHWM``); ``getrusage`` is the fallback, for there a child begins with the mark of
the process that started it.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

import simorg
from benchmarks.machine import run
from benchmarks.subjects import missing, needs_compiled, subject
from benchmarks.timing import Raw, Row, Scale, row

TITLE = "Memory: peak of a process"
ROUNDS = 3
FACTORS = (1, 2, 4, 8, 16)
SETS = (10, 40, 160)
MEBI = 2.0**20


def measure(scale: Scale) -> Raw:
    """Start a process for every size and note its peak."""
    return needs_compiled(lambda: _measure(scale.rounds(ROUNDS, least=1)))


def _measure(rounds: int) -> Raw:
    horizon = subject().settings.horizon_days
    _ask("replication", horizon)  # whoever compiles holds more, and only once
    found: Raw = {"replication": {str(factor): [] for factor in FACTORS}, "set": {str(n): [] for n in SETS}}
    for _ in range(rounds):
        for factor in FACTORS:
            found["replication"][str(factor)].append(_ask("replication", factor * horizon))
        for replications in SETS:
            found["set"][str(replications)].append(_ask("set", replications))
    return found


def _ask(what: str, size: float) -> Raw:
    answer: Raw = json.loads(run(["-m", "benchmarks.memory", what, str(size)]).splitlines()[0])
    return answer


def peak_bytes() -> int:
    """Return the largest amount of memory that this program has held so far."""
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def answer(what: str, size: float) -> Raw:
    """Run one replication of `size` days, or a set of `size` replications, and return the peaks.

    Parameters
    ----------
    what : {"replication", "set"}
        What to run.
    size : float
        Days or replications.
    """
    subject("horizon_days=330").run(0)  # the kernels are loaded now
    before, trace = peak_bytes(), 0
    if what == "set":
        simorg.replicate(simorg.load([]), int(size), engine="compiled", workers=1)
    else:
        trace = subject(f"horizon_days={size}").run(0).rows.nbytes
    return {"before": before, "peak": peak_bytes(), "trace": trace}


def rows(part: Raw) -> list[Row]:
    """Return the lines of the table."""
    if "missing" in part:
        return missing(part)
    answers = [one for sizes in part.values() for size in sizes.values() for one in size]
    lines = [row("package and kernels loaded", [a["before"] / MEBI for a in answers], "MiB")]
    for factor, found in part["replication"].items():
        line = row(f"one replication, horizon x {factor}", [a["peak"] / MEBI for a in found], "MiB")
        lines.append(line._replace(spread=f"trace {found[0]['trace'] / MEBI:.1f} MiB; {line.spread}"))
    for replications, found in part["set"].items():
        peaks = [a["peak"] / MEBI for a in found]
        lines.append(row(f"a set of {replications} replications", peaks, "MiB", "flat"))
    return lines


if __name__ == "__main__":
    sys.stdout.write(json.dumps(answer(sys.argv[1], float(sys.argv[2]))) + "\n")
