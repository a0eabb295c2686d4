"""Why a figure is missed: settings that were moved to see whether the row moves with them.

Goes in: nothing. Comes out: `TRIED`, what to try for a row that lies outside, each a few overrides of the
default organisation. What they show is measured each time the page is made, and stands there whether it
explains the miss or not.
"""

from __future__ import annotations

from typing import NamedTuple


class Try(NamedTuple):
    """Overrides that are to move a row, and what they take away or add in words."""

    words: str
    overrides: tuple[str, ...]


def _tries(*given: tuple[str, str]) -> tuple[Try, ...]:
    """Return tries from words and overrides, which are separated by blanks."""
    return tuple(Try(words, tuple(overrides.split())) for words, overrides in given)


TRIED: dict[str, tuple[Try, ...]] = {}
"""Quantity -> what was tried."""
