"""Response curves: how measures move with a lever, one line a structure, intervals as bands.

Goes in: the table of a sweep. Comes out: Axes, a row of panels a measure. With two levers the second
runs across the columns; further ones are held at the value nearest the middle of their range.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from simorg.config.labels import inside
from simorg.figures.scales import Scale, scale_of
from simorg.figures.sheet import INTERVALS, NARROW_MM, Sheet, few_ticks
from simorg.figures.style import sized
from simorg.figures.tables import MissingDataError, chosen, for_print, unit_of, varied
from simorg.figures.words import Look, count_of, key_label, label_of, looks, measure_label

ABOUT = "response curves of a sweep: measures against a lever, with bands, one line a structure"
KNOWN = (
    "scenario", "structure", "measure", "unit", "better", "mean", "low", "high", "half_width", "n",
    "n_missing", "replications",
)  # fmt: skip
TABLES = {"responses": ("structure", "measure", "unit", "mean", "low", "high", "n")}

MOST_COLUMNS, MOST_ACROSS, MOST_MEASURES = 3, 4, 4


def draw(
    responses: pd.DataFrame,
    ax: Axes | None = None,
    *,
    width_mm: float = 183.0,
    measures: Sequence[str] | None = None,
    x: str | None = None,
    across: str | None = None,
    labels: Mapping[str, str] | None = None,
) -> Axes:
    """Draw measures against a lever.

    Parameters
    ----------
    responses : DataFrame
        Columns of levers, and structure, measure, unit, mean, low, high, n.
    ax : Axes, optional
        Where to draw; a page of its own when left out.
    width_mm : float
        Width of that page.
    measures : sequence of str, optional
        Panels; by default the headline measures that are there.
    x, across : str, optional
        Levers along the axis and across the columns of panels; by default those with most values.
    labels : mapping of str to str, optional
        Key -> what to write on the axis.

    Returns
    -------
    Axes
        That frames the panels.

    Raises
    ------
    MissingDataError
        If no lever takes more than one value, or a measure is not there.
    """
    levers = _ordered(responses, x, across)
    mine, held = _held(responses, levers[2:])
    second = levers[1] if len(levers) > 1 else None
    mine = for_print(mine, ["mean", "low", "high"], "%")
    shown, left_out = chosen(mine, measures, MOST_MEASURES)
    values, others = _across(mine, second)
    drawn = mine["measure"].isin(shown) & (mine[second].isin(values) if second else True)
    mine = mine[drawn]
    columns = _columns(len(shown), len(values), second is not None, width_mm)
    count = len(shown) * (len(values) if second else 1)
    rows = -(-count // columns)
    sheet = Sheet(ax, width_mm, min(22.0 + (44.0 if columns > 1 else 48.0) * rows, 235.0))
    panels = sheet.panels(count, columns, sharey="row" if second else False)
    look = looks(mine["structure"].unique())
    scale = scale_of(mine[levers[0]])
    for n, panel in enumerate(panels):
        measure, value = shown[n // len(values)], values[n % len(values)]
        rows_here = mine[mine["measure"] == measure]
        if second is not None:
            rows_here = rows_here[rows_here[second] == value]
        for name, style in look.items():
            _line(panel, rows_here[rows_here["structure"] == name], levers[0], scale, style)
        label = sheet.wrap(measure_label(measure, unit_of(mine, measure)), 1.0 / columns)
        at = "" if second is None else sheet.wrap(f"{_label(second, labels)} = {value}", 1.0 / columns)
        _name(panel, n, columns, label, at)
        scale.show(panel, "x")
        if n >= count - columns:
            panel.set_xlabel(sheet.wrap(_label(levers[0], labels), 1.0 / columns))
    sheet.legend([
        Line2D([], [], color=style.colour, marker=style.marker, markersize=3.5, label=label_of(name))
        for name, style in look.items()
    ])  # fmt: skip
    sheet.note(
        f"means of {count_of(mine['n'])}; bands are {INTERVALS} of each mean; axes need not start at 0",
        held,
        others,
        left_out,
    )
    return sheet.ax


def _ordered(table: pd.DataFrame, x: str | None, across: str | None) -> list[str]:
    """Return the levers: along the axis, across the panels, then those to hold."""
    levers = varied(table, KNOWN)
    if not levers:
        raise MissingDataError("needs a lever with more than one value in responses.csv")
    levers.sort(key=lambda name: (not _numeric(table, name), -table[name].nunique()))
    wanted = [name for name in (x, across) if name is not None]
    lacking = [name for name in wanted if name not in levers]
    if lacking:
        raise MissingDataError(
            f"no lever {', '.join(lacking)} in responses.csv; there are {', '.join(levers)}"
        )
    if x is None and across is not None:
        wanted = [next(name for name in levers if name != across), across]
    return [*wanted, *(name for name in levers if name not in wanted)]


def _numeric(table: pd.DataFrame, name: str) -> bool:
    column = table[name]
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)


def _held(table: pd.DataFrame, levers: Sequence[str]) -> tuple[pd.DataFrame, str]:
    """Keep the rows with the middle value of each lever, and say so."""
    said = []
    for lever in levers:
        values = sorted(table[lever].dropna().unique())
        middle = values[(len(values) - 1) // 2]
        table = table[table[lever] == middle]
        said.append(f"{key_label(lever)} held at {middle}")
    return table, ", ".join(said)


def _across(table: pd.DataFrame, lever: str | None) -> tuple[list[Any], str]:
    """Return the values of the second lever that have panels, and what to say of the rest."""
    if lever is None:
        return [None], ""
    values = list(table[lever].drop_duplicates())
    if len(values) <= MOST_ACROSS:
        return values, ""
    kept = [values[round(n * (len(values) - 1) / (MOST_ACROSS - 1))] for n in range(MOST_ACROSS)]
    return kept, f"{MOST_ACROSS} of {len(values)} values of {inside(key_label(lever))}"


def _columns(measures: int, values: int, crossed: bool, width_mm: float) -> int:
    if crossed:
        return values
    most = 1 if width_mm < 60.0 else 2 if width_mm <= NARROW_MM else MOST_COLUMNS
    return min(measures, 2 if measures == 4 else most)


def _line(ax: Axes, mine: pd.DataFrame, lever: str, scale: Scale, look: Look) -> None:
    """Draw one structure: a line with a band, or single points where the lever is a name."""
    at = scale.places(mine[lever])
    order = np.argsort(at, kind="stable")
    x = at[order]
    mean, low, high = (mine[name].to_numpy(float)[order] for name in ("mean", "low", "high"))
    if scale.names is None:
        ax.fill_between(x, low, high, color=look.colour, alpha=0.18, linewidth=0.0)
        ax.plot(x, mean, color=look.colour, marker=look.marker, markersize=3.2, linewidth=1.0)
        return
    ax.errorbar(
        x, mean, yerr=[mean - low, high - mean], color=look.colour, fmt=look.marker, markersize=3.5,
        elinewidth=1.0,
    )  # fmt: skip


def _name(ax: Axes, n: int, columns: int, label: str, at: str) -> None:
    """Name a panel: by its measure, or in a grid by the second lever above and the measure on the left."""
    few_ticks(ax, 5, "y")
    if not at:
        ax.set_title(label, loc="left", fontsize=sized(7.0))
        return
    if n < columns:
        ax.set_title(at, loc="left", fontsize=sized(7.0))
    if n % columns == 0:
        ax.set_ylabel(label)


def _label(key: str, labels: Mapping[str, str] | None) -> str:
    return (labels or {}).get(key) or key_label(key)
