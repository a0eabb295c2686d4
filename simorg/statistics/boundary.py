"""Where one alternative overtakes another: the zero contour y*(x) of paired differences on a grid.

In go the differences a - b of every replication at every point of a grid over two conditions; out
comes, for each x, the y at which the mean difference crosses zero, with a bootstrap interval.

References
----------
.. [1] Hesterberg (2015). What teachers should know about the bootstrap. American Statistician 69,
   371-386. doi:10.1080/00031305.2015.1089789
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from simorg.statistics.bootstrap import RESAMPLES, complete_rows, resample_counts
from simorg.statistics.intervals import Floats, check_confidence, t_quantile


class Boundary(NamedTuple):
    """The boundary by x, arrays of shape (nx,), in the unit of y.

    `crossing` is NaN where the difference has the same sign at both ends of the range; then so are the
    ends of its interval.  An end is infinite if the interval leaves the range of y.  `crossings`
    counts the sign changes along y: 0 or 1 for a clean map, more for noise or a band.  `found` is the
    share of resamples with a crossing in range.  `n` replications were used, the rest had a value
    missing at that x.
    """

    x: Floats
    crossing: Floats
    low: Floats
    high: Floats
    crossings: Floats
    found: Floats
    n: Floats


def _crossing(means: Floats, y: Floats) -> Floats:
    """Find the middle zero of each row, NaN if its two ends have one sign.

    Ends of opposite sign have an odd number of zeros between them, so there is a middle one; noise
    adds its pairs of zeros on both sides of it.
    """
    below = means < 0.0
    changes = below[:, 1:] != below[:, :-1]
    count = changes.sum(axis=1)
    passed = np.cumsum(changes, axis=1)
    left = np.argmax(passed >= ((count + 1) // 2)[:, None], axis=1)
    row = np.arange(len(means))
    from_, to = means[row, left], means[row, left + 1]
    crosses = count % 2 == 1
    share = np.divide(from_, from_ - to, out=np.zeros(len(means)), where=crosses)
    return np.where(crosses, y[left] + share * (y[left + 1] - y[left]), math.nan)


def _ends(means: Floats, resampled: Floats, y: Floats, tail: float) -> tuple[float, float, float]:
    """Return the ends of the interval at one x, and the share of resamples that cross in range."""
    found = _crossing(resampled, y)
    crosses = ~np.isnan(found)
    # Without a crossing, everything looks like one end of the range: the boundary is past the other.
    like_first = (resampled[:, 0] < 0.0) == bool(means[0] < 0.0)
    placed = np.where(crosses, found, np.where(like_first, math.inf, -math.inf))
    low = float(np.quantile(placed, tail, method="lower"))
    high = float(np.quantile(placed, 1.0 - tail, method="higher"))
    return low, high, float(np.mean(crosses))


def _at_one_x(
    column: Floats, y: Floats, confidence: float, resamples: int, seed: int
) -> tuple[float, float, float, float, float, float]:
    """Return crossing, low, high, crossings, found and n from differences of shape (replications, ny)."""
    rows, _ = complete_rows(column, 2)
    n = len(rows)
    if n == 0:
        return math.nan, math.nan, math.nan, 0.0, math.nan, 0.0
    means = rows.mean(axis=0)
    crossing = float(_crossing(means[None, :], y)[0])
    changes = float(np.count_nonzero((means[1:] < 0.0) != (means[:-1] < 0.0)))
    if n < 2:
        return crossing, math.nan, math.nan, changes, math.nan, float(n)
    # Percentiles of a bootstrap are too close together at small n; [1]_ moves them out by t for z.
    tail = float(special.ndtr(-math.sqrt(n / (n - 1)) * t_quantile(confidence, n - 1)))
    resampled = resample_counts(n, resamples, seed) @ rows / n
    low, high, found = _ends(means, resampled, y, tail)
    if math.isnan(crossing):
        low = high = math.nan
    return crossing, low, high, changes, found, float(n)


def zero_boundary(
    differences: ArrayLike,
    x: ArrayLike,
    y: ArrayLike,
    confidence: float = 0.95,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Boundary:
    """Trace where the mean difference of two alternatives crosses zero.

    1. average the differences at every point; 2. along y, find the zero of their linear interpolation,
    the middle one if noise makes several; 3. repeat on resampled replications, whole rows, and take
    expanded percentiles [1]_ at every x; a resample without a crossing counts as beyond the end of the
    range that its signs point to.

    Parameters
    ----------
    differences : array_like, shape (replications, nx, ny)
        Paired differences in the unit of the measure, NaN where missing.
    x : array_like, shape (nx,)
        Values of the first condition.
    y : array_like, shape (ny,)
        Values of the second condition, increasing, at least two.
    confidence : float
        Coverage at each x on its own, between 0 and 1.
    resamples : int
        Resamples, >= 1.
    seed : int
        Seed of the resamples, the same at every x.

    Returns
    -------
    Boundary
        Crossing and ends of its interval by x.

    Raises
    ------
    ValueError
        If the shapes do not match, y does not increase, a value is infinite, or a number is out of
        range.

    Notes
    -----
    Replications are independent; common random numbers over the grid are kept.  Covered is the zero of
    the linear interpolation of the true means: a coarse grid over a curved difference adds its own
    error, in no interval.
    """
    check_confidence(confidence)
    values = np.asarray(differences, dtype=float)
    across, along = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    if (
        values.ndim != 3
        or across.ndim != 1
        or along.ndim != 1
        or values.shape[1:] != across.shape + along.shape
    ):
        raise ValueError(
            f"differences have shape {values.shape}, x {across.shape}, y {along.shape}: must be "
            "(replications, nx, ny), (nx,), (ny,)"
        )
    if len(along) < 2 or not np.all(np.diff(along) > 0.0):
        raise ValueError(f"y={along.tolist()}: must be at least two increasing values")
    found = [_at_one_x(values[:, i], along, confidence, resamples, seed) for i in range(len(across))]
    return Boundary(across, *np.asarray(found, dtype=float).reshape(len(across), 6).T)
