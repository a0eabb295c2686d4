"""Between teams: handoffs, wrong routing, questions, approvals.

Handoffs count for the initiatives delivered in the window; questions and approvals count by the day
on which they end.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simorg.compilation import kernel
from simorg.config.settings import DAYS_PER_QUARTER
from simorg.measures.episodes import Answers, Episodes, Incidents, Items
from simorg.measures.measure import Measure, counted, shares
from simorg.measures.tally import quantile, ratio
from simorg.trace.arrays import Ints
from simorg.trace.codes import Origin
from simorg.trace.events import Event
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


NAMES = (*(f"handoffs_{n}_share" for n in range(MOST)), f"handoffs_{MOST}plus_share")


class Waits(NamedTuple):
    """Questions and approvals that end in the window."""

    answer_p50: float  # days
    answered: int
    lost: int
    approval_p50: float  # days
    approvals: int
    refused: int


Counted = tuple[Ints, int, int, int, Waits]


def compute(e: Episodes, counted: Counted | None = None) -> dict[str, float]:
    """Compute the measures of this family, from what `tally` has counted if it has."""
    counted = counted or tally(e.items, e.incidents, e.answers, e.window)
    classes, made, strayed, seen, waits = counted
    delivered = sum(classes := classes.tolist())
    return {
        "handoffs_per_delivery": ratio(made, delivered),
        **{name: ratio(number, delivered) for name, number in zip(NAMES, classes, strict=True)},
        "routed_wrong_share": ratio(strayed, seen),
        "response_latency_p50_days": waits.answer_p50,
        "questions_lost_share": ratio(waits.lost, waits.lost + waits.answered),
        "rejections": waits.refused / e.window.days * DAYS_PER_QUARTER,
        "approvals_refused_share": ratio(waits.refused, waits.approvals),
        "approval_wait_p50_days": waits.approval_p50,
    }


@kernel
def tally(items: Items, incidents: Incidents, answers: Answers, window: Window) -> Counted:
    """Return what `_by_handoffs` does, cases that strayed, all cases, waits."""
    classes, made = _by_handoffs(items, window)
    strayed = seen = 0
    for n in range(len(items.ended)):
        if items.ending[n] != 0 and inside(window, items.ended[n]):
            seen += 1
            strayed += int(items.strayed[n])
    for n in range(len(incidents.onset)):
        if inside(window, incidents.onset[n]):
            seen += 1
            strayed += int(incidents.strayed[n])
    return classes, made, strayed, seen, _waits(answers, window)


@kernel
def _by_handoffs(items: Items, window: Window) -> tuple[Ints, int]:
    """Return initiatives delivered in the window by number of handoffs, and all their handoffs."""
    classes, made = np.zeros(MOST + 1, dtype=np.int64), 0
    for n in range(len(items.created)):
        delivered = items.ending[n] == Event.ITEM_DELIVERED.value and inside(window, items.ended[n])
        if delivered and items.origin[n] == Origin.IDEA.value:
            classes[min(items.handoffs[n], MOST)] += 1
            made += items.handoffs[n]
    return classes, made


@kernel
def _waits(answers: Answers, window: Window) -> Waits:
    answer, approval = np.empty(len(answers.time)), np.empty(len(answers.time))
    answered = approvals = lost = refused = 0
    for n in range(len(answers.time)):
        event = answers.event[n]
        if not inside(window, answers.time[n]):
            continue
        if event == Event.QUESTION_ANSWERED.value:
            answer[answered] = answers.waited[n]
            answered += 1
        elif event == Event.QUESTION_LOST.value:
            lost += 1
        else:
            approval[approvals] = answers.waited[n]
            approvals += 1
            refused += int(event == Event.APPROVAL_REFUSED.value)
    answer_p50, approval_p50 = quantile(answer[:answered], 0.5), quantile(approval[:approvals], 0.5)
    return Waits(answer_p50, answered, lost, approval_p50, approvals, refused)
