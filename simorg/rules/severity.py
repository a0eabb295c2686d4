"""The class of an incident by the harm that it does."""

from __future__ import annotations

from simorg.compilation import kernel


@kernel
def severity_class(harm: float, first: float, second: float, third: float) -> int:
    """Return 1 (worst) to 4.

    Parameters
    ----------
    harm : float
        Loss of quality times traffic relative to the mean.
    first, second, third : float
        Least harm of the classes 1, 2 and 3.
    """
    if harm >= first:
        return 1
    if harm >= second:
        return 2
    return 3 if harm >= third else 4
