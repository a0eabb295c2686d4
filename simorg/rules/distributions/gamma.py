"""The gamma distribution: its quantile by numeric inversion with ``math`` only.

The incomplete gamma function is summed as a power series below shape + 1 and as a continued
fraction above [1]_; Newton's method solves for log x, so that quantiles as small as 1e-300 (a
coefficient of variation of 4 means shape 1/16) keep their relative accuracy.

The log gamma function of the shape comes from outside: its bits differ between Python and Numba.

References
----------
.. [1] DiDonato, Morris (1986). Computation of the incomplete gamma function ratios and their
   inverse. ACM TOMS 12, 377-393. doi:10.1145/22721.23109
.. [2] Wilson, Hilferty (1931). The distribution of chi-square. PNAS 17, 684-688.
   doi:10.1073/pnas.17.12.684
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

# Beyond this shape (cv below 0.001) the cube-root normal law is closer than 4e-9.
_NEARLY_NORMAL_SHAPE = 1e6
_EPSILON = 1e-17
_TINY = 1e-300
_LARGEST_LOG = 700.0


@kernel
def _series(shape: float, x: float) -> float:
    """Sum x**n / (shape (shape+1) ... (shape+n)) over n >= 0."""
    term = 1.0 / shape
    total = term
    divisor = shape
    while term > total * _EPSILON:
        divisor += 1.0
        term *= x / divisor
        total += term
    return total


@kernel
def _continued_fraction(shape: float, x: float) -> float:
    """Evaluate Legendre's fraction for the upper tail (modified Lentz algorithm)."""
    b = x + 1.0 - shape
    c = 1.0 / _TINY
    d = 1.0 / b
    value = d
    n = 0.0
    factor = 0.0
    while abs(factor - 1.0) > 1e-16:
        n += 1.0
        a = -n * (n - shape)
        b += 2.0
        d = 1.0 / max(a * d + b, _TINY)
        c = max(b + a / c, _TINY)
        factor = c * d
        value *= factor
    return value


@kernel
def _log_tails(shape: float, log_gamma_shape: float, y: float) -> tuple[float, float, float]:
    """Return log P(log X <= y), log P(log X > y) and the log density of log X, scale 1."""
    x = math.exp(y)
    log_density = shape * y - x - log_gamma_shape
    if x < shape + 1.0:
        log_lower = log_density + math.log(_series(shape, x))
        return log_lower, log_complement(log_lower), log_density
    log_upper = log_density + math.log(_continued_fraction(shape, x))
    return log_complement(log_upper), log_upper, log_density


@kernel
def _cube_root_normal(shape: float, u: float) -> float:
    root = 1.0 - 1.0 / (9.0 * shape) + normal_quantile(u) / (3.0 * math.sqrt(shape))
    return shape * root * root * root


@kernel
def _start(shape: float, log_gamma_shape: float, u: float) -> float:
    """Guess log x: the leading term at 0 bounds it from below, Wilson-Hilferty [2]_ is closer."""
    bound = (math.log(u) + log_gamma_shape + math.log(shape)) / shape
    guess = _cube_root_normal(shape, u)
    return max(bound, math.log(guess)) if guess > 0.0 else bound


@kernel
def gamma_quantile(shape: float, scale: float, log_gamma_shape: float, u: float) -> float:
    """Invert the gamma distribution function.

    Parameters
    ----------
    shape : float
        Shape, positive; 1 / cv**2.
    scale : float
        Scale, in the unit of the result; mean / shape.
    log_gamma_shape : float
        ``math.lgamma(shape)``, computed once in Python.
    u : float
        Probability in the open interval (0, 1).

    Returns
    -------
    float
        x with P(X <= x) = u, to about 1e-11 relative; 0 where it is below the smallest float.
    """
    if shape > _NEARLY_NORMAL_SHAPE:
        return scale * _cube_root_normal(shape, u)
    in_lower = u <= 0.5
    target = math.log(u) if in_lower else math.log1p(-u)
    y = _start(shape, log_gamma_shape, u)
    for _ in range(MOST_STEPS):
        log_lower, log_upper, log_density = _log_tails(shape, log_gamma_shape, y)
        step = newton_step(log_lower, log_upper, log_density, target, in_lower)
        y = min(y + step, _LARGEST_LOG)
        if abs(step) <= TOLERANCE * max(1.0, abs(y)):
            break
    return scale * math.exp(y)
