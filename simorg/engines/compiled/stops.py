"""Why a compiled run stops before its horizon: want of room, or something that cannot go on.

Compiled code neither raises nor speaks. It returns a number from here; what the number says to a
person is kept beside it.
"""

from __future__ import annotations

from enum import IntEnum

from simorg.config.vocabulary import SKILLS
from simorg.trace.address import MAX_CHILDREN, MAX_JOBS
from simorg.trace.codes import Cause
from simorg.trace.rows import PAST


class Stop(IntEnum):
    """Why the event loop came back to its driver; 0 is none."""

    HORIZON = 1
    REFUSED = 2
    ROWS = 3  # the driver takes the rows out and re-enters
    ROOM = 4  # the driver moves to a larger world and re-enters


class Refusal(IntEnum):
    """What cannot go on; `message` says it in words."""

    NONE = 0
    TOO_MANY_JOBS = 1
    TOO_MANY_CHANGES = 2
    TOO_MANY_INCIDENTS = 3
    NOT_ROUTED = 4
    NO_ROOM = 5
    PAST_TIME = 6
    TOO_MANY_REVIEWS = 7
    TOO_MANY_SHIFTS = 8
    TOO_MANY_REQUESTS = 9

    def message(self, subject: int) -> str:
        """Return what to tell the user.

        It concerns the `subject` at this address.
        """
        return _MESSAGES[self].format(subject=subject)


_MESSAGES = {
    Refusal.NONE: "nothing is wrong",
    Refusal.TOO_MANY_JOBS: f"item {{subject}} needs more than {MAX_JOBS - 1} jobs: does its rework ever end?",
    Refusal.TOO_MANY_CHANGES: (
        f"model {{subject}} needs more than {MAX_CHILDREN - 1} changes: retrained too often?"
    ),
    Refusal.TOO_MANY_INCIDENTS: (
        f"model {{subject}} has more than {MAX_CHILDREN // len(Cause)} incidents of one cause"
    ),
    Refusal.NOT_ROUTED: "item {subject} needs a skill for which its unit has no team",
    Refusal.TOO_MANY_REVIEWS: f"unit {{subject}} has more than {MAX_CHILDREN - 1} reviews: one every moment?",
    Refusal.TOO_MANY_SHIFTS: f"a rota has more than {MAX_CHILDREN // len(SKILLS)} shifts: one every moment?",
    Refusal.TOO_MANY_REQUESTS: f"model {{subject}} has more than {MAX_CHILDREN - 1} requests",
    Refusal.PAST_TIME: PAST.format(address="{subject}"),
    Refusal.NO_ROOM: "a step of the compiled engine takes more room than `slots.py` allows: a bug of simorg",
}
