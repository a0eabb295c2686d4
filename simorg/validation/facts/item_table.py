"""Regressions over the delivered items of one replication, as field studies run them on change records.

Items are initiatives and changes made by people, delivered in the window. Distance is the longest
that an item was handed over; people are all who worked for it; size is that of the item.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simorg.trace.codes import Origin
from simorg.trace.episodes import Episodes
from simorg.trace.episodes.rows import Ints, Rows, position
from simorg.trace.events import Event
from simorg.trace.rows import Trace
from simorg.validation.facts.reading import Floats, counts, delivered, failed, people, sizes, slopes

BY_PEOPLE = (Origin.IDEA, Origin.RETRAIN, Origin.FIX, Origin.IMPROVEMENT)
SHORTEST_DAYS = 1.0 / 480.0


class ItemTable(NamedTuple):
    """One entry a delivered item."""

    log_days: Floats
    log_size: Floats
    log_people: Floats
    distance: Floats
    handoffs_before_release: Floats
    kinds: dict[str, Floats]  # 1 or 0 for each kind of change; initiatives have none
    failed: Floats


def item_table(e: Episodes) -> ItemTable:
    """Return what a field study would know of the delivered items."""
    chosen = delivered(e, *BY_PEOPLE)
    address, items = e.items.address[chosen], e.items
    moves = e.rows.of(Event.HANDOFF)
    kinds = {origin.name.lower(): (items.origin[chosen] == origin).astype(float) for origin in BY_PEOPLE[1:]}
    return ItemTable(
        log_days=np.log(np.maximum((items.ended - items.created)[chosen], SHORTEST_DAYS)),
        log_size=np.log(sizes(e, chosen)),
        log_people=np.log(np.maximum(people(e, chosen), 1)),
        distance=_longest(e, address, moves),
        handoffs_before_release=counts(address, _before_release(e, moves)).astype(float),
        kinds={name: column for name, column in kinds.items() if 0.0 < column.mean() < 1.0},
        failed=failed(e, chosen).astype(float),
    )


def coefficients(_: Trace, e: Episodes) -> dict[str, float]:
    """Return what lengthens the interval of items: distance, without and with people, and people."""
    table = item_table(e)
    base = _varying(table.kinds | {"size": table.log_size})
    alone = slopes(table.log_days, base | {"distance": table.distance})
    both = slopes(table.log_days, base | {"distance": table.distance, "people": table.log_people})
    people_only = slopes(table.log_days, base | {"people": table.log_people})
    return {
        "distance_alone": alone["distance"],
        "distance_with_people": both["distance"],
        "people_at_size": people_only["people"],
    }


def failures(_: Trace, e: Episodes) -> dict[str, float]:
    """Return what goes with failure: handoffs before the first release and size, in standard deviations."""
    table = item_table(e)
    base = _varying(table.kinds)
    named = {"handoffs": _standard(table.handoffs_before_release), "size": _standard(table.log_size)}
    found = slopes(table.failed, base | named)
    return {"failure_per_handoff_sd": found["handoffs"], "failure_per_size_sd": found["size"]}


def _longest(e: Episodes, address: Ints, moves: Rows) -> Floats:
    item = position(address, moves.subject)
    known = item >= 0
    longest = np.zeros(len(address))
    np.maximum.at(longest, item[known], e.plan.distance[moves.code[known], moves.team[known]])
    return longest


def _before_release(e: Episodes, moves: Rows) -> Rows:
    """Return the handoffs made before the first step of the first release of their item."""
    steps = e.rows.of(Event.RELEASE_STEP).by_subject()
    subjects, firsts = np.unique(steps.subject, return_index=True)
    where = position(subjects, moves.subject)
    begun = np.where(where >= 0, steps.time[firsts][where] if len(subjects) else np.inf, np.inf)
    return moves.at(np.flatnonzero(moves.time < begun))


def _varying(columns: dict[str, Floats]) -> dict[str, Floats]:
    return {name: column for name, column in columns.items() if len(column) and np.ptp(column) > 0.0}


def _standard(column: Floats) -> Floats:
    spread = float(column.std()) if len(column) else 0.0
    scaled: Floats = (column - column.mean()) / spread if spread > 0.0 else np.zeros_like(column)
    return scaled
