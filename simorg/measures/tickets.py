"""What ticket systems and status pages would report: incidents by cause and by handoffs, blocks, reverts.

These are the quantities that public logs publish; `docs/face_validity.md` sets them side by side.
Incidents count if they begin in the window, everything else by the day on which it ends.
"""

from __future__ import annotations

import numpy as np

from simorg.config.settings import DAYS_PER_MONTH
from simorg.engines.trace import Cause, Event, Origin
from simorg.measures.episodes import Episodes
from simorg.measures.episodes.rows import Floats, Ints, Rows, position
from simorg.measures.measure import Measure, shares
from simorg.measures.tally import count, mean, quantile, ratio

MOST = 3
WEEK_DAYS = 5.0
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
    detect, restore = found.detected - found.onset, found.restored - found.onset
    numbers = {}
    for cause in Cause:
        mine = begun & (found.cause == cause)
        name = cause.name.lower()
        numbers[f"time_to_detect_p50_days_{name}"] = quantile(_known(detect[mine]), 0.5)
        numbers[f"time_to_restore_p50_days_{name}"] = quantile(_known(restore[mine]), 0.5)
        numbers[f"time_to_restore_p85_days_{name}"] = quantile(_known(restore[mine]), 0.85)
    ml = _known(restore[begun & (found.cause != Cause.FAULT)])
    numbers["ml_restored_after_week_share"] = ratio(count(ml >= WEEK_DAYS), len(ml))
    return numbers


def _known(values: Floats) -> Floats:
    return values[~np.isnan(values)]


def _incident_handoffs(e: Episodes) -> dict[str, float]:
    found = e.incidents
    made = _handoffs_of(e.rows, found.address)
    begun = e.window.holds(found.onset) & ~np.isnan(found.restored)
    made, restore = made[begun], (found.restored - found.onset)[begun]
    classes = np.bincount(np.minimum(made, MOST), minlength=MOST + 1)
    names = [f"incident_handoffs_{n}_share" for n in range(MOST)] + [f"incident_handoffs_{MOST}plus_share"]
    numbers = {name: ratio(float(classes[n]), len(made)) for n, name in enumerate(names)}
    numbers["incident_handoffs_mean"] = mean(made.astype(float))
    for n in range(MOST):
        numbers[f"time_to_restore_p50_days_at_{n}_handoffs"] = quantile(restore[made == n], 0.5)
    moving = restore > 0.0
    varied = count(moving) > 2 and np.ptp(made[moving]) > 0 and np.ptp(restore[moving]) > 0.0
    logs = np.log(restore[moving])
    numbers["log_restore_handoff_correlation"] = (
        float(np.corrcoef(logs, made[moving])[0, 1]) if varied else float("nan")
    )
    return numbers


def _handoffs_of(rows: Rows, addresses: Ints) -> Ints:
    made = position(addresses, rows.of(Event.HANDOFF).subject)
    return np.bincount(made[made >= 0], minlength=len(addresses))


def _ping_pong(e: Episodes) -> dict[str, float]:
    moves = e.rows.of(Event.HANDOFF).by_subject()
    again = (moves.subject[1:] == moves.subject[:-1]) & (moves.team[1:] == moves.code[:-1])
    returned = np.unique(moves.subject[1:][again])
    ended = e.items.address[(e.items.ending != 0) & e.window.holds(e.items.ended)]
    return {"ping_pong_share": ratio(count(position(returned, ended) >= 0), len(ended))}


def _blocks(e: Episodes) -> dict[str, float]:
    ends = e.rows.of(
        Event.QUESTION_ANSWERED, Event.QUESTION_LOST, Event.APPROVAL_GIVEN, Event.APPROVAL_REFUSED
    )
    length = ends.value[e.window.holds(ends.time)]
    person_months = len(e.plan.people) * e.window.days / DAYS_PER_MONTH
    return {"blocks_per_person_month": ratio(len(length), person_months), "block_mean_days": mean(length)}


def _changes(e: Episodes) -> dict[str, float]:
    items = e.items
    by_hand = ~items.initiative & (items.origin != Origin.RETRAIN_AUTOMATED)
    delivered = by_hand & items.ended_as(Event.ITEM_DELIVERED) & e.window.holds(items.ended)
    steps = e.rows.of(Event.RELEASE_STEP, Event.RELEASE_FAILED).by_subject()
    begins = (steps.event == Event.RELEASE_STEP) & (steps.code == 0)
    failed = (steps.event == Event.RELEASE_FAILED) & e.window.holds(steps.time)
    begun_at = np.maximum.accumulate(np.where(begins, np.arange(len(steps.time)), 0))
    delay = (steps.time - steps.time[begun_at])[failed] if len(steps.time) else np.empty(0)
    return {
        "change_lead_time_p85_days": quantile((items.ended - items.created)[delivered], 0.85),
        "roll_back_delay_p50_days": quantile(delay, 0.5),
    }
