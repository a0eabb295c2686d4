"""Delivery: how long ideas and changes take, how many get through, how many are under way.

Items count by the day on which they end; averages over time are clipped to the window. Changes are
told by their origin too: lanes, retraining and incidents decide which changes there are at all, so a
median over all of them moves with that mix although no change takes longer.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simorg.compilation import kernel
from simorg.config.settings import DAYS_PER_MONTH, DAYS_PER_QUARTER
from simorg.measures.episodes import Episodes, Items
from simorg.measures.measure import Measure
from simorg.measures.tally import mean, quantile, quantiles_by, ratio
from simorg.trace.arrays import Floats, Ints
from simorg.trace.codes import Origin
from simorg.trace.events import Event
from simorg.trace.spans import Window, inside, overlap

LEAD = "time from idea to full exposure of the initiatives delivered in the window"
CHANGE_LEAD = "time from request to full exposure"
BY_HAND = "of the changes that people made (retraining by machine left out), delivered in the window"
FEW_AND_SMALL = "Stopping whatever takes long: only what is delivered counts, by the day on which it is."
MIX = "A mix with more of the quick origins: read it beside the medians by origin."
ORIGINS = {
    Origin.RETRAIN: "retraining by hand",
    Origin.FIX: "fixes",
    Origin.IMPROVEMENT: "improvements",
    Origin.RETRAIN_AUTOMATED: "retraining by machine",
}
"""Origins of changes, in words; repairs of an incident are expedited, whatever their origin."""
ALL_ORIGINS = len(Origin)
P50 = np.array([0.5])

MEASURES = (
    Measure("lead_time_p50_days", "Median lead time", "day", "lower", f"Median {LEAD}.", FEW_AND_SMALL, True),
    Measure(
        "lead_time_p85_days", "Lead time, 85th percentile", "day", "lower", f"85th percentile of the {LEAD}.",
        FEW_AND_SMALL, True,
    ),
    Measure("lead_time_mean_days", "Mean lead time", "day", "lower", f"Mean {LEAD}.", FEW_AND_SMALL),
    Measure(
        "change_lead_time_p50_days", "Median lead time of changes", "day", "lower",
        f"Median {CHANGE_LEAD} {BY_HAND}.", MIX,
    ),
    Measure(
        "change_lead_time_p85_days", "Lead time of changes, 85th percentile", "day", "lower",
        f"85th percentile of the {CHANGE_LEAD} {BY_HAND}.", MIX,
    ),
    *(
        Measure(
            f"change_lead_time_p50_days_{origin.name.lower()}", f"Median lead time of {words}", "day",
            "lower", f"Median {CHANGE_LEAD} of {words} delivered in the window.",
            "Cancelling whatever takes long, as when its model retires: only what is delivered counts.",
        )
        for origin, words in ORIGINS.items()
    ),
    Measure(
        "throughput_per_quarter", "Initiatives delivered per quarter", "1/quarter", "higher",
        "Initiatives delivered in the window.",
        "Small ideas, ideas of little value, and deliveries that hurt users later.", True,
    ),
    Measure(
        "changes_per_quarter", "Changes delivered per quarter", "1/quarter", "none",
        "Changes to live models delivered in the window.",
    ),
    *(
        Measure(
            f"changes_per_quarter_{origin.name.lower()}",
            f"{words[:1].upper()}{words[1:]} delivered per quarter", "1/quarter", "none",
            f"{words[:1].upper()}{words[1:]} delivered in the window.",
        )
        for origin, words in ORIGINS.items()
    ),
    Measure(
        "deployments_per_month", "Deployments per month", "1/month", "higher",
        "All items (initiatives and changes) delivered in the window.",
        "Changes for their own sake: retraining, and repairs of what should not have broken.",
    ),
    Measure(
        "yield_share", "Yield", "share", "higher",
        "Delivered among the initiatives delivered or dropped in the window.",
        "Stopping nothing, however poor the idea.", True,
    ),
    Measure(
        "wip_mean", "Initiatives in progress", "initiatives", "lower",
        "Initiatives in progress, averaged over the window.", "Little demand, and dropping early.",
    ),
    Measure(
        "changes_in_progress_mean", "Changes in progress", "changes", "lower",
        "Changes in progress, averaged over the window.", "Leaving models as they are.",
    ),
)  # fmt: skip

NAMED = {
    origin: (f"change_lead_time_p50_days_{origin.name.lower()}", f"changes_per_quarter_{origin.name.lower()}")
    for origin in ORIGINS
}
"""Measures of the changes of each origin."""


class Ended(NamedTuple):
    """What ended in the window, and how long items were under way in it."""

    lead: Floats  # days of each initiative delivered
    lead_p50: float
    lead_p85: float
    by_hand_p50: float  # days of the changes delivered that people made
    by_hand_p85: float
    change_p50: Floats  # (origin, 1) days of the changes delivered
    changes: Ints  # delivered, by origin
    dropped: int
    wip: float  # initiative-days
    changing: float  # change-days


def compute(e: Episodes, counted: Ended | None = None) -> dict[str, float]:
    """Compute the measures of this family, from what `tally` has counted if it has."""
    days, ended = e.window.days, counted or tally(e.items, e.window)
    p50, number = ended.change_p50.tolist(), ended.changes.tolist()
    delivered, changes = len(ended.lead), sum(number)
    numbers = {
        "lead_time_p50_days": ended.lead_p50,
        "lead_time_p85_days": ended.lead_p85,
        "lead_time_mean_days": mean(ended.lead),
        "change_lead_time_p50_days": ended.by_hand_p50,
        "change_lead_time_p85_days": ended.by_hand_p85,
        "throughput_per_quarter": delivered / days * DAYS_PER_QUARTER,
        "changes_per_quarter": changes / days * DAYS_PER_QUARTER,
        "deployments_per_month": (delivered + changes) / days * DAYS_PER_MONTH,
        "yield_share": ratio(delivered, delivered + ended.dropped),
        "wip_mean": ended.wip / days,
        "changes_in_progress_mean": ended.changing / days,
    }
    for origin, (p50_days, per_quarter) in NAMED.items():
        (numbers[p50_days],) = p50[origin]
        numbers[per_quarter] = number[origin] / days * DAYS_PER_QUARTER
    return numbers


@kernel
def tally(items: Items, window: Window) -> Ended:
    """Count what ended in the window."""
    most = len(items.created)
    lead, by_hand = np.empty(most), np.empty(most)
    change, origin = np.empty(most), np.empty(most, dtype=np.int64)
    changes_of = np.zeros(ALL_ORIGINS, dtype=np.int64)
    delivered = changes = made = dropped = 0
    wip = changing = 0.0
    for n in range(most):
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
            change[changes], origin[changes] = items.ended[n] - items.created[n], items.origin[n]
            changes_of[origin[changes]] += 1
            if origin[changes] != Origin.RETRAIN_AUTOMATED.value:
                by_hand[made] = change[changes]
                made += 1
            changes += 1
        elif ending == Event.ITEM_DROPPED.value and idea:
            dropped += 1
    return Ended(
        lead[:delivered], quantile(lead[:delivered], 0.50), quantile(lead[:delivered], 0.85),
        quantile(by_hand[:made], 0.50), quantile(by_hand[:made], 0.85),
        quantiles_by(change[:changes], origin[:changes], ALL_ORIGINS, P50), changes_of,
        dropped, wip, changing,
    )  # fmt: skip
