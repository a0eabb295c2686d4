"""Between teams: handoffs, wrong routing, questions, approvals.

Handoffs count for the initiatives delivered in the window; questions and approvals count by the day
on which they end.
"""

from __future__ import annotations

import numpy as np

from simorg.compilation import kernel
from simorg.config.settings import DAYS_PER_QUARTER
from simorg.measures.episodes import Answers, Episodes, Items
from simorg.measures.measure import Measure, counted, shares
from simorg.measures.tally import count, quantile, ratio
from simorg.trace.arrays import Floats
from simorg.trace.rows import Event, Origin
from simorg.trace.spans import Window, inside

MOST = 5
"""Initiatives with this many handoffs or more share one class."""

DELIVERED = "of the initiatives delivered in the window"

MEASURES = (
    Measure(
        "handoffs_per_delivery", "Handoffs per delivery", "handoffs/delivery", "lower",
        f"Mean handoffs {DELIVERED}.", "Teams that do everything, however slowly; dropping what travels.",
    ),
    *shares(
        {
            f"handoffs_{n}_share": (
                f"Deliveries with {counted(n, 'handoff')}", f"With {counted(n, 'handoff')}, {DELIVERED}."
            )
            for n in range(MOST)
        }
        | {
            f"handoffs_{MOST}plus_share": (
                f"Deliveries with {MOST} handoffs or more", f"With {MOST} handoffs or more, {DELIVERED}."
            )
        }
    ),
    Measure(
        "routed_wrong_share", "Routed to a wrong team", "share", "lower",
        "Items ended and incidents begun in the window that went to a wrong team at least once.",
        "Moving nothing.",
    ),
    Measure(
        "response_latency_p50_days", "Median time to an answer", "day", "lower",
        "Median time from asking to answering, of the questions answered in the window.",
        "Losing the questions that would take long: only those answered count.",
    ),
    Measure(
        "questions_lost_share", "Questions never answered", "share", "lower",
        "Never answered among the questions answered or lost in the window.", "Asking much that is easy.",
    ),
    Measure(
        "rejections", "Approvals refused per quarter", "1/quarter", "lower",
        "Approvals refused in the window.", "Asking for few, or letting everything through.",
    ),
    Measure(
        "approvals_refused_share", "Approvals refused", "share", "none",
        "Refused, of the approvals answered in the window.",
    ),
    Measure(
        "approval_wait_p50_days", "Median wait for an approval", "day", "lower",
        "Median time from asking to answering, of the approvals answered in the window.",
        "Many that take a moment; those still waiting as the run ends are left out.",
    ),
)  # fmt: skip


def compute(e: Episodes) -> dict[str, float]:
    """Compute the measures of this family."""
    return _handoffs(e) | _routing(e) | _answers(e)


def _handoffs(e: Episodes) -> dict[str, float]:
    classes, made = _by_handoffs(e.items, e.window)
    delivered = float(classes.sum())
    names = [f"handoffs_{n}_share" for n in range(MOST)] + [f"handoffs_{MOST}plus_share"]
    numbers = {name: ratio(share, delivered) for name, share in zip(names, classes.tolist(), strict=True)}
    return {"handoffs_per_delivery": ratio(made, delivered)} | numbers


@kernel
def _by_handoffs(items: Items, window: Window) -> tuple[Floats, int]:
    """Return initiatives delivered in the window by number of handoffs, and all their handoffs."""
    classes, made = np.zeros(MOST + 1), 0
    for n in range(len(items.created)):
        delivered = items.ending[n] == Event.ITEM_DELIVERED.value and inside(window, items.ended[n])
        if delivered and items.origin[n] == Origin.IDEA.value:
            classes[min(items.handoffs[n], MOST)] += 1.0
            made += items.handoffs[n]
    return classes, made


def _routing(e: Episodes) -> dict[str, float]:
    closed = (e.items.ending != 0) & e.window.holds(e.items.ended)
    begun = e.window.holds(e.incidents.onset)
    hit = count(closed & e.items.strayed) + count(begun & e.incidents.strayed)
    return {"routed_wrong_share": ratio(hit, count(closed) + count(begun))}


def _answers(e: Episodes) -> dict[str, float]:
    latency, approval, lost, refused = _waits(e.answers, e.window)
    return {
        "response_latency_p50_days": quantile(latency, 0.5),
        "questions_lost_share": ratio(lost, lost + len(latency)),
        "rejections": refused / e.window.days * DAYS_PER_QUARTER,
        "approvals_refused_share": ratio(refused, len(approval)),
        "approval_wait_p50_days": quantile(approval, 0.5),
    }


@kernel
def _waits(answers: Answers, window: Window) -> tuple[Floats, Floats, int, int]:
    """Return waits for answers and for approvals that end in the window, questions lost, refusals."""
    latency, approval = np.empty(len(answers.time)), np.empty(len(answers.time))
    answered = approvals = lost = refused = 0
    for n in range(len(answers.time)):
        event = answers.event[n]
        if not inside(window, answers.time[n]):
            continue
        if event == Event.QUESTION_ANSWERED.value:
            latency[answered] = answers.waited[n]
            answered += 1
        elif event == Event.QUESTION_LOST.value:
            lost += 1
        else:
            approval[approvals] = answers.waited[n]
            approvals += 1
            refused += int(event == Event.APPROVAL_REFUSED.value)
    return latency[:answered], approval[:approvals], lost, refused
