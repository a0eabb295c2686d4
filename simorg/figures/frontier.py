"""Velocity against incidents: one point a structure, intervals as crosses, names beside the points.

Goes in: the summary table of an experiment. Comes out: Axes. Both axes are better towards zero, so
the lower left corner is where one wants to be; a structure that is below and left of another beats it.
"""

from __future__ import annotations

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox, BboxBase

from simorg.figures.style import DOUBLE_COLUMN, STRUCTURE_COLOURS, STRUCTURE_LABELS

VELOCITY, HARM = "lead_time_p50_days", "incidents_per_model_year"
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
NEAR, FAR = 8, 24
PADDING, INK = 3.0, "0.15"
CORNERS = ((1, 1), (1, -1), (-1, 1), (-1, -1))
OFFSETS = tuple((distance * x, distance * y) for distance in (NEAR, FAR) for x, y in CORNERS)
"""Places to try for a name, in points from its point."""


def draw(table: pd.DataFrame, ax: Axes | None = None, x: str = VELOCITY, y: str = HARM) -> Axes:
    """Draw two measures against each other.

    Parameters
    ----------
    table : DataFrame
        Summary with columns scenario, measure, mean, low and high.
    ax : Axes, optional
        Where to draw; a new figure when left out.
    x, y : str
        Measures on the axes.

    Returns
    -------
    Axes
        With one point a scenario; scenarios without a value are named in a note.
    """
    if ax is None:
        _, ax = plt.subplots(figsize=(0.7 * DOUBLE_COLUMN, 0.5 * DOUBLE_COLUMN), layout="constrained")
    found = {name: _pair(table, str(name), x, y) for name in table["scenario"].unique()}
    shown = {name: pair for name, pair in found.items() if not pair["mean"].isna().any()}
    for n, (name, pair) in enumerate(shown.items()):
        _point(ax, pair, _colour(name, n), MARKERS[n % len(MARKERS)])
    ax.set_xlabel("Median lead time from idea to full exposure, days" if x == VELOCITY else x)
    ax.set_ylabel("Incidents per live model-year" if y == HARM else y)
    ax.margins(0.22)
    _corner(ax)
    _names(ax, shown)
    missing = [label_of(name) for name in found if name not in shown]
    note = f"; no value for {', '.join(missing)}" if missing else ""
    ax.set_title(
        f"crosses: 95 % intervals, unpaired; axes do not start at 0{note}",
        fontsize="small",
        loc="right",
        color="0.4",
    )
    return ax


def label_of(name: str) -> str:
    """Return the label of a scenario."""
    return STRUCTURE_LABELS.get(name, name.replace("_", " ").capitalize())


def _colour(name: str, n: int) -> str:
    return STRUCTURE_COLOURS.get(name, f"C{n}")


def _pair(table: pd.DataFrame, scenario: str, x: str, y: str) -> pd.DataFrame:
    mine = table[table["scenario"] == scenario].set_index("measure")
    return mine.loc[[x, y], ["mean", "low", "high"]].astype(float)


def _point(ax: Axes, pair: pd.DataFrame, colour: str, marker: str) -> None:
    """Draw a point with its cross; an interval that is unknown (one run) is not drawn."""
    centre = pair["mean"]
    half = (pair["high"] - centre).fillna(0.0)
    ax.errorbar(
        [centre.iloc[0]], [centre.iloc[1]], xerr=[half.iloc[0]], yerr=[half.iloc[1]], fmt=marker,
        color=colour, markersize=7, markeredgecolor="white", markeredgewidth=0.8, elinewidth=1.4, zorder=3,
    )  # fmt: skip


def _corner(ax: Axes) -> None:
    ax.annotate(
        "faster, fewer incidents", xy=(0.0, 0.0), xytext=(10, 8), xycoords="axes fraction",
        textcoords="offset points", fontsize="small", color="0.4", style="italic",
    )  # fmt: skip


def _names(ax: Axes, shown: dict[str, pd.DataFrame]) -> None:
    """Write each name where it covers least of other names, points and crosses."""
    figure = ax.figure
    figure.draw_without_rendering()  # type: ignore[union-attr]  # positions are known only after a layout
    taken: list[BboxBase] = [text.get_window_extent() for text in ax.texts]
    taken += [box for pair in shown.values() for box in _arms(ax, pair)]
    for name, pair in shown.items():
        at = (float(pair["mean"].iloc[0]), float(pair["mean"].iloc[1]))
        candidates = [_write(ax, label_of(name), at, offset) for offset in OFFSETS]
        costs = [_cost(ax, text, taken) for text in candidates]
        best = costs.index(min(costs))
        for position, text in enumerate(candidates):
            if position != best:
                text.remove()
        taken.append(candidates[best].get_window_extent())


def _arms(ax: Axes, pair: pd.DataFrame) -> list[BboxBase]:
    """Return the two arms of a cross as boxes on the screen, a few pixels wide."""
    mean = pair["mean"].to_numpy()
    low, high = (pair[end].fillna(pair["mean"]).to_numpy() for end in ("low", "high"))
    ends = [((low[0], mean[1]), (high[0], mean[1])), ((mean[0], low[1]), (mean[0], high[1]))]
    return [Bbox(ax.transData.transform(arm)).padded(PADDING) for arm in ends]


def _write(ax: Axes, label: str, at: tuple[float, float], offset: tuple[int, int]) -> Annotation:
    dx, dy = offset
    leader = {"arrowstyle": "-", "color": INK, "linewidth": 0.6, "shrinkB": 5}
    return ax.annotate(
        label,
        at,
        offset,
        textcoords="offset points",
        color=INK,
        ha="left" if dx > 0 else "right",
        va="bottom" if dy > 0 else "top",
        arrowprops=leader if abs(dx) > NEAR else None,
    )


def _cost(ax: Axes, text: Annotation, taken: list[BboxBase]) -> float:
    """Return the number of things that a text covers, with a heavy price for leaving the axes."""
    box = text.get_window_extent()
    inside = ax.get_window_extent()
    outside = box.x0 < inside.x0 or box.x1 > inside.x1 or box.y0 < inside.y0 or box.y1 > inside.y1
    return 100.0 * float(outside) + sum(1.0 for other in taken if box.overlaps(other))
