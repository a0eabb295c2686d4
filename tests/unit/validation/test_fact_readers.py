"""What statements read from a trace besides the measures, on traces whose numbers were worked out by hand."""

from __future__ import annotations

import math

import pytest

from simorg.config.groups.work import WorkSettings
from simorg.trace.address import job_address, job_code
from simorg.trace.codes import Cause, JobKind
from simorg.trace.episodes import read
from simorg.trace.events import Event
from simorg.validation.facts.statements import after_diagnosis, multitasking
from tests.traces import Story, idea, incident, tiny_settings

A = idea(1)
CODE = job_code(JobKind.WORK, 0, 4)


def lost(story: Story, warm_up_days: float = 0.0) -> float:
    settings = tiny_settings(100.0, warm_up_days, work=WorkSettings(switch_loss=0.2))
    trace = story.trace(settings)
    (reader,) = multitasking.READERS
    return reader(trace, read(trace))["lost"]


def turns(story: Story, job: int, start: float) -> Story:
    """Tell of a job of 10 days that is laid aside after 5, which adds 1 day, and then finished."""
    address = job_address(A, job)
    story.tell(start, Event.JOB_QUEUED, address, CODE, 10.0)
    story.tell(start, Event.JOB_STARTED, address, CODE, 10.0, actor=0)
    story.tell(start + 5.0, Event.JOB_PAUSED, address, CODE, 6.0, actor=0)
    story.tell(start + 7.0, Event.JOB_STARTED, address, CODE, 6.0, actor=0)
    return story.tell(start + 13.0, Event.JOB_FINISHED, address, CODE, 6.0, actor=0)


def test_the_effort_lost_is_what_turning_adds() -> None:
    story = Story().item(A, 0.0)
    assert math.isnan(lost(story))
    story = turns(story, 1, 0.0)
    assert lost(story) == pytest.approx(1 / 11)  # 5 + 6 days worked, 1 of them added
    story.job(A, 2, 20.0, 20.0, 29.0)  # without a value: nothing was left
    assert lost(story) == pytest.approx(1 / 11)


def test_what_is_interrupted_loses_nothing_by_turning() -> None:
    story, address = turns(Story().item(A, 0.0), 1, 0.0), job_address(A, 2)
    story.tell(50.0, Event.JOB_QUEUED, address, CODE, 9.0)
    story.tell(50.0, Event.JOB_STARTED, address, CODE, 9.0, actor=0)
    story.tell(54.0, Event.JOB_PREEMPTED, address, CODE, 5.0, actor=0)  # 4 days done
    story.tell(60.0, Event.JOB_STARTED, address, CODE, 5.0, actor=0)
    story.tell(62.0, Event.JOB_WITHDRAWN, address, CODE, 3.0, actor=0)  # 2 more
    assert lost(story) == pytest.approx(1 / 17)


def test_turns_count_that_end_in_the_window() -> None:
    story = turns(turns(Story().item(A, 0.0), 1, 0.0), 2, 30.0)
    assert lost(story, 6.0) == pytest.approx(1 / 17)  # of the first job only the second turn: 6 days


def test_time_after_a_diagnosis_is_that_of_plain_faults() -> None:
    story = Story().tell(0.0, Event.MODEL_LIVE, A, 1, 1.0)
    for n, (cause, diagnosed, mitigated) in enumerate((
        (Cause.FAULT, 11.0, 12.0), (Cause.FAULT, 11.0, 14.0), (Cause.FAULT, 11.0, None),
        (Cause.DEFECT, 11.0, 30.0), (Cause.FAULT, None, 15.0),
    )):  # fmt: skip
        story.harm(incident(A, n), cause, 10.0, 10.5, mitigated)
        if diagnosed is not None:
            story.tell(diagnosed, Event.INCIDENT_DIAGNOSED, incident(A, n), cause, 1.0)
    trace = story.trace()
    (reader,) = after_diagnosis.READERS
    assert reader(trace, read(trace))["after_diagnosis"] == 2.0
