"""What figures over time share: panels on one scale, years on the axis, a paled warm-up.

Goes in: timelines and Axes.  Comes out: the same Axes, ready to read.
"""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MultipleLocator

from simorg.figures.sheet import INK, NARROW_MM, Sheet
from simorg.figures.style import sized

DAYS_PER_YEAR = 260.0


def grid_of(ax: Axes | None, width_mm: float, count: int) -> tuple[Sheet, list[Axes]]:
    """Return a sheet with `count` panels that share their scales.

    Parameters
    ----------
    ax : Axes or None
        The caller's.
    width_mm : float
        Width of a page of our own.
    count : int
        Panels.
    """
    columns = min(count, 2)
    rows = -(-count // columns)
    each = 36.0 if width_mm > NARROW_MM else 34.0
    sheet = Sheet(ax, width_mm, 20.0 + each * rows if count > 1 else max(60.0, 0.5 * width_mm))
    return sheet, sheet.panels(count, columns, sharex=True, sharey=True)


def across_years(ax: Axes, timelines: pd.DataFrame) -> None:
    """Show days as years of work (260 days), from the start to the end of the table."""
    ax.set_xlim(0.0, float(timelines["day"].max()))
    ax.xaxis.set_major_locator(MultipleLocator(DAYS_PER_YEAR))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda day, _: f"{day / DAYS_PER_YEAR:.0f}"))
    spec = ax.get_subplotspec()
    if spec is None or spec.is_last_row() or ax.xaxis.get_tick_params()["labelbottom"]:
        ax.set_xlabel("Year")


def warm_up(ax: Axes, days: float) -> None:
    """Pale the time that measures do not count; of panels in rows, the first says what it is."""
    if days <= 0.0:
        return
    ax.axvspan(0.0, days, color="white", alpha=0.35, linewidth=0.0, zorder=2.5)
    ax.axvline(days, color="0.3", linewidth=0.8, linestyle=(0, (4, 3)), zorder=2.6)
    spec = ax.get_subplotspec()
    if spec is not None and not spec.is_first_row():
        return
    ax.annotate(
        "warm-up", (days, 1.0), (-3, -3), xycoords=("data", "axes fraction"), textcoords="offset points",
        ha="right", va="top", fontsize=sized(6.0), color=INK, zorder=4,
    )  # fmt: skip
