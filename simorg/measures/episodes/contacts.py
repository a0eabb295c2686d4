"""Contacts: what happens between teams, moves from one to the other and answers to what was asked."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simorg.compilation import kernel
from simorg.measures.episodes.cases import Cases
from simorg.measures.episodes.directory import find
from simorg.measures.episodes.rows import Rows, positions, section_of
from simorg.trace.arrays import Bools, Codes, Floats, Ints
from simorg.trace.events import Event, Section

NOBODY = -2


class Moves(NamedTuple):
    """One entry a case: how it moved between teams."""

    handoffs: Ints
    strayed: Bools  # went to a wrong team
    returned: Bools  # went back to the team it had just left (A-B-A)


class Answers(NamedTuple):
    """One entry a question or approval that is over, in order of time."""

    time: Floats
    waited: Floats  # days
    event: Codes  # answered, lost, given or refused


@kernel
def read_answers(rows: Rows) -> Answers:
    """Read the ends of questions and approvals."""
    at = positions(rows, Section.ANSWERS.value)
    time, waited, event = np.empty(len(at)), np.empty(len(at)), np.empty(len(at), dtype=np.int32)
    for n in range(len(at)):
        row = rows.table[at[n]]
        time[n], waited[n], event[n] = row["time"], row["value"], row["event"]
    return Answers(time, waited, event)


@kernel
def read_moves(rows: Rows, cases: Cases) -> Moves:
    """Tell how cases moved."""
    number = len(cases.address)
    handoffs, left = np.zeros(number, dtype=np.int64), np.full(number, NOBODY, dtype=np.int32)
    strayed, returned = np.zeros(number, dtype=np.bool_), np.zeros(number, dtype=np.bool_)
    for row in section_of(rows, Section.MOVES.value):
        case = find(cases.table, cases.address, row["subject"])
        if case >= 0 and row["event"] == Event.HANDOFF.value:
            handoffs[case] += 1
            returned[case] |= row["team"] == left[case]  # the team that the last handoff left
            left[case] = row["code"]
        elif case >= 0:
            strayed[case] = True
    return Moves(handoffs, strayed, returned)
