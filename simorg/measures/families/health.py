"""Health of live models over time: breach, silence, age.

A model is in breach while any of its incidents is unresolved (overlapping ones count once), and
silently so while none of these has been detected. Everything is clipped to the window.
"""

from __future__ import annotations

import math

import numpy as np

from simorg.compilation import kernel
from simorg.measures.episodes import Breaches, Episodes, Incidents, Models
from simorg.measures.episodes.breaches import KNOWN, SILENT
from simorg.measures.episodes.models import Versions, version_age
from simorg.measures.measure import Measure
from simorg.measures.tally import mean, ratio, total
from simorg.trace.arrays import Floats
from simorg.trace.codes import Cause
from simorg.trace.spans import Window, inside, overlap

MEASURES = (
    Measure(
        "slo_breach_share", "Time in SLO breach", "share", "lower",
        "Model-days in an unmitigated incident over live model-days. Days are working days of eight hours, "
        "of plain faults too: as these go on at night, they weigh four times as much as by the calendar.",
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


Counted = tuple[float, float, float, Floats]


def compute(e: Episodes, counted: Counted | None = None) -> dict[str, float]:
    """Compute the measures of this family, from what `tally` has counted if it has."""
    live = total(e.models.observed)
    known, silent, age, ages = counted or tally(e.incidents, e.models, e.breaches, e.window)
    return {
        "slo_breach_share": ratio(known + silent, live),
        "silent_breach_share": ratio(silent, known + silent),
        "live_models_mean": live / e.window.days,
        "model_age_mean_days": ratio(age, live),
        "drift_breach_age_mean_days": mean(ages),
    }


@kernel
def tally(found: Incidents, models: Models, breach: Breaches, window: Window) -> Counted:
    """Return model-days in known and in silent breach, the integral of age, ages at the onset of drift."""
    days = np.zeros(2)
    for n in range(len(breach.state)):
        days[breach.state[n]] += overlap(window, breach.start[n], breach.end[n])
    ages, drifted = np.empty(len(found.onset)), 0
    for n in range(len(found.onset)):
        if found.cause[n] == Cause.NATURAL_DRIFT.value and inside(window, found.onset[n]):
            age = version_age(models.versions, found.model[n], found.onset[n])
            if not math.isnan(age):
                ages[drifted] = age
                drifted += 1
    return days[KNOWN], days[SILENT], _age_days(models.versions, window), ages[:drifted]


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
