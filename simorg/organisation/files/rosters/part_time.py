"""Shares of full time, as HR systems write them: ``0.5``, ``0,5``, ``50 %`` or, in a whole column, ``50``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from simorg.organisation.files.rosters.ids import given
from simorg.organisation.files.rosters.sheet import Sheet

NUMBER = re.compile(r"(\d+(?:[.,]\d+)?) ?(%?)")
LEAST_PER_CENT = 5.0
"""A column without per cent signs is read as per cent if no number in it is between 0 and this."""


def full_time_shares(sheet: Sheet, here: Sequence[bool]) -> list[float | None]:
    """Return the share of every row, None where none is given; what is no share is noted as a problem.

    In rows of people who are not there nothing is a problem.
    """
    texts = [row.cells["fte"] for row in sheet.rows]
    per_cent = _in_per_cent(texts)
    shares: list[float | None] = []
    for row, text, counts in zip(sheet.rows, texts, here, strict=True):
        share = None
        if given(text) and counts:
            share = _share(text, per_cent)
            if share is None or share > 1.0:
                rule = "must be a share of full time from 0 to 1 (1 = full time), or a per cent such as 50 %"
                sheet.problems.add(row.line, "fte", text, rule)
        shares.append(share)
    return shares


def _in_per_cent(texts: Iterable[str]) -> bool:
    matches = [match for text in texts if (match := NUMBER.fullmatch(text)) is not None and not match[2]]
    numbers = [number for match in matches if (number := _number(match[1])) > 0.0]
    return bool(numbers) and min(numbers) >= LEAST_PER_CENT


def _share(text: str, per_cent: bool) -> float | None:
    match = NUMBER.fullmatch(text)
    if match is None:
        return None
    return _number(match[1]) / (100.0 if match[2] or per_cent else 1.0)


def _number(text: str) -> float:
    return float(text.replace(",", "."))
