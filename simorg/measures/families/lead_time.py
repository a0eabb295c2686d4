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
from simorg.measures.episodes import Episodes, Items, Phases, Stretches
from simorg.measures.measure import Measure
from simorg.measures.tally import ratio, total
from simorg.trace.arrays import Bools, Floats, Table
from simorg.trace.codes import Account, JobKind, Origin
from simorg.trace.events import Event
from simorg.trace.spans import Segments, Window, inside, overlay

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
NONE = -1

_OF_ASKING = {
    JobKind.ANSWER: DECISION, JobKind.DECIDE: DECISION, JobKind.APPROVE: DECISION, JobKind.TRIAGE: HANDOFF
}  # fmt: skip
_OF_WORK = {kind: REWORK if kind.account == Account.REWORK else WORK for kind in JobKind}
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


Counted = tuple[Floats, Floats, float]


def compute(e: Episodes, counted: Counted | None = None) -> dict[str, float]:
    """Compute the measures of this family, from what `tally` has counted if it has."""
    counted = counted or tally(e.items, e.stretches, e.phases, e.plan.people, e.window)
    days, lead, touched = counted
    parts = zip(PARTS, days.tolist(), strict=True)
    numbers = {f"lead_{part}_days": ratio(number, len(lead)) for part, number in parts}
    return numbers | {"flow_efficiency": ratio(touched, total(lead))}


@kernel
def tally(items: Items, stretches: Stretches, phases: Phases, people: Table, window: Window) -> Counted:
    """Return days by part and lead time of each initiative delivered in the window, and days of touch."""
    chosen, lead, delivered = np.zeros(len(items.ended), dtype=np.bool_), np.empty(len(items.ended)), 0
    for n in range(len(items.ended)):
        if items.origin[n] == Origin.IDEA.value and items.ending[n] == Event.ITEM_DELIVERED.value:
            chosen[n] = inside(window, items.ended[n])
            lead[delivered] = items.ended[n] - items.created[n]
            delivered += int(chosen[n])
    states, days = item_states(items, stretches, phases, chosen), np.zeros(ALL_PARTS)
    for n in range(len(states.top)):
        days[states.top[n]] += states.end[n] - states.start[n]
    return days, lead[:delivered], _touch(stretches, chosen, people)


@kernel
def _touch(stretches: Stretches, chosen: Bools, people: Table) -> float:
    """Return the days that people were there and did the own work of some items."""
    days = 0.0
    for n in range(len(stretches.case)):
        own = stretches.working[n] and LAYERS_OF_JOBS[1, stretches.kind[n]] <= REWORK
        if own and stretches.case[n] >= 0 and chosen[stretches.case[n]]:
            days += people[stretches.actor[n]]["availability"] * (stretches.end[n] - stretches.start[n])
    return days


@kernel
def item_states(items: Items, stretches: Stretches, phases: Phases, chosen: Bools) -> Segments:
    """Cut the time of some items, from creation to end, into parts.

    Parameters
    ----------
    items : Items
        All items.
    stretches, phases : Stretches, Phases
        What happens to initiatives; it is overlaid in the layers that it belongs to.
    chosen : ndarray of bool
        Which initiatives are wanted.
    """
    number, most = 0, len(items.ended) + len(stretches.case) + len(phases.case)
    group, of = np.full(len(items.ended), NONE), np.empty(most, dtype=np.int64)
    layer, start, end = np.empty(most, dtype=np.int64), np.empty(most), np.empty(most)
    for n in range(len(items.ended)):
        if chosen[n]:
            group[n] = of[number] = number
            start[number], end[number], layer[number] = items.created[n], items.ended[n], OTHER
            number += 1
    found = number
    for n in range(len(stretches.case)):
        case = stretches.case[n]
        if case >= 0 and group[case] >= 0:
            of[found] = group[case]
            layer[found] = LAYERS_OF_JOBS[int(stretches.working[n]), stretches.kind[n]]
            start[found] = max(stretches.start[n], items.created[case])
            end[found] = min(stretches.end[n], items.ended[case])
            found += 1
    for n in range(len(phases.case)):
        case = phases.case[n]
        if case >= 0 and group[case] >= 0:
            of[found], layer[found] = group[case], LAYERS_OF_PHASES[phases.kind[n]]
            start[found] = max(phases.start[n], items.created[case])
            end[found] = min(phases.end[n], items.ended[case])
            found += 1
    return overlay(of[:found], start[:found], end[:found], layer[:found], ALL_PARTS)
