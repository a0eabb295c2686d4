"""Odd but legal input runs; impossible input is refused before the run, in words."""

from __future__ import annotations

import numpy as np
import pytest

from simorg import load, measures
from simorg.config.errors import SettingsError
from simorg.engines.run import simulate
from simorg.plan import build
from simorg.trace.events import Event

SHORT = ["horizon_days=130", "warm_up_days=10"]


def test_seed_zero_is_a_seed_like_any_other(engine: str) -> None:
    zero, one = (simulate(load([*SHORT, f"seed={seed}"]), 0, engine=engine) for seed in (0, 1))
    assert len(zero.rows) > 100
    assert zero.rows.tobytes() != one.rows.tobytes()


def test_nothing_happens_without_demand_and_models(engine: str) -> None:
    trace = simulate(
        load([*SHORT, "mechanisms=none", "demand=none", "demand.initial_models_per_unit=0"]), 0, engine=engine
    )
    assert trace.rows["event"].tolist() == [Event.RUN_ENDED]
    found = measures.compute(trace)
    assert np.isnan(found["lead_time_p50_days"]) and np.isnan(found["incidents_per_model_year"])
    assert found["throughput_per_quarter"] == 0.0 and found["utilisation_max_role"] == 0.0


def test_a_horizon_shorter_than_any_stage_runs(engine: str) -> None:
    trace = simulate(load(["horizon_days=0.001", "warm_up_days=0"]), 0, engine=engine)
    assert trace.rows["event"][-1] == Event.RUN_ENDED
    assert not np.isin(trace.rows["event"], [Event.ITEM_DELIVERED]).any()


def test_a_role_that_nobody_holds_is_refused_and_both_sides_are_named() -> None:
    overrides = ["workforce.headcount.legal_risk_officer=0"]
    with pytest.raises(SettingsError, match=r"risk") as refused:
        build(load(overrides))
    assert "stage 'data_access'" in str(refused.value)
    assert "legal_risk_officer" in str(refused.value)


def test_everything_switched_on_for_a_year(engine: str) -> None:
    loud = [
        "horizon_days=260",
        "warm_up_days=20",
        "demand=high",
        "drift=fast",
        "retraining=both",
        "practices=all_high",
        "faults.per_model_year=20",
        "breaks.per_model_year=10",
        "demand.improvements_per_model_year=4",
        "demand.model_lifetime_years=0.3",
        "work.preempting_class=3",
        "demand.growth_per_year=1",
        "practices.validation=0",
        "work.items_at_once=3",
        "work.order=due_date",
        "duties.share.data_scientist=0.3",
        "severity.classes=true",
        "on_call.rota=true",
        "review.held=true",
        "mitigation.mixture=true",
        "lanes.hotfix=true",
        "outages.per_year=6",
    ]
    trace = simulate(load(loud), 0, engine=engine)
    # every team has a decider, so nothing is lost; drift by this law does not end by itself
    unseen = {Event.INCIDENT_RECOVERED, Event.QUESTION_LOST}
    assert {int(event) for event in Event} - set(trace.rows["event"].tolist()) <= unseen


def test_a_runaway_is_stopped_with_a_reason(engine: str) -> None:
    """A gate that finds something every time would rework one item for ever."""
    endless = [
        *SHORT,
        "lifecycle.initiative.4.repeat=0.999",
        "lifecycle.initiative.4.drop=0",
        "lifecycle.initiative.4.effort.mean=0.001",
        "lifecycle.initiative.0.effort.mean=0.1",
    ]
    with pytest.raises(RuntimeError, match="jobs"):
        simulate(load(endless), 0, engine=engine)
