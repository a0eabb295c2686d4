"""Beside the case: the differences to a baseline in every organisation of a population, in order of size.

Goes in: the table of differences of a population. Comes out: Axes, one panel a measure, one band a structure.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from simorg.config.labels import inside
from simorg.figures.palettes import INDIGO, OLIVE
from simorg.figures.sheet import INK, INTERVALS, NARROW_MM, Sheet, few_ticks
from simorg.figures.stacked import bands, name_rows
from simorg.figures.style import sized
from simorg.figures.tables import chosen, for_print, unit_of
from simorg.figures.words import count_of, label_of, measure_label

ABOUT = "differences to a baseline in many organisations, sorted, one band a structure"
TABLES = {
    "differences": (
        "structure", "baseline", "background", "measure", "unit", "difference", "low", "high", "n_pairs",
        "holds",
    )
}  # fmt: skip
COLOURS = {"better": INDIGO, "worse": OLIVE, "open": "0.75"}
"""What an organisation says of a pair -> colour."""

BAND = 0.84
"""Share of a band that its organisations take."""

FRAME = (0.01, 0.99)
"""Quantiles of the differences that a panel has to show."""

MOST_MEASURES, MOST_NARROW = 6, 4


def draw(
    differences: pd.DataFrame,
    ax: Axes | None = None,
    *,
    width_mm: float = 183.0,
    measures: Sequence[str] | None = None,
) -> Axes:
    """Draw the differences of every organisation, sorted.

    Parameters
    ----------
    differences : DataFrame
        Columns structure, baseline, background, measure, unit, difference, low, high, n_pairs, holds.
    ax : Axes, optional
        Where to draw; a page of its own when left out.
    width_mm : float
        Width of that page.
    measures : sequence of str, optional
        Panels; by default up to six, the headline ones first.

    Returns
    -------
    Axes
        That frames the panels.

    Raises
    ------
    MissingDataError
        If a measure is not in the table.
    """
    table = for_print(differences, ["difference", "low", "high"])
    narrow = width_mm <= NARROW_MM
    shown, left_out = chosen(table, measures, MOST_NARROW if narrow else MOST_MEASURES)
    names = [str(name) for name in table["structure"].unique()]
    columns = 1 if narrow else min(2, len(shown))
    rows = -(-len(shown) // columns)
    sheet = Sheet(ax, width_mm, min(24.0 + rows * (16.0 + 7.0 * len(names)), 235.0))
    beyond = 0
    for panel, measure in zip(sheet.panels(len(shown), columns, sharey=True), shown, strict=True):
        beyond += _panel(panel, table[table["measure"] == measure], names)
        panel.set_xlabel(sheet.wrap(measure_label(measure, unit_of(table, measure)), 0.6 / columns))
    baseline = inside(label_of(str(table["baseline"].iloc[0])))
    sheet.legend(_handles(baseline))
    count = table["background"].nunique()
    sheet.note(
        f"differences to {baseline} in {count} organisations, each of {count_of(table['n_pairs'])}; thin "
        f"lines are {INTERVALS} of one organisation; numbers: better, worse, open",
        f"{beyond} points lie beyond the frames" if beyond else "",
        left_out,
    )
    return sheet.ax


def _panel(ax: Axes, mine: pd.DataFrame, names: list[str]) -> int:
    """Draw one measure; return how many points its frame leaves out."""
    bands(ax, len(names))
    ax.axvline(0.0, color=INK, linewidth=0.6, zorder=1.5)
    values = mine["difference"].dropna()
    low, high = (float(values.quantile(share)) for share in FRAME)
    low, high = min(0.0, low), max(0.0, high)
    room = 0.06 * (high - low) or 1.0
    for k, name in enumerate(names):
        ours = mine[mine["structure"] == name].sort_values("difference", kind="stable")
        _band(ax, ours, k)
        counts = [str(int((ours["holds"] == word).sum())) for word in COLOURS]
        ax.text(
            1.015, k, ", ".join(counts), transform=ax.get_yaxis_transform(), fontsize=sized(6.0), va="center",
            color=INK,
        )  # fmt: skip
    name_rows(ax, [label_of(name) for name in names])
    ax.set_xlim(low - room, high + room)
    few_ticks(ax, 5)
    return int(((values < low - room) | (values > high + room)).sum())


def _band(ax: Axes, ours: pd.DataFrame, k: int) -> None:
    """Draw one structure: a point and a line an organisation, the most negative difference at the top."""
    y = k + BAND * (np.linspace(0.0, 1.0, len(ours)) - 0.5) if len(ours) > 1 else np.array([float(k)])
    colours = ours["holds"].map(COLOURS).to_list()
    ax.hlines(y, ours["low"], ours["high"], colors=colours, linewidth=0.3, alpha=0.45, zorder=2.0)
    ax.scatter(ours["difference"], y, s=2.4, c=colours, linewidths=0.0, zorder=2.5)


def _handles(baseline: str) -> list[Line2D]:
    labels = {"better": f"Better than {baseline}", "worse": "Worse", "open": "Open: the interval holds 0"}
    return [
        Line2D([], [], linestyle="none", marker="o", markersize=4, color=COLOURS[word], label=label)
        for word, label in labels.items()
    ]
