"""Model health over time: share of live models in breach, known and silent, one panel a structure.

Goes in: the timelines table of an experiment (averages over replications). Comes out: Axes.
The axis ends a little above the worst moment: what lies above the areas is healthy.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.ticker import MultipleLocator, PercentFormatter

from simorg.figures.frontier import label_of
from simorg.figures.style import DOUBLE_COLUMN

DAYS_PER_YEAR = 260.0
STATES = {
    "silent_breach_share": ("In breach, nobody knows", "#A63603"),
    "known_breach_share": ("In breach, known", "#FDAE6B"),
    "healthy_share": ("Healthy", "#E8EEF2"),
}
"""State: label and colour, from the bottom of the stack; the darker, the worse."""


def draw(
    table: pd.DataFrame, axes: Sequence[Axes] | None = None, warm_up_days: float = 0.0
) -> Sequence[Axes]:
    """Draw stacked areas, one panel a scenario, all on the same scale.

    Parameters
    ----------
    table : DataFrame
        Timelines with columns scenario, day (end of the bin) and the three shares.
    axes : sequence of Axes, optional
        One a scenario; a new figure when left out.
    warm_up_days : float
        Paled, since measures do not count it.

    Returns
    -------
    sequence of Axes
        One a scenario, in the order of the table.
    """
    scenarios = [str(name) for name in table["scenario"].unique()]
    if axes is None:
        axes = _panels(len(scenarios))
    worst = float((table["silent_breach_share"] + table["known_breach_share"]).max())
    top = min(1.0, max(0.02, math.ceil(1.15 * worst / 0.02) * 0.02)) if worst == worst else 1.0
    for scenario, ax in zip(scenarios, axes, strict=False):
        _panel(ax, table[table["scenario"] == scenario], warm_up_days)
        ax.set_ylim(0.0, top)
        ax.set_title(label_of(scenario), loc="left", fontsize="medium")
    _legend(axes)
    return axes


def _panels(count: int) -> Sequence[Axes]:
    columns = min(count, 2) if count != 3 else 3
    rows = -(-count // columns)
    figure, grid = plt.subplots(
        rows, columns, figsize=(DOUBLE_COLUMN, 0.5 + 1.7 * rows), sharex=True, sharey=True, squeeze=False,
        layout="constrained",
    )  # fmt: skip
    axes: list[Axes] = list(grid.flat)
    for ax in axes[count:]:
        figure.delaxes(ax)
    for ax in axes[max(0, count - columns) : count]:
        ax.set_xlabel("Year")
        ax.tick_params(labelbottom=True)
    for ax in axes[:count:columns]:
        ax.set_ylabel("Share of live models")
    return axes[:count]


def _panel(ax: Axes, mine: pd.DataFrame, warm_up_days: float) -> None:
    """Draw one scenario; a bin is a step, since its value is an average over it."""
    edges = [0.0, *(mine["day"] / DAYS_PER_YEAR)]
    shares = [mine[state].to_numpy(float) for state in STATES]
    steps = [[*share[:1], *share] for share in shares]
    colours = [colour for _, colour in STATES.values()]
    ax.stackplot(edges, steps, colors=colours, step="pre", linewidth=0.0)
    ax.set_xlim(0.0, edges[-1])
    ax.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    ax.xaxis.set_major_locator(MultipleLocator(1.0))
    if warm_up_days > 0.0:
        at = warm_up_days / DAYS_PER_YEAR
        ax.axvspan(0.0, at, color="white", alpha=0.35, linewidth=0.0)
        ax.axvline(at, color="0.3", linewidth=0.8, linestyle=(0, (4, 3)))
        ax.annotate(
            "warm-up", (at, 1.0), (-3, -3), xycoords=("data", "axes fraction"),
            textcoords="offset points", ha="right", va="top", fontsize="x-small", color="0.3",
        )  # fmt: skip


def _legend(axes: Sequence[Axes]) -> None:
    handles = [
        Patch(facecolor=colour, edgecolor="0.5", linewidth=0.5, label=label)
        for label, colour in STATES.values()
    ]
    figure = axes[0].get_figure(root=True)
    assert figure is not None
    figure.legend(handles=handles[::-1], loc="outside upper left", ncols=3, frameon=False, fontsize="small")
