"""Compiled over reference on one core: the default organisation with its whole trace; and measures.

Both engines run the same replications, whose traces must be equal byte by byte before any time
is taken.
"""

from __future__ import annotations

from functools import partial

import simorg
from benchmarks.subjects import Subject, missing, needs_compiled, subject
from benchmarks.timing import Raw, Row, Scale, interleave, ratios, row
from simorg.measures import compute
from simorg.trace.rows import Trace

TITLE = "Engines: the default organisation, one core, trace recorded"
REPLICATIONS = 20
ENGINES = ("reference", "compiled")


def measure(scale: Scale) -> Raw:
    """Time both engines, and the measures over the compiled trace, replication by replication."""
    return needs_compiled(lambda: _measure(subject(), scale.rounds(REPLICATIONS)))


def _measure(subject: Subject, replications: int) -> Raw:
    traces = [_agreed(subject, replication) for replication in range(replications)]
    compute(traces[0])

    def compiled(replication: int) -> Trace:
        return subject.run(replication, "compiled")

    engines = {"reference": lambda r: subject.run(r, "reference"), "compiled": compiled}
    # As a user calls it: plan, world and memory of the trace are whatever simorg makes of the settings.
    public = {
        f"public {engine}": partial(simorg.simulate, subject.settings, engine=engine) for engine in ENGINES
    }
    # As in every experiment: measured as soon as it is there, with nothing in between.
    parts = {"producing": compiled, "measured": lambda r: compute(compiled(r))}
    return {
        "rows": [len(trace.rows) for trace in traces],
        "identical": True,
        "seconds": {
            side: times
            for sides in (engines, public, parts)
            for side, times in interleave(sides, replications).items()
        },
    }


def _agreed(subject: Subject, replication: int) -> Trace:
    """Return the compiled trace of a replication, once it is that of the reference."""
    trace, truth = subject.run(replication), subject.run(replication, "reference")
    if trace.rows.tobytes() != truth.rows.tobytes():
        raise AssertionError(f"replication {replication}: the engines differ; try `simorg trace verify`")
    return trace


def rows(part: Raw) -> list[Row]:
    """Return the lines of the table."""
    if "missing" in part:
        return missing(part)
    seconds = part["seconds"]
    shares = [100.0 * (ratio - 1.0) for ratio in ratios(seconds["measured"], seconds["producing"])]
    return [
        Row("traces of both engines, byte by byte", f"{len(part['rows'])} of {len(part['rows'])} identical"),
        row("reference over compiled", ratios(seconds["reference"], seconds["compiled"]), "x"),
        *_public(seconds),
        *(row(f"{engine}, one replication", [1e3 * s for s in seconds[engine]], "ms") for engine in ENGINES),
        *(
            row(f"{engine}, rows per second", ratios(part["rows"], [1e3 * s for s in seconds[engine]]), "k")
            for engine in ENGINES
        ),
        row("measures, of the time of the compiled trace", shares, "%", "< 25 %"),
    ]


def _public(seconds: dict[str, list[float]]) -> list[Row]:
    """Return the line of the public face; measurements that were kept before it was measured have none."""
    if "public reference" not in seconds:
        return []
    found = ratios(seconds["public reference"], seconds["public compiled"])
    return [row("the same through `simorg.simulate(settings)` in a loop", found, "x", ">= 70 x")]
