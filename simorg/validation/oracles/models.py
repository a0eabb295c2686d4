"""Closed forms of the textbook models: failing, drifting, watched."""

from __future__ import annotations

from simorg.config.groups import textbook as cases
from simorg.config.settings import DAYS_PER_YEAR
from simorg.theory import alarms, drift, renewal, repair, shocks
from simorg.theory import on_call as rota
from simorg.validation.oracles.prediction import Prediction


def machine_repair(case: cases.RepairCase) -> list[Prediction]:
    """Return how many machines are down, and how busy who mends them is."""
    shop = repair.machine_repair(case.machines, case.servers, case.failure_mean_days, case.repair_mean_days)
    return [
        Prediction("slo_breach_share", 1.0 - shop.availability),
        Prediction("utilisation_operations_engineer", shop.utilisation),
    ]


def on_call(case: cases.OnCallCase) -> list[Prediction]:
    """Return the same where a rota mends, and the wait for it."""
    found = rota.rota(case.machines, case.servers, case.failure_mean_days, case.repair_mean_days)
    return [
        Prediction("slo_breach_share", 1.0 - found.availability),
        Prediction("utilisation_operations_engineer", found.utilisation),
        *([Prediction("queue_wait_mean_days", found.wait)] if case.machines > case.servers else []),
    ]


def outages(case: cases.OutageCase) -> list[Prediction]:
    """Return how often a model fails, and how all failures together cluster."""
    rates = (case.own_per_model_year, case.outages_per_year, case.hits)
    return [
        Prediction("incidents_per_model_year", shocks.failure_rate(*rates)),
        Prediction("incident_gap_cv", shocks.gap_cv(case.models, *rates)),
        Prediction("incident_dispersion", shocks.index_of_dispersion(case.models, *rates)),
    ]


def review(case: cases.ReviewCase) -> list[Prediction]:
    """Return the time until a review finds a fault, and the share of the time that faults take."""
    power = alarms.at_least_one_alarm(case.loss, case.predictions)
    delay = alarms.mean_review_delay(power, case.period_days, 1.0 / case.failure_mean_days)
    return [
        Prediction("time_to_detect_mean_days", delay),
        Prediction("slo_breach_share", delay / (delay + case.failure_mean_days)),
    ]


def retraining(case: cases.RenewalCase) -> list[Prediction]:
    """Return age and breach of models that are retrained by the calendar."""
    passage = drift.first_passage(case.slo_margin, case.rate, case.volatility)
    return [
        Prediction("model_age_mean_days", renewal.mean_age(case.period_days)),
        Prediction("slo_breach_share", renewal.breach_share(case.period_days, passage)),
    ]


def breach(case: cases.BreachCase) -> list[Prediction]:
    """Return when drift is through."""
    return [
        Prediction(
            "drift_breach_age_mean_days",
            drift.first_passage(case.slo_margin, case.rate, case.volatility).mean,
        )
    ]


def false_alarms(case: cases.AlarmCase) -> list[Prediction]:
    """Return how often a healthy model cries wolf."""
    chance = alarms.at_least_one_alarm(case.false_alarm, case.metrics)
    return [
        Prediction(
            "false_alarms_per_model_year", alarms.alarms_per_year(chance, case.check_days, DAYS_PER_YEAR)
        )
    ]
