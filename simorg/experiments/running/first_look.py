"""A first look before an experiment: a few replications of some scenarios, and their seats as they come in.

Goes in: settings by name. Comes out, after every replication, what is known so far; when all are there it is
the same whatever came first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import pandas as pd

from simorg.config.settings import Settings
from simorg.experiments.answers.seats import rows_of, seat_table
from simorg.experiments.answers.timelines import BINS
from simorg.experiments.running.pools import run_tasks
from simorg.experiments.running.replicate import IN_SESSION
from simorg.experiments.running.stopped import StoppedError
from simorg.experiments.running.task import OK, Result, Task, pack, unpack

FEW = 4
"""Replications of every scenario from which a table says something."""


@dataclass(frozen=True)
class Look:
    """What is known so far."""

    results: Sequence[Result]
    scenarios: Sequence[str]
    wanted: int

    @property
    def done(self) -> int:
        """Return how many replications are there, of all scenarios together."""
        return len(self.results)

    @property
    def seats(self) -> pd.DataFrame:
        """Return the table of seats of the replications that are there."""
        return seat_table(pd.DataFrame(rows_of(self.results)))

    @property
    def timelines(self) -> pd.DataFrame:
        """Return the timelines of the replications that are there."""
        rows = [{"scenario": each.task.scenario} | row for each in self.results for row in each.timelines]
        return pd.DataFrame(rows)


def looks(scenarios: Mapping[str, Settings], replications: int) -> Iterator[Look]:
    """Run scenarios side by side, replication by replication.

    Yields
    ------
    Look
        After every replication; the last one has all.

    Raises
    ------
    SettingsError
        If an organisation cannot do the work it is asked for.
    StoppedError
        If a replication fails.
    """
    packed = {name: pack(settings) for name, settings in scenarios.items()}
    for each in packed.values():
        unpack(each)  # refuses what cannot run before anything does
    tasks = [
        Task(name, packed[name], replication, 1, repeat=IN_SESSION % settings.engine, **_kept(settings))
        for replication in range(replications)
        for name, settings in scenarios.items()
    ]
    place = {name: n for n, name in enumerate(scenarios)}
    found: list[Result] = []
    with closing(run_tasks(tasks)) as results:
        for result in results:
            _refuse_failed(result)
            found = sorted([*found, result], key=lambda each: (place[each.task.scenario], each.task.first))
            yield Look(found, tuple(scenarios), len(tasks))


def _kept(settings: Settings) -> dict[str, Any]:
    return {"seats": True, "bin_days": settings.horizon_days / BINS}


def enough(look: Look) -> bool:
    """Return whether every scenario has a few replications, or all that are wanted."""
    names = [result.task.scenario for result in look.results]
    return look.done == look.wanted or min(map(names.count, look.scenarios)) >= FEW


def _refuse_failed(result: Result) -> None:
    for row in result.rows:
        if row["status"] != OK:
            raise StoppedError(
                f"{result.task.scenario}, replication {row['replication']} failed: {row['error']}\n"
                f"  repeat it: {row['command']}"
            )
