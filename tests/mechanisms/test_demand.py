"""When ideas come and what they are like: gaps, growth, attributes; all drawn at the idea's own address."""

from __future__ import annotations

import math

from simorg.config.groups.distribution import Distribution
from simorg.rules import purposes
from tests.mechanisms.conftest import Play
from tests.mechanisms.luck import Draws, draws_of, waited
from tests.mechanisms.story import UNIFORM, office, stage, story
from tests.mechanisms.telling import idea, rows

OFFICE = office({"lab": {"ann": {"ml": 1.0}}}, {"a": "lab", "b": "lab"})


def until(u: Draws, unit: int, n: int) -> float:
    """Return the waiting time, at one idea a day, until the n-th idea of a unit."""
    return sum(waited(u, purposes.ARRIVAL_GAP, idea(unit, k)) for k in range(1, n + 1))


def test_ideas_come_at_the_rate_of_their_unit(play: Play) -> None:
    """13 ideas a quarter of 65 days and weights 1 and 2: 0.2 a day for unit a, 0.4 for unit b.

    The n-th comes when the waiting time at one a day, divided by the rate, is over. In this story that gives
    two for a and one for b in 8 days.
    """
    plan = story(
        OFFICE, days=8.0,
        demand={"initiatives_per_unit_quarter": 13.0, "unit_weights": (1.0, 2.0)},
        luck=lambda u: until(u, 0, 2) / 0.2 < 6 < 9 < until(u, 0, 3) / 0.2
        and until(u, 1, 1) / 0.4 < until(u, 0, 1) / 0.2 and until(u, 1, 2) / 0.4 > 9,
    )  # fmt: skip
    u = draws_of(plan)
    assert play(plan, "ITEM_CREATED") == rows(f"""
        {until(u, 1, 1) / 0.4}  ITEM_CREATED  b1  IDEA  1  -
        {until(u, 0, 1) / 0.2}  ITEM_CREATED  a1  IDEA  1  -
        {until(u, 0, 2) / 0.2}  ITEM_CREATED  a2  IDEA  1  -
    """)


def test_demand_grows(play: Play) -> None:
    """By 2.6 a year, 0.01 a day: of a rate r, r (exp(0.01 t) - 1) / 0.01 is used up by day t.

    So waiting time w is over at t = log(1 + 0.01 w / r) / 0.01, with r = 0.25 a day; 3.2 in 12 days.
    """
    plan = story(
        OFFICE, days=12.0, demand={"growth_per_year": 2.6, "unit_weights": (0.25, 0.0)},
        luck=lambda u: until(u, 0, 2) < 3.0 and until(u, 0, 3) > 4.0,
    )  # fmt: skip
    days = [math.log(1.0 + 0.01 * until(draws_of(plan), 0, n) / 0.25) / 0.01 for n in (1, 2)]
    assert play(plan, "ITEM_CREATED") == rows(f"""
        {days[0]}  ITEM_CREATED  a1  IDEA  1  -
        {days[1]}  ITEM_CREATED  a2  IDEA  1  -
    """)


def test_demand_that_shrinks_ends(play: Play) -> None:
    """At -1 a year from a rate of 1 / 130 a day there are 2 ideas to come, on average, in all time.

    a1 is worth less than that, a2 more: it never comes.
    """
    plan = story(
        OFFICE, days=5000.0, demand={"growth_per_year": -1.0, "unit_weights": (1 / 130, 0.0)},
        luck=lambda u: until(u, 0, 1) < 1.5 and until(u, 0, 2) > 2.0,
    )  # fmt: skip
    day = math.log(1.0 + -1 / 260 * until(draws_of(plan), 0, 1) / (1 / 130)) / (-1 / 260)
    assert play(plan, "ITEM_CREATED") == rows(f"{day}  ITEM_CREATED  a1  IDEA  1  -")


def test_an_idea_is_what_its_address_says(play: Play) -> None:
    """Both come on day 10. Size, value and sensitivity are the draws of their addresses.

    Work takes 2 person-days x size; only a1 is sensitive (its draw is below the share of 0.5) and is looked
    at for half of that once more; b1 goes on at once. Priority classes: unit a 3, unit b 4.
    """
    plan = story(
        OFFICE, days=20.0, ideas={"a": 10.0, "b": 10.0},
        initiative=(stage("build", "ml", 2.0), stage("check", "ml", 1.0, sensitive_only=True)),
        demand={"size": UNIFORM, "value_eur_per_day": UNIFORM, "sensitive_share": 0.5,
                "unit_priorities": (3, 4)},
        luck=lambda u: u(purposes.SENSITIVE, idea(0)) < 0.5 <= u(purposes.SENSITIVE, idea(1)),
    )  # fmt: skip
    u = draws_of(plan)
    a, b = u(purposes.SIZE, idea(0)), u(purposes.SIZE, idea(1))
    first = 10.0 + 2.0 * a
    second = first + a
    third = second + 2.0 * b
    assert play(plan, "ITEM_C", "JOB_STARTED", "MODEL_LIVE") == rows(f"""
        10        ITEM_CREATED  a1    IDEA       {a}        -
        10        ITEM_CREATED  b1    IDEA       {b}        -
        10        JOB_STARTED   a1#1  WORK.ml.3  {2.0 * a}  ann@lab
        {first}   JOB_STARTED   a1#2  WORK.ml.3  {a}        ann@lab
        {second}  MODEL_LIVE    a1    0          {u(purposes.VALUE, idea(0))}  -
        {second}  JOB_STARTED   b1#1  WORK.ml.4  {2.0 * b}  ann@lab
        {third}   MODEL_LIVE    b1    0          {u(purposes.VALUE, idea(1))}  -
    """)


def test_a_difficult_idea_has_more_defects(play: Play) -> None:
    """Mean per visit 0.5 x size 2 x difficulty, 1 and the idea's own draw; none with probability exp(-mean).

    The draw of the number lies between exp(-mean) and exp(-mean) (1 + mean): one defect. At difficulty 1 it
    would be none, for it is below exp(-1).
    """
    build = stage("build", "ml", 1.0, defects={"data": 0.5})

    def one(u: Draws) -> bool:
        mean = 1.0 + u(purposes.DIFFICULTY, idea(0))
        none = math.exp(-mean)
        return none < u(purposes.DEFECTS, idea(0), 3) < min(math.exp(-1.0), none * (1.0 + mean))

    plan = story(
        OFFICE, days=20.0, ideas={"a": 10.0}, initiative=(build,), luck=one,
        demand={"size": 2.0, "difficulty": Distribution(family="uniform", low=1.0, high=2.0)},
    )  # fmt: skip
    assert play(plan, "DEFECTS_CREATED") == rows("12  DEFECTS_CREATED  a1  data  1  @lab")
