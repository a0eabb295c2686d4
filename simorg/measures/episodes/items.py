"""Items: initiatives and changes, from their creation to their end."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simorg.compilation import kernel
from simorg.measures.episodes.cases import Cases
from simorg.measures.episodes.contacts import Moves
from simorg.measures.episodes.directory import find
from simorg.measures.episodes.rows import Rows, positions
from simorg.trace.arrays import Bools, Codes, Floats, Ints
from simorg.trace.codes import Origin
from simorg.trace.events import Event, Section


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


@kernel
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
    items, at = cases.items, positions(rows, Section.CREATED.value)
    origin, created = np.empty(items, dtype=np.int32), np.empty(items)
    ending, ended = np.zeros(items, dtype=np.int32), np.full(items, end)
    for n in range(items):
        origin[n], created[n] = rows.table[at[n]]["code"], rows.table[at[n]]["time"]
    for n in positions(rows, Section.ENDED.value):
        row = rows.table[n]
        item = find(cases.table, cases.address, row["subject"])
        assert 0 <= item < items, "an item ended that was never created"
        ending[item], ended[item] = row["event"], row["time"]
    kept = slice(0, items)
    return Items(
        origin, created, ended, ending, moves.handoffs[kept], moves.strayed[kept], moves.returned[kept]
    )
