"""Where the lead time goes: every instant of a delivered initiative belongs to exactly one part.

The time of an initiative is cut at every change of state, and each piece goes to the first part of
`PARTS` that applies. What no part explains is a part of its own, ``other``, so that the parts add
up to the mean lead time. A part is a state of the item, in which whoever has it in hand may be absent
for a while. *Touch* is not: it is the time that people were there and worked on the item's own work,
the stages, release steps and repairs; who answers, decides, approves or finds out that the item is
at the wrong team does not touch it.
"""

from __future__ import annotations

import numpy as np

from simorg.compilation import kernel
from simorg.measures.episodes import Episodes, Phases, Stretches
from simorg.measures.measure import Measure
from simorg.measures.tally import ratio
from simorg.trace.arrays import Floats, Ints
from simorg.trace.rows import ACCOUNT_OF, Account, Event, JobKind
from simorg.trace.spans import Segments, overlay

PARTS = {
    "work": ("work", "somebody has work of a stage or a release step in hand"),
    "rework": ("rework", "somebody has a repair, a revision or a rollback in hand"),
    "decision": ("questions and approvals", "a question, decision or approval is open"),
    "queue": ("queue", "the item's own work waits in a queue"),
    "handoff": ("handoff", "the item travels between teams, or a team finds out that it is the wrong one"),
    "release": ("release dwell", "a release step dwells to see how it goes"),
    "wait": ("waiting", "a stage waits for data, compute or a committee, costing nobody time"),
    "other": ("other", "nothing above explains the time"),
}
"""Parts of a lead time, in order of precedence: in words, and when."""

WORK, REWORK, DECISION, QUEUE, HANDOFF, RELEASE, WAIT, OTHER = range(len(PARTS))
ALL_PARTS = len(PARTS)

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
            f"lead_{part}_days", f"Mean lead time, {words}", "day", "lower",
            f"Mean over initiatives delivered in the window of the time in which {why}.",
            "Moving time into another part: they add up to the mean lead time.",
        )
        for part, (words, why) in PARTS.items()
    ),
    Measure(
        "flow_efficiency", "Flow efficiency", "share", "higher",
        "Time that people were present and worked on stages, release steps and repairs of an initiative "
        "over its lead time; totals of the initiatives delivered in the window.",
        "Slow or repeated work: whatever is worked on longer is touched more.",
    ),
)  # fmt: skip


def compute(e: Episodes) -> dict[str, float]:
    """Compute the measures of this family."""
    items = e.items
    chosen = np.flatnonzero(
        items.initiative & items.ended_as(Event.ITEM_DELIVERED) & e.window.holds(items.ended)
    )
    states = item_states(e, chosen)
    days = np.bincount(states.top, weights=states.days, minlength=ALL_PARTS).tolist()
    lead = float((items.ended - items.created)[chosen].sum())
    numbers = {f"lead_{part}_days": ratio(n, len(chosen)) for part, n in zip(PARTS, days, strict=True)}
    return numbers | {"flow_efficiency": ratio(_touch(e, chosen), lead)}


def _touch(e: Episodes, chosen: Ints) -> float:
    """Return the days that people were there and did the own work of some items."""
    there = np.ascontiguousarray(e.plan.people["availability"])
    touched: float = _present_days(e.stretches, _group(e, chosen), there)
    return touched


@kernel
def _present_days(stretches: Stretches, group: Ints, there: Floats) -> float:
    days = 0.0
    for n in range(len(stretches.case)):
        own = stretches.working[n] and LAYERS_OF_JOBS[1, stretches.kind[n]] <= REWORK
        if own and group[stretches.case[n]] >= 0:
            days += there[stretches.actor[n]] * (stretches.end[n] - stretches.start[n])
    return days


def item_states(e: Episodes, chosen: Ints) -> Segments:
    """Cut the time of some items, from creation to end, into parts.

    Parameters
    ----------
    e : Episodes
        One replication.
    chosen : ndarray of int
        Positions of the items, ascending.
    """
    created, ended = e.items.created[chosen], e.items.ended[chosen]
    return _segments(e.stretches, e.phases, _group(e, chosen), created, ended)


def _group(e: Episodes, chosen: Ints) -> Ints:
    """Return which of the chosen items each case is, -1 if none; the last entry is of no case at all."""
    group = np.full(len(e.cases.address) + 1, -1)
    group[chosen] = np.arange(len(chosen))
    return group


@kernel
def _segments(stretches: Stretches, phases: Phases, group: Ints, created: Floats, ended: Floats) -> Segments:
    """Overlay what happens to some items while they are open, in the layers that it belongs to."""
    most = len(created) + len(stretches.case) + len(phases.case)
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
    for n in range(len(phases.case)):
        one = group[phases.case[n]]
        if one >= 0:
            of[found], layer[found] = one, LAYERS_OF_PHASES[phases.kind[n]]
            start[found] = max(phases.start[n], created[one])
            end[found] = min(phases.end[n], ended[one])
            found += 1
    return overlay(of[:found], start[:found], end[:found], layer[:found], ALL_PARTS)
