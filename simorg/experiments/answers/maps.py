"""A map over conditions in words: which to take where, and where that turns.

Goes in: the differences of one measure between two structures in every cell, and of two conditions the line
on which both are equal. Comes out: a sentence with the conditions under which each is better.

A side of the map is told where the middle of the cells in question lies clearly off the middle of all others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from simorg.config.labels import inside, joined, key_label
from simorg.experiments.answers.effects import shown
from simorg.experiments.answers.seen import BETTER, WORSE, comparative, not_shown, sized, value_of
from simorg.experiments.answers.summary import LOWER
from simorg.experiments.answers.words import measure_label, measure_name, plain

CLEARLY = 0.2
"""Share of an axis by which the middle of some cells has to lie off that of the rest to be on a side."""
NUMBERS = ("distance", "factor", "probability")
"""Units that are not said behind a number in a sentence."""
NEARLY = 0.9
"""Share of the cells from which something holds nearly everywhere."""

Row = Mapping[Any, Any]


def map_sentence(cells: Sequence[Row], axes: Mapping[str, str], edges: pd.DataFrame | None = None) -> str:
    """Return which structure to take where, where that turns, and what it is worth at most.

    Parameters
    ----------
    cells : sequence of mapping
        Differences of one measure, each with its place on every axis, ``structure`` and ``baseline``.
    axes : mapping
        Column of the place -> key path of the condition.
    edges : DataFrame, optional
        The line on which both are equal, on axes ``x`` and ``y``: ``x``, ``y``, ``low``, ``high``.
    """
    first = cells[0]
    ours, theirs = (plain(str(first[name])) for name in ("structure", "baseline"))
    silent = not_shown(cells, lambda _: "elsewhere" if any(map(shown, cells)) else "anywhere")
    if not any(map(shown, cells)):
        return f"{measure_label(first['measure'])}, {ours} against {theirs}: {'; '.join(silent)}."
    turning = [] if edges is None or edges.empty else _turning(axes, edges)
    parts = [_sides(cells, axes, ours, theirs), *turning, _largest(cells, axes, ours), *silent]
    return f"{'; '.join(parts)}."


def _sides(cells: Sequence[Row], axes: Mapping[str, str], ours: str, theirs: str) -> str:
    """Return which to take where, or where a measure without a good side is lower and higher."""
    name = measure_name(cells[0]["measure"])
    if cells[0]["better"] == "none":
        words = {d: [row for row in cells if row["decision"] == d] for d in (LOWER, "higher")}
        told = [f"{comparative(r[0], d)} {_where(r, cells, axes)}" for d, r in words.items() if r]
        return f"{measure_label(cells[0]['measure'])} under {ours} is {joined(told)} than under {theirs}"
    better, worse = ([row for row in cells if value_of(row) == word] for word in (BETTER, WORSE))
    taken = [f"{who} {_where(rows, cells, axes)}" for who, rows in ((ours, better), (theirs, worse)) if rows]
    text = f"If {name} counts, take {', and '.join(taken)}"
    other = ours if not better else theirs
    return text if better and worse else f"{text}; nowhere is {other} shown to be better"


def _where(rows: Sequence[Row], cells: Sequence[Row], axes: Mapping[str, str]) -> str:
    """Return where cells lie: everywhere, on a side of the conditions, or in parts of the map."""
    if len(rows) == len(cells):
        return "everywhere"
    if len(rows) > NEARLY * len(cells):
        return "nearly everywhere"
    sides = [text for axis, key in axes.items() if (text := _side(rows, cells, axis, key))]
    if sides:
        return f"where {joined(sides)}"
    return "in most cases" if 2 * len(rows) > len(cells) else "in some cases"


def _side(rows: Sequence[Row], cells: Sequence[Row], axis: str, key: str) -> str:
    """Return whether cells lie rather low or high on an axis, by the middle of the rest of the map."""
    values = sorted({number for row in cells if (number := _number(row[axis])) is not None})
    if len(values) < len({row[axis] for row in cells}):
        return ""
    inner, outer = (
        float(np.mean([values.index(_number(row[axis]) or 0.0) for row in group]))
        for group in (rows, [row for row in cells if row not in rows])
    )
    if abs(inner - outer) < CLEARLY * (len(values) - 1):
        return ""
    return f"{condition(key)} is {'low' if inner < outer else 'high'}"


def _number(value: Any) -> float | None:
    """Return a value of a condition as a number, also a factor such as ``x1.5``; none for words."""
    if isinstance(value, bool):
        return None
    try:
        return float(str(value).removeprefix("x"))
    except ValueError:
        return None


def _turning(axes: Mapping[str, str], edges: pd.DataFrame) -> list[str]:
    """Return where both are equal, by the first condition, as far as that is known."""
    known = edges[np.isfinite(edges["low"].to_numpy(float)) | np.isfinite(edges["high"].to_numpy(float))]
    rows = [row for row in known.to_dict("records") if not np.isnan(row["y"])]
    told = [f"{_ends(row, axes['y'])} at {condition(axes['x'])} {row['x']}" for row in rows[::-1]]
    return [f"it turns where {condition(axes['y'])} is {joined(told)}"] if told else []


def _largest(cells: Sequence[Row], axes: Mapping[str, str], ours: str) -> str:
    row = max(filter(shown, cells), key=lambda each: abs(each["difference"]))
    return f"at most it is {sized(row)} under {ours}, at {place(row, axes)}"


def place(row: Row, axes: Mapping[str, str]) -> str:
    """Return where a cell is, in words."""
    return joined([f"{condition(key)} {row[axis]}" for axis, key in axes.items()])


def condition(key: str) -> str:
    """Return a condition without its unit, which stands behind its numbers."""
    label = key_label(key)
    return inside(label.rpartition(" (")[0] if label.endswith(")") else label)


def with_its_unit(value: float, key: str) -> str:
    """Return a value of a condition with its unit; shares in per cent."""
    unit = "" if (found := _unit(key)) in NUMBERS else found
    number = f"{value * (100.0 if unit == 'share' else 1.0):.3g}"
    return number + (" %" if unit == "share" else f" {unit}" if unit else "")


def _unit(key: str) -> str:
    label = key_label(key)
    return label.rpartition(" (")[2].removesuffix(")") if label.endswith(")") else ""


def _ends(row: Row, key: str) -> str:
    """Return a place on the vertical axis with its interval; shares in per cent."""
    unit = _unit(key)
    put = _placed(100.0 if unit == "share" else 1.0)
    mark = " %" if unit == "share" else f" {unit}" if unit else ""
    value = put(row["y"])
    inside_map = f"{value}{mark}" if np.isfinite(row["y"]) else value
    return f"{inside_map} [{put(row['low'])}, {put(row['high'])}]"


def _placed(scale: float) -> Callable[[float], str]:
    def put(y: float) -> str:
        if np.isinf(y):
            return "above the map" if y > 0.0 else "below the map"
        return f"{round(y * scale, 12):.2g}" if abs(y * scale) < 100.0 else f"{y * scale:.0f}"

    return put
