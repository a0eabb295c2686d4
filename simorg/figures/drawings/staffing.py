"""What one more person is worth: the change of measures by role and team, beside how busy they are.

Goes in: the table of a staffing experiment. Comes out: Axes: a panel of utilisations, then one a measure.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes

from simorg.figures.dots import Place, point
from simorg.figures.palettes import BLACK
from simorg.figures.sheet import INTERVALS, NARROW_MM, Sheet, few_ticks, percent, rows_height
from simorg.figures.stacked import name_rows
from simorg.figures.style import sized
from simorg.figures.tables import MissingDataError, chosen, for_print, unit_of
from simorg.figures.words import Look, count_of, label_of, measure_label

ABOUT = "what one more person is worth, by role and team, beside their utilisation"
TABLES = {
    "staffing": (
        "role", "team", "measure", "unit", "difference", "low", "high", "n_pairs", "decision", "utilisation",
    )
}  # fmt: skip
MOST_ROWS, MOST_MEASURES = 20, 4
SEAT = ["role", "team"]


def draw(
    staffing: pd.DataFrame,
    ax: Axes | None = None,
    *,
    width_mm: float = 183.0,
    measures: Sequence[str] | None = None,
    structure: str | None = None,
) -> Axes:
    """Draw utilisations and differences, the busiest role and team at the top.

    Parameters
    ----------
    staffing : DataFrame
        Columns role, team, measure, unit, difference, low, high, n_pairs, decision, utilisation.
    ax : Axes, optional
        Where to draw; a page of its own when left out.
    width_mm : float
        Width of that page.
    measures : sequence of str, optional
        Panels; by default up to four, the headline ones first.
    structure : str, optional
        Which, if the table has several; the first when left out.

    Returns
    -------
    Axes
        That frames the panels.

    Raises
    ------
    MissingDataError
        If a measure or the structure is not in the table.
    """
    staffing, name = _of(staffing, structure)
    staffing = for_print(staffing, ["difference", "low", "high"])
    wide = width_mm > NARROW_MM
    shown, left_out = chosen(staffing, measures, MOST_MEASURES if wide else 1)
    named = staffing.assign(team=staffing["team"].astype(object).fillna(""))
    seats = _busiest_first(named)
    kept = seats.iloc[:MOST_ROWS]
    sheet = Sheet(ax, width_mm, rows_height(len(kept), 4.6, 30.0))
    ratios = [0.6 if wide else 0.45, *(1.0 for _ in shown)]
    share = (0.6 if wide else 0.33) / len(shown)  # names and utilisations take the rest
    first, *others = sheet.panels(1 + len(shown), 1 + len(shown), sharey="row", ratios=ratios)
    _utilisation(first, kept)
    for panel, measure in zip(others, shown, strict=True):
        _differences(
            panel, named[named["measure"] == measure].set_index(SEAT), kept, 3 if len(shown) > 3 else 4
        )
        unit = unit_of(staffing, measure)
        panel.set_title(sheet.wrap(measure_label(measure, ""), share), loc="left", fontsize=sized(7.0))
        panel.set_xlabel(sheet.wrap(measure_label("change", unit), share))
    several = named.loc[named["team"] != "", "team"].nunique() > 1
    name_rows(first, [_seat(role, team, several) for role, team in kept.index])
    more = f"the busiest {MOST_ROWS} of {len(seats)}" if len(seats) > MOST_ROWS else ""
    sheet.note(
        label_of(name) if name else "",
        f"one person more, paired differences over {count_of(staffing['n_pairs'], 'pairs of runs')}; lines "
        f"are {INTERVALS}; full markers: an interval that leaves out zero; black: the bottleneck",
        more,
        left_out,
    )
    return sheet.ax


def variants(staffing: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Return one picture a structure."""
    if "structure" not in staffing or staffing["structure"].nunique() < 2:
        return {"": {}}
    return {str(name): {"structure": str(name)} for name in staffing["structure"].unique()}


def _of(table: pd.DataFrame, structure: str | None) -> tuple[pd.DataFrame, str]:
    """Return the rows of one structure, and its name."""
    if "structure" not in table:
        return table, ""
    names = [str(name) for name in table["structure"].unique()]
    chosen_one = structure or names[0]
    if chosen_one not in names:
        raise MissingDataError(f"no rows of the structure {chosen_one}; there are {', '.join(names)}")
    return table[table["structure"] == chosen_one], chosen_one


def _busiest_first(table: pd.DataFrame) -> pd.Series:
    """Return the utilisation of each role in each team, the largest first."""
    busy = table.groupby(SEAT, sort=False)["utilisation"].max()
    return busy.sort_values(ascending=False, kind="stable")


def _seat(role: object, team: object, several: bool) -> str:
    return (
        f"{label_of(str(role))}, {str(team).replace('_', ' ')}" if several and team else label_of(str(role))
    )


def _utilisation(ax: Axes, busy: pd.Series) -> None:
    colours = [BLACK if n == 0 else "0.72" for n in range(len(busy))]
    ax.barh(range(len(busy)), busy.fillna(0.0), color=colours, height=0.68, linewidth=0.0)
    ax.set_xlim(0.0, 1.0)
    percent(ax, "x")
    ax.set_xticks([0.0, 0.5])
    ax.set_xlabel("Utilisation")


def _differences(ax: Axes, rows: pd.DataFrame, kept: pd.Series, ticks: int) -> None:
    for n, seat in enumerate(kept.index):
        if seat not in rows.index:
            continue
        row = rows.loc[[seat]].iloc[0]
        place = Place(float(row["difference"]), float(row["low"]), float(row["high"]))
        point(ax, place, n, Look(BLACK if n == 0 else "0.5", "o"), place.decided)
    ax.axvline(0.0, color="0.3", linewidth=0.6, zorder=1)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.grid(visible=True, axis="x")
    few_ticks(ax, ticks)
