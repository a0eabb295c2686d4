"""Which alternatives are beaten in every respect, and how sure that is.

References
----------
.. [1] Deb (2001). Multi-Objective Optimization using Evolutionary Algorithms, section 2.4. Wiley.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simorg.statistics.bootstrap import RESAMPLES, complete_rows, resample_counts
from simorg.statistics.intervals import Floats
from simorg.statistics.ranking import Direction, towards_higher


def non_dominated(values: ArrayLike, directions: Sequence[Direction]) -> NDArray[np.bool_]:
    """Find the alternatives that no other one dominates [1]_.

    One alternative dominates another if it is at least as good in every objective and better in one.

    Parameters
    ----------
    values : array_like, shape (alternatives, objectives)
        Objectives, each in its own unit; an alternative with a missing one (NaN) neither dominates nor
        is on the front.
    directions : sequence of str
        ``"lower"`` or ``"higher"``, whichever is better, for each objective.

    Returns
    -------
    ndarray of bool, shape (alternatives,)
        Whether each is not dominated; equal ones are so together.

    Raises
    ------
    ValueError
        If the shape does not fit the directions.
    """
    array = np.asarray(values, dtype=float)
    if array.ndim != 2 or array.shape[1] != len(directions):
        raise ValueError(f"values have shape {array.shape}: must be (alternatives, {len(directions)})")
    good = _good(array, directions)
    return np.array([_stands(good, row) for row in good], dtype=bool)


def share_on_front(
    values: ArrayLike, directions: Sequence[Direction], resamples: int = RESAMPLES, seed: int = 0
) -> Floats:
    """Estimate how often each alternative would be on the front if the experiment were repeated.

    Parameters
    ----------
    values : array_like, shape (replications, alternatives, objectives)
        One block a replication, resampled whole, so that pairing counts; a replication with a missing
        value (NaN) is left out.
    directions : sequence of str
        ``"lower"`` or ``"higher"``, whichever is better, for each objective.
    resamples : int
        Resamples, >= 1.
    seed : int
        Seed of the resamples.

    Returns
    -------
    ndarray, shape (alternatives,)
        Share of resamples in which the means of an alternative are not dominated; NaN without a
        complete replication. A description of the evidence, without a guarantee.

    Raises
    ------
    ValueError
        If the shape does not fit the directions, a value is infinite or `resamples` is below 1.
    """
    rows, _ = complete_rows(values, 3)
    n, alternatives, objectives = rows.shape
    if objectives != len(directions):
        raise ValueError(f"values have {objectives} objectives: must be {len(directions)}")
    if n == 0 or alternatives == 0:
        return np.full(alternatives, np.nan)
    good = _good(rows, directions).reshape(n, -1)
    means = (resample_counts(n, resamples, seed) @ good / n).reshape(-1, alternatives, objectives)
    stands = [[_stands(one, row) for row in one] for one in means]
    return np.asarray(np.mean(stands, axis=0), dtype=float)


def _good(values: Floats, directions: Sequence[Direction]) -> Floats:
    """Turn every objective so that higher is better."""
    columns = [towards_higher(values[..., n], direction) for n, direction in enumerate(directions)]
    return np.stack(columns, axis=-1)


def _stands(good: Floats, row: Floats) -> bool:
    """Return whether no alternative dominates a row; comparisons with NaN are false."""
    beaten = (good >= row).all(axis=1) & (good > row).any(axis=1)
    return not (np.isnan(row).any() or beaten.any())
