"""What theory speaks of and no measure tells, read from the trace of a textbook case.

Goes in: a trace and its episodes. Comes out: a few named numbers; NaN where there was nothing to count.
"""

from __future__ import annotations

import math

import numpy as np

from simorg.draws import uniform
from simorg.rules import purposes
from simorg.trace.arrays import Floats
from simorg.trace.episodes import Episodes
from simorg.trace.events import Event
from simorg.trace.rows import Trace

QUARTER = 0.25
"""Share of the customers that are called the most, or the least, urgent."""
COUNTED_DAYS = 20.0
"""Stretch of time in which incidents are counted, to see how the counts vary."""


def waits(trace: Trace, e: Episodes) -> dict[str, float]:
    """Return the second moment of the wait, and means of the most and the least urgent quarter."""
    done = np.flatnonzero(e.jobs.finished & e.window.holds(e.jobs.ended))
    waited, seed = e.jobs.waited[done], trace.plan.settings.seed
    quantile = np.array(
        [uniform(seed, trace.replication, purposes.DUE, item, 0) for item in e.jobs.item[done].tolist()]
    )
    return {
        "queue_wait_second_moment": _mean(waited**2),
        "queue_wait_mean_days_most_urgent": _mean(waited[quantile < QUARTER]),
        "queue_wait_mean_days_least_urgent": _mean(waited[quantile >= 1.0 - QUARTER]),
    }


def tosses(_: Trace, e: Episodes) -> dict[str, float]:
    """Return how often items that ended in the window changed team."""
    moved = e.rows.of(Event.HANDOFF).subject
    ended = np.flatnonzero(e.window.holds(e.items.ended))
    counted = int(np.isin(moved, e.items.address[ended]).sum())
    return {"handoffs_mean": counted / len(ended) if len(ended) else math.nan}


def incident_gaps(_: Trace, e: Episodes) -> dict[str, float]:
    """Return how unevenly incidents follow each other, whichever model they strike."""
    onset = np.sort(e.incidents.onset[e.window.holds(e.incidents.onset)])
    gaps = np.diff(onset)
    stretches = int(e.window.days // COUNTED_DAYS)
    edges = e.window.start + COUNTED_DAYS * np.arange(stretches + 1)
    counts = np.histogram(onset, edges)[0] if stretches else np.array([])
    deviation = float(gaps.std(ddof=1)) if len(gaps) > 1 else math.nan
    variance = float(counts.var(ddof=1)) if stretches > 1 else math.nan
    return {
        "incident_gap_cv": deviation / float(gaps.mean()) if gaps.any() else math.nan,
        "incident_dispersion": variance / float(counts.mean()) if counts.any() else math.nan,
    }


def detection(_: Trace, e: Episodes) -> dict[str, float]:
    """Return the mean time from onset to detection of what was detected in the window."""
    seen = e.window.holds(e.incidents.detected)  # false where nobody did
    return {"time_to_detect_mean_days": _mean((e.incidents.detected - e.incidents.onset)[seen])}


def _mean(values: Floats) -> float:
    return float(values.mean()) if len(values) else math.nan
