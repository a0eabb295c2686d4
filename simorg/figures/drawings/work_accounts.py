"""What people's paid time goes into: one stacked bar a structure; the accounts add up to all of it.

Goes in: the summary table of an experiment (measures ``work_<account>_share``). Comes out: Axes.
"""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from simorg.figures.palettes import PURPLE, SKY, VERMILLION
from simorg.figures.sheet import Sheet, percent, rows_height
from simorg.figures.stacked import Part, bars, parts_of
from simorg.figures.tables import MissingDataError, matching, scenarios, wide
from simorg.figures.words import count_of

ABOUT = "what paid time goes into: work, rework, coordination, response, idle, absent"
TABLES = {"summary": ("scenario", "measure", "mean", "n")}

ACCOUNTS = {
    "direct": Part("Work that advances items", "#0B3C5D", "white"),
    "rework": Part("Rework", VERMILLION),
    "coordination": Part("Coordination", "#F0C808"),
    "response": Part("Response to incidents", PURPLE),
    "other": Part("Other duties", SKY),
    "idle": Part("Free", "#F2F2F2"),
    "absent": Part("Absent", "#BDBDBD"),
}
"""Accounts that have a look of their own, in order."""


def draw(summary: pd.DataFrame, ax: Axes | None = None, *, width_mm: float = 183.0) -> Axes:
    """Draw the share of paid time in each account, by scenario.

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
        First scenario at the top.

    Raises
    ------
    MissingDataError
        If the table has no accounts of work.
    """
    found = matching(summary, r"work_(\w+)_share")
    names, left_out = scenarios(summary)
    shares = wide(summary, list(found)).loc[names]
    if shares.isna().all(axis=None):
        raise MissingDataError("needs values of the accounts of work in summary.csv")
    shares = shares.loc[:, shares.max() > 0.0]
    found = {measure: part for measure, part in found.items() if measure in shares}
    sheet = Sheet(ax, width_mm, rows_height(len(names), 6.5, 26.0 if width_mm > 120.0 else 34.0))
    ax = sheet.ax
    letter = 4.2 / (0.7 * sheet.width_points)
    drawn = bars(ax, shares, parts_of(found, ACCOUNTS), lambda value: f"{100.0 * value:.0f}", letter)
    ax.set_xlim(0.0, 1.0)
    percent(ax, "x")
    ax.set_xlabel("Share of paid time")
    sheet.legend(drawn)
    rows = summary[summary["measure"].isin(list(found))]
    sheet.note(f"means of {count_of(rows['n'])}; numbers are per cent", left_out)
    return ax
