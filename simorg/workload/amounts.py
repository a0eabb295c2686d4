"""Means, spreads and nodes of the distributions of a plan: numbers in, no draws."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simorg.plan import Plan
from simorg.rules.distributions import (
    CONSTANT,
    EMPIRICAL,
    Lowered,
    empirical_quantile,
    mean_and_cv,
    normal_cdf,
    quantile,
)

Floats = npt.NDArray[np.float64]


class Amount(NamedTuple):
    """Mean and mean square of a random quantity."""

    mean: float
    square: float

    def times(self, factor: float, factor_square: float | None = None) -> Amount:
        """Return the product with an independent factor.

        Parameters
        ----------
        factor : float
            Mean of the factor.
        factor_square : float, optional
            Its mean square; that of a constant when left out.
        """
        return Amount(
            self.mean * factor, self.square * (factor * factor if factor_square is None else factor_square)
        )


class Nodes(NamedTuple):
    """A distribution replaced by a few weighted values."""

    values: Floats
    weights: Floats  # add up to 1


class Amounts:
    """The distributions of a plan, by their position in it.

    Parameters
    ----------
    plan : Plan
        Holds the distributions.
    """

    def __init__(self, plan: Plan) -> None:
        self._values = plan.values
        self._rows = plan.distributions
        self._found = [self._moments(row) for row in plan.distributions]

    def of(self, position: int) -> Amount:
        """Return mean and mean square of a distribution."""
        return self._found[int(position)]

    def nodes(self, position: int, count: int) -> Nodes:
        """Return `count` values and weights of a distribution (one if it is constant).

        Parameters
        ----------
        position : int
            Position of the distribution in the plan.
        count : int
            Number of values.

        Notes
        -----
        Gauss-Hermite nodes of the normal score: exact for low moments of lognormal quantities.
        """
        row = self._rows[int(position)]
        if row["family"] == CONSTANT:
            return Nodes(np.array([float(row["a"])]), np.ones(1))
        scores, weights = np.polynomial.hermite_e.hermegauss(count)
        values = [self._quantile(row, min(max(normal_cdf(z), 1e-12), 1.0 - 1e-12)) for z in scores]
        return Nodes(np.array(values), weights / weights.sum())

    def _moments(self, row: np.void) -> Amount:
        if row["family"] == EMPIRICAL:
            values = self._values[row["start"] : row["start"] + row["count"]]
            return Amount(float(values.mean()), float((values**2).mean()))
        mean, cv = mean_and_cv(Lowered(int(row["family"]), float(row["a"]), float(row["b"]), float(row["c"])))
        return Amount(mean, mean * mean * (1.0 + cv * cv) if math.isfinite(cv) else 0.0)

    def _quantile(self, row: np.void, u: float) -> float:
        if row["family"] == EMPIRICAL:
            return float(empirical_quantile(self._values, int(row["start"]), int(row["count"]), u))
        return float(quantile(int(row["family"]), float(row["a"]), float(row["b"]), float(row["c"]), u))
