"""Counts by inversion: Poisson, binomial and geometric, as scalar kernels.

Small counts are found by summing probabilities upwards from zero.  Where the probability of zero
would underflow (means beyond some 500) the third-order Cornish-Fisher expansion [1]_ takes over,
which is off by at most one count.

References
----------
.. [1] Cornish, Fisher (1938). Moments and cumulants in the specification of distributions.
   Revue de l'Institut International de Statistique 5, 307-320. doi:10.2307/1400905
"""

import math

from simorg.compilation import kernel
from simorg.rules.distributions.normal import normal_quantile

NEVER = 1 << 53
"""Number of trials that stands for "it never happens": exact as a float, beyond any horizon."""

_LARGEST_EXPONENT = 500.0
# A term this small, past the mode, can no longer move a cumulated probability.
_NEGLIGIBLE = 1e-20


@kernel
def _cornish_fisher(mean: float, variance: float, skewness: float, u: float) -> int:
    z = normal_quantile(u)
    value = mean + math.sqrt(variance) * (z + skewness * (z * z - 1.0) / 6.0)
    return max(0, math.floor(value + 0.5))


@kernel
def poisson_quantile(mean: float, u: float) -> int:
    """Invert the Poisson distribution.

    Parameters
    ----------
    mean : float
        Mean count, >= 0.
    u : float
        Probability in the open interval (0, 1).

    Returns
    -------
    int
        Smallest n with P(N <= n) >= u.  Exact up to a mean of 500, within one count beyond.
    """
    if mean > _LARGEST_EXPONENT:
        return _cornish_fisher(mean, mean, 1.0 / math.sqrt(mean), u)
    count = 0
    term = math.exp(-mean)
    total = term
    while total < u and (count < mean or term > _NEGLIGIBLE):
        count += 1
        term *= mean / count
        total += term
    return count


@kernel
def _binomial_from_below(n: int, p: float, u: float) -> int:
    """Return the smallest k with P(K <= k) >= u, for p <= 1/2."""
    log_none = n * math.log1p(-p)
    if log_none < -_LARGEST_EXPONENT:
        variance = n * p * (1.0 - p)
        return min(n, _cornish_fisher(n * p, variance, (1.0 - 2.0 * p) / math.sqrt(variance), u))
    odds = p / (1.0 - p)
    count = 0
    term = math.exp(log_none)
    total = term
    while total < u and count < n and (count < n * p or term > _NEGLIGIBLE):
        count += 1
        term *= odds * (n - count + 1) / count
        total += term
    return count


@kernel
def binomial_quantile(n: int, p: float, u: float) -> int:
    """Invert the binomial distribution.

    Parameters
    ----------
    n : int
        Number of trials, >= 0.
    p : float
        Probability of success, in [0, 1].
    u : float
        Probability in the open interval (0, 1).

    Returns
    -------
    int
        Smallest k with P(K <= k) >= u.  Exact while n * min(p, 1 - p) is below some 350, within
        one count beyond.
    """
    if p <= 0.0 or n <= 0:
        return 0
    if p >= 1.0:
        return n
    if p <= 0.5:
        return _binomial_from_below(n, p, u)
    return n - _binomial_from_below(n, 1.0 - p, 1.0 - u)


@kernel
def geometric_quantile(p: float, u: float) -> int:
    """Invert the geometric distribution: trials up to and including the first success.

    Parameters
    ----------
    p : float
        Probability of success of a trial, in [0, 1].
    u : float
        Probability in the open interval (0, 1).

    Returns
    -------
    int
        Smallest n >= 1 with P(N <= n) >= u; 1 if `p` is 1, :data:`NEVER` if `p` is 0 or so small
        that the answer would exceed it.
    """
    if p >= 1.0:
        return 1
    if p <= 0.0:
        return NEVER
    trials = math.log1p(-u) / math.log1p(-p)
    if trials >= NEVER:
        return NEVER
    return max(1, math.ceil(trials))
