"""Tables of answers from a table of runs: means with intervals, paired differences.

Goes in: runs (one row a scenario and replication). Comes out: tidy tables, one row a scenario and
measure. Intervals of the paired differences hold together within a family: the headline measures
are one family, all others another, so that looking at many does not blur the headline.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from simorg.measures import Measure
from simorg.statistics.grouped import Counts, mean_intervals
from simorg.statistics.intervals import Floats
from simorg.statistics.pairing import PairedDifference, paired_difference, replications_needed
from simorg.statistics.simultaneous import bonferroni_confidence

CONFIDENCE = 0.95
LOWER, HIGHER, NOT_SHOWN, TOO_FEW = "lower", "higher", "no difference shown", "too few runs"


def summarise(runs: pd.DataFrame, measures: Sequence[Measure]) -> pd.DataFrame:
    """Return the mean of every measure in every scenario, with a t interval each.

    Parameters
    ----------
    runs : DataFrame
        Runs with a column ``scenario``.
    measures : sequence of Measure
        Columns to summarise.

    Returns
    -------
    DataFrame
        scenario, measure, unit, better, mean, low, high, half_width, n, n_missing.
    """
    codes, scenarios = pd.factorize(runs["scenario"])
    order = np.argsort(codes, kind="stable")
    sizes = np.bincount(codes, minlength=len(scenarios))
    tables = [_means(measure, runs[measure.name].to_numpy(float)[order], sizes) for measure in measures]
    if not tables:
        return pd.DataFrame()
    frame = pd.concat(tables)
    frame.insert(0, "scenario", np.tile(scenarios.to_numpy(), len(tables)))
    place = np.arange(len(frame)).reshape(len(tables), -1).T.ravel()  # by scenario, then by measure
    return frame.take(place).reset_index(drop=True)


def _means(measure: Measure, values: Floats, sizes: Counts) -> pd.DataFrame:
    """Return the mean of one measure in every scenario, whose values follow each other."""
    found = mean_intervals(values, sizes, CONFIDENCE)
    return pd.DataFrame(
        {"measure": measure.name, "unit": measure.unit, "better": measure.better, "mean": found.mean,
         "low": found.mean - found.half_width, "high": found.mean + found.half_width,
         "half_width": found.half_width, "n": found.n, "n_missing": found.n_missing}
    )  # fmt: skip


def compare_pairs(runs: pd.DataFrame, measures: Sequence[Measure], baseline: str) -> pd.DataFrame:
    """Return the paired difference of every scenario to the baseline, measure by measure.

    Parameters
    ----------
    runs : DataFrame
        Runs with a column ``scenario``; equal replications share random numbers.
    measures : sequence of Measure
        Columns to compare.
    baseline : str
        Scenario to compare with.

    Returns
    -------
    DataFrame
        scenario, baseline, measure, unit, better, family, difference (scenario less baseline),
        low, high and half_width (simultaneous 95 % within the family), n_pairs, n_missing,
        variance_saved (by pairing), replications_needed (further pairs until the interval would
        leave zero out, if difference and spread stay as they are), decision.
    """
    by_scenario = {str(name): g.set_index("replication") for name, g in runs.groupby("scenario", sort=False)}
    others = [name for name in by_scenario if name != baseline]
    families = {measure.name: "headline" if measure.headline else "other" for measure in measures}
    sizes = {family: list(families.values()).count(family) * len(others) for family in families.values()}
    rows = []
    for scenario in others:
        common = by_scenario[scenario].index.intersection(by_scenario[baseline].index)
        ours, theirs = by_scenario[scenario].loc[common], by_scenario[baseline].loc[common]
        for measure in measures:
            family = families[measure.name]
            confidence = bonferroni_confidence(CONFIDENCE, sizes[family])
            pair = paired_difference(
                ours[measure.name].to_numpy(float), theirs[measure.name].to_numpy(float), confidence
            )
            named = {"scenario": scenario, "baseline": baseline, "measure": measure.name,
                     "unit": measure.unit, "better": measure.better, "family": family}  # fmt: skip
            rows.append(named | judged(pair, confidence))
    return pd.DataFrame(rows, columns=None if rows else COMPARISON_COLUMNS)


COMPARISON_COLUMNS = [
    "scenario", "baseline", "measure", "unit", "better", "family", "difference", "low", "high",
    "half_width", "n_pairs", "n_missing", "variance_saved", "replications_needed", "decision",
]  # fmt: skip


def judged(pair: PairedDifference, confidence: float) -> dict[str, Any]:
    """Return a paired difference with what it shows, and how many more pairs would show it."""
    needed = replications_needed(pair.difference, pair.half_width, pair.n_pairs, 1.0, confidence)
    decision = decide(pair.low, pair.high, pair.n_pairs)
    if pair.half_width == 0.0:
        needed = FEWEST_ALIKE if decision == TOO_FEW else 0.0
    return {
        "difference": pair.difference,
        "low": pair.low,
        "high": pair.high,
        "half_width": pair.half_width,
        "n_pairs": pair.n_pairs,
        "n_missing": pair.n_missing,
        "variance_saved": pair.variance_saved,
        "replications_needed": float(np.maximum(needed - pair.n_pairs, 0.0)),
        "decision": decision,
    }


FEWEST_ALIKE = 5
"""Pairs from which equal differences other than zero are believed: two that agree may be chance."""


def decide(low: float, high: float, n_pairs: int) -> str:
    """Say in words what an interval of a difference shows.

    Parameters
    ----------
    low, high : float
        Ends of the interval; missing if there are too few pairs for one.
    n_pairs : int
        Pairs that it rests on.
    """
    if math.isnan(low) or math.isnan(high):
        return TOO_FEW
    if low == high != 0.0 and n_pairs < FEWEST_ALIKE:
        return TOO_FEW
    if high < 0.0:
        return LOWER
    return HIGHER if low > 0.0 else NOT_SHOWN
