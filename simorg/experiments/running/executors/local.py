"""Run on one machine: threads over the compiled engine, processes over the reference."""

from __future__ import annotations

from collections.abc import Generator, Iterable

from simorg.config.settings import Settings
from simorg.experiments.running.pools import run_batches
from simorg.experiments.running.task import Batch, Result
from simorg.experiments.running.workers import cores


def width(settings: Settings) -> int:
    """Return how many batches run side by side."""
    return settings.executor.workers or cores()


def run(batches: Iterable[Batch], settings: Settings, runs: int = 0) -> Generator[list[Result]]:
    """Run batches side by side.

    Parameters
    ----------
    batches : iterable of Batch
        What to run; taken one by one as workers become free.
    settings : Settings
        The experiment: ``engine`` and ``executor.workers`` count.
    runs : int
        Replications in all batches.
    """
    return run_batches(batches, settings.engine, settings.executor.workers, runs)
