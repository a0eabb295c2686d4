"""What is left to do of a design, cut into batches: every batch a second or so of work.

A shard takes its slice of the whole design, whatever is finished of it already: so the slices of all
shards are the whole, and no two overlap, whenever each of them starts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from simorg.config.errors import SettingsError
from simorg.config.settings import Settings
from simorg.experiments.design import Design, Scenario
from simorg.experiments.running.task import Batch, Task, split

LARGEST, FEWEST, EACH = 50, 40, 4
"""Most runs in a batch; into how many batches a small design is cut at least, and how many a runner."""
DETAILED_RUNS = 200
"""Replications of a scenario whose timelines and seats are kept: their averages need no more."""

Finished = Callable[[str], set[int]]
"""Scenario -> replications that are there."""


@dataclass(frozen=True)
class Slice:
    """One of `count` slices of the work."""

    index: int = 0
    count: int = 1

    def has(self, position: int, size: int) -> bool:
        """Return whether a run belongs to the slice, by its position in the whole design."""
        return position // size % self.count == self.index


def slice_of(settings: Settings) -> Slice:
    """Return the slice that settings ask for; all of the work where they do not.

    Raises
    ------
    SettingsError
        If there is no such slice.
    """
    executor = settings.executor
    if executor.kind != "shard":
        return Slice()
    if executor.index >= executor.count:
        raise SettingsError(
            f"executor.index = {executor.index}: executor.count = {executor.count}, counted from 0; "
            f"nearest valid: {executor.count - 1}"
        )
    return Slice(executor.index, executor.count)


def batch_size(runs: int, runners: int = 1) -> int:
    """Return how many runs make a batch: little work each, so that nobody waits long at the end.

    Parameters
    ----------
    runs : int
        Runs in all.
    runners : int
        How many batches run side by side.
    """
    return max(1, min(LARGEST, -(-runs // max(FEWEST, EACH * runners))))


def left(design: Design, finished: Finished) -> int:
    """Return how many runs of a design are not finished."""
    return sum(len(set(range(s.replications)) - finished(s.name)) for s in design.scenarios)


def missing(design: Design, finished: Finished, mine: Slice) -> list[tuple[Scenario, list[int]]]:
    """Return the replications of a slice of a design that are not finished, by scenario."""
    size, first = batch_size(design.size, mine.count), 0
    found = []
    for scenario in design.scenarios:
        there = finished(scenario.name)
        wanted = [r for r in range(scenario.replications) if r not in there and mine.has(first + r, size)]
        first += scenario.replications
        if wanted:
            found.append((scenario, wanted))
    return found


def batches(
    wanted: list[tuple[Scenario, list[int]]],
    size: int,
    bin_days: float | None,
    seats: bool,
    repeat: Callable[[str], str],
) -> Iterator[Batch]:
    """Yield batches of work, in order.

    Parameters
    ----------
    wanted : list
        Scenarios and their replications; see `missing`.
    size : int
        Runs in a batch.
    bin_days : float, optional
        Width of the bins of timelines, in days; none = no timelines.
    seats : bool
        Whether seats are wanted.
    repeat : callable
        Scenario -> command that repeats a replication, with {replication} in it.
    """
    room, batch = size, list[Task]()
    for scenario, replications in wanted:
        rest = replications
        while rest:
            now, rest = rest[:room], rest[room:]
            detailed = now[0] < DETAILED_RUNS
            batch += split(scenario.name, scenario.settings, now, size,
                           bin_days=bin_days if detailed else None, seats=seats and detailed,
                           repeat=repeat(scenario.name), levers=tuple(scenario.levers.items()),
                           readers=scenario.readers)  # fmt: skip
            room -= len(now)
            if room == 0:
                yield batch
                batch, room = [], size
    if batch:
        yield batch
