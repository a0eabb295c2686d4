"""The class of an incident by the harm that it does."""

from __future__ import annotations

from simorg.compilation import kernel


@kernel
def harm_of(loss: float, traffic: float) -> float:
    """Return the harm of an incident: who is hurt, and how much.

    Parameters
    ----------
    loss : float
        Loss of quality, as a share.
    traffic : float
        Users of the model, relative to the mean.
    """
    return loss * traffic


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
