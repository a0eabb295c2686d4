"""Run blocks in threads (compiled engine) or processes (reference); order of completion is nobody's business.

Processes are started afresh (never forked from a process with threads) and import nothing but this
package, so a script that calls this needs no ``if __name__ == "__main__"`` guard.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import connection
from types import ModuleType

from simorg.experiments.block import Block, Result, engine_of, run_block


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
        One for each block. When the caller stops early, processes are stopped at once and threads
        finish the block they are at.

    Raises
    ------
    RuntimeError
        If a worker process dies (most often for want of memory).
    """
    runners = min(workers or cores(), len(blocks))
    if runners <= 1:
        yield from map(run_block, blocks)
    elif all(engine_of(block) == "compiled" for block in blocks):
        yield from _run_in_threads(blocks, runners)
    else:
        yield from _run_in_processes(blocks, runners)


def _run_in_threads(blocks: Sequence[Block], threads: int) -> Generator[Result]:
    """Run blocks side by side in this process: the compiled loop lets go of the interpreter."""
    pool = ThreadPoolExecutor(threads)
    try:
        for future in as_completed([pool.submit(run_block, block) for block in blocks]):
            yield future.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _run_in_processes(blocks: Sequence[Block], processes: int) -> Generator[Result]:
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(processes, mp_context=context, initializer=_follow_the_parent)
    finished = False
    try:
        with _nameless_main():
            futures = [pool.submit(run_block, block) for block in blocks]
        for future in as_completed(futures):
            yield future.result()
        finished = True
    except BrokenProcessPool as error:
        raise RuntimeError("a worker process died; memory? try fewer workers") from error
    finally:
        pool.shutdown(wait=finished, cancel_futures=True)
        if not finished:
            for process in set(multiprocessing.active_children()) - others:
                process.terminate()


@contextmanager
def _nameless_main() -> Iterator[None]:
    """Hide the caller's script while workers start: they would run it again from its first line."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _follow_the_parent() -> None:
    """Leave interrupts to the parent, and end when it ends: a killed parent cannot say goodbye."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
