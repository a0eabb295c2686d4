"""Textbook models: they fail, drift or are watched, and what theory knows of that."""

from __future__ import annotations

from typing import Any

from simorg.config.groups.ageing import DriftSettings, FaultSettings
from simorg.config.groups.distribution import Distribution, constant
from simorg.config.groups.on_call import OnCallSettings
from simorg.config.groups.outages import OutageSettings
from simorg.config.groups.response import ResponseSettings, RetrainingSettings
from simorg.config.groups.review import ReviewSettings
from simorg.config.groups.textbook import (
    AlarmCase,
    BreachCase,
    OnCallCase,
    OutageCase,
    RenewalCase,
    RepairCase,
    ReviewCase,
)
from simorg.config.settings import DAYS_PER_YEAR, Settings
from simorg.organisation.graph import Organisation
from simorg.organisation.textbook.off import NOTHING, demand, stations

ONE_SHIFT_DAYS = 1e5
"""The longest shift there is."""


def machines(base: Settings, case: RepairCase | OnCallCase) -> tuple[Settings, Organisation]:
    """Play faults that are noticed at once and mended by one exponential job."""
    mending = Distribution(family="exponential", mean=case.repair_mean_days)
    updates = _failing(base, case.machines, DAYS_PER_YEAR / case.failure_mean_days, mending)
    if isinstance(case, OnCallCase):
        updates["on_call"] = OnCallSettings(
            rota=True, shift_days=ONE_SHIFT_DAYS, right=1.0, duty_days=NOTHING
        )
    return base.model_copy(update=updates), stations({"operations": case.servers, "data": 1})


def shocked(base: Settings, case: OutageCase) -> tuple[Settings, Organisation]:
    """Play faults of each model and of many at once, noticed and mended in no time."""
    updates = _failing(base, case.models, case.own_per_model_year, NOTHING)
    updates["outages"] = OutageSettings(per_year=case.outages_per_year, hits=case.hits)
    return base.model_copy(update=updates), stations({"operations": 1, "data": 1})


def reviewed(base: Settings, case: ReviewCase) -> tuple[Settings, Organisation]:
    """Play faults that nobody notices but at a review, and that are mended at once then."""
    updates = _failing(base, case.models, DAYS_PER_YEAR / case.failure_mean_days, NOTHING, case.loss)
    updates["monitoring"] = updates["monitoring"].model_copy(update={"fault_alert_works": 0.0})
    updates["review"] = ReviewSettings(
        held=True, period_days=case.period_days, predictions=case.predictions, days_per_model=NOTHING
    )
    return base.model_copy(update=updates), stations({"operations": 1, "data": 1})


def _failing(
    base: Settings, models: int, per_model_year: float, mending: Distribution, loss: float = 1.0
) -> dict[str, Any]:
    """Return models with Poisson faults, each noticed at once and over after one job."""
    return {
        "demand": demand(0.0, initial_models_per_unit=models),
        "faults": FaultSettings(per_model_year=per_model_year, clustering_shape=1.0, loss=constant(loss)),
        "monitoring": base.monitoring.model_copy(
            update={"fault_alert_works": 1.0, "fault_notice_days": NOTHING, "attention_half_load": 0.0}
        ),
        "response": ResponseSettings(
            acknowledge_days=NOTHING,
            diagnose_fault_days=NOTHING,
            hold_up=0.0,
            external_share=0.0,
            rollback_fits=0.0,
            configure_days=mending,
            code_fix_share=0.0,
        ),
    }


def drifting(base: Settings, case: RenewalCase | BreachCase) -> tuple[Settings, Organisation]:
    """Play models that drift unseen, retrained by machine every period or never."""
    updates: dict[str, Any] = {
        "demand": demand(0.0, initial_models_per_unit=case.models),
        "drift": DriftSettings(
            law="gradual", rate=case.rate, volatility=case.volatility, slo_margin=case.slo_margin, rate_cv=0.0
        ),
        "monitoring": base.monitoring.model_copy(update={"label_delay_days": 0.0}),
    }
    if isinstance(case, RenewalCase):
        updates["retraining"] = RetrainingSettings(
            policy="scheduled",
            period_days=case.period_days,
            automated_low=1.0,
            automated_high=1.0,
            compute_days=NOTHING,
        )
    return base.model_copy(update=updates), stations({"science": 1, "data": 1})


def watched(base: Settings, case: AlarmCase) -> tuple[Settings, Organisation]:
    """Play healthy models whose metrics alarm all the same."""
    updates = {
        "demand": demand(0.0, initial_models_per_unit=case.models),
        "monitoring": base.monitoring.model_copy(
            update={
                "coverage_low": 1.0,
                "coverage_high": 1.0,
                "metrics": case.metrics,
                "false_alarm": case.false_alarm,
                "check_days": case.check_days,
                "false_alarm_days": NOTHING,
                "attention_half_load": 0.0,
            }
        ),
    }
    return base.model_copy(update=updates), stations({"data": 1})
