"""What a measure is: a name, a unit, which way is better, and a definition in one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Direction = Literal["lower", "higher", "none"]
"""Which way is better; ``"none"`` for a number that only describes."""


@dataclass(frozen=True)
class Measure:
    """One column of a table of runs."""

    name: str
    unit: str
    direction: Direction
    definition: str


def shares(names: dict[str, str], direction: Direction = "none") -> tuple[Measure, ...]:
    """Return measures of unit ``share`` from names and definitions."""
    return tuple(Measure(name, "share", direction, definition) for name, definition in names.items())
