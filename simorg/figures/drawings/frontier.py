"""Velocity against incidents: one point a structure, intervals as crosses, names beside the points.

Goes in: the summary table of an experiment. Comes out: Axes. Both axes are better towards zero, so
the lower left corner is where one wants to be; a structure that is below and left of another beats it.
"""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox, BboxBase

from simorg.figures.sheet import INTERVALS, NOTE_INK, Sheet, few_ticks
from simorg.figures.tables import MissingDataError, scenarios, unit_of, wide
from simorg.figures.words import Look, count_of, label_of, looks, measure_label

ABOUT = "lead time against incidents, one point a structure, with intervals"
TABLES = {"summary": ("scenario", "measure", "unit", "mean", "low", "high", "n")}

VELOCITY, HARM = "lead_time_p50_days", "incidents_per_healthy_model_year"
PADDING, INK = 3.0, "0.15"
OFFSETS = tuple((6 * x, 6 * y) for x, y in ((1, 1), (1, -1), (-1, 1), (-1, -1)))
"""Places to try for a name, in points from its point; a line from further off would pass for an interval."""


def draw(
    summary: pd.DataFrame,
    ax: Axes | None = None,
    *,
    width_mm: float = 120.0,
    x: str = VELOCITY,
    y: str = HARM,
) -> Axes:
    """Draw two measures against each other.

    Parameters
    ----------
    summary : DataFrame
        Summary with columns scenario, measure, unit, mean, low, high and n.
    ax : Axes, optional
        Where to draw; a page of its own when left out.
    width_mm : float
        Width of that page.
    x, y : str
        Measures on the axes.

    Returns
    -------
    Axes
        With one point a scenario; scenarios without a value are named in the note.

    Raises
    ------
    MissingDataError
        If no scenario has both measures.
    """
    if not {x, y} <= set(summary["measure"]):
        raise MissingDataError(f"needs the measures {x} and {y} in summary.csv")
    names, left_out = scenarios(summary)
    found = {name: _pair(summary[summary["scenario"] == name], x, y) for name in names}
    shown = {name: pair for name, pair in found.items() if not pair["mean"].isna().any()}
    if not shown:
        raise MissingDataError(f"needs a scenario with values of {x} and {y} in summary.csv")
    sheet = Sheet(ax, width_mm, min(max(0.72 * width_mm, 74.0), 95.0))
    ax = sheet.ax
    look = looks(names)
    for name, pair in shown.items():
        _point(ax, pair, look[name])
    ax.set_xlabel(measure_label(x, unit_of(summary, x), ", idea to full exposure" if x == VELOCITY else ""))
    ax.set_ylabel(sheet.wrap(measure_label(y, unit_of(summary, y)), 0.3))
    ax.margins(0.22)
    few_ticks(ax, 5, "both")
    labels = {name: label_of(name) for name in found}
    missing = [label for name, label in labels.items() if name not in shown]
    pairs = summary[summary["measure"].isin([x, y])]
    sheet.note(
        f"means of {count_of(pairs['n'])}; crosses are {INTERVALS} of each mean, unpaired; "
        "the axes do not start at 0",
        f"no value for {', '.join(missing)}" if missing else "",
        left_out,
    )
    if (x, y) == (VELOCITY, HARM):
        _corner(ax)
    if not _named(ax, shown):
        sheet.legend([
            Line2D([], [], linestyle="none", marker=look[name].marker, color=look[name].colour,
                   label=label_of(name)) for name in shown
        ])  # fmt: skip
    return ax


def _pair(mine: pd.DataFrame, x: str, y: str) -> pd.DataFrame:
    """Return mean, low and high of the two measures."""
    return pd.concat([wide(mine, [x, y], column).T for column in ("mean", "low", "high")], axis=1).set_axis(
        ["mean", "low", "high"], axis=1
    )


def _point(ax: Axes, pair: pd.DataFrame, look: Look) -> None:
    """Draw a point with its cross; an interval that is unknown (one run) is not drawn."""
    centre = pair["mean"]
    half = (pair["high"] - centre).fillna(0.0)
    ax.errorbar(
        [centre.iloc[0]], [centre.iloc[1]], xerr=[half.iloc[0]], yerr=[half.iloc[1]], fmt=look.marker,
        color=look.colour, markersize=6, markeredgecolor="white", markeredgewidth=0.7, elinewidth=1.2,
        zorder=3,
    )  # fmt: skip


def _corner(ax: Axes) -> None:
    ax.annotate(
        "faster, fewer incidents", xy=(0.0, 0.0), xytext=(6, 5), xycoords="axes fraction",
        textcoords="offset points", fontsize="small", color=NOTE_INK, style="italic",
    )  # fmt: skip


def _named(ax: Axes, shown: dict[str, pd.DataFrame]) -> bool:
    """Write each name where it covers no other name, point or cross; False if there is no such place."""
    figure = ax.figure
    figure.draw_without_rendering()  # type: ignore[union-attr]  # positions are known only after a layout
    taken: list[BboxBase] = [text.get_window_extent() for text in ax.texts]
    taken += [box for pair in shown.values() for box in _arms(ax, pair)]
    written: list[Annotation] = []
    worst = 0.0
    for name, pair in shown.items():
        at = (float(pair["mean"].iloc[0]), float(pair["mean"].iloc[1]))
        candidates = [_write(ax, label_of(name), at, offset) for offset in OFFSETS]
        costs = [_cost(ax, text, taken) for text in candidates]
        best = costs.index(min(costs))
        worst = max(worst, costs[best])
        for position, text in enumerate(candidates):
            if position != best:
                text.remove()
        taken.append(candidates[best].get_window_extent())
        written.append(candidates[best])
    for text in written if worst else ():
        text.remove()
    return not worst


def _arms(ax: Axes, pair: pd.DataFrame) -> list[BboxBase]:
    """Return the two arms of a cross as boxes on the screen, a few pixels wide."""
    mean = pair["mean"].to_numpy()
    low, high = (pair[end].fillna(pair["mean"]).to_numpy() for end in ("low", "high"))
    ends = [((low[0], mean[1]), (high[0], mean[1])), ((mean[0], low[1]), (mean[0], high[1]))]
    return [Bbox(ax.transData.transform(arm)).padded(PADDING) for arm in ends]


def _write(ax: Axes, label: str, at: tuple[float, float], offset: tuple[int, int]) -> Annotation:
    dx, dy = offset
    return ax.annotate(
        label,
        at,
        offset,
        textcoords="offset points",
        color=INK,
        ha="left" if dx > 0 else "right",
        va="bottom" if dy > 0 else "top",
    )


def _cost(ax: Axes, text: Annotation, taken: list[BboxBase]) -> float:
    """Return the number of things that a text covers, with a heavy price for leaving the axes."""
    box = text.get_window_extent()
    inside = ax.get_window_extent()
    outside = box.x0 < inside.x0 or box.x1 > inside.x1 or box.y0 < inside.y0 or box.y1 > inside.y1
    return 100.0 * float(outside) + sum(1.0 for other in taken if box.overlaps(other))
