"""Time series for figures: health of live models and work in progress, in bins of time.

Goes in: a trace. Comes out: a table with one row a bin, from day 0 (warm-up included). Averages
are over the bin; totals are those at its end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simorg.measures.episodes import Episodes, read
from simorg.measures.families.lead_time import PARTS, item_states
from simorg.trace.arrays import Floats
from simorg.trace.events import Event
from simorg.trace.rows import Trace
from simorg.trace.spans import bin_means

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "day", "live_models", "healthy_share", "known_breach_share", "silent_breach_share", "wip",
    *(f"wip_{part}" for part in PARTS), "created_total", "delivered_total", "dropped_total",
)  # fmt: skip
"""Columns of a timeline; ``day`` is the end of the bin."""


def timeline(trace: Trace, bin_days: float) -> pd.DataFrame:
    """Return the time series of one replication.

    Parameters
    ----------
    trace : Trace
        What the replication did.
    bin_days : float
        Length of a bin; the last one is shorter if the horizon is not a multiple of it.

    Returns
    -------
    DataFrame
        One row a bin, with `COLUMNS`; shares are missing while no model is live.
    """
    import pandas as pd

    return pd.DataFrame(timeline_from(read(trace), bin_days))[list(COLUMNS)]


def timeline_from(e: Episodes, bin_days: float) -> dict[str, Floats]:
    """Return the columns of a timeline from episodes that have been paired already."""
    bins = max(1, int(np.ceil(e.window.end / bin_days - 1e-9)))
    edges = np.minimum(np.arange(bins + 1) * bin_days, e.window.end)
    return {"day": edges[1:]} | _health(e, edges) | _progress(e, edges) | _totals(e, edges[1:])


def _health(e: Episodes, edges: Floats) -> dict[str, Floats]:
    models, breach = e.models, e.breaches
    live = bin_means(models.live, models.retired, np.zeros(len(models.live), dtype=np.int64), 1, edges)[:, 0]
    broken = bin_means(breach.start, breach.end, breach.state, 2, edges)
    exposure = np.where(live > 0.0, live, np.nan)
    known, silent = broken[:, 0] / exposure, broken[:, 1] / exposure
    return {
        "live_models": live,
        "healthy_share": 1.0 - known - silent,
        "known_breach_share": known,
        "silent_breach_share": silent,
    }


def _progress(e: Episodes, edges: Floats) -> dict[str, Floats]:
    states = item_states(e.items, e.stretches, e.phases, e.items.initiative)
    table = bin_means(states.start, states.end, states.top, len(PARTS), edges)
    return {"wip": table.sum(axis=1)} | {f"wip_{part}": table[:, n] for n, part in enumerate(PARTS)}


def _totals(e: Episodes, days: Floats) -> dict[str, Floats]:
    ideas = e.items.initiative
    return {
        "created_total": _count(e.items.created[ideas], days),
        "delivered_total": _count(e.items.ended[ideas & e.items.ended_as(Event.ITEM_DELIVERED)], days),
        "dropped_total": _count(e.items.ended[ideas & e.items.ended_as(Event.ITEM_DROPPED)], days),
    }


def _count(times: Floats, days: Floats) -> Floats:
    """Count the instants up to each day."""
    counts: Floats = np.searchsorted(np.sort(times), days, side="right").astype(np.float64)
    return counts
