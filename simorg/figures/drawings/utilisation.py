"""How busy each role is, and which one is the bottleneck: a row a role, a point a structure.

Goes in: the summary table of an experiment (measures ``utilisation_<role>``). Comes out: Axes.
"""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from simorg.figures.dots import Place, dodge, point
from simorg.figures.sheet import INTERVALS, Sheet, percent, rows_height
from simorg.figures.stacked import name_rows
from simorg.figures.tables import MissingDataError, matching, scenarios, wide
from simorg.figures.words import count_of, label_of, looks

ABOUT = "utilisation by role, the busiest role of each structure marked"
TABLES = {"summary": ("scenario", "measure", "mean", "low", "high", "n")}

ONE_TEAM = "utilisation_max_role_in_team"


def draw(summary: pd.DataFrame, ax: Axes | None = None, *, width_mm: float = 183.0) -> Axes:
    """Draw utilisations with intervals.

    Parameters
    ----------
    summary : DataFrame
        Summary with columns scenario, measure, mean, low, high and n.
    ax : Axes, optional
        Where to draw; a page of its own when left out.
    width_mm : float
        Width of that page.

    Returns
    -------
    Axes
        The busiest role at the top; full markers are bottlenecks.

    Raises
    ------
    MissingDataError
        If the table has no utilisations.
    """
    found = matching(summary, r"utilisation_(?!max)(\w+)")
    names, left_out = scenarios(summary)
    mean = wide(summary, [*found, ONE_TEAM]).loc[names]
    low, high = (wide(summary, [*found, ONE_TEAM], end).loc[names] for end in ("low", "high"))
    if mean[list(found)].isna().all(axis=None):
        raise MissingDataError("needs values of the utilisation of roles in summary.csv")
    roles = mean[list(found)].max().sort_values(ascending=False, kind="stable").index.to_list()
    rows = [*roles, *([ONE_TEAM] if mean[ONE_TEAM].notna().any() else [])]
    sheet = Sheet(ax, width_mm, rows_height(len(rows), max(4.5, 1.9 * len(names)), 28.0))
    ax = sheet.ax
    look = looks(names)
    for n, name in enumerate(names):
        busiest = mean.loc[name, roles].idxmax()
        for row, measure in enumerate(rows):
            place = Place(*(float(table.loc[name, measure]) for table in (mean, low, high)))
            point(ax, place, row + dodge(n, len(names)), look[name], measure in (busiest, ONE_TEAM))
    name_rows(ax, [label_of(found[m]) if m in found else "Busiest role in a team" for m in rows])
    for row in range(1, len(rows)):
        ax.axhline(row - 0.5, color="0.85" if rows[row] != ONE_TEAM else "0.4", linewidth=0.5, zorder=0)
    ax.set_xlim(0.0, 1.0)
    percent(ax, "x")
    ax.set_xlabel("Utilisation: time at work over time present")
    sheet.legend([
        Line2D([], [], linestyle="none", marker=style.marker, color=style.colour, label=label_of(name))
        for name, style in look.items()
    ])  # fmt: skip
    sheet.note(
        f"means of {count_of(summary.loc[summary['measure'].isin(rows), 'n'])}; bars are {INTERVALS}; "
        "full markers: the bottleneck, the busiest role of a structure",
        "last row: the busiest group of one role within one team" if ONE_TEAM in rows else "",
        left_out,
    )
    return ax
