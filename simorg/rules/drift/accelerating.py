"""Accelerating drift: flat at first, then ever faster; gradual drift on an accelerating clock."""

from __future__ import annotations

import math

from simorg.compilation import kernel
from simorg.rules.drift import NEVER, LawNumbers
from simorg.rules.drift import gradual as straight


@kernel
def breach_days(law: LawNumbers, u: float) -> float:
    """Return the breach time of gradual drift, read on a clock that runs ahead of the calendar.

    Parameters
    ----------
    law : LawNumbers
        Rate, volatility, margin and time scale are used.
    u : float
        Uniform number in (0, 1).

    Returns
    -------
    float
        Days; `NEVER` without drift.

    Notes
    -----
    Clock time ``s = t^2 / (2 T)`` with T the time scale: the rate is 0 at first and reaches its
    nominal value after T. Hence ``t = sqrt(2 T s)``.
    """
    clock = straight.breach_days(law, u)
    if clock >= NEVER:
        return NEVER
    return math.sqrt(2.0 * law.time_scale_days * clock)


@kernel
def recovery_days(law: LawNumbers, u: float) -> float:
    """Return how long the breach lasts by itself: for ever."""
    return NEVER
