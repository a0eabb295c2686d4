"""Many measures at once: intervals and decisions that hold together, not one by one.

References
----------
.. [1] Holm (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal
   of Statistics 6, 65-70. https://www.jstor.org/stable/4615733
.. [2] Dunn (1961). Multiple comparisons among means. Journal of the American Statistical
   Association 56, 52-64. doi:10.1080/01621459.1961.10482090
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simorg.statistics.intervals import Floats, check_confidence


class HolmDecision(NamedTuple):
    """Adjusted p-values and decisions, shape (measures,).

    The probability that any true hypothesis is rejected is at most the level.  A missing p-value
    stays NaN, is never rejected, and still counts as a member of the family.
    """

    adjusted: Floats
    rejected: NDArray[np.bool_]


def holm(p_values: ArrayLike, level: float = 0.05) -> HolmDecision:
    """Adjust p-values for being many by Holm's step-down procedure [1]_.

    Parameters
    ----------
    p_values : array_like, shape (measures,)
        Unadjusted p-values, NaN where missing.
    level : float
        Probability of one false rejection or more that is accepted.

    Returns
    -------
    HolmDecision
        Adjusted p-values and whether each hypothesis is rejected.

    Raises
    ------
    ValueError
        If a p-value or the level is out of range.
    """
    check_confidence(1.0 - level)
    p = np.asarray(p_values, dtype=float)
    if p.ndim != 1 or np.any((p < 0.0) | (p > 1.0)):
        raise ValueError(f"p_values={p.tolist()}: must be a list of numbers in [0, 1]")
    order = np.argsort(p, kind="stable")  # NaN sorts last, as the weakest evidence
    stepped = p[order] * np.arange(len(p), 0, -1)
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(stepped))
    return HolmDecision(adjusted, adjusted <= level)


def bonferroni_confidence(confidence: float, intervals: int) -> float:
    """Compute the coverage each interval needs so that all hold together [2]_.

    Parameters
    ----------
    confidence : float
        Joint coverage, between 0 and 1.
    intervals : int
        Number of intervals, >= 1.

    Returns
    -------
    float
        1 - (1 - confidence) / intervals.

    Raises
    ------
    ValueError
        If a value is out of range.
    """
    check_confidence(confidence)
    if intervals < 1:
        raise ValueError(f"intervals={intervals!r}: must be at least 1")
    return 1.0 - (1.0 - confidence) / intervals
