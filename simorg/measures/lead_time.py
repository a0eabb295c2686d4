"""Where the lead time goes: every instant of a delivered initiative belongs to exactly one part.

The time of an initiative is cut at every change of state, and each piece goes to the first part of
`PARTS` that applies. What no part explains is a part of its own, ``other``, so that the parts add
up to the mean lead time.
"""

from __future__ import annotations

import numpy as np

from simorg.compilation import kernel
from simorg.engines.trace import ACCOUNT_OF, Account, Event, JobKind
from simorg.measures.arrays import Floats, Ints
from simorg.measures.episodes import Episodes, Phases, Stretches
from simorg.measures.measure import Measure
from simorg.measures.spans import Segments, overlay
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
ALL_PARTS, LAYERS = len(PARTS), len(PARTS) + 1
HANDS_ON = (1 << WORK) | (1 << REWORK) | (1 << TOUCHED)

_OF_ASKING = {
    JobKind.ANSWER: DECISION, JobKind.DECIDE: DECISION, JobKind.APPROVE: DECISION, JobKind.TRIAGE: HANDOFF
}  # fmt: skip
_OF_WORK = {kind: REWORK if ACCOUNT_OF[kind] == Account.REWORK else WORK for kind in JobKind}
LAYERS_OF_JOBS = np.array(
    [
        [_OF_ASKING.get(kind, QUEUE) for kind in JobKind],
        [_OF_ASKING.get(kind, _OF_WORK[kind]) for kind in JobKind],
    ]
)
"""Layer of a job that waits, and of one that is worked on, by its kind."""
LAYERS_OF_PHASES = np.array([HANDOFF, DECISION, RELEASE, WAIT])
"""Layer of a phase, by its kind."""

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


def compute(e: Episodes) -> dict[str, float]:
    """Compute the measures of this family."""
    items = e.items
    chosen = np.flatnonzero(
        items.initiative & items.ended_as(Event.ITEM_DELIVERED) & e.window.holds(items.ended)
    )
    states = item_states(e, chosen)
    days, touched = _days(states)
    lead = float((items.ended - items.created)[chosen].sum())
    numbers = {
        f"lead_{part}_days": ratio(n, len(chosen)) for part, n in zip(PARTS, days.tolist(), strict=True)
    }
    return numbers | {"flow_efficiency": ratio(touched, lead)}


@kernel
def _days(states: Segments) -> tuple[Floats, float]:
    """Return the days of each part, and those in which somebody worked."""
    parts, touched = np.zeros(ALL_PARTS), 0.0
    for n in range(len(states.top)):
        days = states.end[n] - states.start[n]
        parts[states.top[n]] += days
        touched += days if states.active[n] & HANDS_ON else 0.0
    return parts, touched


def item_states(e: Episodes, chosen: Ints) -> Segments:
    """Cut the time of some items, from creation to end, into parts.

    Parameters
    ----------
    e : Episodes
        One replication.
    chosen : ndarray of int
        Positions of the items, ascending.
    """
    group = np.full(len(e.cases.address) + 1, -1)  # last: of no case at all
    group[chosen] = np.arange(len(chosen))
    return _segments(e.stretches, e.phases, group, e.items.created[chosen], e.items.ended[chosen])


@kernel
def _segments(stretches: Stretches, phases: Phases, group: Ints, created: Floats, ended: Floats) -> Segments:
    """Overlay what happens to some items while they are open, in the layers that it belongs to."""
    most = len(created) + 2 * len(stretches.case) + len(phases.case)
    of, layer = np.empty(most, dtype=np.int64), np.empty(most, dtype=np.int64)
    start, end = np.empty(most), np.empty(most)
    found = 0
    for n in range(len(created)):
        of[found], start[found], end[found], layer[found] = n, created[n], ended[n], OTHER
        found += 1
    for n in range(len(stretches.case)):
        one = group[stretches.case[n]]
        if one >= 0:
            of[found], layer[found] = one, LAYERS_OF_JOBS[int(stretches.working[n]), stretches.kind[n]]
            start[found] = max(stretches.start[n], created[one])
            end[found] = min(stretches.end[n], ended[one])
            found += 1
            if stretches.working[n] and layer[found - 1] > REWORK:
                of[found], layer[found] = one, TOUCHED
                start[found], end[found] = start[found - 1], end[found - 1]
                found += 1
    for n in range(len(phases.case)):
        one = group[phases.case[n]]
        if one >= 0:
            of[found], layer[found] = one, LAYERS_OF_PHASES[phases.kind[n]]
            start[found] = max(phases.start[n], created[one])
            end[found] = min(phases.end[n], ended[one])
            found += 1
    return overlay(of[:found], start[:found], end[:found], layer[:found], LAYERS)
