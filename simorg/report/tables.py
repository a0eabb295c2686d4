"""Stored tables as tables of a page: words and digits of print, verdicts beside numbers, few enough rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd

from simorg import measures
from simorg.config.labels import sentence, with_unit
from simorg.experiments.answers.publishable import sheet_of
from simorg.experiments.results.stored_run import StoredRun
from simorg.report.crossed import crossed, is_crossed, title_of
from simorg.report.parts import Table

MOST_ROWS = 80
HARD_PM = "\u00a0±\u00a0"
TITLES = {
    "summary": "Means", "comparison": "Differences", "staffing": "What one more person changes",
    "pairs": "What two more people change",
    "verdicts": "What survives equal rights", "artefacts": "As wired, and with rights equal",
    "attribution": "Shares of the difference, by axis of the wiring",
    "crossover": "Differences, condition by condition", "boundary": "Where the two are equal",
    "facts": "Verdicts", "pareto": "Designs that were run again", "gains": "What the designs change",
    "population": "How often one is better than another", "theory": "Theory and simulation",
    "robustness": "How often each is best, and what choosing it gives away", "selection": "The choice",
    "sensitivity": "What the measures depend on", "effects": "What the levers change",
    "interactions": "Where a lever does more under one structure than under another",
    "differences": "Differences between structures", "responses": "Means, value by value",
    "changes": "What each part changes",
    "gaps": "What each part changes of the differences between structures",
}  # fmt: skip

KEPT = {
    "facts": (
        "statement", "theme", "verdict", "confirming", "refuting", "neutral", "effect", "effect_low",
        "effect_high", "unit",
    ),
}  # fmt: skip
"""Columns of a table of which a page has no room for others."""
SPARED = ("replications_needed", "variance_saved", "n_missing", "n_pairs")
"""Columns that a page has no room for; how many pairs there are stands below."""


def tables_of(stored: StoredRun, names: Iterable[str]) -> Iterator[Table]:
    """Yield the tables of some names that have rows.

    Parameters
    ----------
    stored : StoredRun
        Where they are.
    names : iterable of str
        Which.
    """
    for name in names:
        rows = stored.table(name)
        if len(rows):
            yield unbroken(shortened(_table(name, rows), f"{name}.csv"))


def shortened(table: Table, where: str) -> Table:
    """Return a table that fits a page, and say where the rest of it is.

    Parameters
    ----------
    table : Table
        Of any length.
    where : str
        File that has all rows.
    """
    if len(table.rows) <= MOST_ROWS:
        return table
    left = f"The first {MOST_ROWS} of {len(table.rows):,} rows; all are in {where}."
    return table._replace(rows=table.rows[:MOST_ROWS], note=" ".join(filter(None, (left, table.note))))


def unbroken(table: Table) -> Table:
    """Return a table in which no line ends between a number and its interval, or a mark and its number.

    Parameters
    ----------
    table : Table
        Any.
    """
    rows = [[cell.replace(" ± ", HARD_PM).replace("~ ", "~\u00a0") for cell in row] for row in table.rows]
    return table._replace(rows=rows)


def _table(name: str, rows: pd.DataFrame) -> Table:
    title = TITLES.get(name, sentence(name))
    if is_crossed(name, rows):
        return Table(name, title_of(title, rows), *crossed(name, rows))
    note = sheet_of(name, rows).note
    kept = rows[[each for each in KEPT.get(name, rows.columns) if each in rows]]
    sheet = sheet_of(name, _with_ends(kept).drop(columns=[*SPARED], errors="ignore"))
    return Table(name, title, sheet.heads, sheet.rows, note)


def _with_ends(rows: pd.DataFrame) -> pd.DataFrame:
    """Return a table of designs with each objective and its interval in one column, called as it is."""
    known = measures.registry()
    for column in [str(c) for c in rows if {f"{c}_low", f"{c}_high"} <= set(rows) and str(c) in known]:
        ends = [column, f"{column}_low", f"{column}_high"]
        numbers = rows[ends].to_numpy(float) * (100.0 if known[column].unit == "share" else 1.0)
        told = [f"{value:.3g} [{low:.3g}, {high:.3g}]" for value, low, high in numbers]
        unit = "%" if known[column].unit == "share" else known[column].unit
        rows = rows.assign(**{column: told}).drop(columns=ends[1:])
        rows = rows.rename(columns={column: with_unit(known[column].label, unit)})
    return rows
