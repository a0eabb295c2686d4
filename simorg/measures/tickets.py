"""What ticket systems and status pages would report: incidents by cause and by handoffs, blocks, reverts.

These are the quantities that public logs publish; `docs/face_validity.md` sets them side by side.
Incidents count if they begin in the window, everything else by the day on which it ends.
"""

from __future__ import annotations

import math

import numpy as np

from simorg.compilation import kernel
from simorg.config.settings import DAYS_PER_MONTH
from simorg.measures.detection import CAUSES
from simorg.measures.episodes import Episodes, Incidents
from simorg.measures.measure import Measure, counted, shares
from simorg.measures.tally import count, mean, quantile, quantiles_by, ratio
from simorg.trace.arrays import Floats, Ints
from simorg.trace.rows import Cause
from simorg.trace.spans import Window, inside

MOST = 3
WEEK_DAYS = 5.0
OUTSIDE = np.int64(-1)
MANY = 1 << 62
P50, P50_P85 = np.array([0.5]), np.array([0.5, 0.85])
INCIDENTS = "of the incidents begun in the window"
RESTORED = f"{INCIDENTS} and restored"
FEWER_RESTORED = "Never restoring what would take long: only what was restored counts."

MEASURES = (
    *(
        Measure(
            f"time_to_restore_p{level}_days_{cause}", label.format(words), "day", "lower",
            f"{level}th percentile from onset to restored service of the incidents by {words} begun in the "
            "window and restored.",
            FEWER_RESTORED,
        )
        for level, label in ((50, "Median time to restore, {}"), (85, "Time to restore, 85th percentile, {}"))
        for cause, words in CAUSES.items()
    ),
    Measure(
        "ml_restored_after_week_share", "Restored after a week or more", "share", "lower",
        "Restored a week (5 working days) or more after onset, "
        f"{INCIDENTS} that are not plain faults and were restored.", FEWER_RESTORED,
    ),
    Measure(
        "ping_pong_share", "Sent back to the team just left", "share", "lower",
        "Went back to the team just left (A-B-A) at least once, of the items ended.", "Moving nothing.",
    ),
    *shares(
        {
            f"incident_handoffs_{n}_share": (
                f"Incidents with {counted(n, 'change')} of team",
                f"With {counted(n, 'change')} of team, {RESTORED}.",
            )
            for n in range(MOST)
        }
        | {
            f"incident_handoffs_{MOST}plus_share": (
                f"Incidents with {MOST} changes of team or more",
                f"With {MOST} changes of team or more, {RESTORED}.",
            )
        }
    ),
    Measure(
        "incident_handoffs_mean", "Changes of team per incident", "handoffs/incident", "lower",
        f"Mean changes of team {RESTORED}.", FEWER_RESTORED,
    ),
    *(
        Measure(
            f"time_to_restore_p50_days_at_{n}_handoffs",
            f"Median time to restore, {counted(n, 'change')} of team", "day", "none",
            f"Median time to restore {RESTORED} that changed team {counted(n, 'time')}.",
        )
        for n in range(MOST)
    ),
    Measure(
        "log_restore_handoff_correlation", "Correlation of restore time and changes of team", "1", "none",
        f"Correlation of log time to restore with the number of changes of team, {RESTORED}.",
    ),
    Measure(
        "blocks_per_person_month", "Hold-ups per person-month", "1/person-month", "lower",
        "Questions and approvals that held an item up, ended in the window, per person-month.",
        "Many people with little to do.",
    ),
    Measure(
        "block_mean_days", "Mean length of a hold-up", "day", "lower", "Mean length of such a hold-up.",
        "Many short ones.",
    ),
    Measure(
        "roll_back_delay_p50_days", "Median time until a release is taken back", "day", "lower",
        "Median time from the first step of a release until it was taken back.",
        "Taking back only what fails at once.",
    ),
)  # fmt: skip


def compute(e: Episodes) -> dict[str, float]:
    """Compute the measures of this family."""
    return _by_cause(e) | _incident_handoffs(e) | _ping_pong(e) | _blocks(e) | _roll_backs(e)


def _by_cause(e: Episodes) -> dict[str, float]:
    found = e.incidents
    begun = e.window.holds(found.onset)
    cause, restore = np.where(begun, found.cause, OUTSIDE), found.restored - found.onset
    restore_by = quantiles_by(restore, cause, len(CAUSES), P50_P85).tolist()
    numbers: dict[str, float] = {}
    for name, (p50, p85) in zip(CAUSES, restore_by, strict=True):
        numbers |= {f"time_to_restore_p50_days_{name}": p50, f"time_to_restore_p85_days_{name}": p85}
    ml = begun & (found.cause != Cause.FAULT)
    week = count(ml & (restore >= WEEK_DAYS))
    numbers["ml_restored_after_week_share"] = ratio(week, count(ml & (restore >= 0.0)))
    return numbers


def _incident_handoffs(e: Episodes) -> dict[str, float]:
    made, restore = _restored(e.incidents, e.window)
    classes = np.bincount(np.minimum(made, MOST), minlength=MOST + 1).tolist()
    names = [f"incident_handoffs_{n}_share" for n in range(MOST)] + [f"incident_handoffs_{MOST}plus_share"]
    numbers = {name: ratio(number, len(made)) for name, number in zip(names, classes, strict=True)}
    numbers["incident_handoffs_mean"] = ratio(float(made.sum()), len(made))
    for n, (p50,) in enumerate(quantiles_by(restore, made, MOST, P50).tolist()):
        numbers[f"time_to_restore_p50_days_at_{n}_handoffs"] = p50
    numbers["log_restore_handoff_correlation"] = _correlation(restore, made)
    return numbers


@kernel
def _restored(found: Incidents, window: Window) -> tuple[Ints, Floats]:
    """Return handoffs and times to restore of the incidents that begin in the window."""
    made, restore = np.empty(len(found.onset), dtype=np.int64), np.empty(len(found.onset))
    number = 0
    for n in range(len(found.onset)):
        if inside(window, found.onset[n]) and not math.isnan(found.restored[n]):
            made[number], restore[number] = found.handoffs[n], found.restored[n] - found.onset[n]
            number += 1
    return made[:number], restore[:number]


@kernel
def _correlation(restore: Floats, made: Ints) -> float:
    """Return the correlation of log time with handoffs, of what took any time; NaN if either is constant."""
    number, x, y = 0, 0.0, 0.0
    shortest, longest, fewest, most = math.inf, 0.0, MANY, 0
    for n in range(len(made)):
        if restore[n] > 0.0:
            number, x, y = number + 1, x + math.log(restore[n]), y + made[n]
            shortest, longest = min(shortest, restore[n]), max(longest, restore[n])
            fewest, most = min(fewest, made[n]), max(most, made[n])
    if number < 3 or shortest == longest or fewest == most:
        return math.nan
    xx = xy = yy = 0.0
    for n in range(len(made)):
        if restore[n] > 0.0:
            a, b = math.log(restore[n]) - x / number, made[n] - y / number
            xx, xy, yy = xx + a * a, xy + a * b, yy + b * b
    return xy / math.sqrt(xx * yy)


def _ping_pong(e: Episodes) -> dict[str, float]:
    ended = (e.items.ending != 0) & e.window.holds(e.items.ended)
    return {"ping_pong_share": ratio(count(ended & e.items.returned), count(ended))}


def _blocks(e: Episodes) -> dict[str, float]:
    length = e.answers.waited[e.window.holds(e.answers.time)]
    person_months = len(e.plan.people) * e.window.days / DAYS_PER_MONTH
    return {"blocks_per_person_month": ratio(len(length), person_months), "block_mean_days": mean(length)}


def _roll_backs(e: Episodes) -> dict[str, float]:
    delay = (e.failures.time - e.failures.begun)[e.window.holds(e.failures.time)]
    return {"roll_back_delay_p50_days": quantile(delay, 0.5)}
