"""The designs that no other beats: two objectives against each other, the Pareto front marked.

Goes in: the table of a search of designs. Comes out: Axes, one panel a pair of objectives.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from simorg.figures.sheet import INK, INTERVALS, NARROW_MM, Sheet, few_ticks, percent
from simorg.figures.style import sized
from simorg.figures.tables import MissingDataError
from simorg.figures.words import Look, label_of, looks, measure_label

ABOUT = "designs found by a search: objectives against each other, the Pareto front marked"
TABLES = {"pareto": ("scenario", "front"), "designs": ("scenario",)}
OPTIONAL = ("designs",)
AS_IS = ("as_is", "as_is-again")
"""Names of the organisation as it is, which a search runs too."""

MOST_PAIRS = 6
RING: dict[str, Any] = {
    "linestyle": "none", "marker": "o", "markersize": 9.0, "color": INK, "markerfacecolor": "none",
    "markeredgewidth": 1.0,
}  # fmt: skip
STRUCTURE = ("structure", "structure.name")


def draw(
    pareto: pd.DataFrame,
    designs: pd.DataFrame | None = None,
    ax: Axes | None = None,
    *,
    width_mm: float = 183.0,
    objectives: Sequence[str] | None = None,
    units: Mapping[str, str] | None = None,
) -> Axes:
    """Draw every pair of objectives.

    Parameters
    ----------
    pareto : DataFrame
        Columns scenario, levers, front, and for each objective NAME, NAME_low and NAME_high.
    designs : DataFrame, optional
        Column scenario: every design that the search asked for.
    ax : Axes, optional
        Where to draw; a page of its own when left out.
    width_mm : float
        Width of that page.
    objectives : sequence of str, optional
        Which; all of the table when left out.
    units : mapping of str to str, optional
        Objective -> unit; that of the measure when left out.

    Returns
    -------
    Axes
        That frames the panels.

    Raises
    ------
    MissingDataError
        If the table has fewer than two objectives.
    """
    names = list(objectives or _objectives(pareto))
    lacking = [name for name in names if name not in pareto]
    if len(names) < 2 or lacking:
        raise MissingDataError("needs two or more objectives NAME, NAME_low, NAME_high in pareto.csv")
    pairs = list(combinations(names, 2))[:MOST_PAIRS]
    columns = 1 if width_mm <= NARROW_MM or len(pairs) == 1 else 2 if len(pairs) in (2, 4) else 3
    page = width_mm if len(pairs) > 1 else min(width_mm, 120.0)
    each = 0.78 * page / columns
    sheet = Sheet(ax, page, min(22.0 + each * -(-len(pairs) // columns), 235.0))
    front = pareto["front"].astype(str).str.lower().isin(["true", "1"])
    present = pareto["scenario"].isin(AS_IS)
    groups = _groups(pareto)
    look = looks(groups.unique())
    unit = {name: _unit(name, units) for name in names}
    for panel, (x, y) in zip(sheet.panels(len(pairs), columns), pairs, strict=True):
        for name, style in look.items():
            _points(panel, pareto[groups == name], front[groups == name], x, y, style)
        _mark(panel, pareto[present], x, y)
        if len(names) == 2:
            line = pareto[front].sort_values(x)
            panel.plot(line[x], line[y], color="0.5", linewidth=0.8, zorder=1)
        panel.set_xlabel(sheet.wrap(measure_label(x, unit[x]), 1.0 / columns))
        panel.set_ylabel(sheet.wrap(measure_label(y, unit[y]), 1.0 / columns))
        few_ticks(panel, 5, "both")
        if unit[x] == "share":
            percent(panel, "x")
        if unit[y] == "share":
            percent(panel, "y")
    sheet.legend(_handles(look, bool(present.any())))
    sheet.note(
        _count(pareto, designs),
        f"{int(front.sum())} on the front: no other is better in every objective; crosses are {INTERVALS}; "
        "the axes do not start at 0",
    )
    return sheet.ax


def _count(pareto: pd.DataFrame, designs: pd.DataFrame | None) -> str:
    """Say how many designs are drawn, and of how many."""
    drawn = int((~pareto["scenario"].isin(AS_IS)).sum())
    if designs is None or designs.empty:
        return f"{drawn} designs"
    tried = int((~designs["scenario"].isin(AS_IS)).sum())
    return f"{drawn} of {tried} designs are drawn, those run again on fresh random numbers"


def _mark(ax: Axes, present: pd.DataFrame, x: str, y: str) -> None:
    """Put a ring around the organisation as it is, and name it."""
    for _, row in present.iterrows():
        ax.plot([row[x]], [row[y]], zorder=4, **RING)
        ax.annotate(
            "as it is", (row[x], row[y]), (0, 7), textcoords="offset points", ha="center", fontsize=sized(6.0)
        )


def _objectives(table: pd.DataFrame) -> list[str]:
    names = [str(name) for name in table.columns]
    return [name for name in names if f"{name}_low" in names and f"{name}_high" in names]


def _groups(table: pd.DataFrame) -> pd.Series:
    """Return the structure of each design, if the search chose among several."""
    column = next((name for name in STRUCTURE if name in table), None)
    return table[column].astype(str) if column else pd.Series("design", index=table.index)


def _points(ax: Axes, mine: pd.DataFrame, front: pd.Series, x: str, y: str, look: Look) -> None:
    """Draw designs: those on the front full and with crosses, the others small, hollow and pale."""
    beaten = mine[~front]
    ax.plot(
        beaten[x], beaten[y], linestyle="none", marker=look.marker, markersize=3.0, color=look.colour,
        markerfacecolor="none", markeredgewidth=0.6, alpha=0.5, zorder=2,
    )  # fmt: skip
    best = mine[front]
    if best.empty:
        return
    ends = [[(best[n] - best[f"{n}_low"]).clip(lower=0.0), (best[f"{n}_high"] - best[n]).clip(lower=0.0)]
            for n in (x, y)]  # fmt: skip
    ax.errorbar(
        best[x], best[y], xerr=ends[0], yerr=ends[1], fmt=look.marker, color=look.colour, markersize=5.0,
        elinewidth=0.8, markeredgecolor="white", markeredgewidth=0.5, zorder=3,
    )  # fmt: skip


def _unit(name: str, units: Mapping[str, str] | None) -> str:
    from simorg.measures import registry

    if units and name in units:
        return units[name]
    known = registry().get(name)
    return known.unit if known else ""


def _handles(look: Mapping[str, Look], ringed: bool) -> list[Line2D]:
    named = [] if list(look) == ["design"] else [
        Line2D([], [], linestyle="none", marker=style.marker, markersize=4.5, color=style.colour,
               label=label_of(name)) for name, style in look.items()
    ]  # fmt: skip
    return [
        *named,
        Line2D([], [], linestyle="none", marker="o", markersize=4.5, color=INK, label="On the front"),
        Line2D([], [], linestyle="none", marker="o", markersize=3.0, color=INK, markerfacecolor="none",
               alpha=0.5, label="Beaten"),
        *([Line2D([], [], label="The organisation as it is", **RING)] if ringed else []),
    ]  # fmt: skip
