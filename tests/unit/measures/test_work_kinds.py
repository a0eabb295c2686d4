"""What builders work on, on traces whose numbers were worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simorg.config.vocabulary import ROLES
from simorg.measures import compute
from simorg.measures.families.work_kinds import BUILDERS, KIND_OF, KINDS
from simorg.measures.seats import SOURCES
from simorg.trace.codes import JobKind, Origin
from simorg.trace.events import Event
from tests.traces import Story, change, idea, incident, tiny_plan, tiny_settings

A = idea(1)


def kinds_of(story: Story, **plan: object) -> dict[str, float]:
    settings = tiny_settings(100.0, 10.0)
    numbers = compute(story.trace(settings, tiny_plan(settings, **plan)))  # type: ignore[arg-type]
    return {kind: numbers[f"builders_{kind}_share"] for kind in KINDS}


def test_every_source_of_work_is_of_a_kind() -> None:
    assert set(KIND_OF) == set(SOURCES) and set(KIND_OF.values()) == set(KINDS)
    assert set(BUILDERS) < set(ROLES)


def test_whoever_works_on_nothing_has_no_kinds() -> None:
    assert all(math.isnan(share) for share in kinds_of(Story()).values())


def test_kinds_are_of_the_time_worked_in_the_window() -> None:
    story = Story().item(A, 0.0).tell(0.0, Event.MODEL_LIVE, A, 1, 100.0)
    for n, origin in enumerate((Origin.RETRAIN, Origin.FIX, Origin.IMPROVEMENT)):
        story.item(change(A, n), 0.0, origin=origin)
    story.harm(incident(A), 0, 40.0)
    story.job(A, 1, 0.0, 5.0, 14.0)  # new work: 4 of its 9 days in the window
    story.job(A, 2, 0.0, 14.0, 15.0, kind=JobKind.RELEASE)  # new work: 1
    story.job(A, 3, 0.0, 15.0, 17.0, kind=JobKind.REWORK)  # unplanned: 2
    story.job(A, 4, 0.0, 17.0, 20.0, kind=JobKind.APPROVE)  # coordination: 3
    story.job(change(A, 0), 1, 0.0, 20.0, 24.0)  # upkeep: 4
    story.job(change(A, 1), 1, 0.0, 24.0, 29.0)  # a repair, unplanned: 5
    story.job(change(A, 2), 1, 0.0, 29.0, 30.0)  # an improvement, new work: 1
    story.job(incident(A), 1, 40.0, 41.0, 43.0, kind=JobKind.DIAGNOSE)  # unplanned: 2
    story.job(A, 5, 43.0, 43.0, 46.0, kind=JobKind.REQUEST)  # support: 3
    story.job(A, 6, 46.0, 46.0, 51.0, kind=JobKind.DUTY)  # duties: 5
    assert kinds_of(story) == pytest.approx(
        {
            "new_work": 6 / 30,
            "unplanned": 9 / 30,
            "upkeep": 4 / 30,
            "coordination": 3 / 30,
            "support": 3 / 30,
            "duties": 5 / 30,
        }
    )


def test_builders_weigh_by_their_availability() -> None:
    story = Story().item(A, 0.0).item(change(A), 0.0, origin=Origin.RETRAIN)
    story.job(A, 1, 10.0, 10.0, 30.0, actor=0).job(change(A), 1, 10.0, 10.0, 30.0, actor=1)
    found = kinds_of(story, availability=(0.25, 0.75))
    assert (found["new_work"], found["upkeep"]) == (0.25, 0.75)


def test_whoever_builds_nothing_does_not_count() -> None:
    settings = tiny_settings(100.0)
    plan = tiny_plan(settings)
    plan.people["role"][1] = ROLES.index("operations_engineer")
    story = Story().item(A, 0.0).job(A, 1, 0.0, 0.0, 2.0, actor=0)
    story.job(A, 2, 0.0, 0.0, 50.0, actor=1, kind=JobKind.ANSWER)
    numbers = compute(story.trace(settings, plan))
    assert np.isclose(numbers["builders_new_work_share"], 1.0)
    assert numbers["builders_coordination_share"] == 0.0
