"""Where the warm-up ends: the marginal standard error rule on batches of five, MSER-5.

References
----------
.. [1] White (1997). An effective truncation heuristic for bias reduction in simulation output.
   Simulation 69, 323-334. doi:10.1177/003754979706900601
.. [2] Hoad, Robinson, Davies (2010). Automating warm-up length estimation. Journal of the
   Operational Research Society 61, 1389-1403. doi:10.1057/jors.2009.87
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from simorg.statistics.intervals import Floats, present_values

# The last few batches always look alike; [2]_ ignores five of them.
_IGNORED_AT_END = 5


class Truncation(NamedTuple):
    """How many observations to drop, and whether to believe it.

    `reliable` is False if the best cut lies in the second half, i.e. the series is too short for
    its warm-up, or if there are too few batches to tell (then `observations` is 0 and `statistic`
    NaN).
    """

    observations: int
    statistic: float
    n_batches: int
    reliable: bool


def batch_means(series: ArrayLike, size: int) -> Floats:
    """Average consecutive observations; an incomplete last batch is left out.

    Parameters
    ----------
    series : array_like, shape (observations,)
        Observations in order of time.
    size : int
        Observations in a batch, >= 1.

    Returns
    -------
    ndarray, shape (observations // size,)
        Means of the batches.

    Raises
    ------
    ValueError
        If `size` is below 1, or an observation is missing or infinite.
    """
    if size < 1:
        raise ValueError(f"size={size!r}: must be at least 1")
    values = present_values(series)
    if len(values) != np.size(series):
        missing = int(np.size(series)) - len(values)
        raise ValueError(f"{missing} of {np.size(series)} observations missing: must be none")
    count = len(values) // size
    return np.asarray(values[: count * size].reshape(count, size).mean(axis=1))


def marginal_standard_errors(batches: ArrayLike) -> Floats:
    """Compute the statistic of [1]_ for every possible cut.

    Parameters
    ----------
    batches : array_like, shape (batches,)
        Batch means in order of time.

    Returns
    -------
    ndarray, shape (batches,)
        Entry d is the sum of squared deviations of batches d, d + 1, ... from their own mean,
        over the square of their number.
    """
    values = np.asarray(batches, dtype=float)
    # Centred first, so that the difference of sums below does not cancel.
    centred = (values - values.mean())[::-1]
    remaining = np.arange(1, len(values) + 1)
    squares = np.cumsum(centred * centred) - np.cumsum(centred) ** 2 / remaining
    return np.asarray(np.maximum(squares, 0.0) / remaining.astype(float) ** 2)[::-1]


def mser5(series: ArrayLike, batch_size: int = 5) -> Truncation:
    """Choose how much of the start of a series to drop.

    1. average the series in batches; 2. compute the marginal standard error of every cut; 3. take
    the first smallest, the last five cuts aside; 4. distrust it if it lies in the second half.

    Parameters
    ----------
    series : array_like, shape (observations,)
        Observations in order of time, none missing.
    batch_size : int
        Observations in a batch.

    Returns
    -------
    Truncation
        Observations to drop, statistic, number of batches, reliability.

    Raises
    ------
    ValueError
        If `batch_size` is below 1, or an observation is missing or infinite.
    """
    batches = batch_means(series, batch_size)
    n = len(batches)
    if n <= 2 * _IGNORED_AT_END:
        return Truncation(0, math.nan, n, False)
    statistics = marginal_standard_errors(batches)[: n - _IGNORED_AT_END]
    cut = int(np.argmin(statistics))
    return Truncation(cut * batch_size, float(statistics[cut]), n, 2 * cut <= n)
