"""What is left to do of a design, cut into batches: every batch a second or so of work."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from simorg.experiments.block import Batch, Block, split
from simorg.experiments.design import Design

LARGEST, FEWEST = 50, 40
"""Most runs in a batch, and into how many batches a small design is cut."""
TIMELINE_RUNS = 200
"""Replications of a scenario whose timelines are kept: their averages need no more."""


def batch_size(runs: int) -> int:
    """Return how many runs make a batch: little is lost when a run is killed, and parts stay few."""
    return max(1, min(LARGEST, -(-runs // FEWEST)))


def left(design: Design, finished: Callable[[str], set[int]]) -> int:
    """Return how many runs of a design are not finished.

    Parameters
    ----------
    design : Design
        What is wanted.
    finished : callable
        Scenario -> replications that are there.
    """
    return sum(len(set(range(s.replications)) - finished(s.name)) for s in design.scenarios)


def batches(
    design: Design,
    finished: Callable[[str], set[int]],
    bin_days: float,
    repeat: Callable[[str], str],
) -> Iterator[Batch]:
    """Yield the batches that are left to do, in order.

    Parameters
    ----------
    design : Design
        What is wanted.
    finished : callable
        Scenario -> replications that are there.
    bin_days : float
        Width of the bins of timelines, in days.
    repeat : callable
        Scenario -> command that repeats a replication, with {replication} in it.
    """
    room = batch_size(design.size)
    full = room
    batch: list[Block] = []
    for scenario in design.scenarios:
        missing = sorted(set(range(scenario.replications)) - finished(scenario.name))
        while missing:
            now, missing = missing[:room], missing[room:]
            kept = bin_days if design.timelines and now[0] < TIMELINE_RUNS else None
            batch += split(scenario.name, scenario.settings, now, full, bin_days=kept,
                           repeat=repeat(scenario.name), levers=tuple(scenario.levers.items()))  # fmt: skip
            room -= len(now)
            if room == 0:
                yield batch
                batch, room = [], full
    if batch:
        yield batch
