"""Where two traces part: the first row that differs, with its neighbours, in words."""

from __future__ import annotations

from typing import Any

import numpy as np

from simorg.engines.trace import JOB_BITS, ROW, Event, Trace
from simorg.plan import Labels

BEFORE, AFTER = 5, 3
Rows = np.ndarray[Any, np.dtype[np.void]]


def first_difference(a: Rows, b: Rows) -> int | None:
    """Return the position of the first row that differs in any byte, or None.

    Parameters
    ----------
    a, b : ndarray of ROW
        Two traces; if one is the beginning of the other, its length is the answer.
    """
    shared = min(len(a), len(b))
    left, right = (rows[:shared].view(np.uint8).reshape(shared, ROW.itemsize) for rows in (a, b))
    differs = np.flatnonzero((left != right).any(axis=1))
    if differs.size:
        return int(differs[0])
    return None if len(a) == len(b) else shared


def report(a: Trace, b: Trace, name_a: str = "first", name_b: str = "second") -> str:
    """Return a page about the first difference; empty if the traces are the same bytes.

    Parameters
    ----------
    a, b : Trace
        Two traces of the same plan.
    name_a, name_b : str
        What to call them.
    """
    at = first_difference(a.rows, b.rows)
    if at is None:
        return ""
    lines = [f"{name_a} ({len(a.rows)} rows) and {name_b} ({len(b.rows)} rows) differ at event {at}"]
    lines += [f"  {n:>8} {row_text(a.rows[n], a.labels)}" for n in range(max(0, at - BEFORE), at)]
    for name, trace in ((name_a, a), (name_b, b)):
        until = min(at + 1 + AFTER, len(trace.rows))
        lines += [f"{name}:"] + [
            f"  {n:>8} {row_text(trace.rows[n], trace.labels)}" for n in range(at, until)
        ]
        if at >= len(trace.rows):
            lines.append("  (ends here)")
    return "\n".join(lines)


def row_text(row: np.void, labels: Labels) -> str:
    """Return one row in words: every bit of its numbers is kept."""
    actor = labels.people[row["actor"]] if row["actor"] >= 0 else "-"
    team = labels.teams[row["team"]] if row["team"] >= 0 else "-"
    case, job = divmod(int(row["subject"]), 1 << JOB_BITS)
    return (
        f"{float(row['time'])!r} {Event(int(row['event'])).name} case {case} job {job} "
        f"code {int(row['code'])} value {float(row['value'])!r} by {actor} in {team}"
    )
