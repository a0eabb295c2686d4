"""Which line names the columns, and which column is which field.

Columns go by many names.  A field is found by its own name first, then by its other names in order of
how plainly they mean it; letters and digits count, so ``Person ID``, ``person_id`` and ``PersonID`` are one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from simorg.organisation.files.problems import FileProblems, closest
from simorg.organisation.files.rosters.grid import Grid

LOOKED_AT = 40
"""Lines among which the header is looked for; above it stand titles and remarks."""


class Fields(NamedTuple):
    """What a table is asked for."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    aliases: Mapping[str, tuple[str, ...]] = {}
    """Other names of a field, as `compact` writes them, plainest first."""
    stated: Mapping[str, str] = {}
    """Field -> name of its column as the user says; empty = the file has no such column."""
    how_to_state: str = ""
    """What to do about a column that is not found, with ``{}`` for the field."""

    def names(self, field: str) -> tuple[str, ...]:
        """Return the names by which a field is looked for."""
        if field in self.stated:
            return (compact(self.stated[field]),) if self.stated[field] else ()
        return (compact(field), *self.aliases.get(field, ()))


class Header(NamedTuple):
    """Where the header stands in its grid, and field -> position of its column."""

    place: int
    positions: dict[str, int]


def compact(name: str) -> str:
    """Return the letters and digits of a column name, in lower case; its signs if it has no others."""
    return "".join(letter for letter in name.casefold() if letter.isalnum()) or name.strip()


def find(grids: Sequence[Grid], fields: Fields) -> tuple[Grid, Header]:
    """Return the reading of a file, and its header, in which most fields have a column.

    Of equally good ones it is the first line of the widest reading.
    """
    tried = [
        (grid, Header(place, positions(line.cells, fields)))
        for grid in grids
        for place, line in enumerate(grid.lines[:LOOKED_AT])
    ]

    def merit(found: tuple[Grid, Header]) -> tuple[int, int, int]:
        grid, header = found
        asked = sum(field in header.positions for field in fields.required)
        return asked, len(header.positions), len(grid.lines[header.place].cells) if not header.place else 0

    return max(tried, key=merit)


def positions(cells: Sequence[str], fields: Fields) -> dict[str, int]:
    """Return field -> position, each column for one field only."""
    names = [compact(cell) for cell in cells]
    wanted = [(field, fields.names(field)) for field in (*fields.required, *fields.optional)]
    found: dict[str, int] = {}
    for rank in range(max(len(known) for _, known in wanted)):
        for field, known in wanted:
            place = names.index(known[rank]) if rank < len(known) and known[rank] in names else None
            if field not in found and place is not None and place not in found.values():
                found[field] = place
    return found


def check(
    cells: Sequence[str], found: Mapping[str, int], fields: Fields, problems: FileProblems, line: int
) -> None:
    """Note fields without a column, and columns that stand twice."""
    names, there = [compact(cell) for cell in cells], [cell for cell in cells if cell]
    for field in dict.fromkeys((*fields.required, *fields.stated)):
        name = fields.stated.get(field) or (field if field in fields.required else "")
        if name and field not in found:
            rule = f"column '{name}' is missing{closest(name, there)}; the file has: {', '.join(there)}"
            problems.add(line, "columns", None, rule + fields.how_to_state.format(field))
    for field, place in found.items():
        if names.count(names[place]) > 1:
            problems.add(line, "columns", None, f"column '{field}' stands twice")
