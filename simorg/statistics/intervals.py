"""Confidence intervals for a mean over replications, with missing values counted, never hidden.

NaN means "missing" (the measure does not exist in that replication, e.g. a restore time without
incidents).  An infinity is an error, not a value.

References
----------
.. [1] Student (1908). The probable error of a mean. Biometrika 6, 1-25. doi:10.1093/biomet/6.1.1
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Floats = NDArray[np.float64]


class Interval(NamedTuple):
    """A mean and the half-width of its confidence interval, in the unit of the values.

    `mean` is NaN without values, `half_width` NaN with fewer than two; `n` values were used and
    `n_missing` were not there.
    """

    mean: float
    half_width: float
    n: int
    n_missing: int

    @property
    def low(self) -> float:
        """Lower end of the interval."""
        return self.mean - self.half_width

    @property
    def high(self) -> float:
        """Upper end of the interval."""
        return self.mean + self.half_width


def present_values(values: ArrayLike) -> Floats:
    """Keep the values that are not missing, and refuse infinite ones.

    Parameters
    ----------
    values : array_like, shape (replications,)
        Values, NaN where missing.

    Returns
    -------
    ndarray, shape (n,)
        The values that are there.

    Raises
    ------
    ValueError
        If `values` is not one-dimensional or holds an infinity.
    """
    array = np.asarray(values, dtype=float)
    if array.ndim != 1:
        raise ValueError(f"values have shape {array.shape}: must be one-dimensional")
    if np.isinf(array).any():
        where = int(np.flatnonzero(np.isinf(array))[0])
        raise ValueError(f"value {where} is {array[where]}: must be finite, or NaN if missing")
    return np.asarray(array[~np.isnan(array)])


def check_confidence(confidence: float) -> None:
    """Refuse a `confidence` that is not strictly between 0 and 1, by value."""
    if not 0.0 < confidence < 1.0:
        raise ValueError(f"confidence={confidence!r}: must be between 0 and 1")


def standard_error(present: Floats) -> float:
    """Estimate the standard error of a mean.

    Parameters
    ----------
    present : ndarray, shape (n,)
        Independent values, none missing.

    Returns
    -------
    float
        Standard deviation over root n; NaN with fewer than two values.
    """
    n = len(present)
    return float(present.std(ddof=1)) / math.sqrt(n) if n > 1 else math.nan


def t_quantile(confidence: float, degrees: int) -> float:
    """Compute the factor on the standard error of a two-sided t interval [1]_.

    Parameters
    ----------
    confidence : float
        Coverage, between 0 and 1.
    degrees : int
        Degrees of freedom.

    Returns
    -------
    float
        The quantile at (1 + confidence) / 2; NaN with fewer than one degree of freedom.
    """
    if degrees < 1:
        return math.nan
    return float(special.stdtrit(degrees, 0.5 * (1.0 + confidence)))


def mean_interval(values: ArrayLike, confidence: float = 0.95) -> Interval:
    """Estimate a mean with its t interval [1]_.

    Parameters
    ----------
    values : array_like, shape (replications,)
        One value a replication, NaN where missing.
    confidence : float
        Coverage, between 0 and 1.

    Returns
    -------
    Interval
        Mean, half-width, number of values and of missing values.

    Raises
    ------
    ValueError
        If `values` is not one-dimensional or holds an infinity, or `confidence` is out of range.
    """
    check_confidence(confidence)
    present = present_values(values)
    n = len(present)
    mean = float(present.mean()) if n else math.nan
    half_width = t_quantile(confidence, n - 1) * standard_error(present)
    return Interval(mean, half_width, n, int(np.size(values)) - n)
