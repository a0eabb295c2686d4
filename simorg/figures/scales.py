"""The scale of a lever: linear, logarithmic when its values grow by factors, or names in a row.

Goes in: the values of a column.  Comes out: places on an axis, edges between them, ticks.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, NullLocator

from simorg.figures.lettering import wrapped

Floats = npt.NDArray[np.float64]
MOST_TICKS = 7
LETTERS = 14
"""Of a line of a name on an axis."""


class Scale(NamedTuple):
    """Values in order; names where they are no numbers; whether they grow by factors."""

    values: Floats
    names: tuple[str, ...] | None
    logarithmic: bool

    def places(self, column: pd.Series) -> Floats:
        """Return where values stand on the axis."""
        if self.names is None:
            return column.to_numpy(dtype=np.float64)
        return np.array([self.names.index(str(value)) for value in column], dtype=np.float64)

    def edges(self) -> Floats:
        """Return the borders between neighbouring values, half-way, one more than values."""
        at = np.log(self.values) if self.logarithmic else self.values
        if len(at) == 1:
            edges = np.array([at[0] - 0.5, at[0] + 0.5])
        else:
            middle = (at[1:] + at[:-1]) / 2.0
            edges = np.array([at[0] - (middle[0] - at[0]), *middle, at[-1] + (at[-1] - middle[-1])])
        return np.exp(edges) if self.logarithmic else edges

    def show(self, ax: Axes, axis: Literal["x", "y"]) -> None:
        """Put the scale and its ticks on an axis: the values themselves, if they are few."""
        chosen = ax.xaxis if axis == "x" else ax.yaxis
        if self.logarithmic:
            (ax.set_xscale if axis == "x" else ax.set_yscale)("log")
            chosen.set_minor_locator(NullLocator())
        if self.names is not None or len(self.values) <= MOST_TICKS or self.logarithmic:
            step = -(-len(self.values) // MOST_TICKS) if self.names is None else 1
            if self.names is not None:
                chosen.set_ticks(
                    self.values, [wrapped(name.replace("_", " "), LETTERS) for name in self.names]
                )
                return
            chosen.set_ticks(self.values[::step])
            chosen.set_major_formatter(FuncFormatter(lambda v, _: f"{v:.4g}"))


def scale_of(column: pd.Series) -> Scale:
    """Return the scale of a lever.

    Parameters
    ----------
    column : Series
        Its values, in any order, repeated.
    """
    if pd.api.types.is_bool_dtype(column) or not pd.api.types.is_numeric_dtype(column):
        names = tuple(str(value) for value in column.drop_duplicates())
        return Scale(np.arange(len(names), dtype=np.float64), names, False)
    values = np.unique(column.dropna().to_numpy(dtype=np.float64))
    return Scale(values, None, _by_factors(values))


def _by_factors(values: Floats) -> bool:
    """Tell whether steps are more equal as ratios than as differences."""
    if len(values) < 3 or values[0] <= 0.0 or values[-1] < 4.0 * values[0]:
        return False
    steps, ratios = np.diff(values), np.diff(np.log(values))
    return bool(np.std(ratios) / np.mean(ratios) < np.std(steps) / np.mean(steps))
