"""Numbers from tallies; an empty tally is NaN, which reads "missing", and never 0."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def count(chosen: npt.NDArray[np.bool_]) -> int:
    """Count the chosen ones."""
    return int(np.count_nonzero(chosen))


def quantile(values: Floats, level: float) -> float:
    """Return the quantile by linear interpolation between order statistics (NumPy's default)."""
    return float(np.quantile(values, level)) if values.size else math.nan


def mean(values: Floats) -> float:
    """Return the arithmetic mean."""
    return float(values.mean()) if values.size else math.nan


def geometric_mean(values: Floats, floor: float) -> float:
    """Return the geometric mean; values below `floor` count as `floor`."""
    return float(np.exp(np.log(np.maximum(values, floor)).mean())) if values.size else math.nan


def ratio(part: float, whole: float) -> float:
    """Return `part` / `whole`, missing if there is no whole."""
    return float(part) / float(whole) if whole > 0 else math.nan
