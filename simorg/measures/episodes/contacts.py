"""Contacts: what happens between teams, moves from one to the other and answers to what was asked."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simorg.compilation import kernel
from simorg.engines.trace import Event
from simorg.measures.arrays import Bools, Codes, Floats, Ints, Table
from simorg.measures.episodes.cases import Cases
from simorg.measures.episodes.directory import find
from simorg.measures.episodes.rows import ANSWERS, MOVES, Rows

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


def read_answers(rows: Rows) -> Answers:
    """Read the ends of questions and approvals.

    Parameters
    ----------
    rows : Rows
        The rows of a trace.
    """
    over = rows.of(ANSWERS)
    return Answers(over.time, over.value, over.event)


def read_moves(rows: Rows, cases: Cases) -> Moves:
    """Tell how cases moved.

    Parameters
    ----------
    rows : Rows
        The rows of a trace.
    cases : Cases
        What travels.
    """
    return Moves(*_moves(*rows.of(MOVES), cases.table, cases.address))


@kernel
def _moves(table: Table, at: Codes, directory: Codes, address: Ints) -> tuple[Ints, Bools, Bools]:
    handoffs = np.zeros(len(address), dtype=np.int64)
    strayed, returned = np.zeros(len(address), dtype=np.bool_), np.zeros(len(address), dtype=np.bool_)
    left = np.full(len(address), NOBODY, dtype=np.int32)  # the team that the last handoff left
    for n in at:
        row = table[n]
        case = find(directory, address, row["subject"])
        if case >= 0 and row["event"] == Event.HANDOFF.value:
            handoffs[case] += 1
            returned[case] |= row["team"] == left[case]
            left[case] = row["code"]
        elif case >= 0:
            strayed[case] = True
    return handoffs, strayed, returned
