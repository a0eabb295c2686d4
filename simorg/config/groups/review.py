"""The meeting in which people look at what models got wrong: how silent harm comes to light."""

from __future__ import annotations

from simorg.config.groups.distribution import Distribution, constant
from simorg.config.parameter import Group, parameter


class ReviewSettings(Group):
    """Review of failed predictions, unit by unit."""

    period_days: float = parameter(
        0.0, about="Time between the reviews of a unit's live models; 0 = none.",
        unit="day", ge=0.0, le=1e5, low=0.0, high=22.0,
        source="three people look at failed predictions once a week: [shankar2022]; one team", mark="J",
    )  # fmt: skip
    predictions: float = parameter(
        20.0, about="Predictions of a model that a review looks at.",
        unit="predictions", ge=0.0, le=1e6, low=5.0, high=200.0, source="design choice", mark="J",
    )  # fmt: skip
    days_per_model: Distribution = parameter(
        factory=lambda: constant(0.05), about="Work of a review for each live model of the unit.",
        unit="person-day", low=0.01, high=0.2, source="design choice", mark="J",
    )  # fmt: skip
