"""Do two quantities rise together? Rank correlation, which asks for no straight line and no size.

In go pairs of values; out come Spearman's coefficient and its p-value.

References
----------
.. [1] Spearman (1904). The proof and measurement of association between two things. American
   Journal of Psychology 15, 72-101. doi:10.2307/1412159
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

FEWEST = 6
"""Pairs below which nothing is said: with five, the p-value by Student's t is far from the exact one."""


class RankCorrelation(NamedTuple):
    """How two quantities rise together; NaN where they cannot be ranked."""

    coefficient: float
    p_value: float
    n: int


def rank_correlation(x: ArrayLike, y: ArrayLike) -> RankCorrelation:
    """Return Spearman's rank correlation of the pairs that are complete [1]_.

    Parameters
    ----------
    x, y : array_like, shape (pairs,)
        NaN where missing; ties share their rank.

    Returns
    -------
    RankCorrelation
        NaN with fewer than `FEWEST` complete pairs, or where all values of one side are equal.
    """
    both = np.column_stack([np.asarray(x, dtype=float), np.asarray(y, dtype=float)])
    both = both[~np.isnan(both).any(axis=1)]
    if len(both) < FEWEST or not (np.ptp(both, axis=0) > 0.0).all():
        return RankCorrelation(math.nan, math.nan, len(both))
    found = stats.spearmanr(both[:, 0], both[:, 1])
    return RankCorrelation(float(found.statistic), float(found.pvalue), len(both))
