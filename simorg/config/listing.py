"""The registry written out: chosen by beginning or by word; as text, CSV, Markdown or BibTeX.

Goes in: the rows of the registry. Comes out: what ``simorg params`` prints; its Markdown is
``docs/parameters.md``.
"""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from simorg.config.citations import bibtex, reference
from simorg.config.parameter import MARKS
from simorg.config.registry import ParameterRow, registry, shown
from simorg.config.settings import Settings
from simorg.config.sources import SOURCES

Format = Literal["text", "csv", "md", "bib"]
NO_MODEL = (
    "experiment",
    "executor",
    "textbook",
    "seed",
    "replications",
    "horizon_days",
    "warm_up_days",
    "engine",
)
"""Groups and keys that say how a model is run."""

COLUMNS = (
    "key", "type", "unit", "default", "allowed", "plausible", "mark", "about", "source", "cites",
)  # fmt: skip
"""What is written of a row, in this order; a page has no room for the last."""

PAGE = """# Parameters

Every parameter of a run. Made by `simorg params --format md > docs/parameters.md`; the facts stand beside
the fields in `simorg/config/groups/`. *Allowed* is what is accepted, *plausible* what is worth sweeping (of
a distribution: its mean or median). The *mark* says how far the default is known; a mark other than J or -
says that the source gives a figure for this quantity, unit, population and stage:

"""


def chosen(only: str = "", search: str = "") -> tuple[ParameterRow, ...]:
    """Return the rows whose key starts with `only` and that say every word of `search`."""
    words = search.lower().split()
    return tuple(
        row for row in registry() if row.key.startswith(only) and all(word in _said(row) for word in words)
    )


def registry_table(format: Format = "text", only: str = "", search: str = "") -> str:
    """Write the registry as a table.

    Parameters
    ----------
    format : {"text", "csv", "md", "bib"}
        Plain text to read in a terminal, CSV, a Markdown page, or BibTeX of the sources.
    only : str
        Keep the keys that start with this.
    search : str
        Keep what says each of these words in key, meaning, unit or source; case does not matter.

    Returns
    -------
    str
        The table, ending in a line break unless it is empty.
    """
    rows = chosen(only, search)
    return "".join({"text": _text, "csv": _csv, "md": _page, "bib": _bib}[format](rows)) if rows else ""


def nearest_word(search: str) -> str:
    """Return a hint at words of the registry that come near the words of a search in vain."""
    known = {word for row in registry() for word in re.findall(r"[a-z]{3,}", _said(row))}
    near = [difflib.get_close_matches(word, known, n=1, cutoff=0.6) for word in search.lower().split()]
    return f"; did you mean '{' '.join(hit[0] for hit in near)}'?" if near and all(near) else ""


def marks(rows: Sequence[ParameterRow]) -> Iterator[tuple[str, int, str]]:
    """Yield each mark that some rows have, how many have it, and its meaning in words."""
    numbers = Counter(row.mark for row in rows)
    return ((mark, numbers[mark], words) for mark, words in MARKS.items() if numbers[mark])


def _said(row: ParameterRow) -> str:
    return " ".join((row.key, row.about, row.unit, row.source)).lower()


def _keys(rows: Sequence[ParameterRow]) -> list[str]:
    return sorted({key for row in rows for key in row.cites.split()})


def _text(rows: Sequence[ParameterRow]) -> Iterator[str]:
    yield from map(_paragraph, rows)
    yield f"\nHow far defaults are known, and of how many (all: {len(rows)}):\n"
    yield from (f"    {mark:<3}{number:>4}  {words}\n" for mark, number, words in marks(rows))


def _paragraph(row: ParameterRow) -> str:
    unit = "" if row.unit == "1" else f" {row.unit}"
    facts = [f"allowed {row.allowed}"] if row.allowed else [row.type]
    facts += [f"plausible {row.plausible}"] if row.plausible else []
    words = re.split("[,;]", MARKS[row.mark])[0]
    lines = [
        f"{row.key} = {row.default}{unit}",
        row.about,
        "; ".join(facts),
        f"{words} ({row.mark}): {row.source}" if row.mark != "-" else row.source,
    ]
    return "\n    ".join(lines) + "\n"


def _csv(rows: Sequence[ParameterRow]) -> Iterator[str]:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([COLUMNS, *map(_cells, rows)])
    yield text.getvalue()


def _page(rows: Sequence[ParameterRow]) -> Iterator[str]:
    yield PAGE
    yield from (f"- **{mark}** ({number} of {len(rows)}): {words}\n" for mark, number, words in marks(rows))
    yield "\n"
    lines = [COLUMNS, ["---"] * len(COLUMNS), *([_escaped(cell) for cell in _cells(row)] for row in rows)]
    yield from (f"| {' | '.join(line[:-1])} |\n" for line in lines)
    if _keys(rows):
        yield "\n## Sources\n\n"
        yield from (f"- {reference(SOURCES[key])}\n" for key in _keys(rows))


def _bib(rows: Sequence[ParameterRow]) -> Iterator[str]:
    yield bibtex(_keys(rows))


def _cells(row: ParameterRow) -> list[str]:
    return [getattr(row, name) for name in COLUMNS]


def _escaped(cell: str) -> str:
    return cell.replace("|", "\\|")


def departures(settings: Settings) -> list[str]:
    """Return the parameters of the model that have another value than their default, as ``key = value``.

    Parameters
    ----------
    settings : Settings
        What is looked at; how it is run, and what has no default, is left out.
    """
    found = []
    for row in registry():
        if row.key.split(".")[0] in NO_MODEL or "[" in row.key or row.default == "(required)":
            continue
        value: object = settings
        for name in row.key.split("."):
            value = getattr(value, name)
        if shown(value) != row.default:
            found.append(f"{row.key} = {shown(value)}")
    return found
