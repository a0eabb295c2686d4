"""How fast incidents are taken up and ended, and by what.

All measures take the incidents that begin in the window. Those that are still open when the run
ends, or whose model retires first, have no time to restore: they are left out, which shortens the
quantiles a little (about restore time / window). `unrestored_share` says how many they are.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from simorg.compilation import kernel
from simorg.measures.episodes import Episodes, Incidents
from simorg.measures.measure import Measure, shares
from simorg.measures.tally import geometric_mean, quantile, ratio
from simorg.trace.arrays import Floats, Ints
from simorg.trace.codes import Means
from simorg.trace.spans import Window, inside

MEANS = dict(
    zip(
        (means.name.lower() for means in Means),
        (
            "a rollback",
            "a fallback",
            "a configuration",
            "somebody outside",
            "a repair",
            "itself",
            "a change of infrastructure",
            "an act of the moment",
            "itself, a fault",
        ),
        strict=True,
    )
)
"""What restores a service, and in words."""
ALL_MEANS = len(MEANS)

SHORTEST_DAYS = 1.0 / 480.0
"""One minute of work: what a shorter restoration counts as in a geometric mean."""

BEGUN = "of the incidents begun in the window"

RESTORED = f"time from onset to restored service {BEGUN} and restored"
LEFT_OUT = "Never restoring what would take long (see `unrestored_share`), and drift that ends by itself."

MEASURES = (
    Measure(
        "time_to_acknowledge_p50_days", "Median time to acknowledge", "day", "lower",
        f"Median time from onset to acknowledgement {BEGUN} and acknowledged.",
        "Never taking up what is hard to notice: it is left out.",
    ),
    Measure(
        "time_to_restore_p50_days", "Median time to restore", "day", "lower", f"Median {RESTORED}.", LEFT_OUT,
        True,
    ),
    Measure(
        "time_to_restore_p90_days", "Time to restore, 90th percentile", "day", "lower",
        f"90th percentile of the {RESTORED}.", LEFT_OUT,
    ),
    Measure(
        "time_to_restore_geometric_mean_days", "Geometric mean time to restore", "day", "lower",
        f"Geometric mean {RESTORED} (at least one minute each).", LEFT_OUT,
    ),
    Measure(
        "unrestored_share", "Incidents never restored", "share", "lower",
        f"Never restored, {BEGUN}: censored by the end of the run or by retirement.",
        "A temporary fallback as good as a repair.",
    ),
    Measure(
        "incidents_escalated_share", "Incidents escalated", "share", "lower",
        f"Escalated to another team, {BEGUN} and detected.", "Guessing at causes that others know.",
    ),
    *shares(
        {
            f"mitigated_by_{name}_share": (
                f"Restored by {words}", f"By {words}, {BEGUN} and restored."
            )
            for name, words in MEANS.items()
        }
    ),
)  # fmt: skip


class Answered(NamedTuple):
    """What became of the incidents that begin in the window."""

    begun: int
    detected: int
    escalated: int  # of those detected
    acknowledge_p50: float  # days
    restore: Floats  # days of each that was restored
    restore_p50: float
    restore_p90: float
    means: Ints  # restorations by means


def compute(e: Episodes, counted: Answered | None = None) -> dict[str, float]:
    """Compute the measures of this family, from what `tally` has counted if it has."""
    found = counted or tally(e.incidents, e.window)
    restored = len(found.restore)
    return {
        "time_to_acknowledge_p50_days": found.acknowledge_p50,
        "time_to_restore_p50_days": found.restore_p50,
        "time_to_restore_p90_days": found.restore_p90,
        "time_to_restore_geometric_mean_days": geometric_mean(found.restore, SHORTEST_DAYS),
        "unrestored_share": ratio(found.begun - restored, found.begun),
        "incidents_escalated_share": ratio(found.escalated, found.detected),
        **{
            f"mitigated_by_{name}_share": ratio(number, restored)
            for name, number in zip(MEANS, found.means.tolist(), strict=True)
        },
    }


@kernel
def tally(found: Incidents, window: Window) -> Answered:
    """Count what became of the incidents that begin in the window."""
    most = len(found.onset)
    acknowledge, restore = np.empty(most), np.empty(most)
    means = np.zeros(ALL_MEANS, dtype=np.int64)
    begun = detected = escalated = acknowledged = restored = 0
    for n in range(most):
        onset = found.onset[n]
        if not inside(window, onset):
            continue
        begun += 1
        if not math.isnan(found.detected[n]):
            detected += 1
            escalated += int(found.escalations[n] > 0)
        if not math.isnan(found.acknowledged[n]):
            acknowledge[acknowledged] = found.acknowledged[n] - onset
            acknowledged += 1
        if not math.isnan(found.restored[n]):
            restore[restored] = found.restored[n] - onset
            restored += 1
            means[found.means[n]] += 1
    restore = restore[:restored]
    return Answered(
        begun, detected, escalated, quantile(acknowledge[:acknowledged], 0.5),
        restore, quantile(restore, 0.5), quantile(restore, 0.9), means,
    )  # fmt: skip
