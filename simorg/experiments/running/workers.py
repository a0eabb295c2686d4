"""Worker processes: started afresh, import nothing but this package, and end when their parent ends.

They are never forked from a process with threads, and do not run the caller's script again, so a script
needs no ``if __name__ == "__main__"`` guard.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import connection
from types import ModuleType

from simorg.experiments.running.stopped import StoppedError
from simorg.plugins.elsewhere import take_over, told


def cores() -> int:
    """Return how many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def processes(count: int) -> Iterator[ProcessPoolExecutor]:
    """Give worker processes; what they are at when the block ends is stopped.

    Raises
    ------
    StoppedError
        If one of them dies (most often for want of memory).
    """
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(count, mp_context=context, initializer=_begin, initargs=(told(),))
    try:
        yield pool
    except BrokenProcessPool as error:
        raise StoppedError(
            "a worker process died (for want of memory?); what was finished before is kept: try fewer workers"
        ) from error
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in set(multiprocessing.active_children()) - others:
            process.terminate()


@contextmanager
def nameless_main() -> Iterator[None]:
    """Hide the caller's script while workers start: they would run it again from its first line."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _begin(plugins: str) -> None:
    """Take over plug-ins; leave interrupts and compiling to the parent, and end when it ends.

    A parent that is killed cannot say goodbye.
    """
    take_over(plugins)
    from simorg.compilation.compilers import compilers

    compilers.left_to_others = True
    for name in ("SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
