"""Points with intervals in rows: what tables of means and of differences are drawn with.

Goes in: a mean and its ends.  Comes out: a marker and a line on an Axes.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from matplotlib.axes import Axes

from simorg.figures.words import Look


class Place(NamedTuple):
    """A mean and the ends of its interval; NaN where unknown."""

    mean: float
    low: float
    high: float

    @property
    def decided(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low > 0.0 or self.high < 0.0


def dodge(n: int, count: int, room: float = 0.62) -> float:
    """Return by how much the n-th of `count` points in a row is moved, from the middle of the row."""
    return 0.0 if count == 1 else room * (n / (count - 1) - 0.5)


def point(ax: Axes, place: Place, row: float, look: Look, full: bool, size: float = 3.8) -> None:
    """Draw one point in a row, hollow unless `full`; nothing without a mean."""
    if math.isnan(place.mean):
        return
    if not (math.isnan(place.low) or math.isnan(place.high)):
        ax.plot([place.low, place.high], [row, row], color=look.colour, linewidth=1.0, zorder=2.5)
    ax.plot(
        [place.mean], [row], marker=look.marker, markersize=size, color=look.colour, zorder=3,
        markerfacecolor=look.colour if full else "white", markeredgecolor=look.colour, markeredgewidth=0.9,
        linestyle="none", clip_on=False,
    )  # fmt: skip
