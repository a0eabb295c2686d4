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


@kernel
def work_done(days: float, efficiency: float, availability: float) -> float:
    """Return what some time of uninterrupted work gets done; the inverse of `duration_days`.

    Parameters
    ----------
    days : float
        Working days.
    efficiency : float
        Speed of the person in this skill.
    availability : float
        Share of time at work.

    Returns
    -------
    float
        Person-days at efficiency 1.
    """
    return days * (efficiency * availability)


@kernel
def effort_left(effort: float, done: float, added: float) -> float:
    """Return what is left of a job that is laid aside.

    Parameters
    ----------
    effort : float
        Person-days that were left when this stint began.
    done : float
        Person-days done since.
    added : float
        Person-days that coming back to it costs.

    Returns
    -------
    float
        Person-days.
    """
    return max(0.0, effort - done) + added
