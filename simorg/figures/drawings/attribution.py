"""Why A differs from B: a waterfall of Shapley shares from the one mean to the other, by wiring axis.

Goes in: the table of an attribution experiment. Comes out: Axes, one panel a measure.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes

from simorg.config.labels import sentence
from simorg.config.vocabulary import WIRING
from simorg.figures.sheet import INK, INTERVALS, NARROW_MM, Sheet, few_ticks, rows_height
from simorg.figures.stacked import name_rows
from simorg.figures.style import sized
from simorg.figures.tables import MissingDataError, chosen, for_print, unit_of
from simorg.figures.words import count_of, label_of, looks, measure_label

ABOUT = "why one structure differs from another: a waterfall of Shapley shares, by wiring axis"
TABLES = {
    "attribution": (
        "measure", "unit", "axis", "share", "low", "high", "n", "structure_from", "structure_to",
    )
}  # fmt: skip
FROM, TO, TOTAL = "from", "to", "total"
"""Rows that are no axis: the two means, and their difference."""

ADDS, TAKES = "#6E6E6E", "#BDBDBD"
"""No colour of a structure: the two ends of the way wear those."""

MOST_MEASURES = 4


def draw(
    attribution: pd.DataFrame,
    ax: Axes | None = None,
    *,
    width_mm: float = 183.0,
    measures: Sequence[str] | None = None,
    pair: tuple[str, str] | None = None,
) -> Axes:
    """Draw the way from one structure to another.

    Parameters
    ----------
    attribution : DataFrame
        Columns measure, unit, axis, share, low, high, n, structure_from, structure_to; the rows
        ``from`` and ``to`` have the two means as shares.
    ax : Axes, optional
        Where to draw; a page of its own when left out.
    width_mm : float
        Width of that page.
    measures : sequence of str, optional
        Panels; by default up to four, the headline ones first.
    pair : tuple of str, optional
        Structures to go from and to; the first of the table when left out.

    Returns
    -------
    Axes
        That frames the panels.

    Raises
    ------
    MissingDataError
        If a measure or the pair is not in the table.
    """
    pairs = _pairs(attribution)
    pair = pair or pairs[0]
    if pair not in pairs:
        raise MissingDataError(f"no rows from {pair[0]} to {pair[1]}")
    mine = attribution[(attribution["structure_from"] == pair[0]) & (attribution["structure_to"] == pair[1])]
    mine = for_print(mine, ["share", "low", "high"], "%")
    shown, left_out = chosen(mine, measures, MOST_MEASURES)
    axes_there = [str(name) for name in mine["axis"].unique() if name not in (FROM, TO, TOTAL)]
    columns = 1 if width_mm <= NARROW_MM else min(2, len(shown))
    rows = -(-len(shown) // columns)
    height = min(rows_height(rows * (len(axes_there) + 2), 5.0, 10.0 + 12.0 * rows), 235.0)
    sheet = Sheet(ax, width_mm, height)
    for panel, measure in zip(sheet.panels(len(shown), columns), shown, strict=True):
        steps = mine[mine["measure"] == measure].drop_duplicates("axis").set_index("axis")
        unit = unit_of(mine, measure)
        _waterfall(panel, steps, axes_there, pair, unit)
        panel.set_xlabel(measure_label(measure, unit))
        few_ticks(panel, 5)
    sheet.note(
        f"shares over {count_of(mine['n'])} on the same random numbers; lines are {INTERVALS} of a "
        "share; dark adds, light takes away; the axes do not start at 0",
        left_out,
    )
    return sheet.ax


def variants(attribution: pd.DataFrame) -> dict[str, dict[str, tuple[str, str]]]:
    """Return one picture a pair of structures."""
    return {"_to_".join(pair): {"pair": pair} for pair in _pairs(attribution)}


def _pairs(table: pd.DataFrame) -> list[tuple[str, str]]:
    rows = table[["structure_from", "structure_to"]].drop_duplicates().to_numpy()
    return [(str(a), str(b)) for a, b in rows]


def _waterfall(ax: Axes, steps: pd.DataFrame, names: list[str], pair: tuple[str, str], unit: str) -> None:
    share = {str(axis): float(value) for axis, value in steps["share"].items()}
    here = share[FROM]
    look = looks(pair)
    last = len(names) + 1
    for row, where, structure in ((0, share[FROM], pair[0]), (last, share[TO], pair[1])):
        style = look[structure]
        low, high = (float(steps[end][FROM if row == 0 else TO]) for end in ("low", "high"))
        ax.plot([low, high], [row, row], color=style.colour, linewidth=1.0, zorder=3)
        ax.plot([where], [row], marker=style.marker, color=style.colour, markersize=6, zorder=4)
        number = f"{where:.3g} %" if unit == "%" else f"{where:.4g}"
        ax.annotate(
            number, (max(where, high) if high == high else where, row), (6, 0), fontsize=sized(6.0),
            textcoords="offset points", va="center",
        )  # fmt: skip
    for row, name in enumerate(names, start=1):
        value = share.get(name, float("nan"))
        ax.plot([here, here], [row - 1, row + 0.35], color="0.6", linewidth=0.6, zorder=1)
        if value == value:
            _step(ax, row, here, steps.loc[[name]].iloc[0])
            here += value
    ax.plot([here, here], [last - 1, last], color="0.6", linewidth=0.6, zorder=1)
    name_rows(
        ax, [label_of(pair[0]), *(sentence(WIRING.get(name, name)) for name in names), label_of(pair[1])]
    )
    ax.use_sticky_edges = False
    ax.margins(x=0.2)


def _number(value: float, beside: float) -> str:
    """Write a share; one that is nothing beside the means is 0, whatever rounding has left of it."""
    return f"{value:+.3g}" if abs(value) > 1e-9 * abs(beside) else "0"


def _step(ax: Axes, row: int, here: float, step: pd.Series) -> None:
    """Draw one share where the way has come to, its interval, and its number on the far side of both."""
    value, low, high = float(step["share"]), float(step["low"]), float(step["high"])
    ax.barh([row], [value], left=here, height=0.62, color=ADDS if value > 0.0 else TAKES, linewidth=0.0)
    ends = [here, here + value]
    if low == low and high == high:
        ax.plot([here + low, here + high], [row, row], color=INK, linewidth=0.9, zorder=3)
        ends += [here + low, here + high]
    right = value >= 0.0
    ax.annotate(
        _number(value, here), (max(ends) if right else min(ends), row), (3 if right else -3, 0),
        textcoords="offset points", va="center", ha="left" if right else "right", fontsize=sized(6.0),
        color=INK,
    )  # fmt: skip
