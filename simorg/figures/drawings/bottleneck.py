"""Where the bottleneck moves: the utilisation of every role before and after each hire, as a chequered table.

Goes in: the table of busy shares of a staffing experiment. Comes out: Axes: a row a hire, a column a role,
the busiest role of each row framed.
"""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from simorg.config.labels import inside
from simorg.figures.lettering import wrapped
from simorg.figures.palettes import WINE
from simorg.figures.sheet import NARROW_MM, Sheet, rows_height
from simorg.figures.style import sized
from simorg.figures.tables import MissingDataError
from simorg.figures.words import label_of, parted

ABOUT = "where the bottleneck moves: utilisation of every role before and after each hire"
TABLES = {"busy": ("scenario", "role", "utilisation", "low", "high")}
AS_IS = "as_is"
MOST_ROWS = 24


def draw(
    busy: pd.DataFrame, ax: Axes | None = None, *, width_mm: float = 183.0, structure: str | None = None
) -> Axes:
    """Draw the utilisations of one structure.

    Parameters
    ----------
    busy : DataFrame
        Columns scenario (``structure-hire``), role, utilisation, low, high.
    ax : Axes, optional
        Where to draw; a page of its own when left out.
    width_mm : float
        Width of that page.
    structure : str, optional
        Which; the first when left out.

    Returns
    -------
    Axes
        Rows and columns in the order of the table.

    Raises
    ------
    MissingDataError
        If the structure is not in the table.
    """
    structures = _structures(busy)
    structure = structure or structures[0]
    if structure not in structures:
        raise MissingDataError(f"no rows of the structure {structure}; there are {', '.join(structures)}")
    mine = busy[busy["scenario"].str.partition("-")[0] == structure]
    names = list(mine["scenario"].unique())
    table = mine.pivot(index="scenario", columns="role", values="utilisation")
    table = table.reindex(index=names[:MOST_ROWS], columns=mine["role"].unique())
    sheet = Sheet(ax, width_mm, rows_height(len(table), 4.6, 44.0 if width_mm <= NARROW_MM else 22.0))
    ax = sheet.ax
    ax.pcolormesh(table, cmap="Greys", vmin=0.0, vmax=1.25, edgecolors="white", linewidth=0.8)
    for row, (_, shares) in enumerate(table.iterrows()):
        for column, share in enumerate(shares):
            if share == share:
                ax.text(
                    column + 0.5, row + 0.5, f"{100.0 * share:.0f}", ha="center", va="center",
                    fontsize=sized(6.0), color="white" if share > 0.6 else "black",
                )  # fmt: skip
        if shares.notna().any():
            place = (int(shares.argmax()) + 0.06, row + 0.06)
            ax.add_patch(Rectangle(place, 0.88, 0.88, fill=False, edgecolor=WINE, linewidth=1.6))
    _name(ax, table, structure, width_mm > NARROW_MM)
    ax.tick_params(length=0)
    ax.spines[["left", "bottom"]].set_visible(False)
    sheet.note(
        f"{label_of(structure)}; per cent of the time present, by role (columns) before and after one hire",
        "framed: the busiest role",
        f"the first {MOST_ROWS} of {len(names)} rows" if len(names) > MOST_ROWS else "",
    )
    return ax


def _name(ax: Axes, table: pd.DataFrame, structure: str, wide: bool) -> None:
    """Name rows by what was added and columns by role, standing upright where they are narrow."""
    hires = [str(name).partition("-")[2] for name in table.index]
    names = [label_of(structure) if hire in ("", AS_IS) else f"+ {inside(parted(hire))}" for hire in hires]
    ax.set_yticks([row + 0.5 for row in range(len(names))], names)
    ax.set_ylim(len(names), 0.0)
    roles = [wrapped(label_of(str(role)), 11 if wide else 30) for role in table.columns]
    ax.set_xticks(
        [column + 0.5 for column in range(len(roles))], roles, rotation=0 if wide else 90, linespacing=1.0
    )


def variants(busy: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Return one picture a structure."""
    return {name: {"structure": name} for name in _structures(busy)}


def _structures(busy: pd.DataFrame) -> list[str]:
    return [str(name) for name in busy["scenario"].str.partition("-")[0].unique()]
