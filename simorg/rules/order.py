"""Which of the jobs of one class that wait comes next."""

from __future__ import annotations

from simorg.compilation import kernel

ORDERS = ("first_come", "newest_first", "due_date")
"""Orders of service; the position of a name is its code."""

FIRST_COME, NEWEST_FIRST, DUE_DATE = range(len(ORDERS))


@kernel
def order_key(order: int, queued_at: float, due_days: float) -> float:
    """Return what jobs of one class are taken by, the smallest first.

    Parameters
    ----------
    order : int
        Position of the order of service in :data:`ORDERS`.
    queued_at : float
        Time at which the job came, in days.
    due_days : float
        Time after which it is wanted; only with ``due_date``.

    Returns
    -------
    float
        A time in days, turned round for the newest first.

    References
    ----------
    Conway, Maxwell and Miller (1967), Theory of Scheduling, chapter 8: priority by due date
    """
    if order == NEWEST_FIRST:
        return -queued_at
    return queued_at + due_days if order == DUE_DATE else queued_at
