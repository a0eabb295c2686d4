"""Parts of a story: stretches of time, each with a state and a reason; and the story itself."""

from __future__ import annotations

import math
from enum import Enum
from typing import NamedTuple

from simorg.plan import Labels
from simorg.trace.items import Item, Records


class State(Enum):
    """What an item does in a part of its time."""

    WORK = "work"
    REWORK = "rework"
    QUEUE = "in a queue"
    DECISION = "questions, approvals"
    HANDOFF = "handoff"
    RELEASE = "release dwell"
    WAIT = "data, compute, committee"
    UNNOTICED = "unnoticed"
    HELD_UP = "held up"
    REPAIR = "waiting for the repair"
    LIVE = "in production"
    UNNAMED = "unnamed"


class Part(NamedTuple):
    """A stretch of time, in days since the start of the run."""

    start: float
    end: float
    state: State
    why: str
    lane: str  # stage of an item, phase of an incident

    @property
    def days(self) -> float:
        """Its length."""
        return self.end - self.start


class Story(NamedTuple):
    """One item: its rows, and the parts of its time, which follow each other from begin to end."""

    name: str
    item: Item
    rows: Records
    labels: Labels
    begin: float
    end: float
    ended: bool
    availability: tuple[float, ...]  # of those who worked on it, least first
    kind: str
    run: str  # structure and replication
    parts: list[Part]


def percent(share: float) -> str:
    """Return a share in percent."""
    return f"{100.0 * share:.1g} %" if share < 0.01 else f"{100.0 * share:.0f} %"


def total(parts: list[Part]) -> float:
    """Return the days that all parts take together."""
    return math.fsum(part.days for part in parts)


def by_state(parts: list[Part]) -> dict[State, float]:
    """Return the days of each state that occurs, the longest first."""
    found: dict[State, float] = {}
    for part in parts:
        found[part.state] = found.get(part.state, 0.0) + part.days
    return dict(sorted(found.items(), key=lambda each: -each[1]))
