"""A structure that stands alone, in words: what it reaches, and what would change that.

Goes in: a comparison of one scenario. Come out: sentences.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from simorg.config.labels import inside, joined
from simorg.experiments.answers.printing import headline_of
from simorg.experiments.answers.reasons import LEAD_PARTS
from simorg.experiments.answers.seat_words import seat_words, share_words
from simorg.experiments.answers.seats import busiest
from simorg.experiments.answers.words import measure_head, measure_name, plain, quantity, with_interval
from simorg.experiments.compare import Comparison
from simorg.organisation.structures import available

MOST = 3
"""Most parts of the lead time that are named."""


def alone(found: Comparison, asked: Sequence[str] = ()) -> list[str]:
    """Return what a structure reaches, where its time goes, and what to ask next.

    Parameters
    ----------
    found : Comparison
        Of one scenario.
    asked : sequence of str
        Measures that are told of; none = the headline.
    """
    means = found.summary.set_index("measure")
    rows = means.loc[list(asked) or headline_of(found)].to_dict("index")
    parts = [
        f"{inside(measure_head(str(name)))} {with_interval(row['mean'], row['half_width'], row['unit'])}"
        for name, row in rows.items()
        if row["n"]
    ]
    if not parts:
        return [f"{plain(found.baseline)}: no run has a value of what was asked for."]
    first = f"{plain(found.baseline)}, means with 95 % intervals: {joined(parts)}."
    return [first, *_lead(means), *_next(found)]


def _lead(means: pd.DataFrame) -> list[str]:
    """Say what the lead time is made of: whoever wants it shorter has to begin there."""
    parts_there = means.loc[[name for name in LEAD_PARTS if name in means.index], "mean"].astype(float)
    days = parts_there[parts_there > 0.0].sort_values(ascending=False, kind="stable")
    if days.empty:
        return []
    shares = (days / days.sum()).head(MOST).to_dict()
    parts = [
        f"{measure_name(str(name)).partition(', ')[2]} {quantity(share, 'share')} %"
        for name, share in shares.items()
    ]
    return [f"Most of the mean lead time goes into {joined(parts)}; it changes with these."]


def _next(found: Comparison) -> list[str]:
    """Say what would change the numbers, and how to ask by how much."""
    seats = busiest(found.seats).to_dict("records") if len(found.seats) else []
    if found.baseline not in available() or not seats:
        return []
    verb = "is" if seats[0]["people"] == 1 else "are"
    who = f"the {seat_words(seats[0], found.seats)} {verb} the busiest ({share_words(seats[0], 'busy')} %)"
    name = found.baseline
    return [
        f"What would change this: one more person ({who}; simorg run experiment=staffing "
        f"experiment.structures=[{name}] prices each hire), another structure (simorg run), or other "
        f"circumstances (simorg run experiment=sensitivity experiment.structures=[{name}] ranks them)."
    ]
