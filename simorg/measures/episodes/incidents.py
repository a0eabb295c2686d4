"""Incidents: from onset to the end of the harm, each step stamped."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from simorg.compilation import kernel
from simorg.engines.trace import Event, Means
from simorg.measures.arrays import Bools, Codes, Floats, Ints, Table
from simorg.measures.episodes.cases import Cases
from simorg.measures.episodes.contacts import Moves
from simorg.measures.episodes.directory import find
from simorg.measures.episodes.models import Models, positions
from simorg.measures.episodes.rows import MODEL_MASK, ONSETS, RESPONSES, SECTIONS, Rows

FIRST, KINDS = Event.INCIDENT_DETECTED.value, Event.INCIDENT_CLOSED - Event.INCIDENT_DETECTED + 1
DETECTED, ACKNOWLEDGED, ESCALATED, MITIGATED, RECOVERED, CLOSED = (
    kind - FIRST for kind in SECTIONS[RESPONSES]
)


class Incidents(NamedTuple):
    """One entry an incident, in order of onset; times in days, NaN where it did not happen."""

    model: Ints  # position in Models
    cause: Codes
    onset: Floats
    detected: Floats
    channel: Codes
    acknowledged: Floats
    restored: Floats  # mitigated, or over by itself
    means: Codes
    resolved: Floats  # end of the harm: restored, else closed with its model, else the horizon
    escalations: Ints
    handoffs: Ints
    strayed: Bools  # went to a wrong team


def read_incidents(rows: Rows, cases: Cases, moves: Moves, models: Models, end: float) -> Incidents:
    """Pair the stamps of incidents.

    Parameters
    ----------
    rows : Rows
        The rows of a trace.
    cases : Cases
        What travels.
    moves : Moves
        How it moved.
    models : Models
        What incidents hurt.
    end : float
        Horizon, in days: the harm of an incident that is still open lasts at least until then.
    """
    onsets, address = rows.of(ONSETS), cases.address[cases.items :]
    model = positions(models.table, models.address, address & MODEL_MASK)
    stamps = _stamps(*rows.of(RESPONSES), cases, end)
    handoffs, strayed = moves.handoffs[cases.items :], moves.strayed[cases.items :]
    return Incidents(model, onsets.code, onsets.time, *stamps, handoffs, strayed)


@kernel
def _stamps(
    table: Table, at: Codes, cases: Cases, end: float
) -> tuple[Floats, Codes, Floats, Floats, Codes, Floats, Ints]:
    """Return what happened to each incident; of each kind of row the first one counts."""
    incidents = len(cases.address) - cases.items
    times = np.full((KINDS, incidents), np.nan)
    channel, means = np.full(incidents, -1, dtype=np.int32), np.full(incidents, -1, dtype=np.int32)
    escalations = np.zeros(incidents, dtype=np.int64)
    for n in at:
        row = table[n]
        kind, one = row["event"] - FIRST, find(cases.table, cases.address, row["subject"]) - cases.items
        if one < 0:
            continue
        if kind == ESCALATED:
            escalations[one] += 1
        elif math.isnan(times[kind, one]):
            times[kind, one] = row["time"]
            if kind == DETECTED:
                channel[one] = row["code"]
            elif kind == MITIGATED:
                means[one] = row["code"]
    restored, resolved = times[MITIGATED], np.empty(incidents)
    for n in range(incidents):
        if math.isnan(restored[n]) and not math.isnan(times[RECOVERED, n]):
            restored[n], means[n] = times[RECOVERED, n], Means.RECOVERY.value
        resolved[n] = end
        for time in (restored[n], times[CLOSED, n]):
            if time < resolved[n]:
                resolved[n] = time
    return times[DETECTED], channel, times[ACKNOWLEDGED], restored, means, resolved, escalations
