"""Seats over replications: who is busy with what, what waits for whom, who is asked for too much.

Goes in: the seats of replications. Comes out: tidy tables, one row a scenario, seat and skill, or one row a
scenario and queue (the people of one team who can do a skill, whatever their seat). What people are
asked for is what they did and what was left to wait: above 100 % queues grow as long as a run lasts.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from simorg.experiments.running.task import Columns, Result
from simorg.measures.seats import KEYS, QUEUE, SHARES, SOURCES
from simorg.statistics.grouped import mean_intervals

TARGET = 0.85
"""Share of their time up to which head counts keep what people are asked for."""

SEAT = ["scenario", "team", "role", "skills"]
WITH_INTERVAL = {
    "busy_share": "busy_half_width",
    "asked_share": "asked_half_width",
    "queue_growth_per_quarter": "queue_growth_half_width",
}
"""Means that have the half-width of their 95 % interval beside them."""
SPENT = [f"{source}_share" for source in SOURCES]
NUMBERS = (*SHARES, "jobs_per_quarter", *QUEUE)
COLUMNS = [
    "scenario", *KEYS, "people", "n", "busy_share", "busy_half_width", "asked_share", "asked_half_width",
    *SPENT, "jobs_per_quarter", "wait_mean_days", "queue_mean_jobs", "queue_growth_per_quarter",
    "queue_growth_half_width",
]  # fmt: skip
QUEUE_COLUMNS = [
    "scenario", "team", "skill", "who", "people", "busy_share", "asked_share", "asked_half_width",
    "people_for_85", "jobs_per_quarter", "wait_mean_days", "queue_mean_jobs", "queue_growth_per_quarter",
    "queue_growth_half_width",
]  # fmt: skip


def rows_of(results: Iterable[Result]) -> Columns:
    """Return the seats of all replications of some results as one table, by columns."""
    tables = [{"scenario": result.task.scenario} | seats for result in results for seats in result.seats]
    if not tables:
        return {}
    sizes = [len(table["people"]) for table in tables]
    return {
        name: np.concatenate([np.broadcast_to(t[name], n) for t, n in zip(tables, sizes, strict=True)])
        for name in tables[0]
    }


def seat_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the means over replications of every seat and skill.

    Parameters
    ----------
    rows : DataFrame
        One row a scenario, replication, seat and skill, in order of scenario and replication.

    Returns
    -------
    DataFrame
        `COLUMNS`; the mean wait is that of all jobs of all replications.
    """
    if rows.empty:
        return pd.DataFrame(columns=COLUMNS)
    group = rows.groupby(["scenario", *KEYS], sort=False).ngroup().to_numpy()
    order, sizes = np.argsort(group, kind="stable"), np.bincount(group)
    sorted_rows = rows.iloc[order]
    table = sorted_rows.iloc[np.cumsum(sizes) - sizes][["scenario", *KEYS, "people"]].reset_index(drop=True)
    for name in NUMBERS:
        found = mean_intervals(sorted_rows[name].to_numpy(float), sizes)
        table[name] = found.mean
        if name in WITH_INTERVAL:
            table[WITH_INTERVAL[name]] = found.half_width
    table["n"] = sizes
    jobs, wait = (sorted_rows[name].to_numpy(float) for name in ("jobs_per_quarter", "wait_mean_days"))
    table["wait_mean_days"] = _weighted(wait, jobs, np.repeat(np.arange(len(sizes)), sizes))
    return table[COLUMNS]


def queue_table(seats: pd.DataFrame) -> pd.DataFrame:
    """Return one row a team and skill: everybody who can do it, whatever else they do.

    Parameters
    ----------
    seats : DataFrame
        From `seat_table`.

    Returns
    -------
    DataFrame
        `QUEUE_COLUMNS`, those asked for most first within a scenario. Half-widths of several seats are
        averaged, which is on the safe side.
    """
    able = seats[seats["skill"] != ""]
    if able.empty:
        return pd.DataFrame(columns=QUEUE_COLUMNS)
    keys = ["scenario", "team", "skill"]
    place = able.groupby(keys, sort=False).ngroup().to_numpy()
    grouped = able.groupby(keys, sort=False)
    table = grouped[["people", "jobs_per_quarter"]].sum()
    for name in ("busy_share", "asked_share", "asked_half_width"):
        table[name] = _weighted(able[name].to_numpy(float), able["people"].to_numpy(float), place)
    table["wait_mean_days"] = _weighted(
        able["wait_mean_days"].to_numpy(float), able["jobs_per_quarter"].to_numpy(float), place
    )
    for name in (*QUEUE, "queue_growth_half_width"):
        table[name] = grouped[name].first()
    table["who"] = _who(able, keys)
    table["people_for_85"] = [people_for(*row) for row in table[["people", "asked_share"]].to_numpy()]
    return by_load(table.reset_index())[QUEUE_COLUMNS]


def people_table(seats: pd.DataFrame) -> pd.DataFrame:
    """Return one row a seat, those asked for most first within a scenario: what their time goes into.

    Parameters
    ----------
    seats : DataFrame
        From `seat_table`.
    """
    grouped = seats.groupby(SEAT, sort=False)
    table = grouped[
        ["people", "n", "busy_share", "busy_half_width", "asked_share", "asked_half_width"]
    ].first()
    table[SPENT] = grouped[SPENT].sum()
    table["people_for_85"] = [people_for(*row) for row in table[["people", "asked_share"]].to_numpy()]
    return by_load(table.reset_index())


def busiest(seats: pd.DataFrame) -> pd.DataFrame:
    """Return the busiest seat of each scenario.

    Parameters
    ----------
    seats : DataFrame
        From `seat_table`.
    """
    order = seats.sort_values(["busy_share", "asked_share"], ascending=False, kind="stable")
    return order.drop_duplicates("scenario").sort_index()


def by_load(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with those asked for most first within a scenario; scenarios stay in their order."""
    rank = pd.Series(pd.factorize(table["scenario"])[0], index=table.index)
    order = np.lexsort((-table["asked_share"].to_numpy(float), rank))
    return table.iloc[order].reset_index(drop=True)


def people_for(people: float, asked: float, target: float = TARGET) -> int:
    """Return the least head count of such people that is asked for at most a target share of its time.

    Parameters
    ----------
    people : float
        How many there are.
    asked : float
        Share of their time that they are asked for.
    target : float
        Share wanted.
    """
    return math.ceil(people * asked / target - 1e-9)


def _who(able: pd.DataFrame, keys: list[str]) -> pd.Series[str]:
    """Return the roles of each queue with head counts: ``ml engineer (1), data scientist (2)``."""
    count = able.groupby([*keys, "role"], sort=False)["people"].sum().reset_index()
    count["who"] = count["role"].str.replace("_", " ") + " (" + count["people"].astype(str) + ")"
    return count.groupby(keys, sort=False)["who"].agg(", ".join)


def _weighted(values: Any, weights: Any, group: Any) -> Any:
    """Return the weighted mean of each group; values without weight do not count."""
    counted = weights > 0.0
    total = np.bincount(group[counted], weights[counted], group.max() + 1)
    summed = np.bincount(group[counted], (weights * values)[counted], group.max() + 1)
    return np.divide(summed, total, out=np.full(len(total), np.nan), where=total > 0.0)
