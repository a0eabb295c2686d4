"""Cases: what travels between teams, an item or an incident.

Items stand first and incidents behind them, in one list of addresses, so that a row about either
finds its case in one look.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simorg.compilation import kernel
from simorg.measures.episodes.directory import index
from simorg.measures.episodes.rows import Rows, positions
from simorg.trace.arrays import Codes, Ints
from simorg.trace.events import Section


class Cases(NamedTuple):
    """All items, then all incidents, each in order of time."""

    table: Codes  # of the directory
    address: Ints
    items: int


@kernel
def read_cases(rows: Rows) -> Cases:
    """List what travels."""
    created, onsets = positions(rows, Section.CREATED.value), positions(rows, Section.ONSETS.value)
    address = np.empty(len(created) + len(onsets), dtype=np.int64)
    for n in range(len(created)):
        address[n] = rows.table[created[n]]["subject"]
    for n in range(len(onsets)):
        address[len(created) + n] = rows.table[onsets[n]]["subject"]
    return Cases(index(address), address, len(created))
