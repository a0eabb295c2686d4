"""Between teams: handoffs, wrong routing, questions, approvals.

Handoffs count for the initiatives delivered in the window; questions and approvals count by the day
on which they end.
"""

from __future__ import annotations

import numpy as np

from simorg.config.settings import DAYS_PER_QUARTER
from simorg.engines.trace import Event
from simorg.measures.episodes import Episodes
from simorg.measures.episodes.rows import position
from simorg.measures.measure import Measure, shares
from simorg.measures.tally import count, mean, quantile, ratio

MOST = 5
"""Initiatives with this many handoffs or more share one class."""

DELIVERED = "of the initiatives delivered in the window"

MEASURES = (
    Measure("handoffs_per_delivery", "handoffs", "lower", f"Mean handoffs {DELIVERED}."),
    *shares(
        {f"handoffs_{n}_share": f"With {n} handoffs {DELIVERED}." for n in range(MOST)}
        | {f"handoffs_{MOST}plus_share": f"With {MOST} handoffs or more {DELIVERED}."}
    ),
    Measure(
        "routed_wrong_share", "share", "lower",
        "Items ended and incidents begun in the window that went to a wrong team at least once.",
    ),
    Measure(
        "response_latency_p50_days", "day", "lower",
        "Median time from asking to answering, of the questions answered in the window.",
    ),
    Measure(
        "questions_lost_share", "share", "lower",
        "Never answered among the questions answered or lost in the window.",
    ),
    Measure("rejections", "1/quarter", "lower", "Approvals refused in the window."),
    Measure("approvals_refused_share", "share", "none", "Refused, of the approvals answered in the window."),
    Measure(
        "approval_wait_p50_days", "day", "lower",
        "Median time from asking to answering, of the approvals answered in the window.",
    ),
)  # fmt: skip


def compute(e: Episodes) -> dict[str, float]:
    """Compute the measures of this family."""
    return _handoffs(e) | _routing(e) | _questions(e) | _approvals(e)


def _handoffs(e: Episodes) -> dict[str, float]:
    items = e.items
    made = position(items.address, e.rows.of(Event.HANDOFF).subject)
    made_by_item = np.bincount(made[made >= 0], minlength=len(items.address))
    delivered = items.initiative & items.ended_as(Event.ITEM_DELIVERED) & e.window.holds(items.ended)
    made_by_item = made_by_item[delivered]
    classes = np.bincount(np.minimum(made_by_item, MOST), minlength=MOST + 1)
    names = [f"handoffs_{n}_share" for n in range(MOST)] + [f"handoffs_{MOST}plus_share"]
    numbers = {name: ratio(float(classes[n]), len(made_by_item)) for n, name in enumerate(names)}
    return {"handoffs_per_delivery": mean(made_by_item.astype(float))} | numbers


def _routing(e: Episodes) -> dict[str, float]:
    closed = e.items.address[(e.items.ending != 0) & e.window.holds(e.items.ended)]
    begun = e.incidents.address[e.window.holds(e.incidents.onset)]
    wrong = np.unique(e.rows.of(Event.ROUTED_WRONG).subject)
    hit = count(position(wrong, closed) >= 0) + count(position(wrong, begun) >= 0)
    return {"routed_wrong_share": ratio(hit, len(closed) + len(begun))}


def _questions(e: Episodes) -> dict[str, float]:
    answered, lost = e.rows.of(Event.QUESTION_ANSWERED), e.rows.of(Event.QUESTION_LOST)
    latency = answered.value[e.window.holds(answered.time)]
    gone = count(e.window.holds(lost.time))
    return {
        "response_latency_p50_days": quantile(latency, 0.5),
        "questions_lost_share": ratio(gone, gone + len(latency)),
    }


def _approvals(e: Episodes) -> dict[str, float]:
    answers = e.rows.of(Event.APPROVAL_GIVEN, Event.APPROVAL_REFUSED)
    inside = e.window.holds(answers.time)
    refused = count(inside & (answers.event == Event.APPROVAL_REFUSED))
    return {
        "rejections": refused / e.window.days * DAYS_PER_QUARTER,
        "approvals_refused_share": ratio(refused, count(inside)),
        "approval_wait_p50_days": quantile(answers.value[inside], 0.5),
    }
