"""How live models go wrong: natural drift, upstream breakages, plain faults."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from simorg.config.errors import nearest
from simorg.config.groups.distribution import Distribution, lognormal_median
from simorg.config.parameter import Group, parameter
from simorg.rules.drift import laws

DESIGN = "design choice"
STREAMS = "measured streams differ 1,000-fold: ticket routing ([amaral2018]) 0.34, weather ([elwell2011]) 0.0002 points a working day"
ELEC2 = "electricity prices ([harries1999])"


class DriftSettings(Group):
    """Natural drift: a law, its rate and how far a model may fall before users are hurt."""

    law: str = parameter(
        "gradual", about="Shape of natural drift; one file a law in simorg/rules/drift/ or of a plug-in.",
        source="all four shapes occur in measured streams, this one in most: [amaral2018], [fanaee2013], [harries1999]", mark="J",
    )  # fmt: skip
    rate: float = parameter(
        0.0004, about="Mean loss of quality per working day since the data of the last training.",
        unit="share/day", ge=0.0, le=1.0, low=0.00002, high=0.005,
        source="-5 % in six months, a judgement; " + STREAMS, mark="J",
    )  # fmt: skip
    volatility: float = parameter(
        0.002, about="Spread of gradual drift (standard deviation per square root of a day); "
        "not used by the step and seasonal laws.",
        unit="share/day^0.5", ge=0.0, le=1.0, low=0.0005, high=0.01,
        source="a window of a measured stream scatters by 0.04-0.08; order of magnitude", mark="J",
    )  # fmt: skip
    slo_margin: float = parameter(
        0.05, about="Loss at which the service level is breached.",
        unit="share", gt=0.0, le=1.0, low=0.02, high=0.1,
        source="one team promises an accuracy of 95 % ([shankar2022]): a level, not a fall from one", mark="J",
    )  # fmt: skip
    rate_cv: float = parameter(
        0.5, about="Coefficient of variation of the drift rate between models, lognormal.",
        unit="1", ge=0.0, le=4.0, low=0.0, high=2.0, source=STREAMS, mark="J",
    )  # fmt: skip
    saturation: float = parameter(
        0.08, about="Step-and-saturate: loss that a step ends at.",
        unit="share", ge=0.0, le=1.0, low=0.02, high=0.2,
        source="one stream, " + ELEC2 + ": a gap of 0.08 after 168-336 days, 0.05 in the fit that gives the time constant", mark="J",
    )  # fmt: skip
    time_scale_days: float = parameter(
        23.0, about="Step-and-saturate: time constant; accelerating: time until the rate is reached.",
        unit="day", gt=0.0, le=1e5, low=5.0, high=260.0,
        source="one stream, " + ELEC2 + ": a fit with 32 calendar days, times 5/7", mark="J",
    )  # fmt: skip
    season_days: float = parameter(
        260.0, about="Seasonal: length of a season.", unit="day", gt=0.0, le=1e5, low=5.0, high=260.0,
        source="one year", mark="J",
    )  # fmt: skip
    season_amplitude: float = parameter(
        0.07, about="Seasonal: largest loss in a season.", unit="share", ge=0.0, le=1.0, low=0.02, high=0.2,
        source="one stream, " + ELEC2 + ": spread of the gap 0.07-0.11, not an amplitude", mark="J",
    )  # fmt: skip

    @model_validator(mode="after")
    def _known_law(self) -> Self:
        if self.law not in laws():
            raise ValueError(f"law: unknown drift law '{self.law}'{nearest(self.law, laws())}")
        return self


class BreakSettings(Group):
    """Unnatural drift: upstream data that break at once and need a pipeline fix."""

    per_model_year: float = parameter(
        2.0, about="Upstream breakages per model, Poisson.",
        unit="1/model-year", ge=0.0, le=1e4, low=0.5, high=6.0, source=DESIGN, mark="J",
    )  # fmt: skip
    loss: Distribution = parameter(
        factory=lambda: lognormal_median(0.1, 0.8), about="Loss of quality while the data are broken.",
        unit="share", low=0.03, high=0.5, source=DESIGN, mark="J",
    )  # fmt: skip


class FaultSettings(Group):
    """Plain software and infrastructure faults: most incidents are not about ML."""

    per_model_year: float = parameter(
        5.0, about="Plain faults per model.",
        unit="1/model-year", ge=0.0, le=1e4, low=1.0, high=15.0,
        source="set so that 2 breakages and about 1 drift breach a year are 37.5 % of all: 36 of 96 post-mortems of one "
               "pipeline ([papasian2020]); the rate itself has no source", mark="J",
    )  # fmt: skip
    clustering_shape: float = parameter(
        0.66, about="Weibull shape of the time between faults; 1 = Poisson, smaller = clustered.",
        unit="1", gt=0.05, le=20.0, low=0.5, high=1.0,
        source="Weibull 0.66 for all incidents of a provider of LLM services ([chu2025]); here per model", mark="J",
    )  # fmt: skip
    loss: Distribution = parameter(
        factory=lambda: lognormal_median(0.3, 0.8), about="Loss of quality while a fault lasts.",
        unit="share", low=0.05, high=1.0, source=DESIGN, mark="J",
    )  # fmt: skip
