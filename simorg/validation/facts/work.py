"""Run arms: settings in, measures by replication out; what several statements need is run once.

Goes in: tasks (settings, replications, further things to read from each trace). Comes out: one
array of numbers a measure, in the order of the tasks whatever the number of workers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from threading import Event
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from simorg.compilation.compilers import compilers
from simorg.config.settings import Settings
from simorg.engines.run import simulate
from simorg.experiments.running.meanwhile import pays
from simorg.experiments.running.workers import cores
from simorg.measures import compute
from simorg.plan import plan_of
from simorg.trace.episodes import Episodes, read
from simorg.trace.rows import Trace

Floats: TypeAlias = npt.NDArray[np.float64]
Numbers: TypeAlias = Mapping[str, Floats]
"""Measure -> one value a replication; NaN where there was nothing to measure."""

Reader: TypeAlias = Callable[[Trace, Episodes], dict[str, float]]
"""Reads further numbers from one replication."""

Progress: TypeAlias = Callable[[int, int], None]
"""Called with the replications that are done and those that are wanted."""


class Task(NamedTuple):
    """Replications 0, 1, ... of one set of settings."""

    settings: Settings
    replications: int
    readers: tuple[Reader, ...] = ()


class Found(NamedTuple):
    """What a task gave."""

    numbers: dict[str, Floats]
    errors: dict[int, str]  # replication -> what went wrong; its numbers are all missing
    replications: int


def run_task(task: Task, stop: Event | None = None) -> Found:
    """Run the replications of a task and measure each.

    Parameters
    ----------
    task : Task
        What to run.
    stop : Event, optional
        When it is set, the replications that have not begun are left out.
    """
    plan = plan_of(task.settings)
    rows: list[dict[str, float]] = []
    errors: dict[int, str] = {}
    for replication in range(task.replications):
        if stop is not None and stop.is_set():
            break
        try:
            trace = simulate(task.settings, replication, None, plan)
            row = compute(trace)
            if task.readers:
                episodes = read(trace)
                for reader in task.readers:
                    row |= reader(trace, episodes)
        except Exception as error:
            row, errors[replication] = {}, f"{type(error).__name__}: {error}"
        rows.append(row)
    names = dict.fromkeys(name for row in rows for name in row)
    return Found(
        {name: np.array([row.get(name, math.nan) for row in rows]) for name in names},
        errors,
        task.replications,
    )


def run_tasks(
    tasks: Sequence[Task], workers: int | None = None, progress: Progress | None = None
) -> list[Found]:
    """Run tasks side by side in threads: the compiled loop lets go of the interpreter.

    Parameters
    ----------
    tasks : sequence of Task
        What to run.
    workers : int, optional
        Threads; none or 0 = one for each core.
    progress : callable, optional
        Told after every task.

    Returns
    -------
    list of Found
        In the order of the tasks.
    """
    wanted, done = sum(task.replications for task in tasks), 0
    if pays(wanted, workers or cores()):
        compilers.start("auto")
    found: list[Found | None] = [None] * len(tasks)
    stop = Event()
    pool = ThreadPoolExecutor(max(1, min(workers or cores(), len(tasks) or 1)))
    try:
        places = {pool.submit(run_task, task, stop): n for n, task in enumerate(tasks)}
        for future in as_completed(places):
            place = places[future]
            found[place] = future.result()
            done += tasks[place].replications
            if progress is not None:
                progress(done, wanted)
    finally:
        stop.set()  # after an interrupt nobody waits for more than the replications that are running
        pool.shutdown(wait=True, cancel_futures=True)
    return [each for each in found if each is not None]
