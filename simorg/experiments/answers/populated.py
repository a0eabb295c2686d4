"""How often each structure is better than another, over many organisations, in words.

Goes in: counts of organisations, one row a measure and pair of structures. Come out: sentences. Structures
of which the same is to be said are told together, with shares and typical sizes as a range.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from simorg.config.labels import joined
from simorg.experiments.answers.seen import BETTER, WORSE, comparative, counted_in, rounded
from simorg.experiments.answers.summary import CONFIDENCE, HIGHER, LOWER
from simorg.experiments.answers.words import measure_label, plain, quantity

OFTEN_BETTER, OFTEN_WORSE, NEITHER = "more often better", "more often worse", "neither more often"
TURNED = {OFTEN_BETTER: OFTEN_WORSE, OFTEN_WORSE: OFTEN_BETTER}
"""What is said the other way round."""
MOST_RUNS = 10_000
"""Runs in each organisation beyond which it is not said how many would do."""

Row = Mapping[Any, Any]


def fewest(pairs: int) -> int:
    """Return how many organisations must decide, all alike, so that it is no chance in any of so many pairs.

    Parameters
    ----------
    pairs : int
        Pairs and measures that are judged together (Holm).
    """
    return math.ceil(math.log2(2.0 * max(pairs, 1) / (1.0 - CONFIDENCE)))


def measured(rows: Sequence[Row]) -> str:
    """Return how often which structures are better in a measure, and what could be seen.

    Parameters
    ----------
    rows : sequence of mapping
        Pairs in one measure with one baseline: ``verdict``, ``better``, ``worse``, ``n``, ``direction``,
        ``unit``, ``seen``, and ``median`` where it is known.
    """
    first = rows[0]
    parts = [_often(ours) for word in TURNED if (ours := _with(rows, word))]
    label, base = measure_label(first["measure"]), plain(str(first["baseline"]))
    quiet = _with(rows, NEITHER)
    if quiet:
        neither = "neither is shown" if parts else "neither better nor worse is shown to be the more frequent"
        parts.append(f"{neither} {_who(quiet)}")
    return f"{label}, against {base}: {'; '.join(parts)}. {smallest(rows)}"


def _with(rows: Sequence[Row], verdict: str) -> list[Row]:
    return [row for row in rows if row["verdict"] == verdict]


def _who(rows: Sequence[Row]) -> str:
    return f"under {joined([plain(str(row['structure'])) for row in rows])}"


def _often(rows: Sequence[Row]) -> str:
    """Say which way it goes more often under some structures, how often, and how far."""
    first = rows[0]
    good = first["verdict"] == OFTEN_BETTER
    way = first["direction"] if good else (LOWER if first["direction"] == HIGHER else HIGHER)
    one, other = (BETTER, WORSE) if good else (WORSE, BETTER)
    shares = f"in {_shares(rows, one)} of the organisations, the other way in {_shares(rows, other)}"
    return f"more often {comparative(first, way)} ({one}) {_who(rows)} ({shares}{_typical(rows, way)})"


def _shares(rows: Sequence[Row], word: str) -> str:
    ends = sorted(100.0 * row[word] / row["n"] for row in rows)
    return f"{' to '.join(dict.fromkeys(f'{end:.0f}' for end in (ends[0], ends[-1])))} %"


def _typical(rows: Sequence[Row], way: str) -> str:
    """Return the medians of the differences as a range; nothing where one points the other way."""
    sizes = sorted(row.get("median", math.nan) * (-1.0 if way == LOWER else 1.0) for row in rows)
    if not all(size > 0.0 for size in sizes):
        return ""
    ends = dict.fromkeys(quantity(size, rows[0]["unit"], size) for size in (sizes[0], sizes[-1]))
    return f", typically by {counted_in(' to '.join(ends), rows[0])}"


def smallest(rows: Sequence[Row]) -> str:
    """Say how large a difference had to be to be seen in half of the organisations, and what would show less.

    Parameters
    ----------
    rows : sequence of mapping
        Pairs, with ``seen`` and ``unit``.
    """
    seen = sorted(row["seen"] for row in rows if row["seen"] is not None and row["seen"] == row["seen"])
    if not seen:
        return "No organisation has an interval."
    unit = rows[0]["unit"]
    ends = list(dict.fromkeys(quantity(value, unit, value) for value in (seen[0], seen[-1])))
    limit = f"In half of them a difference had to exceed {counted_in(' to '.join(ends), rows[0])} to be seen"
    return f"{limit}{_would_do(_with(rows, NEITHER))}."


def _would_do(rows: Sequence[Row]) -> str:
    """Say how many runs in each organisation would show the largest typical difference that is not shown."""
    known = [row for row in rows if abs(row.get("median", math.nan)) > 0.0 and row["seen"] > 0.0]
    if not known:
        return ""
    most = max(known, key=lambda row: abs(row["median"]) / row["seen"])
    size, runs = abs(most["median"]), most.get("runs", math.nan) * (most["seen"] / most["median"]) ** 2
    if not most.get("runs", math.nan) < runs <= MOST_RUNS:
        return ""
    told = counted_in(quantity(size, most["unit"], size), most)
    return f" (the {told} typical {_who([most])} would take about {rounded(runs)} runs in each)"
