"""What seats say in plain words: who is busiest, asked for too much, alone, idle, and what time goes into."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from simorg.config.labels import inside, joined, sentence
from simorg.experiments.answers.seats import SPENT, TARGET, busiest, people_for, people_table, queue_table
from simorg.experiments.answers.words import counted, plain

OVERLOADED = 0.98
"""Busy share from which one run, which has no interval, is taken to be asked for more than can be done."""
IDLE = 0.1
"""Share of their time below which people count as hardly asked for."""
MOST = 3
"""Most seats or queues that a sentence names."""

Row = Mapping[Any, Any]


def overload(seats: pd.DataFrame) -> list[str]:
    """Return a warning for every scenario in which people are asked for more than they can do.

    Parameters
    ----------
    seats : DataFrame
        From `seat_table`.
    """
    return [
        said
        for scenario, mine in seats.groupby("scenario", sort=False)
        for said in _overload(str(scenario), mine)
    ]


def told(seats: pd.DataFrame) -> list[str]:
    """Return what the seats of one scenario show.

    Parameters
    ----------
    seats : DataFrame
        From `seat_table`, of one scenario.
    """
    if seats.empty or not seats["busy_share"].max() > 0.0:
        return ["Nobody has anything to do: no demand and no live models."]
    calm = "No queue is shown to grow without end."
    warnings = overload(seats) or [calm]
    return [_busiest(seats), *warnings, *_alone(queue_table(seats)), *_idle(seats), _spent(seats)]


def seat_words(row: Row, seats: pd.DataFrame) -> str:
    """Return a seat as people write it: ``ML engineer of hub``.

    What its people can do is said where it tells the seat apart from others of the role in the team.
    """
    mine = seats[(seats["team"] == row["team"]) & (seats["role"] == row["role"])]
    role = inside(sentence(row["role"])) + ("s" if row["people"] > 1 else "")
    can = joined(str(row["skills"]).split("+")) if row["skills"] else "nothing that is asked for"
    apart = f" who can do {can}" if mine["skills"].nunique() > 1 else ""
    return f"{role} of {plain(row['team'])}{apart}"


def per_cent(share: float, decimals: int = 0) -> str:
    """Return a share in per cent, such as ``85 %``."""
    return f"{100.0 * share:.{decimals}f} %"


def share_words(row: Row, what: str) -> str:
    """Return what people are busy with or asked for, in per cent of their time, with its interval.

    Parameters
    ----------
    row : mapping
        One seat or queue.
    what : {"busy", "asked"}
        Which share.
    """
    return _with_width(f"{100.0 * row[f'{what}_share']:.1f}", 100.0 * row[f"{what}_half_width"], 1)


def growth_words(row: Row) -> str:
    """Return the growth of a queue, in jobs a quarter, with its interval."""
    return _with_width(f"{row['queue_growth_per_quarter']:+.2f}", row["queue_growth_half_width"], 2)


def is_overloaded(row: Row) -> bool:
    """Return whether the people of a seat are shown to be asked for more than they can do."""
    if math.isnan(row["asked_half_width"]):
        return bool(row["busy_share"] > OVERLOADED)
    return bool(row["asked_share"] - row["asked_half_width"] > 1.0)


def _overload(scenario: str, seats: pd.DataFrame) -> list[str]:
    over = [row for row in people_table(seats).to_dict("records") if is_overloaded(row)]
    if not over:
        return []
    who = [
        f"the {seat_words(row, seats)} ({counted(row['people'], 'person', 'people')}, asked for "
        f"{share_words(row, 'asked')} % of the time)"
        for row in over
    ]
    skills = {(row["team"], skill) for row in over for skill in str(row["skills"]).split("+")}
    growing = [
        f"{row['skill']} in {plain(row['team'])} {growth_words(row)} jobs a quarter"
        for row in queue_table(seats).to_dict("records")
        if (row["team"], row["skill"]) in skills and _grows(row)
    ]
    queues = f" ({_some(growing)})" if growing else ""
    return [
        f"Warning: in {plain(scenario)}, more is asked of {_some(who)} than can be done. Queues grow as "
        f"long as the run lasts{queues}, and waiting times depend on the horizon."
    ]


def _grows(row: Row) -> bool:
    width = row["queue_growth_half_width"]
    return bool(row["queue_growth_per_quarter"] - (0.0 if math.isnan(width) else width) > 0.0)


def _busiest(seats: pd.DataFrame) -> str:
    (row,) = busiest(seats).to_dict("records")
    need = people_for(row["people"], row["asked_share"])
    more = f"; with {need} it would be {per_cent(TARGET)} at most" if need > row["people"] else ""
    return (
        f"Busiest: {seat_words(row, seats)} ({counted(row['people'], 'person', 'people')}), busy "
        f"{share_words(row, 'busy')} % and asked for {share_words(row, 'asked')} % of the time{more}."
    )


def _alone(queues: pd.DataFrame) -> list[str]:
    """Name the one-person funnels: queues that one busy person alone can work off."""
    alone = queues[(queues["people"] == 1) & (queues["jobs_per_quarter"] > 0.0)]
    funnels = alone[alone["asked_share"] > TARGET]
    if funnels.empty:
        calm = f"nobody there is asked for more than {per_cent(TARGET)} of the time"
        number = counted(len(alone), "queue", "queues")
        return [f"In {number} one person is alone; {calm}."] if len(alone) else []
    named = [
        f"{row['skill']} in {plain(row['team'])} (asked for {per_cent(row['asked_share'])}, a job "
        f"waits {row['wait_mean_days']:.1f} days)"
        for row in funnels.to_dict("records")
    ]
    return [f"One-person funnels: {_some(named)}."]


def _idle(seats: pd.DataFrame) -> list[str]:
    people = people_table(seats)
    idle = people[people["asked_share"] < IDLE][::-1].to_dict("records")
    named = [f"{seat_words(row, seats)} ({row['people']}, {per_cent(row['busy_share'])})" for row in idle]
    if not named:
        return []
    number = counted(sum(row["people"] for row in idle), "person", "people")
    return [f"Hardly asked for, below {per_cent(IDLE)} of the time: {number}: {_some(named)}."]


def _spent(seats: pd.DataFrame) -> str:
    people = people_table(seats)
    weights = people["people"].to_numpy(float)
    shares = people[SPENT].mul(weights, axis=0).sum() / weights.sum()
    free = max(0.0, 1.0 - float(shares.sum()))
    ranked = [SPENT[n] for n in np.argsort(-shares.to_numpy(), kind="stable") if shares.iloc[n] > 0.0]
    parts = [f"{plain(name.removesuffix('_share'))} {per_cent(shares[name], 1)}" for name in ranked]
    return f"The time of all people goes into {joined(parts)}; {per_cent(free, 1)} is free."


def _with_width(value: str, width: float, decimals: int) -> str:
    return value if math.isnan(width) else f"{value} ± {width:.{decimals}f}"


def _some(names: Sequence[str]) -> str:
    """Return the first few names, and how many more there are."""
    more = len(names) - MOST
    return joined([*names[:MOST], *([f"{more} more"] if more > 0 else [])])
