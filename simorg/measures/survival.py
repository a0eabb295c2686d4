"""Times of which some are only known to be longer: the median by Kaplan and Meier.

Leaving such times out makes a median look better the more of them there are. Kaplan and Meier count
each of them among those at risk for as long as it was watched, and no longer; that is right if being
watched no longer says nothing about how much longer it would have taken.

References
----------
.. [1] Kaplan, E. L., Meier, P. (1958). Nonparametric estimation from incomplete observations. Journal of
   the American Statistical Association 53, 457-481. https://doi.org/10.1080/01621459.1958.10501452
"""

from __future__ import annotations

import math

import numpy as np

from simorg.compilation import kernel
from simorg.trace.arrays import Bools, Floats, Ints

ROUNDING = 1e-9
"""How near to a half a product of shares must come to be one."""


def survival_medians(days: Floats, seen: Bools, group: Ints, groups: int) -> Floats:
    """Return the Kaplan-Meier median of each group of times, and of all together.

    Parameters
    ----------
    days : ndarray of float
        How long each was watched, until it happened or until it was watched no longer.
    seen : ndarray of bool
        Whether it happened then.
    group : ndarray of int
        Group of each, from 0.
    groups : int
        Number of groups.

    Returns
    -------
    ndarray, shape (groups + 1,)
        First time at which the curve is below one half; where it lies at one half for a while, the
        middle of that while, as in the median of an even number of values. NaN where the curve
        stays above one half, and of nothing. The last entry is that of all times.
    """
    order = np.lexsort((~seen, days))  # of equal times, those that happened come first
    medians: Floats = _medians(days, seen, group, order, groups)
    return medians


@kernel
def _medians(days: Floats, seen: Bools, group: Ints, order: Ints, groups: int) -> Floats:
    """Go through the times in order, and lower each curve by the share of those still watched."""
    watched, curve, median = np.zeros(groups + 1), np.ones(groups + 1), np.full(groups + 1, np.nan)
    settled = np.zeros(groups + 1, dtype=np.bool_)
    for one in group:
        watched[one] += 1.0
    watched[groups] = len(group)
    for n in order:
        for one in (group[n], groups):
            if seen[n] and not settled[one]:
                curve[one] *= (watched[one] - 1.0) / watched[one]
                if curve[one] < 0.5 - ROUNDING:
                    settled[one] = True
                    median[one] = days[n] if math.isnan(median[one]) else 0.5 * (median[one] + days[n])
                elif curve[one] <= 0.5 + ROUNDING:
                    median[one] = days[n]
            watched[one] -= 1.0
    return median
