"""What a survey would hear if every business unit answered once, whatever it has seen most often.

A unit answers by the median of its incidents that are no plain faults, begin in the window, were noticed
and restored: of what it never noticed it knows nothing. Units without such an incident do not answer.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from simorg.compilation import kernel
from simorg.measures.episodes import Episodes, Incidents
from simorg.measures.measure import Measure, shares
from simorg.measures.tally import quantiles_by, ratio
from simorg.trace.address import unit_of
from simorg.trace.arrays import Ints
from simorg.trace.codes import Cause
from simorg.trace.spans import Window, inside

WEEK_DAYS = 5.0
P50 = np.array([0.5])

MEASURES = (
    *shares(
        {
            "slow_units_share": (
                "Units that need a week or more",
                "Units whose median time from onset to restored service is a week (5 working days) or more, "
                "of the units with an incident that is not a plain fault, begun in the window, noticed and "
                "restored.",
            )
        },
        "lower",
        "Never noticing what takes long.",
    ),
    Measure(
        "answering_units", "Units that have an answer", "units", "none",
        "Units with an incident that is not a plain fault, begun in the window, noticed and restored.",
    ),
)  # fmt: skip


class Answers(NamedTuple):
    """What units say."""

    answering: int
    slow: int


def compute(e: Episodes, counted: Answers | None = None) -> dict[str, float]:
    """Compute the measures of this family, from what `tally` has counted if it has."""
    found = counted or tally(e.incidents, e.models.address, len(e.plan.units), e.window)
    return {"slow_units_share": ratio(found.slow, found.answering), "answering_units": float(found.answering)}


@kernel
def tally(found: Incidents, address: Ints, units: int, window: Window) -> Answers:
    """Count the units that answered incidents, and those that were slow."""
    most, number = len(found.onset), 0
    days, unit = np.empty(most), np.empty(most, dtype=np.int64)
    for n in range(most):
        known = not math.isnan(found.detected[n]) and not math.isnan(found.restored[n])
        if known and found.cause[n] != Cause.FAULT.value and inside(window, found.onset[n]):
            days[number] = found.restored[n] - found.onset[n]
            unit[number] = unit_of(address[found.model[n]])
            number += 1
    medians = quantiles_by(days[:number], unit[:number], units, P50)[:, 0]
    return Answers(int((medians >= 0.0).sum()), int((medians >= WEEK_DAYS).sum()))
