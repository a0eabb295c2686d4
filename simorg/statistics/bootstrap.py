"""Bootstrap over replications: intervals for any statistic, and the resamples other modules share.

In goes one row a replication; rows are drawn with replacement, whole, so that pairing by common random
numbers is kept.  Everything is a function of the values and the seed.

For a mean use :mod:`simorg.statistics.intervals`: at few replications its intervals hold more often than a
bootstrap's.

References
----------
.. [1] Efron (1987). Better bootstrap confidence intervals. Journal of the American Statistical
   Association 82, 171-185. doi:10.1080/01621459.1987.10478410
"""

import math
import warnings
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from simorg.statistics.intervals import Floats, check_confidence

RESAMPLES = 1999
"""Resamples by default: with an odd 1,999, the ends of a 95 % interval are resamples themselves."""


class Estimate(NamedTuple):
    """An estimate with the ends of its interval, not symmetric, in the unit of the statistic.

    An end is NaN if there is no interval, and infinite if the values cannot bound it.
    """

    value: float
    low: float
    high: float
    n: int
    n_missing: int


def complete_rows(values: ArrayLike, dimensions: int) -> tuple[Floats, int]:
    """Keep the replications of which nothing is missing.

    Parameters
    ----------
    values : array_like, shape (replications, ...)
        One row a replication, NaN where missing.
    dimensions : int
        Dimensions that `values` must have.

    Returns
    -------
    ndarray, shape (n, ...)
        Rows without a missing value.
    int
        Rows left out.

    Raises
    ------
    ValueError
        If the dimensions differ or a value is infinite.
    """
    array = np.asarray(values, dtype=float)
    if array.ndim != dimensions:
        raise ValueError(f"values have shape {array.shape}: must be {dimensions}-dimensional")
    if np.isinf(array).any():
        where = tuple(int(i) for i in np.argwhere(np.isinf(array))[0])
        raise ValueError(f"value {where} is {array[where]}: must be finite, or NaN if missing")
    complete = ~np.isnan(array).any(axis=tuple(range(1, dimensions)))
    return array[complete], int(np.count_nonzero(~complete))


def resample_counts(n: int, resamples: int, seed: int) -> Floats:
    """Draw how often each of `n` replications occurs in each resample.

    Parameters
    ----------
    n : int
        Replications, >= 1.
    resamples : int
        Resamples, >= 1.
    seed : int
        Seed; equal arguments give equal counts.

    Returns
    -------
    ndarray, shape (resamples, n)
        Multinomial counts; each row sums to `n`, so that ``counts @ values / n`` are resampled means.

    Raises
    ------
    ValueError
        If `resamples` is below 1.
    """
    if resamples < 1:
        raise ValueError(f"resamples={resamples!r}: must be at least 1")
    drawn = stats.multinomial.rvs(n, np.full(n, 1.0 / n), size=resamples, random_state=seed)
    return np.asarray(drawn, dtype=float)


def bootstrap_interval(
    values: ArrayLike,
    statistic: Callable[..., Floats],
    confidence: float = 0.95,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Estimate:
    """Estimate any statistic of the replications with its BCa interval [1]_.

    Parameters
    ----------
    values : array_like, shape (replications,) or (replications, columns)
        One row a replication, NaN where missing; a row with a missing value is left out and counted.
    statistic : callable
        Statistic of one array a column and a keyword `axis`, vectorised, e.g. ``numpy.mean``.
    confidence : float
        Coverage, between 0 and 1.
    resamples : int
        Resamples, >= 1.
    seed : int
        Seed of the resamples.

    Returns
    -------
    Estimate
        Value and ends; the ends are NaN with fewer than two rows.  Where leaving out any one row does
        not change the statistic, BCa is not defined and the percentile interval stands in.

    Raises
    ------
    ValueError
        If the shape or a number is out of range, or a value is infinite.

    Notes
    -----
    Rows are independent and the statistic is smooth in their distribution.  The interval of a mean
    of 10 skewed values holds 88 times in 100 instead of 95, of 50 values 94 times.
    """
    check_confidence(confidence)
    rows, n_missing = complete_rows(values, max(1, np.ndim(values)))
    if rows.ndim > 2:
        raise ValueError(f"values have shape {rows.shape}: must be one- or two-dimensional")
    n = len(rows)
    if n == 0:
        return Estimate(math.nan, math.nan, math.nan, 0, n_missing)
    columns = tuple(np.atleast_2d(rows.T))
    value = float(statistic(*columns, axis=0))
    if n < 2:
        return Estimate(value, math.nan, math.nan, n, n_missing)
    low, high = _ends(columns, statistic, confidence, resamples, seed)
    return Estimate(value, low, high, n, n_missing)


def _ends(
    columns: tuple[Floats, ...],
    statistic: Callable[..., Floats],
    confidence: float,
    resamples: int,
    seed: int,
) -> tuple[float, float]:
    """Return the ends of the BCa interval, of the percentile interval where BCa is not defined."""
    resample = partial(
        stats.bootstrap,
        columns,
        statistic,
        paired=True,
        vectorized=True,
        confidence_level=confidence,
        random_state=seed,
    )
    with warnings.catch_warnings(), np.errstate(divide="ignore", invalid="ignore"):
        warnings.simplefilter("ignore", stats.DegenerateDataWarning)
        result = resample(n_resamples=resamples, method="BCa")
    interval = result.confidence_interval
    if math.isnan(interval.low) or math.isnan(interval.high):
        result = resample(n_resamples=0, method="percentile", bootstrap_result=result)
        interval = result.confidence_interval
    return float(interval.low), float(interval.high)
