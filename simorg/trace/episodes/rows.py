"""Rows of a trace as columns, and the few ways to pair them."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from simorg.trace.events import Event

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]


class Rows(NamedTuple):
    """Columns of some rows of a trace, contiguous (structured arrays are slow to index)."""

    time: Floats
    subject: Ints
    value: Floats
    event: Codes
    code: Codes
    actor: Codes
    team: Codes

    def of(self, *events: Event) -> Rows:
        """Return the rows of some kinds of event."""
        kept = np.isin(self.event, events) if len(events) > 1 else self.event == events[0]
        return self.at(np.flatnonzero(kept))

    def at(self, positions: Ints) -> Rows:
        """Return the rows at some positions."""
        return Rows._make(column[positions] for column in self)

    def by_subject(self) -> Rows:
        """Return the rows in order of (subject, time)."""
        return self.at(np.argsort(self.subject, kind="stable"))


def select(rows: np.ndarray[Any, np.dtype[np.void]], kept: npt.NDArray[np.bool_]) -> Rows:
    """Return some rows of a trace as columns."""
    positions = np.flatnonzero(kept)
    return Rows._make(rows[name][positions] for name in Rows._fields)


def position(addresses: Ints, wanted: Ints) -> Ints:
    """Return where each wanted address stands in an ascending list, -1 where it does not."""
    if not len(addresses):
        return np.full(len(wanted), -1)
    found = np.minimum(np.searchsorted(addresses, wanted), len(addresses) - 1)
    return np.where(addresses[found] == wanted, found, -1)


def first_stamp(addresses: Ints, rows: Rows) -> tuple[Floats, Codes]:
    """Return time and code of the first row about each address; NaN and -1 without one."""
    time, code = np.full(len(addresses), np.nan), np.full(len(addresses), -1, dtype=np.int32)
    where = position(addresses, rows.subject)
    known = np.flatnonzero(where >= 0)[::-1]  # backwards, so that the first row is written last
    time[where[known]] = rows.time[known]
    code[where[known]] = rows.code[known]
    return time, code


def until_next(rows: Rows, opening: Event, end: float) -> tuple[Rows, Floats]:
    """Return the opening rows and when the next of `rows` about the same subject follows.

    Parameters
    ----------
    rows : Rows
        Opening and closing rows.
    opening : Event
        Rows of this kind open a span.
    end : float
        Closes the spans that nothing follows, in days.
    """
    ordered = rows.by_subject()
    following = np.full(len(ordered.time), end)
    same = ordered.subject[1:] == ordered.subject[:-1]
    following[:-1][same] = ordered.time[1:][same]
    opens = np.flatnonzero(ordered.event == opening)
    return ordered.at(opens), following[opens]
