"""A thing in five lines, for a prompt and for a notebook.

Goes in: a title, and facts by name. Comes out: aligned lines, or a small HTML table in which everything
is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

WIDEST = 96


def in_lines(title: str, facts: Mapping[str, str]) -> str:
    """Return a title and one line a fact.

    Long facts are cut.
    """
    facts = {name: said for name, said in facts.items() if said}
    room = max(map(len, facts), default=0)
    lines = [
        f"  {name:<{room}}  {_cut(' '.join(said.split()), WIDEST - room - 4)}" for name, said in facts.items()
    ]
    return "\n".join([_cut(title, WIDEST), *lines])


def in_html(title: str, facts: Mapping[str, str]) -> str:
    """Return the same as a table."""
    cell = '<td style="text-align: left">'
    rows = "".join(
        f"<tr><th>{escape(name)}</th>{cell}{escape(said)}</td></tr>" for name, said in facts.items()
    )
    return f"<table><caption>{escape(title)}</caption>{rows}</table>"


def some(words: Iterable[str], most: int = 6) -> str:
    """Return the first of some words, and how many there are if that is not all."""
    every = list(words)
    return ", ".join(every[:most]) + (f" ... ({len(every)} in all)" if len(every) > most else "")


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 3]}..."
