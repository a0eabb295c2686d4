"""Which way it goes more often, over a population of cases that need not have one size in common.

In go counts or one value a case; out come an exact test of the sign, and the median with an interval
that assumes nothing of the distribution.

References
----------
.. [1] David & Nagaraja (2003). Order Statistics, 3rd ed., section 7.1. Wiley.
"""

import math
from collections.abc import Sequence

import numpy as np
from scipy import stats


def sign_test(one_way: int, decided: int) -> float:
    """Return the two-sided p-value of so many cases going one way if each were the toss of a coin.

    Parameters
    ----------
    one_way : int
        Cases that go one way.
    decided : int
        Cases that go either way; without any the p-value is 1.
    """
    return float(stats.binomtest(one_way, decided).pvalue) if decided else 1.0


def median_interval(values: Sequence[float], confidence: float = 0.95) -> tuple[float, float, float]:
    """Return the median of the values that are there, and its distribution-free interval [1]_.

    Parameters
    ----------
    values : sequence of float
        NaN where missing.
    confidence : float
        Coverage, between 0 and 1.

    Returns
    -------
    median, low, high : float
        Low and high are order statistics that hold the median with that confidence or more; the
        smallest and largest value if there are too few for that; NaN without values.
    """
    present = np.sort([value for value in values if not math.isnan(value)])
    n = len(present)
    if n == 0:
        return math.nan, math.nan, math.nan
    below = max(int(stats.binom.ppf(0.5 * (1.0 - confidence), n, 0.5)) - 1, 0)
    return float(np.median(present)), float(present[below]), float(present[n - 1 - below])
