"""Incidents: from onset to the end of the harm, each step stamped."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simorg.trace.address import model_of
from simorg.trace.codes import Means
from simorg.trace.episodes.rows import (
    Codes,
    Floats,
    Ints,
    Rows,
    first_stamp,
    position,
)
from simorg.trace.events import Event


class Incidents(NamedTuple):
    """One entry an incident, in order of address; times in days, NaN where it did not happen."""

    address: Ints
    model: Ints  # address
    cause: Codes
    onset: Floats
    detected: Floats
    channel: Codes
    acknowledged: Floats
    restored: Floats  # mitigated, or over by itself
    means: Codes
    resolved: Floats  # end of the harm: restored, else closed with its model, else the horizon
    escalations: Ints


def read_incidents(rows: Rows, end: float) -> Incidents:
    """Pair the stamps of incidents.

    Parameters
    ----------
    rows : Rows
        Rows that are not about jobs.
    end : float
        Horizon, in days: the harm of an incident that is still open lasts at least until then.
    """
    onset = rows.of(Event.INCIDENT_ONSET).by_subject()
    address = onset.subject
    detected, channel = first_stamp(address, rows.of(Event.INCIDENT_DETECTED))
    acknowledged, _ = first_stamp(address, rows.of(Event.INCIDENT_ACKNOWLEDGED))
    mitigated, means = first_stamp(address, rows.of(Event.INCIDENT_MITIGATED))
    recovered, _ = first_stamp(address, rows.of(Event.INCIDENT_RECOVERED))
    closed, _ = first_stamp(address, rows.of(Event.INCIDENT_CLOSED))
    restored = np.fmin(mitigated, recovered)
    alone = np.isnan(mitigated) & ~np.isnan(recovered)
    escalated = position(address, rows.of(Event.INCIDENT_ESCALATED).subject)
    return Incidents(
        address=address,
        model=model_of(address),
        cause=onset.code,
        onset=onset.time,
        detected=detected,
        channel=channel,
        acknowledged=acknowledged,
        restored=restored,
        means=np.where(alone, np.int32(Means.RECOVERY), means),
        resolved=np.fmin(np.fmin(restored, closed), end),
        escalations=np.bincount(escalated[escalated >= 0], minlength=len(address)),
    )
