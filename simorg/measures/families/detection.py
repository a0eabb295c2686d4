"""How long incidents go unnoticed, and how many nobody ever notices.

All incidents that begin in the window count, not only those that were noticed: one that ends by
itself, with a repair of something else, or with its model is known to have stayed unnoticed until
then, and one that is still silent when the run ends until that day (censored; see `survival`).
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from simorg.compilation import kernel
from simorg.measures.episodes import Episodes, Incidents
from simorg.measures.measure import Measure
from simorg.measures.survival import survival_medians
from simorg.measures.tally import ratio
from simorg.trace.arrays import Bools, Floats, Ints
from simorg.trace.codes import Cause
from simorg.trace.spans import Window, inside

CAUSES = dict(
    zip(
        (cause.name.lower() for cause in Cause),
        ("natural drift", "data breaks", "plain faults", "defects"),
        strict=True,
    )
)
"""Causes of incidents, and in words."""
ALL_CAUSES = len(CAUSES)

TO_DETECT = "Kaplan-Meier median of the time from onset to detection of all incidents"
CENSORED = "censored when they end unnoticed or the run ends; missing where the curve stays above a half"
NEVER = "Ended before anybody noticed, of the incidents"
BEGUN = "begun in the window"
DECIDED = "that were noticed or ended before the run did"
AS_IF = (
    "Nothing that stays hidden: it counts until it ends. What ends by itself is taken to be no harder to "
    "notice than the rest."
)
MENDED = "Repairing only what was noticed: a retraining by the calendar ends drift before anybody notices."

MEASURES = (
    Measure(
        "time_to_detect_p50_days", "Median time to detect", "day", "lower",
        f"{TO_DETECT} {BEGUN}, {CENSORED}.", AS_IF,
    ),
    *(
        Measure(
            f"time_to_detect_p50_days_{cause}", f"Median time to detect, {words}", "day", "lower",
            f"{TO_DETECT} by {words} {BEGUN}, {CENSORED}.", AS_IF,
        )
        for cause, words in CAUSES.items()
    ),
    Measure(
        "never_detected_share", "Incidents never detected", "share", "lower",
        f"{NEVER} {BEGUN} {DECIDED}.", MENDED,
    ),
    *(
        Measure(
            f"never_detected_share_{cause}", f"Incidents never detected, {words}", "share", "lower",
            f"{NEVER} by {words} {BEGUN} {DECIDED}.", MENDED,
        )
        for cause, words in CAUSES.items()
    ),
)  # fmt: skip


class Begun(NamedTuple):
    """One entry an incident that begins in the window, and tallies by cause."""

    days: Floats  # until it was noticed, else until it ended or the run did
    seen: Bools
    cause: Ints
    decided: Ints  # noticed, or ended before the run did
    never: Ints  # ended before the run did, and nobody had noticed


def compute(e: Episodes, counted: Begun | None = None) -> dict[str, float]:
    """Compute the measures of this family, from what `tally` has counted if it has."""
    begun = counted or tally(e.incidents, e.window)
    *medians, together = survival_medians(begun.days, begun.seen, begun.cause, ALL_CAUSES).tolist()
    decided, never = begun.decided.tolist(), begun.never.tolist()
    return {
        "time_to_detect_p50_days": together,
        **{f"time_to_detect_p50_days_{name}": medians[n] for n, name in enumerate(CAUSES)},
        "never_detected_share": ratio(sum(never), sum(decided)),
        **{f"never_detected_share_{name}": ratio(never[n], decided[n]) for n, name in enumerate(CAUSES)},
    }


@kernel
def tally(found: Incidents, window: Window) -> Begun:
    """Count the incidents that begin in the window."""
    most = len(found.onset)
    days, seen = np.empty(most), np.empty(most, dtype=np.bool_)
    cause, number = np.empty(most, dtype=np.int64), 0
    decided, never = np.zeros(ALL_CAUSES, dtype=np.int64), np.zeros(ALL_CAUSES, dtype=np.int64)
    for n in range(most):
        if not inside(window, found.onset[n]):
            continue
        noticed = not math.isnan(found.detected[n])
        until = found.detected[n] if noticed else found.resolved[n]
        days[number], seen[number], cause[number] = until - found.onset[n], noticed, found.cause[n]
        number += 1
        decided[found.cause[n]] += int(noticed or until < window.end)
        never[found.cause[n]] += int(not noticed and until < window.end)
    return Begun(days[:number], seen[:number], cause[:number], decided, never)
