"""28. Times to restore have a heavy tail, unrelated to severity, and their means mislead."""

from __future__ import annotations

import math

import numpy as np

from simorg.config.levers import apply
from simorg.config.settings import Settings
from simorg.trace.episodes import Episodes
from simorg.trace.events import Event
from simorg.trace.rows import Trace
from simorg.validation.facts.fact import Arms, Claim, Effects
from simorg.validation.facts.reading import Floats

NUMBER, THEME = 28, "ml"
STATEMENT = (
    "Times to restore are skewed, their mean more than twice their median, and unrelated to severity; "
    "means of a hundred incidents cannot tell a real improvement of 10 %."
)
SOURCE = (
    "VOID reports 2021 and 2022 (Nash) [VS]; Davidovic & Beyer, Incident Metrics in SRE, 2021 [VS]; "
    "simulation of a lognormal [C]"
)
TEST = (
    "Incidents of the background; and where severity changes nothing of what is done about them. Ranks: "
    "incidents in order of onset are cut into lots of 100; every lot, made 10 % shorter, is compared by its "
    "mean with every other lot as it is."
)
CLAIMS = (
    Claim("skew", "the mean time to restore is more than twice the median", "x", above=2.0),
    Claim(
        "severity",
        "log time to restore and loss of quality are correlated by less than 0.1",
        "1",
        above=-0.1,
        below=0.1,
    ),
    Claim(
        "severity_alike",
        "the same where incidents of every severity are treated alike",
        "1",
        above=-0.1,
        below=0.1,
    ),
    Claim(
        "ranks",
        "a hundred incidents made 10 % shorter look worse in a quarter of comparisons or more",
        "share",
        above=0.25,
    ),
)

LOT = 100
LEAST_LOTS = 3


def _restores(_: Trace, e: Episodes) -> dict[str, float]:
    found = e.incidents
    days = found.restored - found.onset
    chosen = np.flatnonzero(e.window.holds(found.onset) & (days > 0.0))
    days, onset = days[chosen], found.onset[chosen]
    loss = e.rows.of(Event.INCIDENT_ONSET).by_subject().value[chosen]
    varied = len(days) > 2 and np.ptp(loss) > 0.0 and np.ptp(days) > 0.0
    return {
        "mean_over_median": float(days.mean() / np.median(days)) if len(days) else math.nan,
        "severity_correlation": float(np.corrcoef(np.log(days), loss)[0, 1]) if varied else math.nan,
        "looks_worse": _looks_worse(days[np.argsort(onset, kind="stable")]),
    }


def _looks_worse(days: Floats) -> float:
    """Return how often a lot that was made 10 % shorter has the larger mean."""
    lots = len(days) // LOT
    if lots < LEAST_LOTS:
        return math.nan
    means = days[: lots * LOT].reshape(lots, LOT).mean(axis=1)
    worse = 0.9 * means[:, None] > means[None, :]
    return float(worse.sum() / (lots * (lots - 1)))  # a lot never looks worse than itself


READERS = (_restores,)


def conditions(background: Settings) -> dict[str, Settings]:
    """Return the arms: the background, and every incident treated as the worst."""
    return {"usual": background, "alike": apply(background, {"severity.classes": False})}


def effects(arms: Arms) -> Effects:
    """Return the four numbers."""
    found = arms["usual"]
    return {
        "skew": found["mean_over_median"],
        "severity": found["severity_correlation"],
        "severity_alike": arms["alike"]["severity_correlation"],
        "ranks": found["looks_worse"],
    }
