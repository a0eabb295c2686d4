"""Delivery: how long ideas and changes take, how many get through, how many are under way.

Items count by the day on which they end; averages over time are clipped to the window.
"""

from __future__ import annotations

from simorg.config.settings import DAYS_PER_MONTH, DAYS_PER_QUARTER
from simorg.engines.trace import Event, Origin
from simorg.measures.episodes import Episodes
from simorg.measures.measure import Measure
from simorg.measures.tally import count, mean, quantile, ratio

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
    items, window = e.items, e.window
    ended = window.holds(items.ended)
    delivered = ended & items.ended_as(Event.ITEM_DELIVERED)
    dropped = ended & items.ended_as(Event.ITEM_DROPPED)
    ideas = items.initiative
    by_people = ~ideas & (items.origin != Origin.RETRAIN_AUTOMATED)
    took = items.ended - items.created
    lead = took[delivered & ideas]
    in_progress = window.clip(items.created, items.ended) / window.days
    return {
        "lead_time_p50_days": quantile(lead, 0.50),
        "lead_time_p85_days": quantile(lead, 0.85),
        "lead_time_mean_days": mean(lead),
        "change_lead_time_p50_days": quantile(took[delivered & by_people], 0.50),
        "throughput_per_quarter": count(delivered & ideas) / window.days * DAYS_PER_QUARTER,
        "changes_per_quarter": count(delivered & ~ideas) / window.days * DAYS_PER_QUARTER,
        "deployments_per_month": count(delivered) / window.days * DAYS_PER_MONTH,
        "yield_share": ratio(count(delivered & ideas), count((delivered | dropped) & ideas)),
        "wip_mean": float(in_progress[ideas].sum()),
        "changes_in_progress_mean": float(in_progress[~ideas].sum()),
    }
