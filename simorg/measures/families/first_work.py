"""What a repository would tell of changes: from the first work on one until all users have it.

A repository knows nothing of a change before somebody begins it, a request that waits is not in it.
Changes that people made count by the day on which they are delivered, as in *delivery*.
"""

from __future__ import annotations

import math

import numpy as np

from simorg.compilation import kernel
from simorg.measures.episodes import Cases, Episodes, Items, Stints
from simorg.measures.episodes.directory import find
from simorg.measures.measure import Measure
from simorg.measures.tally import quantile
from simorg.trace.address import Child, item_of, kind_of
from simorg.trace.codes import Origin
from simorg.trace.events import Event
from simorg.trace.spans import Window, inside

OF = (
    "time from the first work on it to full exposure, of the changes that people made (retraining by machine "
    "left out), delivered in the window"
)
WAITING = "Letting requests wait before anybody begins: that time is not in it."

MEASURES = (
    Measure(
        "change_in_work_p50_days", "Median time of changes from first work on", "day", "lower",
        f"Median {OF}.", WAITING,
    ),
    Measure(
        "change_in_work_p85_days", "Time of changes from first work on, 85th percentile", "day", "lower",
        f"85th percentile of the {OF}.", WAITING,
    ),
)  # fmt: skip


Counted = tuple[float, float]


def compute(e: Episodes, counted: Counted | None = None) -> dict[str, float]:
    """Compute the measures of this family, from what `tally` has counted if it has."""
    p50, p85 = counted or tally(e.items, e.stints, e.cases, e.window)
    return {
        "change_in_work_p50_days": p50,
        "change_in_work_p85_days": p85,
    }


@kernel
def tally(items: Items, stints: Stints, cases: Cases, window: Window) -> Counted:
    """Return quantiles of how long each change counted took from the begin of its first stint."""
    first, days, number = np.full(len(items.ended), np.nan), np.empty(len(items.ended)), 0
    for n in range(len(stints.begun)):
        of = item_of(stints.address[n])
        if kind_of(of) != Child.CHANGE.value or stints.before[n] >= 0:
            continue
        item = find(cases.table, cases.address, of)
        if 0 <= item < len(first) and not first[item] <= stints.begun[n]:
            first[item] = stints.begun[n]
    for n in range(len(items.ended)):
        by_hand = items.origin[n] != Origin.IDEA.value and items.origin[n] != Origin.RETRAIN_AUTOMATED.value
        delivered = items.ending[n] == Event.ITEM_DELIVERED.value and inside(window, items.ended[n])
        if by_hand and delivered and not math.isnan(first[n]):
            days[number] = items.ended[n] - first[n]
            number += 1
    return quantile(days[:number], 0.50), quantile(days[:number], 0.85)
