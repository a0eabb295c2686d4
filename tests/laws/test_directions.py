"""Directions that theory and evidence leave no doubt about; each with paired seeds."""

from __future__ import annotations

import numpy as np
import pytest

from simorg import load, replicate
from simorg.config.settings import Settings
from simorg.config.vocabulary import SKILLS
from simorg.engines.run import simulate
from simorg.trace.events import Event
from simorg.trace.rows import Trace

QUIET = (
    "demand=none",
    "faults.per_model_year=0",
    "breaks.per_model_year=0",
    "horizon_days=1040",
    "warm_up_days=260",
)
"""Only drift: no ideas, no breakages, no faults, so that one mechanism is seen alone."""


def column(measure: str, replications: int, *overrides: str) -> np.ndarray:
    runs = replicate(load(list(overrides)), replications)
    return runs[measure].to_numpy(dtype=float)


@pytest.mark.parametrize("service_cv", [0.0, 1.0, 2.0])
def test_more_reviewers_never_lengthen_the_queue(service_cv: float) -> None:
    """In every single replication, one more server means a wait that is not longer (same customers)."""
    case = [
        "+textbook=mmc",
        "textbook.arrival_rate=2.7",
        f"textbook.service_cv={service_cv}",
        "horizon_days=2000",
    ]
    waits = [column("queue_wait_mean_days", 4, *case, f"textbook.servers={servers}") for servers in (3, 4, 5)]
    assert np.all(waits[0] >= waits[1]) and np.all(waits[1] >= waits[2])


def test_more_legal_officers_shorten_the_wait_for_risk_work() -> None:
    """Only that queue: what they let through lengthens the queues behind it."""
    busy = ["demand=high", "lifecycle.initiative.1.effort.mean=15", "demand.sensitive_share=0.8"]
    few, many = (
        np.mean(
            [
                risk_wait(simulate(load([*busy, f"workforce.headcount.legal_risk_officer={n}"]), r))
                for r in range(3)
            ]
        )
        for n in (2, 4)
    )
    assert many < few


def risk_wait(trace: Trace) -> float:
    """Return the mean time from queued to first start of the jobs that demand the risk skill."""
    mine = trace.rows[(trace.rows["code"] // 16) % 16 == SKILLS.index("risk")]
    queued = mine[mine["event"] == Event.JOB_QUEUED]
    started = mine[mine["event"] == Event.JOB_STARTED]
    first = {row["subject"]: row["time"] for row in started[::-1]}
    return float(np.mean([first[row["subject"]] - row["time"] for row in queued if row["subject"] in first]))


def test_label_delay_lengthens_detection_at_least_one_for_one() -> None:
    """When only matured labels show the drift, 20 days more delay cost at least 20 days of detection."""
    only_labels = (
        *QUIET, "mechanisms=none", "demand.initial_models_per_unit=10", "demand.model_lifetime_years=0",
        "retraining=triggered",
        "monitoring.coverage_low=1", "monitoring.coverage_high=1", "monitoring.covariate_share=0",
        "monitoring.complaints_per_day=0", "monitoring.attention_half_load=0",
    )  # fmt: skip
    soon, late = (
        column("time_to_detect_p50_days", 3, *only_labels, f"monitoring.label_delay_days={delay}")
        for delay in (5, 25)
    )
    assert np.all(late - soon >= 20.0 - 1.0)  # checks are daily: a day of rounding


def test_versions_kept_shorten_restoration() -> None:
    """Faults that can be rolled back end sooner than the same faults reconfigured, where that takes longer.

    By default both take what is published for mitigation as a whole, so versions change nothing there.
    """
    faults = ("demand=none", "demand.initial_models_per_unit=8", "drift=none", "breaks.per_model_year=0",
              "faults.per_model_year=20", "horizon_days=520", "warm_up_days=60",
              "response.configure_days={family: lognormal, median: 0.5, sigma: 1.5}")  # fmt: skip
    lost, kept = (column("time_to_restore_p50_days", 6, *faults, f"practices.versioning={v}") for v in (0, 1))
    difference = kept - lost
    assert difference.mean() + 2.6 * difference.std(ddof=1) / np.sqrt(len(difference)) < 0.0


def test_pooling_helps_at_equal_service_times_and_stops_helping_once_context_costs_more() -> None:
    """Twelve servers in one pool against four teams of three, at a load of 0.85 (break-even: 12 %)."""
    long = ("+textbook=mmc", "horizon_days=6000", "warm_up_days=600")
    split = column("time_in_system_mean_days", 3, *long, "textbook.arrival_rate=2.55", "textbook.servers=3")
    pool = (*long, "textbook.arrival_rate=10.2", "textbook.servers=12")
    pooled = column("time_in_system_mean_days", 3, *pool)
    inflated = column("time_in_system_mean_days", 3, *pool, "textbook.service_mean_days=1.165")
    assert pooled.mean() < 0.7 * split.mean()
    assert inflated.mean() > split.mean()


def test_distance_costs_nothing_when_its_prices_are_zero() -> None:
    """Structure is wiring, never a bonus: without latency, questions and context, handoffs are free."""
    free: Settings = load(
        [
            "handoff=free",
            "routing=perfect",
            "structure=functional_silos",
            "mechanisms=none",
            "warm_up_days=260",
        ]
    )
    runs = replicate(free, 2)
    assert runs["lead_handoff_days"].max() == pytest.approx(0.0, abs=1e-9)
    assert runs["response_latency_p50_days"].isna().all()


def test_demand_above_capacity_runs_and_its_queue_grows() -> None:
    overload = ("demand=high", "demand.initiatives_per_unit_quarter=20", "warm_up_days=65")
    short, long = (column("wip_mean", 1, *overload, f"horizon_days={days}") for days in (260, 780))
    assert long[0] > 2.0 * short[0]
