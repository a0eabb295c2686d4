"""The answer in plain words, made from the numbers and from nothing else."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from simorg.experiments.compare import Comparison
from simorg.experiments.summary import HIGHER, LOWER, TOO_FEW

OVERLOADED = 0.98
"""Busy share of a role from which the offered load is taken to exceed what it can do."""

NAMES = {
    "lead_time_p50_days": "lead time, median (days)",
    "lead_time_p85_days": "lead time, 85th percentile (days)",
    "throughput_per_quarter": "initiatives delivered per quarter",
    "yield_share": "yield (%)",
    "incidents_per_model_year": "incidents per model-year",
    "change_failure_rate": "change failure rate (%)",
    "time_to_restore_p50_days": "time to restore, median (days)",
    "slo_breach_share": "time in SLO breach (%)",
    "utilisation_max_role": "busiest role (% busy)",
    "queue_wait_mean_days": "wait in queue, mean (days)",
    "time_in_system_mean_days": "time in system, mean (days)",
    "number_in_queue_mean": "jobs waiting, mean",
    "number_in_system_mean": "jobs in system, mean",
}
QUESTIONS = (
    ("lead_time_p50_days", "Median lead time is", "shorter", "longer"),
    ("incidents_per_model_year", "Live models have", "fewer incidents", "more incidents"),
    ("slo_breach_share", "Live models spend", "less time in breach", "more time in breach"),
)
"""Measure, beginning of a sentence, and what follows when it is lower and when it is higher."""


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
    return f"{value} {UNITS.get(row['unit'], row['unit'])}"


def measure_name(name: str) -> str:
    """Return a measure as people write it."""
    return NAMES.get(name, plain(name))


def sentences(found: Comparison) -> list[str]:
    """Return what the comparison shows, one sentence a question, then warnings of overload.

    Parameters
    ----------
    found : Comparison
        Runs, summary and paired differences.
    """
    answers = []
    if found.summary["scenario"].nunique() > 1:
        answers = [_answer(found, *question) for question in QUESTIONS]
    return [*answers, *overload(found.summary)]


def overload(summary: pd.DataFrame) -> list[str]:
    """Return a warning for every scenario in which some role of some team cannot keep up."""
    seats = summary[summary["measure"] == "utilisation_max_role_in_team"]
    busiest = seats[seats["mean"] > OVERLOADED]
    return [
        f"Warning: in {plain(row['scenario'])}, one role of one team is busy "
        f"{quantity(row['mean'], 'share')} % of the time. The load offered to it exceeds what it can do: its "
        "queue grows as long as the run lasts, and waiting times depend on the horizon."
        for row in busiest.to_dict("records")
    ]


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


def _answer(found: Comparison, measure: str, start: str, lower: str, higher: str) -> str:
    table = found.comparison[found.comparison["measure"] == measure]
    parts = [
        f"{word} under {_listed(table[table['decision'] == decision])}"
        for decision, word in ((LOWER, lower), (HIGHER, higher))
        if (table["decision"] == decision).any()
    ]
    if (table["decision"] == TOO_FEW).all():
        return f"{start} {lower} or {higher}? Too few runs to say."
    if not parts:
        words = f"{start} neither {lower} nor {higher} anywhere than under {plain(found.baseline)}"
        return f"{words}: no difference shown ({int(table['n_pairs'].max())} paired runs)."
    rest = [
        plain(row["scenario"]) for row in table.to_dict("records") if row["decision"] not in (LOWER, HIGHER)
    ]
    note = f"; no difference shown for {joined(rest)}" if rest else ""
    return f"{start} {', and '.join(parts)} than under {plain(found.baseline)}{note}."


def _listed(table: pd.DataFrame) -> str:
    rows = table.to_dict("records")
    return joined([f"{plain(str(row['scenario']))} ({change(row)})" for row in rows])


def sign_of(value: float) -> str:
    """Return a plus for numbers above zero, which have no sign of their own."""
    return "+" if value > 0.0 else ""


def joined(words: list[str]) -> str:
    """Return words as a list in a sentence."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


UNITS = {"share": "percentage points", "day": "days", "incidents/model-year": "per model-year"}
