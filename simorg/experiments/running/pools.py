"""Run work in threads (compiled engine) or processes (reference), in any order of completion."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import closing
from itertools import islice
from typing import TypeAlias

from simorg.compilation.compilers import compilers
from simorg.engines.run import choose
from simorg.experiments.running.meanwhile import pays, rows_meanwhile
from simorg.experiments.running.task import Batch, Result, Task, asked_of, run_batch
from simorg.experiments.running.workers import cores, nameless_main, processes


def run_tasks(tasks: Sequence[Task], workers: int | None = None) -> Generator[Result]:
    """Run tasks and yield each result as it is ready.

    Parameters
    ----------
    tasks : sequence of Task
        What to run.
    workers : int, optional
        Threads or processes; none or 0 = one for each core, 1 = the calling thread.

    Yields
    ------
    Result
        One for each task; see `run_batches`.
    """
    asked = {asked_of(task) for task in tasks}
    slowest = next((engine for engine in ("reference", "auto") if engine in asked), "compiled")
    runners = min(workers or cores(), max(1, len(tasks)))
    runs = sum(task.size for task in tasks)
    with closing(run_batches([(task,) for task in tasks], slowest, runners, runs)) as found:
        for results in found:
            yield from results


def run_batches(
    batches: Iterable[Batch], engine: str, workers: int | None = None, runs: int = 0
) -> Generator[list[Result]]:
    """Run batches and yield the results of each as they are ready.

    Where many runs are ahead and kernels are not compiled yet, compilers start at once, and not when the
    first result is asked for.

    Parameters
    ----------
    batches : iterable of Batch
        What to run; taken one by one as runners become free, so that a long list need not exist.
    engine : str
        Engine of the batches: threads run the compiled one, processes any other.
    workers : int, optional
        Threads or processes; none or 0 = one for each core, 1 = the calling thread.
    runs : int
        Replications in all batches.

    Yields
    ------
    list of Result
        Those of a batch, or of a part of one. When the caller stops early, processes are stopped at once
        and threads finish the batch they are at.

    Raises
    ------
    StoppedError
        If a worker process dies (most often for want of memory).
    SettingsError
        If the engine is asked for by name and cannot run here.
    """
    choose(engine)
    runners = workers or cores()
    if engine == "compiled" or pays(runs, runners):
        compilers.start(engine)
    return _run(iter(batches), engine, runners, runs)


def _run(batches: Iterator[Batch], engine: str, runners: int, runs: int) -> Generator[list[Result]]:
    if engine == "compiled":
        compilers.wait("engine")
        compilers.wait("measures")
    if runners <= 1:
        yield from map(run_batch, batches)
        return
    if not compilers.ready(engine):
        batches = yield from rows_meanwhile(batches, engine, runners, runs)
    if choose(engine) == "compiled":
        yield from _run_in_threads(batches, runners)
    else:
        yield from _run_in_processes(batches, runners)


def _run_in_threads(batches: Iterator[Batch], threads: int) -> Generator[list[Result]]:
    """Run batches side by side in this process: the compiled loop lets go of the interpreter."""
    pool = ThreadPoolExecutor(threads)
    try:
        yield from _drained(pool, batches, _started(pool, batches, threads), patient=True)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _run_in_processes(batches: Iterator[Batch], runners: int) -> Generator[list[Result]]:
    with processes(runners) as pool:
        with nameless_main():
            running = _started(pool, batches, runners)
        yield from _drained(pool, batches, running, patient=False)


Running: TypeAlias = "set[Future[list[Result]]]"


def _started(pool: Executor, batches: Iterator[Batch], runners: int) -> Running:
    """Start as many batches as keep every runner busy while results are being kept."""
    return {pool.submit(run_batch, batch) for batch in islice(batches, 2 * runners)}


def _drained(
    pool: Executor, batches: Iterator[Batch], running: Running, patient: bool
) -> Generator[list[Result]]:
    """Yield results as they come, and start another batch for each; when interrupted, those there are.

    Parameters
    ----------
    pool : Executor
        Where batches run.
    batches : iterator of Batch
        What to start next.
    running : set of Future
        What was started.
    patient : bool
        When interrupted, wait for what runs: threads finish it in any case, and it would be lost.
    """
    try:
        while running:
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            running |= {pool.submit(run_batch, batch) for batch in islice(batches, len(done))}
            for future in done:
                running.discard(future)
                yield future.result()
    except KeyboardInterrupt:
        begun = [future for future in running if not future.cancel()]
        if patient:
            wait(begun)
        for future in begun:
            if future.done() and future.exception() is None:
                yield future.result()
        raise
