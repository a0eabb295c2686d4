"""Model health over time: share of live models in breach, known and silent, one panel a structure.

Goes in: the timelines table of an experiment (averages over replications). Comes out: Axes.
The axis ends a little above the worst moment: what lies above the areas is healthy.
"""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from simorg.figures.sheet import percent
from simorg.figures.tables import scenarios
from simorg.figures.timelines import across_years, grid_of, warm_up
from simorg.figures.words import count_of, label_of

ABOUT = "live models in breach over time, known and silent, one panel a structure"
TABLES = {"timelines": ("scenario", "day", "n", "healthy_share", "known_breach_share", "silent_breach_share")}
FACTS = ("warm_up_days",)

STATES = {
    "silent_breach_share": ("In breach, nobody knows", "#A63603"),
    "known_breach_share": ("In breach, known", "#FDAE6B"),
    "healthy_share": ("Healthy", "#E8EEF2"),
}
"""State: label and colour, from the bottom of the stack; the darker, the worse."""


def draw(
    timelines: pd.DataFrame,
    ax: Axes | None = None,
    *,
    width_mm: float = 183.0,
    warm_up_days: float = 0.0,
) -> Axes:
    """Draw stacked areas, one panel a scenario, all on the same scale.

    Parameters
    ----------
    timelines : DataFrame
        Timelines with columns scenario, day (end of the bin), n and the three shares.
    ax : Axes, optional
        Where to draw; a page of its own when left out.
    width_mm : float
        Width of that page.
    warm_up_days : float
        Paled, since measures do not count it.

    Returns
    -------
    Axes
        That frames the panels, one a scenario, in the order of the table.
    """
    names, left_out = scenarios(timelines)
    sheet, axes = grid_of(ax, width_mm, len(names))
    worst = float((timelines["silent_breach_share"] + timelines["known_breach_share"]).max())
    top = min(1.0, max(0.02, math.ceil(1.15 * worst / 0.02) * 0.02)) if worst == worst else 1.0
    for name, panel in zip(names, axes, strict=True):
        _panel(panel, timelines[timelines["scenario"] == name])
        across_years(panel, timelines)
        warm_up(panel, warm_up_days)
        panel.set_ylim(0.0, top)
        percent(panel)
        panel.set_title(sheet.wrap(label_of(name), 1.0 / min(len(names), 2)), loc="left", fontsize="medium")
    for panel in axes[:: 1 if len(axes) == 1 else 2]:
        panel.set_ylabel("Share of live models")
    handles = [
        Patch(facecolor=colour, edgecolor="0.5", linewidth=0.5, label=label)
        for label, colour in STATES.values()
    ]
    sheet.legend(handles[::-1])
    sheet.note(
        f"means of {count_of(timelines['n'])}, one step a bin of time",
        "above the coloured areas: healthy" if top < 1.0 else "",
        left_out,
    )
    return sheet.ax


def _panel(ax: Axes, mine: pd.DataFrame) -> None:
    """Draw one scenario; a bin is a step, since its value is an average over it."""
    edges = [0.0, *mine["day"]]
    shares = [mine[state].to_numpy(float) for state in STATES]
    steps = [[*share[:1], *share] for share in shares]
    colours = [colour for _, colour in STATES.values()]
    ax.stackplot(edges, steps, colors=colours, step="pre", linewidth=0.0)
