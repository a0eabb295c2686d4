"""Where the lead time goes: one stacked bar a structure, one colour a part, days on the axis.

Goes in: the summary table of an experiment (measures ``lead_<part>_days``). Comes out: Axes.
"""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from simorg.figures.palettes import BLUE, GREEN, PURPLE, SKY, VERMILLION
from simorg.figures.sheet import Sheet, rows_height
from simorg.figures.stacked import Part, bars, parts_of
from simorg.figures.tables import matching, scenarios, wide
from simorg.figures.words import count_of

ABOUT = "where the lead time goes: mean days in each state, one bar a structure"
TABLES = {"summary": ("scenario", "measure", "mean", "n")}

PARTS = {
    "work": Part("Work", "#0B3C5D", "white"),
    "rework": Part("Rework", VERMILLION),
    "queue": Part("Queue", SKY),
    "handoff": Part("Handoff", "#F0C808"),
    "decision": Part("Questions, approvals", PURPLE),
    "wait": Part("Data, compute, committee", "#BDBDBD"),
    "release": Part("Release dwell", GREEN),
    "label": Part("Labels", BLUE, "white"),
    "other": Part("Other", "#FFFFFF"),
}
"""Parts that have a look of their own, in order; neighbours differ in lightness as well as in hue."""


def draw(summary: pd.DataFrame, ax: Axes | None = None, *, width_mm: float = 183.0) -> Axes:
    """Draw the mean lead time of every scenario, by part.

    Parameters
    ----------
    summary : DataFrame
        Summary with columns scenario, measure, mean and n.
    ax : Axes, optional
        Where to draw; a page of its own when left out.
    width_mm : float
        Width of that page.

    Returns
    -------
    Axes
        First scenario at the top; the total stands at the end of each bar.

    Raises
    ------
    MissingDataError
        If the table has no parts of lead times.
    """
    found = matching(summary, r"lead_(?!time)(\w+)_days")
    names, left_out = scenarios(summary)
    days = wide(summary, list(found)).loc[names].fillna(0.0)
    totals = days.sum(axis=1)
    longest = float(totals.max()) or 1.0
    parts = {
        name: part
        for name, part in parts_of(found, PARTS).items()
        if found[name] != "other" or float(days[name].max()) >= 0.005 * longest
    }
    sheet = Sheet(ax, width_mm, rows_height(len(days), 6.5, 26.0 if width_mm > 120.0 else 32.0))
    ax = sheet.ax
    letter = 1.1 * longest * 4.2 / (0.7 * sheet.width_points)
    drawn = bars(ax, days, parts, lambda value: f"{value:.0f}", letter)
    for row, total in enumerate(totals):
        text = f" {total:.0f}" if total > 0.0 else " no delivery"
        ax.text(total, row, text, va="center", ha="left", fontweight="bold")
    ax.set_xlim(0.0, 1.1 * longest)
    ax.set_xlabel("Mean lead time, idea to full exposure, days")
    sheet.legend(drawn)
    rows = summary[summary["measure"].isin(list(found))]
    sheet.note(f"means of {count_of(rows['n'])}, over the initiatives that were delivered", left_out)
    return ax
