"""The path of a run over time in small multiples: a column a structure, a row a quantity.

Goes in: the timelines table of an experiment (averages over replications). Comes out: Axes. In every panel
the other structures are drawn in grey, so that each path is seen beside all others, on one scale a row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from simorg.figures.sheet import Sheet, few_ticks
from simorg.figures.tables import MissingDataError, scenarios
from simorg.figures.timelines import DAYS_PER_YEAR, across_years, warm_up
from simorg.figures.words import Look, count_of, label_of, looks

ABOUT = "the path of a run over time: work in progress, deliveries and breaches, a column a structure"
TABLES = {
    "timelines": (
        "scenario", "day", "n", "wip", "wip_queue", "delivered_total", "known_breach_share",
        "silent_breach_share",
    ),
}  # fmt: skip
FACTS = ("warm_up_days",)
DAYS_PER_QUARTER = DAYS_PER_YEAR / 4.0
OTHERS = "0.8"


def _delivered(mine: pd.DataFrame) -> pd.Series[float]:
    """Return deliveries a quarter in each bin, from their running total."""
    days = mine["day"].diff().fillna(mine["day"])
    return mine["delivered_total"].diff().fillna(mine["delivered_total"]) / days * DAYS_PER_QUARTER


def _breach(mine: pd.DataFrame) -> pd.Series[float]:
    return 100.0 * (mine["known_breach_share"] + mine["silent_breach_share"])


QUANTITIES: dict[str, Callable[[pd.DataFrame], pd.Series[float]]] = {
    "Initiatives\nin progress": lambda mine: mine["wip"],
    "Initiatives\nin a queue": lambda mine: mine["wip_queue"],
    "Delivered\nper quarter": _delivered,
    "Live models\nin breach (%)": _breach,
}
"""What a row of panels shows, and how it comes from the timelines of one scenario."""


def draw(
    timelines: pd.DataFrame,
    ax: Axes | None = None,
    *,
    width_mm: float = 183.0,
    warm_up_days: float = 0.0,
) -> Axes:
    """Draw the paths, a column a scenario and a row a quantity.

    Parameters
    ----------
    timelines : DataFrame
        Timelines with columns scenario, day (end of the bin), n and those of the quantities.
    ax : Axes, optional
        Where to draw; a page of its own when left out.
    width_mm : float
        Width of that page.
    warm_up_days : float
        Paled, since measures do not count it.

    Returns
    -------
    Axes
        That frames the panels, row by row.
    """
    names, left_out = scenarios(timelines)
    if not names:
        raise MissingDataError("needs a scenario in timelines.csv")
    count, look = len(names), looks(names)
    sheet = Sheet(ax, width_mm, 22.0 + 27.0 * len(QUANTITIES))
    axes = sheet.panels(count * len(QUANTITIES), count, sharex=True, sharey="row")
    by_name = {name: timelines[timelines["scenario"] == name] for name in names}
    for row, (label, quantity) in enumerate(QUANTITIES.items()):
        panels = axes[row * count : (row + 1) * count]
        _row(panels, {name: (mine["day"], quantity(mine)) for name, mine in by_name.items()}, look)
        panels[0].set_ylabel(label)
        panels[0].set_ylim(bottom=0.0)
    for name, panel in zip(names, axes, strict=False):
        panel.set_title(sheet.wrap(label_of(name), 0.9 / count), loc="left", fontsize="medium")
    for panel in axes:
        across_years(panel, timelines)
        few_ticks(panel, 4, "y")
        warm_up(panel, warm_up_days)
    if count > 1:
        sheet.legend([Line2D([], [], color=OTHERS, label="the other structures")])
    sheet.note(f"means of {count_of(timelines['n'])}, averages over bins of time", left_out)
    return sheet.ax


def _row(
    panels: Sequence[Axes], paths: dict[str, tuple[pd.Series[float], pd.Series[float]]], look: dict[str, Look]
) -> None:
    """Draw one quantity: each path on its own panel, with the others behind it."""
    for panel, name in zip(panels, paths, strict=True):
        for other, (days, values) in paths.items():
            if other != name:
                panel.plot(days, values, color=OTHERS, linewidth=0.7, zorder=1.5)
        days, values = paths[name]
        panel.plot(days, values, color=look[name].colour, linewidth=1.4, zorder=3)
