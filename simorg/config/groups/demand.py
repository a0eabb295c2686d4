"""What is asked for: ideas of business units, wishes for live models, and the starting portfolio."""

from __future__ import annotations

from simorg.config.groups.distribution import Distribution, lognormal
from simorg.config.parameter import Group, parameter


class DemandSettings(Group):
    """Arrivals and attributes of initiatives, the portfolio at day 0, and retirement."""

    initiatives_per_unit_quarter: float = parameter(
        2.2, about="Ideas that each business unit raises, Poisson.",
        unit="1/quarter", ge=0.0, le=1e6, low=1.3, high=4.0,
        source="set together with `duties.share` so that each role of the default organisation works 65-85 % of its time", mark="J",
    )  # fmt: skip
    growth_per_year: float = parameter(
        0.0, about="Exponential growth of the rate of ideas.",
        unit="1/year", ge=-1.0, le=3.0, low=0.0, high=0.5, source="design choice", mark="J",
    )  # fmt: skip
    unit_weights: tuple[float, ...] | None = parameter(
        None, about="Relative idea rate of each unit (mean scaled to 1 is not enforced); none = equal.", unit="x"
    )
    unit_priorities: tuple[int, ...] | None = parameter(
        None, about="Priority class of each unit's initiatives (smaller is more urgent); none = work.priority_initiative.",
        unit="class",
    )  # fmt: skip
    size: Distribution = parameter(
        factory=lambda: lognormal(1.0, 0.6), about="Size of an initiative; multiplies every stage effort.",
        unit="x", low=0.3, high=1.2, source="design choice", mark="J",
    )  # fmt: skip
    difficulty: Distribution = parameter(
        factory=lambda: lognormal(1.0, 0.5), about="Difficulty; multiplies defect creation.",
        unit="x", low=0.2, high=1.0, source="design choice", mark="J",
    )  # fmt: skip
    value_eur_per_day: Distribution = parameter(
        factory=lambda: lognormal(400.0, 2.0), about="Value that a live model earns per day.",
        unit="EUR/day", low=50.0, high=2000.0,
        source="gains are many small and few large: form after [he2014]", mark="J",
    )  # fmt: skip
    sensitive_share: float = parameter(
        0.3, about="Share of initiatives that touch personal or regulated data.",
        unit="share", ge=0.0, le=1.0, low=0.1, high=0.6, source="design choice", mark="J",
    )  # fmt: skip
    initial_models_per_unit: int = parameter(
        6, about="Live models of each unit at day 0; near the number that the default demand sustains.",
        unit="models", ge=0, le=10_000, low=0, high=15,
        source="inflow x life (about 5 delivered a quarter, 3 years); 12.5 models a project in a large firm: [uber2024]", mark="J",
    )  # fmt: skip
    improvements_per_model_year: float = parameter(
        0.5, about="Wishes to improve a live model, Poisson.",
        unit="1/model-year", ge=0.0, le=1e4, low=0.0, high=4.0,
        source="83 % of the models of one platform never replaced, the others after 264 calendar days: [wikimedia2026]; "
               "replacements, not wishes", mark="J",
    )  # fmt: skip
    model_lifetime_years: float = parameter(
        3.0, about="Mean life of a live model until it is retired, exponential; 0 = never.",
        unit="year", ge=0.0, le=1e3, low=1.0, high=6.0,
        source="20-45 % of organisations keep AI initiatives in production for 3 years or more: [gartner2025]; a share of "
               "organisations, not of models", mark="J",
    )  # fmt: skip
