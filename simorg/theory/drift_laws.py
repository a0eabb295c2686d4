"""When each built-in drift law breaches: distribution functions in closed form, independent of the kernels.

The kernels of ``simorg/rules/drift/`` turn one uniform number into a time; here stands what the distribution
of these times must be.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Protocol

from simorg.theory.drift import breach_probability, first_passage


class Numbers(Protocol):
    """Parameters of a drift law, by name."""

    @property
    def rate(self) -> float:
        """Share a day."""

    @property
    def volatility(self) -> float:
        """Share per root of a day."""

    @property
    def margin(self) -> float:
        """Loss at which a model is in breach."""

    @property
    def saturation(self) -> float:
        """Loss that a step ends at."""

    @property
    def time_scale_days(self) -> float:
        """Time constant of a step, or time until a rate is reached."""

    @property
    def season_days(self) -> float:
        """Length of a season."""

    @property
    def season_amplitude(self) -> float:
        """Mean of the largest loss in a season."""


def none(law: Numbers, days: float) -> float:
    """Compute the probability of a breach within `days` where nothing drifts: 0."""
    return 0.0


def gradual(law: Numbers, days: float) -> float:
    """Compute the probability that Brownian motion with drift passes the margin within `days`."""
    if law.rate <= 0.0:
        return 0.0
    return breach_probability(days, first_passage(law.margin, law.rate, law.volatility))


def accelerating(law: Numbers, days: float) -> float:
    """Compute the same on a clock that shows ``days**2 / (2 T)``, T the time scale."""
    return gradual(law, days * days / (2.0 * law.time_scale_days))


def step_saturate(law: Numbers, days: float) -> float:
    """Compute the probability that an exponential step, and the rise after it, are over within `days`."""
    if law.rate <= 0.0 or law.saturation <= law.margin:
        return 0.0
    rise = -law.time_scale_days * math.log1p(-law.margin / law.saturation)
    return -math.expm1(-max(0.0, days - rise) * law.rate / law.margin)


def seasonal(law: Numbers, days: float) -> float:
    """Compute the probability that a loss of a uniform amplitude up to twice its mean reaches the margin."""
    if law.rate <= 0.0:
        return 0.0
    worst = 2.0 * law.season_amplitude * math.sin(math.pi * min(days / law.season_days, 0.5)) ** 2
    return max(0.0, 1.0 - law.margin / worst) if worst > 0.0 else 0.0


BREACHED_BY: dict[str, Callable[[Numbers, float], float]] = {
    "none": none,
    "gradual": gradual,
    "accelerating": accelerating,
    "step_saturate": step_saturate,
    "seasonal": seasonal,
}
"""By name of the law."""
