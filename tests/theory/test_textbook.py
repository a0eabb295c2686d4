"""The engine against theory, at fixed seeds and inside stated intervals.

Every row holds if the closed form lies in the simultaneous interval of the simulated means; a correct
engine fails one of these tests with probability 1 % at most, and the seed is fixed.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from simorg import load
from simorg.config.errors import SettingsError
from simorg.config.groups.textbook import RequestCase
from simorg.theory.networks import traffic_rates
from simorg.validation.verify import CASES, verify

SHORT = {
    "mmc": 6000,
    "mg1": 12000,
    "sharing": 4000,
    "urgency": 12000,
    "newest_first": 12000,
    "priority": 8000,
    "preemptive": 8000,
    "jackson": 6000,
    "routing": 600,
    "requests": 6000,
    "machine_repair": 3000,
    "on_call": 3000,
    "outages": 12000,
    "review": 4000,
    "retraining_renewal": 5850,
    "inverse_gaussian_breach": 1250,
    "false_alarms": 1300,
}

EXTREMES = {
    "constant service, one server": (
        "mmc",
        10,
        "textbook.servers=1",
        "textbook.arrival_rate=0.8",
        "textbook.service_cv=0",
    ),
    "constant service, three servers": ("mmc", 10, "textbook.service_cv=0"),
    "very variable service": (
        "mg1",
        20,
        "textbook.service_cv=4",
        "textbook.arrival_rate=0.4",
        "horizon_days=20000",
    ),
    "sharing among few that take the same time": (
        "sharing",
        10,
        "textbook.service_cv=0",
        "textbook.duty_share=0",
        "textbook.availability=1",
        "textbook.arrival_rate=0.6",
        "horizon_days=6000",
    ),
    "forty servers": ("mmc", 6, "textbook.servers=40", "textbook.arrival_rate=36", "horizon_days=2000"),
    "nearly idle": ("mmc", 10, "textbook.servers=2", "textbook.arrival_rate=0.1", "horizon_days=20000"),
    "load 0.98": (
        "mg1",
        12,
        "textbook.arrival_rate=0.98",
        "textbook.service_cv=0",
        "horizon_days=40000",
        "warm_up_days=8000",
    ),
    "one machine": ("machine_repair", 8, "textbook.machines=1", "textbook.servers=3"),
    "more menders than machines": ("machine_repair", 8, "textbook.machines=4", "textbook.servers=6"),
    "preemption among several servers": (
        "preemptive",
        10,
        "textbook.servers=3",
        "textbook.arrival_rate_urgent=1.2",
        "textbook.arrival_rate_normal=1.2",
    ),
    "urgency of what takes equally long": ("urgency", 10, "textbook.service_cv=0"),
    "newest first of what takes equally long": ("newest_first", 10, "textbook.service_cv=0"),
    "a rota of one": ("on_call", 8, "textbook.servers=1", "textbook.machines=8"),
    "a rota as large as the park": ("on_call", 8, "textbook.servers=4", "textbook.machines=4"),
    "outages that hit everything": ("outages", 10, "textbook.hits=1"),
    "always back to the sender": ("routing", 10, "textbook.back=1", "textbook.others=2"),
    "never back on purpose": ("routing", 10, "textbook.back=0", "textbook.further=0.8"),
    "a review that sees everything": ("review", 10, "textbook.loss=1"),
    "faults as often as reviews": ("review", 10, "textbook.failure_mean_days=4"),
    "much ping-pong": (
        "requests",
        10,
        "textbook.moves=[[0,0.8,0],[0.8,0,0],[0,0,0]]",
        "textbook.first=[1,0,1]",
        "textbook.arrival_rate=0.6",
    ),
    "much feedback": ("jackson", 10, "textbook.feedback=0.6", "textbook.arrival_rate=0.45"),
}


def refused(table: pd.DataFrame) -> str:
    return table[~table["accepted"]].to_string()


@pytest.mark.parametrize("case", CASES)
def test_textbook_case_agrees_with_its_closed_form(case: str, engine: str | None) -> None:
    table = verify([case], 10, engine=engine, overrides=[f"horizon_days={SHORT[case]}", *warm_up(case)])
    assert table["accepted"].all(), refused(table)


def warm_up(case: str) -> list[str]:
    """Renewals are counted over whole periods; the breach case starts at day 0."""
    fixed = {"retraining_renewal": 650, "inverse_gaussian_breach": 0, "false_alarms": 0}
    return [f"warm_up_days={fixed[case]}"] if case in fixed else []


@pytest.mark.slow
@pytest.mark.parametrize("name", EXTREMES)
def test_textbook_extremes(name: str, engine: str | None) -> None:
    case, replications, *overrides = EXTREMES[name]
    length = [] if any(o.startswith("horizon_days") for o in overrides) else [f"horizon_days={SHORT[case]}"]
    table = verify([case], replications, engine=engine, overrides=[*overrides, *length])
    assert table["accepted"].all(), refused(table)


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_textbook_case_at_full_length(case: str, engine: str | None) -> None:
    table = verify([case], 20, engine=engine)
    assert table["accepted"].all(), refused(table)
    assert (table["error_percent"].abs() < 6.0).all()


def test_visits_of_requests_are_those_of_the_network() -> None:
    case = load(["+textbook=requests"]).textbook
    assert isinstance(case, RequestCase)
    share = np.array(case.first) / sum(case.first)
    np.testing.assert_allclose(case.visits, traffic_rates(share, case.moves), rtol=1e-12)


def test_a_case_that_cannot_run_is_refused_with_its_name() -> None:
    with pytest.raises(SettingsError, match=r"textbook case outages: .* incidents of one cause"):
        verify(
            ["outages"],
            2,
            "reference",
            1,
            ["textbook.models=1", "textbook.own_per_model_year=5000", "horizon_days=400"],
        )
