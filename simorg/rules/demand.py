"""When ideas arise: a Poisson process whose rate may grow."""

from __future__ import annotations

import math

from simorg.compilation import kernel
from simorg.rules.drift import NEVER


@kernel
def arrival_time(exposure: float, rate: float, growth: float) -> float:
    """Return when a Poisson process has used up `exposure` unit-rate waiting time.

    Parameters
    ----------
    exposure : float
        Sum of the unit exponentials drawn so far.
    rate : float
        Arrivals per day at time 0.
    growth : float
        Exponential growth of the rate, per day.

    Returns
    -------
    float
        Time in days; `NEVER` when the process dies out before.

    Notes
    -----
    Inverse of the cumulative rate ``rate (exp(growth t) - 1) / growth`` (time-change of Poisson).
    """
    if rate <= 0.0:
        return NEVER
    if growth == 0.0:
        return exposure / rate
    inside = 1.0 + growth * exposure / rate
    return math.log(inside) / growth if inside > 0.0 else NEVER


@kernel
def unit_exponential(u: float) -> float:
    """Return the unit exponential at uniform `u`."""
    return -math.log(1.0 - u)


@kernel
def exponential_days(rate: float, u: float) -> float:
    """Return an exponential waiting time at `rate` per day and uniform `u`; `NEVER` at rate 0."""
    if rate <= 0.0:
        return NEVER
    return -math.log(1.0 - u) / rate


@kernel
def weibull_gap(rate: float, shape: float, gamma_factor: float, u: float) -> float:
    """Return a Weibull waiting time with mean ``1 / rate``.

    Parameters
    ----------
    rate : float
        Events per day.
    shape : float
        Weibull shape; below 1 the events cluster.
    gamma_factor : float
        ``Gamma(1 + 1 / shape)``, computed once because its bits may differ between engines.
    u : float
        Uniform number in (0, 1).
    """
    if rate <= 0.0:
        return NEVER
    return math.exp(math.log(-math.log(1.0 - u)) / shape) / (rate * gamma_factor)


@kernel
def lognormal_unit_mean(cv: float, z: float) -> float:
    """Return a lognormal factor of mean 1 with variation `cv` at the standard normal quantile `z`."""
    variance = math.log(1.0 + cv * cv)
    return math.exp(math.sqrt(variance) * z - 0.5 * variance)
