"""Where the lead time goes: every instant of a delivered initiative belongs to exactly one part.

The time of an initiative is cut at every change of state, and each piece goes to the first part of
`PARTS` that applies. What no part explains is a part of its own, ``other``, so that the parts add
up to the mean lead time.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simorg.engines.trace import Account, Event, JobKind
from simorg.measures.episodes import Episodes
from simorg.measures.episodes.items import ENDINGS
from simorg.measures.episodes.rows import Ints, Rows, position, until_next
from simorg.measures.measure import Measure
from simorg.measures.spans import Segments, Spans, joined, layered, overlay
from simorg.measures.tally import ratio

PARTS = {
    "work": "somebody does work of a stage or a release step",
    "rework": "somebody repairs, revises or rolls back",
    "decision": "a question, decision or approval is open",
    "queue": "the item's own work waits in an in-tray",
    "handoff": "the item travels between teams, or a team finds out that it is the wrong one",
    "release": "a release step dwells to see how it goes",
    "wait": "a stage waits for data, compute or a committee, costing nobody time",
    "other": "nothing above explains the time",
}
"""Parts of a lead time, in order of precedence."""

WORK, REWORK, DECISION, QUEUE, HANDOFF, RELEASE, WAIT, OTHER = range(len(PARTS))
TOUCHED = len(PARTS)  # a layer beside the parts: somebody works on anything for the item

MEASURES = (
    *(
        Measure(
            f"lead_{part}_days", "day", "lower",
            f"Mean over initiatives delivered in the window of the time in which {why}.",
        )
        for part, why in PARTS.items()
    ),
    Measure(
        "flow_efficiency", "share", "higher",
        "Time in which somebody worked on any job of an initiative over its lead time, totals of the "
        "initiatives delivered in the window.",
    ),
)  # fmt: skip


class States(NamedTuple):
    """Time of some items cut into segments, each with its part."""

    segments: Segments
    part: npt.NDArray[np.intp]


def compute(e: Episodes) -> dict[str, float]:
    """Compute the measures of this family."""
    items = e.items
    chosen = np.flatnonzero(
        items.initiative & items.ended_as(Event.ITEM_DELIVERED) & e.window.holds(items.ended)
    )
    states = item_states(e, chosen)
    days = states.segments.days
    totals = np.bincount(states.part, weights=days, minlength=len(PARTS))
    active = states.segments.active
    touched = (active[:, WORK] + active[:, REWORK] + active[:, TOUCHED]) > 0
    means = totals / len(chosen) if len(chosen) else np.full(len(PARTS), math.nan)
    numbers = {f"lead_{part}_days": float(means[n]) for n, part in enumerate(PARTS)}
    lead = float((items.ended - items.created)[chosen].sum())
    return numbers | {"flow_efficiency": ratio(days[touched].sum(), lead)}


def item_states(e: Episodes, chosen: Ints) -> States:
    """Cut the time of some items, from creation to end, into parts.

    Parameters
    ----------
    e : Episodes
        One replication.
    chosen : ndarray of int
        Positions of the items, ascending.
    """
    items = e.items
    address, start, end = items.address[chosen], items.created[chosen], items.ended[chosen]
    spans = joined(
        [
            layered(np.arange(len(chosen)), start, end, OTHER),
            _job_spans(e, address),
            *_row_spans(e.rows, address, e.window.end),
        ]
    )
    inside = spans.group >= 0
    group = spans.group[inside]
    spans = Spans(
        group,
        np.maximum(spans.start[inside], start[group]),
        np.minimum(spans.end[inside], end[group]),
        spans.layer[inside],
    )
    segments = overlay(spans, len(PARTS) + 1)
    return States(segments, np.argmax(segments.active > 0, axis=1))


def _job_spans(e: Episodes, address: Ints) -> Spans:
    """Return the stretches of the jobs of some items, in the layer that each belongs to."""
    stretches = e.stretches
    job = stretches.job
    asked = np.isin(e.jobs.kind, (JobKind.ANSWER, JobKind.DECIDE, JobKind.APPROVE))[job]
    triage = (e.jobs.kind == JobKind.TRIAGE)[job]
    working = np.where((e.jobs.account == Account.REWORK)[job], REWORK, WORK)
    planned = np.where(stretches.working, working, QUEUE)
    layer = np.where(asked, DECISION, np.where(triage, HANDOFF, planned))
    group = position(address, e.jobs.item)[job]
    every = Spans(group, stretches.start, stretches.end, layer)
    extra = stretches.working & (asked | triage)
    return joined([every, layered(group[extra], stretches.start[extra], stretches.end[extra], TOUCHED)])


def _row_spans(rows: Rows, address: Ints, horizon: float) -> list[Spans]:
    """Return latencies, questions, approvals, dwells and stages of some items."""
    about = rows.at(np.flatnonzero((position(address, rows.subject) >= 0) & (rows.event < Event.MODEL_LIVE)))
    travel = about.of(Event.HANDOFF)
    answers = about.of(
        Event.QUESTION_ANSWERED, Event.QUESTION_LOST, Event.APPROVAL_GIVEN, Event.APPROVAL_REFUSED
    )
    stages = about.of(Event.STAGE_ENTERED, Event.STAGE_LEFT, *ENDINGS)
    steps = about.of(Event.RELEASE_STEP, Event.RELEASE_FAILED, Event.STAGE_LEFT, *ENDINGS)
    stage, left = until_next(stages, Event.STAGE_ENTERED, horizon)
    step, over = until_next(steps, Event.RELEASE_STEP, horizon)
    return [
        layered(position(address, travel.subject), travel.time, travel.time + travel.value, HANDOFF),
        layered(position(address, answers.subject), answers.time - answers.value, answers.time, DECISION),
        layered(position(address, step.subject), step.time, over, RELEASE),
        layered(position(address, stage.subject), stage.time, left, WAIT),
    ]
