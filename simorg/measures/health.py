"""Health of live models over time: breach, silence, age.

A model is in breach while any of its incidents is unresolved (overlapping ones count once), and
silently so while none of these has been detected. Everything is clipped to the window.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simorg.compilation import kernel
from simorg.measures.episodes import Episodes
from simorg.measures.episodes.models import Versions, version_age
from simorg.measures.measure import Measure
from simorg.measures.tally import mean, ratio
from simorg.trace.arrays import Floats, Ints
from simorg.trace.rows import Cause
from simorg.trace.spans import Window, overlay

KNOWN, SILENT = range(2)

MEASURES = (
    Measure(
        "slo_breach_share", "Time in SLO breach", "share", "lower",
        "Model-days in an unmitigated incident over live model-days.",
        "Ending many small harms before a large one: every loss weighs the same.", True,
    ),
    Measure(
        "silent_breach_share", "Breached time nobody knows of", "share", "lower",
        "Share of the breached model-days of which nobody knew yet.",
        "Slow repair of what is known: it enlarges what is divided by.",
    ),
    Measure(
        "live_models_mean", "Live models", "models", "none", "Live models, averaged over the window."
    ),
    Measure(
        "model_age_mean_days", "Mean age of the running version", "day", "none",
        "Time since go-live or the last refresh, averaged over live model-days.",
    ),
    Measure(
        "drift_breach_age_mean_days", "Mean age at the onset of drift", "day", "none",
        "Mean age of the running version at the onset of natural drift, onsets in the window.",
    ),
)  # fmt: skip


class Breaches(NamedTuple):
    """Stretches in which a model is in breach; those of one model never overlap."""

    start: Floats
    end: Floats
    state: Ints  # KNOWN or SILENT


def compute(e: Episodes) -> dict[str, float]:
    """Compute the measures of this family."""
    live = float(e.window.clip(e.models.live, e.models.retired).sum())
    breach = breaches(e)
    days = np.bincount(breach.state, weights=e.window.clip(breach.start, breach.end), minlength=2)
    drifted = (e.incidents.cause == Cause.NATURAL_DRIFT) & e.window.holds(e.incidents.onset)
    age = version_age(e.models.versions, e.incidents.model[drifted], e.incidents.onset[drifted])
    return {
        "slo_breach_share": ratio(days.sum(), live),
        "silent_breach_share": ratio(days[SILENT], days.sum()),
        "live_models_mean": live / e.window.days,
        "model_age_mean_days": ratio(_age_days(e.models.versions, e.window), live),
        "drift_breach_age_mean_days": mean(age[~np.isnan(age)]),
    }


def breaches(e: Episodes) -> Breaches:
    """Return the union of the unresolved times of the incidents of each model.

    Parameters
    ----------
    e : Episodes
        One replication.
    """
    found, models = e.incidents, e.models
    return _breaches(found.model, found.onset, found.detected, found.resolved, models.live, models.retired)


@kernel
def _breaches(
    model: Ints, onset: Floats, detected: Floats, resolved: Floats, live: Floats, retired: Floats
) -> Breaches:
    incidents = len(model)
    group, layer = np.empty(2 * incidents, dtype=np.int64), np.empty(2 * incidents, dtype=np.int64)
    start, end = np.empty(2 * incidents), np.empty(2 * incidents)
    for n in range(incidents):
        silent, known = 2 * n, 2 * n + 1
        group[silent], layer[silent], group[known], layer[known] = model[n], SILENT, model[n], KNOWN
        start[silent], end[known] = max(onset[n], live[model[n]]), min(resolved[n], retired[model[n]])
        # An undetected incident is known from its end.
        end[silent] = start[known] = np.fmin(detected[n], end[known])
    segments = overlay(group, start, end, layer, 2)
    lasting = segments.top >= 0  # the top layer is KNOWN as soon as one of them is known
    return Breaches(segments.start[lasting], segments.end[lasting], segments.top[lasting])


@kernel
def _age_days(versions: Versions, window: Window) -> float:
    """Return the ages of all live versions, added up over the window: the integral of a ramp a version."""
    total = 0.0
    for n in range(len(versions.since)):
        since, until = versions.since[n], versions.until[n]
        low, high = max(since, window.start) - since, min(until, window.end) - since
        if high > low:
            total += 0.5 * (high * high - low * low)
    return total
