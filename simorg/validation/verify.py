"""Hold the engine against theory: textbook cases, their closed forms, and bands of acceptance.

A row is accepted when the closed form lies inside the confidence interval of the simulated mean.
Intervals are Bonferroni-widened over all rows, so that a correct engine fails this table with
probability `FALSE_ALARM` at most, whatever the seed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from simorg.config.compose import load
from simorg.config.errors import SettingsError, nearest
from simorg.config.settings import Settings
from simorg.experiments.running.replicate import run_all, task_size
from simorg.experiments.running.task import FAILED, split
from simorg.statistics.intervals import mean_interval
from simorg.statistics.simultaneous import bonferroni_confidence
from simorg.validation.oracles import CASES, Prediction, predictions, readers_of

if TYPE_CHECKING:
    import pandas as pd

FALSE_ALARM = 0.01
"""Probability that a correct engine fails somewhere in the table."""

EXACT_TOLERANCE = 1e-9
"""Relative band where replications do not vary at all."""

APPROXIMATION_BAND = 0.15
"""Relative band for M/G/c with more than one server, for which no exact formula is known."""


def verify(
    names: Sequence[str] = (),
    replications: int = 10,
    engine: str | None = None,
    workers: int | None = None,
    overrides: Sequence[str] = (),
) -> pd.DataFrame:
    """Run textbook cases and compare every known quantity with its closed form.

    Parameters
    ----------
    names : sequence of str
        Cases; all when empty.
    replications : int
        Replications of each case, at least 2.
    engine : str, optional
        Engine; the default of the settings when left out.
    workers : int, optional
        Processes; all cores when left out.
    overrides : sequence of str
        Further overrides for every case.

    Returns
    -------
    DataFrame
        As `compared` has it.

    Raises
    ------
    SettingsError
        If a case is unknown, or cannot run.
    """
    import pandas as pd

    chosen = cases_of(names, overrides)
    tasks = [
        task
        for name, settings in chosen.items()
        for task in split(
            name, settings, list(range(replications)), task_size(replications), engine=engine,
            readers=readers_of(settings),
        )
    ]  # fmt: skip
    rows = [
        {"scenario": result.task.scenario} | row
        for result in run_all(tasks, workers)
        for row in result.rows
    ]  # fmt: skip
    for row in rows:
        if row["status"] == FAILED:
            raise SettingsError(f"textbook case {row['scenario']}: {row['error']}")
    return compared(chosen, pd.DataFrame(rows))


def cases_of(names: Sequence[str], overrides: Sequence[str] = ()) -> dict[str, Settings]:
    """Return the settings of textbook cases by name, of all when none is named.

    Raises
    ------
    SettingsError
        If a case is unknown, or named twice.
    """
    for name in names:
        if name not in CASES:
            raise SettingsError(f"unknown textbook case '{name}'{nearest(name, CASES)}")
        if names.count(name) > 1:
            raise SettingsError(f"textbook case '{name}' is named twice")
    return {name: load([f"+textbook={name}", *overrides]) for name in names or CASES}


def compared(chosen: Mapping[str, Settings], runs: pd.DataFrame) -> pd.DataFrame:
    """Return theory beside simulation, a row a quantity.

    Parameters
    ----------
    chosen : mapping of str to Settings
        Textbook cases by name.
    runs : DataFrame
        One row a case (column ``scenario``) and replication, with measures and what readers read.

    Returns
    -------
    DataFrame
        Columns case, measure, theory, simulated, half_width, low, high, replications, error_percent,
        formula, accepted. All intervals hold together.
    """
    import pandas as pd

    known = {name: predictions(settings) for name, settings in chosen.items()}
    confidence = bonferroni_confidence(1.0 - FALSE_ALARM, sum(map(len, known.values())))
    rows = []
    for name, told in known.items():
        mine = runs[runs["scenario"] == name].reindex(columns=[p.measure for p in told])
        rows += [_row(name, p, mine[p.measure].to_numpy(dtype=float), confidence) for p in told]
    return pd.DataFrame(rows)


def _row(name: str, prediction: Prediction, values: np.ndarray, confidence: float) -> dict[str, object]:
    interval = mean_interval(values, confidence)
    theory = prediction.theory
    band = max(interval.half_width, EXACT_TOLERANCE * abs(theory))
    if not prediction.exact:
        band = max(band, APPROXIMATION_BAND * abs(theory))
    return {
        "case": name,
        "measure": prediction.measure,
        "theory": theory,
        "simulated": interval.mean,
        "half_width": interval.half_width,
        "low": interval.mean - interval.half_width,
        "high": interval.mean + interval.half_width,
        "replications": interval.n,
        "error_percent": 100.0 * (interval.mean / theory - 1.0),
        "formula": "exact" if prediction.exact else "approximation",
        "accepted": bool(abs(interval.mean - theory) <= band),
    }
