"""What ticket systems and status pages would report: incidents by cause and by handoffs, blocks, reverts.

These are the quantities that public logs publish; `docs/face_validity.md` sets them side by side.
Incidents count if they begin in the window, everything else by the day on which it ends.
"""

from __future__ import annotations

import math

import numpy as np

from simorg.compilation import kernel
from simorg.config.settings import DAYS_PER_MONTH
from simorg.engines.trace import Cause, Event, Origin
from simorg.measures.arrays import Floats, Ints
from simorg.measures.episodes import Episodes, Incidents
from simorg.measures.measure import Measure, shares
from simorg.measures.spans import Window, inside
from simorg.measures.tally import count, mean, quantile, quantiles_by, ratio

MOST = 3
WEEK_DAYS = 5.0
OUTSIDE = np.int64(-1)
MANY = 1 << 62
P50, P50_P85 = np.array([0.5]), np.array([0.5, 0.85])
INCIDENTS = "of the incidents begun in the window"
CAUSES = tuple(cause.name.lower() for cause in Cause)

MEASURES = (
    *(
        Measure(
            f"time_to_{step}_p{level}_days_{cause}",
            "day",
            "lower",
            f"{level}th percentile from onset to {what} {INCIDENTS} by {cause.replace('_', ' ')}.",
        )
        for step, what, levels in (("detect", "detection", (50,)), ("restore", "restored service", (50, 85)))
        for level in levels
        for cause in CAUSES
    ),
    *shares(
        {
            "ml_restored_after_week_share": "Restored a week (5 working days) or more after onset, "
            f"{INCIDENTS} that are not plain faults and were restored.",
            "ping_pong_share": "Went back to the team just left (A-B-A) at least once, of the items ended.",
        },
        "lower",
    ),
    *shares({f"incident_handoffs_{n}_share": f"With {n} changes of team {INCIDENTS}." for n in range(MOST)}),
    *shares({f"incident_handoffs_{MOST}plus_share": f"With {MOST} changes of team or more {INCIDENTS}."}),
    Measure("incident_handoffs_mean", "handoffs", "lower", f"Mean changes of team {INCIDENTS}."),
    *(
        Measure(
            f"time_to_restore_p50_days_at_{n}_handoffs",
            "day",
            "none",
            f"Median time to restore {INCIDENTS} that changed team {n} times.",
        )
        for n in range(MOST)
    ),
    Measure(
        "log_restore_handoff_correlation",
        "1",
        "none",
        f"Correlation of log time to restore with the number of changes of team, {INCIDENTS}.",
    ),
    Measure(
        "blocks_per_person_month",
        "1/person-month",
        "lower",
        "Questions and approvals that held an item up, ended in the window, per person-month.",
    ),
    Measure("block_mean_days", "day", "lower", "Mean length of such a hold-up."),
    Measure(
        "change_lead_time_p85_days",
        "day",
        "lower",
        "85th percentile of the time from request to full exposure of the changes that people made.",
    ),
    Measure(
        "roll_back_delay_p50_days",
        "day",
        "lower",
        "Median time from the first step of a release until it was taken back.",
    ),
)


def compute(e: Episodes) -> dict[str, float]:
    """Compute the measures of this family."""
    return _by_cause(e) | _incident_handoffs(e) | _ping_pong(e) | _blocks(e) | _changes(e)


def _by_cause(e: Episodes) -> dict[str, float]:
    found = e.incidents
    begun = e.window.holds(found.onset)
    cause, restore = np.where(begun, found.cause, OUTSIDE), found.restored - found.onset
    detect_by = quantiles_by(found.detected - found.onset, cause, len(CAUSES), P50).tolist()
    restore_by = quantiles_by(restore, cause, len(CAUSES), P50_P85).tolist()
    numbers: dict[str, float] = {}
    for name, (detected,), (p50, p85) in zip(CAUSES, detect_by, restore_by, strict=True):
        numbers[f"time_to_detect_p50_days_{name}"] = detected
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


def _changes(e: Episodes) -> dict[str, float]:
    items = e.items
    by_hand = ~items.initiative & (items.origin != Origin.RETRAIN_AUTOMATED)
    delivered = by_hand & items.ended_as(Event.ITEM_DELIVERED) & e.window.holds(items.ended)
    failures = e.failures
    delay = (failures.time - failures.begun)[e.window.holds(failures.time)]
    return {
        "change_lead_time_p85_days": quantile((items.ended - items.created)[delivered], 0.85),
        "roll_back_delay_p50_days": quantile(delay, 0.5),
    }
