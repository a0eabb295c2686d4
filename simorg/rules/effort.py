"""How long work takes: effort, context, skill, availability."""

from __future__ import annotations

from simorg.compilation import kernel


@kernel
def context_factor(context_cost: float, distance: float) -> float:
    """Return what work grows by when the doer sits at `distance` from the unit served.

    Parameters
    ----------
    context_cost : float
        Work added per unit of distance, as a share.
    distance : float
        Distance between the doer's team and the unit's own team.

    Returns
    -------
    float
        Multiplier, at least 1.
    """
    return 1.0 + context_cost * distance


@kernel
def duration_days(effort: float, efficiency: float, availability: float) -> float:
    """Return the calendar length of uninterrupted work.

    Parameters
    ----------
    effort : float
        Person-days at efficiency 1.
    efficiency : float
        Speed of the person in this skill, positive.
    availability : float
        Share of time at work, in (0, 1].

    Returns
    -------
    float
        Working days.
    """
    return effort / (efficiency * availability)
