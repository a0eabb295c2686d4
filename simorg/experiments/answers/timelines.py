"""Timelines of an experiment: averaged over replications, and whether the warm-up is long enough for them.

Goes in: one row a scenario, replication and bin of time. Come out: the average, one row a scenario and bin;
and a sentence where measuring begins before work in progress has settled.

That it has not is shown by the replications: what each has in the first quarter of the window, less what it
has in the second half, with a 99 % t interval that leaves out zero. How long it takes is then said by MSER-5
on the averaged bins, which are batches already. Alone it takes any wave of a short run for its start.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simorg.config.labels import joined
from simorg.experiments.answers.words import plain
from simorg.statistics.intervals import mean_interval
from simorg.statistics.warmup import mser5

if TYPE_CHECKING:
    import pandas as pd

BINS = 36
"""Bins of a timeline, whatever the horizon."""
FEWEST = 4
"""Replications from which it can be shown that work in progress has not settled."""
CONFIDENCE = 0.99


class Settling(NamedTuple):
    """A scenario that is measured too early; `after_days` is NaN if the run is too short to say when to."""

    scenario: str
    after_days: float
    warm_up_days: float
    horizon_days: float


def timeline_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Return timelines averaged over replications, with their number ``n``.

    Parameters
    ----------
    rows : DataFrame
        One row a scenario, replication and bin, in the order wanted.
    """
    if rows.empty:
        return rows
    groups = rows.groupby(["scenario", "day"], sort=False)
    means = groups.mean(numeric_only=True).drop(columns="replication")
    means.insert(0, "n", groups.size())
    return means.reset_index()


def too_late(rows: pd.DataFrame, warm_ups: Mapping[str, float]) -> list[Settling]:
    """Return the scenarios of which replications show that measuring begins before they have settled.

    Parameters
    ----------
    rows : DataFrame
        One row a scenario, replication and bin.
    warm_ups : mapping of float
        Warm-up of each scenario in days; one without, or with too few replications, is left out.
    """
    every = rows.groupby("scenario", sort=False) if len(rows) else ()
    mine = {str(name): group.pivot(index="replication", columns="day", values="wip") for name, group in every}
    found = (_settling(name, wip, warm_ups[name]) for name, wip in mine.items() if name in warm_ups)
    return [each for each in found if each is not None]


def _settling(name: str, wip: pd.DataFrame, warm_up: float) -> Settling | None:
    """Look at the work in progress of one scenario, a row a replication and a column a bin."""
    values, days = wip.to_numpy(float), wip.columns.to_numpy(float)
    window = values[:, np.searchsorted(days, warm_up + 1e-6 * days[-1], side="right") :]
    bins = window.shape[1]
    if len(values) < FEWEST or bins < 4:
        return None
    change = window[:, : bins // 4].mean(axis=1) - window[:, bins - bins // 2 :].mean(axis=1)
    interval = mean_interval(change, CONFIDENCE)
    if not abs(interval.mean) > interval.half_width:
        return None
    cut = mser5(values.mean(axis=0), 1)
    after = days[cut.observations - 1] if cut.reliable and cut.observations else math.nan
    return Settling(name, float(after) if after > warm_up else math.nan, warm_up, float(days[-1]))


def settling_words(late: Iterable[Settling]) -> list[str]:
    """Say of scenarios that settle too late which warm-up they need, and of others that none can be told.

    Parameters
    ----------
    late : iterable of Settling
        From `too_late`.
    """
    every = list(late)
    settled = [each for each in every if not math.isnan(each.after_days)]
    never = [each for each in every if math.isnan(each.after_days)]
    return [*([_needs(settled)] if settled else []), *([_does_not(never)] if never else [])]


def _needs(late: list[Settling]) -> str:
    named = joined([f"{each.after_days:.0f} days ({plain(each.scenario)})" for each in late])
    first, needed = late[0], max(math.ceil(each.after_days) for each in late)
    longer = first.horizon_days + needed - first.warm_up_days
    return (
        f"A warm-up of {first.warm_up_days:g} days is too short: work in progress still changes afterwards, "
        f"and settles after {named} by MSER-5; "
        f"warm_up_days={needed} horizon_days={longer:g} measures as long as before."
    )


def _does_not(never: list[Settling]) -> str:
    names, first = joined([plain(each.scenario) for each in never]), never[0]
    return (
        f"A warm-up of {first.warm_up_days:g} days is too short: work in progress ({names}) still changes "
        f"afterwards, and MSER-5 cannot tell from {first.horizon_days:g} days when it settles, or whether; "
        f"horizon_days={2.0 * first.horizon_days:g} shows more."
    )
