"""Incidents: from onset to the end of the harm, each step stamped."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from simorg.compilation import kernel
from simorg.measures.episodes.cases import Cases
from simorg.measures.episodes.contacts import Moves
from simorg.measures.episodes.directory import find
from simorg.measures.episodes.models import Models, find_model
from simorg.measures.episodes.rows import Rows, positions, section_of
from simorg.trace.address import model_of
from simorg.trace.arrays import Bools, Codes, Floats, Ints
from simorg.trace.codes import Means
from simorg.trace.events import Event, Section

FIRST, KINDS = Event.INCIDENT_DETECTED.value, Event.INCIDENT_CLOSED - Event.INCIDENT_DETECTED + 1
DETECTED, ACKNOWLEDGED, ESCALATED, MITIGATED, RECOVERED, CLOSED = (
    event - FIRST for event in Event if event.section == Section.RESPONSES
)
NONE = -1


class Incidents(NamedTuple):
    """One entry an incident, in order of onset; times in days, NaN where it did not happen."""

    model: Ints  # position in Models
    cause: Codes
    severity: Codes  # a Severity, or 0 where incidents have no class
    loss: Floats  # of quality, as the onset states it
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


@kernel
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
    at = positions(rows, Section.ONSETS.value)
    incidents = len(at)
    model, cause = np.empty(incidents, dtype=np.int64), np.empty(incidents, dtype=np.int32)
    onset, loss, resolved = np.empty(incidents), np.empty(incidents), np.full(incidents, end)
    for n in range(incidents):
        row = rows.table[at[n]]
        model[n] = find_model(models.table, models.address, model_of(row["subject"]))
        cause[n], onset[n], loss[n] = row["code"], row["time"], row["value"]
    times, channel, means, escalations = _stamps(rows, cases)
    restored = times[MITIGATED]
    for n in range(incidents):
        if math.isnan(restored[n]) and not math.isnan(times[RECOVERED, n]):
            restored[n], means[n] = times[RECOVERED, n], Means.RECOVERY.value
        for time in (restored[n], times[CLOSED, n]):
            if time < resolved[n]:
                resolved[n] = time
    severity = np.zeros(incidents, dtype=np.int32)
    for n in positions(rows, Section.CLASSED.value):
        row = rows.table[n]
        severity[find(cases.table, cases.address, row["subject"]) - cases.items] = row["code"]
    handoffs, strayed = moves.handoffs[cases.items :], moves.strayed[cases.items :]
    return Incidents(
        model, cause, severity, loss, onset, times[DETECTED], channel, times[ACKNOWLEDGED], restored, means,
        resolved, escalations, handoffs, strayed,
    )  # fmt: skip


@kernel
def _stamps(rows: Rows, cases: Cases) -> tuple[Floats, Codes, Codes, Ints]:
    """Return when what happened to each incident first, through whom and how, and its escalations."""
    incidents = len(cases.address) - cases.items
    times, escalations = np.full((KINDS, incidents), np.nan), np.zeros(incidents, dtype=np.int64)
    channel, means = np.full(incidents, NONE, dtype=np.int32), np.full(incidents, NONE, dtype=np.int32)
    for row in section_of(rows, Section.RESPONSES.value):
        kind, one = row["event"] - FIRST, find(cases.table, cases.address, row["subject"]) - cases.items
        assert one >= 0, "a row is about an incident that never began"
        if kind == ESCALATED:
            escalations[one] += 1
        elif math.isnan(times[kind, one]):
            times[kind, one] = row["time"]
            if kind == DETECTED:
                channel[one] = row["code"]
            elif kind == MITIGATED:
                means[one] = row["code"]
    return times, channel, means, escalations
