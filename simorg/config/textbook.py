"""How long a textbook case must run for 40 replications to be precise to about one percent.

Formulas for planning only: what a run really reached is what its interval says.
"""

from __future__ import annotations

import math

from simorg.config.groups.textbook import (
    AlarmCase,
    BreachCase,
    NetworkCase,
    OnCallCase,
    OrderCase,
    OutageCase,
    PriorityCase,
    QueueCase,
    RenewalCase,
    RepairCase,
    RequestCase,
    ReviewCase,
    RoutingCase,
    SharingCase,
    SingleServerCase,
    TextbookCase,
)
from simorg.config.settings import DAYS_PER_YEAR

PRECISION, REPLICATIONS = 0.01, 40
LEAST_ARRIVALS, MOST_ARRIVALS = 5_000.0, 400_000.0
WARM_UP_SHARE = 0.1
OUTAGES = 1_000.0
SQUARES = 4.0
"""How many times as long a run is whose second moments are asked for."""
MOST_LOSS = 1.0 - 1e-9
MOST_OF_MODEL = 3_000.0
"""Incidents of one model in a run, about: addresses of a model have room for 4,095 of a cause."""


def run_length(case: TextbookCase) -> tuple[float, float]:
    """Return the horizon and warm-up of a case that was given neither.

    Returns
    -------
    horizon_days, warm_up_days : float
        Long enough for a standard error near 1 % over 40 replications, up to 400,000 arrivals a
        replication: beyond that (load above 0.95) the interval is honest but wider.

    Notes
    -----
    The relative variance of a mean wait over N arrivals is about
    ``(ca^2 + cs^2) 2 / ((1 - load)^2 P(wait) N)``.

    References
    ----------
    Whitt (1989), Planning queueing simulations, Management Science 35(11), doi 10.1287/mnsc.35.11.1341
    """
    if isinstance(case, QueueCase):
        return _queue(
            case.arrival_rate, case.arrival_rate * case.service_mean_days, case.servers, case.service_cv
        )
    if isinstance(case, SingleServerCase):
        return _queue(case.arrival_rate, case.arrival_rate * case.service_mean_days, 1, case.service_cv)
    if isinstance(case, SharingCase):
        load = case.arrival_rate * case.service_mean_days / case.availability + case.duty_share
        return _queue(case.arrival_rate, load, 1, 1.0)  # whatever the cv: sharing does not feel it
    if isinstance(case, OrderCase):
        load = case.arrival_rate * case.service_mean_days
        return _queue(case.arrival_rate / SQUARES, load, 1, case.service_cv)
    if isinstance(case, PriorityCase):
        rate = case.arrival_rate_urgent + case.arrival_rate_normal
        return _queue(rate, rate * case.service_mean_days, case.servers, case.service_cv)
    if isinstance(case, NetworkCase):
        rate = case.arrival_rate / (1.0 - case.feedback)
        loads = zip(case.service_mean_days, case.servers, strict=True)
        return max(_queue(rate, rate * days, servers, 1.0) for days, servers in loads)
    if isinstance(case, RequestCase):
        rates = [case.arrival_rate * visits for visits in case.visits]
        visited = zip(rates, case.service_mean_days, case.servers, strict=True)
        return max(_queue(rate, rate * days, servers, 1.0) for rate, days, servers in visited if rate)
    if isinstance(case, RoutingCase):
        return _events(case.arrival_rate)
    if isinstance(case, OutageCase):
        shocks = case.outages_per_year / DAYS_PER_YEAR
        each = case.own_per_model_year / DAYS_PER_YEAR + shocks * case.hits
        return _events(shocks, min(OUTAGES, MOST_OF_MODEL * shocks / each))
    if isinstance(case, ReviewCase):
        found = -math.expm1(case.predictions * math.log1p(-min(case.loss, MOST_LOSS)))
        cycle = case.failure_mean_days + case.period_days / found
        return _events(case.models / cycle, min(LEAST_ARRIVALS, MOST_OF_MODEL * case.models))
    if isinstance(case, (RepairCase, OnCallCase)):
        cycle = case.failure_mean_days + case.repair_mean_days
        warm_up = 10.0 * cycle
        return warm_up + min(6_000.0 / case.machines, MOST_OF_MODEL) * cycle, warm_up
    if isinstance(case, RenewalCase):
        return 90.0 * case.period_days, 10.0 * case.period_days
    if isinstance(case, BreachCase):
        mean, shape = case.slo_margin / case.rate, (case.slo_margin / case.volatility) ** 2
        return mean + 20.0 * mean * math.sqrt(mean / shape), 0.0
    assert isinstance(case, AlarmCase)
    return 2_600.0 * case.check_days, 0.0


def _events(rate: float, number: float = LEAST_ARRIVALS) -> tuple[float, float]:
    """Return the length of a run with so many events of this rate a day."""
    observed = math.ceil(number / rate)
    warm_up = math.ceil(WARM_UP_SHARE * observed)
    return float(observed + warm_up), float(warm_up)


def _queue(rate: float, offered: float, servers: int, service_cv: float) -> tuple[float, float]:
    load = min(offered / servers, 0.999)
    waits = max(load ** math.sqrt(2.0 * (servers + 1.0)), 0.01)  # rough P(wait), Sakasegawa's exponent
    variance = 2.0 * (1.0 + service_cv**2) / ((1.0 - load) ** 2 * waits)
    arrivals = min(max(variance / (PRECISION**2 * REPLICATIONS), LEAST_ARRIVALS), MOST_ARRIVALS)
    observed = math.ceil(arrivals / rate)
    warm_up = math.ceil(WARM_UP_SHARE * observed)
    return float(observed + warm_up), float(warm_up)
