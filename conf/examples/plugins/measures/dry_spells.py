"""Dry spells: how long nothing is delivered at all.

A median lead time does not show whether deliveries come steadily or in heaps.
"""

from __future__ import annotations

import math

import numpy as np

from simorg.measures.episodes import Episodes
from simorg.measures.measure import Measure
from simorg.measures.tally import ratio
from simorg.trace.rows import Event

MONTH_DAYS = 260.0 / 12.0

MEASURES = (
    Measure(
        "dry_spell_longest_days", "Longest time without a delivery", "day", "lower",
        "Longest stretch of the window between deliveries of initiatives; none without two deliveries.",
        "Delivering in small portions.", True,
    ),
    Measure(
        "dry_months_share", "Months without a delivery", "share", "lower",
        "Whole months of the window in which no initiative was delivered, over all whole months.",
        "Delivering in small portions.",
    ),
)  # fmt: skip


def compute(e: Episodes) -> dict[str, float]:
    """Compute the measures of this family."""
    days = np.sort(e.items.ended[e.items.initiative & e.items.ended_as(Event.ITEM_DELIVERED)])
    days = days[(days >= e.window.start) & (days < e.window.end)]
    months = int(e.window.days // MONTH_DAYS)
    wet = np.unique((days - e.window.start) // MONTH_DAYS)
    return {
        "dry_spell_longest_days": float(np.diff(days).max()) if len(days) > 1 else math.nan,
        "dry_months_share": ratio(months - int((wet < months).sum()), months),
    }
