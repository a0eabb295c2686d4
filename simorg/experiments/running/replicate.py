"""Replications of one scenario: the same plan, the same seed, another address of every draw."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from simorg.config.errors import SettingsError
from simorg.config.settings import Settings
from simorg.experiments.running.pools import run_tasks
from simorg.experiments.running.task import HEAD, Result, Row, Task, pack, split, unpack
from simorg.measures import Measure, catalogue

if TYPE_CHECKING:
    import pandas as pd

Progress = Callable[[int, int], None]
"""Called with the replications that are done and those that are wanted."""

IN_SESSION = "simorg.simulate(settings, replication={replication}, engine=%r)"
"""How to repeat a replication of settings that only the caller's session knows."""


def replicate(
    settings: Settings,
    replications: int | None = None,
    engine: str | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Run replications and measure each.

    Replication r is the same however many are run, in whatever order, by however many workers.

    Parameters
    ----------
    settings : Settings
        What to run.
    replications : int, optional
        How many; ``settings.replications`` when left out.
    engine : str, optional
        Overrides ``settings.engine``.
    workers : int, optional
        Processes; none = one for each core, 1 = this process.
    progress : callable, optional
        Called with (done, wanted) after every task.

    Returns
    -------
    DataFrame
        One row a replication: `HEAD`, then every measure (NaN where there was nothing to count);
        ``attrs["units"]`` has the unit of every measure. A replication that fails is a row with
        status ``failed``, the error, and the command that repeats it.

    Raises
    ------
    SettingsError
        If the organisation cannot do the work it is asked for, or `replications` is not a whole number
        of at least 1.
    """
    wanted = settings.replications if replications is None else replications
    if not isinstance(wanted, int) or wanted < 1:
        raise SettingsError(f"replications = {wanted!r}: must be a whole number of at least 1")
    _, plan = unpack(pack(settings))  # refuses what cannot run before any process starts
    tasks = split("", settings, list(range(wanted)), task_size(wanted), engine=engine,
                   repeat=IN_SESSION % (engine or settings.engine))  # fmt: skip
    rows = [row for result in run_all(tasks, workers, progress) for row in result.rows]
    return table(rows, catalogue(plan))


def task_size(replications: int) -> int:
    """Return a size of task that loses little when a run is killed, and keeps parts few."""
    return max(1, min(50, -(-replications // 10)))


def run_all(
    tasks: Sequence[Task], workers: int | None = None, progress: Progress | None = None
) -> list[Result]:
    """Run tasks and return their results, or those of their parts, in the order of the tasks."""
    found: list[Result] = []
    wanted = sum(task.size for task in tasks)
    with closing(run_tasks(tasks, workers)) as results:
        for result in results:
            found.append(result)
            if progress is not None:
                progress(sum(each.task.size for each in found), wanted)
    place = {scenario: n for n, scenario in enumerate(dict.fromkeys(task.scenario for task in tasks))}
    return sorted(found, key=lambda result: (place[result.task.scenario], result.task.first))


def table(rows: Sequence[Row], measures: Sequence[Measure]) -> pd.DataFrame:
    """Return rows as a table with units.

    Parameters
    ----------
    rows : sequence of dict
        Rows of tasks.
    measures : sequence of Measure
        Columns to keep, in this order; a measure that a row does not have is missing there.
    """
    import pandas as pd

    frame = pd.DataFrame.from_records(list(rows))
    front = [name for name in ("scenario", *HEAD) if name in frame]
    frame = frame.reindex(columns=front + [measure.name for measure in measures])
    frame.attrs["units"] = {measure.name: measure.unit for measure in measures}
    return frame
