"""Mean and coefficient of variation of a lowered distribution, in closed form: what quantiles are held to."""

import math
from collections.abc import Callable

from simorg.rules.distributions.families import (
    CONSTANT,
    EXPONENTIAL,
    GAMMA,
    INVERSE_GAUSSIAN,
    LOGNORMAL,
    TRIANGULAR,
    UNIFORM,
    WEIBULL,
    Lowered,
)


def _from_deviation(mean: float, deviation: float) -> tuple[float, float]:
    if deviation == 0.0:
        return mean, 0.0
    return mean, deviation / abs(mean) if mean != 0.0 else math.inf


def _triangular(low: float, mode: float, high: float) -> tuple[float, float]:
    left, right, width = mode - low, high - mode, high - low
    deviation = math.sqrt((left * left + left * right + right * right) / 18.0)
    return _from_deviation(low + (left + width) / 3.0, deviation)


def _weibull(scale: float, shape: float) -> tuple[float, float]:
    log_mean = math.lgamma(1.0 + 1.0 / shape)
    squared_cv = math.expm1(math.lgamma(1.0 + 2.0 / shape) - 2.0 * log_mean)
    return scale * math.exp(log_mean), math.sqrt(max(0.0, squared_cv))


_MOMENTS: dict[int, Callable[[float, float, float], tuple[float, float]]] = {
    CONSTANT: lambda a, b, c: (a, 0.0),
    UNIFORM: lambda a, b, c: _from_deviation(0.5 * (a + b), (b - a) / math.sqrt(12.0)),
    EXPONENTIAL: lambda a, b, c: (a, 1.0),
    LOGNORMAL: lambda a, b, c: (math.exp(a + 0.5 * b * b), math.sqrt(math.expm1(b * b))),
    GAMMA: lambda a, b, c: (a * b, 1.0 / math.sqrt(a)),
    WEIBULL: lambda a, b, c: _weibull(a, b),
    TRIANGULAR: _triangular,
    INVERSE_GAUSSIAN: lambda a, b, c: (a, math.sqrt(a / b)),
}


def mean_and_cv(lowered: Lowered) -> tuple[float, float]:
    """Return the mean of a lowered distribution, and its standard deviation over its absolute mean."""
    family, a, b, c = lowered
    return _MOMENTS[family](a, b, c)
