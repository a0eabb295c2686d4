"""Paired comparison of two alternatives that ran on common random numbers.

Replication i of one alternative is compared with replication i of the other.  A pair with a
missing side (NaN) is left out and counted.

References
----------
.. [1] Law (2015). Simulation Modeling and Analysis, 5th ed., sections 10.2 and 11.2. McGraw-Hill.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from simorg.statistics.intervals import (
    Floats,
    check_confidence,
    mean_interval,
    present_values,
    standard_error,
    t_quantile,
)

_MOST_REPLICATIONS = 1 << 40


class PairedDifference(NamedTuple):
    """Mean of a - b over pairs, in the unit of the values.

    `half_width` belongs to a t interval and `p_value` to the two-sided t test of no difference;
    both are NaN with fewer than two pairs.  `variance_saved` is 1 - var(a - b) / (var a + var b),
    NaN if neither side varies; negative if pairing hurt.
    """

    difference: float
    half_width: float
    p_value: float
    n_pairs: int
    n_missing: int
    variance_saved: float

    @property
    def low(self) -> float:
        """Lower end of the interval."""
        return self.difference - self.half_width

    @property
    def high(self) -> float:
        """Upper end of the interval."""
        return self.difference + self.half_width


def _complete_pairs(a: ArrayLike, b: ArrayLike) -> tuple[Floats, Floats, int]:
    first, second = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if first.shape != second.shape:
        raise ValueError(f"shapes {first.shape} and {second.shape}: must be equal to be paired")
    # Called for its checks: an infinity on either side is refused even if its partner is missing.
    present_values(first)
    present_values(second)
    both = ~(np.isnan(first) | np.isnan(second))
    return first[both], second[both], int(np.count_nonzero(~both))


def _p_value(difference: float, error: float, degrees: int) -> float:
    """Return the two-sided p-value of a t test; certain if nothing varies."""
    if degrees < 1:
        return math.nan
    if error == 0.0:
        return 1.0 if difference == 0.0 else 0.0
    return 2.0 * float(special.stdtr(degrees, -abs(difference) / error))


def _variance_saved(a: Floats, b: Floats) -> float:
    if len(a) < 2:
        return math.nan
    apart = float(a.var(ddof=1) + b.var(ddof=1))
    return 1.0 - float((a - b).var(ddof=1)) / apart if apart > 0.0 else math.nan


def paired_difference(a: ArrayLike, b: ArrayLike, confidence: float = 0.95) -> PairedDifference:
    """Compare two alternatives replication by replication [1]_.

    Parameters
    ----------
    a, b : array_like, shape (replications,)
        One value a replication, NaN where missing; equal positions share random numbers.
    confidence : float
        Coverage of the interval, between 0 and 1.

    Returns
    -------
    PairedDifference
        Difference a - b, half-width, p-value, pairs used and missing, variance saved by pairing.

    Raises
    ------
    ValueError
        If the shapes differ, a value is infinite, or `confidence` is out of range.
    """
    first, second, n_missing = _complete_pairs(a, b)
    interval = mean_interval(first - second, confidence)
    p_value = _p_value(interval.mean, standard_error(first - second), interval.n - 1)
    return PairedDifference(
        difference=interval.mean,
        half_width=interval.half_width,
        p_value=p_value,
        n_pairs=interval.n,
        n_missing=n_missing,
        variance_saved=_variance_saved(first, second),
    )


def replications_needed(
    mean: float, half_width: float, n: int, relative_precision: float, confidence: float = 0.95
) -> float:
    """Estimate how many replications in all give a wanted relative half-width [1]_.

    Parameters
    ----------
    mean : float
        Mean, or mean difference, estimated so far.
    half_width : float
        Half-width of its interval so far, at the same `confidence`.
    n : int
        Replications, or pairs, behind it.
    relative_precision : float
        Wanted half-width over the absolute mean, positive.
    confidence : float
        Coverage, between 0 and 1.

    Returns
    -------
    float
        Smallest whole number m with t(m - 1) s / sqrt(m) <= relative_precision * abs(mean), at
        least 2; infinite if the mean is 0 but not known exactly, NaN if `n` is below 2.

    Raises
    ------
    ValueError
        If `relative_precision` or `confidence` is out of range.
    """
    check_confidence(confidence)
    if not relative_precision > 0.0:
        raise ValueError(f"relative_precision={relative_precision!r}: must be positive")
    if n < 2 or math.isnan(half_width):
        return math.nan
    if half_width == 0.0:
        return 2.0
    deviation = half_width * math.sqrt(n) / t_quantile(confidence, n - 1)
    target = relative_precision * abs(mean)

    def is_enough(m: int) -> bool:
        return t_quantile(confidence, m - 1) * deviation <= target * math.sqrt(m)

    return _smallest(is_enough)


def _smallest(is_enough: Callable[[int], bool]) -> float:
    """Bisect for the smallest number >= 2 that is enough; infinite beyond any practical one."""
    high = 2
    while not is_enough(high):
        high *= 2
        if high > _MOST_REPLICATIONS:
            return math.inf
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        if is_enough(middle):
            high = middle
        else:
            low = middle
    return float(high)
