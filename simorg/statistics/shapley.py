"""Why one alternative beats another: exact Shapley shares of the steps that lead from b to a.

In go the values of a measure with every subset of d axes switched from one alternative to the other;
out comes, for each replication, the share of each axis in the total change.

References
----------
.. [1] Shapley (1953). A value for n-person games. In Kuhn, Tucker (eds), Contributions to the Theory
   of Games II, 307-317. Princeton University Press. doi:10.1515/9781400881970-018
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from simorg.statistics.bootstrap import complete_rows
from simorg.statistics.intervals import Floats, Interval, mean_interval
from simorg.statistics.simultaneous import bonferroni_confidence


class Shares(NamedTuple):
    """Shares of the axes in a change, in the unit of the measure.

    `by_replication` has shape (n, axes) and sums over the axes to the change in each replication;
    `intervals` hold together over the axes, `total` stands alone; `n_missing` replications had a
    missing value and were left out.
    """

    by_replication: Floats
    intervals: list[Interval]
    total: Interval
    n_missing: int


def subsets(axes: int) -> list[tuple[int, ...]]:
    """List the subsets of axes in the order of the columns that :func:`shapley_shares` reads.

    Parameters
    ----------
    axes : int
        Number of axes, >= 1.

    Returns
    -------
    list of tuple of int
        Entry c holds axis i if bit i of c is set: (), (0,), (1,), (0, 1), (2,), ...
    """
    return [tuple(axis for axis in range(axes) if code >> axis & 1) for code in range(1 << axes)]


def shapley_weights(axes: int) -> Floats:
    """Compute the matrix that turns the values of all subsets into shares [1]_.

    Parameters
    ----------
    axes : int
        Number of axes d, >= 1.

    Returns
    -------
    ndarray, shape (2**axes, axes)
        Weight of subset S for axis i: (s - 1)! (d - s)! / d! if i is in S, of size s, and
        -s! (d - s - 1)! / d! if not.
    """
    weights = np.empty((1 << axes, axes))
    for code, subset in enumerate(subsets(axes)):
        size = len(subset)
        for axis in range(axes):
            before = size - (axis in subset)
            weight = math.factorial(before) * math.factorial(axes - before - 1) / math.factorial(axes)
            weights[code, axis] = weight if axis in subset else -weight
    return weights


def shapley_shares(values: ArrayLike, confidence: float = 0.95) -> Shares:
    """Share the change of a measure among the axes that were switched, exactly [1]_.

    The share of an axis is the change it makes when it is switched, averaged over all orders of
    switching.  Shares add up to the change, axes that play the same part get the same, an axis that
    changes nothing gets nothing, and the share of a sum of measures is the sum of the shares.

    Parameters
    ----------
    values : array_like, shape (replications, 2**axes)
        Measure with each subset of axes switched, columns in the order of :func:`subsets`, NaN where
        missing; a row shares its random numbers.
    confidence : float
        Joint coverage of the intervals of the shares (Bonferroni), and coverage of that of the total.

    Returns
    -------
    Shares
        Shares by replication, t intervals of their means, and the total change.

    Raises
    ------
    ValueError
        If the columns are no power of two, at least two, a value is infinite, or `confidence` is out
        of range.

    Notes
    -----
    Evaluations double with every axis; with six there are 64.
    """
    rows, n_missing = complete_rows(values, 2)
    columns = rows.shape[1]
    axes = columns.bit_length() - 1
    if columns < 2 or columns != 1 << axes:
        raise ValueError(f"values have {columns} columns: must be 2, 4, 8, ... as 2**axes")
    # From the first subset on, so that a large common level does not cancel at a loss of digits.
    shares = (rows - rows[:, :1]) @ shapley_weights(axes)
    each = bonferroni_confidence(confidence, axes)
    return Shares(
        by_replication=shares,
        intervals=[mean_interval(share, each) for share in shares.T],
        total=mean_interval(rows[:, -1] - rows[:, 0], confidence),
        n_missing=n_missing,
    )
