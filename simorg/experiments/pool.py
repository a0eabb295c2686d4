"""Run work in threads (compiled engine) or processes (reference); order of completion is nobody's business.

Processes are started afresh (never forked from a process with threads) and import nothing but this
package, so a script that calls this needs no ``if __name__ == "__main__"`` guard.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    wait,
)
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from itertools import islice
from multiprocessing import connection
from types import ModuleType
from typing import TypeAlias

from simorg.engines.run import choose
from simorg.experiments.block import Batch, Block, Result, engine_of, run_batch
from simorg.experiments.stopped import StoppedError


def cores() -> int:
    """Return how many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_blocks(blocks: Sequence[Block], workers: int | None = None) -> Generator[Result]:
    """Run blocks and yield each result as it is ready.

    Parameters
    ----------
    blocks : sequence of Block
        What to run.
    workers : int, optional
        Threads or processes; none or 0 = one for each core, 1 = the calling thread.

    Yields
    ------
    Result
        One for each block; see `run_batches`.
    """
    engines = {engine_of(block) for block in blocks}
    runners = min(workers or cores(), max(1, len(blocks)))
    slowest = "reference" if "reference" in engines else "compiled"
    with closing(run_batches([(block,) for block in blocks], slowest, runners)) as found:
        for results in found:
            yield from results


def run_batches(batches: Iterable[Batch], engine: str, workers: int | None = None) -> Generator[list[Result]]:
    """Run batches and yield the results of each as they are ready.

    Parameters
    ----------
    batches : iterable of Batch
        What to run; taken one by one as runners become free, so that a long list need not exist.
    engine : str
        Engine of the batches: threads run the compiled one, processes any other.
    workers : int, optional
        Threads or processes; none or 0 = one for each core, 1 = the calling thread.

    Yields
    ------
    list of Result
        One for each batch. When the caller stops early, processes are stopped at once and threads
        finish the batch they are at.

    Raises
    ------
    StoppedError
        If a worker process dies (most often for want of memory).
    """
    runners = workers or cores()
    if runners <= 1:
        yield from map(run_batch, batches)
    elif choose(engine) == "compiled":
        yield from _run_in_threads(iter(batches), runners)
    else:
        yield from _run_in_processes(iter(batches), runners)


def _run_in_threads(batches: Iterator[Batch], threads: int) -> Generator[list[Result]]:
    """Run batches side by side in this process: the compiled loop lets go of the interpreter."""
    pool = ThreadPoolExecutor(threads)
    try:
        yield from _drained(pool, batches, _started(pool, batches, threads), patient=True)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _run_in_processes(batches: Iterator[Batch], processes: int) -> Generator[list[Result]]:
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(processes, mp_context=context, initializer=_follow_the_parent)
    finished = False
    try:
        with nameless_main():
            running = _started(pool, batches, processes)
        yield from _drained(pool, batches, running, patient=False)
        finished = True
    except BrokenProcessPool as error:
        raise StoppedError(
            "a worker process died (for want of memory?); what was finished before is kept: try fewer workers"
        ) from error
    finally:
        pool.shutdown(wait=finished, cancel_futures=True)
        if not finished:
            for process in set(multiprocessing.active_children()) - others:
                process.terminate()


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


@contextmanager
def nameless_main() -> Iterator[None]:
    """Hide the caller's script while workers start: they would run it again from its first line."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _follow_the_parent() -> None:
    """Leave interrupts to the parent, and end when it ends: a killed parent cannot say goodbye."""
    for name in ("SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
