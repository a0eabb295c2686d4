"""Comparison of two alternatives that share no random numbers.

References
----------
.. [1] Welch (1947). The generalization of Student's problem when several different population
   variances are involved. Biometrika 34, 28-35.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from simorg.statistics.intervals import check_confidence, present_values, standard_error


class UnpairedDifference(NamedTuple):
    """Mean of a less mean of b, in the unit of the values; NaN with fewer than two values on a side."""

    difference: float
    half_width: float
    degrees: float
    n_a: int
    n_b: int
    n_missing: int

    @property
    def low(self) -> float:
        """Lower end of the interval."""
        return self.difference - self.half_width

    @property
    def high(self) -> float:
        """Upper end of the interval."""
        return self.difference + self.half_width


def unpaired_difference(a: ArrayLike, b: ArrayLike, confidence: float = 0.95) -> UnpairedDifference:
    """Compare the means of two samples whose variances may differ [1]_.

    Parameters
    ----------
    a, b : array_like
        One value a replication, NaN where missing; lengths may differ.
    confidence : float
        Coverage of the interval, between 0 and 1.

    Returns
    -------
    UnpairedDifference
        Difference a - b with Welch's interval.
    """
    check_confidence(confidence)
    first, second = present_values(a), present_values(b)
    missing = np.size(a) + np.size(b) - len(first) - len(second)
    difference = float(first.mean() - second.mean()) if len(first) and len(second) else math.nan
    parts = [standard_error(values) ** 2 for values in (first, second)]
    error = math.sqrt(sum(parts)) if not any(map(math.isnan, parts)) else math.nan
    degrees = _degrees(parts, (len(first), len(second)))
    factor = float(special.stdtrit(degrees, 0.5 * (1.0 + confidence))) if degrees > 0.0 else math.nan
    half_width = 0.0 if error == 0.0 else factor * error
    return UnpairedDifference(difference, half_width, degrees, len(first), len(second), missing)


def _degrees(parts: list[float], sizes: tuple[int, int]) -> float:
    """Return the degrees of freedom of Welch and Satterthwaite; NaN where nothing varies."""
    if any(map(math.isnan, parts)) or not sum(parts) > 0.0:
        return math.nan
    return sum(parts) ** 2 / sum(part**2 / (n - 1) for part, n in zip(parts, sizes, strict=True) if n > 1)
