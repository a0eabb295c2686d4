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


@kernel
def another_in_row(upto: Any, team: Any, first: int, count: int, but: int, u: float) -> int:
    """Return which entry of a row a uniform number picks, if one team is left out.

    Parameters
    ----------
    upto, team : ndarray
        Cumulative probabilities of all rows, end to end, and their teams, in ascending order in each row.
    first, count : int
        Where the row begins, and its entries, at least one.
    but : int
        Team that is not picked, unless there is no other.
    u : float
        Uniform number in (0, 1).

    Returns
    -------
    int
        Position of the entry; the others keep their odds.
    """
    barred = first
    while barred < first + count and team[barred] != but:
        barred += 1
    if barred == first + count or count == 1:
        return place_in_row(upto, first, count, u)
    earlier, later = barred - first, first + count - barred - 1
    before = upto[barred - 1] if earlier else 0.0
    share = upto[barred] - before
    x = u * (1.0 - share)
    if x < before or later == 0:
        return place_in_row(upto, first, earlier, x)
    return place_in_row(upto, barred + 1, later, x + share)
