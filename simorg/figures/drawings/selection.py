"""Which structure is best, and how sure that is: means with intervals, the chosen one marked.

Goes in: the table of a selection. Comes out: Axes, a row a structure with the replications it was given.
"""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from simorg.figures.dots import Place, point
from simorg.figures.sheet import INK, INTERVALS, Sheet, rows_height
from simorg.figures.stacked import name_rows
from simorg.figures.style import sized
from simorg.figures.words import label_of, looks, measure_label

ABOUT = "which structure is best: means with intervals, the chosen one marked, and when others dropped out"
TABLES = {
    "selection": ("structure", "measure", "unit", "mean", "half_width", "replications", "out_after", "chosen",
                  "guaranteed")
}  # fmt: skip


def draw(selection: pd.DataFrame, ax: Axes | None = None, *, width_mm: float = 120.0) -> Axes:
    """Draw the means of one selection.

    Parameters
    ----------
    selection : DataFrame
        Columns structure, measure, unit, mean, half_width, replications, out_after, chosen, guaranteed.
    ax : Axes, optional
        Where to draw; a page of its own when left out.
    width_mm : float
        Width of that page.

    Returns
    -------
    Axes
        The chosen structure is a full marker.
    """
    names = [str(name) for name in selection["structure"]]
    sheet = Sheet(ax, width_mm, rows_height(len(names), 7.0, 22.0))
    ax = sheet.ax
    look = looks(names)
    for row, line in enumerate(selection.to_dict("records")):
        mean, half = float(line["mean"]), float(line["half_width"])
        won = str(line["chosen"]).lower() == "true"
        point(ax, Place(mean, mean - half, mean + half), row, look[names[row]], won, size=5.0)
        fate = (
            "chosen"
            if won
            else f"out after {line['out_after']:.0f}"
            if line["out_after"] > 0
            else "in to the end"
        )
        ax.annotate(
            f"{fate}; {line['replications']:.0f} runs", (1.0, row), (4, 0), va="center", fontsize=sized(6.0),
            color=INK,
            xycoords=("axes fraction", "data"), textcoords="offset points", annotation_clip=False,
            fontweight="bold" if won else "normal",
        )  # fmt: skip
    name_rows(ax, [label_of(name) for name in names])
    ax.grid(visible=True, axis="x")
    first = selection.iloc[0]
    ax.set_xlabel(measure_label(str(first["measure"]), first["unit"]))
    sure = selection["guaranteed"].astype(str).str.lower().eq("true").any()
    sheet.note(
        f"means over the replications on the right; bars are {INTERVALS}; the axis does not start at 0",
        "the choice holds with the confidence asked for" if sure else "the choice is not guaranteed",
    )
    return ax
