"""Dry spells: how long nothing is delivered at all.

A median lead time does not show whether deliveries come steadily or in heaps.
"""

from __future__ import annotations

import math

import numpy as np

from simorg.config.settings import DAYS_PER_MONTH, DAYS_PER_QUARTER
from simorg.measures.episodes import Episodes
from simorg.measures.measure import Measure
from simorg.trace.rows import Event

MEASURES = (
    Measure(
        "dry_spell_longest_days", "Longest time without a delivery", "day", "lower",
        "Longest stretch of the window between deliveries of initiatives; none without two deliveries.",
        "Delivering in small portions.", True,
    ),
    Measure(
        "lulls_per_quarter", "Lulls per quarter", "1/quarter", "lower",
        "Times a quarter at which the last delivery of an initiative was a month of 21.7 days ago.",
        "Delivering in small portions.",
    ),
)  # fmt: skip


def compute(e: Episodes) -> dict[str, float]:
    """Compute the measures of this family."""
    days = np.sort(e.items.ended[e.items.initiative & e.items.ended_as(Event.ITEM_DELIVERED)])
    lulls = np.unique(days[:-1][np.diff(days) > DAYS_PER_MONTH] + DAYS_PER_MONTH)
    if len(days) and e.window.end - days[-1] > DAYS_PER_MONTH:
        lulls = np.append(lulls, days[-1] + DAYS_PER_MONTH)
    seen = days[(days >= e.window.start) & (days < e.window.end)]
    begun = int(((lulls >= e.window.start) & (lulls < e.window.end)).sum())
    return {
        "dry_spell_longest_days": float(np.diff(seen).max()) if len(seen) > 1 else math.nan,
        "lulls_per_quarter": begun * DAYS_PER_QUARTER / e.window.days,
    }
