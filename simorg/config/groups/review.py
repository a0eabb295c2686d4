"""The meeting in which people look at what models got wrong: how silent harm comes to light."""

from __future__ import annotations

from simorg.config.groups.distribution import Distribution, constant
from simorg.config.parameter import Group, parameter


class ReviewSettings(Group):
    """Review of failed predictions, unit by unit."""

    held: bool = parameter(
        True, about="People look at predictions that went wrong.",
        source="they do: [shankar2022]; how many teams do is unknown", mark="J",
    )  # fmt: skip
    period_days: float = parameter(
        5.0, about="Time between the reviews of a unit's live models.",
        unit="day", gt=0.0, le=1e5, low=2.5, high=22.0,
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
