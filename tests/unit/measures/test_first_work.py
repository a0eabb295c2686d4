"""What a repository would tell of changes, on traces whose numbers were worked out by hand."""

from __future__ import annotations

import math

import pytest

from simorg.measures import compute
from simorg.trace.codes import JobKind, Origin
from simorg.trace.events import Event
from tests.traces import Story, change, idea, incident, tiny_settings

A = idea(1)


def test_without_changes_there_is_no_time() -> None:
    numbers = compute(Story().item(A, 0.0, 50.0).job(A, 1, 0.0, 10.0, 11.0).trace())
    assert math.isnan(numbers["change_in_work_p50_days"])
    assert math.isnan(numbers["change_in_work_p85_days"])


def test_time_runs_from_the_first_work_on_a_change() -> None:
    story = Story()
    story.item(change(A, 1), 0.0, 30.0, origin=Origin.RETRAIN)
    story.job(change(A, 1), 1, 1.0, 20.0, 22.0, 25.0, 26.0)  # first work on day 20, though asked for on day 0
    story.job(change(A, 1), 2, 2.0, 12.0, 13.0, kind=JobKind.APPROVE)  # and before, on day 12
    story.item(change(A, 2), 0.0, 40.0, origin=Origin.FIX).job(change(A, 2), 1, 5.0, 36.0, 37.0)
    numbers = compute(story.trace())
    assert numbers["change_in_work_p50_days"] == 11.0  # of 18 and 4
    assert numbers["change_in_work_p85_days"] == pytest.approx(4.0 + 0.85 * 14.0)


def test_what_counts_are_changes_by_people_delivered_in_the_window() -> None:
    story = Story().tell(0.0, Event.MODEL_LIVE, A, 1, 1.0).harm(incident(A), 0, 1.0)
    story.job(incident(A), 1, 1.0, 2.0, 3.0, kind=JobKind.DIAGNOSE)  # of an incident
    for n, (origin, ended, ending) in enumerate((
        (Origin.RETRAIN_AUTOMATED, 30.0, Event.ITEM_DELIVERED), (Origin.FIX, 8.0, Event.ITEM_DELIVERED),
        (Origin.FIX, 30.0, Event.ITEM_CANCELLED), (Origin.IMPROVEMENT, 30.0, Event.ITEM_DELIVERED),
    )):  # fmt: skip
        story.item(change(A, n), 0.0, ended, ending, origin).job(change(A, n), 1, 1.0, 5.0, 6.0)
    story.item(change(A, 7), 0.0, 50.0, origin=Origin.FIX)  # nobody worked on it
    story.item(change(A, 8), 0.0, origin=Origin.FIX).job(change(A, 8), 1, 1.0, 5.0, 6.0)  # still open
    numbers = compute(story.trace(tiny_settings(100.0, 10.0)))
    assert numbers["change_in_work_p50_days"] == numbers["change_in_work_p85_days"] == 25.0
