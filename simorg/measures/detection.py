"""How long incidents go unnoticed, and how many nobody ever notices.

All incidents that begin in the window count, not only those that were noticed: one that ends by
itself, with a repair of something else, or with its model is known to have stayed unnoticed until
then, and one that is still silent when the run ends until that day (censored; see `survival`).
"""

from __future__ import annotations

import numpy as np

from simorg.measures.episodes import Episodes
from simorg.measures.measure import Measure
from simorg.measures.survival import survival_medians
from simorg.measures.tally import ratio
from simorg.trace.rows import Cause

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


def compute(e: Episodes) -> dict[str, float]:
    """Compute the measures of this family."""
    begun = e.window.holds(e.incidents.onset)
    onset, detected, resolved = (
        times[begun] for times in (e.incidents.onset, e.incidents.detected, e.incidents.resolved)
    )
    seen, cause = ~np.isnan(detected), e.incidents.cause[begun].astype(np.int64)
    until = np.where(seen, detected, resolved)
    *medians, together = survival_medians(until - onset, seen, cause, ALL_CAUSES).tolist()
    ended = np.bincount(cause[seen | (until < e.window.end)], minlength=ALL_CAUSES).tolist()
    never = np.bincount(cause[~seen & (until < e.window.end)], minlength=ALL_CAUSES).tolist()
    return {
        "time_to_detect_p50_days": together,
        **{f"time_to_detect_p50_days_{name}": medians[n] for n, name in enumerate(CAUSES)},
        "never_detected_share": ratio(sum(never), sum(ended)),
        **{f"never_detected_share_{name}": ratio(never[n], ended[n]) for n, name in enumerate(CAUSES)},
    }
