"""Gradual drift: quality is a Brownian motion with downward drift, so one draw gives the breach."""

from __future__ import annotations

from simorg.compilation import kernel
from simorg.rules.distributions.inverse_gaussian import inverse_gaussian_quantile
from simorg.rules.drift import NEVER, LawNumbers


@kernel
def breach_days(law: LawNumbers, u: float) -> float:
    """Return the first-passage time of the margin, an inverse-Gaussian quantile.

    Parameters
    ----------
    law : LawNumbers
        Rate, volatility and margin are used.
    u : float
        Uniform number in (0, 1).

    Returns
    -------
    float
        Days; `NEVER` without drift.

    Notes
    -----
    Mean ``margin / rate``, shape ``margin^2 / volatility^2``; without volatility the mean itself.

    References
    ----------
    Folks & Chhikara (1978), J. R. Stat. Soc. B 40(3), doi 10.1111/j.2517-6161.1978.tb01039.x
    """
    if law.rate <= 0.0:
        return NEVER
    mean = law.margin / law.rate
    if law.volatility <= 0.0:
        return mean
    shape = law.margin * law.margin / (law.volatility * law.volatility)
    return inverse_gaussian_quantile(mean, shape, u)


@kernel
def recovery_days(law: LawNumbers, u: float) -> float:
    """Return how long the breach lasts by itself: for ever."""
    return NEVER
