"""How long nothing is delivered: a row a structure, the longest dry spell with its interval.

Goes in: the summary table of an experiment. Comes out: Axes.
"""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from simorg.figures.dots import Place, point
from simorg.figures.sheet import INTERVALS, Sheet, rows_height
from simorg.figures.stacked import name_rows
from simorg.figures.tables import MissingDataError, scenarios, wide
from simorg.figures.words import count_of, label_of, looks

ABOUT = "longest time without a delivery, a row a structure"
TABLES = {"summary": ("scenario", "measure", "mean", "low", "high", "n")}
MEASURE = "dry_spell_longest_days"


def draw(summary: pd.DataFrame, ax: Axes | None = None, *, width_mm: float = 89.0) -> Axes:
    """Draw the mean longest dry spell of every scenario."""
    mine = summary[summary["measure"] == MEASURE]
    if not mine["mean"].notna().any():
        raise MissingDataError(f"needs values of {MEASURE} in summary.csv")
    names, left_out = scenarios(summary)
    ends = [wide(summary, [MEASURE], end).loc[names, MEASURE] for end in ("mean", "low", "high")]
    sheet = Sheet(ax, width_mm, rows_height(len(names)))
    look = looks(names)
    for row, name in enumerate(names):
        point(sheet.ax, Place(*(float(end[name]) for end in ends)), row, look[name], True)
    name_rows(sheet.ax, [label_of(name) for name in names])
    sheet.ax.set_xlim(left=0.0)
    sheet.ax.set_xlabel("Longest time without a delivery, days")
    sheet.note(f"means of {count_of(mine['n'])}; bars are {INTERVALS}", left_out)
    return sheet.ax
