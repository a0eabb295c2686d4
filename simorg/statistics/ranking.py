"""Does the ranking survive what is not known: regret and probability of being best over worlds.

A world is one draw of everything uncertain.  In goes a measure of every system in every world,
averaged over replications that share random numbers; out comes how each system stands.

References
----------
.. [1] Savage (1951). The theory of statistical decision. Journal of the American Statistical
   Association 46, 55-67. doi:10.1080/01621459.1951.10500768
.. [2] Wilson (1927). Probable inference, the law of succession, and statistical inference. Journal of
   the American Statistical Association 22, 209-212. doi:10.1080/01621459.1927.10502953
"""

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from simorg.statistics.bootstrap import RESAMPLES, Estimate, bootstrap_interval, complete_rows
from simorg.statistics.intervals import Floats, check_confidence

Direction = Literal["lower", "higher"]
"""Which way is better."""


class Standing(NamedTuple):
    """How one system stands over the worlds.

    `best` is the probability of being best in a world drawn at random; `regret` the mean distance to
    the best system of the same world, `worst_regret` the largest in any world seen, both in the unit
    of the measure.
    """

    best: Estimate
    regret: Estimate
    worst_regret: float


def towards_higher(values: Floats, direction: Direction) -> Floats:
    """Turn `values` so that higher is better, and refuse any other `direction` by value."""
    if direction not in ("lower", "higher"):
        raise ValueError(f"direction={direction!r}: must be 'lower' or 'higher'")
    return values if direction == "higher" else -values


def regrets(values: ArrayLike, direction: Direction) -> Floats:
    """Compute what each system gives away in each world against the best one there [1]_.

    Parameters
    ----------
    values : array_like, shape (worlds, systems)
        Measure of every system in every world, none missing.
    direction : str
        ``"lower"`` or ``"higher"``, whichever is better.

    Returns
    -------
    ndarray, shape (worlds, systems)
        Distance to the best value of the row, >= 0, in the unit of the measure.

    Raises
    ------
    ValueError
        If the direction is neither.
    """
    good = towards_higher(np.asarray(values, dtype=float), direction)
    return np.asarray(good.max(axis=1, keepdims=True) - good)


def _share(successes: int, n: int, n_missing: int, confidence: float) -> Estimate:
    """Estimate a probability with its Wilson interval [2]_."""
    if n == 0:
        return Estimate(np.nan, np.nan, np.nan, 0, n_missing)
    interval = stats.binomtest(successes, n).proportion_ci(confidence_level=confidence, method="wilson")
    return Estimate(successes / n, float(interval.low), float(interval.high), n, n_missing)


def rank_systems(
    values: ArrayLike,
    direction: Direction,
    confidence: float = 0.95,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> list[Standing]:
    """Estimate for each system how often it is best over the worlds, and its regret [1]_.

    Parameters
    ----------
    values : array_like, shape (worlds, systems)
        Means over replications; a world with a missing system (NaN) is left out and counted.
    direction : str
        ``"lower"`` or ``"higher"``, whichever is better.
    confidence : float
        Coverage of each interval, between 0 and 1: Wilson for the probability [2]_, BCa bootstrap over
        worlds for the mean regret.
    resamples : int
        Resamples, >= 1.
    seed : int
        Seed of the resamples.

    Returns
    -------
    list of Standing
        One a system, in the order of the columns.

    Raises
    ------
    ValueError
        If `values` is not two-dimensional, holds an infinity or has no systems, or an argument is out
        of range.

    Notes
    -----
    Worlds are independent draws.  Systems that tie for the best of a world are both best there, so
    that probabilities can sum to more than 1.  The intervals speak of worlds only: noise left in the
    means counts as difference, it raises every regret and moves probabilities towards each other.  Run
    enough replications in a world for noise to be small against the differences.
    """
    check_confidence(confidence)
    rows, n_missing = complete_rows(values, 2)
    n, systems = rows.shape
    if systems == 0:
        raise ValueError(f"values have shape {np.shape(values)}: must have at least one system")
    regret = regrets(rows, direction)
    return [
        Standing(
            best=_share(int(np.count_nonzero(column == 0.0)), n, n_missing, confidence),
            regret=bootstrap_interval(column, np.mean, confidence, resamples, seed)._replace(
                n_missing=n_missing
            ),
            worst_regret=float(column.max()) if n else np.nan,
        )
        for column in regret.T
    ]
