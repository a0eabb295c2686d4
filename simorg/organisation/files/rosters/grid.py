"""A user's table as lines of text cells: a CSV file as spreadsheets write it, or an Excel workbook.

Goes in: a file.  Come out: one or several ways to read it, with the number of every line; which of
them is meant shows only when somebody looks for a header in them.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from simorg.config.errors import SettingsError
from simorg.config.paths import open_input, read_input

DELIMITERS = ",;\t|"
WORKBOOK = ".xlsx"
SEPARATOR = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
"""First line by which Excel says what delimits cells."""
AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)
"""How exports keep the leading zeros of a number: ="00123"."""
INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200e\u200f"))


class Line(NamedTuple):
    """One line: its number (from 1) and its cells, in single blanks."""

    number: int
    cells: list[str]


class Grid(NamedTuple):
    """The lines that are not empty, and where and why reading stopped early (if it did)."""

    lines: list[Line]
    problem: tuple[int, str] | None = None


def read_grids(path: str, key: str) -> list[Grid]:
    """Return every way to read a table: by delimiter, or by sheet of a workbook.

    Raises
    ------
    SettingsError
        If the file cannot be read.
    """
    suffix = Path(path).suffix.lower()
    if suffix == WORKBOOK:
        return list(_workbook(open_input(path, key), f"{key} = {path}"))
    if suffix == ".xls":
        raise SettingsError(f"{key} = {path}: an old Excel file; save it as .xlsx or as CSV UTF-8")
    text = read_input(path, key)
    first, _, rest = text.partition("\n")
    stated = SEPARATOR.fullmatch(first)
    if stated is not None:
        return [_by_delimiter(rest, stated[1], 1)]
    return [_by_delimiter(text, delimiter, 0) for delimiter in DELIMITERS]


def _by_delimiter(text: str, delimiter: str, skipped: int) -> Grid:
    # strict: a quote that is never closed would otherwise swallow the rest of the file
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines: list[Line] = []
    number = skipped + 1
    try:
        for cells in reader:
            lines.append(Line(number, [_clean(cell) for cell in cells]))
            number = skipped + reader.line_num + 1
    except csv.Error as error:
        return Grid(_filled(lines), (number, f"not valid CSV: {error}"))
    return Grid(_filled(lines))


def _filled(lines: list[Line]) -> list[Line]:
    return [line for line in lines if any(line.cells)]


def _clean(cell: str) -> str:
    kept = AS_TEXT.fullmatch(cell.strip())
    return " ".join((kept[1] if kept else cell).translate(INVISIBLE).split())


def _workbook(path: Path, named: str) -> Iterator[Grid]:
    try:
        from openpyxl import load_workbook
    except ImportError as error:
        rule = "an Excel file needs openpyxl: pip install 'simorg[xlsx]', or save the file as CSV UTF-8"
        raise SettingsError(f"{named}: {rule}") from error
    try:
        book = load_workbook(path, read_only=True, data_only=True)
        for sheet in book.worksheets:
            rows = sheet.iter_rows(values_only=True)
            yield Grid(_filled([Line(n, [_text(cell) for cell in row]) for n, row in enumerate(rows, 1)]))
        book.close()
    except Exception as error:  # openpyxl lets through whatever zipfile and XML raise
        rule = "no Excel workbook that can be read (is it protected?); save it again, or as CSV UTF-8"
        raise SettingsError(f"{named}: {rule}") from error


def _text(value: Any) -> str:
    """Write a cell as Excel shows it: whole numbers without a point, days without a time."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (date, datetime)):
        return value.strftime("%Y-%m-%d")
    return _clean(str(value))
