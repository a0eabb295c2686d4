"""Queues, utilisation and work accounts on traces whose numbers were worked out by hand."""

from __future__ import annotations

import math

import pytest

from simorg.measures import compute
from simorg.measures.families.people import ACCOUNTS
from simorg.trace.address import job_address
from simorg.trace.codes import JobKind
from simorg.trace.events import Event
from tests.traces import Story, idea, incident, tiny_plan, tiny_settings

ALL_ACCOUNTS = (*ACCOUNTS, "idle", "absent")


def test_waiting_includes_the_time_after_an_interruption() -> None:
    story = Story().job(idea(1), 1, 0.0, 2.0, 3.0, 7.0, 9.0)  # waits 2 + 4, worked on 1 + 2
    numbers = compute(story.trace(tiny_settings(horizon_days=10.0)))
    assert numbers["queue_wait_mean_days"] == 6.0
    assert numbers["time_in_system_mean_days"] == 9.0
    assert numbers["number_in_queue_mean"] == pytest.approx(0.6)
    assert numbers["number_in_system_mean"] == pytest.approx(0.9)


def test_numbers_are_clipped_to_the_window_and_times_count_by_the_day_of_finishing() -> None:
    story = Story()
    story.job(idea(1), 1, 0.0, 5.0, 8.0)  # finished before the window
    story.job(idea(1), 2, 0.0, 8.0, 12.0)  # waits 8, in the window: worked on 2
    # waits 1 in the window, then somebody else works on it for 9
    story.job(idea(1), 3, 6.0, 11.0, 20.0, actor=1, end=Event.JOB_WITHDRAWN)
    story.job(idea(1), 4, 15.0, end=None)  # still waiting at the end: 15
    story.job(idea(1), 5, 25.0, 27.0, end=None)  # waits 2, still worked on: 3
    numbers = compute(story.trace(tiny_settings(horizon_days=30.0, warm_up_days=10.0)))
    assert numbers["queue_wait_mean_days"] == 8.0
    assert numbers["time_in_system_mean_days"] == 12.0
    assert numbers["number_in_queue_mean"] == pytest.approx((1 + 15 + 2) / 20)
    assert numbers["number_in_system_mean"] == pytest.approx((1 + 15 + 2 + 2 + 9 + 3) / 20)
    assert numbers["jobs_per_day"] == pytest.approx(1 / 20)


def test_a_job_withdrawn_while_waiting_never_occupied_anybody() -> None:
    story = Story().job(idea(1), 1, 1.0, 4.0, actor=-1, end=Event.JOB_WITHDRAWN)
    numbers = compute(story.trace(tiny_settings(horizon_days=10.0)))
    assert numbers["number_in_queue_mean"] == pytest.approx(0.3)
    assert numbers["work_direct_share"] == 0.0
    assert math.isnan(numbers["queue_wait_mean_days"])


def test_priority_classes_are_kept_apart() -> None:
    story = Story().job(idea(1), 1, 0.0, 1.0, 2.0, priority=0).job(idea(1), 2, 0.0, 5.0, 9.0, priority=4)
    numbers = compute(story.trace(tiny_settings(horizon_days=10.0)))
    assert numbers["queue_wait_mean_days_priority_0"] == 1.0
    assert numbers["time_in_system_mean_days_priority_4"] == 9.0
    assert math.isnan(numbers["queue_wait_mean_days_priority_1"])


def test_accounts_book_availability_and_close() -> None:
    settings = tiny_settings(horizon_days=30.0, warm_up_days=10.0)
    plan = tiny_plan(settings, availability=(0.8, 0.5))  # a data engineer and an ML engineer
    story = Story()
    story.job(idea(1), 1, 5.0, 6.0, 14.0)  # direct, 4 days in the window
    story.job(idea(1), 2, 14.0, 14.0, 16.0, kind=JobKind.REWORK)
    story.job(idea(1), 3, 16.0, 16.0, 17.0, kind=JobKind.APPROVE)
    story.job(incident(idea(1)), 1, 12.0, 12.0, 22.0, kind=JobKind.DIAGNOSE, actor=1, priority=0)
    numbers = compute(story.trace(settings, plan))
    assert numbers["work_direct_share"] == pytest.approx(0.8 * 4 / 40)
    assert numbers["work_rework_share"] == pytest.approx(0.8 * 2 / 40)
    assert numbers["work_coordination_share"] == pytest.approx(0.8 * 1 / 40)
    assert numbers["work_response_share"] == pytest.approx(0.5 * 10 / 40)
    assert numbers["work_absent_share"] == pytest.approx((0.2 + 0.5) / 2)
    assert numbers["work_idle_share"] == pytest.approx((0.8 * 13 + 0.5 * 10) / 40)
    assert sum(numbers[f"work_{name}_share"] for name in ALL_ACCOUNTS) == pytest.approx(1.0, abs=1e-12)
    assert numbers["utilisation_data_engineer"] == pytest.approx(7 / 20)
    assert numbers["utilisation_ml_engineer"] == pytest.approx(0.5)
    assert numbers["utilisation_max_role"] == pytest.approx(0.5)
    assert numbers["utilisation_max_role_in_team"] == pytest.approx(0.5)
    assert "utilisation_data_scientist" not in numbers


def test_everybody_costs_a_day_for_every_day() -> None:
    numbers = compute(Story().trace(tiny_settings(horizon_days=10.0)))
    assert numbers["people_cost_eur_per_quarter"] == 2 * 500.0 * 65.0


def test_utilisation_is_shared_by_all_people_of_a_role() -> None:
    settings = tiny_settings(horizon_days=10.0)
    plan = tiny_plan(settings, availability=(1.0, 1.0, 1.0))
    numbers = compute(Story().job(idea(1), 1, 0.0, 0.0, 10.0, actor=1).trace(settings, plan))
    assert numbers["utilisation_ml_engineer"] == 0.5


def test_rows_that_contradict_each_other_are_refused() -> None:
    twice = Story().job(idea(1), 1, 0.0, 1.0, 5.0).job(idea(1), 2, 0.0, 2.0, 4.0)
    with pytest.raises(AssertionError, match="does not do"):
        compute(twice.trace(tiny_settings(horizon_days=10.0)))
    never = Story().tell(1.0, Event.JOB_STARTED, job_address(idea(1), 1), actor=0)
    with pytest.raises(AssertionError, match="never queued"):
        compute(never.trace(tiny_settings(horizon_days=10.0)))
    again = Story().job(idea(1), 1, 0.0, 1.0, 2.0).job(idea(1), 1, 3.0, 4.0, 5.0)
    with pytest.raises(AssertionError, match="queued twice"):
        compute(again.trace(tiny_settings(horizon_days=10.0)))
