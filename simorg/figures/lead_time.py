"""Where the lead time goes: one stacked bar a structure, one colour a part, days on the axis.

Goes in: the summary table of an experiment (measures ``lead_<part>_days``). Comes out: Axes.
"""

from __future__ import annotations

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from simorg.figures.frontier import label_of
from simorg.figures.style import DOUBLE_COLUMN

PARTS = {
    "work": ("Work", "#0B3C5D", "white"),
    "rework": ("Rework", "#D55E00", "black"),
    "queue": ("In-tray", "#56B4E9", "black"),
    "handoff": ("Handoff", "#F0C808", "black"),
    "decision": ("Questions, approvals", "#CC79A7", "black"),
    "wait": ("Data, compute, committee", "#BDBDBD", "black"),
    "release": ("Release dwell", "#009E73", "black"),
    "other": ("Other", "#FFFFFF", "black"),
}
"""Part: label, colour, colour of the number on it. Neighbours differ in lightness as well as in hue."""

NARROWEST_SHARE = 0.035
"""A part narrower than this share of the axis carries no number."""


def draw(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw the mean lead time of every scenario, by part.

    Parameters
    ----------
    table : DataFrame
        Summary with columns scenario, measure and mean.
    ax : Axes, optional
        Where to draw; a new figure when left out.

    Returns
    -------
    Axes
        First scenario at the top; the total stands at the end of each bar.
    """
    days = _days(table)
    if ax is None:
        _, ax = plt.subplots(figsize=(DOUBLE_COLUMN, 1.1 + 0.35 * len(days)), layout="constrained")
    totals = days.sum(axis=1)
    longest = max(float(totals.max()), 1e-9) if len(totals) else 1.0
    left = pd.Series(0.0, index=days.index)
    for part, (label, colour, ink) in PARTS.items():
        width = days[part]
        if part == "other" and float(width.max()) < 0.005 * longest:
            continue
        bars = ax.barh(
            range(len(days)), width, left=left, color=colour, edgecolor="0.25", linewidth=0.5, label=label
        )
        texts = [f"{value:.0f}" if value > NARROWEST_SHARE * longest else "" for value in width]
        ax.bar_label(bars, texts, label_type="center", color=ink, fontsize="small")
        left = left + width
    for row, total in enumerate(totals):
        text = f" {total:.0f}" if total > 0.0 else " no delivery"
        ax.text(total, row, text, va="center", ha="left", fontweight="bold")
    ax.set_yticks(range(len(days)), [label_of(str(name)) for name in days.index])
    ax.invert_yaxis()
    ax.set_xlim(0.0, 1.08 * longest)
    ax.set_xlabel("Mean lead time from idea to full exposure, days")
    ax.tick_params(axis="y", length=0)
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.grid(visible=False, axis="y")
    ax.legend(
        loc="lower left",
        bbox_to_anchor=(0.0, 1.0),
        ncols=4,
        frameon=False,
        fontsize="small",
        handlelength=1.2,
    )
    return ax


def _days(table: pd.DataFrame) -> pd.DataFrame:
    """Return days by scenario and part, in the order of the table; missing counts as no time."""
    wide = table.pivot(index="scenario", columns="measure", values="mean").loc[table["scenario"].unique()]
    days = wide[[f"lead_{part}_days" for part in PARTS]].astype(float).fillna(0.0)
    return days.set_axis(list(PARTS), axis=1)
