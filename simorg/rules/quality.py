"""How defects are born, bred and shown."""

from __future__ import annotations

import math

from simorg.compilation import kernel
from simorg.rules.drift import NEVER


@kernel
def defects_mean(base: float, size: float, difficulty: float) -> float:
    """Return the mean number of defects that one stage visit creates."""
    return base * size * difficulty


@kernel
def first_shows_days(defects: int, detect_days: float, u: float) -> float:
    """Return when the first of `defects` shows itself, each exponential with mean `detect_days`."""
    if defects <= 0:
        return NEVER
    return -math.log(1.0 - u) * detect_days / defects


@kernel
def first_step(expedited: bool, steps: int, last: int) -> int:
    """Return the step at which a release begins: an expedited one may go through the `last` steps only."""
    if expedited and last > 0:
        return max(0, steps - last)
    return 0
