"""Stored tables of an answer as people read them: labels with units, and numbers to the digits they deserve.

Goes in: a tidy table of a run folder. Comes out: a `Sheet` of text, ready to be typeset.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from simorg import measures
from simorg.config.labels import inside, key_label, sentence, unit_words, with_unit
from simorg.config.vocabulary import WIRING
from simorg.experiments.answers.words import change_unit, quantity, with_interval
from simorg.organisation.structures import available

ESTIMATES = {
    "mean": ("low", "high"), "difference": ("low", "high"), "share": ("low", "high"),
    "value": ("low", "high"), "effect": ("effect_low", "effect_high"),
    "median": ("median_low", "median_high"), "wired": ("wired_low", "wired_high"),
    "equal": ("equal_low", "equal_high"), "regret_mean": ("regret_low", "regret_high"),
    "probability_best": ("probability_low", "probability_high"), "utilisation": ("low", "high"),
    "y": ("low", "high"), "change": ("change_low", "change_high"),
}  # fmt: skip
"""Columns with an interval, and its ends; of columns with the same ends the first that is there has them."""

CHANGES = ("difference", "change", "median", "wired", "equal", "regret_mean", "effect")
"""Estimates that are differences: those of shares are in percentage points."""

PLAIN = {"probability_best": "share", "utilisation": "share", "y": "1"}
"""Estimates with a unit of their own, whatever that of the measure in their row."""

HEADS = {
    "n": "Replications", "n_pairs": "Pairs of runs", "n_missing": "Without a value", "better": "Better is",
    "probability_best": "Probability of being best (%)", "utilisation": "Utilisation (%)", "mean": "Mean",
    "regret_mean": "Mean regret", "wired": "As wired", "equal": "Rights equal", "p_value": "p",
    "p_adjusted": "p, adjusted", "key": "Lever",
}  # fmt: skip
COUNTS = {"n": "Organisations", "better": "Better in", "worse": "Worse in", "open": "Open in"}
"""Heads of a table that counts organisations."""
NAMES = (
    "scenario",
    "structure",
    "baseline",
    "structure_from",
    "structure_to",
    "role",
    "team",
    "because",
    "axis",
)
KEYS = ("key", "x_key", "y_key")
LEFT_OUT = ("unit", "family", "half_width", "variance_saved", "seen", "direction")
CROSSED = {"summary": "mean", "comparison": "difference"}
"""Tables with a column a scenario and a row a measure, and what stands in them."""


class Sheet(NamedTuple):
    """A table to typeset."""

    title: str
    heads: list[str]
    rows: list[list[str]]
    note: str


def sheet_of(name: str, table: pd.DataFrame, every: bool = False) -> Sheet:
    """Return a stored table as people read it.

    Parameters
    ----------
    name : str
        Of the table, such as ``comparison``.
    table : DataFrame
        As stored.
    every : bool
        All measures; else the headline ones, where the table has any of them.
    """
    headline = [m.name for m in measures.registry().values() if m.headline]
    if not every and "measure" in table and table["measure"].isin(headline).any():
        table = table[table["measure"].isin(headline)]
    if name in CROSSED and {"scenario", "measure", CROSSED[name]} <= set(table):
        return _crossed(name, table)
    rows = [_row(record, table) for record in table.to_dict("records")]
    heads = list(dict.fromkeys(head for row in rows for head in row))
    return Sheet(sentence(name), heads, [[row.get(head, "") for head in heads] for row in rows], _note(table))


def _crossed(name: str, table: pd.DataFrame) -> Sheet:
    column = CROSSED[name]
    scenarios = list(dict.fromkeys(table["scenario"]))
    rows = []
    for measure, group in table.groupby("measure", sort=False):
        cells = {row["scenario"]: _estimate(row, column, ("low", "high")) for row in group.to_dict("records")}
        unit = str(group["unit"].iloc[0])
        rows.append(
            [_measure(str(measure), unit, column in CHANGES), *(cells.get(s, "-") for s in scenarios)]
        )
    title = sentence(name)
    if "baseline" in table and len(table):
        title = f"Differences to {inside(name_label(str(table['baseline'].iloc[0])))}"
    return Sheet(title, ["Measure", *map(name_label, scenarios)], rows, _note(table))


def name_label(name: str) -> str:
    """Return what a scenario, structure, team or role is called in print.

    Parameters
    ----------
    name : str
        As stored; of ``structure-what`` both parts are told.
    """
    first, _, rest = name.partition("-")
    if rest and first in available():
        return ", ".join([sentence(first), *(inside(sentence(part)) for part in rest.split("-"))])
    return sentence(name)


def _row(record: Mapping[Any, Any], table: pd.DataFrame) -> dict[str, str]:
    having = _having(table)
    taken = {end for ends in having.values() for end in ends}
    unit = str(record.get("unit", "1"))
    heads = HEADS | (COUNTS if set(COUNTS) <= set(table) else {})
    found = {}
    for column, value in record.items():
        name = str(column)
        if name in taken or name in LEFT_OUT:
            continue
        if name == "measure":
            changes = any(each in having for each in CHANGES)
            found["Measure"] = _measure(str(value), unit, changes)
        elif name in having or PLAIN.get(name) == "share":
            found[heads.get(name, sentence(name))] = _estimate(record, name, having.get(name, ()))
        else:
            found[key_label(name) if "." in name else heads.get(name, sentence(name))] = _cell(name, value)
    return found


def _having(table: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Return the estimates of a table that have an interval, each with its ends."""
    found: dict[str, tuple[str, ...]] = {}
    for name, ends in ESTIMATES.items():
        numeric = {name, *ends} <= set(table) and pd.api.types.is_numeric_dtype(table[name])
        if numeric and ends not in found.values():
            found[name] = ends
    return found


def _measure(name: str, unit: str, changes: bool) -> str:
    words = "%" if unit == "share" else unit
    words = change_unit(unit) if changes and unit == "share" else words
    return with_unit(measures.label(name), words)


def _estimate(record: Mapping[Any, Any], name: str, ends: Sequence[str]) -> str:
    """Write a value with its interval: ± where it is as long on both sides, else both ends."""
    unit = PLAIN.get(name, str(record.get("unit", "1")))
    value = float(record[name])
    low, high = (float(record[end]) for end in ends) if ends else (math.nan, math.nan)
    sign = "+" if name in CHANGES and value > 0.0 else ""
    half = (high - low) / 2.0
    if math.isinf(value) or math.isinf(half):
        told = ", ".join(_open_ended(end, unit) for end in (low, high))
        return f"{_open_ended(value, unit)} [{told}]"
    if not half >= 0.0 or abs((high + low) / 2.0 - value) <= 1e-6 * max(half, abs(value)):
        return with_interval(value, half, unit, sign)
    told = ", ".join(quantity(end, unit, half) for end in (low, high))
    return f"{sign}{quantity(value, unit, half)} [{told}]"


def _open_ended(value: float, unit: str) -> str:
    """Write a number that may be without end."""
    return quantity(value, unit) if not math.isinf(value) else "∞" if value > 0.0 else "-∞"


def _cell(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or value != value:
        return "-"
    if name.startswith("p_") and isinstance(value, float):
        return "< 0.001" if value < 0.001 else f"{value:.3f}"
    if isinstance(value, float):
        if math.isinf(value):
            return _open_ended(value, "1")
        return f"{value:,.0f}" if value.is_integer() and abs(value) < 1e15 else f"{value:.3g}"
    if name in KEYS:
        return key_label(str(value))
    if name == "unit":
        return unit_words(str(value))
    if str(value) in WIRING:
        return sentence(WIRING[str(value)])
    return name_label(str(value)) if name in NAMES or "_" in str(value) else str(value)


def _note(table: pd.DataFrame) -> str:
    column = next((name for name in ("n_pairs", "n") if name in table), "")
    if not column or not len(table):
        return ""
    low, high = int(table[column].min()), int(table[column].max())
    what = "pairs of runs" if column == "n_pairs" else "replications"
    what = "organisations" if set(COUNTS) <= set(table) else what
    return f"{low if low == high else f'{low} to {high}'} {what}; behind ± and in brackets: 95 % intervals."
