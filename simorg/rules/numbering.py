"""Numbering of the draws of one item: room in the occurrence numbers of a purpose.

Like the purposes these numbers are part of the specification: another number is another draw.
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
