"""What ticket systems and status pages would report: incidents by cause and by handoffs, blocks, reverts.

These are the quantities that public logs publish; `docs/face_validity.md` sets them side by side.
Incidents count if they begin in the window, everything else by the day on which it ends.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from simorg.compilation import kernel
from simorg.config.settings import DAYS_PER_MONTH
from simorg.measures.episodes import Answers, Episodes, Failures, Incidents, Items
from simorg.measures.families.detection import ALL_CAUSES, CAUSES
from simorg.measures.measure import Measure, counted, shares
from simorg.measures.tally import mean, quantile, quantiles_by, ratio
from simorg.trace.arrays import Floats, Ints
from simorg.trace.codes import Cause
from simorg.trace.spans import Window, inside

MOST = 3
WEEK_DAYS = 5.0
MANY = 1 << 62
P50, P50_P85 = np.array([0.5]), np.array([0.5, 0.85])
NAMES = (*(f"incident_handoffs_{n}_share" for n in range(MOST)), f"incident_handoffs_{MOST}plus_share")
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


class Restored(NamedTuple):
    """Of the incidents that begin in the window and are restored."""

    p50_p85: Floats  # (cause, 2) days
    p50_moved: Floats  # (changes of team, 1) days
    moved: Ints  # number by changes of team, the last class open
    changes: int  # of team, of all
    ml: int  # that are not plain faults
    week: int  # of these, after a week or more
    correlation: float


class Others(NamedTuple):
    """Of what ends in the window."""

    ended: int
    returned: int  # to the team just left
    blocks: Floats  # days
    roll_back_p50: float  # days


Counted = tuple[Restored, Others]


def compute(e: Episodes, counted: Counted | None = None) -> dict[str, float]:
    """Compute the measures of this family, from what `tally` has counted if it has."""
    counted = counted or tally(e.incidents, e.items, e.answers, e.failures, e.window)
    restored, others = counted
    number = sum(moved := restored.moved.tolist())
    person_months = len(e.plan.people) * e.window.days / DAYS_PER_MONTH
    numbers = {
        "ml_restored_after_week_share": ratio(restored.week, restored.ml),
        "ping_pong_share": ratio(others.returned, others.ended),
        **{name: ratio(count, number) for name, count in zip(NAMES, moved, strict=True)},
        "incident_handoffs_mean": ratio(restored.changes, number),
        "log_restore_handoff_correlation": restored.correlation,
        "blocks_per_person_month": ratio(len(others.blocks), person_months),
        "block_mean_days": mean(others.blocks),
        "roll_back_delay_p50_days": others.roll_back_p50,
    }
    for name, (p50, p85) in zip(CAUSES, restored.p50_p85.tolist(), strict=True):
        numbers |= {f"time_to_restore_p50_days_{name}": p50, f"time_to_restore_p85_days_{name}": p85}
    for n, (p50,) in enumerate(restored.p50_moved.tolist()):
        numbers[f"time_to_restore_p50_days_at_{n}_handoffs"] = p50
    return numbers


@kernel
def tally(found: Incidents, items: Items, answers: Answers, failures: Failures, window: Window) -> Counted:
    """Count incidents that were restored, and what else ended."""
    return _restored(found, window), _others(items, answers, failures, window)


@kernel
def _restored(found: Incidents, window: Window) -> Restored:
    most = len(found.onset)
    restore, cause = np.empty(most), np.empty(most, dtype=np.int64)
    made, moved = np.empty(most, dtype=np.int64), np.zeros(MOST + 1, dtype=np.int64)
    number = changes = ml = week = 0
    for n in range(most):
        if inside(window, found.onset[n]) and not math.isnan(found.restored[n]):
            restore[number], cause[number] = found.restored[n] - found.onset[n], found.cause[n]
            made[number] = found.handoffs[n]
            moved[min(made[number], MOST)] += 1
            changes += made[number]
            ml += int(cause[number] != Cause.FAULT.value)
            week += int(cause[number] != Cause.FAULT.value and restore[number] >= WEEK_DAYS)
            number += 1
    restore, cause, made = restore[:number], cause[:number], made[:number]
    by_cause = quantiles_by(restore, cause, ALL_CAUSES, P50_P85)
    by_moves = quantiles_by(restore, made, MOST, P50)
    return Restored(by_cause, by_moves, moved, changes, ml, week, correlation(restore, made))


@kernel
def _others(items: Items, answers: Answers, failures: Failures, window: Window) -> Others:
    ended = returned = blocked = failed = 0
    for n in range(len(items.ended)):
        if items.ending[n] != 0 and inside(window, items.ended[n]):
            ended += 1
            returned += int(items.returned[n])
    blocks, delay = np.empty(len(answers.time)), np.empty(len(failures.time))
    for n in range(len(answers.time)):
        if inside(window, answers.time[n]):
            blocks[blocked] = answers.waited[n]
            blocked += 1
    for n in range(len(failures.time)):
        if inside(window, failures.time[n]):
            delay[failed] = failures.time[n] - failures.begun[n]
            failed += 1
    return Others(ended, returned, blocks[:blocked], quantile(delay[:failed], 0.5))


@kernel
def correlation(restore: Floats, made: Ints) -> float:
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
