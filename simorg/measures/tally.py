"""Numbers from tallies; an empty tally is NaN, which reads "missing", and never 0."""

from __future__ import annotations

import math

import numpy as np

from simorg.compilation import kernel, step
from simorg.trace.arrays import Floats, Ints


def total(values: Floats) -> float:
    """Return the sum, added up in pairs as NumPy does."""
    return float(np.add.reduce(values))


@kernel
def quantile(values: Floats, level: float) -> float:
    """Return the quantile by linear interpolation between order statistics (NumPy's default)."""
    if len(values) == 0:
        return math.nan
    last = len(values) - 1
    below = int(last * level)
    share = last * level - below
    ordered = values.copy()
    low = _put_in_place(ordered, below)
    high = low if below == last else math.inf
    for n in range(below + 1, len(values)):
        high = min(high, ordered[n])
    # From the nearer end, as NumPy does: the same number to the last bit.
    return high - (high - low) * (1.0 - share) if share >= 0.5 else low + (high - low) * share


@step
def _put_in_place(values: Floats, place: int) -> float:
    """Return the order statistic of a place; smaller values come to lie before it, larger ones behind.

    Hoare's selection (Algorithm 65, Communications of the ACM 4, 1961). NumPy's ``partition`` would
    add five seconds to the first start, for its compilation.
    """
    low, high = 0, len(values) - 1
    while low < high:
        pivot, left, right = values[(low + high) // 2], low, high
        while left <= right:
            while values[left] < pivot:
                left += 1
            while values[right] > pivot:
                right -= 1
            if left <= right:
                values[left], values[right] = values[right], values[left]
                left += 1
                right -= 1
        if place <= right:
            high = right
        elif place >= left:
            low = left
        else:
            break
    found: float = values[place]
    return found


@kernel
def quantiles_by(values: Floats, group: Ints, groups: int, levels: Floats) -> Floats:
    """Return quantiles of each group of values; missing values (NaN) and negative groups are left out.

    Parameters
    ----------
    values : ndarray of float
        Values.
    group : ndarray of int
        Group of each value, from 0.
    groups : int
        Number of groups.
    levels : ndarray of float
        Levels of the quantiles.

    Returns
    -------
    ndarray, shape (groups, levels)
        NaN where a group is empty.
    """
    found, chosen = np.empty((groups, len(levels))), np.empty(len(values))
    for one in range(groups):
        members = 0
        for n in range(len(values)):
            if group[n] == one and not math.isnan(values[n]):
                chosen[members] = values[n]
                members += 1
        for n in range(len(levels)):
            found[one, n] = quantile(chosen[:members], levels[n])
    return found


def mean(values: Floats) -> float:
    """Return the arithmetic mean."""
    return total(values) / len(values) if len(values) else math.nan


def geometric_mean(values: Floats, floor: float) -> float:
    """Return the geometric mean; values below `floor` count as `floor`."""
    return float(np.exp(np.log(np.maximum(values, floor)).mean())) if values.size else math.nan


def ratio(part: float, whole: float) -> float:
    """Return `part` / `whole`, missing if there is no whole."""
    return float(part) / float(whole) if whole > 0 else math.nan
