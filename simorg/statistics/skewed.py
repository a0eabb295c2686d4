"""Quantiles and geometric means with their intervals, for times and costs with a long right tail.

A mean time to restore says little at ten incidents a replication: one long outage moves it.  The two
intervals here need no resampling and hold at small samples.

References
----------
.. [1] Thompson (1936). On confidence ranges for the median and other expectation distributions for
   populations of unknown distribution form. Annals of Mathematical Statistics 7, 122-128.
   doi:10.1214/aoms/1177732502
.. [2] Conover (1999). Practical Nonparametric Statistics, 3rd ed., section 3.2. Wiley.
"""

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from simorg.statistics.bootstrap import Estimate
from simorg.statistics.intervals import check_confidence, mean_interval, present_values


def quantile_interval(values: ArrayLike, quantile: float, confidence: float = 0.95) -> Estimate:
    """Estimate a quantile with its distribution-free interval between order statistics [1]_, [2]_.

    The number of values at or below the true quantile is binomial, whatever the distribution; the ends
    are the order statistics beyond which it falls with at most half the error each.

    Parameters
    ----------
    values : array_like, shape (replications,)
        Independent values, NaN where missing.
    quantile : float
        Which quantile, between 0 and 1; 0.5 is the median.
    confidence : float
        Coverage, between 0 and 1; reached or exceeded for every continuous distribution.

    Returns
    -------
    Estimate
        Quantile (linear between values) and ends in the unit of the values.  An end that no value can
        bound is infinite: the 0.9 quantile has an upper end only from 36 values on, at 95 %.

    Raises
    ------
    ValueError
        If a value is infinite, or a number is out of range.
    """
    check_confidence(confidence)
    if not 0.0 < quantile < 1.0:
        raise ValueError(f"quantile={quantile!r}: must be between 0 and 1")
    present = present_values(values)
    n, n_missing = len(present), int(np.size(values)) - len(present)
    if n == 0:
        return Estimate(math.nan, math.nan, math.nan, 0, n_missing)
    tested = stats.quantile_test(present, p=quantile)
    low, high = np.asarray(tested.confidence_interval(confidence_level=confidence), dtype=float).tolist()
    return Estimate(
        float(np.quantile(present, quantile)),
        -math.inf if math.isnan(low) else low,
        math.inf if math.isnan(high) else high,
        n,
        n_missing,
    )


def geometric_mean_interval(values: ArrayLike, confidence: float = 0.95) -> Estimate:
    """Estimate a geometric mean with the t interval of the mean logarithm, taken back.

    Given the ratios a / b of paired replications, the result is the ratio of the geometric means.

    Parameters
    ----------
    values : array_like, shape (replications,)
        Independent positive values, NaN where missing.
    confidence : float
        Coverage, between 0 and 1; exact for lognormal values.

    Returns
    -------
    Estimate
        exp(mean(log)) and exp(mean(log) -+ t s / sqrt(n)), in the unit of the values.

    Raises
    ------
    ValueError
        If a value is infinite, zero or negative, or `confidence` is out of range.
    """
    present = present_values(values)
    if np.any(present <= 0.0):
        raise ValueError(f"value {float(present.min())}: a geometric mean needs positive values")
    interval = mean_interval(np.log(present), confidence)
    return Estimate(
        math.exp(interval.mean),
        math.exp(interval.low),
        math.exp(interval.high),
        interval.n,
        int(np.size(values)) - interval.n,
    )
