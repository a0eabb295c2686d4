"""When drift uses up a margin: first passage of Brownian motion with drift, the inverse Gaussian.

Loss of quality after a refresh is rate * t + volatility * W(t); the model breaches its service
level when this first reaches the margin.  Written here with SciPy's log normal distribution
function, independently of the kernels that the engines draw from.

References
----------
.. [1] Folks, Chhikara (1978). The inverse Gaussian distribution and its statistical application.
   Journal of the Royal Statistical Society B 40, 263-275. doi:10.1111/j.2517-6161.1978.tb01039.x
"""

import math
from typing import NamedTuple

from scipy import special


class Passage(NamedTuple):
    """Mean and shape of an inverse Gaussian time, both in its unit; infinite shape: no spread."""

    mean: float
    shape: float


def first_passage(margin: float, rate: float, volatility: float) -> Passage:
    """Compute the law of the time at which drift reaches a margin [1]_.

    Parameters
    ----------
    margin : float
        Loss that may be lost before the breach, positive.
    rate : float
        Mean loss per unit of time, positive.
    volatility : float
        Standard deviation of the loss after one unit of time, >= 0.

    Returns
    -------
    Passage
        Mean margin / rate and shape (margin / volatility)**2.

    Raises
    ------
    ValueError
        If a value is out of range.
    """
    if not (0.0 < margin < math.inf and 0.0 < rate < math.inf):
        raise ValueError(f"margin={margin!r}, rate={rate!r}: must be finite and positive")
    if not volatility >= 0.0:
        raise ValueError(f"volatility={volatility!r}: must be >= 0")
    shape = (margin / volatility) ** 2 if volatility > 0.0 else math.inf
    return Passage(margin / rate, shape)


def _two_terms(t: float, passage: Passage) -> tuple[float, float]:
    """Return Phi(s) and exp(2 shape / mean) Phi(-r), the terms of distribution and mean."""
    mean, shape = passage
    root = math.sqrt(shape / t)
    first = float(special.ndtr(root * (t / mean - 1.0)))
    second = math.exp(2.0 * shape / mean + float(special.log_ndtr(-root * (t / mean + 1.0))))
    return first, second


def breach_probability(t: float, passage: Passage) -> float:
    """Compute the probability that the breach comes by a given age.

    Parameters
    ----------
    t : float
        Age.
    passage : Passage
        Law of the breach time.

    Returns
    -------
    float
        P(B <= t).
    """
    if t <= 0.0:
        return 0.0
    if math.isinf(passage.shape):
        return float(t >= passage.mean)
    first, second = _two_terms(t, passage)
    return first + second


def mean_minimum(horizon: float, passage: Passage) -> float:
    """Compute the mean time to breach or horizon, whichever is first.

    Parameters
    ----------
    horizon : float
        Age at which watching ends, >= 0.
    passage : Passage
        Law of the breach time.

    Returns
    -------
    float
        E[min(B, horizon)].

    Raises
    ------
    ValueError
        If `horizon` is negative.

    Notes
    -----
    E[B; B <= h] is the mean times the difference of the two terms whose sum is P(B <= h).
    """
    if not horizon >= 0.0:
        raise ValueError(f"horizon={horizon!r}: must be >= 0")
    if horizon == 0.0 or math.isinf(passage.shape) or math.isinf(horizon):
        return min(horizon, passage.mean)
    first, second = _two_terms(horizon, passage)
    return passage.mean * (first - second) + horizon * (1.0 - first - second)
