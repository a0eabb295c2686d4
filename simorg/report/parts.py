"""What a page is made of: plain data, no HTML and no numbers that are still to be written.

`page` makes it, `render` writes it; both know nothing of each other.
"""

from __future__ import annotations

from typing import NamedTuple


class Table(NamedTuple):
    """A table of text."""

    key: str
    title: str
    heads: list[str]
    rows: list[list[str]]
    note: str = ""

    @property
    def numeric(self) -> list[bool]:
        """Whether a column holds numbers, which stand to the right."""
        columns = zip(*self.rows, strict=True) if self.rows else [()] * len(self.heads)
        return [n > 0 and all(map(_is_number, column)) for n, column in enumerate(columns)]


class Picture(NamedTuple):
    """A figure, embedded."""

    key: str
    title: str
    caption: str
    alt: str
    source: str  # a data URI
    tables: list[tuple[str, str]]
    """Keys and titles of the tables of the page that hold the same numbers."""


class Section(NamedTuple):
    """A part of a page; one without content is not shown."""

    key: str
    title: str
    lead: str = ""
    notes: tuple[str, ...] = ()
    """What to read first, set apart."""
    texts: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    """What and how much, beside each other."""
    code: tuple[str, ...] = ()
    """Commands."""
    tables: tuple[Table, ...] = ()
    pictures: tuple[Picture, ...] = ()

    @property
    def has_content(self) -> bool:
        """Whether there is anything in it."""
        return any((self.notes, self.texts, self.facts, self.code, self.tables, self.pictures))


class Page(NamedTuple):
    """A report."""

    title: str
    subtitle: str
    made: str
    sections: tuple[Section, ...]


def _is_number(cell: str) -> bool:
    return cell in ("", "-") or cell[:1] in "+-0123456789<∞~"
