"""Compare two traces byte by byte; say where they part, and what each engine was doing there."""

from __future__ import annotations

import numpy as np

from simorg.engines.trace import ROW, Event, Trace

BEFORE, AFTER = 5, 3


def first_difference(one: Trace, other: Trace) -> int | None:
    """Return the position of the first row in which two traces differ, None if they are equal."""
    a, b = one.rows, other.rows
    if a.tobytes() == b.tobytes():
        return None
    shorter = min(len(a), len(b))
    width = ROW.itemsize
    bytes_a = np.frombuffer(a[:shorter].tobytes(), dtype=np.uint8).reshape(shorter, width)
    bytes_b = np.frombuffer(b[:shorter].tobytes(), dtype=np.uint8).reshape(shorter, width)
    unequal = np.flatnonzero((bytes_a != bytes_b).any(axis=1))
    return int(unequal[0]) if unequal.size else shorter


def told(trace: Trace, at: int) -> str:
    """Return the rows around a position, with the names of their events."""
    lines = [f"{trace.engine}, {len(trace.rows)} rows:"]
    for n in range(max(0, at - BEFORE), min(len(trace.rows), at + AFTER + 1)):
        row = trace.rows[n]
        mark = ">" if n == at else " "
        time, value = row["time"].item(), row["value"].item()
        lines.append(
            f"{mark} {n:>7} {time!r:>20} {Event(row['event'].item()).name:<22} subject {row['subject']}"
            f" code {row['code']} value {value!r} actor {row['actor']} team {row['team']}"
        )
    return "\n".join(lines)


def assert_equal(one: Trace, other: Trace, label: str = "") -> None:
    """Fail with the first difference, if there is one."""
    at = first_difference(one, other)
    if at is not None:
        head = f"{label} replication {one.replication}: traces differ from row {at} on"
        raise AssertionError("\n".join([head, told(one, at), told(other, at)]))
