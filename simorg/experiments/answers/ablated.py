"""What parts of the model do, in words and tables.

Goes in: changes that each variant makes, and differences between structures under each. Come out: sentences,
and tables to print.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd
from rich.table import Table

from simorg.config.labels import joined
from simorg.experiments.answers.effects import marked, shown
from simorg.experiments.answers.printing import frame_table
from simorg.experiments.answers.words import change, measure_head, measure_label, plain, quantity
from simorg.experiments.designs.parts import ALL, NONE

Rows = Sequence[Mapping[Any, Any]]


def sentences_of(moved: Rows, apart: Rows, baseline: str, names: Sequence[str]) -> list[str]:
    """Say what each part alone is shown to do to a structure, and which gaps all together change.

    Parameters
    ----------
    moved : sequence of mapping
        Changes from none of the parts, one a structure, variant and measure.
    apart : sequence of mapping
        Differences to the baseline, with the change that the variant makes to each.
    baseline : str
        The structure.
    names : sequence of str
        Measures.
    """
    alone = [_moved(_only(moved, measure=name, structure=baseline), name, baseline) for name in names]
    gaps = [_turned(_only(apart, measure=name), name, baseline) for name in names]
    return alone + [text for text in gaps if text]


def _only(rows: Rows, **wanted: str) -> Rows:
    return [row for row in rows if all(row[key] == value for key, value in wanted.items())]


def _moved(rows: Rows, name: str, baseline: str) -> str:
    parts = [f"{plain(row['variant'])} {change(row)}" for row in rows if shown(row)]
    silent = [plain(row["variant"]) for row in rows if not shown(row)]
    rest = f"; not shown to move it: {joined(silent)}" if silent and parts else ""
    said = "; ".join(parts) or "nothing is shown to move it"
    return f"{measure_label(name)} under {plain(baseline)}: {said}{rest}."


def _turned(rows: Rows, name: str, baseline: str) -> str:
    """Return which gaps are shown to be others with all parts than with none; nothing if none is."""
    before = {row["structure"]: row for row in _only(rows, variant=NONE)}
    found = [
        f"{plain(row['structure'])} ({marked(before[row['structure']])} with none, {marked(row)} with all)"
        for row in _only(rows, variant=ALL)
        if shown({"decision": row["change_decision"]})
    ]
    said = f"{measure_label(name)}, less that of {plain(baseline)}, changes with all parts: "
    return f"{said}{joined(found)}." if found else ""


def printed(
    tables: Mapping[str, pd.DataFrame], structures: Sequence[str], names: Sequence[str]
) -> Iterator[Table]:
    """Yield the levels of the first structure, then the gaps of the others, measure by measure.

    Parameters
    ----------
    tables : mapping
        ``levels``, and ``gaps`` where there is more than one structure.
    structures : sequence of str
        The first is the baseline.
    names : sequence of str
        Measures.
    """
    baseline, *others = structures
    levels = _only(tables["levels"].to_dict("records"), structure=baseline)
    yield frame_table(plain(baseline), ["parts", *map(measure_head, names)], _cells(levels, names, "measure"))
    for name in names if others else ():
        gaps = _only(tables["gaps"].to_dict("records"), measure=name)
        title = f"{measure_label(name)}, less that of {plain(baseline)}; ~ no difference shown"
        yield frame_table(title, ["parts", *map(plain, others)], _cells(gaps, others, "structure"))


def _cells(rows: Rows, columns: Sequence[str], key: str) -> list[list[str]]:
    """Return one row a variant, with what stands in the rows of each column."""
    by_place = {(row["variant"], row[key]): row for row in rows}
    variants = dict.fromkeys(row["variant"] for row in rows)
    return [[plain(v), *(_cell(by_place[v, column]) for column in columns)] for v in variants]


def _cell(row: Mapping[Any, Any]) -> str:
    return quantity(row["mean"], row["unit"]) if "mean" in row else marked(row)
