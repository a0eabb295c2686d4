"""The room a figure has: a page of its own at the size of print, or the Axes of the caller.

Goes in: an Axes or nothing.  Comes out: a `Sheet`, which splits into panels and takes the legend and
the note below, wherever it is.  The layout is matplotlib's *constrained* one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from simorg.figures.lettering import lettered, told, wrapped
from simorg.figures.style import FONT_POINTS, MM, sized, unwritten_now, wishes_now

NOTE_POINTS, NOTE_INK, INK = 5.8, "0.35", "0.15"
LETTER = 0.56
"""Width of an average letter of DejaVu Sans, in sizes of the font."""

HANDLE_POINTS = 27.0
"""Room that a legend entry takes besides its text."""

INTERVALS = "95 % intervals"
NARROW_MM = 120.0
"""Narrower pages put panels below each other rather than side by side."""


class Sheet:
    """Where one figure goes.

    Parameters
    ----------
    ax : Axes or None
        The caller's; None makes a page.
    width_mm, height_mm : float
        Size of the page; larger letters make it higher, unless a height is wished for.
    """

    def __init__(self, ax: Axes | None, width_mm: float, height_mm: float) -> None:
        self.whole = ax is None
        if ax is None:
            wishes = wishes_now()
            height_mm = wishes.height_mm or height_mm * max(1.0, wishes.font_points / FONT_POINTS)
            _, ax = plt.subplots(figsize=(width_mm * MM, height_mm * MM), layout="constrained")
        self.ax = ax

    @property
    def figure(self) -> Figure:
        """The figure that it is part of."""
        figure = self.ax.get_figure(root=True)
        assert figure is not None
        return figure

    @property
    def width_points(self) -> float:
        """Width in points."""
        if self.whole:
            return float(self.figure.get_figwidth()) * 72.0
        return float(self.ax.get_window_extent().width) / self.figure.dpi * 72.0

    def panels(
        self,
        count: int,
        columns: int,
        sharex: bool | Literal["row", "col"] = False,
        sharey: bool | Literal["row", "col"] = False,
        ratios: Sequence[float] | None = None,
    ) -> list[Axes]:
        """Split the room; one panel is the room itself.

        Parameters
        ----------
        count, columns : int
            Panels, filled row by row.
        sharex, sharey : bool or str
            As for ``plt.subplots``.
        ratios : sequence of float, optional
            Relative widths of the columns.

        Raises
        ------
        ValueError
            If the Axes of the caller stands in no grid, so that it cannot be split.
        """
        if count == 1:
            return [self.ax]
        spec = self.ax.get_subplotspec()
        if spec is None:
            raise ValueError("this figure has panels: pass an Axes made by plt.subplots, not by add_axes")
        self.ax.set_axis_off()
        grid = spec.subgridspec(-(-count // columns), columns, width_ratios=ratios)
        axes: list[Axes] = list(grid.subplots(sharex=sharex, sharey=sharey, squeeze=False).flat)
        for ax in axes[count:]:
            self.figure.delaxes(ax)
        for ax in axes[max(0, count - columns) : count]:
            ax.tick_params(labelbottom=True)
        return axes[:count]

    def legend(self, handles: Sequence[Artist], **options: Any) -> None:
        """Put a legend above everything, in as many columns as there is room for.

        Parameters
        ----------
        handles : sequence of Artist
            With labels.
        **options : object
            For ``Axes.legend``.
        """
        labels = [lettered(handle.get_label()) for handle in handles]
        given: dict[str, Any] = {"handlelength": 1.4, "columnspacing": 1.2, **options}
        given.setdefault("ncols", self._columns(labels))
        if self.whole:
            self.figure.legend(handles=handles, loc="outside upper left", borderaxespad=0.2, **given)
        else:
            place: dict[str, Any] = {"loc": "lower left", "bbox_to_anchor": (0.0, 1.0), "borderaxespad": 0.3}
            self.ax.legend(handles=handles, **place, **given)

    def note(self, *parts: str) -> None:
        """Write what a reader has to know below everything: numbers, intervals, what is left out."""
        parts = (*map(lettered, parts), wishes_now().remark, told(unwritten_now() or ()))
        text = "; ".join(part for part in parts if part)
        lines = wrapped(text[:1].upper() + text[1:] + ".", self.letters(NOTE_POINTS))
        style: dict[str, Any] = {"fontsize": sized(NOTE_POINTS), "color": NOTE_INK, "ha": "left"}
        if self.whole:
            self.figure.supxlabel(lines, x=0.008, **style)
            return
        below = self.ax.xaxis.label if self.ax.axison else "axes fraction"
        self.ax.annotate(
            lines, (0.0, 0.0), (0.0, -3.0), xycoords=("axes fraction", below), textcoords="offset points",
            va="top", annotation_clip=False, **style,
        )  # fmt: skip

    def wrap(self, text: str, share: float = 1.0, points: float = FONT_POINTS) -> str:
        """Break a label into lines that fit in a share of the width.

        Parameters
        ----------
        text : str
            The label.
        share : float
            Of the width, that the panel has; its axis labels take some of it.
        points : float
            Size of the font, where most is set in `FONT_POINTS`.
        """
        return wrapped(text, self.letters(points, 0.88 * share))

    def letters(self, points: float, share: float = 1.0) -> int:
        """Return how many letters of a size fit in a share of the width."""
        return max(12, int(share * self.width_points / (LETTER * sized(points))))

    def _columns(self, labels: Sequence[str]) -> int:
        for columns in range(len(labels), 1, -1):
            # a legend is filled column by column, the first columns one longer than the last
            longest = [max(map(len, part)) for part in np.array_split(np.array(labels, object), columns)]
            if sized(sum(n * LETTER * 6.5 + HANDLE_POINTS for n in longest)) <= self.width_points:
                return columns
        return 1


def rows_height(rows: float, each: float = 6.0, around: float = 22.0) -> float:
    """Return the height in mm of a figure with horizontal bars: `each` a row, and what is around."""
    return min(around + each * rows, 235.0)


def percent(ax: Axes, axis: Literal["x", "y"] = "y") -> None:
    """Show shares as percentages."""
    chosen = ax.yaxis if axis == "y" else ax.xaxis
    low, high = sorted(ax.get_ylim() if axis == "y" else ax.get_xlim())
    chosen.set_major_formatter(PercentFormatter(1.0, decimals=0 if high - low > 0.04 else 1))


def few_ticks(ax: Axes, count: int = 5, axis: Literal["x", "y", "both"] = "x") -> None:
    """Keep tick labels apart on a narrow axis."""
    for name, chosen in (("x", ax.xaxis), ("y", ax.yaxis)):
        if axis in (name, "both"):
            chosen.set_major_locator(MaxNLocator(count, steps=[1, 2, 2.5, 5, 10]))
