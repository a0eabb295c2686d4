"""A table by fields: rows that know their line, whatever the file calls its columns.

Tolerated: lines above the header, empty lines, columns that nobody asked for (they are named).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from simorg.config.errors import SettingsError
from simorg.organisation.files.problems import FileProblems
from simorg.organisation.files.rosters import header
from simorg.organisation.files.rosters.grid import Grid, Line, read_grids
from simorg.organisation.files.rosters.header import Fields, Header


class Row(NamedTuple):
    """One line of a sheet: its number (from 1) and field -> text, empty where the cell is."""

    line: int
    cells: dict[str, str]


class Sheet(NamedTuple):
    """The rows of a file, the columns it has for fields, those not used, its problems, the header."""

    rows: list[Row]
    columns: dict[str, str]
    unused: tuple[str, ...]
    problems: FileProblems
    header: Line


def read_sheet(path: str, key: str, fields: Fields) -> Sheet:
    """Read a table.

    A row has every field asked for, in single blanks.

    Raises
    ------
    SettingsError
        If the file is empty or lacks a required column.
    """
    grids = [grid for grid in read_grids(path, key) if grid.lines]
    if not grids:
        columns = ", ".join(fields.required)
        raise SettingsError(f"{path}: is empty; its first line must name the columns {columns}")
    grid, found = header.find(grids, fields)
    titles, problems = grid.lines[found.place], FileProblems(path)
    header.check(titles.cells, found.positions, fields, problems, titles.number)
    problems.stop()
    rows = list(_rows(grid, found, fields, problems))
    if grid.problem is not None:
        problems.add(grid.problem[0], "the file", None, grid.problem[1])
    if not rows:
        problems.add(titles.number + 1, "the file", None, "has column names but no rows")
    problems.stop()
    named = {field: titles.cells[place] for field, place in found.positions.items()}
    unused = [name for n, name in enumerate(titles.cells) if name and n not in found.positions.values()]
    return Sheet(rows, named, tuple(unused), problems, titles)


def _rows(grid: Grid, found: Header, fields: Fields, problems: FileProblems) -> Iterator[Row]:
    width = len(grid.lines[found.place].cells)
    for line in grid.lines[found.place + 1 :]:
        cells = line.cells + [""] * (width - len(line.cells))
        if any(cells[width:]):
            rule = f"has {len(cells)} cells for {width} columns; put text with the delimiter in quotes"
            problems.add(line.number, "the row", None, rule)
        given = {field: cells[place] for field, place in found.positions.items()}
        yield Row(line.number, dict.fromkeys((*fields.required, *fields.optional), "") | given)
