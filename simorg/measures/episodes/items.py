"""Items: initiatives and changes, from their creation to their end."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simorg.engines.trace import Event, Origin
from simorg.measures.arrays import Bools, Codes, Floats, Ints
from simorg.measures.episodes.cases import Cases
from simorg.measures.episodes.contacts import Moves
from simorg.measures.episodes.directory import find_all
from simorg.measures.episodes.rows import CREATED, ENDED, Rows


class Items(NamedTuple):
    """One entry an item, in order of creation."""

    origin: Codes
    created: Floats
    ended: Floats  # the horizon if still open
    ending: Codes  # an Event, or 0 while open
    handoffs: Ints
    strayed: Bools  # went to a wrong team
    returned: Bools  # went back to the team it had just left

    @property
    def initiative(self) -> Bools:
        """Say which items are initiatives (the others are changes)."""
        chosen: Bools = self.origin == Origin.IDEA
        return chosen

    def ended_as(self, ending: Event) -> Bools:
        """Say which items ended in one way."""
        chosen: Bools = self.ending == ending
        return chosen


def read_items(rows: Rows, cases: Cases, moves: Moves, end: float) -> Items:
    """Pair creations and endings of items.

    Parameters
    ----------
    rows : Rows
        The rows of a trace.
    cases : Cases
        What travels.
    moves : Moves
        How it moved.
    end : float
        Horizon, in days.
    """
    created, endings = rows.of(CREATED), rows.of(ENDED)
    ended = np.full(cases.items, end)
    ending = np.zeros(cases.items, dtype=np.int32)
    where = find_all(cases.table, cases.address, endings.subject)
    assert (where >= 0).all(), "an item ended that was never created"
    ended[where] = endings.time
    ending[where] = endings.event
    return Items(
        created.code,
        created.time,
        ended,
        ending,
        moves.handoffs[: cases.items],
        moves.strayed[: cases.items],
        moves.returned[: cases.items],
    )
