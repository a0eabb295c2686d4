"""Rows of a trace, sorted into sections by what they tell.

A section is the rows of a few kinds of event, in order of time. Nothing is copied: a section is a
list of positions, and columns are taken out of the trace as they are asked for.
"""

from __future__ import annotations

from typing import NamedTuple, cast

import numpy as np

from simorg.compilation import kernel, step
from simorg.trace.arrays import Codes, Floats, Ints, Table
from simorg.trace.rows import CHILD_BITS, JOB_BITS, KIND_BITS, ROW, Event

ITEM_MASK = ~((1 << JOB_BITS) - 1)
MODEL_MASK = ~((1 << (JOB_BITS + CHILD_BITS + KIND_BITS)) - 1)

SECTIONS = (
    (Event.ITEM_CREATED,),
    (Event.ITEM_DROPPED, Event.ITEM_DELIVERED, Event.ITEM_CANCELLED),
    (Event.STAGE_ENTERED, Event.STAGE_LEFT, Event.RELEASE_STEP, Event.RELEASE_FAILED),
    (Event.HANDOFF, Event.ROUTED_WRONG),
    (Event.QUESTION_ANSWERED, Event.QUESTION_LOST, Event.APPROVAL_GIVEN, Event.APPROVAL_REFUSED),
    (Event.JOB_QUEUED,),
    (Event.JOB_STARTED,),
    (Event.JOB_PREEMPTED, Event.JOB_PAUSED, Event.JOB_FINISHED, Event.JOB_WITHDRAWN),
    (Event.DEFECTS_ESCAPED,),
    (Event.MODEL_LIVE,),
    (Event.MODEL_REFRESHED,),
    (Event.MODEL_RETIRED,),
    (Event.FALSE_ALARM,),
    (Event.ALARM_MISSED,),
    (Event.INCIDENT_ONSET,),
    (
        Event.INCIDENT_DETECTED, Event.INCIDENT_ACKNOWLEDGED, Event.INCIDENT_ESCALATED,
        Event.INCIDENT_MITIGATED, Event.INCIDENT_RECOVERED, Event.INCIDENT_CLOSED,
    ),
)  # fmt: skip
"""Kinds of event that belong together; rows of any other kind are not looked at."""

(
    CREATED, ENDED, PROGRESS, MOVES, ANSWERS, QUEUED, STARTED, STOPPED, ESCAPED, LIVE, REFRESHED, RETIRED,
    FALSE_ALARMS, MISSED_ALARMS, ONSETS, RESPONSES,
) = range(len(SECTIONS))  # fmt: skip

OTHERS, CODES = len(SECTIONS), max(Event) + 1
SECTION_OF = np.array(
    [next((n for n, kinds in enumerate(SECTIONS) if code in kinds), OTHERS) for code in range(CODES)]
)


class Some(NamedTuple):
    """Some rows of a trace; a column is taken out whenever it is asked for."""

    table: Table
    at: Codes

    @property
    def time(self) -> Floats:
        """Days since the start."""
        return cast(Floats, self.table["time"][self.at])

    @property
    def subject(self) -> Ints:
        """Addresses."""
        return cast(Ints, self.table["subject"][self.at])

    @property
    def value(self) -> Floats:
        """Values, see `Event`."""
        return cast(Floats, self.table["value"][self.at])

    @property
    def event(self) -> Codes:
        """Codes of `Event`."""
        return cast(Codes, self.table["event"][self.at])

    @property
    def code(self) -> Codes:
        """Codes, see `Event`."""
        return cast(Codes, self.table["code"][self.at])


class Rows(NamedTuple):
    """The rows of a trace in sections."""

    table: Table  # in order of time
    order: Codes  # positions in the table, section by section
    first: Ints  # where each section begins

    def of(self, section: int) -> Some:
        """Return the rows of a section, in order of time."""
        return Some(self.table, self.order[self.first[section] : self.first[section + 1]])


@kernel
def sorted_into_sections(table: Table) -> Rows:
    """Count the rows of each section, then deal them out into just the room they need.

    Parameters
    ----------
    table : ndarray of ROW
        The rows of a trace, in order of time.
    """
    first, sections = np.zeros(OTHERS + 2, dtype=np.int64), np.empty(len(table), dtype=np.int8)
    for n in range(len(table)):
        section = SECTION_OF[table[n]["event"]]
        sections[n] = section
        first[section + 1] += 1
    for section in range(OTHERS + 1):
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


@step
def is_initiative(address: int) -> bool:
    """Say whether the address of an item is that of an initiative: of an asset, and not of a child."""
    return address & ~MODEL_MASK == 0
