"""Step and saturate: at a random moment the world changes, the loss rises to a level and stays."""

from __future__ import annotations

import math

from simorg.compilation import kernel
from simorg.rules.drift import NEVER, LawNumbers


@kernel
def breach_days(law: LawNumbers, u: float) -> float:
    """Return the time of the step plus the rise to the margin.

    Parameters
    ----------
    law : LawNumbers
        Rate, margin, saturation and time scale are used.
    u : float
        Uniform number in (0, 1).

    Returns
    -------
    float
        Days; `NEVER` without drift or when the loss saturates below the margin.

    Notes
    -----
    The step is exponential with mean ``margin / rate``; after it the loss is
    ``A (1 - exp(-t / T))`` with A the saturation and T the time scale.
    """
    if law.rate <= 0.0 or law.saturation <= law.margin:
        return NEVER
    step = -math.log(1.0 - u) * law.margin / law.rate
    return step - law.time_scale_days * math.log(1.0 - law.margin / law.saturation)


@kernel
def recovery_days(law: LawNumbers, u: float) -> float:
    """Return how long the breach lasts by itself: for ever."""
    return NEVER
