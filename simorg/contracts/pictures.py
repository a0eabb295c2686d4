"""Figures as a reader sees them: drawn on a page, with every text in its place.

Goes in: the name of a figure with its tables. Comes out: the figure, and the texts that leave the page or
cover each other.
"""
# mypy: disable-error-code="no-untyped-call"

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from matplotlib import pyplot as plt
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from simorg.figures.drawings import drawn
from simorg.figures.gallery import figure_of


@contextmanager
def figure_drawn(name: str, *tables: Any, **options: Any) -> Iterator[Figure]:
    """Draw a figure in the look of the project, and close it when the block ends."""
    figure = figure_of(drawn(name, *tables, **options))
    try:
        yield figure
    finally:
        plt.close(figure)


def misplaced(figure: Figure) -> list[str]:
    """Return the texts of a figure that leave the page or cover each other."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    renderer = canvas.get_renderer()
    hidden = {id(label) for ax in figure.findobj(Axis) for label in _beyond(ax)}
    texts = [
        text for text in figure.findobj(Text)
        if text.get_visible() and text.get_text().strip() and id(text) not in hidden and _shown(text)
    ]  # fmt: skip
    boxes = [text.get_window_extent(renderer).padded(-0.6) for text in texts]
    page = figure.bbox.padded(0.5)
    faults = [
        f"off the page: {text.get_text()!r}"
        for text, box in zip(texts, boxes, strict=True)
        if box.x0 < page.x0 or box.x1 > page.x1 or box.y0 < page.y0 or box.y1 > page.y1
    ]
    pairs = itertools.combinations(zip(texts, boxes, strict=True), 2)
    return faults + [
        f"{one.get_text()!r} over {other.get_text()!r}" for (one, a), (other, b) in pairs if a.overlaps(b)
    ]


def _beyond(axis: Axis) -> list[Text]:
    """Return the tick labels that are not drawn, for lying outside the view or on a hidden axis."""
    low, high = sorted(axis.get_view_interval())
    room = 1e-9 * max(abs(low), abs(high), 1.0)
    ticks = [*axis.get_major_ticks(), *axis.get_minor_ticks()]
    off = not axis.axes.axison or not axis.get_visible()
    return [
        label for tick in ticks for label in (tick.label1, tick.label2)
        if off or not low - room <= tick.get_loc() <= high + room
    ] + ([axis.label, axis.get_offset_text()] if off else [])  # fmt: skip


def _shown(text: Text) -> bool:
    """Tell whether the Axes that a text belongs to is drawn."""
    return text.axes is None or text.axes.get_visible()
