"""Where a request goes: hop classes, and a draw from a row of probabilities."""

from __future__ import annotations

from typing import Any

from simorg.compilation import kernel

HOP_CLASSES = 3
"""After the first visit, the second, and the third or a later one."""


@kernel
def hop_class(visit: int) -> int:
    """Return the class of the move after a visit.

    Parameters
    ----------
    visit : int
        Which one it was, counted from 1.

    Returns
    -------
    int
        0, 1, or 2 for the third and all that follow.
    """
    return min(visit, HOP_CLASSES) - 1


@kernel
def place_in_row(upto: Any, first: int, count: int, u: float) -> int:
    """Return which entry of a row a uniform number picks.

    Parameters
    ----------
    upto : ndarray of float
        Cumulative probabilities of all rows, end to end; each row ends with 1.
    first, count : int
        Where the row begins, and its entries, at least one.
    u : float
        Uniform number in (0, 1).

    Returns
    -------
    int
        Position of the first entry whose cumulative probability exceeds `u`.
    """
    low, high = first, first + count - 1
    while low < high:
        middle = (low + high) // 2
        if upto[middle] > u:
            high = middle
        else:
            low = middle + 1
    return low
