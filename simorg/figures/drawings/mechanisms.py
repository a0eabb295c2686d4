"""What each part of the model does: none of them, each alone and all together, structure by structure.

Goes in: the levels of an ablation. Comes out: Axes, one panel a measure, one band a variant.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from simorg.figures.dots import Place, dodge, point
from simorg.figures.sheet import INTERVALS, NARROW_MM, Sheet, few_ticks
from simorg.figures.stacked import bands, name_rows
from simorg.figures.tables import chosen, for_print, unit_of
from simorg.figures.words import count_of, label_of, looks, measure_label

ABOUT = "measures with no part of the model, with each alone and with all, by structure"
TABLES = {"levels": ("structure", "variant", "measure", "unit", "mean", "low", "high", "n")}
WORDS = {"none": "None of the parts", "all": "All parts"}
MOST_MEASURES, MOST_NARROW = 3, 1


def draw(
    levels: pd.DataFrame,
    ax: Axes | None = None,
    *,
    width_mm: float = 183.0,
    measures: Sequence[str] | None = None,
) -> Axes:
    """Draw means with intervals, variant by variant.

    Parameters
    ----------
    levels : DataFrame
        Columns structure, variant, measure, unit, mean, low, high, n.
    ax : Axes, optional
        Where to draw; a page of its own when left out.
    width_mm : float
        Width of that page.
    measures : sequence of str, optional
        Panels; by default up to three, the headline ones first.

    Returns
    -------
    Axes
        That frames the panels.

    Raises
    ------
    MissingDataError
        If a measure is not in the table.
    """
    table = for_print(levels, ["mean", "low", "high"], "%")
    shown, left_out = chosen(table, measures, MOST_NARROW if width_mm <= NARROW_MM else MOST_MEASURES)
    structures, variants = ([str(v) for v in table[key].unique()] for key in ("structure", "variant"))
    sheet = Sheet(ax, width_mm, min(32.0 + len(variants) * (4.0 + 1.1 * len(structures)), 235.0))
    for panel, measure in zip(sheet.panels(len(shown), len(shown), sharey=True), shown, strict=True):
        _panel(panel, table[table["measure"] == measure], structures, variants)
        panel.set_xlabel(sheet.wrap(measure_label(measure, unit_of(table, measure)), 0.7 / len(shown)))
    look = looks(structures)
    sheet.legend([
        Line2D([], [], linestyle="none", marker=look[name].marker, markersize=4, color=look[name].colour,
               label=label_of(name))
        for name in structures
    ])  # fmt: skip
    sheet.note(
        f"means of {count_of(table['n'])}; lines are {INTERVALS}; a part alone: without the others",
        left_out,
    )
    return sheet.ax


def _panel(ax: Axes, mine: pd.DataFrame, structures: list[str], variants: list[str]) -> None:
    bands(ax, len(variants))
    look = looks(structures)
    for row in mine.to_dict("records"):
        place = Place(row["mean"], row["low"], row["high"])
        n, k = structures.index(row["structure"]), variants.index(row["variant"])
        point(ax, place, k + dodge(n, len(structures)), look[row["structure"]], True, size=2.6)
    name_rows(ax, [WORDS.get(variant, label_of(variant)) for variant in variants])
    few_ticks(ax, 4)
