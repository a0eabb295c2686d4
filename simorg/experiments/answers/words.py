"""The answer in plain words, made from the numbers and from nothing else."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from simorg import measures
from simorg.config.labels import inside, unit_words, with_unit
from simorg.experiments.answers.summary import NOT_SHOWN, TOO_FEW

QUESTIONS = ("lead_time_p50_days", "incidents_per_healthy_model_year", "slo_breach_share")
"""Measures that are told of where nobody asks for others."""


def plain(name: str) -> str:
    """Return a name as people write it."""
    return name.replace("_", " ")


def quantity(value: float, unit: str, precision: float | None = None) -> str:
    """Return a number as people write it; shares in per cent.

    Parameters
    ----------
    value : float
        Number; missing is a dash.
    unit : str
        Its unit.
    precision : float, optional
        Half-width of its interval, which decides how many digits mean anything (two of its own);
        three digits of the value when left out.
    """
    if math.isnan(value):
        return "-"
    scale = 100.0 if unit == "share" else 1.0
    reference, digits = (value, 2) if precision is None or not precision > 0.0 else (precision, 1)
    decimals = digits - math.floor(math.log10(abs(reference * scale))) if reference != 0.0 else 0
    return f"{value * scale:,.{min(max(decimals, 0), 6)}f}"


def with_interval(value: float, half_width: float, unit: str, sign: str = "") -> str:
    """Return a number with its interval, both to the digits that the interval allows.

    Parameters
    ----------
    value, half_width : float
        Number and half-width of its interval; a missing half-width is left out.
    unit : str
        Their unit.
    sign : str
        Written before the number.
    """
    if math.isnan(half_width):
        return sign + quantity(value, unit)
    return f"{sign}{quantity(value, unit, half_width)} ± {quantity(half_width, unit, half_width)}"


def change(row: Mapping[Any, Any]) -> str:
    """Return a difference with its interval and unit, such as ``+4.2 ± 1.1 day``.

    Parameters
    ----------
    row : mapping
        ``difference``, ``half_width`` and ``unit``.
    """
    value = with_interval(row["difference"], row["half_width"], row["unit"], sign_of(row["difference"]))
    return f"{value} {change_unit(row['unit'])}".rstrip()


def measure_label(name: str) -> str:
    """Return what people call a measure, as a sentence begins."""
    return measures.label(name)


def measure_name(name: str) -> str:
    """Return what people call a measure, inside a sentence."""
    return inside(measures.label(name))


def measure_head(name: str) -> str:
    """Return what people call a measure, with the unit in which numbers stand below it."""
    known = measures.registry().get(name)
    unit = known.unit if known else "1"
    return with_unit(measures.label(name), "%" if unit == "share" else unit)


def failures(runs: pd.DataFrame) -> list[str]:
    """Return one line for every failed replication, with the command that repeats it."""
    failed = runs[runs["status"] != "ok"]
    lines = [
        f"Failed: {plain(row['scenario'])}, replication {row['replication']}: {row['error']}\n"
        f"  repeat it: {row['command']}"
        for row in failed.head(3).to_dict("records")
    ]
    more = [f"... and {len(failed) - 3} more failed replications, see runs/."] if len(failed) > 3 else []
    return lines + more


def sign_of(value: float) -> str:
    """Return a plus for numbers above zero, which have no sign of their own."""
    return "+" if value > 0.0 else ""


def counted(count: int, one: str, many: str) -> str:
    """Return a number with what it counts, in the singular for one."""
    return f"{count:,} {one if count == 1 else many}"


def change_unit(unit: str) -> str:
    """Return the unit of a difference as people write it: of a share, percentage points."""
    return "percentage points" if unit == "share" else unit_words(unit)


NO_VALUE = "no value"
"""What is said of a difference where no pair of runs has both values."""
SILENT = (NOT_SHOWN, TOO_FEW, NO_VALUE)
"""The three ways in which a difference is not shown; only the first of them says something of it."""


def verdict(row: Mapping[Any, Any]) -> str:
    """Return what a difference shows, from its decision and number of pairs."""
    return NO_VALUE if row["n_pairs"] == 0 else str(row["decision"])


def silences(rows: Iterable[Mapping[Any, Any]]) -> dict[str, list[Mapping[Any, Any]]]:
    """Return the rows that show nothing, by what is to be said of them.

    Parameters
    ----------
    rows : iterable of mapping
        Differences with ``decision`` and ``n_pairs``.
    """
    listed = [(verdict(row), row) for row in rows]
    found = {word: [row for said, row in listed if said == word] for word in SILENT}
    return {word: ours for word, ours in found.items() if ours}
