"""A log with one row an activity: when it was asked for, began and ended, and how long somebody was at work.

Goes in: a log with one row an event. Comes out: one row a job, stage visit, question or approval, and one an
instant, in the order in which they begin.
"""

from __future__ import annotations

import pandas as pd

from simorg.trace.log.columns import COLUMNS as OF_EVENTS
from simorg.trace.log.columns import DTYPES, Column

CASE, ACTIVITY, INSTANCE, MOVE = (
    "case:concept:name", "concept:name", "concept:instance", "lifecycle:transition",
)  # fmt: skip
TIME = "time:timestamp"
BEGINS, ENDS = ("start", "resume"), ("complete", "suspend", "withdraw", "ate_abort", "pi_abort")
LAST = ("complete", "withdraw", "ate_abort", "pi_abort")

COLUMNS = {
    CASE: OF_EVENTS[CASE],
    ACTIVITY: OF_EVENTS[ACTIVITY],
    "scheduled_timestamp": Column("date", False, "when a job was put into its queue"),
    "start_timestamp": Column("date", False, "when it began; empty if nobody ever began"),
    TIME: Column("date", False, "when it ended; empty if it was open when the run ended"),
    MOVE: Column("string", False, "how it ended: complete, withdraw, ate_abort, pi_abort; or empty"),
    INSTANCE: OF_EVENTS[INSTANCE],
    "org:resource": Column("string", False, "person who did it last"),
    "org:group": OF_EVENTS["org:group"],
    "org:role": OF_EVENTS["org:role"],
    "stage": OF_EVENTS["stage"],
    "skill": OF_EVENTS["skill"],
    "priority": OF_EVENTS["priority"],
    "detail": OF_EVENTS["detail"],
    "value": OF_EVENTS["value"],
    "scheduled_day": Column("float", False, "the same in working days since the start of the run"),
    "start_day": Column("float", False, "the same in working days"),
    "end_day": Column("float", False, "the same in working days"),
    "worked_days": Column("float", False, "of a job: working days of work, interruptions left out"),
    "row": Column("int", True, "row of the trace in which it first appears"),
} | {name: column for name, column in OF_EVENTS.items() if name[:5] == "case:" and name != CASE}  # fmt: skip
"""Columns of a log of activities in their order."""


def activities(log: pd.DataFrame) -> pd.DataFrame:
    """Return one row an activity.

    Parameters
    ----------
    log : DataFrame
        One row an event, with the columns of `simorg.trace.log.columns`.

    Returns
    -------
    DataFrame
        The `COLUMNS`, in the order of their first events.
    """
    spans = log[log[INSTANCE].notna()]
    instants = log[log[INSTANCE].isna()]
    found = [_of_instants(instants)] if len(instants) else []
    found += [_of_spans(spans)] if len(spans) else []
    frame = pd.concat(found).sort_values("_place", kind="stable") if found else log.iloc[:0]
    told = frame.reindex(columns=list(COLUMNS)).reset_index(drop=True)
    return pd.DataFrame(
        {name: pd.Series(told[name], dtype=DTYPES[column.type]) for name, column in COLUMNS.items()}
    )


def _of_instants(log: pd.DataFrame) -> pd.DataFrame:
    """Let what is but an instant begin when it ends."""
    return log.assign(start_timestamp=log[TIME], start_day=log["day"], end_day=log["day"], _place=log.index)


def _of_spans(log: pd.DataFrame) -> pd.DataFrame:
    keys = [log[CASE], log[INSTANCE]]
    names = [name for name in COLUMNS if name in log and name not in (TIME, MOVE)]
    last = log.groupby(keys, sort=False)[names].last()
    frame = last.assign(_place=pd.Series(log.index, index=log.index).groupby(keys, sort=False).first())
    frame["row"] = log.groupby(keys, sort=False)["row"].first()
    moves = {
        "scheduled": (log[MOVE] == "schedule", "first"),
        "start": (log[MOVE].isin(BEGINS), "first"),
        "end": (log[MOVE].isin(LAST), "last"),
    }
    for word, (chosen, which) in moves.items():
        mine = log[chosen].groupby([CASE, INSTANCE], sort=False)
        picked = mine.first() if which == "first" else mine.last()
        frame[f"{word}_day"] = picked["day"]
        frame[TIME if word == "end" else f"{word}_timestamp"] = picked[TIME]
        if word == "end":
            frame[MOVE] = picked[MOVE]
    frame["worked_days"] = _worked(log)
    return frame.rename_axis(["_case", "_instance"]).reset_index(drop=True)


def _worked(log: pd.DataFrame) -> pd.Series[float]:
    """Return the time between each begin of a job and the end or interruption that follows it."""
    jobs = log[log[INSTANCE].str.startswith("job_") & (log[MOVE] != "schedule")]
    signed = jobs["day"].where(jobs[MOVE].isin(ENDS), -jobs["day"])
    # Who never began has no time at work to take from the day of withdrawal.
    begun = jobs[MOVE].isin(BEGINS).groupby([jobs[CASE], jobs[INSTANCE]]).transform("any")
    counts = jobs[MOVE].isin(BEGINS).astype(int) - jobs[MOVE].isin(ENDS).astype(int)
    total = signed[begun].groupby([jobs[CASE][begun], jobs[INSTANCE][begun]]).sum()
    still = counts[begun].groupby([jobs[CASE][begun], jobs[INSTANCE][begun]]).sum()
    return total.where(still == 0)
