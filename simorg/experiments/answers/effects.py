"""Differences between groups of scenarios that share random numbers, replication by replication."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from simorg.experiments.answers.summary import CONFIDENCE, HIGHER, LOWER, NOT_SHOWN, judged
from simorg.experiments.answers.words import change, verdict
from simorg.measures import Measure
from simorg.statistics.pairing import paired_difference
from simorg.statistics.simultaneous import bonferroni_confidence

if TYPE_CHECKING:
    import pandas as pd

TOGETHER = (
    "Changes are paired on common random numbers; their 95 % intervals hold together (Bonferroni) over {}."
)


def by_replication(runs: pd.DataFrame, scenarios: Sequence[str], measure: str) -> pd.Series[Any]:
    """Return a measure averaged over some scenarios, replication by replication.

    Parameters
    ----------
    runs : DataFrame
        One row a scenario and replication.
    scenarios : sequence of str
        Scenarios to average over; a replication that is missing in one of them is missing.
    measure : str
        Column.
    """
    chosen = runs[runs["scenario"].isin(list(scenarios))]
    wide = chosen.pivot(index="replication", columns="scenario", values=measure)
    return wide.mean(axis=1, skipna=False)


def effect(
    runs: pd.DataFrame, to: Sequence[str], start: Sequence[str], measure: Measure, family: int
) -> dict[str, Any]:
    """Return the paired difference between two groups of scenarios.

    Parameters
    ----------
    runs : DataFrame
        One row a scenario and replication; equal replications share random numbers.
    to, start : sequence of str
        The difference is the mean over `to` less the mean over `start`.
    measure : Measure
        What to compare.
    family : int
        Number of differences whose intervals are to hold together (Bonferroni, 95 %).

    Returns
    -------
    dict
        measure, unit, better, difference, low, high, half_width, n_pairs, n_missing,
        variance_saved, replications_needed, decision.
    """
    ends, starts = (by_replication(runs, names, measure.name) for names in (to, start))
    return paired(ends, starts, measure, family)


def paired(ends: pd.Series[Any], starts: pd.Series[Any], measure: Measure, family: int) -> dict[str, Any]:
    """Return the paired difference between two columns of one value a replication.

    Parameters
    ----------
    ends, starts : Series
        The difference is `ends` less `starts`; by replication, NaN where missing.
    measure : Measure
        What they are values of.
    family : int
        As for :func:`effect`.

    Returns
    -------
    dict
        As of :func:`effect`.
    """
    common = ends.index.intersection(starts.index)
    confidence = bonferroni_confidence(CONFIDENCE, max(1, family))
    pair = paired_difference(ends.loc[common].to_numpy(float), starts.loc[common].to_numpy(float), confidence)
    named = {"measure": measure.name, "unit": measure.unit, "better": measure.better}
    return named | judged(pair, confidence)


def shown(row: Mapping[Any, Any]) -> bool:
    """Return whether an effect is shown to be one."""
    return row["decision"] in (LOWER, HIGHER)


def marked(row: Mapping[Any, Any]) -> str:
    """Return an effect with its interval for a table, marked with ~ if not shown; else why not."""
    said = verdict(row)
    return ("~ " if said == NOT_SHOWN else "") + change(row) if shown(row) or said == NOT_SHOWN else said
