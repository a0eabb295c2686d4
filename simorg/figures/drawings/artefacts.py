"""What becomes of differences when rights are handed out equally: as wired, each right equal, all equal.

Goes in: the table of an artefacts experiment. Comes out: Axes, one panel a measure, one band a structure.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from simorg.config.labels import inside
from simorg.config.vocabulary import WIRING
from simorg.figures.dots import Place, dodge, point
from simorg.figures.palettes import BLACK, BROWN, GREY, INDIGO, OLIVE, WINE
from simorg.figures.sheet import INK, INTERVALS, NARROW_MM, Sheet, few_ticks
from simorg.figures.stacked import bands, name_rows
from simorg.figures.tables import chosen, for_print, unit_of
from simorg.figures.words import Look, count_of, label_of, measure_label

ABOUT = "differences to a baseline as wired, with each right equal for all, and with all rights equal"
TABLES = {
    "artefacts": (
        "structure", "baseline", "equal", "measure", "unit", "difference", "low", "high", "n_pairs",
    )
}  # fmt: skip
AS_WIRED, ALL = "as_wired", "all"
LOOKS = {
    AS_WIRED: Look(BLACK, "o"),
    "decides": Look(INDIGO, "s"),
    "backs_up": Look(OLIVE, "^"),
    "approves": Look(WINE, "D"),
    "owns": Look(BROWN, "v"),
    ALL: Look(GREY, "p"),
}
SPARE = Look("0.5", "X")
MOST_MEASURES, MOST_NARROW = 6, 4


def draw(
    artefacts: pd.DataFrame,
    ax: Axes | None = None,
    *,
    width_mm: float = 183.0,
    measures: Sequence[str] | None = None,
) -> Axes:
    """Draw differences to the baseline, variant by variant.

    Parameters
    ----------
    artefacts : DataFrame
        Columns structure, baseline, equal, measure, unit, difference, low, high, n_pairs.
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
    table = for_print(artefacts, ["difference", "low", "high"])
    narrow = width_mm <= NARROW_MM
    shown, left_out = chosen(table, measures, MOST_NARROW if narrow else MOST_MEASURES)
    names, variants = ([str(v) for v in table[key].unique()] for key in ("structure", "equal"))
    columns = 1 if narrow else min(2, len(shown))
    rows = -(-len(shown) // columns)
    sheet = Sheet(ax, width_mm, min(24.0 + rows * (14.0 + 8.0 * len(names)), 235.0))
    for panel, measure in zip(sheet.panels(len(shown), columns, sharey=True), shown, strict=True):
        _panel(panel, table[table["measure"] == measure], names, variants)
        panel.set_xlabel(sheet.wrap(measure_label(measure, unit_of(table, measure)), 0.7 / columns))
    sheet.legend([_handle(variant) for variant in variants])
    baseline = inside(label_of(str(table["baseline"].iloc[0])))
    runs = count_of(table["n_pairs"], "pairs of runs")
    sheet.note(
        f"differences to {baseline} over {runs}; lines are {INTERVALS} that hold together; full markers: the "
        "interval leaves out 0; equal: as the rule for all hands it out",
        left_out,
    )
    return sheet.ax


def _panel(ax: Axes, mine: pd.DataFrame, names: list[str], variants: list[str]) -> None:
    bands(ax, len(names))
    ax.axvline(0.0, color=INK, linewidth=0.6, zorder=1.5)
    for row in mine.to_dict("records"):
        place = Place(row["difference"], row["low"], row["high"])
        n, k = variants.index(row["equal"]), names.index(row["structure"])
        look = LOOKS.get(row["equal"], SPARE)
        point(ax, place, k + dodge(n, len(variants)), look, place.decided, size=3.2)
    name_rows(ax, [label_of(name) for name in names])
    few_ticks(ax, 5)


def _handle(variant: str) -> Line2D:
    look = LOOKS.get(variant, SPARE)
    words = {AS_WIRED: "As wired", ALL: "All rights equal"}
    label = words.get(variant, f"Equal: {WIRING.get(variant, variant)}")
    return Line2D([], [], linestyle="none", marker=look.marker, markersize=4, color=look.colour, label=label)
