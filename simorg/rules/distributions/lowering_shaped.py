"""Lowering of the families with a shape parameter: gamma, Weibull and inverse Gaussian.

The same contract as :mod:`.lowering`: human parameters in, checked; the triple of the kernels out.
"""

import math

from simorg.rules.distributions.families import GAMMA, INVERSE_GAUSSIAN, WEIBULL, Lowered
from simorg.rules.distributions.lowering import (
    lower_constant,
    require_cv,
    require_not_negative,
    require_positive,
    require_representable,
)

# Uniforms reach 1 - 2**-53, where -log(1 - u) is 36.7.
_LARGEST_LOG_LOG = math.log(36.8)
# Below this cv the Weibull's moments cancel to noise; its leading term is then exact enough.
_SMALL_WEIBULL_CV = 1e-5
# Beyond (a cv of a million) the tail of the inverse Gaussian cannot be told from rounding.
_LARGEST_MEAN_OVER_SHAPE = 1e12


def lower_gamma(mean: float, cv: float) -> Lowered:
    """Lower a gamma.

    Parameters
    ----------
    mean : float
        Mean, >= 0.
    cv : float
        Standard deviation over mean, in [0, 1000].

    Returns
    -------
    Lowered
        (gamma, shape 1 / cv**2, scale mean cv**2, log Gamma(shape)).

    Raises
    ------
    ValueError
        If a parameter is outside its range.
    """
    require_not_negative("mean", mean)
    require_cv(cv)
    squared = cv * cv
    # A cv below 1e-150 squares to 0; it is a constant to every digit.
    if mean == 0.0 or squared < 1e-300:
        return lower_constant(mean)
    return Lowered(GAMMA, 1.0 / squared, mean * squared, math.lgamma(1.0 / squared))


def _weibull_log_moment_ratio(inverse_shape: float) -> float:
    """Return log(1 + cv**2) of a Weibull, increasing in 1 / shape."""
    return math.lgamma(1.0 + 2.0 * inverse_shape) - 2.0 * math.lgamma(1.0 + inverse_shape)


def weibull_shape(cv: float) -> float:
    """Solve for the shape of the Weibull with a given coefficient of variation.

    Parameters
    ----------
    cv : float
        Standard deviation over mean, positive.

    Returns
    -------
    float
        The shape k with Gamma(1 + 2/k) / Gamma(1 + 1/k)**2 = 1 + cv**2.
    """
    if cv < _SMALL_WEIBULL_CV:
        return math.pi / (math.sqrt(6.0) * cv)
    target = math.log1p(cv * cv)
    low, high = 0.0, 1.0
    while _weibull_log_moment_ratio(high) < target:
        high *= 2.0
    while low < (middle := 0.5 * (low + high)) < high:
        if _weibull_log_moment_ratio(middle) < target:
            low = middle
        else:
            high = middle
    return 1.0 / high


def lower_weibull(mean: float, cv: float) -> Lowered:
    """Lower a Weibull given by its mean and coefficient of variation.

    Parameters
    ----------
    mean : float
        Mean, >= 0.
    cv : float
        Standard deviation over mean, in [0, 1000].

    Returns
    -------
    Lowered
        (weibull, scale, shape, 0).

    Raises
    ------
    ValueError
        If a parameter is negative or not finite, or the largest draw would overflow.
    """
    require_not_negative("mean", mean)
    require_cv(cv)
    return lower_constant(mean) if cv == 0.0 else lower_weibull_shape(mean, weibull_shape(cv))


def lower_weibull_shape(mean: float, shape: float) -> Lowered:
    """Lower a Weibull given by its mean and shape.

    Parameters
    ----------
    mean : float
        Mean, >= 0.
    shape : float
        Shape, positive; below 1 the hazard falls with time.

    Returns
    -------
    Lowered
        (weibull, scale, shape, 0).

    Raises
    ------
    ValueError
        If a parameter is outside its range, or the largest draw would overflow.
    """
    require_not_negative("mean", mean)
    require_positive("shape", shape)
    return lower_weibull_scale(mean * math.exp(-math.lgamma(1.0 + 1.0 / shape)), shape)


def lower_weibull_scale(scale: float, shape: float) -> Lowered:
    """Lower a Weibull given by its scale and shape.

    Parameters
    ----------
    scale : float
        Scale (the 63 % point), >= 0.
    shape : float
        Shape, positive.

    Returns
    -------
    Lowered
        (weibull, scale, shape, 0).

    Raises
    ------
    ValueError
        If a parameter is outside its range, or the largest draw would overflow.
    """
    require_not_negative("scale", scale)
    require_positive("shape", shape)
    if scale == 0.0:
        return lower_constant(0.0)
    require_representable("weibull", math.log(max(scale, 1.0)) + _LARGEST_LOG_LOG / shape)
    return Lowered(WEIBULL, float(scale), float(shape), 0.0)


def lower_inverse_gaussian(mean: float, shape: float) -> Lowered:
    """Lower an inverse Gaussian.

    Parameters
    ----------
    mean : float
        Mean, >= 0.
    shape : float
        Shape, in the unit of `mean`, positive; infinity means no spread.

    Returns
    -------
    Lowered
        (inverse_gaussian, mean, shape, 0); the cv is sqrt(mean / shape).

    Raises
    ------
    ValueError
        If a parameter is outside its range.
    """
    require_not_negative("mean", mean)
    if not shape > 0.0:
        raise ValueError(f"shape={shape!r}: must be a number > 0")
    if mean > _LARGEST_MEAN_OVER_SHAPE * shape:
        raise ValueError(f"mean={mean!r}, shape={shape!r}: mean / shape must be at most 1e12")
    if mean == 0.0 or math.isinf(shape):
        return lower_constant(mean)
    return Lowered(INVERSE_GAUSSIAN, float(mean), float(shape), 0.0)
