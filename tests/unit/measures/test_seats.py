"""Seats of traces whose numbers were worked out by hand; of real ones, against other readings."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest

import simorg
from simorg.config.vocabulary import ROLES, SKILLS
from simorg.measures import compute
from simorg.measures.seats import ACCOUNT_SOURCE, COLUMNS, ORIGIN_SOURCE, SOURCES, seats
from simorg.plan import Labels, Plan
from simorg.plan.tables import PERSON_ROW, TEAM_ROW
from simorg.trace.address import Child, child_address, job_code
from simorg.trace.address import job_address as address_of
from simorg.trace.codes import Account, JobKind, Origin
from simorg.trace.episodes import read as read_in_full
from simorg.trace.events import Event
from simorg.trace.rows import Trace
from tests.traces import Story, change, idea, incident, tiny_plan, tiny_settings

DATA, ML = SKILLS.index("data"), SKILLS.index("ml")
DORA, MAX, MIA, LEO = range(4)
SPENT = [f"{source}_share" for source in SOURCES]


def plan() -> Plan:
    """Return Dora (data), Max (data; ml at twice the pace, half of the time), Mia (ml), Leo (nothing)."""
    settings = tiny_settings(horizon_days=30.0, warm_up_days=10.0)
    people = [
        (there, 500.0, 1.0, 0.0, team, ROLES.index(role))
        for there, team, role in (
            (1.0, 0, "data_engineer"), (0.5, 0, "ml_engineer"), (1.0, 0, "ml_engineer"),
            (1.0, 1, "legal_risk_officer"),
        )
    ]  # fmt: skip
    efficiency = np.zeros((4, len(SKILLS)))
    efficiency[DORA, DATA], efficiency[MAX, DATA], efficiency[MAX, ML], efficiency[MIA, ML] = 1, 1, 2, 1
    labels = Labels("by hand", ("Dora", "Max", "Mia", "Leo"), ("makers", "law"), ("unit",), ("b", "b"), ())
    return replace(
        tiny_plan(settings), people=np.array(people, PERSON_ROW), efficiency=efficiency,
        teams=np.zeros(2, TEAM_ROW), labels=labels,
    )  # fmt: skip


def job(
    story: Story, item: int, n: int, kind: JobKind, skill: int, *rows: tuple[float, Event, float, int]
) -> None:
    """Add the rows of a job: time, what happens, person-days, person."""
    for time, event, effort, actor in rows:
        story.tell(time, event, address_of(item, n), job_code(kind, skill, 4), effort, actor)


QUEUED, STARTED, PREEMPTED = Event.JOB_QUEUED, Event.JOB_STARTED, Event.JOB_PREEMPTED
FINISHED, WITHDRAWN = Event.JOB_FINISHED, Event.JOB_WITHDRAWN


def trace() -> Trace:
    """Return 30 days, of which the last 20 are observed."""
    story, model = Story(), idea(2)
    story.item(change(model, 1), 11.0, origin=Origin.RETRAIN).item(change(model, 2), 25.0, origin=Origin.FIX)
    # worked on for 4 days of the window, after 3 in the queue before it
    job(story, idea(1), 1, JobKind.WORK, DATA,
        (5.0, QUEUED, 6.0, -1), (8.0, STARTED, 6.0, DORA), (14.0, FINISHED, 6.0, DORA))  # fmt: skip
    # waits 1 + 2 days and 7 more after an interruption, which costs half a day; another person ends it
    job(story, idea(1), 2, JobKind.WORK, ML,
        (9.0, QUEUED, 4.0, -1), (12.0, STARTED, 4.0, MAX), (13.0, PREEMPTED, 3.5, MAX),
        (20.0, STARTED, 3.5, MIA), (24.0, FINISHED, 4.0, MIA))  # fmt: skip
    job(story, change(model, 1), 1, JobKind.WORK, ML, (12.0, QUEUED, 2.0, -1))  # nobody ever starts it
    job(
        story, incident(model), 1, JobKind.DIAGNOSE, DATA, (15.0, QUEUED, 1.0, -1), (18.0, WITHDRAWN, 1.0, -1)
    )
    job(story, idea(1), 3, JobKind.ANSWER, DATA,
        (25.0, QUEUED, 1.0, -1), (25.0, STARTED, 1.0, DORA), (26.0, FINISHED, 1.0, DORA))  # fmt: skip
    job(story, change(model, 2), 1, JobKind.WORK, ML, (26.0, QUEUED, 5.0, -1), (27.0, STARTED, 5.0, MAX))
    job(story, idea(1), 4, JobKind.REWORK, ML,
        (24.0, QUEUED, 1.0, -1), (24.0, STARTED, 1.0, MIA), (25.0, FINISHED, 1.0, MIA))  # fmt: skip
    job(story, child_address(model, Child.ALARM, 1), 1, JobKind.ALARM, DATA,
        (28.0, QUEUED, 1.0, -1), (28.0, STARTED, 1.0, DORA), (29.0, FINISHED, 1.0, DORA))  # fmt: skip
    by_hand = plan()
    return story.trace(by_hand.settings, by_hand)


@pytest.fixture(scope="module")
def by_hand() -> pd.DataFrame:
    return seats(trace()).set_index(["skills", "skill"])


def spent(row: pd.Series) -> dict[str, float]:
    return {name.removesuffix("_share"): row[name] for name in SPENT if row[name] != 0.0}


def test_people_who_can_do_the_same_share_a_seat_and_have_a_row_a_skill(by_hand: pd.DataFrame) -> None:
    assert tuple(seats(trace())) == COLUMNS
    assert list(by_hand.index) == [
        ("data", "data"),
        ("ml", "ml"),
        ("data+ml", "data"),
        ("data+ml", "ml"),
        ("", ""),
    ]
    assert by_hand["team"].tolist() == ["makers"] * 4 + ["law"]
    assert by_hand["people"].tolist() == [1] * 5


def test_time_is_that_of_the_window_by_what_it_went_into(by_hand: pd.DataFrame) -> None:
    assert by_hand["busy_share"].tolist() == pytest.approx([6 / 20, 5 / 20, 4 / 20, 4 / 20, 0.0])
    assert spent(by_hand.loc["data", "data"]) == pytest.approx(
        {"initiatives": 4 / 20, "coordination": 1 / 20, "false_alarms": 1 / 20}
    )
    assert spent(by_hand.loc["ml", "ml"]) == pytest.approx({"initiatives": 4 / 20, "rework": 1 / 20})
    assert spent(by_hand.loc["data+ml", "ml"]) == pytest.approx({"initiatives": 1 / 20, "repairs": 3 / 20})
    assert spent(by_hand.loc["data+ml", "data"]) == {}


def test_jobs_and_their_waits_belong_to_who_finished_them(by_hand: pd.DataFrame) -> None:
    assert by_hand["jobs_per_quarter"].tolist() == pytest.approx([3 / 20 * 65, 2 / 20 * 65, 0.0, 0.0, 0.0])
    waits = by_hand["wait_mean_days"].tolist()
    assert waits[:2] == pytest.approx([3 / 3, 10 / 2])  # the first job waited 3, the second 3 + 7
    assert all(math.isnan(wait) for wait in waits[2:])


def test_a_queue_is_the_same_for_all_who_serve_it(by_hand: pd.DataFrame) -> None:
    data, ml = 3 / 20, (2 + 7 + 18 + 1) / 20
    assert by_hand["queue_mean_jobs"].tolist() == pytest.approx([data, ml, data, ml, 0.0])
    # one job waits when the window begins and another when it ends
    assert by_hand["queue_growth_per_quarter"].tolist() == [0.0] * 5


def test_what_is_left_to_wait_is_asked_for_too(by_hand: pd.DataFrame) -> None:
    """4 person-days of ml wait at the start and 2 at the end; Max and Mia do one a day each."""
    caught_up = (4 - 2) / 20 / 2
    assert by_hand["asked_share"].tolist() == pytest.approx(
        [6 / 20, 5 / 20 - caught_up, 4 / 20 - caught_up, 4 / 20 - caught_up, 0.0]
    )


def test_a_queue_that_nobody_works_off_asks_for_more_than_there_is() -> None:
    """Three jobs of 20 person-days for Mia and Max, who start none: 60 in 20 days, for two a day."""
    story, by_hand = Story(), plan()
    for n in range(1, 4):
        job(story, idea(1), n, JobKind.WORK, ML, (9.0 + n, QUEUED, 20.0, -1))
    table = seats(story.trace(by_hand.settings, by_hand)).set_index(["skills", "skill"])
    assert table.loc[("ml", "ml"), ["busy_share", "asked_share"]].tolist() == [0.0, 1.5]
    assert table.loc[("data+ml", "data"), "asked_share"] == 1.5
    assert table.loc[("data", "data"), "asked_share"] == 0.0
    assert table.loc[("ml", "ml"), "queue_growth_per_quarter"] == 3 / 20 * 65


def test_every_account_and_origin_has_a_source() -> None:
    assert set(ACCOUNT_SOURCE) == set(Account) and set(ORIGIN_SOURCE) == set(Origin)
    assert {*ACCOUNT_SOURCE.values(), *ORIGIN_SOURCE.values(), "false_alarms", ""} == {*SOURCES, ""}


@cache
def run(structure: str) -> Trace:
    settings = simorg.load([f"structure={structure}", "horizon_days=160", "warm_up_days=60"])
    return simorg.simulate(settings, 2)


STRUCTURES = ("functional_silos", "hub_and_spoke", "embedded_squads", "informal_network")


@pytest.mark.parametrize("structure", STRUCTURES)
def test_seats_close_with_the_utilisation_of_roles_and_the_work_accounts(structure: str) -> None:
    table, numbers = seats(run(structure)), compute(run(structure))
    days = table[SPENT].sum(axis=1) * table["people"]
    people = table.drop_duplicates(["team", "role", "skills"])
    assert people["people"].sum() == len(run(structure).plan.people)
    for role, mine in people.groupby("role"):
        busy = (mine["busy_share"] * mine["people"]).sum() / mine["people"].sum()
        assert busy == pytest.approx(numbers[f"utilisation_{role}"], rel=1e-12)
        on_skills = days[table["role"] == role].sum() / mine["people"].sum()
        assert on_skills == pytest.approx(busy, rel=1e-12)


@pytest.mark.parametrize("structure", STRUCTURES)
def test_queues_and_waits_add_up_to_those_of_all_jobs(structure: str) -> None:
    table, numbers = seats(run(structure)), compute(run(structure))
    jobs = table["jobs_per_quarter"]
    assert jobs.sum() / 65 == pytest.approx(numbers["jobs_per_day"], rel=1e-12)
    wait = (table["wait_mean_days"] * jobs).sum() / jobs.sum()
    assert wait == pytest.approx(numbers["queue_wait_mean_days"], rel=1e-12)
    queues = table.drop_duplicates(["team", "skill"])
    assert queues["queue_mean_jobs"].sum() == pytest.approx(numbers["number_in_queue_mean"], rel=1e-9)


def test_queues_are_those_of_the_reading_in_full() -> None:
    """Day by day: who waits just before the window begins, and who when it ends."""
    full, table = read_in_full(run("hub_and_spoke")), seats(run("hub_and_spoke"))
    waiting = ~full.stretches.working
    at = [
        int((waiting & (full.stretches.start < day) & (full.stretches.end >= day)).sum())
        for day in (full.window.start, full.window.end)
    ]
    grown = table.drop_duplicates(["team", "skill"])["queue_growth_per_quarter"].sum() * full.window.days / 65
    assert grown == pytest.approx(at[1] - at[0], abs=1e-9)
    assert at[1] > 0
