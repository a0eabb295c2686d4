"""Retraining on a fixed schedule: how old a model is, and which share of time it is in breach.

Every `period` the model is refreshed with labels that are `label_delay` old, which starts its drift
clock that long before the refresh.  Refreshes are renewals, so long-run averages are averages over
one period.

References
----------
.. [1] Ross (1996). Stochastic Processes, 2nd ed., section 3.6 (renewal reward). Wiley.
"""

import math
from itertools import pairwise

from scipy import integrate

from simorg.theory.drift import Passage, breach_probability


def _check(period: float, label_delay: float) -> None:
    if not 0.0 < period < math.inf:
        raise ValueError(f"period={period!r}: must be finite and positive")
    if not 0.0 <= label_delay < math.inf:
        raise ValueError(f"label_delay={label_delay!r}: must be finite and >= 0")


def mean_age(period: float, label_delay: float = 0.0) -> float:
    """Compute the mean age of what a model knows.

    Parameters
    ----------
    period : float
        Time between refreshes, positive.
    label_delay : float
        Age of the newest labels at a refresh, >= 0.

    Returns
    -------
    float
        period / 2 + label_delay, in the same unit.

    Raises
    ------
    ValueError
        If a value is out of range.
    """
    _check(period, label_delay)
    return 0.5 * period + label_delay


def breach_share(period: float, passage: Passage, label_delay: float = 0.0) -> float:
    """Compute the long-run share of time in breach under scheduled retraining.

    Parameters
    ----------
    period : float
        Time between refreshes, positive.
    passage : Passage
        Law of the time B from the start of the drift clock to the breach.
    label_delay : float
        How long before the refresh the clock starts, >= 0.

    Returns
    -------
    float
        E[(period + label_delay - B)+ - (label_delay - B)+] / period; without delay,
        E[(period - B)+] / period.

    Raises
    ------
    ValueError
        If a value is out of range.

    Notes
    -----
    The expectation is the integral of P(B <= t) over t from label_delay to label_delay + period,
    taken numerically between points around the rise of that probability.
    """
    _check(period, label_delay)
    start, end = label_delay, label_delay + period
    if math.isinf(passage.shape):
        return max(0.0, end - max(start, passage.mean)) / period
    spread = passage.mean * math.sqrt(passage.mean / passage.shape)
    rise = [passage.mean + k * spread for k in (-10.0, -3.0, -1.0, 0.0, 1.0, 3.0, 10.0, 30.0)]
    cuts = [start, *(t for t in rise if start < t < end), end]
    pieces = (
        integrate.quad(breach_probability, low, high, args=(passage,), epsabs=1e-13 * period)[0]
        for low, high in pairwise(cuts)
    )
    return float(sum(pieces)) / period


def refreshes_per_year(period: float, days_per_year: float = 260.0) -> float:
    """Compute how often a model is refreshed.

    Parameters
    ----------
    period : float
        Working days between refreshes, positive.
    days_per_year : float
        Working days a year.

    Returns
    -------
    float
        Refreshes per year.

    Raises
    ------
    ValueError
        If `period` is not positive.
    """
    _check(period, 0.0)
    return days_per_year / period
