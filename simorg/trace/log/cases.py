"""Cases of a log: the items that rows are about, with their attributes, which are known once the run is over.

Goes in: the rows of a trace. Comes out: the case of every row, and for each case its name and its
attributes.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from simorg.trace.address import Child, item_name, kind_of, parts_of
from simorg.trace.codes import Cause, Notice, Origin
from simorg.trace.events import Event
from simorg.trace.items import KIND_OF_ORIGIN, OF_MODEL, Ints, Item, Items, Records, items_of, live_models
from simorg.trace.rows import Trace

ENDINGS = {
    Event.ITEM_DELIVERED: "delivered",
    Event.ITEM_DROPPED: "dropped",
    Event.ITEM_CANCELLED: "cancelled",
    Event.INCIDENT_CLOSED: "closed",
    Event.MODEL_RETIRED: "retired",
    Event.REQUEST_RESOLVED: "resolved",
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
    found = items_of(rows)
    return Cases(found.of_row, _attributes(trace, rows, found))


def _attributes(trace: Trace, rows: Records, items: Items) -> list[dict[str, Any]]:
    live = live_models(rows)
    found = [_named(trace, item, live) for item in items.items]
    telling = (*ENDINGS, Event.ITEM_CREATED, Event.INCIDENT_ONSET, Event.FALSE_ALARM)
    held = (rows["event"] == Event.JOB_FINISHED) & np.isin(
        kind_of(rows["subject"]), (Child.REVIEW, Child.ON_CALL)
    )
    for row in np.flatnonzero(np.isin(rows["event"], telling) | held).tolist():
        event, code, value = (rows[name][row].item() for name in ("event", "code", "value"))
        case = found[int(items.of_row[row])]
        if event == Event.ITEM_CREATED:
            case |= {"case:kind": KIND_OF_ORIGIN[Origin(code)], "case:size": value}
        elif event == Event.INCIDENT_ONSET:
            case["case:cause"] = Cause(code).word
        elif event == Event.FALSE_ALARM:
            case["case:outcome"] = Notice(code).word
        elif event == Event.JOB_FINISHED:
            case["case:outcome"] = "closed"
        else:
            case["case:outcome"] = ENDINGS[Event(event)]
    return found


def _named(trace: Trace, item: Item, live: set[int]) -> dict[str, Any]:
    """Return the name of a case, and what its address says about it."""
    units, before = trace.labels.units, f"r{trace.replication}-"
    return {
        "case:concept:name": before + item.name(units),
        "case:kind": item.kind,
        "case:unit": units[parts_of(item.address).unit],
        "case:model": before + item_name(item.model, units) + OF_MODEL if item.model in live else None,
        "case:structure": trace.labels.structure,
        "case:replication": trace.replication,
        "case:outcome": "open",
        "case:cause": None,
        "case:size": None,
    }
