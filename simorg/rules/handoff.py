"""What distance does to routing, questions and answers."""

from __future__ import annotations

import math

from simorg.compilation import kernel

_AT_ONE = 1.0 - math.exp(-1.0)
_MOST = 0.95


@kernel
def wrong_probability(at_distance_one: float, distance: float) -> float:
    """Return the probability that work is sent to a wrong team.

    Parameters
    ----------
    at_distance_one : float
        The probability at distance 1.
    distance : float
        How far the sender is from the right receiver: what it knows of it fades exponentially.

    Returns
    -------
    float
        0 at distance 0, `at_distance_one` at 1, at most 0.95.
    """
    return min(_MOST, at_distance_one * (1.0 - math.exp(-distance)) / _AT_ONE)


@kernel
def mistaken_weight(people: int, by_size: int) -> int:
    """Return how often a wrong team is taken for the right one, relative to others.

    Parameters
    ----------
    people : int
        Head count of the team.
    by_size : int
        1 = in proportion to the head count, 0 = each team alike.
    """
    return people if by_size else 1


@kernel
def unanswered_probability(by_strangers: float, distance: float, unconnected: float) -> float:
    """Return the probability that a question gets no answer.

    Parameters
    ----------
    by_strangers : float
        The probability among people whom nothing connects.
    distance : float
        How far the one who is asked is away.
    unconnected : float
        Distance of strangers, positive; in proportion to it the probability is less.
    """
    return by_strangers * min(1.0, distance / unconnected)
