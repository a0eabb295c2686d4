"""Seasonal drift: the farther from the season of its data, the worse a model; it may recover by itself."""

from __future__ import annotations

import math

from simorg.compilation import kernel
from simorg.rules.drift import NEVER, LawNumbers


@kernel
def breach_days(law: LawNumbers, u: float) -> float:
    """Return when the seasonal loss first exceeds the margin.

    Parameters
    ----------
    law : LawNumbers
        Margin, season and amplitude are used; a rate of 0 switches the law off.
    u : float
        Uniform number in (0, 1): the amplitude of this model is ``2 u`` times the mean amplitude.

    Returns
    -------
    float
        Days; `NEVER` when the amplitude stays below the margin.

    Notes
    -----
    Loss after t days: ``A sin^2(pi t / season)``.
    """
    amplitude = 2.0 * u * law.season_amplitude
    if law.rate <= 0.0 or amplitude <= law.margin:
        return NEVER
    return law.season_days / math.pi * math.asin(math.sqrt(law.margin / amplitude))


@kernel
def recovery_days(law: LawNumbers, u: float) -> float:
    """Return the time from the breach of `law` at `u` to recovery, by the symmetry of the season."""
    rise = breach_days(law, u)
    if rise >= NEVER:
        return NEVER
    return law.season_days - 2.0 * rise
