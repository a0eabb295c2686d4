"""Rows of a trace, sorted into sections by what they tell.

A `Section` is the rows of a few kinds of event, in order of time; which, the table of events says.
Nothing is copied: a section is a list of positions.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simorg.compilation import kernel
from simorg.trace.arrays import Codes, Ints, Table
from simorg.trace.events import Event, Section
from simorg.trace.rows import ROW

SECTIONS = len(Section)
_KNOWN = {event.value: event.section.value for event in Event}
SECTION_OF = np.array([_KNOWN.get(code, Section.UNREAD.value) for code in range(max(Event) + 1)])
"""Section of each kind of event, by its code."""


class Rows(NamedTuple):
    """The rows of a trace in sections."""

    table: Table  # in order of time
    order: Codes  # positions in the table, section by section
    first: Ints  # where each section begins


@kernel
def sorted_into_sections(table: Table) -> Rows:
    """Count the rows of each section, then deal them out into just the room they need.

    Parameters
    ----------
    table : ndarray of ROW
        The rows of a trace, in order of time.
    """
    first, sections = np.zeros(SECTIONS + 1, dtype=np.int64), np.empty(len(table), dtype=np.int8)
    for n in range(len(table)):
        section = SECTION_OF[table[n]["event"]]
        sections[n] = section
        first[section + 1] += 1
    for section in range(SECTIONS):
        first[section + 1] += first[section]
    following, order = first.copy(), np.empty(len(table), dtype=np.int32)
    for n in range(len(table)):
        order[following[sections[n]]] = n
        following[sections[n]] += 1
    return Rows(table, order, first)


@kernel
def positions(rows: Rows, section: int) -> Codes:
    """Return the positions of the rows of a section, in order of time."""
    return rows.order[rows.first[section] : rows.first[section + 1]]


@kernel
def section_of(rows: Rows, section: int) -> Table:
    """Return copies of the rows of a section, side by side: memory is slow where one has to jump."""
    at = positions(rows, section)
    found = np.empty(len(at), dtype=ROW)
    for n in range(len(at)):
        found[n] = rows.table[at[n]]
    return found
