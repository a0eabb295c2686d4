"""What differences mean for who has to choose: better or worse, and how small one could have been seen.

Goes in: differences as of `simorg.experiments.answers.effects.paired`. Come out: words. What is not shown is
told with the smallest difference that could have been seen, and with how many runs would do, from the spread
seen; what has too few runs for that, with what to ask for.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from simorg.config.labels import joined, unit_words
from simorg.experiments.answers.effects import shown
from simorg.experiments.answers.summary import HIGHER, LOWER, NOT_SHOWN, TOO_FEW
from simorg.experiments.answers.words import (
    NO_VALUE,
    change_unit,
    measure_label,
    plain,
    quantity,
    silences,
    with_interval,
)

BETTER, WORSE = "better", "worse"
ENOUGH_AT_FIRST = 20
"""Runs that let one see how far chance goes, where there are too few for an interval."""
MOST_NAMED = 4
"""Most that a list of what shows nothing names."""
MOST_RUNS = 1_000_000
"""Runs beyond which it is not said how many would do: nobody makes so many."""
COMPARATIVES = {"day": ("shorter", "longer")}
"""Unit -> what lower and higher is called."""

Row = Mapping[Any, Any]
Name = Callable[[Row], str]


def comparative(row: Row, decision: str) -> str:
    """Return what is said of the side that a difference points to: ``shorter``, or ``higher``."""
    lower, higher = COMPARATIVES.get(row["unit"], (LOWER, HIGHER))
    return lower if decision == LOWER else higher


def value_of(row: Row) -> str:
    """Return ``better`` or ``worse`` for a difference that is shown; nothing for what has no good side."""
    if not shown(row) or row["better"] not in (LOWER, HIGHER):
        return ""
    return BETTER if row["decision"] == row["better"] else WORSE


def sized(row: Row, value: bool = True) -> str:
    """Return a difference that is shown, such as ``12.0 ± 4.1 days shorter (better)``.

    Parameters
    ----------
    row : mapping
        The difference.
    value : bool
        Whether to say what is better and worse.
    """
    size = with_interval(abs(row["difference"]), row["half_width"], row["unit"])
    good = value_of(row) if value else ""
    text = f"{counted_in(size, row)} {comparative(row, row['decision'])}"
    return f"{text} ({good})" if good else text


def ranged(rows: Sequence[Row]) -> str:
    """Return differences of one measure and side as a range: ``6.8 to 33 days longer (worse)``.

    Parameters
    ----------
    rows : sequence of mapping
        Differences that are shown; their intervals only say which digits mean anything.
    """
    ordered = sorted(rows, key=lambda row: abs(row["difference"]))
    ends = [quantity(abs(row["difference"]), row["unit"], row["half_width"]) for row in ordered]
    size = counted_in(" to ".join(dict.fromkeys((ends[0], ends[-1]))), rows[0])
    good = value_of(rows[0])
    text = f"{size} {comparative(rows[0], rows[0]['decision'])}"
    return f"{text} ({good})" if good else text


def counted_in(size: str, row: Row) -> str:
    """Return a number with its unit, unless the name of the measure says the unit already.

    Parameters
    ----------
    size : str
        The number.
    row : mapping
        ``unit`` and ``measure``.
    """
    unit = change_unit(row["unit"])
    said = row["unit"] != "share" and unit_words(row["unit"]).lower() in measure_label(row["measure"]).lower()
    return size if said or not unit else f"{size} {unit}"


def places(rows: Sequence[Row], name: Name) -> str:
    """Return what rows are about as a list that says ``under`` or the like once."""
    names = list(dict.fromkeys(map(name, rows)))
    first = f"{names[0].partition(' ')[0]} "
    if len(names) > MOST_NAMED:
        return "for the others"
    if len(names) > 1 and all(each.startswith(first) for each in names):
        return first + joined([each.removeprefix(first) for each in names])
    return joined(names)


def under(row: Row) -> str:
    """Return where a difference is, for structures."""
    return f"under {plain(str(row.get('structure', row.get('scenario'))))}"


def unseen(rows: Sequence[Row], name: Name) -> str:
    """Say of differences that are not shown how small they could have been, and how many runs would do.

    Parameters
    ----------
    rows : sequence of mapping
        Differences of one measure that are not shown, though there are runs enough for intervals.
    name : callable
        Names what a row is about.

    Returns
    -------
    str
        Without its end.
    """
    widths = sorted(float(row["half_width"]) for row in rows)
    unit = rows[0]["unit"]
    ends = list(dict.fromkeys(quantity(width, unit, width) for width in (widths[0], widths[-1])))
    if widths[-1] == 0.0:
        return f"equal in every run {places(rows, name)}"
    limit = f"the smallest that could have been seen is {counted_in(' to '.join(ends), rows[0])}"
    return f"no difference could be seen {places(rows, name)}; {limit}{_would_do(rows, name)}"


def _would_do(rows: Sequence[Row], name: Name) -> str:
    """Say how many runs would show the largest of the differences not shown, if it is one."""
    largest = max(rows, key=lambda row: abs(row["difference"]))
    wanted = float(largest["n_pairs"]) + float(largest["replications_needed"])
    if largest["difference"] == 0.0 or not math.isfinite(wanted):
        return ""
    size = quantity(abs(largest["difference"]), largest["unit"], largest["half_width"])
    if float(size.replace(",", "")) == 0.0 or wanted > MOST_RUNS:
        return ", and what was seen is next to nothing"
    where = f" {name(largest)}" if len(set(map(name, rows))) > 1 else ""
    runs = rounded(wanted)
    return f" (if the {counted_in(size, largest)} seen{where} are real, about {runs} runs would show it)"


def rounded(runs: float) -> str:
    """Return a number of runs to two digits, upwards: it is an estimate."""
    step = 10 ** max(0, math.floor(math.log10(runs)) - 1) if runs >= 1.0 else 1
    return f"{math.ceil(runs / step - 1e-9) * step:,}"


def not_shown(rows: Iterable[Row], name: Name) -> list[str]:
    """Return what is to be said of the rows that show nothing, each reason in a sentence without its end."""
    silent = silences(rows)
    parts = [unseen(silent[NOT_SHOWN], name)] if NOT_SHOWN in silent else []
    if TOO_FEW in silent:
        who = places(silent[TOO_FEW], name)
        parts.append(f"too few runs to say {who}: replications={ENOUGH_AT_FIRST} would give an interval")
    if NO_VALUE in silent:
        parts.append(f"no value in any pair of runs {places(silent[NO_VALUE], name)}")
    return parts


def measured(rows: Sequence[Row], name: Name, than: str) -> str:
    """Say what the differences of one measure show, those that matter most first.

    Parameters
    ----------
    rows : sequence of mapping
        Differences of one measure, all against the same.
    name : callable
        Names what a row is about, such as ``under hub and spoke``.
    than : str
        What they are differences to, such as ``under centre of excellence``.
    """
    clear = sorted((row for row in rows if shown(row)), key=lambda row: -abs(row["difference"]))
    label = measure_label(rows[0]["measure"])
    if not clear:
        several = len(set(map(name, rows))) > MOST_NAMED
        silent = not_shown(rows, (lambda _: "for any of them") if several else name)
        return f"{label}, against {than.partition(' ')[2]}: {'; '.join(silent)}."
    parts = [f"{sized(row)} {name(row)}" for row in clear]
    return "; ".join([f"{label} is {joined(parts)} than {than}", *not_shown(rows, name)]) + "."
