"""Horizontal stacked bars with their numbers on them: what something is made of, one bar a scenario.

Goes in: a table of parts.  Comes out: bars on an Axes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from simorg.config.labels import sentence
from simorg.figures.lettering import wrapped
from simorg.figures.style import sized
from simorg.figures.words import label_of

SPARE = ("#7F7F7F", "#B2DF8A", "#882255", "#DDCC77", "#44AA99", "#332288")


LETTERS = 44
"""Of a line of the name of a row."""


class Part(NamedTuple):
    """Label and colours of one part."""

    label: str
    colour: str
    ink: str = "black"


def parts_of(names: Mapping[str, str], known: Mapping[str, Part]) -> dict[str, Part]:
    """Return the look of each measure: known parts in their order, then those nobody has named yet.

    Parameters
    ----------
    names : mapping of str to str
        Measure -> part.
    known : mapping of str to Part
        Part -> look, in order.
    """
    back = {part: measure for measure, part in names.items()}
    found = {back[part]: look for part, look in known.items() if part in back}
    for n, (part, measure) in enumerate((p, m) for p, m in back.items() if p not in known):
        found[measure] = Part(sentence(part), SPARE[n % len(SPARE)])
    return found


def bars(
    ax: Axes,
    table: pd.DataFrame,
    parts: Mapping[str, Part],
    number: Callable[[float], str],
    room: float,
) -> list[Patch]:
    """Draw one bar a row, its parts from left to right.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    table : DataFrame
        One row a bar, one column a part; missing counts as nothing.
    parts : mapping of str to Part
        Columns and their looks.
    number : callable
        Writes the number of a part.
    room : float
        Length that a letter of it takes, in units of the axis; numbers without room are left out.

    Returns
    -------
    list of Patch
        One a part, for a legend.
    """
    handles = []
    left = pd.Series(0.0, index=table.index)
    for name, part in parts.items():
        width = table[name].fillna(0.0)
        these = ax.barh(
            range(len(table)), width, left=left, height=0.74, color=part.colour, edgecolor="0.25",
            linewidth=0.4,
        )  # fmt: skip
        texts = [number(value) if value > room * len(number(value)) else "" for value in width]
        ax.bar_label(these, texts, label_type="center", color=part.ink, fontsize=sized(6.0))
        left = left + width
        handles.append(Patch(facecolor=part.colour, edgecolor="0.25", linewidth=0.4, label=part.label))
    name_rows(ax, [label_of(str(name)) for name in table.index])
    return handles


def name_rows(ax: Axes, labels: list[str]) -> None:
    """Name the rows of a horizontal chart, the first at the top."""
    ax.set_yticks(range(len(labels)), [wrapped(label, LETTERS) for label in labels])
    ax.set_ylim(len(labels) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)


def bands(ax: Axes, count: int) -> None:
    """Shade every second row of a horizontal chart whose rows hold several points each."""
    for row in range(1, count, 2):
        ax.axhspan(row - 0.5, row + 0.5, color="0.955", linewidth=0.0, zorder=0.5)
