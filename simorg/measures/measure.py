"""What a measure is: a name, words for people, a unit, which way is better, and what that rewards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Better = Literal["lower", "higher", "none"]
"""Which way is better; ``"none"`` for a number that only describes."""


@dataclass(frozen=True)
class Measure:
    """One column of a table of runs, told once: tables, figures and sentences read everything from here."""

    name: str
    label: str  # as a sentence begins; a rate says per what, any other unit is put behind it where needed
    unit: str
    better: Better
    definition: str
    rewards: str = ""  # what else makes it look better, without anybody being better off
    headline: bool = False  # whether the printed answer and the family of its intervals have it


def shares(
    told: Mapping[str, tuple[str, str]], better: Better = "none", rewards: str = ""
) -> tuple[Measure, ...]:
    """Return measures of unit ``share`` from names, labels and definitions."""
    return tuple(
        Measure(name, label, "share", better, definition, rewards)
        for name, (label, definition) in told.items()
    )
