"""Hold the engine against theory: textbook cases, their closed forms, and bands of acceptance.

A row is accepted when the closed form lies inside the confidence interval of the simulated mean.
Intervals are Bonferroni-widened over all rows, so that a correct engine fails this table with
probability `FALSE_ALARM` at most, whatever the seed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simorg.config.compose import load
from simorg.config.errors import SettingsError, nearest
from simorg.config.groups import textbook as cases
from simorg.config.settings import DAYS_PER_YEAR, Settings
from simorg.config.vocabulary import PRIMARY_SKILL
from simorg.experiments.running.replicate import replicate
from simorg.organisation.textbook import BESIDES, NETWORK_SKILLS, NORMAL, URGENT
from simorg.statistics.intervals import mean_interval
from simorg.statistics.simultaneous import bonferroni_confidence
from simorg.theory import alarms, drift, heavy_traffic, networks, priorities, queues, renewal, repair

if TYPE_CHECKING:
    import pandas as pd

FALSE_ALARM = 0.01
"""Probability that a correct engine fails somewhere in the table."""

EXACT_TOLERANCE = 1e-9
"""Relative band where replications do not vary at all."""

APPROXIMATION_BAND = 0.15
"""Relative band for M/G/c with more than one server, for which no exact formula is known."""

ROLE_OF = {skill: role for role, skill in PRIMARY_SKILL.items()}


class Prediction(NamedTuple):
    """What theory says of one measure of a textbook case."""

    measure: str
    theory: float
    exact: bool = True


def predictions(settings: Settings) -> tuple[Prediction, ...]:
    """Return the closed forms that hold for a textbook case.

    Parameters
    ----------
    settings : Settings
        Settings with a ``textbook`` case.

    Returns
    -------
    tuple of Prediction
        One for each measure that theory knows.

    Raises
    ------
    ValueError
        If the case has no steady state (load of 1 or more).
    """
    case = settings.textbook
    for kind, predict in _PREDICTORS.items():
        if isinstance(case, kind):
            return tuple(predict(case))
    raise AssertionError("settings without a textbook case")


def verify(
    names: Sequence[str] = (),
    replications: int = 10,
    engine: str | None = None,
    workers: int | None = None,
    overrides: Sequence[str] = (),
) -> pd.DataFrame:
    """Run textbook cases and compare every known quantity with its closed form.

    Parameters
    ----------
    names : sequence of str
        Cases; all when empty.
    replications : int
        Replications of each case, at least 2.
    engine : str, optional
        Engine; the default of the settings when left out.
    workers : int, optional
        Processes; all cores when left out.
    overrides : sequence of str
        Further overrides for every case.

    Returns
    -------
    DataFrame
        Columns case, measure, theory, simulated, half_width, replications, error_percent, accepted.

    Raises
    ------
    SettingsError
        If a case is unknown.
    """
    import pandas as pd

    unknown = [name for name in names if name not in CASES]
    if unknown:
        raise SettingsError(f"unknown textbook case '{unknown[0]}'{nearest(unknown[0], CASES)}")
    chosen = [(name, load([f"+textbook={name}", *overrides])) for name in names or CASES]
    confidence = bonferroni_confidence(1.0 - FALSE_ALARM, sum(len(predictions(s)) for _, s in chosen))
    rows = []
    for name, settings in chosen:
        runs = replicate(settings, replications, engine=engine, workers=workers)
        rows += [_row(name, p, runs[p.measure].to_numpy(), confidence) for p in predictions(settings)]
    return pd.DataFrame(rows)


def _row(name: str, prediction: Prediction, values: np.ndarray, confidence: float) -> dict[str, object]:
    interval = mean_interval(values, confidence)
    theory = prediction.theory
    band = max(interval.half_width, EXACT_TOLERANCE * abs(theory))
    if not prediction.exact:
        band = max(band, APPROXIMATION_BAND * abs(theory))
    return {
        "case": name,
        "measure": prediction.measure,
        "theory": theory,
        "simulated": interval.mean,
        "half_width": interval.half_width,
        "replications": interval.n,
        "error_percent": 100.0 * (interval.mean / theory - 1.0),
        "formula": "exact" if prediction.exact else "approximation",
        "accepted": bool(abs(interval.mean - theory) <= band),
    }


def _mmc(case: cases.QueueCase) -> list[Prediction]:
    rate, mean, servers, cv = case.arrival_rate, case.service_mean_days, case.servers, case.service_cv
    exact = True
    if servers == 1:
        wait = queues.mg1(rate, mean, cv * cv).wait
    elif cv == 1.0:
        wait = queues.mmc(rate, mean, servers).wait
    elif cv == 0.0:
        wait = queues.mdc_wait(rate, mean, servers)
    else:
        wait, exact = heavy_traffic.allen_cunneen_wait(rate, mean, servers, 1.0, cv * cv), False
    return _single_station(wait, rate, mean, servers, exact)


def _single_station(
    wait: float, rate: float, mean: float, servers: int, exact: bool = True
) -> list[Prediction]:
    return [
        Prediction("queue_wait_mean_days", wait, exact),
        Prediction("time_in_system_mean_days", wait + mean, exact),
        Prediction("number_in_queue_mean", rate * wait, exact),
        Prediction(f"utilisation_{ROLE_OF[NETWORK_SKILLS[0]]}", rate * mean / servers),
    ]


def _mg1(case: cases.SingleServerCase) -> list[Prediction]:
    station = queues.mg1(case.arrival_rate, case.service_mean_days, case.service_cv**2)
    return _single_station(station.wait, case.arrival_rate, case.service_mean_days, 1)


def _sharing(case: cases.SharingCase) -> list[Prediction]:
    load = case.arrival_rate * case.service_mean_days + case.duty_share
    stay = queues.processor_sharing(load, case.service_mean_days)
    levels = (NORMAL, BESIDES) if case.duty_share > 0.0 else (NORMAL,)
    return [
        *(Prediction(f"time_in_system_mean_days_priority_{level}", stay) for level in levels),
        Prediction("number_in_system_mean", load / (1.0 - load)),
        Prediction(f"utilisation_{ROLE_OF[NETWORK_SKILLS[0]]}", load),
    ]


def _priority(case: cases.PriorityCase) -> list[Prediction]:
    rates = [case.arrival_rate_urgent, case.arrival_rate_normal]
    preemptive = case.case == "preemptive"
    if case.servers == 1:
        solve = priorities.mg1_preemptive if preemptive else priorities.mg1_nonpreemptive
        times = solve(rates, [case.service_mean_days] * 2, [case.service_cv**2] * 2)
    else:
        solve_many = priorities.mmc_preemptive if preemptive else priorities.mmc_nonpreemptive
        times = solve_many(rates, case.service_mean_days, case.servers)
    exact = case.servers == 1 or case.service_cv == 1.0
    return [
        Prediction(f"{measure}_priority_{level}", float(values[n]), exact)
        for measure, values in (
            ("queue_wait_mean_days", times.wait),
            ("time_in_system_mean_days", times.sojourn),
        )
        for n, level in enumerate((URGENT, NORMAL))
    ]


def _jackson(case: cases.NetworkCase) -> list[Prediction]:
    routing = [[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [case.feedback, 0.0, 0.0]]
    network = networks.jackson([case.arrival_rate, 0.0, 0.0], routing, case.service_mean_days, case.servers)
    visits = float(network.arrival_rates.sum())
    loads = [
        Prediction(f"utilisation_{ROLE_OF[skill]}", station.utilisation)
        for skill, station in zip(NETWORK_SKILLS, network.stations, strict=True)
    ]
    return [
        Prediction("number_in_system_mean", network.number_in_system),
        Prediction("time_in_system_mean_days", network.number_in_system / visits),
        *loads,
    ]


def _requests(case: cases.RequestCase) -> list[Prediction]:
    entering = case.arrival_rate * np.array(case.first) / sum(case.first)
    network = networks.jackson(entering, case.moves, case.service_mean_days, case.servers)
    resolved = 1.0 - np.sum(case.moves, axis=1)
    loads = [
        Prediction(f"utilisation_{ROLE_OF[skill]}", station.utilisation)
        for skill, station in zip(NETWORK_SKILLS, network.stations, strict=True)
    ]
    return [
        Prediction("request_lead_mean_days", network.sojourn),
        Prediction("requests_open_mean", network.number_in_system),
        Prediction("requests_per_year", case.arrival_rate * DAYS_PER_YEAR),
        Prediction("request_handoffs_mean", float(network.visits.sum()) - 1.0),
        Prediction("request_first_line_share", float(entering @ resolved) / case.arrival_rate),
        *loads,
    ]


def _repair(case: cases.RepairCase) -> list[Prediction]:
    shop = repair.machine_repair(case.machines, case.servers, case.failure_mean_days, case.repair_mean_days)
    return [
        Prediction("slo_breach_share", 1.0 - shop.availability),
        Prediction("utilisation_operations_engineer", shop.utilisation),
    ]


def _renewal(case: cases.RenewalCase) -> list[Prediction]:
    passage = drift.first_passage(case.slo_margin, case.rate, case.volatility)
    return [
        Prediction("model_age_mean_days", renewal.mean_age(case.period_days)),
        Prediction("slo_breach_share", renewal.breach_share(case.period_days, passage)),
    ]


def _breach(case: cases.BreachCase) -> list[Prediction]:
    return [
        Prediction(
            "drift_breach_age_mean_days",
            drift.first_passage(case.slo_margin, case.rate, case.volatility).mean,
        )
    ]


def _alarms(case: cases.AlarmCase) -> list[Prediction]:
    chance = alarms.at_least_one_alarm(case.false_alarm, case.metrics)
    return [
        Prediction(
            "false_alarms_per_model_year", alarms.alarms_per_year(chance, case.check_days, DAYS_PER_YEAR)
        )
    ]


_PREDICTORS: dict[type, Callable[..., list[Prediction]]] = {
    cases.QueueCase: _mmc,
    cases.SingleServerCase: _mg1,
    cases.SharingCase: _sharing,
    cases.PriorityCase: _priority,
    cases.NetworkCase: _jackson,
    cases.RequestCase: _requests,
    cases.RepairCase: _repair,
    cases.RenewalCase: _renewal,
    cases.BreachCase: _breach,
    cases.AlarmCase: _alarms,
}

CASES = (
    "mmc",
    "mg1",
    "sharing",
    "priority",
    "preemptive",
    "jackson",
    "requests",
    "machine_repair",
    "retraining_renewal",
    "inverse_gaussian_breach",
    "false_alarms",
)
