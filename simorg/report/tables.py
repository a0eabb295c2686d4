"""Stored tables as tables of a page: words and digits of print, verdicts beside numbers, few enough rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from simorg import measures
from simorg.config.labels import inside, key_label, sentence, with_unit
from simorg.experiments.answers.publishable import HEADS, name_label, sheet_of
from simorg.experiments.answers.summary import HIGHER, LOWER, NOT_SHOWN, decide
from simorg.experiments.results.stored_run import StoredRun
from simorg.report.parts import Table

MOST_ROWS = 60
TITLES = {
    "summary": "Means", "staffing": "What one more person changes", "pairs": "What two more people change",
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

ACROSS = {
    "comparison": ("difference", "scenario"), "staffing": ("difference", "measure"),
    "pairs": ("difference", "measure"), "changes": ("difference", "measure"), "gaps": ("change", "measure"),
    "effects": ("difference", "measure"), "differences": ("difference", "measure"),
    "interactions": ("difference", "measure"), "crossover": ("difference", "measure"),
    "attribution": ("share", "measure"), "responses": ("mean", "measure"), "gains": ("difference", "measure"),
}  # fmt: skip
"""Tables of one number a row that are laid out beside each other: the number, and what stands across."""

NOT_NAMES = (
    "measure", "unit", "better", "family", "difference", "share", "mean", "change", "low", "high",
    "half_width", "change_low", "change_high", "n", "n_pairs", "n_missing", "variance_saved",
    "replications_needed", "decision", "change_decision", "difference_in_search", "baseline",
)  # fmt: skip
"""Columns of such a table that do not say which row it is."""

SPARED = ("replications_needed", "variance_saved", "n_missing", "n_pairs")
"""Columns that a page has no room for; how many pairs there are stands below."""
JUDGED = "~: no difference shown; better and worse: the interval leaves zero out."


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
            yield shortened(_table(name, rows), f"{name}.csv")


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


def _table(name: str, rows: pd.DataFrame) -> Table:
    value, across = ACROSS.get(name, ("", ""))
    if {value, across, "measure", "unit", "better"} <= set(rows):
        return _crossed(name, _headline(rows), value, across)
    note = sheet_of(name, rows).note
    sheet = sheet_of(name, _with_ends(rows).drop(columns=[*SPARED], errors="ignore"))
    return Table(name, TITLES.get(name, sheet.title), sheet.heads, sheet.rows, note)


def _headline(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the headline measures, all of them where there are none."""
    headline = [measure.name for measure in measures.registry().values() if measure.headline]
    kept = rows[rows["measure"].isin(headline)]
    return (kept if len(kept) else rows).reset_index(drop=True)


def _crossed(name: str, rows: pd.DataFrame, value: str, across: str) -> Table:
    """Lay out one number a row as a table with what it is of on top: measures, or scenarios."""
    sheet = sheet_of("", rows, every=True)
    at = {head: n for n, head in enumerate(sheet.heads)}
    number = at[HEADS.get(value, sentence(value))]
    by = ["measure"] if across == "scenario" else [str(c) for c in rows if str(c) not in NOT_NAMES]
    by = [c for c in by if not (c == "scenario" and "structure" in by)]
    heads = [_head(column, sheet.heads) for column in by]
    tops = _tops(sheet.rows, rows, across, at)
    found: dict[tuple[str, ...], dict[str, str]] = {}
    for cells, record, top in zip(sheet.rows, rows.to_dict("records"), tops, strict=True):
        which = tuple(cells[at[head]] for head in heads)
        found.setdefault(which, {})[top] = _judged(cells[number], record, value)
    columns = list(dict.fromkeys(tops))
    body = [
        [*which, *(numbers.get(top, "-") for top in columns)]
        for which, numbers in found.items()
        if any(cell != "-" for cell in numbers.values())
    ]
    note = " ".join(filter(None, (sheet.note, JUDGED if value != "mean" else "")))
    return Table(name, _title(name, rows), [*heads, *columns], body, note)


def _head(column: str, heads: list[str]) -> str:
    """Return the head that print gives a column."""
    wanted = "Measure" if column == "measure" else HEADS.get(column, sentence(column))
    return wanted if wanted in heads else next(head for head in heads if head == _label(column))


def _label(column: str) -> str:

    return key_label(column) if "." in column else sentence(column)


def _tops(cells: list[list[str]], rows: pd.DataFrame, across: str, at: Mapping[str, int]) -> list[str]:
    if across == "scenario":
        return [name_label(str(name)) for name in rows["scenario"]]
    return [row[at["Measure"]] for row in cells]


def _title(name: str, rows: pd.DataFrame) -> str:
    title = TITLES.get(name, sentence(name))
    bases = list(rows["baseline"].unique()) if "baseline" in rows else []
    if name == "comparison" and len(bases) == 1:
        return f"Differences to {inside(name_label(str(bases[0])))}"
    return f"{title}, less {inside(name_label(str(bases[0])))}" if len(bases) == 1 else title


def _judged(cell: str, record: Mapping[Any, Any], value: str) -> str:
    """Return a difference with what it shows in words; a mean shows nothing by itself."""
    if value == "mean" or cell == "-":
        return cell
    low, high = ("change_low", "change_high") if value == "change" else ("low", "high")
    pairs = int(record.get("n_pairs", record.get("n", 0)) or 0)
    decision = record.get("change_decision" if value == "change" else "decision")
    if not isinstance(decision, str):
        decision = decide(float(record[low]), float(record[high]), pairs)
    if decision in (LOWER, HIGHER):
        good = record["better"]
        return f"{cell} {decision if good == 'none' else 'better' if good == decision else 'worse'}"
    return f"~ {cell}" if decision == NOT_SHOWN else f"{cell} ({decision})"


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
