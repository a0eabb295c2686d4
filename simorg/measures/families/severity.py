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
from simorg.trace.codes import Channel, Severity
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
        "severe_detection_part_p50", "Median part of a severe incident before it is noticed", "share", "none",
        f"Median, over the incidents {SEVERE}, noticed and restored, of time to detection over time to "
        "restored service.",
    ),
    Measure(
        "severe_noticed_by_people_share", "Severe incidents first noticed by people", "share", "none",
        f"First noticed by users or in a review, of the incidents {SEVERE} and noticed.",
    ),
)  # fmt: skip


class Severe(NamedTuple):
    """What became of the incidents that begin in the window and have a class."""

    begun: Ints  # by class
    restore_p50: Floats  # (class, 1) days
    detect: Floats  # (2) median and 85th percentile, of the severe ones
    restore: Floats  # (2) the same
    part: float  # median part of the time to restore that goes by before anybody notices
    noticed: int  # of the severe ones
    by_people: int  # of these


def compute(e: Episodes) -> dict[str, float]:
    """Compute the measures of this family."""
    found = _tally(e.incidents, e.window)
    begun, p50 = found.begun.tolist(), found.restore_p50.tolist()
    numbers = {f"incidents_severity_{k}_share": ratio(begun[k - 1], sum(begun)) for k in CLASSES}
    numbers |= {f"time_to_restore_p50_days_severity_{k}": p50[k - 1][0] for k in CLASSES}
    years, classed = total(e.models.observed) / DAYS_PER_YEAR, e.plan.settings.severity.classes
    detect, restore = found.detect.tolist(), found.restore.tolist()
    return numbers | {
        "severe_incidents_per_model_year": ratio(sum(begun[:MOST_SEVERE]), years) if classed else math.nan,
        "severe_time_to_detect_p50_days": detect[0],
        "severe_time_to_detect_p85_days": detect[1],
        "severe_time_to_restore_p50_days": restore[0],
        "severe_time_to_restore_p85_days": restore[1],
        "severe_detection_part_p50": found.part,
        "severe_noticed_by_people_share": ratio(found.by_people, found.noticed),
    }


@kernel
def _tally(found: Incidents, window: Window) -> Severe:
    most = len(found.onset)
    days, of = np.empty(most), np.empty(most, dtype=np.int64)
    detect, restore, part = np.empty(most), np.empty(most), np.empty(most)
    begun = np.zeros(ALL_CLASSES, dtype=np.int64)
    number = noticed = restored = both = by_people = 0
    for n in range(most):
        onset, severity = found.onset[n], found.severity[n]
        if severity == 0 or not inside(window, onset):
            continue
        begun[severity - 1] += 1
        days[number], of[number] = found.restored[n] - onset, severity - 1
        number += 1
        if severity > MOST_SEVERE:
            continue
        if not math.isnan(found.detected[n]):
            detect[noticed] = found.detected[n] - onset
            noticed += 1
            by_people += int(found.channel[n] >= Channel.USERS.value)
        if not math.isnan(found.restored[n]):
            restore[restored] = found.restored[n] - onset
            restored += 1
        if found.detected[n] <= found.restored[n] and found.restored[n] > onset:
            part[both] = (found.detected[n] - onset) / (found.restored[n] - onset)
            both += 1
    return Severe(
        begun, quantiles_by(days[:number], of[:number], ALL_CLASSES, P50), _p50_p85(detect[:noticed]),
        _p50_p85(restore[:restored]), quantile(part[:both], 0.5), noticed, by_people,
    )  # fmt: skip


@kernel
def _p50_p85(values: Floats) -> Floats:
    return np.array([quantile(values, 0.5), quantile(values, 0.85)])
