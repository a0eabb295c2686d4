"""Simultaneous bands for a curve: a time path, or a response over the values of a lever.

In goes one row a replication, most often the paired difference of two alternatives over bins of time;
out comes a mean curve and a band that holds the whole true curve with the stated confidence.

References
----------
.. [1] Romano, Wolf (2005). Exact and approximate stepdown methods for multiple hypothesis testing.
   Journal of the American Statistical Association 100, 94-108. doi:10.1198/016214504000000539
.. [2] Montiel Olea, Plagborg-Moller (2019). Simultaneous confidence bands: theory, implementation,
   and an application to SVARs. Journal of Applied Econometrics 34, 1-17. doi:10.1002/jae.2656
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from simorg.statistics.bootstrap import RESAMPLES, complete_rows, resample_counts
from simorg.statistics.intervals import Floats, check_confidence


class Band(NamedTuple):
    """A mean curve and its simultaneous band, shape (bins,), in the unit of the values.

    Half-width in a bin is `critical` times its standard error; `critical` is NaN, and so is the band,
    with fewer than two complete replications.
    """

    mean: Floats
    low: Floats
    high: Floats
    critical: float
    n: int
    n_missing: int


def _max_t(rows: Floats, resamples: int, seed: int) -> Floats:
    """Return the largest absolute t statistic over the bins, for every resample."""
    n = len(rows)
    centred = rows - rows.mean(axis=0)
    counts = resample_counts(n, resamples, seed)
    means = counts @ centred / n
    variances = np.maximum(counts @ (centred * centred) / n - means * means, 0.0) / (n - 1)
    # A resample without spread in a bin, but off the mean there, is as extreme as can be.
    t = np.divide(
        np.abs(means),
        np.sqrt(variances),
        out=np.where(means == 0.0, 0.0, np.inf),
        where=variances > 0.0,
    )
    return np.asarray(t.max(axis=1))


def simultaneous_band(
    values: ArrayLike, confidence: float = 0.95, resamples: int = RESAMPLES, seed: int = 0
) -> Band:
    """Estimate a mean curve with a band that holds all of it, by the bootstrap of the largest t [1]_.

    1. resample whole replications, which keeps the dependence between bins; 2. in each resample take
    the largest t statistic over the bins, every bin scaled by its standard error in that resample;
    3. the half-width is the confidence quantile of these maxima times the standard error of the bin,
    the narrowest band of that shape [2]_.

    Parameters
    ----------
    values : array_like, shape (replications, bins)
        One curve a replication; a replication with a missing bin (NaN) is left out and counted.
    confidence : float
        Joint coverage over all bins, between 0 and 1.
    resamples : int
        Resamples, >= 1.
    seed : int
        Seed of the resamples.

    Returns
    -------
    Band
        Mean curve, ends of the band, critical value, replications used and missing.

    Raises
    ------
    ValueError
        If `values` is not two-dimensional, holds an infinity or has no bins, or a number is out of
        range.

    Notes
    -----
    Replications are independent.  A bin that never varies has a band of no width.  With few
    replications the band is too wide rather than too narrow (0.99 instead of 0.95 at n = 10), and if
    an outlier makes most of a bin's spread, infinitely wide: run more replications then.
    """
    check_confidence(confidence)
    rows, n_missing = complete_rows(values, 2)
    n, bins = rows.shape
    if bins == 0:
        raise ValueError(f"values have shape {np.shape(values)}: must have at least one bin")
    mean = rows.mean(axis=0) if n else np.full(bins, math.nan)
    if n < 2:
        unknown = np.full(bins, math.nan)
        return Band(mean, unknown, unknown, math.nan, n, n_missing)
    errors = rows.std(axis=0, ddof=1) / math.sqrt(n)
    varies = np.ptp(rows, axis=0) > 0.0
    critical = 0.0
    half_width = np.zeros(bins)
    if varies.any():
        largest = _max_t(rows[:, varies], resamples, seed)
        critical = float(np.quantile(largest, confidence, method="higher"))
        half_width[varies] = critical * errors[varies]
    return Band(mean, mean - half_width, mean + half_width, critical, n, n_missing)
