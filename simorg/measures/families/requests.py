"""Requests, as a ticket system would report them: how long, through how many teams, how many are open.

Times and shares count the requests resolved in the window; numbers of open ones are averages over it.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from simorg.compilation import kernel
from simorg.config.settings import DAYS_PER_YEAR
from simorg.measures.episodes import Episodes, Requests
from simorg.measures.families.tickets import correlation
from simorg.measures.measure import Measure, counted, shares
from simorg.measures.tally import mean, quantile, quantiles_by, ratio
from simorg.trace.arrays import Floats, Ints
from simorg.trace.spans import Window, inside, overlap

MOST = 3
P50 = np.array([0.5])
RESOLVED = "of the requests resolved in the window"
LONG_ONES_OPEN = "Never resolving what would take long: only what was resolved counts."
NAMES = (
    "request_first_line_share", *(f"request_handoffs_{n}_share" for n in range(1, MOST)),
    f"request_handoffs_{MOST}plus_share",
)  # fmt: skip
COUNTED = (*(counted(n, "change") for n in range(MOST)), f"{MOST} changes or more")
LEADS = tuple(f"request_lead_p50_days_at_{n}_handoffs" for n in range(MOST + 1))

MEASURES = (
    Measure(
        "requests_per_year", "Requests resolved per year", "1/year", "none",
        "Requests resolved in the window, per year.",
    ),
    Measure(
        "request_lead_p50_days", "Median time to resolve a request", "day", "lower",
        f"Median time from arrival to resolved, {RESOLVED}.", LONG_ONES_OPEN,
    ),
    Measure(
        "request_lead_mean_days", "Mean time to resolve a request", "day", "lower",
        f"Mean time from arrival to resolved, {RESOLVED}.", LONG_ONES_OPEN,
    ),
    Measure(
        "request_lead_p85_days", "Time to resolve a request, 85th percentile", "day", "lower",
        f"85th percentile of the time from arrival to resolved, {RESOLVED}.", LONG_ONES_OPEN,
    ),
    *(
        Measure(
            name, f"Median time to resolve a request, {counted(n, 'change')} of team", "day", "none",
            f"Median time from arrival to resolved, {RESOLVED} after {counted(n, 'change')} of team.",
        )
        for n, name in enumerate(LEADS)
    ),
    *shares(
        {
            name: (
                f"Requests with {words} of team" if n else "Requests resolved by the first team",
                f"Resolved after {words} of team, {RESOLVED}.",
            )
            for n, (name, words) in enumerate(zip(NAMES, COUNTED, strict=True))
        }
    ),
    Measure(
        "request_handoffs_mean", "Changes of team per request", "handoffs/request", "lower",
        f"Mean changes of team {RESOLVED}.", LONG_ONES_OPEN,
    ),
    Measure(
        "log_request_lead_handoff_correlation", "Correlation of a request's time and changes of team", "1",
        "none", f"Correlation of log time to resolve with the number of changes of team, {RESOLVED}.",
    ),
    Measure(
        "request_ping_pong_share", "Requests given back to the team just left", "share", "lower",
        f"Went back to the team just left (A-B-A) at least once, {RESOLVED}.", LONG_ONES_OPEN,
    ),
    Measure(
        "request_ping_pong_given_2_share", "Requests given back, of those with 2 changes of team or more",
        "share", "lower", f"The same, {RESOLVED} that changed team twice or more.", LONG_ONES_OPEN,
    ),
    Measure(
        "requests_open_mean", "Open requests", "requests", "lower",
        "Requests that have arrived and are not resolved, averaged over the window.", "Being asked little.",
    ),
    Measure(
        "request_blocked_share", "Requests that waited for outsiders", "share", "none",
        f"Waited for somebody outside at least once, {RESOLVED}.",
    ),
    Measure(
        "request_blocked_time_share", "Time of open requests that is waiting for outsiders", "share", "none",
        "Time in the window in which requests waited for somebody outside, over their time open in it.",
    ),
)  # fmt: skip


class Told(NamedTuple):
    """Of the requests resolved in the window, and of the time in which any were open in it."""

    lead: Floats  # days
    lead_p50: float
    lead_p85: float
    p50_moved: Floats  # (changes of team, 1) days
    moved: Ints  # number by changes of team, the last class open
    changes: int
    returned: int
    blocked: int
    correlation: float
    open_days: float
    blocked_days: float


def compute(e: Episodes, counted: Told | None = None) -> dict[str, float]:
    """Compute the measures of this family, from what `tally` has counted if it has."""
    told = counted or tally(e.requests, e.window)
    number, moved = len(told.lead), told.moved.tolist()
    return {
        "requests_per_year": number / e.window.days * DAYS_PER_YEAR,
        "request_lead_p50_days": told.lead_p50,
        "request_lead_mean_days": mean(told.lead),
        "request_lead_p85_days": told.lead_p85,
        **dict(zip(LEADS, told.p50_moved[:, 0].tolist(), strict=True)),
        **{name: ratio(count, number) for name, count in zip(NAMES, moved, strict=True)},
        "request_handoffs_mean": ratio(told.changes, number),
        "log_request_lead_handoff_correlation": told.correlation,
        "request_ping_pong_share": ratio(told.returned, number),
        "request_ping_pong_given_2_share": ratio(told.returned, sum(moved[2:])),
        "requests_open_mean": told.open_days / e.window.days,
        "request_blocked_share": ratio(told.blocked, number),
        "request_blocked_time_share": ratio(told.blocked_days, told.open_days),
    }


@kernel
def tally(found: Requests, window: Window) -> Told:
    """Count the requests resolved in the window."""
    most, number, changes, returned, blocked = len(found.arrived), 0, 0, 0, 0
    lead, made, moved = np.empty(most), np.empty(most, dtype=np.int64), np.zeros(MOST + 1, dtype=np.int64)
    open_days = blocked_days = 0.0
    for n in range(most):
        ended = window.end if math.isnan(found.resolved[n]) else found.resolved[n]
        open_days += overlap(window, found.arrived[n], ended)
        blocked_days += found.blocked_days[n]
        if inside(window, found.resolved[n]):
            lead[number], made[number] = ended - found.arrived[n], found.moves[n]
            moved[min(found.moves[n], MOST)] += 1
            changes += found.moves[n]
            returned += int(found.returned[n])
            blocked += int(found.blocked[n])
            number += 1
    lead, made = lead[:number], made[:number]
    related = correlation(lead, made)
    by_moves = quantiles_by(lead, made, MOST + 1, P50)
    p50, p85 = quantile(lead, 0.5), quantile(lead, 0.85)
    return Told(
        lead, p50, p85, by_moves, moved, changes, returned, blocked, related, open_days, blocked_days
    )  # fmt: skip
