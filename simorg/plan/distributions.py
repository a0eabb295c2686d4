"""From distributions as people write them to rows that can be inverted."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simorg.config.groups.distribution import Distribution
from simorg.plan.tables import DISTRIBUTION_ROW
from simorg.rules import distributions as rules


class DistributionTable:
    """Collects the distributions of a plan; the same description is stored once."""

    def __init__(self) -> None:
        self._index: dict[Distribution, int] = {}
        self._rows: list[tuple[float, float, float, int, int, int]] = []
        self._values: list[float] = []

    def add(self, distribution: Distribution) -> int:
        """Return the position of `distribution`, lowering it on first sight."""
        if distribution not in self._index:
            self._index[distribution] = len(self._rows)
            self._rows.append(self._lower(distribution))
        return self._index[distribution]

    def arrays(self) -> tuple[npt.NDArray[np.void], npt.NDArray[np.float64]]:
        """Return all rows, and the values of the empirical ones."""
        values = self._values or [0.0]
        return np.array(self._rows, dtype=DISTRIBUTION_ROW), np.array(values, dtype=np.float64)

    def _lower(self, d: Distribution) -> tuple[float, float, float, int, int, int]:
        if d.values is not None:
            start = len(self._values)
            self._values.extend(sorted(d.values))
            return 0.0, 0.0, 0.0, rules.FAMILIES["empirical"], start, len(d.values)
        low = lower(d)
        return low.a, low.b, low.c, low.family, 0, 0


def lower(d: Distribution) -> rules.Lowered:
    """Return the triple that inverts `d` (any family but the empirical one)."""
    mean, cv, shape = d.mean or 0.0, d.cv or 0.0, d.shape or 0.0
    match d.family:
        case "constant":
            return rules.lower_constant(mean)
        case "exponential":
            return rules.lower_exponential(mean)
        case "lognormal":
            if d.median is not None:
                return rules.lower_lognormal_median(d.median, d.sigma or 0.0)
            return rules.lower_lognormal(mean, cv)
        case "gamma":
            return rules.lower_gamma(mean, cv)
        case "weibull":
            return (
                rules.lower_weibull_shape(mean, shape)
                if d.shape is not None
                else rules.lower_weibull(mean, cv)
            )
        case "triangular":
            return rules.lower_triangular(d.low or 0.0, d.mode or 0.0, d.high or 0.0)
        case "uniform":
            return rules.lower_uniform(d.low or 0.0, d.high or 0.0)
        case "inverse_gaussian":
            return rules.lower_inverse_gaussian(mean, shape)
        case family:
            raise AssertionError(f"no lowering for {family}")
