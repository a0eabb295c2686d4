"""Tables of text in the forms in which papers and reports take them: Markdown, LaTeX, a workbook.

Goes in: sheets of text. Comes out: text in which everything is escaped, or an Excel file in which no cell
is a formula.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from simorg.config.errors import SettingsError
from simorg.experiments.answers.publishable import Sheet

LATEX = {
    "\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{",
    "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "±": r"$\pm$", "<": r"\textless{}",
    ">": r"\textgreater{}", "|": r"\textbar{}", "[": "{[}", "]": "{]}", "∞": r"$\infty$",
}  # fmt: skip
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]|[\ud800-\udfff]")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings of what a spreadsheet would compute."""

NUMBER = re.compile(r"[+-]?[\d.,∞]+( ± [\d.,]+| \[.*\])?|-")
SHEET_LETTERS = 31
"""Most letters of the name of a sheet."""


def latex(sheet: Sheet) -> str:
    """Return a table with booktabs, to be put into a document that loads it."""
    right = [all(NUMBER.fullmatch(row[n]) for row in sheet.rows) for n in range(len(sheet.heads))]
    lines = [
        r"\begin{table}", r"\centering", rf"\caption{{{_tex(sheet.title)}}}",
        rf"\begin{{tabular}}{{{''.join('r' if each else 'l' for each in right)}}}", r"\toprule",
        _line(sheet.heads), r"\midrule", *map(_line, sheet.rows), r"\bottomrule", r"\end{tabular}",
        *([rf"\par\footnotesize {_tex(sheet.note)}"] if sheet.note else []), r"\end{table}",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def markdown(sheet: Sheet) -> str:
    """Return a table with its title above and its note below."""
    rows = [sheet.heads, ["---"] * len(sheet.heads), *sheet.rows]
    table = "\n".join(
        f"| {' | '.join(_md(cell) if n != 1 else cell for cell in row)} |" for n, row in enumerate(rows)
    )
    note = f"\n{_md(sheet.note)}\n" if sheet.note else ""
    return f"**{_md(sheet.title)}**\n\n{table}\n{note}"


def write_workbook(path: Path, sheets: Sequence[Sheet]) -> None:
    """Write sheets into one Excel file.

    Raises
    ------
    SettingsError
        If openpyxl is not installed.
    """
    try:
        from openpyxl import Workbook
    except ImportError as error:
        raise SettingsError("--format = xlsx needs openpyxl: pip install 'simorg[xlsx]'") from error
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        page = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", CONTROL.sub("", sheet.title))[:SHEET_LETTERS])
        for row in ([CONTROL.sub("", sheet.title)], sheet.heads, *sheet.rows, [], [sheet.note]):
            page.append([harmless(cell) for cell in row])
        page.freeze_panes = "B3"
    book.save(path)


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; a number with its sign stays as it is."""
    plain = CONTROL.sub("", cell)
    return f"'{plain}" if plain.startswith(FORMULA) and not NUMBER.fullmatch(plain) else plain


def _line(cells: Sequence[str]) -> str:
    return " & ".join(map(_tex, cells)) + r" \\"


def _tex(text: str) -> str:
    written = "".join(LATEX.get(letter, letter) for letter in " ".join(CONTROL.sub("", text).split()))
    return written.replace("-", "$-$") if NUMBER.fullmatch(text) and len(text) > 1 else written


def _md(text: str) -> str:
    return re.sub(r"([\\|*_`<>\[\]$~])", r"\\\1", " ".join(CONTROL.sub("", text).split()))
