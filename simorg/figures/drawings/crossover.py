"""Where one structure beats another: differences over two conditions, and the border between them.

Goes in: the table of a crossover experiment and that of its border. Comes out: Axes, one panel a pair of
structures. A cell wears the colour of the structure that does better there, the stronger the larger the
difference; a pale cell with a dot has an interval that holds zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, TwoSlopeNorm
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from simorg.config.labels import inside
from simorg.figures.lettering import wrapped
from simorg.figures.scales import scale_of
from simorg.figures.sheet import INK, INTERVALS, NARROW_MM, Sheet
from simorg.figures.style import sized
from simorg.figures.tables import chosen, for_print, unit_of
from simorg.figures.words import count_of, key_label, label_of, looks, measure_label

ABOUT = "where each structure wins: a map over two conditions, with the border and its uncertainty"
TABLES = {
    "crossover": (
        "x_key", "x", "y_key", "y", "measure", "unit", "better", "structure", "baseline", "difference",
        "low", "high", "n_pairs", "decision",
    ),
    "boundary": (),
}  # fmt: skip

OPTIONAL = ("boundary",)
DECIDED = ("lower", "higher")
PALE = 0.22
"""Opacity of a cell without a difference shown."""


def draw(
    crossover: pd.DataFrame,
    boundary: pd.DataFrame | None = None,
    ax: Axes | None = None,
    *,
    width_mm: float = 183.0,
    measure: str | None = None,
    labels: Mapping[str, str] | None = None,
) -> Axes:
    """Draw the differences of one measure over two conditions.

    Parameters
    ----------
    crossover : DataFrame
        Columns x_key, x, y_key, y, measure, unit, better, structure, baseline, difference, low, high,
        n_pairs, decision.
    boundary : DataFrame, optional
        Columns x, measure, structure, baseline, y, low, high: where the difference is zero.
    ax : Axes, optional
        Where to draw; a page of its own when left out.
    width_mm : float
        Width of that page.
    measure : str, optional
        Which; the first headline one when left out.
    labels : mapping of str to str, optional
        Key -> what to write on the axis.

    Returns
    -------
    Axes
        That frames the panels.

    Raises
    ------
    MissingDataError
        If the measure is not in the table.
    """
    name = chosen(crossover, [measure] if measure else None, 1)[0][0]
    mine = for_print(crossover[crossover["measure"] == name], ["difference", "low", "high"])
    pairs = [(str(a), str(b)) for a, b in mine[["structure", "baseline"]].drop_duplicates().to_numpy()]
    columns = 1 if width_mm <= NARROW_MM else min(len(pairs), 2)
    rows = -(-len(pairs) // columns)
    each = 52.0 if columns == 1 and width_mm <= NARROW_MM else 62.0
    sheet = Sheet(ax, width_mm if len(pairs) > 1 else min(width_mm, 120.0), min(20.0 + each * rows, 235.0))
    x_key, y_key = (str(mine[key].iloc[0]) for key in ("x_key", "y_key"))
    for n, (panel, pair) in enumerate(zip(sheet.panels(len(pairs), columns), pairs, strict=True)):
        cells = mine[(mine["structure"] == pair[0]) & (mine["baseline"] == pair[1])]
        _map(panel, cells, pair, measure_label("difference", unit_of(mine, name)))
        if boundary is not None and not boundary.empty:
            _border(panel, boundary, name, pair, cells)
        label = (labels or {}).get(y_key) or key_label(y_key)
        panel.set_ylabel(wrapped(label, 44))
        if n >= len(pairs) - columns:
            label = (labels or {}).get(x_key) or key_label(x_key)
            panel.set_xlabel(sheet.wrap(label, 0.8 / columns))
        title = f"{measure_label(name, '')}: {inside(label_of(pair[0]))} less {inside(label_of(pair[1]))}"
        panel.set_title(sheet.wrap(title, 0.9 / columns), loc="left", fontsize=sized(7.0))
    bordered = boundary is not None and _known(boundary, name)
    sheet.legend(_handles(pairs, mine, bordered))
    sheet.note(
        f"paired differences of {count_of(mine['n_pairs'], 'pairs of runs')} a cell",
        f"pale, with a dot: a {INTERVALS[:-1]} that holds zero",
        f"the band of the border is its {INTERVALS[:-1]}" if bordered else "",
    )
    return sheet.ax


def variants(crossover: pd.DataFrame, *_: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Return one picture a measure."""
    names = [str(name) for name in crossover["measure"].unique()]
    return {name: {"measure": name} for name in names}


def _map(ax: Axes, cells: pd.DataFrame, pair: tuple[str, str], label: str) -> None:
    x, y = scale_of(cells["x"]), scale_of(cells["y"])
    at = cells.assign(i=np.searchsorted(x.values, x.places(cells["x"])),
                      j=np.searchsorted(y.values, y.places(cells["y"])))  # fmt: skip
    grid = np.full((len(y.values), len(x.values)), np.nan)
    grid[at["j"], at["i"]] = at["difference"]
    largest = float(np.nanmax(np.abs(grid))) if np.isfinite(grid).any() else 1.0
    norm = TwoSlopeNorm(0.0, -max(largest, 1e-12), max(largest, 1e-12))
    lower_is_better = str(cells["better"].iloc[0]) != "higher"
    decided = np.zeros(grid.shape, dtype=bool)
    decided[at["j"], at["i"]] = at["decision"].isin(DECIDED)
    style: dict[str, Any] = {"cmap": _colours(pair, lower_is_better), "norm": norm}
    mesh = ax.pcolormesh(x.edges(), y.edges(), np.where(decided, grid, np.nan), **style)
    ax.pcolormesh(x.edges(), y.edges(), np.where(decided, np.nan, grid), alpha=PALE, linewidth=0.0, **style)
    undecided = cells[~cells["decision"].isin(DECIDED)]
    ax.plot(
        x.places(undecided["x"]), y.places(undecided["y"]), linestyle="none", marker=".", markersize=2.5,
        color=INK,
    )  # fmt: skip
    x.show(ax, "x")
    y.show(ax, "y")
    ax.set(xlim=x.edges()[[0, -1]], ylim=y.edges()[[0, -1]])
    bar = ax.figure.colorbar(mesh, ax=ax, pad=0.02, aspect=28)
    bar.set_label(label, fontsize=sized(6.5))
    bar.outline.set_linewidth(0.4)


def _colours(pair: tuple[str, str], lower_is_better: bool) -> LinearSegmentedColormap:
    """Return colours from where the first structure is lower to where it is higher."""
    look = looks(pair)
    ends = [look[pair[0]].colour, "#F7F7F7", look[pair[1]].colour]
    return LinearSegmentedColormap.from_list("pair", ends if lower_is_better else ends[::-1])


def _border(
    ax: Axes, boundary: pd.DataFrame, measure: str, pair: tuple[str, str], cells: pd.DataFrame
) -> None:
    mine = boundary[
        (boundary["measure"] == measure)
        & (boundary["structure"] == pair[0])
        & (boundary["baseline"] == pair[1])
    ]
    x = scale_of(cells["x"])
    at = x.places(mine["x"])
    order = np.argsort(at, kind="stable")
    y, low, high = (mine[name].to_numpy(float)[order] for name in ("y", "low", "high"))
    bottom, top = ax.get_ylim()
    known = ~np.isnan(y)
    # an end of the interval that is not known lies beyond the map
    low, high = np.where(np.isnan(low), bottom, low), np.where(np.isnan(high), top, high)
    ax.fill_between(at[order], low, high, where=known, color="0.2", alpha=0.18, linewidth=0.0)
    ax.plot(at[order], y, color="white", linewidth=2.6)
    ax.plot(at[order], y, color=INK, linewidth=1.3, marker="o", markersize=2.2)


def _known(boundary: pd.DataFrame, measure: str) -> bool:
    """Tell whether there is a border of a measure anywhere on the map."""
    return not boundary.empty and bool(boundary.loc[boundary["measure"] == measure, "y"].notna().any())


def _handles(pairs: list[tuple[str, str]], mine: pd.DataFrame, bordered: bool) -> list[Patch | Line2D]:
    better = "Better" if str(mine["better"].iloc[0]) in DECIDED else "Lower"
    look = looks(dict.fromkeys(name for pair in pairs for name in pair))
    handles: list[Patch | Line2D] = [
        Patch(facecolor=style.colour, label=f"{better} under {inside(label_of(name))}")
        for name, style in look.items()
    ]
    if not mine["decision"].isin(DECIDED).all():
        handles.append(
            Line2D([], [], linestyle="none", marker=".", markersize=3, color=INK, label="no difference shown")
        )
    if bordered:
        handles.append(Line2D([], [], color=INK, marker="o", markersize=2.2, label="border"))
    return handles
