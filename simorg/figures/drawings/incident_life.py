"""The life of an incident: from onset to detected, acknowledged, mitigated and fixed, a row a structure.

Goes in: the summary table of an experiment (measures ``time_to_<milestone>_p<quantile>_days``, counted
from onset). Comes out: Axes with time since onset on a logarithmic scale.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from simorg.config.labels import sentence
from simorg.figures.dots import Place, point
from simorg.figures.palettes import BLACK, BLUE, GREEN, ORANGE, SKY, VERMILLION
from simorg.figures.sheet import INTERVALS, Sheet, rows_height
from simorg.figures.stacked import name_rows
from simorg.figures.tables import MissingDataError, scenarios, wide
from simorg.figures.words import Look, count_of, label_of

ABOUT = "the life of an incident, from onset to fixed: medians and upper quantiles, a row a structure"
TABLES = {"summary": ("scenario", "measure", "mean", "low", "high", "n")}

MILESTONES = {
    "detect": ("Detected", Look(ORANGE, "^")),
    "acknowledge": ("Acknowledged", Look(SKY, "s")),
    "diagnose": ("Diagnosed", Look(BLACK, "v")),
    "mitigate": ("Mitigated", Look(GREEN, "P")),
    "restore": ("Service restored", Look(BLUE, "o")),
    "fix": ("Fixed for good", Look(VERMILLION, "D")),
    "close": ("Closed", Look(VERMILLION, "D")),
}
"""Milestones in order, with what they are called and how they look."""


class Delay(NamedTuple):
    """A quantile of the time from onset to a milestone."""

    measure: str
    milestone: str
    quantile: int


def draw(summary: pd.DataFrame, ax: Axes | None = None, *, width_mm: float = 183.0, cause: str = "") -> Axes:
    """Draw the median time of each milestone, and the upper quantile of those that have one.

    Parameters
    ----------
    summary : DataFrame
        Summary with columns scenario, measure, mean, low, high and n.
    ax : Axes, optional
        Where to draw; a page of its own when left out.
    width_mm : float
        Width of that page.
    cause : str
        Of one cause only, such as ``data_break``; all incidents when left out.

    Returns
    -------
    Axes
        Full markers are medians, hollow ones upper quantiles.

    Raises
    ------
    MissingDataError
        If the table has no such delays.
    """
    delays = delays_of(summary, cause)
    names, left_out = scenarios(summary)
    tables = [wide(summary, [d.measure for d in delays], c).loc[names] for c in ("mean", "low", "high")]
    if tables[0].isna().all(axis=None):
        raise MissingDataError("needs values of the times from onset in summary.csv")
    around = 26.0 if width_mm > 120.0 else 32.0
    sheet = Sheet(ax, width_mm, rows_height(len(names), 6.5, around))
    ax = sheet.ax
    for row, name in enumerate(names):
        places = [Place(*(float(t.loc[name, d.measure]) for t in tables)) for d in delays]  # type: ignore[arg-type]
        _row(ax, row, delays, places)
    ax.set_xscale("log")
    ax.xaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    ax.xaxis.set_minor_formatter(NullFormatter())
    ax.grid(visible=True, axis="x")
    name_rows(ax, [label_of(name) for name in names])
    ax.set_xlabel("Days since onset, logarithmic")
    sheet.legend(_handles(delays))
    rows = summary[summary["measure"].isin([delay.measure for delay in delays])]
    sheet.note(
        f"{_of(cause)}: means over {count_of(rows['n'])} of the "
        f"quantiles of each; short bars are {INTERVALS}; incidents that never reach a milestone "
        "are left out, but of the time to detect, in which they count until they end",
        left_out,
    )
    return ax


def delays_of(summary: pd.DataFrame, cause: str = "") -> list[Delay]:
    """Return the delays that a table has, by milestone and quantile.

    Parameters
    ----------
    summary : DataFrame
        With a column ``measure``.
    cause : str
        The end of their names.

    Raises
    ------
    MissingDataError
        If there is none.
    """
    matches = [match for name in summary["measure"].unique() if (match := _match(str(name)))]
    found = [Delay(m[0], m[1], int(m[2])) for m in matches if (m[3] or "") == cause and m[1] in MILESTONES]
    if not found:
        raise MissingDataError("needs measures named time_to_*_p*_days in summary.csv")
    order = list(MILESTONES)
    return sorted(found, key=lambda delay: (order.index(delay.milestone), delay.quantile))


def _match(name: str) -> re.Match[str] | None:
    return re.fullmatch(r"time_to_([a-z]+)_p(\d+)_days(?:_(\w+))?", name)


def _of(cause: str) -> str:
    return "all incidents" if not cause else f"incidents of the cause {sentence(cause).lower()}"


def _row(ax: Axes, row: int, delays: list[Delay], places: list[Place]) -> None:
    known = [(d, p) for d, p in zip(delays, places, strict=True) if p.mean > 0.0]
    medians = [p.mean for d, p in known if d.quantile == 50]
    upper = [p.mean for d, p in known if d.quantile > 50]
    if medians:
        ax.plot([min(medians), max(medians)], [row, row], color="0.55", linewidth=1.6, zorder=1)
    if medians and upper:
        ax.plot([max(medians), max(upper)], [row, row], color="0.7", linewidth=0.8, linestyle=":", zorder=1)
    for delay, place in known:
        point(ax, place, row, MILESTONES[delay.milestone][1], delay.quantile == 50, size=4.5)


def _handles(delays: list[Delay]) -> list[Line2D]:
    handles = []
    for delay in delays:
        label, look = MILESTONES[delay.milestone]
        what = "median" if delay.quantile == 50 else f"{delay.quantile}th percentile"
        handles.append(
            Line2D([], [], linestyle="none", marker=look.marker, markersize=4.5, color=look.colour,
                   markerfacecolor=look.colour if delay.quantile == 50 else "white", label=f"{label}, {what}")
        )  # fmt: skip
    return handles
