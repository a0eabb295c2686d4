"""How fast incidents are noticed and ended, and by what.

All measures take the incidents that begin in the window. Those that are still open when the run
ends, or whose model retires first, have no time to restore: they are left out, which shortens the
quantiles a little (about restore time / window). `unrestored_share` says how many they are.
"""

from __future__ import annotations

import numpy as np

from simorg.engines.trace import Means
from simorg.measures.episodes import Episodes
from simorg.measures.measure import Measure, shares
from simorg.measures.tally import count, geometric_mean, quantile, ratio

SHORTEST_DAYS = 1.0 / 480.0
"""One minute of work: what a shorter restoration counts as in a geometric mean."""

BEGUN = "of the incidents begun in the window"

RESTORED = f"time from onset to restored service {BEGUN}"

MEASURES = (
    Measure("time_to_detect_p50_days", "day", "lower", f"Median time from onset to detection {BEGUN}."),
    Measure(
        "time_to_acknowledge_p50_days", "day", "lower",
        f"Median time from onset to acknowledgement {BEGUN}.",
    ),
    Measure("time_to_restore_p50_days", "day", "lower", f"Median {RESTORED}."),
    Measure(
        "time_to_restore_p90_days", "day", "lower",
        f"90th percentile of the {RESTORED}.",
    ),
    Measure(
        "time_to_restore_geometric_mean_days", "day", "lower",
        f"Geometric mean {RESTORED} (at least one minute each).",
    ),
    *shares(
        {
            "unrestored_share": f"Never restored {BEGUN}: censored by the end of the run or by retirement.",
            "incidents_escalated_share": f"Escalated to another team {BEGUN} and detected.",
        },
        "lower",
    ),
    *shares(
        {
            f"mitigated_by_{name}_share": f"By {name.replace('_', ' ')}, {BEGUN} and restored."
            for name in (means.name.lower() for means in Means)
        }
    ),
)  # fmt: skip


def compute(e: Episodes) -> dict[str, float]:
    """Compute the measures of this family."""
    incidents = e.incidents
    begun = e.window.holds(incidents.onset)
    detected = begun & ~np.isnan(incidents.detected)
    acknowledged = begun & ~np.isnan(incidents.acknowledged)
    restored = begun & ~np.isnan(incidents.restored)
    restore = (incidents.restored - incidents.onset)[restored]
    acknowledge = (incidents.acknowledged - incidents.onset)[acknowledged]
    means = np.bincount(incidents.means[restored], minlength=len(Means))
    by_means = {f"mitigated_by_{m.name.lower()}_share": ratio(float(means[m]), len(restore)) for m in Means}
    return {
        "time_to_detect_p50_days": quantile((incidents.detected - incidents.onset)[detected], 0.5),
        "time_to_acknowledge_p50_days": quantile(acknowledge, 0.5),
        "time_to_restore_p50_days": quantile(restore, 0.5),
        "time_to_restore_p90_days": quantile(restore, 0.9),
        "time_to_restore_geometric_mean_days": geometric_mean(restore, SHORTEST_DAYS),
        "unrestored_share": ratio(count(begun & ~restored), count(begun)),
        "incidents_escalated_share": ratio(count(detected & (incidents.escalations > 0)), count(detected)),
        **by_means,
    }
