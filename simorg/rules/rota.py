"""Whose turn it is to be on call."""

from __future__ import annotations

import math

from simorg.compilation import kernel


@kernel
def shift_of(now: float, shift_days: float) -> int:
    """Return the number of the shift, from 0, in which the day `now` lies; shifts last `shift_days`."""
    return int(math.floor(now / shift_days))


@kernel
def shift_begins(n: int, shift_days: float) -> float:
    """Return the day on which the shift `n` begins; shifts last `shift_days`."""
    return n * shift_days
