"""Rows while the compiler is at work: by the plain reference engine, one by one, in processes.

Traces of both engines are equal, so a row does not tell which of them made it. Goes in: batches. Comes
out: results of the first of them, and what is left of the batches when compiled kernels are there.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from itertools import chain
from typing import TypeAlias

from simorg.compilation.compilers import LOOK_SECONDS, compilers
from simorg.experiments.running.task import Batch, Result, run_batch
from simorg.experiments.running.workers import cores, nameless_main, processes

FEW_A_CORE = 8
"""Runs a core that are done sooner than kernels are compiled, in the default organisation."""

COMPILERS = 2
"""Processes that compile side by side."""

FIRST_ROWS = 4
"""Runs beside the compilers where they leave no core free."""

COMPILING_SECONDS = 15.0
"""How long compiling takes, about."""


def pays(runs: int, runners: int) -> bool:
    """Return whether to compile kernels before anything is known of how long a run takes.

    Parameters
    ----------
    runs, runners : int
        Replications ahead, and how many run side by side.
    """
    return runs > FEW_A_CORE * runners or compilers.plain_seconds > COMPILING_SECONDS


def rows_meanwhile(
    batches: Iterator[Batch], engine: str, runners: int, runs: int
) -> Generator[list[Result], None, Iterator[Batch]]:
    """Run batches until compiled kernels are there, or nothing is left.

    Yields
    ------
    list of Result
        One for each run.

    Returns
    -------
    iterator of Batch
        What is left.
    """
    ahead = chain.from_iterable(map(_singles, batches))
    with processes(runners) as pool:
        rows = _Rows(pool, ahead)
        try:
            yield from rows.until_ready(engine, runners, runs)
        except KeyboardInterrupt:
            yield from rows.done()
            raise
        return chain(rows.unfinished(), ahead)


class _Rows:
    """Single runs on their way through processes."""

    def __init__(self, pool: Executor, ahead: Iterator[Batch]) -> None:
        self._pool, self._ahead = pool, ahead
        self._running: dict[Future[Timed], Batch] = {}
        self._given, self._seconds = 0, 0.0

    def until_ready(self, engine: str, runners: int, runs: int) -> Generator[list[Result]]:
        """Run what is ahead until kernels are there; compile after all where runs turn out to be long."""
        while not compilers.ready(engine):
            self._start_more(_room(runners, self._given))
            if self._running:
                wait(self._running, timeout=LOOK_SECONDS, return_when=FIRST_COMPLETED)
            elif compilers.running():
                time.sleep(LOOK_SECONDS)
            else:
                return
            for results in self.done():
                yield results
                if (runs - self._given) * self._seconds / self._given / runners > COMPILING_SECONDS:
                    compilers.start(engine)

    def done(self) -> Iterator[list[Result]]:
        """Yield the results that are there."""
        for future in [future for future in self._running if future.done()]:
            del self._running[future]
            seconds, results = future.result()
            self._given += 1
            self._seconds += seconds
            compilers.plain_seconds += seconds
            yield results

    def unfinished(self) -> list[Batch]:
        """Return the runs that were begun and not finished."""
        return list(self._running.values())

    def _start_more(self, room: int) -> None:
        while len(self._running) < room:
            batch = next(self._ahead, None)
            if batch is None:
                return
            with nameless_main():
                self._running[self._pool.submit(_timed, batch)] = batch


Timed: TypeAlias = tuple[float, list[Result]]


def _timed(batch: Batch) -> Timed:
    start = time.process_time()
    results = run_batch(batch)
    return time.process_time() - start, results


def _room(runners: int, given: int) -> int:
    """Return how many processes may run now: while compilers do, they need cores too."""
    if not compilers.running():
        return runners
    free = cores() - COMPILERS
    if free < 1 and given >= FIRST_ROWS:
        return 0
    return max(1, min(runners, free))


def _singles(batch: Batch) -> Iterator[Batch]:
    """Cut a batch into runs."""
    for task in batch:
        for replication in range(task.first, task.first + task.size):
            yield (task._replace(first=replication, size=1),)
