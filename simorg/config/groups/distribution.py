"""A distribution as settings describe it: a family and its natural parameters.

The plan lowers it to a triple of numbers for inversion; nothing here draws.
"""

from __future__ import annotations

import math
from typing import Literal, Self

from pydantic import Field, model_validator

from simorg.config.parameter import Group

Family = Literal[
    "constant", "exponential", "lognormal", "gamma", "weibull",
    "triangular", "uniform", "inverse_gaussian", "empirical",
]  # fmt: skip

NEEDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "constant": (("mean",),),
    "exponential": (("mean",),),
    "lognormal": (("mean", "cv"), ("median", "sigma")),
    "gamma": (("mean", "cv"),),
    "weibull": (("mean", "cv"), ("mean", "shape")),
    "triangular": (("low", "mode", "high"),),
    "uniform": (("low", "high"),),
    "inverse_gaussian": (("mean", "shape"),),
    "empirical": (("values",),),
}
"""For each family the sets of parameters that describe it; exactly one set must be given."""


class Distribution(Group):
    """A non-negative random quantity, in the unit of the parameter that holds it."""

    family: Family = "lognormal"
    mean: float | None = Field(default=None, ge=0.0, le=1e6)
    cv: float | None = Field(default=None, ge=0.0, le=10.0)
    median: float | None = Field(default=None, ge=0.0, le=1e6)
    sigma: float | None = Field(default=None, ge=0.0, le=5.0)
    shape: float | None = Field(default=None, gt=0.0, le=1e6)
    low: float | None = Field(default=None, ge=0.0, le=1e6)
    mode: float | None = Field(default=None, ge=0.0, le=1e6)
    high: float | None = Field(default=None, ge=0.0, le=1e6)
    values: tuple[float, ...] | None = None

    @model_validator(mode="after")
    def _exactly_one_description(self) -> Self:
        given = {name for name in type(self).model_fields if name != "family"
                 and getattr(self, name) is not None}  # fmt: skip
        choices = NEEDS[self.family]
        if not any(given == set(choice) for choice in choices):
            wanted = " or ".join("{" + ", ".join(choice) + "}" for choice in choices)
            named = "{" + ", ".join(sorted(given)) + "}"
            raise ValueError(f"a {self.family} distribution needs exactly {wanted}, got {named}")
        if self.low is not None and self.high is not None:
            middle = self.low if self.mode is None else self.mode
            if not self.low <= middle <= self.high:
                raise ValueError(f"low <= mode <= high must hold, got {self.low}, {middle}, {self.high}")
        if self.values is not None and (not self.values or min(self.values) < 0.0):
            raise ValueError("empirical values must be one or more numbers >= 0")
        return self

    @property
    def expected(self) -> float:
        """The mean, in the unit of the parameter; of an empirical one, that of its interpolated quantiles."""
        if self.values is not None:
            ordered = sorted(self.values)
            ends = ordered[0] + ordered[-1]
            return (sum(ordered) - ends / 2) / (len(ordered) - 1) if len(ordered) > 1 else ordered[0]
        if self.median is not None:
            return self.median * math.exp((self.sigma or 0.0) ** 2 / 2)
        if self.low is not None and self.high is not None:
            corners = (self.low, self.high) if self.mode is None else (self.low, self.mode, self.high)
            return sum(corners) / len(corners)
        assert self.mean is not None
        return self.mean


def constant(value: float) -> Distribution:
    """Return the distribution that always gives `value`."""
    return Distribution(family="constant", mean=value)


def lognormal(mean: float, cv: float) -> Distribution:
    """Return the lognormal with this mean and coefficient of variation."""
    return Distribution(family="lognormal", mean=mean, cv=cv)


def lognormal_median(median: float, sigma: float) -> Distribution:
    """Return the lognormal with this median and log standard deviation."""
    return Distribution(family="lognormal", median=median, sigma=sigma)
