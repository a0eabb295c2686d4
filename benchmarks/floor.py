"""Against the floor: the heap operations and random draws of one run, and nothing else.

1. The reference runs one replication while every push to and pop from its heaps, and every draw,
   is written on a tape. Its settling timers are left out: the compiled engine has none.
2. A kernel replays the tape: same heaps, same keys, same order, hence the same heap sizes at
   every moment, and one Philox draw where the run made one. It decides nothing and records nothing.
3. That kernel and the compiled engine take turns on this replication.

Strictly the floor is the calendar and the draws; the queues, which are heaps in the reference
and need not be heaps in the compiled engine, are replayed in a second tape beside it.
"""

from __future__ import annotations

from collections import Counter

import numpy as np

from benchmarks.replay import Replay
from benchmarks.subjects import Subject, missing, needs_compiled, subject
from benchmarks.tape import DRAW, POP, PUSH, Tape, record
from benchmarks.timing import Raw, Row, Scale, interleave, ratios, row

TITLE = "Floor: the same heap operations and draws, and nothing else"
ROUNDS = 200


def measure(scale: Scale) -> Raw:
    """Time the compiled engine against the replay of its heaps and draws."""
    return needs_compiled(lambda: _measure(subject(), scale.rounds(ROUNDS)))


def _measure(subject: Subject, rounds: int) -> Raw:
    whole = record(subject.plan, 0)
    strict = whole.of_calendar()
    floor, with_queues = Replay(strict), Replay(whole)
    assert floor.run() == floor.run(), "a replay depends on the one before"
    assert with_queues.run() == with_queues.run(), "a replay depends on the one before"
    trace = subject.run(0)
    sides = {
        "compiled": lambda _: subject.run(0),
        "floor": lambda _: floor.run(),
        "floor with queues": lambda _: with_queues.run(),
    }
    return {
        "rows": len(trace.rows),
        "operations": {"floor": _counted(strict), "floor with queues": _counted(whole)},
        "mean_timers": mean_size(strict),
        "seconds": interleave(sides, rounds),
    }


def _counted(tape: Tape) -> Raw:
    counts = Counter(tape.what.tolist())
    return {"pushes": counts[PUSH], "pops": counts[POP], "draws": counts[DRAW]}


def mean_size(tape: Tape) -> float:
    """Return the mean number of timers in the calendar, over the operations on it."""
    steps = np.where(tape.what == PUSH, 1, -1)[tape.what != DRAW]
    return float(np.cumsum(steps).mean())


def rows(part: Raw) -> list[Row]:
    """Return the lines of the table."""
    if "missing" in part:
        return missing(part)
    seconds, counts = part["seconds"], part["operations"]["floor"]
    done = f"{counts['pushes']:,} pushes, {counts['pops']:,} pops, {counts['draws']:,} draws"
    queues = part["operations"]["floor with queues"]["pushes"] - counts["pushes"]
    return [
        Row("operations of the replication", done, f"{part['mean_timers']:,.0f} timers on average"),
        row("compiled over floor", ratios(seconds["compiled"], seconds["floor"]), "x", "<= 2.5 x"),
        row(
            f"compiled over floor with the queues ({queues:,} jobs)",
            ratios(seconds["compiled"], seconds["floor with queues"]),
            "x",
        ),
        row("floor", [1e3 * s for s in seconds["floor"]], "ms"),
        row("compiled", [1e3 * s for s in seconds["compiled"]], "ms"),
    ]
