"""What status pages and post-mortems would report: incidents by how bad they are.

Of severity 1 and 2 (*severe*) the public hears; the rest stays inside. Incidents count by onset in the
window. Where `severity.classes` is off no incident has a class, and every measure here is missing.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from simorg.compilation import kernel
from simorg.config.settings import DAYS_PER_YEAR
from simorg.measures.episodes import Episodes, Incidents
from simorg.measures.measure import Measure, shares
from simorg.measures.tally import quantile, quantiles_by, ratio, total
from simorg.trace.arrays import Floats, Ints
from simorg.trace.codes import Cause, Channel, Severity
from simorg.trace.spans import Window, inside

CLASSES = tuple(severity.value for severity in Severity)
ALL_CLASSES = len(CLASSES)
MOST_SEVERE = Severity.SECOND.value
P50 = np.array([0.5])

OF = "of severity {} begun in the window"
SEVERE = "of severity 1 or 2 begun in the window"
LEFT_OUT = "Never restoring what would take long: only what was restored counts."
UNSEEN = "Never noticing what is hard to notice: it is left out."

MEASURES = (
    *shares(
        {
            f"incidents_severity_{k}_share": (
                f"Incidents of severity {k}",
                f"Of severity {k}, of the incidents begun in the window that have a class.",
            )
            for k in CLASSES
        }
    ),
    *(
        Measure(
            f"time_to_restore_p50_days_severity_{k}", f"Median time to restore, severity {k}", "day", "lower",
            f"Median time from onset to restored service of the incidents {OF.format(k)} and restored.",
            LEFT_OUT,
        )
        for k in CLASSES
    ),
    Measure(
        "severe_incidents_per_model_year", "Severe incidents per model-year", "incidents/model-year", "lower",
        f"Incidents {SEVERE} per live model-year.",
        "Slow repair: what is down is spared further faults, and counts as exposed all the same.",
    ),
    Measure(
        "severe_time_to_detect_p50_days", "Median time to detect, severe", "day", "lower",
        f"Median time from onset to detection of the incidents {SEVERE} and noticed.", UNSEEN,
    ),
    Measure(
        "severe_time_to_detect_p85_days", "Time to detect, severe, 85th percentile", "day", "lower",
        f"85th percentile of the time from onset to detection of the incidents {SEVERE} and noticed.", UNSEEN,
    ),
    Measure(
        "severe_time_to_restore_p50_days", "Median time to restore, severe", "day", "lower",
        f"Median time from onset to restored service of the incidents {SEVERE} and restored.", LEFT_OUT,
    ),
    Measure(
        "severe_time_to_restore_p85_days", "Time to restore, severe, 85th percentile", "day", "lower",
        f"85th percentile of the time from onset to restored service of the incidents {SEVERE} and restored.",
        LEFT_OUT,
    ),
    Measure(
        "severe_noticed_to_restored_p50_days", "Median time from noticed to restored, severe", "day", "lower",
        f"Median time from detection to restored service of the incidents {SEVERE}, noticed, and restored "
        "after.", LEFT_OUT,
    ),
    Measure(
        "severe_noticed_to_restored_p85_days", "Time from noticed to restored, severe, 85th percentile",
        "day", "lower",
        f"85th percentile of the time from detection to restored service of the incidents {SEVERE}, noticed, "
        "and restored after.",
        LEFT_OUT,
    ),
    Measure(
        "severe_detection_part_p50", "Median part of a severe incident before it is noticed", "share", "none",
        f"Median, over the incidents {SEVERE}, noticed, and restored after, of time to detection over "
        "time to restored service.",
    ),
    Measure(
        "severe_noticed_by_people_share", "Severe incidents first noticed by people", "share", "none",
        f"First noticed by users or in a review, of the incidents {SEVERE} and noticed.",
    ),
    Measure(
        "severe_ml_share", "Severe incidents that are not plain faults", "share", "none",
        f"Not a plain fault, of the incidents {SEVERE}.",
    ),
    Measure(
        "severe_gap_cv", "Variation of the time between severe incidents", "1", "none",
        f"Coefficient of variation of the times between the onsets of incidents {SEVERE}, of the whole "
        "organisation; what hits several models at once counts once. 1 if they had nothing to do with each "
        "other.",
    ),
)  # fmt: skip


class Severe(NamedTuple):
    """What became of the incidents that begin in the window and have a class."""

    begun: Ints  # by class
    restore_p50: Floats  # (class, 1) days
    detect: Floats  # (2) median and 85th percentile, of the severe ones
    restore: Floats  # (2) the same
    answer: Floats  # (2) the same, from noticed to restored
    part: float  # median part of the time to restore that goes by before anybody notices
    noticed: int  # of the severe ones
    by_people: int  # of these
    ml: int  # severe ones that are no plain faults
    gap_cv: float  # of the times between the onsets of severe ones


def compute(e: Episodes, counted: Severe | None = None) -> dict[str, float]:
    """Compute the measures of this family, from what `tally` has counted if it has."""
    found = counted or tally(e.incidents, e.window)
    begun, p50 = found.begun.tolist(), found.restore_p50.tolist()
    numbers = {f"incidents_severity_{k}_share": ratio(begun[k - 1], sum(begun)) for k in CLASSES}
    numbers |= {f"time_to_restore_p50_days_severity_{k}": p50[k - 1][0] for k in CLASSES}
    years, classed = total(e.models.observed) / DAYS_PER_YEAR, e.plan.settings.severity.classes
    detect, restore, answer = found.detect.tolist(), found.restore.tolist(), found.answer.tolist()
    return numbers | {
        "severe_incidents_per_model_year": ratio(sum(begun[:MOST_SEVERE]), years) if classed else math.nan,
        "severe_time_to_detect_p50_days": detect[0],
        "severe_time_to_detect_p85_days": detect[1],
        "severe_time_to_restore_p50_days": restore[0],
        "severe_time_to_restore_p85_days": restore[1],
        "severe_noticed_to_restored_p50_days": answer[0],
        "severe_noticed_to_restored_p85_days": answer[1],
        "severe_detection_part_p50": found.part,
        "severe_noticed_by_people_share": ratio(found.by_people, found.noticed),
        "severe_ml_share": ratio(found.ml, sum(begun[:MOST_SEVERE])),
        "severe_gap_cv": found.gap_cv,
    }


@kernel
def tally(found: Incidents, window: Window) -> Severe:
    """Count the incidents that begin in the window, by class."""
    most = len(found.onset)
    days, of = np.empty(most), np.empty(most, dtype=np.int64)
    detect, restore, answer, part = np.empty(most), np.empty(most), np.empty(most), np.empty(most)
    begun, gap = np.zeros(ALL_CLASSES, dtype=np.int64), np.empty(most)
    number = noticed = restored = answered = by_people = ml = gaps = 0
    latest = math.nan
    for n in range(most):
        onset, severity = found.onset[n], found.severity[n]
        if severity == 0 or not inside(window, onset):
            continue
        begun[severity - 1] += 1
        days[number], of[number] = found.restored[n] - onset, severity - 1
        number += 1
        if severity > MOST_SEVERE:
            continue
        ml += int(found.cause[n] != Cause.FAULT.value)
        if onset > latest:  # not of the first, and once of what one outage hits
            gap[gaps] = onset - latest
            gaps += 1
        latest = onset
        if not math.isnan(found.detected[n]):
            detect[noticed] = found.detected[n] - onset
            noticed += 1
            by_people += int(found.channel[n] >= Channel.USERS.value)
        if not math.isnan(found.restored[n]):
            restore[restored] = found.restored[n] - onset
            restored += 1
        if found.detected[n] < found.restored[n]:
            answer[answered] = found.restored[n] - found.detected[n]
            part[answered] = 1.0 - answer[answered] / (found.restored[n] - onset)
            answered += 1
    return Severe(
        begun, quantiles_by(days[:number], of[:number], ALL_CLASSES, P50), _p50_p85(detect[:noticed]),
        _p50_p85(restore[:restored]), _p50_p85(answer[:answered]), quantile(part[:answered], 0.5), noticed,
        by_people, ml, _variation(gap[:gaps]),
    )  # fmt: skip


@kernel
def _p50_p85(values: Floats) -> Floats:
    return np.array([quantile(values, 0.5), quantile(values, 0.85)])


@kernel
def _variation(values: Floats) -> float:
    """Return the standard deviation over the mean; NaN of fewer than two values, or of zeros alone."""
    number, mean, squares = len(values), 0.0, 0.0
    for value in values:
        mean += value / number
    for value in values:
        squares += (value - mean) ** 2
    return math.sqrt(squares / (number - 1)) / mean if number > 1 and mean > 0.0 else math.nan
