"""Cases: what travels between teams, an item or an incident.

Items stand first and incidents behind them, in one list of addresses, so that a row about either
finds its case in one look.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simorg.measures.arrays import Codes, Ints
from simorg.measures.episodes.directory import index
from simorg.measures.episodes.rows import CREATED, ONSETS, Rows


class Cases(NamedTuple):
    """All items, then all incidents, each in order of time."""

    table: Codes  # of the directory
    address: Ints
    items: int


def read_cases(rows: Rows) -> Cases:
    """List what travels.

    Parameters
    ----------
    rows : Rows
        The rows of a trace.
    """
    created, onsets = rows.of(CREATED), rows.of(ONSETS)
    address = np.concatenate([created.subject, onsets.subject])
    return Cases(index(address), address, len(created.at))
