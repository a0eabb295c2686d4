"""Wear-out: the longer since the last training, the likelier the breach; Rayleigh's law."""

from __future__ import annotations

import math

from simorg.compilation import kernel
from simorg.rules.drift import NEVER, LawNumbers


@kernel
def breach_days(law: LawNumbers, u: float) -> float:
    """Return the quantile of a Rayleigh time whose mean is that of gradual drift, ``margin / rate``."""
    if law.rate <= 0.0:
        return NEVER
    return law.margin / law.rate * math.sqrt(-4.0 / math.pi * math.log(1.0 - u))


@kernel
def recovery_days(law: LawNumbers, u: float) -> float:
    """Return how long the breach lasts by itself: for ever."""
    return NEVER


def breached_by(law: LawNumbers, days: float) -> float:
    """Return the probability of a breach within some days, the closed form of `breach_days`."""
    if law.rate <= 0.0:
        return 0.0
    return -math.expm1(-math.pi / 4.0 * (days * law.rate / law.margin) ** 2)
