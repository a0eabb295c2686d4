"""Does the ranking hold: how often each structure is best over the worlds tried, and its regret.

Goes in: the table of a robustness experiment. Comes out: Axes, two panels a measure.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from simorg.figures.dots import Place, point
from simorg.figures.sheet import INK, INTERVALS, Sheet, few_ticks, percent
from simorg.figures.stacked import name_rows
from simorg.figures.style import sized
from simorg.figures.tables import chosen, for_print, unit_of
from simorg.figures.words import count_of, label_of, looks, measure_label

ABOUT = "does the ranking hold: probability of being best, and regret, by structure"
TABLES = {
    "robustness": (
        "structure", "measure", "unit", "probability_best", "probability_low", "probability_high",
        "regret_mean", "regret_low", "regret_high", "regret_worst", "n",
    )
}  # fmt: skip
MOST_MEASURES = 4


def draw(
    robustness: pd.DataFrame,
    ax: Axes | None = None,
    *,
    width_mm: float = 183.0,
    measures: Sequence[str] | None = None,
) -> Axes:
    """Draw the probability of being best beside the regret.

    Parameters
    ----------
    robustness : DataFrame
        Columns structure, measure, unit, probability_best, probability_low, probability_high,
        regret_mean, regret_low, regret_high, regret_worst, n.
    ax : Axes, optional
        Where to draw; a page of its own when left out.
    width_mm : float
        Width of that page.
    measures : sequence of str, optional
        Rows of panels; by default up to four, the headline ones first.

    Returns
    -------
    Axes
        That frames the panels.

    Raises
    ------
    MissingDataError
        If a measure is not in the table.
    """
    robustness = for_print(robustness, ["regret_mean", "regret_low", "regret_high", "regret_worst"])
    shown, left_out = chosen(robustness, measures, MOST_MEASURES)
    names = [str(name) for name in robustness["structure"].unique()]
    each = 15.0 + 4.8 * len(names)
    sheet = Sheet(ax, width_mm, min(18.0 + each * len(shown), 235.0))
    panels = sheet.panels(2 * len(shown), 2, sharey="row")
    for n, measure in enumerate(shown):
        mine = robustness[robustness["measure"] == measure].set_index("structure")
        best, regret = panels[2 * n], panels[2 * n + 1]
        _best(best, mine, names)
        _regret(regret, mine, names)
        best.set_title(measure_label(measure, ""), loc="left", fontsize=sized(7.0))
        best.set_xlabel(sheet.wrap("Probability of being best", 0.32))
        regret.set_xlabel(sheet.wrap(measure_label("regret", unit_of(robustness, measure)), 0.32))
        name_rows(best, [label_of(name) for name in names])
        regret.tick_params(axis="y", length=0)
    sheet.legend([
        Line2D([], [], linestyle="none", marker="o", markersize=4, color=INK, label="Mean"),
        Line2D([], [], linestyle="none", marker="x", markersize=4, color=INK, label="Worst world"),
    ])  # fmt: skip
    sheet.note(
        f"over {count_of(robustness['n'], 'worlds')} drawn from the plausible ranges; lines are "
        f"{INTERVALS}; regret: how much worse than the best structure in the same world",
        left_out,
    )
    return sheet.ax


def _best(ax: Axes, mine: pd.DataFrame, names: list[str]) -> None:
    look = looks(names)
    for row, name in enumerate(names):
        if name not in mine.index:
            continue
        value, low, high = (float(mine[f"probability_{part}"].loc[name]) for part in ("best", "low", "high"))
        ax.barh([row], [value], height=0.64, color=look[name].colour, linewidth=0.0)
        ax.plot([low, high], [row, row], color=INK, linewidth=0.9)
    ax.set_xlim(0.0, 1.0)
    percent(ax, "x")


def _regret(ax: Axes, mine: pd.DataFrame, names: list[str]) -> None:
    look = looks(names)
    for row, name in enumerate(names):
        if name not in mine.index:
            continue
        mean, low, high, worst = (
            float(mine[f"regret_{part}"].loc[name]) for part in ("mean", "low", "high", "worst")
        )
        point(ax, Place(mean, low, high), row, look[name], True, size=4.5)
        ax.plot([worst], [row], marker="x", markersize=4, color=look[name].colour, markeredgewidth=1.2)
    ax.set_xlim(left=0.0)
    ax.spines["left"].set_visible(False)
    ax.grid(visible=True, axis="x")
    few_ticks(ax, 5)
