"""Phases: stretches of the way of an initiative: it travels, asks, a release step dwells, a stage lasts."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simorg.compilation import kernel
from simorg.measures.episodes.cases import Cases
from simorg.measures.episodes.directory import find
from simorg.measures.episodes.rows import Rows, section_of
from simorg.trace.address import is_initiative
from simorg.trace.arrays import Codes, Floats
from simorg.trace.events import Event, Section

TRAVEL, QUESTION, STEP, STAGE = range(4)
"""Kinds of phases; an approval counts as a question."""


class Phases(NamedTuple):
    """One entry a phase of an initiative; those of one may overlap."""

    case: Codes  # position in Cases, -1 if it is none
    start: Floats
    end: Floats
    kind: Codes


class Failures(NamedTuple):
    """One entry a release that was taken back, in order of time."""

    time: Floats
    begun: Floats  # its first step
    exposure: Floats  # when it was taken back


@kernel
def read_phases(rows: Rows, cases: Cases, ended: Floats) -> tuple[Phases, Failures]:
    """Pair the rows of phases.

    A handoff says how long it takes, and an answer how long it took. A stage lasts until the next
    stage of the item or until the item leaves it; a release step until the next one or until it
    fails; and both at most until the item ends.

    Parameters
    ----------
    rows : Rows
        The rows of a trace.
    cases : Cases
        What travels.
    ended : ndarray of float
        When each item ends, in days.
    """
    moves, answers = section_of(rows, Section.MOVES.value), section_of(rows, Section.ANSWERS.value)
    progress = section_of(rows, Section.PROGRESS.value)
    most = 1 + len(moves) + len(answers) + len(progress)
    case, kind = np.empty(most, dtype=np.int32), np.empty(most, dtype=np.int32)
    start, end = np.empty(most), np.empty(most)
    found = 1  # the first entry takes the ends of what does not run
    for row in moves:
        if is_initiative(row["subject"]) and row["event"] == Event.HANDOFF.value:
            case[found], kind[found] = find(cases.table, cases.address, row["subject"]), TRAVEL
            start[found], end[found] = row["time"], row["time"] + row["value"]
            found += 1
    for row in answers:
        if is_initiative(row["subject"]):
            case[found], kind[found] = find(cases.table, cases.address, row["subject"]), QUESTION
            start[found], end[found] = row["time"] - row["value"], row["time"]
            found += 1
    stage, step = np.zeros(cases.items, dtype=np.int32), np.zeros(cases.items, dtype=np.int32)  # that run
    begun = np.full(cases.items, np.nan)
    failed, begins, exposure = np.empty(len(progress)), np.empty(len(progress)), np.empty(len(progress))
    failures = 0
    for row in progress:
        event, time, of_idea = row["event"], row["time"], is_initiative(row["subject"])
        first_step = event == Event.RELEASE_STEP.value and row["code"] == 0
        if not (of_idea or first_step or event == Event.RELEASE_FAILED.value):
            continue
        one = find(cases.table, cases.address, row["subject"])
        assert 0 <= one < cases.items, "progress of an item that was never created"
        if first_step:
            begun[one] = time
        elif event == Event.RELEASE_FAILED.value:
            failed[failures], begins[failures], exposure[failures] = time, begun[one], row["value"]
            failures += 1
        if of_idea:
            case[found], start[found], end[found] = one, time, ended[one]
            if event <= Event.STAGE_LEFT.value:
                end[stage[one]], stage[one] = time, 0
            if event != Event.STAGE_ENTERED.value:
                end[step[one]], step[one] = time, 0
            if event == Event.STAGE_ENTERED.value:
                stage[one], kind[found] = found, STAGE
                found += 1
            elif event == Event.RELEASE_STEP.value:
                step[one], kind[found] = found, STEP
                found += 1
    kept = slice(1, found)
    return (
        Phases(case[kept], start[kept], end[kept], kind[kept]),
        Failures(failed[:failures], begins[:failures], exposure[:failures]),
    )
