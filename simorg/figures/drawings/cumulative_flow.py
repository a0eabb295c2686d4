"""Cumulative flow: ideas delivered so far and in progress by state, one panel a structure.

Goes in: the timelines table of an experiment. Comes out: Axes. The height of the bands above the
lowest is the work in progress. The totals are those at the end of a bin; the split of what is in
progress follows the averages of the bin. Ideas that were dropped, often most of them, would hide all
else and are left out unless asked for; with them the bands add up to the ideas raised.
"""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from simorg.figures.drawings.lead_time import PARTS
from simorg.figures.sheet import Sheet
from simorg.figures.stacked import Part, parts_of
from simorg.figures.tables import scenarios
from simorg.figures.timelines import across_years, grid_of, warm_up
from simorg.figures.words import count_of, label_of

ABOUT = "ideas delivered so far and in progress by state, over time, one panel a structure"
TABLES = {
    "timelines": ("scenario", "day", "n", "created_total", "delivered_total", "dropped_total"),
}
FACTS = ("warm_up_days",)

DELIVERED, DROPPED = Part("Delivered", "#D4D4D4"), Part("Dropped", "#F4F4F4")


def draw(
    timelines: pd.DataFrame,
    ax: Axes | None = None,
    *,
    width_mm: float = 183.0,
    warm_up_days: float = 0.0,
    dropped: bool = False,
) -> Axes:
    """Draw stacked areas, one panel a scenario, all on the same scale.

    Parameters
    ----------
    timelines : DataFrame
        Timelines with columns scenario, day (end of the bin), n, the totals of ideas and ``wip_<state>``.
    ax : Axes, optional
        Where to draw; a page of its own when left out.
    width_mm : float
        Width of that page.
    warm_up_days : float
        Paled, since measures do not count it.
    dropped : bool
        Whether to draw the ideas that were dropped, too.

    Returns
    -------
    Axes
        That frames the panels, one a scenario, in the order of the table.
    """
    names, left_out = scenarios(timelines)
    found = {str(name): str(name).removeprefix("wip_") for name in timelines if str(name).startswith("wip_")}
    states = {
        name: part
        for name, part in parts_of(found, PARTS).items()
        if float(timelines[name].max()) > 0.005 * float(timelines["created_total"].max())
    }
    looks = {"delivered": DELIVERED, **({"dropped": DROPPED} if dropped else {}), **states}
    flows = {name: flow(timelines[timelines["scenario"] == name], list(states)) for name in names}
    top = max(float(bands[list(looks)].sum(axis=1).max()) for bands in flows.values())
    sheet, axes = grid_of(ax, width_mm, len(names))
    for name, panel in zip(names, axes, strict=True):
        bands = flows[name]
        panel.stackplot(
            [0.0, *bands["day"]],
            [[0.0, *bands[look]] for look in looks],
            colors=[part.colour for part in looks.values()],
            edgecolor="0.25",
            linewidth=0.25,
        )
        across_years(panel, timelines)
        panel.set_ylim(0.0, 1.05 * max(top, 1.0))
        warm_up(panel, warm_up_days)
        panel.set_title(sheet.wrap(label_of(name), 1.0 / min(len(names), 2)), loc="left", fontsize="medium")
    for panel in axes[:: 1 if len(axes) == 1 else 2]:
        panel.set_ylabel("Ideas, cumulative")
    _legend(sheet, looks)
    sheet.note(
        f"means of {count_of(timelines['n'])}",
        "bands add up to the ideas raised" if dropped else _dropped(flows),
        "in progress is divided by the average of each bin of time" if states else "",
        left_out,
    )
    return sheet.ax


def flow(mine: pd.DataFrame, states: list[str]) -> pd.DataFrame:
    """Return the bands of one scenario: day, delivered, dropped, and what is in progress by state.

    Parameters
    ----------
    mine : DataFrame
        Timelines of one scenario.
    states : list of str
        Columns of the averages by state; without any, all is ``wip``.
    """
    totals = mine[["created_total", "delivered_total", "dropped_total"]]
    progress = totals["created_total"] - totals["delivered_total"] - totals["dropped_total"]
    bands = pd.DataFrame(
        {"day": mine["day"], "delivered": totals["delivered_total"], "dropped": totals["dropped_total"]}
    )
    weight = mine[states].sum(axis=1)
    for state in states:
        bands[state] = (progress * mine[state] / weight).where(weight > 0.0, progress / len(states))
    return bands


def _legend(sheet: Sheet, looks: dict[str, Part]) -> None:
    sheet.legend([
        Patch(facecolor=part.colour, edgecolor="0.25", linewidth=0.4, label=_state(name, part.label))
        for name, part in reversed(looks.items())
    ])  # fmt: skip


def _dropped(flows: dict[str, pd.DataFrame]) -> str:
    ends = [float(bands["dropped"].iloc[-1]) for bands in flows.values()]
    numbers = f"{min(ends):.0f}" if len(ends) == 1 else f"{min(ends):.0f} to {max(ends):.0f}"
    return f"ideas that were dropped ({numbers} by the end) are not shown"


def _state(name: str, label: str) -> str:
    return f"In progress: {label[:1].lower()}{label[1:]}" if name == "wip_work" else label
