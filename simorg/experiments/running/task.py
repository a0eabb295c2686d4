"""The unit of work: some replications of one scenario, a pure function of the task.

Goes in: a task (settings, which replications, which engine). Comes out: one row a replication,
and, when asked for, its timelines and seats. Where and when a task runs changes nothing in its rows.
"""

from __future__ import annotations

import math
import pickle
import traceback
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from simorg.config.errors import SettingsError
from simorg.config.levers import Value
from simorg.config.settings import Settings
from simorg.engines.run import simulate
from simorg.measures import catalogue, compute_from
from simorg.measures.episodes import read
from simorg.measures.seats import Seats, seats_from, seats_of
from simorg.measures.timelines import timeline_from
from simorg.organisation.structures import label
from simorg.plan import Plan, plan_of
from simorg.trace.episodes import Episodes
from simorg.trace.episodes import read as read_in_full
from simorg.trace.rows import Trace

OK, FAILED = "ok", "failed"
HEAD = ("replication", "seed", "structure", "status", "error", "command")
"""Columns of a row before its measures."""

Row = dict[str, Any]
Reader: TypeAlias = Callable[[Trace, Episodes], dict[str, float]]
"""Reads further numbers from a replication; a function of a module, which every process can find."""
Columns = dict[str, Any]
"""A table by its columns: arrays, and plain values that all of its rows share."""


class Task(NamedTuple):
    """Replications `first` ... `first + size - 1` of one scenario."""

    scenario: str
    settings: bytes  # pickled once, however many tasks there are
    first: int
    size: int
    engine: str | None = None
    bin_days: float | None = None  # of timelines; none = no timelines
    seats: bool = False  # whether they are wanted
    repeat: str = ""  # how to repeat one replication, with {replication} in it
    levers: tuple[tuple[str, Value], ...] = ()  # columns that say what sets the scenario apart
    readers: tuple[Reader, ...] = ()  # columns besides the measures


class Result(NamedTuple):
    """What a task gave."""

    task: Task
    rows: list[Row]
    timelines: list[Row]  # one a bin and replication
    seats: Sequence[Columns] = ()  # one table a replication


Batch: TypeAlias = Sequence[Task]
"""Blocks that run one after the other and are kept as one part."""


def pack(settings: Settings) -> bytes:
    """Return settings as bytes for `Task.settings`."""
    return pickle.dumps(settings, protocol=5)


@lru_cache(maxsize=16)
def unpack(packed: bytes) -> tuple[Settings, Plan]:
    """Return settings and their plan, built once in each process."""
    settings: Settings = pickle.loads(packed)
    return settings, plan_of(settings)


@lru_cache(maxsize=16)
def seated(packed: bytes) -> Seats:
    """Return the seats of settings, found once in each process."""
    return seats_of(unpack(packed)[1])


def asked_of(task: Task) -> str:
    """Return the engine that is asked for."""
    return task.engine or unpack(task.settings)[0].engine


def split(
    scenario: str, settings: Settings, replications: list[int], size: int, **options: Any
) -> list[Task]:
    """Cut a list of replications into tasks of consecutive ones.

    Parameters
    ----------
    scenario : str
        Name of the scenario.
    settings : Settings
        What to run.
    replications : list of int
        Numbers of the replications, ascending.
    size : int
        Most replications in a task.
    **options
        Further fields of `Task`.
    """
    packed, tasks = pack(settings), list[Task]()
    for r in replications:
        last = tasks[-1] if tasks else None
        if last is not None and r == last.first + last.size and last.size < size:
            tasks[-1] = last._replace(size=last.size + 1)
        else:
            tasks.append(Task(scenario, packed, r, 1, **options))
    return tasks


def run_task(task: Task) -> Result:
    """Run the replications of a task.

    Returns
    -------
    Result
        Rows in order of replication; a replication that fails, or an organisation that cannot do the
        work it is asked for, gives rows with status ``failed``.
    """
    rows: list[Row] = []
    timelines: list[Row] = []
    seats: list[Columns] = []
    for replication in range(task.first, task.first + task.size):
        row: Row = dict.fromkeys(HEAD, "")
        row |= {"replication": replication} | dict(task.levers)
        try:
            settings, plan = unpack(task.settings)
            row |= {"seed": settings.seed, "structure": label(settings)}
            row |= {"status": OK} | dict.fromkeys((measure.name for measure in catalogue(plan)), math.nan)
            numbers, bins, seated = _run_one(settings, plan, replication, task)
            row |= numbers
            timelines += bins
            seats += seated
        except Exception as error:
            command = task.repeat.replace("{replication}", str(replication))
            row |= {"status": FAILED, "error": _described(error), "command": command}
        rows.append(row)
    return Result(task, rows, timelines, seats)


def run_batch(batch: Batch) -> list[Result]:
    """Run some tasks one after the other: the unit of work of every executor, kept as one part."""
    return [run_task(task) for task in batch]


def _run_one(
    settings: Settings, plan: Plan, replication: int, task: Task
) -> tuple[dict[str, float], list[Row], list[Columns]]:
    trace = simulate(settings, replication, task.engine, plan)
    episodes = read(trace)
    numbers = compute_from(episodes, plan)
    infinite = [name for name, number in numbers.items() if np.isinf(number)]
    assert not infinite, f"infinite measures: {', '.join(infinite)}"
    numbers |= _further(trace, task.readers)
    named = {"replication": replication}
    seats = [named | seats_from(episodes, seated(task.settings))] if task.seats else []
    if task.bin_days is None:
        return numbers, [], seats
    columns = timeline_from(episodes, task.bin_days)
    bins = zip(*(column.tolist() for column in columns.values()), strict=True)
    return numbers, [named | dict(zip(columns, values, strict=True)) for values in bins], seats


def _further(trace: Trace, readers: Sequence[Reader]) -> dict[str, float]:
    if not readers:
        return {}
    episodes = read_in_full(trace)
    return {name: number for reader in readers for name, number in reader(trace, episodes).items()}


def _described(error: Exception) -> str:
    """Return type, message and place of an error, in one line; bad settings speak for themselves."""
    if isinstance(error, SettingsError):
        return " ".join(str(error).split())
    frames = traceback.extract_tb(error.__traceback__)
    place = f" (in {frames[-1].name}, line {frames[-1].lineno})" if frames else ""
    return " ".join(f"{type(error).__name__}: {error}{place}".split())
