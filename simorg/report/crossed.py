"""Tables of one number a row, laid out as people compare: what it is of on top, verdicts beside the numbers.

Goes in: a stored table. Come out: the heads, rows and notes of a table of a page. Words and digits are those
of print (`simorg tables`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import pandas as pd

from simorg import measures
from simorg.config.labels import inside, joined, key_label, sentence
from simorg.config.vocabulary import WIRING
from simorg.experiments.answers.publishable import HEADS, name_label, sheet_of
from simorg.experiments.answers.summary import HIGHER, LOWER, NOT_SHOWN, decide

Record = Mapping[Any, Any]
JUDGED = "~: no difference shown; better and worse: the interval leaves zero out."


def _difference(cell: str, record: Record) -> str:
    return _judged(cell, record, record.get("decision"), "low", "high")


def _change(cell: str, record: Record) -> str:
    return _judged(cell, record, record.get("change_decision"), "change_low", "change_high")


def _judged(cell: str, record: Record, decision: object, low: str, high: str) -> str:
    """Return a difference with what it shows in words."""
    if cell == "-":
        return cell
    if not isinstance(decision, str):
        pairs = record.get("n_pairs", record.get("n", 0))
        decision = decide(float(record[low]), float(record[high]), int(pairs))
    if decision in (LOWER, HIGHER):
        good = record["better"]
        return f"{cell} {decision if good == 'none' else 'better' if good == decision else 'worse'}"
    return f"~ {cell}" if decision == NOT_SHOWN else f"{cell} ({decision})"


def _share(cell: str, record: Record) -> str:
    """Return a share of a difference with what it shows; where the way begins and ends stand means."""
    return cell if record["axis"] in ENDS else _difference(cell, record)


def _as_it_is(cell: str, record: Record) -> str:
    return cell


def _survives(cell: str, record: Record) -> str:
    because = record["because"] if isinstance(record["because"], str) else ""
    rights = [WIRING.get(each, each) for each in because.split("+") if each]
    return " ".join(filter(None, (str(record["verdict"]), joined(rights))))


def _how_often(cell: str, record: Record) -> str:
    return f"{record['better']:g} / {record['worse']:g} / {record['open']:g}, {record['verdict']}"


def _above_noise(cell: str, record: Record) -> str:
    return cell if float(record["value"]) > float(record["noise_floor"]) else f"~ {cell}"


class Layout(NamedTuple):
    """How a table is laid out."""

    value: str
    """Column of the number that each row is of."""
    cell: Callable[[str, Record], str] = _difference
    across: str = "measure"
    note: str = JUDGED


LAYOUTS = {
    "comparison": Layout("difference", across="scenario"), "staffing": Layout("difference"),
    "pairs": Layout("difference"), "changes": Layout("difference"), "gaps": Layout("change", _change),
    "effects": Layout("difference"), "differences": Layout("difference"),
    "interactions": Layout("difference"), "crossover": Layout("difference"), "gains": Layout("difference"),
    "artefacts": Layout("difference"), "attribution": Layout("share", _share),
    "responses": Layout("mean", _as_it_is, note=""), "verdicts": Layout("verdict", _survives, note=""),
    "population": Layout("median", _how_often, note="In so many of them better / worse / not decided."),
    "sensitivity": Layout("value", _above_noise, note="~: not above the noise; what never is, is left out."),
}  # fmt: skip
"""By the name of a table."""

NOT_NAMES = (
    "measure", "unit", "better", "family", "difference", "share", "mean", "value", "low", "high",
    "half_width", "n", "n_pairs", "n_missing", "variance_saved", "replications_needed", "decision", "change",
    "change_low", "change_high", "change_decision", "difference_in_search", "noise_floor", "verdict",
    "because", "wired", "wired_low", "wired_high", "equal_low", "equal_high", "direction", "worse", "open",
    "median", "median_low", "median_high", "seen", "p_value", "p_adjusted",
)  # fmt: skip
"""Columns that do not say which row it is."""
INDICES = ("mu", "sigma")
"""Of a sensitivity, what only says more about the index beside it."""
IN_HEADS = ("x_key", "y_key", "baseline")
"""Columns whose one value stands in the head of another, or in the title."""
ENDS = ("from", "to")
"""Rows of an attribution that are no shares."""


def is_crossed(name: str, rows: pd.DataFrame) -> bool:
    """Tell whether a table is laid out here, and has the columns for it."""
    return name in LAYOUTS and {LAYOUTS[name].value, LAYOUTS[name].across, "measure", "unit"} <= set(rows)


def crossed(name: str, rows: pd.DataFrame) -> tuple[list[str], list[list[str]], str]:
    """Return the heads, the rows and the note of a table.

    Parameters
    ----------
    name : str
        Of the table.
    rows : DataFrame
        As stored.
    """
    layout, rows = LAYOUTS[name], _sorted(name, _headline(rows))
    sheet = sheet_of("", rows, every=True)
    at = {head: n for n, head in enumerate(sheet.heads)}
    number = at[HEADS.get(layout.value, sentence(layout.value))]
    by, same = _names(rows, layout.across)
    heads = {column: _head(column) for column in by}
    tops = _tops(sheet.rows, rows, layout.across, at)
    found: dict[tuple[str, ...], dict[str, str]] = {}
    for cells, record, top in zip(sheet.rows, rows.to_dict("records"), tops, strict=True):
        which = tuple(cells[at[head]] for head in heads.values())
        found.setdefault(which, {})[top] = layout.cell(cells[number], record)
    columns = list(dict.fromkeys(tops))
    body = [
        [*which, *(numbers.get(top, "-") for top in columns)]
        for which, numbers in found.items()
        if any(cell != "-" for cell in numbers.values())
    ]
    said = [column for column in same if column not in IN_HEADS]
    values = {_head(column): sheet.rows[0][at[_head(column)]] for column in said}
    throughout = [f"{head}: {value}." for head, value in values.items() if value not in ("", "-")]
    axes = {axis: key_label(str(rows[f"{axis}_key"].iloc[0])) for axis in ("x", "y") if f"{axis}_key" in same}
    told = [axes.get(column, head) for column, head in heads.items()]
    return [*told, *columns], body, " ".join(filter(None, (sheet.note, layout.note, *throughout)))


def _headline(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the headline measures, all of them where there are none."""
    headline = [measure.name for measure in measures.registry().values() if measure.headline]
    kept = rows[rows["measure"].isin(headline)]
    return (kept if len(kept) else rows).reset_index(drop=True)


def _sorted(name: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Return what of a sensitivity stands out from noise, most of it first; other tables as they are."""
    if name != "sensitivity":
        return rows
    rows = rows[~rows["index"].isin(INDICES)]
    most = (rows["value"] / rows["noise_floor"]).groupby(rows["key"]).transform("max")
    ordered = rows.assign(most=most).sort_values("most", ascending=False, kind="stable")
    above = ordered[ordered["most"] > 1.0]
    return (above if len(above) else ordered).drop(columns="most")


def _names(rows: pd.DataFrame, across: str) -> tuple[list[str], list[str]]:
    """Return the columns that say which row it is, and those that say the same throughout."""
    if across == "scenario":
        return ["measure"], []
    columns = [str(each) for each in rows if str(each) not in NOT_NAMES]
    spared = {"scenario" if "structure" in columns else "", "equal" if "equal_low" in rows else ""}
    columns = [each for each in columns if each not in spared]
    same = [each for each in columns if rows[each].nunique(dropna=False) == 1]
    varying = [each for each in columns if each not in same]
    return (varying, same) if varying else (same[:1], same[1:])


def _head(column: str) -> str:
    """Return the head that print gives a column."""
    if column == "measure":
        return "Measure"
    return key_label(column) if "." in column else HEADS.get(column, sentence(column))


def _tops(cells: list[list[str]], rows: pd.DataFrame, across: str, at: Mapping[str, int]) -> list[str]:
    if across == "scenario":
        return [name_label(str(name)) for name in rows["scenario"]]
    return [row[at["Measure"]] for row in cells]


def title_of(title: str, rows: pd.DataFrame) -> str:
    """Return a title with what differences are taken from, where that is one thing.

    Parameters
    ----------
    title : str
        Without it.
    rows : DataFrame
        As stored.
    """
    bases = list(rows["baseline"].unique()) if "baseline" in rows else []
    return f"{title}, less {inside(name_label(str(bases[0])))}" if len(bases) == 1 else title
