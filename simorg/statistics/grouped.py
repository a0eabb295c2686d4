"""Means with t intervals of many groups at once: what `mean_interval` gives, without a call for each group.

Goes in: values and where in them each group begins. Comes out: one array a number of `Interval`.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

from simorg.statistics.intervals import Floats, check_confidence

Counts = NDArray[np.int64]


class Intervals(NamedTuple):
    """Means and half-widths of groups, and how many values each has and lacks; see `Interval`."""

    mean: Floats
    half_width: Floats
    n: Counts
    n_missing: Counts


def mean_intervals(values: Floats, sizes: Counts, confidence: float = 0.95) -> Intervals:
    """Estimate the mean of every group with its t interval.

    Parameters
    ----------
    values : ndarray, shape (n,)
        Values, group after group; NaN where missing.
    sizes : ndarray, shape (groups,)
        How many values each group has, those that are missing included.
    confidence : float
        Coverage, between 0 and 1.

    Returns
    -------
    Intervals
        NaN where a group has no value (mean) or fewer than two (half-width).

    Raises
    ------
    ValueError
        If a value is infinite, the sizes do not add up, or `confidence` is out of range.
    """
    check_confidence(confidence)
    if int(sizes.sum()) != len(values):
        raise ValueError(f"sizes add up to {int(sizes.sum())}: must be the number of values, {len(values)}")
    if np.isinf(values).any():
        raise ValueError("values: must be finite, or NaN if missing")
    there = ~np.isnan(values)
    present = values[there]
    n = _sums(there.astype(np.int64), sizes)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = _sums(present, n) / n
        squares = _sums((present - np.repeat(mean, n)) ** 2, n)
        error = np.sqrt(squares / np.where(n > 1, n - 1, 0)) / np.sqrt(n)
        factor = special.stdtrit(np.maximum(n - 1, 1), 0.5 * (1.0 + confidence))
    half_width = np.where(n > 1, factor * error, np.nan)
    return Intervals(np.where(n > 0, mean, np.nan), half_width, n, sizes - n)


def _sums(values: NDArray[Any], sizes: Counts) -> NDArray[Any]:
    """Return the sum of each group; nothing adds up to zero."""
    sums = np.zeros(len(sizes), values.dtype)
    filled = sizes > 0
    starts = np.cumsum(sizes) - sizes
    if filled.any():
        sums[filled] = np.add.reduceat(values, starts[filled])
    return sums
