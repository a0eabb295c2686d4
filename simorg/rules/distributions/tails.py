"""What the two numeric inversions share: the complement of a log probability, a safe Newton step.

Both invert log P(X <= e**y) or log P(X > e**y) as a function of y = log x.  The density of log X
is log-concave for the gamma and the inverse Gaussian, so either function is concave and Newton's
method converges from anywhere, monotonically after at most one overshoot.
"""

import math

from simorg.compilation import kernel

LONGEST_STEP = 2.0
TOLERANCE = 1e-10
MOST_STEPS = 100

_SURE = -1e-18
_LARGEST_EXPONENT = 700.0


@kernel
def log_complement(log_p: float) -> float:
    """Compute log(1 - p) from log p.

    Parameters
    ----------
    log_p : float
        Logarithm of a probability; rounding may have carried it a little above 0.

    Returns
    -------
    float
        log(1 - p), at least log(1e-18).
    """
    return math.log(-math.expm1(min(log_p, _SURE)))


@kernel
def newton_step(
    log_lower: float, log_upper: float, log_density: float, target: float, in_lower: bool
) -> float:
    """Propose the change of y = log x that brings a log tail probability to its target.

    Parameters
    ----------
    log_lower, log_upper : float
        log P(log X <= y) and log P(log X > y).
    log_density : float
        Log density of log X at y.
    target : float
        Wanted value of `log_lower` or `log_upper`.
    in_lower : bool
        Whether `target` is for the lower tail.

    Returns
    -------
    float
        The step, at most 2 either way.
    """
    tail = log_lower if in_lower else log_upper
    gap = target - tail if in_lower else tail - target
    step = gap * math.exp(min(tail - log_density, _LARGEST_EXPONENT))
    return max(-LONGEST_STEP, min(LONGEST_STEP, step))
