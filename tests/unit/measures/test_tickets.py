"""What ticket logs would report, on traces whose numbers were worked out by hand."""

from __future__ import annotations

import math

import pytest

from simorg.measures import compute
from simorg.trace.codes import Cause, Means, Origin
from simorg.trace.events import Event
from tests.traces import Story, change, idea, incident, tiny_settings

A = idea(1)


def one_model() -> Story:
    return Story().tell(0.0, Event.MODEL_LIVE, A, 1, 100.0)


def test_without_tickets_there_is_nothing_to_report() -> None:
    numbers = compute(Story().trace())
    for name in ("time_to_restore_p50_days_fault", "ml_restored_after_week_share", "ping_pong_share",
                 "incident_handoffs_mean", "incident_handoffs_0_share", "block_mean_days",
                 "time_to_restore_p50_days_at_0_handoffs", "log_restore_handoff_correlation",
                 "roll_back_delay_p50_days"):  # fmt: skip
        assert math.isnan(numbers[name]), name
    assert numbers["blocks_per_person_month"] == 0.0


def test_times_to_restore_of_a_cause_are_those_of_its_incidents() -> None:
    story = one_model()
    for n, days in enumerate((1.0, 3.0, 5.0)):
        story.harm(incident(A, n), Cause.FAULT, 10.0 * n + 10.0, 10.0 * n + 10.0, 10.0 * n + 10.0 + days)
    story.harm(incident(A, 5), Cause.DATA_BREAK, 50.0, 51.0, 54.0)
    story.harm(incident(A, 6), Cause.DATA_BREAK, 60.0, 61.0, closed=62.0)  # closed, and never restored
    story.harm(incident(A, 7), Cause.DEFECT, 5.0, 6.0, 7.0)  # begins before the window
    story.harm(incident(A, 8), Cause.NATURAL_DRIFT, 70.0, None, 80.0)  # restored though nobody knew
    numbers = compute(story.trace(tiny_settings(100.0, 8.0)))
    assert numbers["time_to_restore_p50_days_fault"] == 3.0
    assert numbers["time_to_restore_p85_days_fault"] == pytest.approx(3.0 + 0.7 * 2.0)
    assert numbers["time_to_restore_p50_days_data_break"] == 4.0
    assert numbers["time_to_restore_p50_days_natural_drift"] == 10.0
    assert numbers["time_to_restore_p85_days_natural_drift"] == 10.0
    assert math.isnan(numbers["time_to_restore_p50_days_defect"])
    # Of drift (10 days) and the broken data that were restored (4), one took a week of 5 days or more.
    assert numbers["ml_restored_after_week_share"] == 0.5


def test_a_week_to_the_day_is_a_week() -> None:
    story = one_model().harm(incident(A, 1), Cause.DEFECT, 10.0, 11.0, 15.0)
    story.harm(incident(A, 2), Cause.FAULT, 20.0, 21.0, 60.0)  # plain faults do not count
    assert compute(story.trace())["ml_restored_after_week_share"] == 1.0


def test_incidents_are_classed_by_the_changes_of_team_that_they_made() -> None:
    story = one_model()
    for n, (moves, days) in enumerate(((0, 1.0), (0, 3.0), (1, 4.0), (2, 8.0), (5, 16.0))):
        story.harm(incident(A, n), Cause.FAULT, 10.0 * n, 10.0 * n, 10.0 * n + days)
        for k in range(moves):
            story.tell(10.0 * n + 0.1 * k, Event.HANDOFF, incident(A, n), k, 0.0)
    story.harm(incident(A, 9), Cause.FAULT, 90.0, 91.0)  # never restored: in no class
    story.tell(92.0, Event.HANDOFF, incident(A, 9), 0, 0.0)
    numbers = compute(story.trace())
    shares = [numbers[f"incident_handoffs_{n}_share"] for n in ("0", "1", "2", "3plus")]
    assert shares == [0.4, 0.2, 0.2, 0.2]
    assert numbers["incident_handoffs_mean"] == pytest.approx(8 / 5)
    medians = [numbers[f"time_to_restore_p50_days_at_{n}_handoffs"] for n in range(3)]
    assert medians == [2.0, 4.0, 8.0]


def test_the_correlation_of_log_times_with_changes_of_team() -> None:
    story = one_model()
    for n, (moves, days) in enumerate(((0, 1.0), (1, 2.0), (2, 4.0), (3, 8.0))):  # log 2 for each change
        story.harm(incident(A, n), Cause.FAULT, 20.0 * n, 20.0 * n, 20.0 * n + days)
        for k in range(moves):
            story.tell(20.0 * n + 0.1 * k, Event.HANDOFF, incident(A, n), k, 0.0)
    assert compute(story.trace())["log_restore_handoff_correlation"] == pytest.approx(1.0)
    story.harm(incident(A, 8), Cause.FAULT, 90.0, 90.0, 98.0)  # 8 days without any change
    # x = 0, 1, 2, 3, 3 (in log 2), y = 0, 1, 2, 3, 0: sums about the means 6.8, 3.2 and 6.8
    assert compute(story.trace())["log_restore_handoff_correlation"] == pytest.approx(3.2 / 6.8)


def test_alike_incidents_have_no_correlation() -> None:
    story = one_model()
    for n in range(4):
        story.harm(incident(A, n), Cause.FAULT, 20.0 * n, 20.0 * n, 20.0 * n + 2.0)
    assert math.isnan(compute(story.trace())["log_restore_handoff_correlation"])


def test_ping_pong_goes_back_to_the_team_just_left() -> None:
    story = Story()
    for n in range(4):
        story.item(idea(n), 0.0, 50.0)
    for n, leaving in ((0, (1, 2)), (1, (1, 0)), (2, (1,))):  # every handoff goes to team 0
        for k, team in enumerate(leaving):
            story.tell(1.0 + k, Event.HANDOFF, idea(n), team, 0.5)
    story.tell(3.0, Event.HANDOFF, idea(0), 0, 0.5).tell(4.0, Event.HANDOFF, idea(0), 3, 0.5)
    # 0: leaves 1, 2, 0 - and comes to 0, which it has just left; 1: leaves 1, 0, comes to 0, not to 1
    numbers = compute(story.trace())
    assert numbers["ping_pong_share"] == 0.25


def test_blocks_are_questions_and_approvals_by_the_day_on_which_they_end() -> None:
    story = Story()
    for event, time, waited in (
        (Event.QUESTION_ANSWERED, 5.0, 9.0), (Event.QUESTION_ANSWERED, 20.0, 1.0),
        (Event.QUESTION_LOST, 30.0, 5.0), (Event.APPROVAL_GIVEN, 40.0, 2.0),
        (Event.APPROVAL_REFUSED, 41.0, 4.0),
    ):  # fmt: skip
        story.tell(time, event, idea(1), 0, waited)
    numbers = compute(story.trace(tiny_settings(10.0 + 2 * 260.0 / 12.0, 10.0)))  # two people, two months
    assert numbers["blocks_per_person_month"] == pytest.approx(4 / 4)
    assert numbers["block_mean_days"] == 3.0
    assert numbers["approval_wait_p50_days"] == 3.0
    assert numbers["questions_lost_share"] == 0.5


def test_a_release_is_taken_back_so_long_after_its_first_step() -> None:
    story = Story().item(idea(1), 0.0, 50.0).item(change(idea(2)), 0.0, 60.0, origin=Origin.FIX)
    story.tell(10.0, Event.RELEASE_STEP, idea(1), 0, 0.0).tell(12.0, Event.RELEASE_STEP, idea(1), 1, 0.1)
    story.tell(15.0, Event.RELEASE_FAILED, idea(1), 1, 0.1)  # 5 days after the first step
    story.tell(20.0, Event.RELEASE_STEP, idea(1), 0, 0.0).tell(21.0, Event.RELEASE_FAILED, idea(1), 0, 0.0)
    story.tell(30.0, Event.RELEASE_STEP, change(idea(2)), 0, 0.0)
    story.tell(32.0, Event.RELEASE_FAILED, change(idea(2)), 0, 0.0)
    assert compute(story.trace())["roll_back_delay_p50_days"] == 2.0  # of 1, 2 and 5


def test_every_restored_incident_has_one_means() -> None:
    story = one_model()
    for n, means in enumerate((*Means, Means.REPAIR, Means.REPAIR)):
        story.harm(incident(A, n), Cause.DATA_BREAK, 8.0 * n)
        what = Event.INCIDENT_RECOVERED if means == Means.RECOVERY else Event.INCIDENT_MITIGATED
        story.tell(8.0 * n + 1.0, what, incident(A, n), means, 1.0)
    numbers = compute(story.trace())
    assert numbers["mitigated_by_repair_share"] == pytest.approx(3 / 11)
    for means in set(Means) - {Means.REPAIR}:
        assert numbers[f"mitigated_by_{means.word}_share"] == pytest.approx(1 / 11), means
