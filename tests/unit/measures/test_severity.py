"""What status pages would report, on traces whose numbers were worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simorg.config.groups.severity import SeveritySettings
from simorg.config.settings import Settings
from simorg.measures import compute
from simorg.measures.families import severity
from simorg.trace.codes import Cause, Channel
from simorg.trace.events import Event
from tests.traces import Story, idea, incident, tiny_settings

A = idea(1)


def one_model() -> Story:
    return Story().tell(0.0, Event.MODEL_LIVE, A, 1, 100.0)


def classed(horizon_days: float = 100.0, warm_up_days: float = 0.0) -> Settings:
    return tiny_settings(horizon_days, warm_up_days, severity=SeveritySettings(classes=True))


def test_without_classes_everything_is_missing() -> None:
    settings = tiny_settings(severity=SeveritySettings(classes=False))
    numbers = compute(one_model().harm(incident(A), Cause.FAULT, 10.0, 11.0, 12.0).trace(settings))
    assert all(math.isnan(numbers[measure.name]) for measure in severity.MEASURES)


def test_without_incidents_severe_ones_are_none_and_times_are_missing() -> None:
    numbers = compute(one_model().trace(classed()))
    assert numbers.pop("severe_incidents_per_model_year") == 0.0
    mine = [measure.name for measure in severity.MEASURES if measure.name in numbers]
    assert len(mine) == len(severity.MEASURES) - 1
    assert all(math.isnan(numbers[name]) for name in mine)


def test_shares_and_restore_times_are_by_class() -> None:
    story = one_model()
    for n, (one, days) in enumerate(((1, 1.0), (2, 2.0), (2, 4.0), (3, 8.0), (3, 9.0), (3, 13.0))):
        story.harm(incident(A, n), Cause.FAULT, 10.0 * n, 10.0 * n, 10.0 * n + days, severity=one)
    story.harm(incident(A, 8), Cause.DEFECT, 80.0, severity=2)  # never restored, yet it began
    numbers = compute(story.trace(classed()))
    assert [numbers[f"incidents_severity_{k}_share"] for k in (1, 2, 3, 4)] == [1 / 7, 3 / 7, 3 / 7, 0.0]
    medians = [numbers[f"time_to_restore_p50_days_severity_{k}"] for k in (1, 2, 3)]
    assert medians == [1.0, 3.0, 9.0]
    assert math.isnan(numbers["time_to_restore_p50_days_severity_4"])
    assert numbers["severe_time_to_restore_p50_days"] == 2.0  # of 1, 2 and 4
    assert numbers["severe_time_to_restore_p85_days"] == pytest.approx(2.0 + 0.7 * 2.0)
    assert numbers["severe_incidents_per_model_year"] == pytest.approx(4 / (100.0 / 260.0))


def test_detection_of_severe_incidents() -> None:
    story = one_model()
    story.harm(incident(A, 1), Cause.FAULT, 10.0, 11.0, 14.0, severity=1)  # noticed after a quarter
    story.harm(incident(A, 2), Cause.FAULT, 20.0, 23.0, 24.0, severity=2)  # after three quarters
    story.harm(incident(A, 3), Cause.FAULT, 30.0, 37.0, severity=2)  # never restored
    story.harm(incident(A, 4), Cause.FAULT, 40.0, None, 42.0, severity=1)  # ends unnoticed
    story.harm(incident(A, 5), Cause.FAULT, 50.0, 59.0, 60.0, severity=3)  # not severe
    story.harm(incident(A, 6), Cause.FAULT, 5.0, 6.0, 7.0, severity=1)  # begins before the window
    numbers = compute(story.trace(classed(warm_up_days=8.0)))
    assert numbers["severe_time_to_detect_p50_days"] == 3.0  # of 1, 3 and 7
    assert numbers["severe_time_to_detect_p85_days"] == pytest.approx(3.0 + 0.7 * 4.0)
    assert numbers["severe_detection_part_p50"] == pytest.approx(0.5)  # of 0.25 and 0.75
    assert numbers["severe_time_to_restore_p50_days"] == 4.0  # of 4, 4 and 2
    assert numbers["severe_noticed_to_restored_p50_days"] == 2.0  # of 3 and 1
    assert numbers["severe_noticed_to_restored_p85_days"] == pytest.approx(1.0 + 0.85 * 2.0)


def test_people_are_users_and_reviewers() -> None:
    story = one_model()
    for n, channel in enumerate(Channel):
        story.harm(incident(A, n), Cause.FAULT, 10.0 * n, severity=2)
        story.tell(10.0 * n + 1.0, Event.INCIDENT_DETECTED, incident(A, n), channel, 1.0)
    story.harm(incident(A, 8), Cause.FAULT, 80.0, severity=3)
    story.tell(81.0, Event.INCIDENT_DETECTED, incident(A, 8), Channel.USERS, 1.0)
    assert compute(story.trace(classed()))["severe_noticed_by_people_share"] == 0.4  # two of five


def test_a_severe_incident_that_is_over_at_once_has_no_part_before_it_is_noticed() -> None:
    story = one_model().harm(incident(A), Cause.FAULT, 10.0, 10.0, 10.0, severity=1)
    numbers = compute(story.trace(classed()))
    assert math.isnan(numbers["severe_detection_part_p50"])
    assert numbers["severe_time_to_restore_p50_days"] == 0.0


def test_severe_incidents_that_are_not_plain_faults() -> None:
    story = one_model()
    for n, cause in enumerate((Cause.FAULT, Cause.DEFECT, Cause.DATA_BREAK, Cause.NATURAL_DRIFT)):
        story.harm(incident(A, n), cause, 10.0 * n + 1.0, severity=1 + n % 2)
    story.harm(incident(A, 5), Cause.DEFECT, 50.0, severity=4)
    assert compute(story.trace(classed()))["severe_ml_share"] == 0.75


def test_the_variation_of_gaps_is_that_of_numpy() -> None:
    story, onsets = one_model(), (10.0, 11.0, 12.0, 40.0, 41.0, 90.0)
    for n, onset in enumerate(onsets):
        story.harm(incident(A, n), Cause.FAULT, onset, severity=2)
    story.harm(incident(A, 9), Cause.FAULT, 60.0, severity=3)  # not severe: in no gap
    gaps = np.diff(onsets)
    expected = gaps.std(ddof=1) / gaps.mean()
    assert compute(story.trace(classed()))["severe_gap_cv"] == pytest.approx(expected)


@pytest.mark.parametrize("onsets", [(), (10.0,), (10.0, 20.0), (10.0, 10.0, 10.0)])
def test_too_few_gaps_have_no_variation(onsets: tuple[float, ...]) -> None:
    story = one_model()
    for n, onset in enumerate(onsets):
        story.harm(incident(A, n), Cause.FAULT, onset, severity=2)
    assert math.isnan(compute(story.trace(classed()))["severe_gap_cv"])
