"""Cases of a log: which initiative, change, incident, false alarm or model each row is about.

Goes in: the rows of a trace. Comes out: the case of every row, and for each case its name and its
attributes, which are known once the run is over.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from simorg.trace.rows import (
    ALARMS_PER_CHILD,
    CHILD_BITS,
    FIRST_STARTING_MODEL,
    JOB_BITS,
    KIND_BITS,
    ORDINAL_BITS,
    Cause,
    Child,
    Event,
    Origin,
    Trace,
    child_address,
)

Ints = npt.NDArray[np.int64]
Records = np.ndarray[Any, np.dtype[np.void]]

ITEM_MASK = ~((1 << JOB_BITS) - 1)
MODEL_EVENTS = (Event.MODEL_LIVE, Event.MODEL_REFRESHED, Event.MODEL_RETIRED)
KIND_OF_ORIGIN = {
    Origin.IDEA: "initiative",
    Origin.RETRAIN: "retraining",
    Origin.FIX: "fix",
    Origin.IMPROVEMENT: "improvement",
    Origin.RETRAIN_AUTOMATED: "automated_retraining",
}
KIND_OF_CHILD = {Child.INCIDENT: "incident", Child.ALARM: "false_alarm", Child.DUTY: "duty"}
ENDINGS = {
    Event.ITEM_DELIVERED: "delivered",
    Event.ITEM_DROPPED: "dropped",
    Event.ITEM_CANCELLED: "cancelled",
    Event.INCIDENT_CLOSED: "closed",
    Event.MODEL_RETIRED: "retired",
}


class Cases(NamedTuple):
    """The cases in order of their first row."""

    of_row: Ints  # case of each row
    attributes: list[dict[str, Any]]  # of each case, with `case:` before the name


def cases_of(trace: Trace, rows: Records) -> Cases:
    """Put rows into cases.

    Parameters
    ----------
    trace : Trace
        Where they come from.
    rows : ndarray of ROW
        Its rows without the end of the run.
    """
    keys, first, inverse = np.unique(_keys(rows), return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    of_row = rank[inverse]
    return Cases(of_row, _attributes(trace, rows, of_row, [int(key) for key in keys[order]]))


def _keys(rows: Records) -> Ints:
    """Return twice the address of the case of each row, one more for what befalls a model."""
    event, subject = rows["event"], rows["subject"]
    job = (event >= Event.JOB_QUEUED) & (event <= Event.JOB_PAUSED)
    # The job of a false alarm or a duty is its case: the address above it holds a thousand of them.
    alone = job & np.isin((subject >> (JOB_BITS + CHILD_BITS)) % (1 << KIND_BITS), (Child.ALARM, Child.DUTY))
    case = np.where(job & ~alone, subject & ITEM_MASK, subject)
    cried = np.flatnonzero(event == Event.FALSE_ALARM)
    case[cried] = _alarm_addresses(subject[cried])
    keys: Ints = 2 * case + np.isin(event, MODEL_EVENTS)
    return keys


def _alarm_addresses(models: Ints) -> Ints:
    """Return the address of the job that the n-th false alarm of a model makes if it is noticed."""
    seen: dict[int, int] = {}
    found = np.empty(len(models), dtype=np.int64)
    for position, model in enumerate(models.tolist()):
        seen[model] = seen.get(model, 0) + 1
        child, n = divmod(seen[model], ALARMS_PER_CHILD)
        found[position] = child_address(model, Child.ALARM, child) | (n + 1)
    return found


def _attributes(trace: Trace, rows: Records, of_row: Ints, keys: list[int]) -> list[dict[str, Any]]:
    live = set(rows["subject"][rows["event"] == Event.MODEL_LIVE].tolist())
    found = [_named(trace, key, live) for key in keys]
    telling = (*ENDINGS, Event.ITEM_CREATED, Event.INCIDENT_ONSET, Event.FALSE_ALARM)
    for row in np.flatnonzero(np.isin(rows["event"], telling)).tolist():
        event, code, value = (rows[name][row].item() for name in ("event", "code", "value"))
        case = found[int(of_row[row])]
        if event == Event.ITEM_CREATED:
            case |= {"case:kind": KIND_OF_ORIGIN[Origin(code)], "case:size": value}
        elif event == Event.INCIDENT_ONSET:
            case["case:cause"] = Cause(code).name.lower()
        elif event == Event.FALSE_ALARM:
            case["case:outcome"] = "noticed" if code else "unnoticed"
        else:
            case["case:outcome"] = ENDINGS[Event(event)]
    return found


def _named(trace: Trace, key: int, live: set[int]) -> dict[str, Any]:
    """Return the name of a case, and what its address says about it."""
    address, of_model = divmod(key, 2)
    above, child = address >> (JOB_BITS + CHILD_BITS + KIND_BITS), address >> JOB_BITS
    kind, n = Child((child >> CHILD_BITS) % (1 << KIND_BITS)), child % (1 << CHILD_BITS)
    unit, ordinal = divmod(above, 1 << ORDINAL_BITS)
    started = ordinal >= FIRST_STARTING_MODEL
    asset = f"{trace.labels.units[unit]}-{'start' if started else 'idea'}_{ordinal % FIRST_STARTING_MODEL}"
    asset = f"r{trace.replication}-{asset}"
    if kind == Child.ALARM:
        n = n * ALARMS_PER_CHILD + address % (1 << JOB_BITS) - 1
    suffix = "-model" if of_model else "" if kind == Child.SELF else f"-{kind.name.lower()}_{n}"
    exists = (above << (JOB_BITS + CHILD_BITS + KIND_BITS)) in live
    return {
        "case:concept:name": asset + suffix,
        "case:kind": "model" if of_model else KIND_OF_CHILD.get(kind, ""),
        "case:unit": trace.labels.units[unit],
        "case:model": f"{asset}-model" if exists else None,
        "case:structure": trace.labels.structure,
        "case:replication": trace.replication,
        "case:outcome": "open",
        "case:cause": None,
        "case:size": None,
    }
