"""The inverse Gaussian: when a drifting Brownian motion first reaches a margin.

Distribution function and quantile, written with the scaled complementary error function
erfcx(x) = exp(x**2) erfc(x), so that exp(2 shape / mean), which overflows in the textbook formula
[1]_, never appears.

References
----------
.. [1] Folks, Chhikara (1978). The inverse Gaussian distribution and its statistical application.
   Journal of the Royal Statistical Society B 40, 263-275. doi:10.1111/j.2517-6161.1978.tb01039.x
"""

import math

from simorg.compilation import kernel
from simorg.rules.distributions.normal import normal_quantile
from simorg.rules.distributions.tails import (
    MOST_STEPS,
    TOLERANCE,
    log_complement,
    newton_step,
)

_SQRT_PI = math.sqrt(math.pi)
_ASYMPTOTIC_FROM = 10.0
_ASYMPTOTIC_TERMS = 12
_TINY = 1e-300
# Closer arguments are differenced by derivatives, to a relative error of order half_gap**4.
_SMALL_HALF_GAP = 1e-3


@kernel
def scaled_erfc(x: float) -> float:
    """Evaluate exp(x**2) erfc(x).

    Parameters
    ----------
    x : float
        A number >= 0.

    Returns
    -------
    float
        The value, to about 1e-14 relative.
    """
    if x < _ASYMPTOTIC_FROM:
        return math.exp(x * x) * math.erfc(x)
    step = -0.5 / (x * x)
    term = 1.0
    total = 1.0
    for n in range(_ASYMPTOTIC_TERMS):
        term *= (2.0 * n + 1.0) * step
        total += term
    return total / (x * _SQRT_PI)


@kernel
def _scaled_erfc_drop(near: float, half_gap: float) -> float:
    """Return erfcx(near) - erfcx(near + 2 half_gap) without cancellation."""
    if half_gap < _SMALL_HALF_GAP:
        x = near + half_gap
        value = scaled_erfc(x)
        first = 2.0 * (x * value - 1.0 / _SQRT_PI)
        third = 4.0 * first + 4.0 * x * (value + x * first)
        return -2.0 * half_gap * (first + half_gap * half_gap * third / 6.0)
    return scaled_erfc(near) - scaled_erfc(near + 2.0 * half_gap)


@kernel
def _log_tails(ratio: float, y: float) -> tuple[float, float, float]:
    """Return log P(log T <= y), log P(log T > y), log density of log T; mean 1, shape `ratio`."""
    w = math.sqrt(0.5 * ratio) * math.exp(-0.5 * y)
    near = w * math.expm1(y)
    log_front = -near * near
    log_density = log_front + math.log(w / _SQRT_PI)
    if near < 0.0:
        log_lower = log_front + math.log(0.5 * (scaled_erfc(-near) + scaled_erfc(near + 2.0 * w)))
        return log_lower, log_complement(log_lower), log_density
    log_upper = log_front + math.log(max(0.5 * _scaled_erfc_drop(near, w), _TINY))
    return log_complement(log_upper), log_upper, log_density


@kernel
def inverse_gaussian_cdf(t: float, mean: float, shape: float) -> float:
    """Evaluate the inverse Gaussian distribution function.

    Parameters
    ----------
    t : float
        Time, in the unit of `mean`; at or below 0 the answer is 0.
    mean : float
        Mean, positive.
    shape : float
        Shape, positive, in the unit of `mean`; the cv is sqrt(mean / shape).

    Returns
    -------
    float
        P(T <= t).
    """
    if t <= 0.0:
        return 0.0
    log_lower, _, _ = _log_tails(shape / mean, math.log(t / mean))
    return math.exp(log_lower)


@kernel
def inverse_gaussian_quantile(mean: float, shape: float, u: float) -> float:
    """Invert the inverse Gaussian distribution function.

    Parameters
    ----------
    mean : float
        Mean, positive.
    shape : float
        Shape, positive, in the unit of `mean`.
    u : float
        Probability in the open interval (0, 1).

    Returns
    -------
    float
        t with P(T <= t) = u, to about 1e-10 relative, in the unit of `mean`.
    """
    ratio = shape / mean
    in_lower = u <= 0.5
    target = math.log(u) if in_lower else math.log1p(-u)
    variance = math.log1p(1.0 / ratio)
    y = math.sqrt(variance) * normal_quantile(u) - 0.5 * variance
    for _ in range(MOST_STEPS):
        log_lower, log_upper, log_density = _log_tails(ratio, y)
        step = newton_step(log_lower, log_upper, log_density, target, in_lower)
        y += step
        if abs(step) <= TOLERANCE * max(1.0, abs(y)):
            break
    return mean * math.exp(y)
