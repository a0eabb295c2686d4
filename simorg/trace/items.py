"""Items: which initiative, change, incident, request, false alarm or model each row of a trace is about.

Goes in: the rows of a trace. Comes out: the item of every row, and its one name, which logs, tables and
stories share; a log puts the replication before it.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from simorg.trace.address import (
    ALARMS_PER_CHILD,
    Child,
    child_address,
    is_of_unit,
    item_name,
    item_of,
    job_address,
    kind_of,
    model_of,
)
from simorg.trace.codes import Origin
from simorg.trace.events import Event, Subject

Ints = npt.NDArray[np.int64]
Records = np.ndarray[Any, np.dtype[np.void]]

JOB_EVENTS = tuple(event for event in Event if event.subject == Subject.JOB)
MODEL_EVENTS = tuple(e for e in Event if e.subject == Subject.MODEL and e != Event.FALSE_ALARM)
NO_MODEL = -1
OF_MODEL = "-model"
"""Ends the name of the life of a model, whose initiative has the same address."""

KIND_OF_ORIGIN = {
    Origin.IDEA: "initiative",
    Origin.RETRAIN: "retraining",
    Origin.FIX: "fix",
    Origin.IMPROVEMENT: "improvement",
    Origin.RETRAIN_AUTOMATED: "automated_retraining",
}
KIND_OF_CHILD = {
    Child.INCIDENT: "incident",
    Child.ALARM: "false_alarm",
    Child.DUTY: "duty",
    Child.REVIEW: "review",
    Child.ON_CALL: "on_call",
    Child.REQUEST: "request",
}


class Item(NamedTuple):
    """An item: its address, and whether it is the life of a model rather than its initiative."""

    address: int
    of_model: bool

    def name(self, units: tuple[str, ...]) -> str:
        """Return its name."""
        return item_name(self.address, units) + (OF_MODEL if self.of_model else "")

    @property
    def kind(self) -> str:
        """What its address says it is; of initiatives and changes, their origin says more."""
        return "model" if self.of_model else KIND_OF_CHILD.get(Child(kind_of(self.address)), "")

    @property
    def model(self) -> int:
        """Address of the model that it concerns, or that it becomes; none of what concerns a unit alone."""
        return NO_MODEL if is_of_unit(self.address) else int(model_of(self.address))


class Items(NamedTuple):
    """The items in order of their first row."""

    of_row: Ints  # item of each row
    items: list[Item]


def items_of(rows: Records) -> Items:
    """Tell which item each row is about.

    Parameters
    ----------
    rows : ndarray of ROW
        Rows of a trace without the end of the run.
    """
    keys, first, inverse = np.unique(_keys(rows), return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return Items(rank[inverse], [Item(key >> 1, bool(key & 1)) for key in keys[order].tolist()])


def is_job(event: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
    """Say which events are of jobs."""
    return np.isin(event, JOB_EVENTS)


def live_models(rows: Records) -> set[int]:
    """Return the addresses of all models that were ever live."""
    return set(rows["subject"][rows["event"] == Event.MODEL_LIVE].tolist())


def _keys(rows: Records) -> Ints:
    """Return twice the address of the item of each row, one more for what befalls a model."""
    event, subject = rows["event"], rows["subject"]
    job = is_job(event)
    # The job of a false alarm or a duty is its item: the address above it holds a thousand of them.
    alone = job & np.isin(kind_of(subject), (Child.ALARM, Child.DUTY))
    item = np.where(job & ~alone, item_of(subject), subject)
    cried = np.flatnonzero(event == Event.FALSE_ALARM)
    item[cried] = _alarm_addresses(subject[cried])
    keys: Ints = 2 * item + np.isin(event, MODEL_EVENTS)
    return keys


def _alarm_addresses(models: Ints) -> Ints:
    """Return the address of the job that the n-th false alarm of a model makes if it is noticed."""
    seen: dict[int, int] = {}
    found = np.empty(len(models), dtype=np.int64)
    for position, model in enumerate(models.tolist()):
        seen[model] = seen.get(model, 0) + 1
        child, n = divmod(seen[model], ALARMS_PER_CHILD)
        found[position] = job_address(child_address(model, Child.ALARM, child), n + 1)
    return found
