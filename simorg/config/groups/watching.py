"""How anybody notices: monitors, label delay, complaints, false alarms, attention."""

from __future__ import annotations

from simorg.config.groups.distribution import Distribution, lognormal_median
from simorg.config.parameter import Group, parameter

DESIGN = "design choice"
COVERAGE = "0.55 half way: 30-58 % of people asked do not monitor models ([datatalks2025]); a share of people, ends by judgement"


class MonitoringSettings(Group):
    """Performance monitor, input monitor, infrastructure alerts, users."""

    coverage_low: float = parameter(
        0.30, about="Share of models with monitors at visibility 0.",
        unit="share", ge=0.0, le=1.0, low=0.1, high=0.5, source=COVERAGE, mark="J",
    )  # fmt: skip
    coverage_high: float = parameter(
        0.80, about="Share of models with monitors at visibility 1.",
        unit="share", ge=0.0, le=1.0, low=0.6, high=1.0, source=COVERAGE, mark="J",
    )  # fmt: skip
    check_days: float = parameter(
        1.0, about="Time between checks of every monitor.",
        unit="day", gt=0.0, le=1e4, low=0.1, high=5.0, source=DESIGN, mark="J",
    )  # fmt: skip
    label_delay_days: float = parameter(
        10.0, about="Working days until the true outcome of a prediction is known (14 calendar days).",
        unit="day", ge=0.0, le=1e5, low=0.0, high=65.0,
        source="two weeks or more in one finance team, none for a recommender: [shankar2022]; the middle by judgement", mark="J",
    )  # fmt: skip
    labels_per_check: float = parameter(
        250.0, about="Matured labels that a performance check can use.",
        unit="labels", ge=0.0, le=1e9, low=50.0, high=2000.0,
        source="252 would notice a fall from 90 to 85 % (one-sided 5 %, power 80 %); what a check has, nobody reports", mark="J",
    )  # fmt: skip
    outcome_sd: float = parameter(
        0.3, about="Standard deviation of one labelled outcome (0.3 = accuracy of 90 %).",
        unit="1", gt=0.0, le=10.0, low=0.1, high=0.5, source="Bernoulli, accuracy 0.9", mark="C",
    )  # fmt: skip
    metrics: int = parameter(
        20, about="Metrics watched per monitored model, each with its own threshold.",
        unit="metrics", ge=0, le=10_000, low=5, high=100, source=DESIGN, mark="J",
    )  # fmt: skip
    false_alarm: float = parameter(
        0.005, about="Probability that a healthy metric alarms at a check.",
        unit="probability", ge=0.0, le=0.5, low=0.0005, high=0.02,
        source="20 metrics at 1 % alarm on 18 % of days (arithmetic); rate by judgement", mark="J",
    )  # fmt: skip
    input_power: float = parameter(
        0.5, about="Probability that an input check sees broken data.",
        unit="probability", ge=0.0, le=1.0, low=0.2, high=0.9, source=DESIGN, mark="J",
    )  # fmt: skip
    covariate_share: float = parameter(
        0.3, about="Share of natural drift breaches that show in the inputs (the rest is concept drift).",
        unit="share", ge=0.0, le=1.0, low=0.1, high=0.7,
        source="input monitors cannot see concept drift: [kaestner2025], chapter 16; size by judgement",
        mark="J",
    )  # fmt: skip
    fault_notice_days: Distribution = parameter(
        factory=lambda: lognormal_median(0.115, 1.70),
        about="Time until infrastructure alerts report a fault, where they work (0.92 h of an 8-hour day at the median).",
        unit="day", low=0.04, high=0.16,
        source="start to first public note of 1,010 incidents of Google Cloud, lags of a minute or more ([atlarge2024]), fitted; "
               "all incidents, whoever noticed; 0.33 h for LLM services ([chu2025]), 1.2 h for AWS", mark="J",
    )  # fmt: skip
    fault_alert_works: float = parameter(
        0.59, about="Probability that infrastructure alerts work when a fault needs them.",
        unit="probability", ge=0.0, le=1.0, low=0.3, high=0.8,
        source="52 of the 88 % of severe incidents of one cloud service whose detection is told: [ghosh2022]", mark="C",
    )  # fmt: skip
    complaints_per_day: float = parameter(
        10.0, about="Hazard that users complain when a model is useless (loss 1); falls with a power of the loss (`complaints_power`).",
        unit="1/day", ge=0.0, le=1e6, low=1.0, high=100.0,
        source="set so that a fault (loss 0.3) is reported after a day, a 5 % loss after two months; 95 % of the lags of Google "
               "Cloud are below 29 h ([atlarge2024])", mark="J",
    )  # fmt: skip
    complaints_power: float = parameter(
        2.0, about="Power of the loss to which complaints rise: 1 = in proportion, 2 = small losses are hardly noticed.",
        unit="1", ge=0.5, le=4.0, low=1.0, high=2.0, source=DESIGN, mark="J",
    )  # fmt: skip
    traffic_cv: float = parameter(
        1.0, about="Coefficient of variation of the traffic of models (lognormal, mean 1); complaints rise in proportion.",
        unit="1", ge=0.0, le=100.0, low=0.0, high=3.0, source=DESIGN, mark="J",
    )  # fmt: skip
    unseen_drift_share: float = parameter(
        0.3, about="Share of natural drift breaches of which no user can see anything (the right answer stays unknown to them).",
        unit="share", ge=0.0, le=1.0, low=0.0, high=0.8, source=DESIGN, mark="J",
    )  # fmt: skip
    false_alarm_days: Distribution = parameter(
        factory=lambda: lognormal_median(0.02, 0.8), about="Work to look at one false alarm.",
        unit="person-day", low=0.01, high=0.1, source=DESIGN, mark="J",
    )  # fmt: skip
    attention_half_load: float = parameter(
        3.0, about="Recent false alarms per day of a team at which half of its alarms go unnoticed; 0 = always noticed.",
        unit="1/day", ge=0.0, le=1e6, low=0.5, high=20.0,
        source="one alert ignored 45 % of about 1,000 firings: form after [shankar2022]",
        mark="J",
    )  # fmt: skip
    attention_memory_days: float = parameter(
        10.0, about="Time constant of a team's memory of false alarms.",
        unit="day", gt=0.0, le=1e4, low=2.0, high=65.0, source=DESIGN, mark="J",
    )  # fmt: skip
    attention_floor: float = parameter(
        0.1, about="Least probability that an alarm is noticed.",
        unit="probability", gt=0.0, le=1.0, low=0.02, high=0.3, source=DESIGN, mark="J",
    )  # fmt: skip
