"""What matters: sensitivity indices of the levers as bars, one panel a measure, the largest at the top.

Goes in: the table of a sensitivity experiment (Morris or Sobol indices). Comes out: Axes. The grey strip
is the noise floor: what a lever without any effect would show by chance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from simorg.figures.palettes import BLUE, SKY
from simorg.figures.sheet import INTERVALS, NARROW_MM, Sheet, few_ticks, rows_height
from simorg.figures.stacked import LETTERS, name_rows
from simorg.figures.style import sized
from simorg.figures.tables import MissingDataError, chosen, for_print, unit_of
from simorg.figures.words import key_label, measure_label

ABOUT = "what matters: Morris or Sobol indices of the levers, with intervals and noise floor"
TABLES = {"sensitivity": ("method", "measure", "unit", "key", "index", "value", "low", "high", "noise_floor")}
MOST_KEYS, MOST_MEASURES = 20, 4
NOISE = "seed"
"""Key of the factor without any effect, which the noise floor comes from: no lever, so not drawn."""

FLOOR: dict[str, Any] = {"color": "0.5", "alpha": 0.3, "linewidth": 0.0, "zorder": 3}
"""Look of the noise floor."""


class Index(NamedTuple):
    """One kind of index: its name for print and its colour."""

    label: str
    colour: str


INDICES = {
    "morris": {"mu_star": Index("Mean size of an elementary effect", BLUE)},
    "sobol": {
        "ST": Index("Total: alone and with others", SKY),
        "S1": Index("First order: alone", BLUE),
    },
}
"""Indices drawn, by method; the wider bar first."""


def draw(
    sensitivity: pd.DataFrame,
    ax: Axes | None = None,
    *,
    width_mm: float = 183.0,
    method: str | None = None,
    measures: Sequence[str] | None = None,
    labels: Mapping[str, str] | None = None,
) -> Axes:
    """Draw the largest indices.

    Parameters
    ----------
    sensitivity : DataFrame
        Columns method, measure, unit, key, index, value, low, high, noise_floor.
    ax : Axes, optional
        Where to draw; a page of its own when left out.
    width_mm : float
        Width of that page.
    method : str, optional
        ``morris`` or ``sobol``; by default Sobol where the table has it.
    measures : sequence of str, optional
        Panels; by default up to four, the headline ones first.
    labels : mapping of str to str, optional
        Key -> what to write beside its bars.

    Returns
    -------
    Axes
        That frames the panels; rows are in the order of the first one.

    Raises
    ------
    MissingDataError
        If the method or a measure is not in the table.
    """
    methods = [str(name) for name in sensitivity["method"].unique()]
    method = method or ("sobol" if "sobol" in methods else methods[0])
    if method not in methods or method not in INDICES:
        raise MissingDataError(f"no indices of the method {method}; there are {', '.join(methods)}")
    mine = sensitivity[(sensitivity["method"] == method) & sensitivity["index"].isin(list(INDICES[method]))]
    mine = mine[mine["key"] != NOISE]
    if method == "morris":  # whose indices are in the unit of the measure
        mine = for_print(mine, ["value", "low", "high", "noise_floor"])
    shown, left_out = chosen(mine, measures, 1 if width_mm <= NARROW_MM else MOST_MEASURES)
    main = next(iter(INDICES[method]))
    kept, others = _ranked(mine[mine["index"] == main], shown)
    rows = len(kept) + bool(others)
    columns = 2 if len(shown) == 4 else len(shown)
    storeys = -(-len(shown) // columns)
    height = (30.0 if method == "morris" else 34.0) + 14.0 * (storeys - 1)
    names = [(labels or {}).get(key) or key_label(key) for key in kept]
    names += [f"{len(others)} others, largest"] if others else []
    neighbours = any(min(map(len, pair)) > LETTERS for pair in pairwise(names))  # each takes two lines
    each = 6.4 if neighbours else 4.6
    sheet = Sheet(ax, width_mm, rows_height(rows * storeys, each, height))
    panels = sheet.panels(len(shown), columns, sharey="row")
    share = 0.7 / columns  # the names of the levers take the rest
    for panel, measure in zip(panels, shown, strict=True):
        _panel(panel, mine[mine["measure"] == measure], kept, others, method)
        unit = unit_of(mine, measure)
        panel.set_title(sheet.wrap(measure_label(measure, ""), share), loc="left", fontsize=sized(7.0))
        size = measure_label("size of effect", unit)
        panel.set_xlabel(sheet.wrap(size if method == "morris" else "Share of variance", share))
        few_ticks(panel, 4 if columns > 1 else 6)
    for panel in panels[::columns]:
        name_rows(panel, names)
    for panel in panels:
        panel.tick_params(axis="y", length=0)
        panel.spines["left"].set_visible(False)
    sheet.legend(_handles(method, mine))
    sheet.note(
        f"{method.capitalize()} indices; lines are {INTERVALS}",
        "the levers that rank highest in any panel, in the order of the first" if len(shown) > 1 else "",
        left_out,
    )
    return sheet.ax


def variants(sensitivity: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Return one picture a method."""
    there = [str(name) for name in sensitivity["method"].unique()]
    return {name: {"method": name} for name in there if name in INDICES}


def _ranked(rows: pd.DataFrame, measures: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the keys that rank highest in any of the measures, and the others, by the first measure."""
    table = rows.pivot(index="key", columns="measure", values="value").reindex(columns=list(measures))
    table = table.sort_values(measures[0], ascending=False, kind="stable", na_position="last")
    best = table.rank(ascending=False, method="first").min(axis=1).sort_values(kind="stable")
    highest = set(best.index[:MOST_KEYS])
    keys = [str(key) for key in table.index]
    return [key for key in keys if key in highest], [key for key in keys if key not in highest]


def _panel(ax: Axes, mine: pd.DataFrame, kept: list[str], others: list[str], method: str) -> None:
    several = len(INDICES[method]) > 1
    for n, (index, look) in enumerate(INDICES[method].items()):
        rows = mine[mine["index"] == index].set_index("key")
        place = np.arange(len(kept)) + ((n - 0.5) * 0.36 if several else 0.0)
        height = 0.34 if several else 0.68
        values = rows.reindex(kept)
        ax.barh(place, values["value"].fillna(0.0), height=height, color=look.colour, linewidth=0.0)
        ax.hlines(place, values["low"], values["high"], color="0.15", linewidth=0.7)
        if others:
            rest = rows.reindex(others)["value"].max()
            ax.barh([len(kept) + (place[0] if len(place) else 0.0)], [rest], height=height, color=look.colour,
                    alpha=0.45, linewidth=0.0)  # fmt: skip
    first = mine[mine["index"] == next(iter(INDICES[method]))]
    floor = float(first["noise_floor"].max())
    if floor > 0.0:  # of the index that ranks, so behind its bars only
        places = np.arange(len(kept) + bool(others)) + (-0.18 if several else 0.0)
        ax.barh(places, floor, height=0.36 if several else 1.0, **FLOOR)
    lowest = float(mine["low"].min())
    if lowest < 0.0:
        ax.set_xlim(left=lowest - 0.03 * (ax.get_xlim()[1] - lowest))
    else:
        ax.set_xlim(left=0.0)
    ax.axvline(0.0, color="0.3", linewidth=0.5)


def _handles(method: str, mine: pd.DataFrame) -> list[Patch]:
    handles = [Patch(facecolor=look.colour, label=look.label) for look in INDICES[method].values()]
    if mine["noise_floor"].max() > 0.0:
        of = " of the total" if len(INDICES[method]) > 1 else ""
        handles.append(Patch(label=f"Noise floor{of}", **FLOOR))
    return handles
