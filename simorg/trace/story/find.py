"""Finding an item in a trace by its name, and the story of its rows."""

from __future__ import annotations

import difflib
import re

import numpy as np

from simorg.config.errors import SettingsError
from simorg.trace.address import item_name, model_of
from simorg.trace.codes import Cause, Origin
from simorg.trace.events import Event, Section
from simorg.trace.items import KIND_OF_ORIGIN, Item, Items, Records, items_of
from simorg.trace.rows import Trace
from simorg.trace.story.cutting import Cutter, rows_of
from simorg.trace.story.parts import Story

MOST_NAMED = 5
ENDINGS = (
    *(event for event in Event if event.section == Section.ENDED), Event.INCIDENT_CLOSED, Event.MODEL_RETIRED,
    Event.REQUEST_RESOLVED,
)  # fmt: skip
REPAIRS = {Cause.NATURAL_DRIFT: (Origin.RETRAIN, Origin.RETRAIN_AUTOMATED)}
"""Origins of the changes that repair an incident, by its cause; a fix repairs any other."""


def names(trace: Trace) -> list[str]:
    """Return the names of all items of a trace, in order of their first row."""
    return [item.name(trace.labels.units) for item in items_of(trace.rows[:-1]).items]


def story_of(trace: Trace, name: str) -> Story:
    """Return the story of an item.

    Parameters
    ----------
    trace : Trace
        What one replication did.
    name : str
        Of the item, as in a log or `Trace.frame`, with or without the replication.

    Raises
    ------
    SettingsError
        If there is no such item.
    """
    rows = trace.rows[:-1]
    items = items_of(rows)
    known = [item.name(trace.labels.units) for item in items.items]
    wanted = name.removeprefix(f"r{trace.replication}-")
    if wanted not in known:
        raise SettingsError(f"ITEM = {name}: {_unknown(wanted, known, trace)}")
    return _story(trace, items, known.index(wanted))


def stories(trace: Trace) -> list[Story]:
    """Return the stories of all items of a trace."""
    items = items_of(trace.rows[:-1])
    return [_story(trace, items, one) for one in range(len(items.items))]


def _story(trace: Trace, items: Items, one: int) -> Story:
    item, labels = items.items[one], trace.labels
    own = trace.rows[np.flatnonzero(items.of_row == one)]
    told = rows_of(own, labels)
    last = _last(own)
    ended = last >= 0
    end = told[last].time if ended else float(trace.rows["time"][-1])
    repairs = _repairs(trace, item) if Event(int(own["event"][0])) == Event.INCIDENT_ONSET else []
    cutter = Cutter(labels, repairs, trace.plan.settings.retraining.policy == "scheduled")
    parts = list(cutter.cut(told[: last + 1] if ended else told, end))
    actors = sorted({int(actor) for actor in own["actor"] if actor >= 0})
    there = tuple(sorted(trace.plan.people["availability"][actors].tolist()))
    name, run = item.name(labels.units), f"{labels.structure}, replication {trace.replication}"
    kind = _kind(own, item)
    return Story(name, item, own, labels, told[0].time, end, ended, there, kind, run, parts)


def _kind(own: Records, item: Item) -> str:
    """Return what an item is, in words."""
    first = own[0]
    origin = first["code"] if first["event"] == Event.ITEM_CREATED else None
    kind = item.kind if origin is None else KIND_OF_ORIGIN[Origin(int(origin))]
    return kind.replace("_", " ")


def _last(own: Records) -> int:
    """Return the position of the row that ends an item, -1 while it is open."""
    events = own["event"]
    if events[0] in (Event.FALSE_ALARM, Event.JOB_QUEUED):  # what ends with its only job
        finished = np.flatnonzero(np.isin(events, (Event.JOB_FINISHED, Event.JOB_WITHDRAWN)))
        return int(finished[0]) if finished.size else 0 if len(own) == 1 else -1
    ends = np.flatnonzero(np.isin(events, ENDINGS))
    return int(ends[0]) if ends.size else -1


def _repairs(trace: Trace, incident: Item) -> list[tuple[float, str]]:
    """Return the changes of a model that may repair an incident: when they began, and their names."""
    rows = trace.rows
    onset = rows[(rows["event"] == Event.INCIDENT_ONSET) & (rows["subject"] == incident.address)][0]
    origins = REPAIRS.get(Cause(int(onset["code"])), (Origin.FIX,))
    created = rows[(rows["event"] == Event.ITEM_CREATED) & np.isin(rows["code"], origins)]
    changes = created[model_of(created["subject"]) == incident.model]
    return [(float(row["time"]), item_name(int(row["subject"]), trace.labels.units)) for row in changes]


def _unknown(wanted: str, known: list[str], trace: Trace) -> str:
    """Return why there is no such item, and the names nearest to it."""
    other = re.match(r"r(\d+)-", wanted)
    if other:
        return f"is of replication {other[1]}; this is replication {trace.replication} (--replication)"
    close = difflib.get_close_matches(wanted, known, n=MOST_NAMED, cutoff=0.5) or known[:MOST_NAMED]
    what = f"replication {trace.replication} of {trace.labels.structure} has no such item"
    if not close:
        return f"{what}; nothing happens in it"
    return f"{what}; nearest: {', '.join(close)}"
