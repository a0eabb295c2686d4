"""Delivery measures on traces whose numbers were worked out by hand."""

from __future__ import annotations

import math

import pytest

from simorg.measures import catalogue, compute, first_of_all, label, registry
from simorg.measures.families.delivery import ORIGINS
from simorg.measures.families.lead_time import PARTS
from simorg.measures.measure import Measure
from simorg.trace.codes import JobKind, Origin
from simorg.trace.events import Event
from tests.traces import Story, change, idea, tiny_plan, tiny_settings


def test_nothing_happened_means_missing_and_not_zero() -> None:
    numbers = compute(Story().trace())
    for name in ("lead_time_p50_days", "yield_share", "change_failure_rate", "slo_breach_share",
                 "time_to_restore_p50_days", "flow_efficiency", "queue_wait_mean_days", "handoffs_0_share",
                 "incidents_per_model_year"):  # fmt: skip
        assert math.isnan(numbers[name]), name
    assert numbers["throughput_per_quarter"] == 0.0
    assert numbers["wip_mean"] == 0.0


def test_catalogue_names_every_measure_once_and_in_order() -> None:
    plan = tiny_plan(tiny_settings())
    measures = catalogue(plan)
    assert [m.name for m in measures] == list(compute(Story().trace()))
    assert len({m.name for m in measures}) == len(measures)
    assert all(isinstance(m, Measure) for m in measures)


def test_the_registry_has_the_measures_of_every_plan() -> None:
    known = registry()
    assert set(catalogue(tiny_plan(tiny_settings()))) <= set(known.values())
    assert label("lead_time_p50_days") == "Median lead time"
    assert label("utilisation_ml_engineer") == "Utilisation, ML engineer"
    assert label("waits_of_somebody") == "Waits of somebody"
    first = first_of_all()
    assert first[:3] == ["lead_time_p50_days", "slo_breach_share", "incidents_per_healthy_model_year"]
    assert sorted(first) == sorted(name for name, measure in known.items() if measure.headline)


def test_changes_of_each_origin_are_all_changes() -> None:
    story = Story()
    for n, origin in enumerate((Origin.FIX, Origin.FIX, Origin.RETRAIN, Origin.RETRAIN_AUTOMATED), start=1):
        story.item(change(idea(1), n), 10.0, 10.0 + n, origin=origin)
    numbers = compute(story.trace(tiny_settings(65.0)))
    by_origin = [numbers[f"changes_per_quarter_{origin.name.lower()}"] for origin in ORIGINS]
    assert by_origin == [1.0, 2.0, 0.0, 1.0]
    assert sum(by_origin) == numbers["changes_per_quarter"]
    assert numbers["change_lead_time_p50_days_fix"] == 1.5
    assert numbers["change_lead_time_p50_days"] == 2.0  # 1, 2 and 3 days; not the one by machine


def test_lead_times_take_the_initiatives_delivered_in_the_window() -> None:
    story = Story()
    story.item(idea(0), 0.0, 19.0)  # delivered before the window
    story.item(idea(1), 10.0, 20.0)  # on its first instant: 10 days
    story.item(idea(2), 30.0, 70.0)  # 40 days
    story.item(idea(3), 30.0, 50.0)  # 20 days
    story.item(idea(4), 30.0, 60.0, Event.ITEM_DROPPED)
    story.item(idea(5), 90.0)  # open
    story.item(change(idea(1)), 50.0, 53.0, origin=Origin.FIX)
    story.item(change(idea(1), 2), 50.0, 57.0, origin=Origin.IMPROVEMENT)
    story.item(change(idea(1), 3), 50.0, 50.1, origin=Origin.RETRAIN_AUTOMATED)
    story.item(change(idea(1), 4), 50.0, 99.0, Event.ITEM_CANCELLED, Origin.RETRAIN)
    numbers = compute(story.trace(tiny_settings(horizon_days=100.0, warm_up_days=20.0)))
    assert numbers["lead_time_mean_days"] == pytest.approx(70.0 / 3.0)
    assert numbers["lead_time_p50_days"] == 20.0
    assert numbers["lead_time_p85_days"] == pytest.approx(20.0 + 0.7 * 20.0)
    assert numbers["change_lead_time_p50_days"] == 5.0
    assert numbers["change_lead_time_p85_days"] == pytest.approx(3.0 + 0.85 * 4.0)
    assert numbers["change_lead_time_p50_days_fix"] == 3.0
    assert numbers["change_lead_time_p50_days_improvement"] == 7.0
    assert numbers["change_lead_time_p50_days_retrain_automated"] == pytest.approx(0.1)
    assert math.isnan(numbers["change_lead_time_p50_days_retrain"])  # its only one was cancelled
    assert numbers["changes_per_quarter_fix"] == pytest.approx(65 / 80)
    assert numbers["changes_per_quarter_retrain"] == 0.0
    assert numbers["throughput_per_quarter"] == pytest.approx(3 * 65 / 80)
    assert numbers["deployments_per_month"] == pytest.approx(6 * (260 / 12) / 80)
    assert numbers["yield_share"] == 0.75
    # 0 + 0 (ends as the window begins) + 40 + 20 + 30 + 10 days of 80
    assert numbers["wip_mean"] == pytest.approx(100.0 / 80.0)
    # 3 + 7 + 0.1 + 49 days of 80
    assert numbers["changes_in_progress_mean"] == pytest.approx(59.1 / 80.0)


def one_delivery() -> Story:
    """Tell an initiative of 30 days with every part of a lead time in it."""
    story = Story().item(idea(1), 0.0, 30.0)
    x = idea(1)
    story.tell(0.0, Event.STAGE_ENTERED, x, 0, 1)
    story.tell(2.0, Event.HANDOFF, x, 0, 1.5)  # 2 days of stage wait, then 1.5 of travelling
    story.job(x, 1, 3.5, 4.0, 4.5, kind=JobKind.TRIAGE)  # handoff, 0.5 of it touched
    story.tell(4.5, Event.QUESTION_ASKED, x, 0, 1)
    story.job(x, 2, 5.0, 6.0, 6.5, kind=JobKind.ANSWER)  # decision, 0.5 touched
    story.tell(6.5, Event.QUESTION_ANSWERED, x, 1, 2.0)
    story.job(x, 3, 6.5, 8.0, 9.0, 10.0, 12.0)  # queue 1.5, work 1, queue 1 (interrupted), work 2
    story.job(x, 4, 12.0, 13.0, 16.0, kind=JobKind.REWORK)  # queue 1, rework 3
    story.tell(16.0, Event.STAGE_LEFT, x, 0)
    story.tell(16.5, Event.STAGE_ENTERED, x, 1, 1)  # 0.5 that nothing explains
    story.tell(16.5, Event.APPROVAL_ASKED, x, 1)
    story.tell(19.5, Event.APPROVAL_REFUSED, x, 1, 3.0)  # decision 3
    story.job(x, 5, 19.5, 20.0, 21.0, kind=JobKind.REVISE)  # queue 0.5, rework 1
    story.job(x, 6, 21.0, 21.0, 22.0, kind=JobKind.RELEASE)  # work 1
    story.tell(22.0, Event.RELEASE_STEP, x, 0, 0.0)  # dwells 2
    story.tell(24.0, Event.RELEASE_FAILED, x, 0, 0.0)
    story.job(x, 7, 24.0, 24.5, 25.0, kind=JobKind.ROLL_BACK)  # queue 0.5, rework 0.5
    story.tell(25.0, Event.RELEASE_STEP, x, 0, 0.0)  # dwells 3.5, then the work of the next step
    story.job(x, 8, 28.5, 28.75, 29.0, kind=JobKind.RELEASE)  # queue 0.25, work 0.25
    story.tell(29.0, Event.RELEASE_STEP, x, 1, 1.0)  # dwells 1
    return story


def test_every_day_of_a_lead_time_has_one_part() -> None:
    numbers = compute(one_delivery().trace())
    expected = {
        "work": 1.0 + 2.0 + 1.0 + 0.25,
        "rework": 3.0 + 1.0 + 0.5,
        "decision": 2.0 + 3.0,
        "queue": 1.5 + 1.0 + 1.0 + 0.5 + 0.5 + 0.25,
        "handoff": 1.5 + 1.0,
        "release": 2.0 + 3.5 + 1.0,
        "wait": 2.0,
        "other": 0.5,
    }
    assert {part: numbers[f"lead_{part}_days"] for part in PARTS} == pytest.approx(expected)
    assert sum(expected.values()) == 30.0
    assert numbers["lead_time_mean_days"] == 30.0
    assert numbers["flow_efficiency"] == pytest.approx((4.25 + 4.5) / 30.0)  # nobody is ever absent


def test_touch_is_the_time_that_people_were_there_and_did_the_own_work_of_the_item() -> None:
    plan = tiny_plan(tiny_settings(), availability=(0.8, 0.5))
    x, other = idea(1), change(idea(7))
    story = Story().item(x, 0.0, 40.0).item(other, 0.0, 30.0, origin=Origin.FIX)
    story.job(x, 1, 0.0, 5.0, 10.0)  # 5 days at .8
    story.job(x, 2, 10.0, 12.0, 16.0, actor=1, kind=JobKind.REVISE)  # 4 days at .5
    story.job(x, 3, 16.0, 18.0, 20.0, 21.0, 24.0, kind=JobKind.RELEASE)  # 2 and 3 days at .8
    story.job(x, 4, 24.0, 25.0, 30.0, kind=JobKind.APPROVE)  # an approver's time, not touch
    story.job(x, 5, 24.0, 25.0, 30.0, actor=1, kind=JobKind.ANSWER)  # nor is that of who answers
    story.job(x, 6, 31.0, 32.0, 33.0, actor=1, kind=JobKind.TRIAGE)
    story.job(other, 1, 31.0, 32.0, 36.0)  # work of another item
    numbers = compute(story.trace(tiny_settings(), plan))
    assert numbers["flow_efficiency"] == pytest.approx((5 * 0.8 + 4 * 0.5 + 5 * 0.8) / 40.0)
    assert numbers["lead_work_days"] == pytest.approx(10.0)  # a state: whoever has it may be absent


def test_touch_takes_only_what_is_delivered_in_the_window() -> None:
    story = (
        Story().item(idea(1), 0.0, 20.0).item(idea(2), 0.0, 9.0).item(idea(3), 0.0, 30.0, Event.ITEM_DROPPED)
    )
    story.item(idea(4), 0.0)
    story.job(idea(1), 1, 0.0, 5.0, 15.0)  # begins before the window, and counts whole
    for n, actor in ((2, 1), (3, 2), (4, 3)):
        story.job(idea(n), 1, 0.0, 1.0, 9.0, actor=actor)
    settings = tiny_settings(100.0, 10.0)
    numbers = compute(story.trace(settings, tiny_plan(settings, availability=(0.9, 1.0, 1.0, 1.0))))
    assert numbers["flow_efficiency"] == pytest.approx(10 * 0.9 / 20.0)


def test_parts_are_means_over_deliveries() -> None:
    story = one_delivery().item(idea(2), 40.0, 50.0)
    story.job(idea(2), 1, 40.0, 45.0, 50.0)
    numbers = compute(story.trace())
    assert numbers["lead_work_days"] == pytest.approx((4.25 + 5.0) / 2)
    assert sum(numbers[f"lead_{part}_days"] for part in PARTS) == pytest.approx(
        numbers["lead_time_mean_days"]
    )


def test_handoffs_questions_and_approvals() -> None:
    story = Story()
    for n, handoffs in enumerate((0, 1, 1, 7)):
        story.item(idea(n), 0.0, 50.0)
        for k in range(handoffs):
            story.tell(1.0 + k, Event.HANDOFF, idea(n), 0, 0.5)
    story.item(idea(9), 0.0)
    story.tell(1.0, Event.HANDOFF, idea(9), 0, 0.5)  # not delivered: does not count
    story.tell(2.0, Event.ROUTED_WRONG, idea(3)).tell(3.0, Event.ROUTED_WRONG, idea(3))
    for time, waited in ((5.0, 1.0), (20.0, 2.0), (30.0, 4.0)):
        story.tell(time, Event.QUESTION_ANSWERED, idea(3), 1, waited)
    story.tell(40.0, Event.QUESTION_LOST, idea(3), 0, 5.0)
    story.tell(41.0, Event.APPROVAL_GIVEN, idea(3), 0, 1.0).tell(
        42.0, Event.APPROVAL_REFUSED, idea(3), 0, 3.0
    )
    numbers = compute(story.trace(tiny_settings(horizon_days=75.0, warm_up_days=10.0)))
    assert numbers["handoffs_per_delivery"] == 9 / 4
    shares = [numbers[f"handoffs_{n}_share"] for n in ("0", "1", "2", "3", "4", "5plus")]
    assert shares == [0.25, 0.5, 0.0, 0.0, 0.0, 0.25]
    assert numbers["routed_wrong_share"] == 0.25
    assert numbers["response_latency_p50_days"] == 3.0
    assert numbers["questions_lost_share"] == pytest.approx(1 / 3)
    assert numbers["rejections"] == 1.0
    assert numbers["approvals_refused_share"] == 0.5
