"""Textbook cases: the engine with its mechanisms off, where theory knows the answer.

Each case is a small closed group of its own, chosen by ``case``; ``simorg.config.textbook``
turns it into full settings, ``simorg.verify`` compares the run with the closed form.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from simorg.config.parameter import Group, parameter


def _rate(default: float, about: str) -> float:
    value: float = parameter(default, about=about, unit="1/day", gt=0.0, le=1e6)
    return value


def _days(default: float, about: str) -> float:
    value: float = parameter(default, about=about, unit="day", gt=0.0, le=1e6)
    return value


def _cv(default: float) -> float:
    value: float = parameter(default, about="Coefficient of variation of the service time.", ge=0.0, le=10.0)
    return value


def _servers(default: int) -> int:
    value: int = parameter(default, about="People who serve the queue.", unit="people", ge=1, le=1000)
    return value


class QueueCase(Group):
    """M/M/c (any cv), first come first served."""

    case: Literal["mmc"] = "mmc"
    arrival_rate: float = _rate(2.55, "Arrivals, Poisson.")
    service_mean_days: float = _days(1.0, "Mean service time.")
    service_cv: float = _cv(1.0)
    servers: int = _servers(3)


class SingleServerCase(Group):
    """M/G/1, first come first served (Pollaczek-Khinchine)."""

    case: Literal["mg1"] = "mg1"
    arrival_rate: float = _rate(0.8, "Arrivals, Poisson.")
    service_mean_days: float = _days(1.0, "Mean service time.")
    service_cv: float = _cv(2.0)


class SharingCase(Group):
    """M/G/1 with several items at once in thin slices, beside other duties: processor sharing of what is left."""

    case: Literal["sharing"] = "sharing"
    arrival_rate: float = _rate(0.5, "Arrivals, Poisson.")
    service_mean_days: float = _days(1.0, "Mean service time.")
    service_cv: float = _cv(2.0)
    duty_share: float = parameter(
        0.2, about="Share of the time that goes into other duties.", unit="share", ge=0.0, le=0.999
    )
    availability: float = parameter(
        0.8, about="Share of the day that is there for work at all.", unit="share", gt=0.0, le=1.0
    )
    slice_days: float = _days(0.05, "Time until another item has its turn.")


class OrderCase(Group):
    """M/G/1 by due day, drawn wide against the waits (continuous priority), or the newest first."""

    case: Literal["urgency", "newest_first"] = "urgency"
    arrival_rate: float = _rate(0.6, "Arrivals, Poisson.")
    service_mean_days: float = _days(1.0, "Mean service time.")
    service_cv: float = _cv(1.0)


class PriorityCase(Group):
    """Two classes, non-preemptive (Cobham) or preemptive-resume."""

    case: Literal["priority", "preemptive"] = "priority"
    arrival_rate_urgent: float = _rate(0.4, "Arrivals of the urgent class, Poisson.")
    arrival_rate_normal: float = _rate(0.4, "Arrivals of the other class, Poisson.")
    service_mean_days: float = _days(1.0, "Mean service time of both classes.")
    service_cv: float = _cv(1.0)
    servers: int = _servers(1)


class NetworkCase(Group):
    """Open Jackson network: three teams in line, with feedback from the last to the first."""

    case: Literal["jackson"] = "jackson"
    arrival_rate: float = _rate(1.0, "Arrivals, Poisson.")
    service_mean_days: tuple[float, float, float] = parameter(
        (0.8, 1.2, 0.6), about="Mean service time of each team, exponential.", unit="day"
    )
    servers: tuple[int, int, int] = parameter((2, 2, 1), about="People per team.", unit="people")
    feedback: float = parameter(
        0.15, about="Probability of going round again after the last team.", unit="probability", ge=0.0, le=0.95
    )


class RequestCase(Group):
    """Requests among three teams, each of which may pass on to any other: an open Jackson network."""

    case: Literal["requests"] = "requests"
    arrival_rate: float = _rate(2.2, "Arrivals, Poisson.")
    first: tuple[float, float, float] = parameter(
        (0.7, 0.2, 0.1), about="How often a request arrives at each team, relative to the others.", unit="x"
    )
    moves: tuple[tuple[float, float, float], tuple[float, float, float], tuple[float, float, float]] = parameter(
        ((0.0, 0.3, 0.1), (0.2, 0.0, 0.3), (0.1, 0.4, 0.0)),
        about="Probability of moving on from the team of the row to that of the column; the rest is resolved.", unit="probability",
    )  # fmt: skip
    service_mean_days: tuple[float, float, float] = parameter(
        (0.8, 1.2, 0.6), about="Mean service time of a visit to each team, exponential.", unit="day"
    )
    servers: tuple[int, int, int] = parameter((2, 2, 1), about="People per team.", unit="people")

    @model_validator(mode="after")
    def _of_requests_that_end(self) -> Self:
        if min(self.first) < 0.0 or not sum(self.first):
            raise ValueError(f"first = {list(self.first)} must be >= 0, and not all 0")
        if any(self.moves[n][n] for n in range(len(self.moves))):
            raise ValueError("moves: no team passes on to itself; what it resolves is the rest of its row")
        if any(min(row) < 0.0 or sum(row) > 1.0 for row in self.moves):
            raise ValueError("moves must be probabilities, >= 0 and by rows at most 1 in all")
        ends = {n for n, row in enumerate(self.moves) if sum(row) < 1.0}
        for _ in self.moves:
            ends |= {n for n, row in enumerate(self.moves) if any(row[m] > 0.0 for m in ends)}
        if len(ends) < len(self.moves):
            endless = [n + 1 for n in range(len(self.moves)) if n not in ends]
            raise ValueError(f"moves: rows {endless} never lead to a team that resolves (spectral radius 1)")
        return self

    @property
    def visits(self) -> tuple[float, ...]:
        """Return how often a request comes to each team, in the mean."""
        first = np.array(self.first) / sum(self.first)
        return tuple(np.linalg.solve(np.eye(len(first)) - np.array(self.moves).T, first).tolist())


class RepairCase(Group):
    """Machine repair: models fail, operations engineers bring them back (M/M/R//N)."""

    case: Literal["machine_repair"] = "machine_repair"
    machines: int = parameter(20, about="Live models.", unit="models", ge=1, le=2000)
    failure_mean_days: float = _days(20.0, "Mean time in service until a fault.")
    repair_mean_days: float = _days(1.5, "Mean work to bring a model back.")
    servers: int = _servers(2)


class OnCallCase(Group):
    """Machine repair by a rota: pages go to who is on call, else to who is free, else wait for who is on call."""

    case: Literal["on_call"] = "on_call"
    machines: int = parameter(20, about="Live models.", unit="models", ge=1, le=200)
    failure_mean_days: float = _days(20.0, "Mean time in service until a fault.")
    repair_mean_days: float = _days(1.5, "Mean work to bring a model back.")
    servers: int = parameter(3, about="People in the rota.", unit="people", ge=1, le=50)


class OutageCase(Group):
    """Own faults and common causes, mended at once: a compound Poisson process (Marshall and Olkin)."""

    case: Literal["outages"] = "outages"
    models: int = parameter(20, about="Live models.", unit="models", ge=1, le=2000)
    own_per_model_year: float = parameter(
        5.0, about="Faults of a model by itself, Poisson.", unit="1/model-year", gt=0.0, le=1e4
    )
    outages_per_year: float = parameter(4.0, about="Common causes, Poisson.", unit="1/year", gt=0.0, le=1e4)
    hits: float = parameter(
        0.3, about="Probability that an outage hits a given model.", unit="probability", gt=0.0, le=1.0
    )


class RoutingCase(Group):
    """One handoff that errs: tosses between wrong teams, back to the sender or on, are geometric."""

    case: Literal["routing"] = "routing"
    arrival_rate: float = _rate(4.0, "Items handed over, Poisson.")
    wrong: float = parameter(
        0.4, about="Probability that the first team is a wrong one.", unit="probability", gt=0.0, le=0.95
    )
    further: float = parameter(
        0.45, about="Probability that a wrong team passes on to a wrong one.", unit="probability", ge=0.0, le=0.8
    )
    back: float = parameter(
        0.56, about="Probability that it then gives back to where the item came from.",
        unit="probability", ge=0.0, le=1.0,
    )  # fmt: skip
    others: int = parameter(4, about="Wrong teams.", unit="teams", ge=2, le=50)


class ReviewCase(Group):
    """Faults that only a review finds, with 1 - (1 - loss)^n: a geometric number of reviews."""

    case: Literal["review"] = "review"
    models: int = parameter(20, about="Live models.", unit="models", ge=1, le=2000)
    failure_mean_days: float = _days(40.0, "Mean time in service until a fault.")
    loss: float = parameter(0.05, about="Loss of quality by a fault.", unit="share", gt=0.0, le=1.0)
    predictions: float = parameter(
        20.0, about="Predictions of a model that a review looks at.", unit="predictions", gt=0.0, le=1e6
    )
    period_days: float = _days(5.0, "Time between reviews.")


class RenewalCase(Group):
    """Retraining every T days: mean age T/2, and the breach share of an inverse-Gaussian drift."""

    case: Literal["retraining_renewal"] = "retraining_renewal"
    models: int = parameter(50, about="Live models.", unit="models", ge=1, le=2000)
    period_days: float = _days(65.0, "Time between retrainings.")
    rate: float = parameter(0.001, about="Drift rate.", unit="share/day", gt=0.0, le=1.0)
    volatility: float = parameter(0.003, about="Drift volatility.", unit="share/day^0.5", gt=0.0, le=1.0)
    slo_margin: float = parameter(0.05, about="Loss at the breach.", unit="share", gt=0.0, le=1.0)


class BreachCase(Group):
    """Never retrained: the time to breach is one inverse-Gaussian draw per model."""

    case: Literal["inverse_gaussian_breach"] = "inverse_gaussian_breach"
    models: int = parameter(200, about="Live models.", unit="models", ge=1, le=2000)
    rate: float = parameter(0.0004, about="Drift rate.", unit="share/day", gt=0.0, le=1.0)
    volatility: float = parameter(0.002, about="Drift volatility.", unit="share/day^0.5", gt=0.0, le=1.0)
    slo_margin: float = parameter(0.05, about="Loss at the breach.", unit="share", gt=0.0, le=1.0)


class AlarmCase(Group):
    """Healthy models, k metrics each: false alarms at every check with 1 - (1 - a)^k."""

    case: Literal["false_alarms"] = "false_alarms"
    models: int = parameter(20, about="Live models.", unit="models", ge=1, le=2000)
    metrics: int = parameter(20, about="Metrics per model.", unit="metrics", ge=1, le=10_000)
    false_alarm: float = parameter(0.01, about="Alarm probability of one healthy metric.", ge=0.0, le=0.5)
    check_days: float = _days(1.0, "Time between checks.")


TextbookCase = Annotated[
    QueueCase | SingleServerCase | SharingCase | OrderCase | PriorityCase | NetworkCase | RequestCase | RoutingCase
    | RepairCase | OnCallCase | OutageCase | ReviewCase | RenewalCase | BreachCase | AlarmCase,
    Field(discriminator="case"),
]
