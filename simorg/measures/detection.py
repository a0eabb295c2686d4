"""How long incidents go unnoticed, and how many nobody ever notices.

All incidents that begin in the window count, not only those that were noticed: one that ends by
itself, with a repair of something else, or with its model is known to have stayed unnoticed until
then, and one that is still silent when the run ends until that day (censored; see `survival`).
"""

from __future__ import annotations

import math

import numpy as np

from simorg.compilation import kernel
from simorg.engines.trace import Cause
from simorg.measures.arrays import Bools, Floats, Ints
from simorg.measures.episodes import Episodes, Incidents
from simorg.measures.measure import Measure
from simorg.measures.spans import Window, inside
from simorg.measures.survival import survival_medians
from simorg.measures.tally import ratio

CAUSES = {cause.name.lower(): cause.name.lower().replace("_", " ") for cause in Cause}
ALL_CAUSES = len(CAUSES)
NOTICED, UNNOTICED = range(2)

TO_DETECT = "Kaplan-Meier median of the time from onset to detection of all incidents begun in the window"
CENSORED = "censored when they end unnoticed or the run ends; missing where the curve stays above a half"
NEVER = "Ended before anybody noticed, of the incidents begun in the window"
DECIDED = "that were noticed or ended before the run did"
AS_IF = (
    "Nothing that stays hidden: it counts until it ends. What ends by itself is taken to be no harder to "
    "notice than the rest."
)
MENDED = "Repairing only what was noticed: a retraining by the calendar ends drift before anybody notices."

MEASURES = (
    Measure(
        "time_to_detect_p50_days", "Median time to detect", "day", "lower", f"{TO_DETECT}, {CENSORED}.", AS_IF
    ),
    *(
        Measure(
            f"time_to_detect_p50_days_{cause}", f"Median time to detect, {words}", "day", "lower",
            f"{TO_DETECT} by {words}, {CENSORED}.", AS_IF,
        )
        for cause, words in CAUSES.items()
    ),
    Measure(
        "never_detected_share", "Incidents never detected", "share", "lower", f"{NEVER} {DECIDED}.", MENDED
    ),
    *(
        Measure(
            f"never_detected_share_{cause}", f"Incidents never detected, {words}", "share", "lower",
            f"{NEVER} by {words} {DECIDED}.", MENDED,
        )
        for cause, words in CAUSES.items()
    ),
)  # fmt: skip


def compute(e: Episodes) -> dict[str, float]:
    """Compute the measures of this family."""
    days, seen, cause, fates = _silences(e.incidents, e.window)
    *medians, together = survival_medians(days, seen, cause, ALL_CAUSES).tolist()
    unnoticed, ended = fates[:, UNNOTICED].tolist(), fates.sum(axis=1).tolist()
    return {
        "time_to_detect_p50_days": together,
        **{f"time_to_detect_p50_days_{name}": medians[n] for n, name in enumerate(CAUSES)},
        "never_detected_share": ratio(sum(unnoticed), sum(ended)),
        **{f"never_detected_share_{name}": ratio(unnoticed[n], ended[n]) for n, name in enumerate(CAUSES)},
    }


@kernel
def _silences(found: Incidents, window: Window) -> tuple[Floats, Bools, Ints, Ints]:
    """Return how long each incident begun in the window was silent, whether somebody noticed, its cause.

    Last comes, by cause, how many of them were noticed and how many ended unnoticed.
    """
    most, kept = len(found.onset), 0
    days, seen, cause = np.empty(most), np.empty(most, dtype=np.bool_), np.empty(most, dtype=np.int64)
    fates = np.zeros((ALL_CAUSES, 2), dtype=np.int64)
    for n in range(most):
        if not inside(window, found.onset[n]):
            continue
        noticed = not math.isnan(found.detected[n])
        until = found.detected[n] if noticed else found.resolved[n]
        days[kept], seen[kept], cause[kept] = until - found.onset[n], noticed, found.cause[n]
        if noticed:
            fates[cause[kept], NOTICED] += 1
        elif until < window.end:
            fates[cause[kept], UNNOTICED] += 1
        kept += 1
    return days[:kept], seen[:kept], cause[:kept], fates
