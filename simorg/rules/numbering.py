"""Numbering of the draws of one item: room in the occurrence numbers of a purpose.

Like the purposes these numbers are part of the specification: another number is another draw. A number says
which visit, look, handoff or release a draw belongs to. A count of the draws made so far would do for one
run, but not to compare two: one question more under one structure would shift every later draw of the item,
and its second visit to a stage would take another effort although nothing about that visit is different.

- the n-th visit to a stage, `visit_number`: how long it waits, where it leads;
- a look at a gate, visit + n `LOOKS`: effort of the work; times the classes of defects, plus the class:
  defects made;
- an approval before a visit, visit times `APPROVALS_PER_VISIT` + its place in the list: whether it is
  needed;
- a handoff, its number times `QUESTIONS_PER_HANDOFF`: + n the n-th hop or question, the last one the way
  itself;
- a step of a release, the number of the release times `STEPS_PER_RELEASE` + step.

What else an item draws is counted on its own: approvals asked, rework, inspections, questions lost. Models
count incidents by cause, shocks, drift clocks, false alarms, wishes, each under a purpose of its own.
"""

from __future__ import annotations

from simorg.compilation import kernel

VISITS = 256
"""Room for the visits to one stage; later visits share the last number."""

LOOKS = VISITS * VISITS
"""Room for the visits to all stages, so that each look of a gate has numbers of its own."""

APPROVALS_PER_VISIT = 16
"""Room for the approvals before one stage visit."""

QUESTIONS_PER_HANDOFF = 64
"""Room for the hops and questions of one handoff."""

STEPS_PER_RELEASE = 16
"""Room for the steps of one release."""


@kernel
def visit_number(stage: int, visit: int) -> int:
    """Return the number of a `visit`, counted from 1, to a `stage`."""
    return stage * VISITS + min(visit, VISITS - 1)
