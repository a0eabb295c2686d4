"""Identities of people, as spreadsheets garble them: leading zeros lost, ``.0`` added, case changed."""

from __future__ import annotations

import re
from collections.abc import Iterable

NOT_GIVEN = frozenset(
    ("", "-", "--", "?", ".", "n/a", "na", "#n/a", "nan", "nil", "none", "null", "not applicable", "unknown")
)
"""How exports write that there is nothing."""

SEVERAL = re.compile(r"\s*[;,/|&+]\s*|\s+and\s+")


def given(text: str) -> bool:
    """Return whether a cell says something."""
    return text.casefold() not in NOT_GIVEN


def plain_id(text: str) -> str:
    """Return an identity as it is compared: ``001001``, ``1001.0`` and ``1001`` are one."""
    plain = text.casefold()
    if re.fullmatch(r"\d+(\.0+)?", plain):
        return plain.partition(".")[0].lstrip("0") or "0"
    return plain


def in_order(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return what sorts identities as people count: ``E2`` before ``E10``, whatever the order of rows."""
    parts = re.findall(r"\d+|\D+", plain_id(text))
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)


class Directory:
    """Who is known, by identity; finds people whose identity is written differently elsewhere.

    The first of alike identities counts.
    """

    def __init__(self, people: Iterable[str]) -> None:
        self._known = dict.fromkeys(people)
        self._plain: dict[str, str] = {}
        for person in self._known:
            self._plain.setdefault(plain_id(person), person)

    def find(self, text: str) -> str | None:
        """Return the person meant, None if there is none."""
        return text if text in self._known else self._plain.get(plain_id(text))

    def several(self, text: str) -> bool:
        """Return whether a cell names more than one of these people."""
        parts = [part for part in SEVERAL.split(text) if part]
        return len(parts) > 1 and all(self.find(part) is not None for part in parts)
