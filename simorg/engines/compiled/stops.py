"""Why a compiled run stops before its horizon: want of room, or something that cannot go on.

Compiled code neither raises nor speaks. It returns a number from here; what the number says to a
person is kept beside it.
"""

from __future__ import annotations

from enum import IntEnum

from simorg.trace.rows import MAX_CHILDREN, MAX_JOBS, PAST, Cause


class Stop(IntEnum):
    """Why the event loop came back to its driver; 0 is none."""

    HORIZON = 1
    FAULT = 2
    ROWS = 3  # the driver takes the rows out and re-enters
    ROOM = 4  # the driver moves to a larger world and re-enters


class Fault(IntEnum):
    """What cannot go on; `message` says it in words."""

    NONE = 0
    TOO_MANY_JOBS = 1
    TOO_MANY_CHANGES = 2
    TOO_MANY_INCIDENTS = 3
    NOT_ROUTED = 4
    NO_ROOM = 5
    PAST_TIME = 6

    def message(self, subject: int) -> str:
        """Return what to tell the user.

        Parameters
        ----------
        subject : int
            Address of whom it concerns.
        """
        return _MESSAGES[self].format(subject=subject)


_MESSAGES = {
    Fault.NONE: "nothing is wrong",
    Fault.TOO_MANY_JOBS: f"item {{subject}} needs more than {MAX_JOBS - 1} jobs: does its rework ever end?",
    Fault.TOO_MANY_CHANGES: (
        f"model {{subject}} needs more than {MAX_CHILDREN - 1} changes: retrained too often?"
    ),
    Fault.TOO_MANY_INCIDENTS: (
        f"model {{subject}} has more than {MAX_CHILDREN // len(Cause)} incidents of one cause"
    ),
    Fault.NOT_ROUTED: "item {subject} needs a skill for which its unit has no team",
    Fault.PAST_TIME: PAST.format(address="{subject}"),
    Fault.NO_ROOM: "a step of the compiled engine used more room than `room.py` allows it: a bug of simorg",
}
