"""Requests: from their arrival to the team that resolved them."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from simorg.compilation import kernel
from simorg.measures.episodes.directory import index, slot_of
from simorg.measures.episodes.rows import Rows, section_of
from simorg.trace.arrays import Bools, Codes, Floats, Ints, Table
from simorg.trace.events import Event, Section
from simorg.trace.spans import Window, overlap

NOBODY = -2


class Requests(NamedTuple):
    """One entry a request, in order of arrival."""

    arrived: Floats
    resolved: Floats  # NaN while open
    moves: Ints  # from team to team
    returned: Bools  # went back to the team it had just left (A-B-A)
    blocked: Bools  # waited for somebody outside at least once
    blocked_days: Floats  # of that time, what lies in the window


@kernel
def read_requests(rows: Rows, window: Window) -> Requests:
    """Follow the rows of requests; a wait that is not over lasts until the run ends.

    Parameters
    ----------
    rows : Rows
        The rows of a trace.
    window : Window
        What the tally of blocked time observes; it ends at the horizon.
    """
    told = section_of(rows, Section.REQUESTS.value)
    address = _arrivals(told)
    found, since, left = _blank(len(address)), np.full(len(address), math.nan), _nobody(len(address))
    table = index(address)
    for row in told:
        one, event, time = table[slot_of(table, address, row["subject"])], row["event"], row["time"]
        assert one >= 0, "a row is about a request that never arrived"
        if event == Event.REQUEST_ARRIVED.value:
            found.arrived[one] = time
        elif event == Event.REQUEST_MOVED.value:
            found.moves[one] += 1
            found.returned[one] |= row["team"] == left[one]
            left[one] = row["code"]
        elif event == Event.REQUEST_BLOCKED.value:
            found.blocked[one], since[one] = True, time
        elif event == Event.REQUEST_UNBLOCKED.value:
            found.blocked_days[one] += overlap(window, since[one], time)
            since[one] = math.nan
        else:
            found.resolved[one] = time
    for one in range(len(address)):
        if not math.isnan(since[one]):
            found.blocked_days[one] += overlap(window, since[one], window.end)
    return found


@kernel
def _arrivals(told: Table) -> Ints:
    address, found = np.empty(len(told), dtype=np.int64), 0
    for row in told:
        if row["event"] == Event.REQUEST_ARRIVED.value:
            address[found] = row["subject"]
            found += 1
    return address[:found].copy()


@kernel
def _blank(number: int) -> Requests:
    return Requests(
        np.empty(number),
        np.full(number, math.nan),
        np.zeros(number, dtype=np.int64),
        np.zeros(number, dtype=np.bool_),
        np.zeros(number, dtype=np.bool_),
        np.zeros(number),
    )


@kernel
def _nobody(number: int) -> Codes:
    return np.full(number, NOBODY, dtype=np.int32)
