"""Other duties: how often they come, who does them, and how fast."""

from __future__ import annotations

import pytest

from simorg.rules import purposes
from tests.mechanisms.conftest import Play
from tests.mechanisms.luck import Draws, draws_of, waited
from tests.mechanisms.story import UNIFORM, office, story
from tests.mechanisms.telling import duty, rows


def gap(u: Draws, n: int) -> float:
    """Return the n-th gap of the first group at a rate of 1."""
    return waited(u, purposes.DUTY_GAP, duty(0, n))


def test_duties_come_at_their_share_and_are_done_by_their_role_at_the_pace_of_anybody(play: Play) -> None:
    """Half of ann's time, and she is there for 0.8 of it: 0.4 person-days a day, 0.2 duties of 2 days.

    She is an ML engineer and works twice as fast as others, but not on these; bob, a data engineer who
    knows ML as well, never takes one. Each takes 2 / 0.8 = 2.5 days; the second waits for the first.
    """
    plan = story(
        office({"lab": {"ann": {"ml": 2.0}, "bob": {"data": 1.0, "ml": 1.0}}}, {"a": "lab"},
               availability={"ann": 0.8}),
        days=12.0, duties={"share": {"ml_engineer": 0.5}, "effort_days": 2.0},
        luck=lambda u: 5 < gap(u, 1) / 0.2 < 6 and 1 < gap(u, 2) / 0.2 < 2 and gap(u, 3) / 0.2 > 12,
    )  # fmt: skip
    u = draws_of(plan)
    first, second = gap(u, 1) / 0.2, (gap(u, 1) + gap(u, 2)) / 0.2
    told = play(plan, "JOB")
    assert [row[0] for row in told] == pytest.approx(
        [first, first, second, first + 2.5, first + 2.5, first + 5.0], rel=1e-12
    )
    assert [(0.0, *row[1:4], round(row[4], 9), row[5]) for row in told] == rows("""
        0  JOB_QUEUED    duties1#1  DUTY.ml.4  2    @lab
        0  JOB_STARTED   duties1#1  DUTY.ml.4  2    ann@lab
        0  JOB_QUEUED    duties1#2  DUTY.ml.4  2    @lab
        0  JOB_FINISHED  duties1#1  DUTY.ml.4  2.5  ann@lab
        0  JOB_STARTED   duties1#2  DUTY.ml.4  2    ann@lab
        0  JOB_FINISHED  duties1#2  DUTY.ml.4  2.5  ann@lab
    """)


def test_how_long_a_duty_takes_is_its_own_draw(play: Play) -> None:
    plan = story(
        office({"lab": {"ann": {"ml": 1.0}}}, {"a": "lab"}), days=20.0,
        duties={"share": {"ml_engineer": 0.5}, "effort_days": UNIFORM},
        luck=lambda u: gap(u, 1) + gap(u, 2) < 15,
    )  # fmt: skip
    u = draws_of(plan)
    efforts = [row[4] for row in play(plan, "JOB_Q")]
    assert len(efforts) >= 2
    assert efforts == [u(purposes.DUTY_EFFORT, duty(0, n)) for n in range(1, len(efforts) + 1)]


def test_each_role_of_each_team_has_its_own(play: Play) -> None:
    """Data engineers and ML engineers of the lab, and ML engineers of the pool; nobody else has any."""
    people = {
        "lab": {"ann": {"ml": 1.0}, "dan": {"data": 1.0}},
        "pool": {"pia": {"ml": 1.0}, "sue": {"science": 1.0}},
    }
    plan = story(
        office(people, {"a": "lab"}), days=60.0,
        duties={"share": {"ml_engineer": 0.3, "data_engineer": 0.3}, "effort_days": 0.5, "priority": 6},
    )  # fmt: skip
    asked = {(row[2].partition("#")[0], row[3], row[5]) for row in play(plan, "JOB_Q")}
    assert asked == {
        ("duties1", "DUTY.data.6", "@lab"), ("duties2", "DUTY.ml.6", "@lab"),
        ("duties3", "DUTY.ml.6", "@pool"),
    }  # fmt: skip
