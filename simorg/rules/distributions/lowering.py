"""From the parameters people think in (mean, cv, median, ...) to the triple the kernels take.

Plain Python, run once per distribution when a plan is made.  Everything is checked here, so that
no kernel can meet a parameter outside its domain or overflow: errors name value and rule.  A
spread of zero lowers to a constant, and so does a mean of zero where the family is positive.

The families with a shape parameter are in :mod:`.lowering_shaped`.
"""

import math

from simorg.rules.distributions.families import (
    CONSTANT,
    EMPIRICAL,
    EXPONENTIAL,
    LOGNORMAL,
    TRIANGULAR,
    UNIFORM,
    Lowered,
)

LARGEST_CV = 1e3

# Uniforms reach 1 - 2**-53, where the normal quantile is 8.2; exp(709) is the largest float.
_LARGEST_NORMAL = 8.3
_LARGEST_LOG = 700.0


def require_not_negative(name: str, value: float) -> None:
    """Refuse a parameter that is negative or not finite, by `name` and `value`."""
    if not (math.isfinite(value) and value >= 0.0):
        raise ValueError(f"{name}={value!r}: must be a finite number >= 0")


def require_positive(name: str, value: float) -> None:
    """Refuse a parameter that is not positive or not finite, by `name` and `value`."""
    if not (math.isfinite(value) and value > 0.0):
        raise ValueError(f"{name}={value!r}: must be a finite number > 0")


def require_cv(cv: float) -> None:
    """Refuse a coefficient of variation `cv` outside [0, 1000]."""
    if not 0.0 <= cv <= LARGEST_CV:
        raise ValueError(f"cv={cv!r}: must be a number in [0, {LARGEST_CV:g}]")


def require_representable(family: str, largest_log: float) -> None:
    """Refuse a distribution of a `family` whose largest draw, of logarithm `largest_log`, would overflow."""
    if largest_log > _LARGEST_LOG:
        raise ValueError(f"{family}: largest draw exp({largest_log:.0f}) overflows; narrow it")


def lower_constant(value: float) -> Lowered:
    """Lower a quantity that is always the same.

    Parameters
    ----------
    value : float
        The quantity, finite.

    Returns
    -------
    Lowered
        (constant, value, 0, 0).

    Raises
    ------
    ValueError
        If `value` is not finite.
    """
    if not math.isfinite(value):
        raise ValueError(f"value={value!r}: must be a finite number")
    return Lowered(CONSTANT, float(value), 0.0, 0.0)


def lower_exponential(mean: float) -> Lowered:
    """Lower an exponential.

    Parameters
    ----------
    mean : float
        Mean, >= 0.

    Returns
    -------
    Lowered
        (exponential, mean, 0, 0).

    Raises
    ------
    ValueError
        If `mean` is negative or not finite.
    """
    require_not_negative("mean", mean)
    return lower_constant(0.0) if mean == 0.0 else Lowered(EXPONENTIAL, float(mean), 0.0, 0.0)


def lower_uniform(low: float, high: float) -> Lowered:
    """Lower a uniform distribution.

    Parameters
    ----------
    low, high : float
        Smallest and largest value.

    Returns
    -------
    Lowered
        (uniform, low, high, 0).

    Raises
    ------
    ValueError
        If the values are not finite or not in order.
    """
    if not (math.isfinite(low) and math.isfinite(high) and low <= high):
        raise ValueError(f"low={low!r}, high={high!r}: must be finite and in order")
    return lower_constant(low) if low == high else Lowered(UNIFORM, float(low), float(high), 0.0)


def lower_triangular(low: float, mode: float, high: float) -> Lowered:
    """Lower a triangular distribution.

    Parameters
    ----------
    low, mode, high : float
        Smallest, most likely and largest value, in this order.

    Returns
    -------
    Lowered
        (triangular, low, mode, high).

    Raises
    ------
    ValueError
        If the values are not finite or not in order.
    """
    if not (math.isfinite(low) and math.isfinite(high) and low <= mode <= high):
        raise ValueError(f"low={low!r}, mode={mode!r}, high={high!r}: must be finite and in order")
    if low == high:
        return lower_constant(low)
    return Lowered(TRIANGULAR, float(low), float(mode), float(high))


def lower_lognormal(mean: float, cv: float) -> Lowered:
    """Lower a lognormal given by its mean and coefficient of variation.

    Parameters
    ----------
    mean : float
        Mean, >= 0.
    cv : float
        Standard deviation over mean, in [0, 1000].

    Returns
    -------
    Lowered
        (lognormal, log median, sigma, 0) with sigma**2 = log(1 + cv**2).

    Raises
    ------
    ValueError
        If a parameter is negative or not finite.
    """
    require_not_negative("mean", mean)
    require_cv(cv)
    variance = math.log1p(cv * cv)
    return lower_lognormal_median(mean * math.exp(-0.5 * variance), math.sqrt(variance))


def lower_lognormal_median(median: float, sigma: float) -> Lowered:
    """Lower a lognormal given by its median and the standard deviation of its logarithm.

    Parameters
    ----------
    median : float
        Median, >= 0.
    sigma : float
        Standard deviation of the logarithm, >= 0.

    Returns
    -------
    Lowered
        (lognormal, log median, sigma, 0).

    Raises
    ------
    ValueError
        If a parameter is negative or not finite, or the largest draw would overflow.
    """
    require_not_negative("median", median)
    require_not_negative("sigma", sigma)
    if median == 0.0 or sigma == 0.0:
        return lower_constant(median)
    require_representable("lognormal", math.log(median) + _LARGEST_NORMAL * sigma)
    return Lowered(LOGNORMAL, math.log(median), float(sigma), 0.0)


def lower_empirical(start: int, count: int) -> Lowered:
    """Lower a sample that is stored elsewhere, sorted, in one long array.

    Parameters
    ----------
    start : int
        Index of its first value, >= 0.
    count : int
        Number of its values, >= 1.

    Returns
    -------
    Lowered
        (empirical, start, count, 0), for :func:`.empirical_quantile`.

    Raises
    ------
    ValueError
        If the slice is empty or starts before 0.
    """
    if start < 0 or count < 1:
        raise ValueError(f"start={start!r}, count={count!r}: must be >= 0 and >= 1")
    return Lowered(EMPIRICAL, float(start), float(count), 0.0)
