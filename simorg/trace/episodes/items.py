"""Items: initiatives and changes, from their creation to their end."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simorg.trace.codes import Origin
from simorg.trace.episodes.rows import Codes, Floats, Ints, Rows, position
from simorg.trace.events import Event

Bools = npt.NDArray[np.bool_]
ENDINGS = (Event.ITEM_DELIVERED, Event.ITEM_DROPPED, Event.ITEM_CANCELLED)


class Items(NamedTuple):
    """One entry an item, in order of address."""

    address: Ints
    origin: Codes
    created: Floats
    ended: Floats  # the horizon if still open
    ending: Codes  # an Event, or 0 while open

    @property
    def initiative(self) -> Bools:
        """Say which items are initiatives (the others are changes)."""
        chosen: Bools = self.origin == Origin.IDEA
        return chosen

    def ended_as(self, ending: Event) -> Bools:
        """Say which items ended in one way."""
        chosen: Bools = self.ending == ending
        return chosen


def read_items(rows: Rows, end: float) -> Items:
    """Pair creations and endings of items.

    Parameters
    ----------
    rows : Rows
        Rows that are not about jobs.
    end : float
        Horizon, in days.
    """
    created = rows.of(Event.ITEM_CREATED).by_subject()
    endings = rows.of(*ENDINGS)
    ended = np.full(len(created.time), end)
    ending = np.zeros(len(created.time), dtype=np.int32)
    where = position(created.subject, endings.subject)
    assert (where >= 0).all(), "an item ended that was never created"
    ended[where] = endings.time
    ending[where] = endings.event
    return Items(created.subject, created.code, created.time, ended, ending)
