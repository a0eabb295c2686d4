"""Incidents, response and health on traces whose numbers were worked out by hand."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from simorg.measures import compute
from simorg.measures.timelines import COLUMNS, timeline
from simorg.trace.codes import Cause, Channel, Means, Origin
from simorg.trace.events import Event
from tests.traces import Story, change, idea, incident, tiny_settings

A, B = idea(1), idea(2)


def two_models(horizon: float = 100.0) -> Story:
    """Tell of a model that lives throughout, and one that is delivered on day 20 and retired on day 60."""
    story = Story().tell(0.0, Event.MODEL_LIVE, A, 1, 100.0)
    story.tell(20.0, Event.MODEL_LIVE, B, 0, 50.0)
    return story.tell(60.0, Event.MODEL_RETIRED, B, 0, 40.0)


def test_incidents_count_by_onset_over_live_model_years() -> None:
    story = two_models()
    story.harm(incident(A, 1), Cause.FAULT, 5.0, 6.0, 7.0)  # before the window
    story.harm(incident(A, 2), Cause.FAULT, 15.0, 16.0, 17.0)
    story.harm(incident(A, 3), Cause.DEFECT, 18.0, 19.0, 20.0)
    story.harm(incident(B, 1), Cause.NATURAL_DRIFT, 50.0)
    numbers = compute(story.trace(tiny_settings(100.0, 10.0)))
    years = (90.0 + 40.0) / 260.0
    assert numbers["incidents_per_model_year"] == pytest.approx(3 / years)
    assert numbers["incidents_per_model_year_fault"] == pytest.approx(1 / years)
    assert numbers["incidents_per_model_year_natural_drift"] == pytest.approx(1 / years)
    assert numbers["incidents_per_model_year_data_break"] == 0.0
    assert numbers["ml_incident_share"] == pytest.approx(2 / 3)
    assert numbers["live_models_mean"] == pytest.approx(130.0 / 90.0)
    assert numbers["value_eur_per_quarter"] == pytest.approx((90 * 100 + 40 * 50) / 90 * 65)


def test_incidents_per_healthy_model_year_begin_in_health_and_are_spread_over_it() -> None:
    story = two_models()
    story.harm(incident(A, 1), Cause.NATURAL_DRIFT, 5.0, 8.0, 20.0)  # before the window: breach 10-20 of it
    story.harm(incident(A, 2), Cause.FAULT, 15.0, 15.0, 30.0)  # finds it in breach, and prolongs that
    story.harm(incident(A, 3), Cause.FAULT, 30.0, 31.0, 35.0)  # as the last one ends: healthy again
    story.harm(incident(A, 4), Cause.DEFECT, 32.0, 33.0, 34.0)  # within another
    story.harm(incident(A, 5), Cause.DEFECT, 80.0)  # nobody notices: breach until the end
    story.harm(incident(B, 1), Cause.DATA_BREAK, 55.0, 56.0, closed=60.0)  # ends with its model
    numbers = compute(story.trace(tiny_settings(100.0, 10.0)))
    healthy_years = ((90.0 - 20.0 - 5.0 - 20.0) + (40.0 - 5.0)) / 260.0
    assert numbers["incidents_per_healthy_model_year"] == pytest.approx(3 / healthy_years)
    assert numbers["incidents_per_healthy_model_year_fault"] == pytest.approx(1 / healthy_years)
    assert numbers["incidents_per_healthy_model_year_defect"] == pytest.approx(1 / healthy_years)
    assert numbers["incidents_per_healthy_model_year_data_break"] == pytest.approx(1 / healthy_years)
    assert numbers["incidents_per_healthy_model_year_natural_drift"] == 0.0
    assert numbers["incidents_per_model_year"] == pytest.approx(5 / (130.0 / 260.0))
    assert numbers["slo_breach_share"] == pytest.approx(1.0 - healthy_years * 260.0 / 130.0)


def test_slow_repair_lowers_the_rate_over_all_time_and_leaves_the_one_over_health() -> None:
    """A fault every 10 days of health: repaired in 1 day, or in 40."""
    rates = {}
    for repair in (1.0, 40.0):
        story = Story().tell(0.0, Event.MODEL_LIVE, A, 1, 1.0)
        for n in range(20):
            onset = 10.0 + n * (10.0 + repair)
            story.harm(incident(A, n), Cause.FAULT, onset, onset, onset + repair)
        numbers = compute(story.trace(tiny_settings(20 * (10.0 + repair))))
        rates[repair] = numbers["incidents_per_healthy_model_year"], numbers["incidents_per_model_year"]
    assert rates[1.0][0] == pytest.approx(26.0) == rates[40.0][0]
    assert rates[1.0][1] == pytest.approx(260.0 / 11.0)
    assert rates[40.0][1] == pytest.approx(260.0 / 50.0)


def test_of_two_incidents_of_one_instant_the_first_finds_the_model_healthy() -> None:
    story = Story().tell(0.0, Event.MODEL_LIVE, A, 1, 1.0)
    story.harm(incident(A, 1), Cause.DEFECT, 0.0, 5.0, 10.0)  # live in breach
    for n, cause in ((2, Cause.FAULT), (3, Cause.DATA_BREAK)):
        story.harm(incident(A, n), cause, 20.0, 25.0, 30.0)
    numbers = compute(story.trace())
    assert numbers["incidents_per_healthy_model_year"] == pytest.approx(2 / (80.0 / 260.0))
    assert numbers["incidents_per_healthy_model_year_data_break"] == 0.0


def test_models_that_are_never_healthy_have_no_rate_over_health() -> None:
    story = Story().tell(0.0, Event.MODEL_LIVE, A, 1, 1.0).harm(incident(A, 1), Cause.DEFECT, 0.0)
    numbers = compute(story.trace(tiny_settings(100.0, 10.0)))
    assert math.isnan(numbers["incidents_per_healthy_model_year"])
    assert numbers["slo_breach_share"] == 1.0


def test_overlapping_incidents_breach_once_and_are_silent_only_while_nobody_knows_any() -> None:
    story = two_models()
    story.harm(incident(A, 1), Cause.NATURAL_DRIFT, 10.0, 20.0, 30.0)
    story.harm(incident(A, 2), Cause.FAULT, 25.0, 40.0, 50.0)  # breach 10-50: silent 10-20 and 30-40
    story.harm(incident(B, 1), Cause.DATA_BREAK, 40.0, 45.0, 55.0)  # another model overlaps freely
    numbers = compute(story.trace(tiny_settings(100.0)))
    assert numbers["slo_breach_share"] == pytest.approx((40 + 15) / 140)
    assert numbers["silent_breach_share"] == pytest.approx((10 + 10 + 5) / 55)


def test_unresolved_harm_lasts_until_retirement_or_the_end_and_has_no_time_to_restore() -> None:
    story = two_models()
    story.harm(incident(B, 1), Cause.DATA_BREAK, 50.0, 52.0, closed=60.0)  # closed as its model retires
    story.harm(incident(A, 1), Cause.DEFECT, 90.0)  # nobody notices before the run ends
    story.harm(incident(A, 2), Cause.FAULT, 30.0, 31.0, 34.0, closed=40.0)
    numbers = compute(story.trace(tiny_settings(100.0)))
    assert numbers["slo_breach_share"] == pytest.approx((10 + 10 + 4) / 140)
    assert numbers["silent_breach_share"] == pytest.approx((2 + 10 + 1) / 24)
    assert numbers["time_to_restore_p50_days"] == 4.0
    assert numbers["time_to_detect_p50_days"] == 2.0  # curve: 2/3 from day 1, 1/3 from day 2
    assert numbers["unrestored_share"] == pytest.approx(2 / 3)


def test_breaches_are_clipped_to_the_window() -> None:
    story = two_models().harm(incident(A, 1), Cause.FAULT, 5.0, 15.0, 20.0)
    numbers = compute(story.trace(tiny_settings(100.0, 10.0)))
    assert numbers["slo_breach_share"] == pytest.approx(10 / 130)
    assert numbers["silent_breach_share"] == pytest.approx(0.5)
    assert math.isnan(numbers["time_to_restore_p50_days"])  # its onset lies before the window


def test_restoring_quantiles_and_geometric_mean() -> None:
    story = two_models()
    for n, days in enumerate((1.0, 2.0, 4.0, 8.0)):
        story.harm(incident(A, n), Cause.FAULT, 10.0 * n, 10.0 * n, 10.0 * n + days)
    story.harm(incident(A, 9), Cause.FAULT, 50.0, 50.0, 50.0)  # at once: counts as a minute
    numbers = compute(story.trace())
    assert numbers["time_to_restore_p50_days"] == 2.0
    assert numbers["time_to_restore_p90_days"] == pytest.approx(4.0 + 0.6 * 4.0)
    assert numbers["time_to_restore_geometric_mean_days"] == pytest.approx((64.0 / 480.0) ** 0.2)


def test_means_channels_and_escalations() -> None:
    story = two_models()
    for n, means in enumerate((Means.ROLL_BACK, Means.ROLL_BACK, Means.EXTERNAL)):
        story.harm(incident(A, n), Cause.FAULT, 10.0)
        story.tell(11.0, Event.INCIDENT_DETECTED, incident(A, n), Channel.USERS if n else 0, 1.0)
        story.tell(12.0, Event.INCIDENT_ACKNOWLEDGED, incident(A, n), Cause.FAULT, 2.0)
        story.tell(14.0, Event.INCIDENT_MITIGATED, incident(A, n), means, 4.0)
    story.harm(incident(A, 5), Cause.NATURAL_DRIFT, 20.0)
    story.tell(30.0, Event.INCIDENT_RECOVERED, incident(A, 5), Cause.NATURAL_DRIFT, 10.0)  # by itself
    story.tell(12.5, Event.INCIDENT_ESCALATED, incident(A, 1)).tell(
        12.6, Event.INCIDENT_ESCALATED, incident(A, 1)
    )
    story.tell(5.0, Event.ALARM_MISSED, incident(A, 1), 0, 0.5)
    story.tell(6.0, Event.FALSE_ALARM, A, 1, 1.0).tell(7.0, Event.FALSE_ALARM, A, 0, 0.5)
    numbers = compute(story.trace())
    assert numbers["mitigated_by_roll_back_share"] == 0.5
    assert numbers["mitigated_by_external_share"] == 0.25
    assert numbers["mitigated_by_recovery_share"] == 0.25
    assert numbers["incidents_escalated_share"] == pytest.approx(1 / 3)
    assert numbers["time_to_acknowledge_p50_days"] == 2.0
    assert numbers["false_alarms_per_model_year"] == pytest.approx(2 / (140 / 260))
    assert numbers["alarm_noticed_share"] == 0.5  # one true and one false of two and two


def test_change_failures_need_exposed_users() -> None:
    story = two_models().item(B, 0.0, 20.0).item(change(A, 1), 30.0, 40.0, origin=Origin.FIX)
    story.tell(15.0, Event.RELEASE_FAILED, B, 0, 0.0)  # in the shadow: contained, nobody saw it
    story.tell(16.0, Event.RELEASE_FAILED, B, 1, 0.1)
    story.tell(20.0, Event.DEFECTS_ESCAPED, B, 0, 3.0)
    story.harm(incident(B, 1), Cause.DEFECT, 30.0, 31.0, 32.0)
    numbers = compute(story.trace())
    assert numbers["change_failure_rate"] == pytest.approx(2 / 3)
    assert numbers["contained_failures_per_delivery"] == 1.0
    assert numbers["escaped_defects_per_delivery"] == 1.5


def test_ages_start_again_with_every_refresh() -> None:
    story = Story().tell(0.0, Event.MODEL_LIVE, A, 1, 1.0)
    story.tell(40.0, Event.MODEL_REFRESHED, A, Origin.RETRAIN, 40.0)
    story.harm(incident(A, 1), Cause.NATURAL_DRIFT, 30.0)
    story.harm(incident(A, 2), Cause.NATURAL_DRIFT, 60.0)
    story.harm(incident(A, 3), Cause.FAULT, 90.0)
    numbers = compute(story.trace(tiny_settings(100.0, 20.0)))
    # from 20 to 40 the age runs from 20 to 40, from 40 to 100 from 0 to 60
    assert numbers["model_age_mean_days"] == pytest.approx((20 * 30 + 60 * 30) / 80)
    assert numbers["drift_breach_age_mean_days"] == pytest.approx((30 + 20) / 2)


def test_timeline_averages_over_bins() -> None:
    story = two_models().item(B, 0.0, 20.0).harm(incident(A, 1), Cause.FAULT, 40.0, 45.0, 60.0)
    story.job(B, 1, 0.0, 5.0, 20.0)
    table = timeline(story.trace(), 50.0)
    assert tuple(table.columns) == COLUMNS
    assert table["day"].tolist() == [50.0, 100.0]
    assert table["live_models"].tolist() == pytest.approx([80 / 50, 60 / 50])
    assert table["silent_breach_share"].tolist() == pytest.approx([5 / 80, 0.0])
    assert table["known_breach_share"].tolist() == pytest.approx([5 / 80, 10 / 60])
    assert table["wip_queue"].tolist() == pytest.approx([5 / 50, 0.0])
    assert table["wip_work"].tolist() == pytest.approx([15 / 50, 0.0])
    assert table["delivered_total"].tolist() == [1.0, 1.0]


def test_timeline_without_models_has_missing_shares_and_a_short_last_bin() -> None:
    table = timeline(Story().trace(), 40.0)
    assert table["day"].tolist() == [40.0, 80.0, 100.0]
    assert table["healthy_share"].isna().all()
    assert isinstance(table, pd.DataFrame)
