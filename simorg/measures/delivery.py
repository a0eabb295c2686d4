"""Delivery: how long ideas and changes take, how many get through, how many are under way.

Items count by the day on which they end; averages over time are clipped to the window.
"""

from __future__ import annotations

import numpy as np

from simorg.compilation import kernel
from simorg.config.settings import DAYS_PER_MONTH, DAYS_PER_QUARTER
from simorg.engines.trace import Event, Origin
from simorg.measures.arrays import Floats
from simorg.measures.episodes import Episodes, Items
from simorg.measures.measure import Measure
from simorg.measures.spans import Window, inside, overlap
from simorg.measures.tally import mean, quantile, quantiles, ratio

LEAD = "time from idea to full exposure of the initiatives delivered in the window"

MEASURES = (
    Measure("lead_time_p50_days", "day", "lower", f"Median {LEAD}."),
    Measure("lead_time_p85_days", "day", "lower", f"85th percentile of the {LEAD}."),
    Measure("lead_time_mean_days", "day", "lower", f"Mean {LEAD}."),
    Measure(
        "change_lead_time_p50_days", "day", "lower",
        "Median time from request to full exposure of the changes that people made (automated retraining "
        "left out), delivered in the window.",
    ),
    Measure("throughput_per_quarter", "1/quarter", "higher", "Initiatives delivered in the window."),
    Measure("changes_per_quarter", "1/quarter", "none", "Changes to live models delivered in the window."),
    Measure(
        "deployments_per_month", "1/month", "higher",
        "All items (initiatives and changes) delivered in the window.",
    ),
    Measure(
        "yield_share", "share", "higher",
        "Delivered among the initiatives delivered or dropped in the window.",
    ),
    Measure("wip_mean", "initiatives", "lower", "Initiatives in progress, averaged over the window."),
    Measure("changes_in_progress_mean", "changes", "lower", "Changes in progress, averaged over the window."),
)  # fmt: skip


def compute(e: Episodes) -> dict[str, float]:
    """Compute the measures of this family."""
    days = e.window.days
    lead, change, delivered, changes, dropped, wip, changing = _tally(e.items, e.window)
    p50, p85 = quantiles(lead, 0.50, 0.85)
    return {
        "lead_time_p50_days": p50,
        "lead_time_p85_days": p85,
        "lead_time_mean_days": mean(lead),
        "change_lead_time_p50_days": quantile(change, 0.50),
        "throughput_per_quarter": delivered / days * DAYS_PER_QUARTER,
        "changes_per_quarter": changes / days * DAYS_PER_QUARTER,
        "deployments_per_month": (delivered + changes) / days * DAYS_PER_MONTH,
        "yield_share": ratio(delivered, delivered + dropped),
        "wip_mean": wip / days,
        "changes_in_progress_mean": changing / days,
    }


@kernel
def _tally(items: Items, window: Window) -> tuple[Floats, Floats, int, int, int, float, float]:
    """Return lead times of initiatives and of changes by people, numbers of ends, days in progress."""
    lead, change = np.empty(len(items.created)), np.empty(len(items.created))
    by_people = delivered = changes = dropped = 0
    wip = changing = 0.0
    for n in range(len(items.created)):
        idea, ending = items.origin[n] == Origin.IDEA.value, items.ending[n]
        open_days = overlap(window, items.created[n], items.ended[n])
        wip += open_days if idea else 0.0
        changing += 0.0 if idea else open_days
        if not inside(window, items.ended[n]):
            continue
        if ending == Event.ITEM_DELIVERED.value and idea:
            lead[delivered] = items.ended[n] - items.created[n]
            delivered += 1
        elif ending == Event.ITEM_DELIVERED.value:
            changes += 1
            if items.origin[n] != Origin.RETRAIN_AUTOMATED.value:
                change[by_people] = items.ended[n] - items.created[n]
                by_people += 1
        elif ending == Event.ITEM_DROPPED.value and idea:
            dropped += 1
    return lead[:delivered], change[:by_people], delivered, changes, dropped, wip, changing
