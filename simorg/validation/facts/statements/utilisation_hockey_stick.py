"""1. The wait grows ever faster as people approach full utilisation."""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from simorg.config.compose import load
from simorg.config.levers import apply
from simorg.config.settings import Settings
from simorg.theory.heavy_traffic import kingman_wait
from simorg.trace.episodes import Episodes
from simorg.trace.rows import Trace
from simorg.validation.facts.fact import Arms, Claim, Effects

NUMBER, THEME = 1, "flow"
STATEMENT = (
    "As people approach full utilisation the mean wait grows without bound, faster and faster, and the "
    "more so the more variable the work is."
)
SOURCE = "Kingman 1961, doi 10.1017/S0305004100036094; Pollaczek-Khinchine formula [C, computed]"
TEST = (
    "Demand at 0.4, 0.7 and 1.0 of the background's: the second step must add more waiting of "
    "initiatives' jobs than the first. At full demand, twice the variation of sizes. Beside it a "
    "single-server queue at 0.7 utilisation with the background's variation of sizes, against the "
    "formula."
)
CLAIMS = (
    Claim(
        "convex", "demand from 0.7 to 1.0 adds more waiting than demand from 0.4 to 0.7", "days", above=0.0
    ),
    Claim("variability", "twice the variation of sizes adds waiting", "days", above=0.0),
    Claim(
        "closed_form",
        "a single-server queue waits as the formula says, within 10 %",
        "share",
        above=-0.1,
        below=0.1,
    ),
)

DEMAND, WAIT = "demand.initiatives_per_unit_quarter", "queue_wait_mean_days_priority_4"
LOAD = 0.7


@cache
def _queue() -> Settings:
    return load(["+textbook=mg1", f"textbook.arrival_rate={LOAD}", "horizon_days=66000", "warm_up_days=6000"])


def _spread(trace: Trace, _: Episodes) -> dict[str, float]:
    case = trace.plan.settings.textbook
    return {"service_cv": getattr(case, "service_cv", math.nan)}


READERS = (_spread,)


def conditions(background: Settings) -> dict[str, Settings]:
    """Return the arms: three demands, more variable sizes, and the single-server queue."""
    cv = background.demand.size.cv
    assert cv is not None
    return {
        "low": apply(background, {DEMAND: "x0.4"}),
        "middle": apply(background, {DEMAND: "x0.7"}),
        "high": background,
        "variable": apply(background, {"demand.size.cv": 2.0 * cv}),
        "queue": apply(_queue(), {"textbook.service_cv": cv, "seed": background.seed}),
    }


def effects(arms: Arms) -> Effects:
    """Return the second difference, the effect of variation, and the error against the formula."""
    low, middle, high = (arms[name][WAIT] for name in ("low", "middle", "high"))
    cvs = arms["queue"]["service_cv"].tolist()
    theory = np.array([kingman_wait(LOAD, 1.0, 1.0, cv * cv) for cv in cvs])  # exact for Poisson arrivals
    return {
        "convex": (high - middle) - (middle - low),
        "variability": arms["variable"][WAIT] - high,
        "closed_form": arms["queue"]["queue_wait_mean_days"] / theory - 1.0,
    }
