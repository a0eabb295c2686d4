"""Common causes: shocks that come as a Poisson process and hit several of many at once.

Each of n models fails by itself at a rate, and each shock makes each of them fail with the same probability,
independently; what failed works again at once. Failures of all models together are then a compound Poisson
process: single ones, and batches of a binomial number.

References
----------
.. [1] Marshall, Olkin (1967). A multivariate exponential distribution. Journal of the American Statistical
   Association 62, 30-44. doi:10.1080/01621459.1967.10482885
.. [2] Cox, Isham (1980). Point Processes, chapters 2 and 3. Chapman and Hall.
"""

import math


def _check(models: int, own_rate: float, shock_rate: float, hits: float) -> None:
    if models < 1:
        raise ValueError(f"models={models!r}: must be at least 1")
    if not (own_rate >= 0.0 and shock_rate >= 0.0 and own_rate + shock_rate > 0.0):
        raise ValueError(f"own_rate={own_rate!r}, shock_rate={shock_rate!r}: must be >= 0, one of them more")
    if not 0.0 < hits <= 1.0:
        raise ValueError(f"hits={hits!r}: must be in (0, 1]")


def failure_rate(own_rate: float, shock_rate: float, hits: float) -> float:
    """Compute the failures of one model per unit of time: its own, and its share of the shocks [1]_.

    Parameters
    ----------
    own_rate, shock_rate : float
        Failures by itself and shocks per unit of time, >= 0.
    hits : float
        Probability that a shock hits the model, in (0, 1].

    Returns
    -------
    float
        own_rate + shock_rate * hits.

    Raises
    ------
    ValueError
        If a value is out of range.
    """
    _check(1, own_rate, shock_rate, hits)
    return own_rate + shock_rate * hits


def index_of_dispersion(models: int, own_rate: float, shock_rate: float, hits: float) -> float:
    """Compute variance over mean of the failures of all models in a stretch of time of any length [2]_.

    Parameters
    ----------
    models : int
        Number of models, >= 1.
    own_rate, shock_rate : float
        Failures of a model by itself and shocks per unit of time, >= 0.
    hits : float
        Probability that a shock hits a given model, in (0, 1].

    Returns
    -------
    float
        1 + shock_rate (models - 1) hits**2 / (own_rate + shock_rate hits); 1 without common causes.

    Raises
    ------
    ValueError
        If a value is out of range.
    """
    _check(models, own_rate, shock_rate, hits)
    return 1.0 + shock_rate * (models - 1) * hits * hits / failure_rate(own_rate, shock_rate, hits)


def gap_cv(models: int, own_rate: float, shock_rate: float, hits: float) -> float:
    """Compute the coefficient of variation of the time between failures of all models together [2]_.

    Parameters
    ----------
    models : int
        Number of models, >= 1.
    own_rate, shock_rate : float
        Failures of a model by itself and shocks per unit of time, >= 0.
    hits : float
        Probability that a shock hits a given model, in (0, 1].

    Returns
    -------
    float
        sqrt(2 b - 1), b being the mean number of failures at a moment that has any: within a batch gaps
        are 0, between batches exponential.

    Raises
    ------
    ValueError
        If a value is out of range.
    """
    _check(models, own_rate, shock_rate, hits)
    moments = models * own_rate + shock_rate * -math.expm1(
        models * math.log1p(-hits) if hits < 1.0 else -math.inf
    )
    batch = models * failure_rate(own_rate, shock_rate, hits) / moments
    return math.sqrt(2.0 * batch - 1.0)
