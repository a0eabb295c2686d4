"""What a compiling process does: take its turn, run each kernel of a set once, and stamp what was stored.

Goes in: the name of a set. Comes out: files in the folder of compiled code, and an exit code. Nothing
large is loaded before it is its turn.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

LOOPS = ("workforce=small", "horizon_days=30", "warm_up_days=0")
"""A world has the same type for every organisation of its size."""

RICH = ("workforce=small", "horizon_days=500", "warm_up_days=100", "drift=fast")
"""A replication in which everything happens that is measured."""

SELDOM = (100_000, 50, 100)
"""When to look for garbage: Numba leaves little, and to look as often as usual took a sixth of the time."""


def main(name: str) -> None:
    """Compile a set of kernels, unless another process did so meanwhile."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(*SELDOM)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()
    with _turn(name):
        from simorg.compilation import stamps
        from simorg.compilation.compilers import CANNOT_STORE
        from simorg.compilation.dispatchers import Whole

        if stamps.stored(name):
            return
        WORK[name]()
        made = [whole.storage for whole in Whole.ours if whole.overloads]
        kept = [storage for storage in made if storage is not None and not storage.lost]
        files = [file for storage in kept for file in storage.files()]
        if len(kept) < len(made) or not stamps.stamp(name, files):
            raise SystemExit(CANNOT_STORE)


def _end_with_the_parent() -> None:
    os.read(0, 1)  # returns when the other end of the pipe is closed
    os._exit(1)


@contextmanager
def _turn(name: str) -> Iterator[None]:
    """Hold the lock of a set of kernels; without locks two may compile the same, and either is kept."""
    folder = Path(os.environ["NUMBA_CACHE_DIR"])
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    try:
        import fcntl

        file = (folder / f".{name}.lock").open("a")
    except (ImportError, OSError):
        yield
        return
    with file:
        with suppress(OSError):
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _compile_engine() -> None:
    from simorg import load
    from simorg.compilation.dispatchers import compile_on_demand
    from simorg.engines import compiled
    from simorg.plan import plan_of

    compile_on_demand()
    compiled.simulate(plan_of(load(list(LOOPS))))


def _compile_measures() -> None:
    from simorg import load
    from simorg.compilation.dispatchers import compile_on_demand
    from simorg.engines import reference
    from simorg.measures import compute_from
    from simorg.measures.episodes import read
    from simorg.measures.seats import seats_from, seats_of
    from simorg.measures.timelines import timeline_from
    from simorg.plan import plan_of

    trace = reference.simulate(plan_of(load(list(RICH))))
    compile_on_demand()
    episodes = read(trace)
    compute_from(episodes, trace.plan)
    seats_from(episodes, seats_of(trace.plan))
    timeline_from(episodes, 30.0)


def _compile_rules() -> None:
    from simorg import load
    from simorg.compilation.dispatchers import compile_on_demand
    from simorg.engines import reference
    from simorg.plan import plan_of
    from simorg.rules.drift import laws

    compile_on_demand()
    for law in laws():
        reference.simulate(plan_of(load([*LOOPS, f"drift.law={law}"])))


WORK: dict[str, Callable[[], None]] = {
    "engine": _compile_engine,
    "measures": _compile_measures,
    "rules": _compile_rules,
}
