"""Stories: the parts of an item's time follow each other, add up to all of it, and every one has a name."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import simorg
from simorg.config.errors import SettingsError
from simorg.engines.run import simulate
from simorg.measures.episodes import read
from simorg.measures.families.lead_time import PARTS, compute
from simorg.plan import Plan
from simorg.trace.codes import JobKind
from simorg.trace.events import Event
from simorg.trace.rows import Trace
from simorg.trace.story import names, parts_table, stories, story_of, told
from simorg.trace.story.parts import Part, State, Story, by_state, total
from simorg.trace.story.text import lasting
from tests.logs import LOUD
from tests.organisations import plans
from tests.traces import Story as Tale
from tests.traces import change, idea, incident

SLOW_STAGES = ["structure=embedded_squads", "horizon_days=500", "warm_up_days=0"]
MANY_WAITS = [
    *LOUD, "approvals.reject=0.3", "handoff.unanswered=0.6", "response.hold_up=0.5", "response.fallback=0.3",
    "routing.wrong_handoff=0.4", "routing.further_toss=0.4",
]  # fmt: skip
NO_REPAIR_BUT_THE_CALENDAR = [*LOUD, "retraining=scheduled"]
SEVERAL_IN_HAND = [
    *MANY_WAITS, "work.preempting_class=0", "work.items_at_once=3", "work.slice_days=0.25",
    "duties.share={data_scientist: 0.3, ml_engineer: 0.2}",
]  # fmt: skip
STATES_OF_PARTS = {
    "work": State.WORK, "rework": State.REWORK, "decision": State.DECISION, "queue": State.QUEUE,
    "handoff": State.HANDOFF, "release": State.RELEASE, "wait": State.WAIT,
}  # fmt: skip


@cache
def told_by(engine: str, *overrides: str) -> list[Story]:
    """Return the stories of a run; no test changes them."""
    return stories(simulate(simorg.load(overrides), 0, engine))


def refuse_gaps(found: list[Story]) -> None:
    """Fail unless the parts of each story add up to all of its time, without gap, each with a name."""
    for story in found:
        assert bool(story.parts) == (story.end > story.begin), story.name
        if story.parts:
            assert story.parts[0].start == story.begin and story.parts[-1].end == story.end, story.name
        assert all(one.end == other.start for one, other in pairwise(story.parts)), story.name
        assert total(story.parts) == pytest.approx(story.end - story.begin, rel=1e-9)
        unnamed = [part for part in story.parts if part.state is State.UNNAMED or not part.why]
        assert not unnamed, f"{told(story)}\n{unnamed}"


@pytest.mark.parametrize("overrides", [MANY_WAITS, NO_REPAIR_BUT_THE_CALENDAR, SLOW_STAGES, SEVERAL_IN_HAND])
def test_no_gap_is_without_a_name(overrides: list[str], engine: str) -> None:
    found = told_by(engine, *overrides)
    assert sum(story.ended for story in found) > 200
    refuse_gaps(found)


@settings(max_examples=15, deadline=None)
@given(plan=plans(horizon=60.0), replication=st.integers(0, 3))
def test_no_gap_is_without_a_name_in_any_organisation(plan: Plan, replication: int) -> None:
    refuse_gaps(stories(simulate(plan.settings, replication, "reference", plan=plan)))


def test_every_wait_occurs(engine: str) -> None:
    found = told_by(engine, *MANY_WAITS)
    states = {part.state for story in found for part in story.parts}
    assert states >= set(State) - {State.UNNAMED, State.WAIT}
    why = " ".join(part.why for story in found for part in story.parts)
    for words in (
        "in the queue of", "interrupted, back in the queue", "the question is on its way to",
        "waits in vain for", "the decision is on its way back", "the request to sign off", "watched at",
        "nobody has noticed",
        "waits for its repair", "held up before anything", "until others end it outside", "a machine trains",
    ):  # fmt: skip
        assert words in why, words


def test_what_is_in_hand_waits_for_its_turn() -> None:
    found = told_by("auto", *SEVERAL_IN_HAND)
    assert {story.kind for story in found} >= {
        "duty",
        "initiative",
        "fix",
        "incident",
        "false alarm",
        "model",
    }
    assert any("who works on something else: work on" in part.why for s in found for part in s.parts)


def test_the_states_of_initiatives_are_the_parts_of_their_lead_time() -> None:
    """Two readings of the same rows: this one goes row by row, the measure lays spans over each other."""
    trace = simulate(simorg.load([*MANY_WAITS, "horizon_days=400"]), 0, "reference")
    measured = compute(read(trace))
    ideas = [story for story in stories(trace) if story.kind == "initiative" and story.ended]
    done = [story for story in ideas if Event.ITEM_DELIVERED in story.rows["event"]]
    assert len(done) > 10
    days = [by_state(story.parts) for story in done]
    assert set(STATES_OF_PARTS) == set(PARTS) - {"other"}
    for part, state in STATES_OF_PARTS.items():
        mean = np.mean([spent.get(state, 0.0) for spent in days])
        assert mean == pytest.approx(measured[f"lead_{part}_days"], abs=1e-6), part
    assert measured["lead_other_days"] == pytest.approx(0.0, abs=1e-6)


def tale() -> Trace:
    """Tell an initiative that waits, is worked on, travels, and is delivered; and an incident of a model."""
    story = (
        Tale().tell(0.0, Event.MODEL_LIVE, idea(0), 1, 10.0).tell(1.0, Event.ITEM_CREATED, idea(3), 0, 1.5)
    )
    story.tell(1.0, Event.STAGE_ENTERED, idea(3), 0, 1.0)
    story.tell(4.0, Event.HANDOFF, idea(3), 0, 0.5, team=0)
    story.job(idea(3), 1, 4.5, 6.0, 7.0, kind=JobKind.WORK)
    story.tell(7.0, Event.STAGE_LEFT, idea(3), 0).tell(7.0, Event.ITEM_DELIVERED, idea(3), 0)
    fault = incident(idea(0), 6)
    story.tell(8.0, Event.INCIDENT_ONSET, fault, 2, 0.25, team=0)
    story.tell(9.0, Event.INCIDENT_DETECTED, fault, 3, 1.0, team=0)
    story.job(fault, 1, 9.0, 9.5, 10.0, kind=JobKind.DIAGNOSE)
    story.tell(10.0, Event.INCIDENT_DIAGNOSED, fault, 2, 2.0, team=0)
    fix = change(idea(0), 5)
    story.tell(11.0, Event.ITEM_CREATED, fix, 2, 1.0).tell(20.0, Event.ITEM_DELIVERED, fix, 2)
    story.tell(20.0, Event.INCIDENT_MITIGATED, fault, 4, 12.0).tell(
        20.0, Event.INCIDENT_CLOSED, fault, 2, 12.0
    )
    return story.trace()


def test_a_story_is_told_row_by_row() -> None:
    assert told(story_of(tale(), "unit-idea_3")).splitlines() == [
        "unit-idea_3: initiative; hub_and_spoke, replication 0; 6.0 days",
        "",
        "  day     1.000  asked for: idea of size 1.5",
        "  day     1.000  enters the stage build, visit 1",
        "       3.0 days    the stage build waits for data, compute or a committee",
        "  day     4.000  handed over by team to team",
        "      4.0 hours    on its way from team to team",
        "  day     4.500  work on the stage build is asked of team: 0 person-days",
        "       1.5 days    in the queue of team: work on the stage build (product)",
        "  day     6.000  person 0 of team begins: work on the stage build, 0 person-days left",
        "       1.0 days    work on the stage build (product), by person 0 of team",
        "  day     7.000  person 0 is done: work on the stage build",
        "  day     7.000  leaves the stage build",
        "  day     7.000  delivered: all users have it",
        "",
        "Where the time went",
        "       3.0 days    50 %  data, compute, committee",
        "       1.5 days    25 %  in a queue",
        "       1.0 days    17 %  work",
        "      4.0 hours     8 %  handoff",
        "       6.0 days   100 %  in all",
    ]


def test_an_incident_waits_for_its_repair_by_name() -> None:
    story = story_of(tale(), "r0-unit-idea_0-fault_1")
    assert story.kind == "incident" and story.ended
    assert story.parts[-2:] == [
        Part(10.0, 11.0, State.HELD_UP, "held up before a repair can begin or until others end it outside",
             "until restored"),
        Part(11.0, 20.0, State.REPAIR, "waits for its repair, unit-idea_0-change_5", "until restored"),
    ]  # fmt: skip
    assert [part.lane for part in story.parts[:2]] == ["until noticed", "until acknowledged"]


def test_what_no_row_explains_is_called_unnamed() -> None:
    item = idea(3)
    story = Tale().tell(1.0, Event.ITEM_CREATED, item, 0, 1.0).tell(1.0, Event.STAGE_ENTERED, item, 0, 1.0)
    story.job(item, 1, 1.0, 1.0, 2.0).tell(5.0, Event.ITEM_DROPPED, item, 0)
    parts = story_of(story.trace(), "unit-idea_3").parts
    assert [part.state for part in parts] == [State.WORK, State.UNNAMED]


def test_what_is_open_lasts_until_the_run_ends(engine: str) -> None:
    trace = simulate(simorg.load(SLOW_STAGES), 0, engine)
    still = [story for story in stories(trace) if not story.ended]
    assert still and all(story.end == trace.rows["time"][-1] for story in still)
    assert "still open as the run ends" in told(still[0])


def test_every_name_of_a_trace_has_a_story() -> None:
    trace = tale()
    assert names(trace) == ["unit-idea_0-model", "unit-idea_3", "unit-idea_0-fault_1", "unit-idea_0-change_5"]
    assert [story_of(trace, name).name for name in names(trace)] == names(trace)
    assert set(trace.frame()["item"].dropna()) == set(names(trace))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("unit-idea_4", "nearest: unit-idea_3"),
        ("r2-unit-idea_3", "is of replication 2; this is replication 0"),
        ("", "has no such item; nearest: unit-idea_0-model"),
    ],
)
def test_an_unknown_item_is_told_its_nearest(name: str, words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        story_of(tale(), name)


def test_parts_are_a_table() -> None:
    table = parts_table(story_of(tale(), "unit-idea_3"))
    assert table["end"].tolist() == [4.0, 4.5, 6.0, 7.0] and table["lasts"].tolist()[1] == "4.0 hours"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (12.34, "12.3 days"),
        (0.5, "4.0 hours"),
        (0.1, "48 minutes"),
        (1 / 480, "1 minute"),
        (0.0001, "under a minute"),
    ],
)
def test_lengths_of_time_are_told_in_working_hours(days: float, words: str) -> None:
    assert lasting(days) == words
