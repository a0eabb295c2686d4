"""A CSV file as spreadsheets and HR systems write it: columns by name, rows that know their line.

Tolerated: a byte order mark; commas, semicolons or tabs; header names in any case and with spaces,
hyphens or underscores; empty lines; columns that nobody asked for.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import NamedTuple

from simorg.config.errors import SettingsError
from simorg.config.paths import read_input
from simorg.structures.faults import FileFaults, closest

DELIMITERS = ",;\t|"


class Row(NamedTuple):
    """One line of a sheet: its number (from 1) and column -> text."""

    line: int
    cells: dict[str, str]


class Sheet(NamedTuple):
    """The rows of a file, the wanted columns that it has, and the place for its faults."""

    rows: list[Row]
    columns: tuple[str, ...]
    faults: FileFaults


def read_sheet(path: str, key: str, required: Sequence[str], optional: Sequence[str] = ()) -> Sheet:
    """Read a CSV file.

    Parameters
    ----------
    path : str
        The file.
    key : str
        Key path of the setting that names it.
    required, optional : sequence of str
        Columns, as ``lower_case`` words.

    Returns
    -------
    Sheet
        Cells are stripped; a cell that is missing is empty.

    Raises
    ------
    SettingsError
        If the file is empty or lacks a required column.
    """
    lines = read_input(path, key).splitlines(keepends=True)
    start = next((n for n, line in enumerate(lines) if line.strip(DELIMITERS + " \r\n")), None)
    if start is None:
        raise SettingsError(f"{path}: is empty; its first line must name the columns {', '.join(required)}")
    delimiter = max(DELIMITERS, key=lines[start].count)
    # strict: a quote that is never closed would otherwise swallow the rest of the file
    reader = csv.reader(io.StringIO("".join(lines[start:]), newline=""), delimiter=delimiter, strict=True)
    faults = FileFaults(path)
    rows: list[Row] = []
    wanted: list[str] = []
    try:
        header = [_plain(name) for name in next(reader)]
        _check_header(header, required, faults, start + 1)
        wanted = [name for name in (*required, *optional) if name in header]
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(_row(cells, header, wanted, start + reader.line_num, faults))
    except csv.Error as error:
        faults.add(start + reader.line_num, "the file", None, f"not valid CSV: {error}")
    if not rows:
        faults.add(start + 2, "the file", None, "has column names but no rows")
    faults.stop()
    return Sheet(rows, tuple(wanted), faults)


def _plain(name: str) -> str:
    return "_".join(name.lower().replace("-", " ").replace("_", " ").split())


def _check_header(header: list[str], required: Sequence[str], faults: FileFaults, line: int) -> None:
    for name in required:
        if name not in header and name.replace("_", "") in header:
            header[header.index(name.replace("_", ""))] = name  # "JobTitle", "personid"
    for name in required:
        if name not in header:
            faults.add(line, "columns", None, f"column '{name}' is missing{closest(name, header)}")
        elif header.count(name) > 1:
            faults.add(line, "columns", None, f"column '{name}' stands twice")
    faults.stop()


def _row(cells: list[str], header: list[str], wanted: list[str], line: int, faults: FileFaults) -> Row:
    if len(cells) > len(header):
        rule = f"has {len(cells)} cells for {len(header)} columns; put text with the delimiter in quotes"
        faults.add(line, "the row", None, rule)
    padded = dict(zip(header, [*cells, *[""] * len(header)], strict=False))
    return Row(line, {name: padded[name].strip() for name in wanted})
