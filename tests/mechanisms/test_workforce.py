"""Who does which job, and when: order of the queues, the best free person, preemption, resumption."""

from __future__ import annotations

import pytest

from simorg.rules import purposes
from simorg.trace.rows import SimulationError
from tests.mechanisms.conftest import Play
from tests.mechanisms.luck import draws_of, fault_rate, waited
from tests.mechanisms.story import UNIFORM, office, stage, story
from tests.mechanisms.telling import idea, old, rows

ALONE = {"lab": {"ann": {"ml": 1.0}}}
TWO = {"lab": {"ann": {"ml": 1.0}, "bob": {"ml": 1.0}}}
THREE = {"a": "lab", "b": "lab", "c": "lab"}
FIVE = dict.fromkeys("abcde", "lab")
BUILD = (stage("build", "ml", 2.0),)


def test_the_more_urgent_class_goes_first_then_who_waits_longer(play: Play) -> None:
    """Ann takes a1 on day 10, the only one there; a job lasts 2 days.

    On day 12 b1 (class 4, since 10.5) and c1 (class 3, since 11) wait: c1, then b1 at 14 - although d1,
    of the same class as b1, came at 13. So d1 is last, at 16.
    """
    plan = story(
        office(ALONE, THREE | {"d": "lab"}), days=18.0, initiative=BUILD,
        ideas={"a": 10.0, "b": 10.5, "c": 11.0, "d": 13.0}, demand={"unit_priorities": (4, 4, 3, 4)},
    )  # fmt: skip
    assert play(plan, "JOB_STARTED") == rows("""
        10  JOB_STARTED  a1#1  WORK.ml.4  2  ann@lab
        12  JOB_STARTED  c1#1  WORK.ml.3  2  ann@lab
        14  JOB_STARTED  b1#1  WORK.ml.4  2  ann@lab
        16  JOB_STARTED  d1#1  WORK.ml.4  2  ann@lab
    """)


def test_of_equals_the_lower_address_goes_first_whoever_was_queued_first(play: Play) -> None:
    """At day 8 the retraining of unit b is applied before the idea of unit a (ranks 13 and 16).

    Both jobs are of class 4 and of the same instant: the one of unit a starts first.
    """
    plan = story(
        office(ALONE, {"a": "lab", "b": "lab"}), days=13.0, ideas={"a": 8.0}, initiative=BUILD, change=BUILD,
        demand={"initial_models_per_unit": 1}, work={"priority_change": 4},
        retraining={"policy": "scheduled", "period_days": 8.0},
    )  # fmt: skip
    assert play(plan, "JOB_QUEUED", "JOB_STARTED") == rows("""
        8   JOB_QUEUED   A1:change1#1  WORK.ml.4  2  @lab
        8   JOB_QUEUED   B1:change1#1  WORK.ml.4  2  @lab
        8   JOB_QUEUED   a1#1          WORK.ml.4  2  @lab
        8   JOB_STARTED  a1#1          WORK.ml.4  2  ann@lab
        10  JOB_STARTED  A1:change1#1  WORK.ml.4  2  ann@lab
        12  JOB_STARTED  B1:change1#1  WORK.ml.4  2  ann@lab
    """)


def test_the_best_free_person_takes_the_job_and_absence_stretches_it(play: Play) -> None:
    """Three can do it: ann at 0.5, bob and cy at 1. All came on day 10 with 2 person-days each.

    The first goes to bob (as good as cy, named before), the second to cy, the third to ann. Bob is there
    half of the time: 2 / (1 x 0.5) = 4 days; cy needs 2; ann 2 / 0.5 = 4 days.
    """
    lab = {"lab": {"ann": {"ml": 0.5}, "bob": {"ml": 1.0}, "cy": {"ml": 1.0}}}
    plan = story(
        office(lab, THREE, availability={"bob": 0.5}), days=18.0, initiative=BUILD,
        ideas={"a": 10.0, "b": 10.0, "c": 10.0},
    )  # fmt: skip
    assert play(plan, "JOB_STARTED", "JOB_FINISHED") == rows("""
        10  JOB_STARTED   a1#1  WORK.ml.4  2  bob@lab
        10  JOB_STARTED   b1#1  WORK.ml.4  2  cy@lab
        10  JOB_STARTED   c1#1  WORK.ml.4  2  ann@lab
        12  JOB_FINISHED  b1#1  WORK.ml.4  2  cy@lab
        14  JOB_FINISHED  a1#1  WORK.ml.4  4  bob@lab
        14  JOB_FINISHED  c1#1  WORK.ml.4  4  ann@lab
    """)


def test_nobody_waits_behind_a_job_that_they_can_do_and_others_cannot(play: Play) -> None:
    """Ann does ml and science, bob science only. a1 needs 2 days of ml, then 1 day of science.

    Day 10: a1 to ann. Day 10.5: b1's ml waits. Day 11: c1's ml waits too. Day 12: ann is free; a1's science
    (class 3, since 12) is more urgent than b1's ml (class 4, since 10.5), and bob could do it as well, but
    ann is better at it: ann takes it, bob stays idle. Day 13: ann takes b1. Day 15: c1's ml (since 11) goes
    to ann, b1's science (since 15) to bob.
    """
    lab = {"lab": {"ann": {"ml": 1.0, "science": 1.0}, "bob": {"science": 0.5}}}
    plan = story(
        office(lab, THREE), days=16.0, ideas={"a": 10.0, "b": 10.5, "c": 11.0},
        initiative=(*BUILD, stage("look", "science", 1.0)), demand={"unit_priorities": (3, 4, 4)},
    )  # fmt: skip
    assert play(plan, "JOB_STARTED") == rows("""
        10  JOB_STARTED  a1#1  WORK.ml.3       2  ann@lab
        12  JOB_STARTED  a1#2  WORK.science.3  1  ann@lab
        13  JOB_STARTED  b1#1  WORK.ml.4       2  ann@lab
        15  JOB_STARTED  c1#1  WORK.ml.4       2  ann@lab
        15  JOB_STARTED  b1#2  WORK.science.4  1  bob@lab
    """)


def test_a_preempting_job_takes_who_does_the_least_urgent_one(play: Play) -> None:
    """Classes: a 4, b 3, the others 2, which may interrupt. 4 person-days each, resumption 0.5.

    Day 12: c1 takes ann from a1 (class 4, bob's is 3): left 4 - 2 + 0.5 = 2.5. Day 13: d1 takes bob from b1,
    left 4 - 2 + 0.5. Day 14: e1 finds class 2 only and waits, until ann ends c1 at 16. Bob ends d1 at 17 and
    takes b1 until 19.5, then a1 until 22.
    """
    plan = story(
        office(TWO, FIVE), days=24.0, initiative=(stage("build", "ml", 4.0),),
        ideas={"a": 10.0, "b": 11.0, "c": 12.0, "d": 13.0, "e": 14.0},
        demand={"unit_priorities": (4, 3, 2, 2, 2)}, work={"preempting_class": 2, "resumption_days": 0.5},
    )  # fmt: skip
    assert play(plan, "JOB_S", "JOB_P", "JOB_F") == rows("""
        10    JOB_STARTED    a1#1  WORK.ml.4  4    ann@lab
        11    JOB_STARTED    b1#1  WORK.ml.3  4    bob@lab
        12    JOB_PREEMPTED  a1#1  WORK.ml.4  2.5  ann@lab
        12    JOB_STARTED    c1#1  WORK.ml.2  4    ann@lab
        13    JOB_PREEMPTED  b1#1  WORK.ml.3  2.5  bob@lab
        13    JOB_STARTED    d1#1  WORK.ml.2  4    bob@lab
        16    JOB_FINISHED   c1#1  WORK.ml.2  4    ann@lab
        16    JOB_STARTED    e1#1  WORK.ml.2  4    ann@lab
        17    JOB_FINISHED   d1#1  WORK.ml.2  4    bob@lab
        17    JOB_STARTED    b1#1  WORK.ml.3  2.5  bob@lab
        19.5  JOB_FINISHED   b1#1  WORK.ml.3  2.5  bob@lab
        19.5  JOB_STARTED    a1#1  WORK.ml.4  2.5  bob@lab
        20    JOB_FINISHED   e1#1  WORK.ml.2  4    ann@lab
        22    JOB_FINISHED   a1#1  WORK.ml.4  2.5  bob@lab
    """)


def test_the_last_in_order_gives_way_and_keeps_its_place(play: Play) -> None:
    """Ann does a1 since 10, bob b1 since 11, both class 4; c1 waits since 11.5; d1 (class 0) comes at 12.

    b1 came later than a1, so bob is taken. At 14 ann ends a1: b1 (queued at 11) is before c1 (11.5).
    """
    plan = story(
        office(TWO, THREE | {"d": "lab"}), days=17.0, initiative=(stage("build", "ml", 4.0),),
        ideas={"a": 10.0, "b": 11.0, "c": 11.5, "d": 12.0}, demand={"unit_priorities": (4, 4, 4, 0)},
        work={"preempting_class": 0},
    )  # fmt: skip
    assert play(plan, "JOB_S", "JOB_P") == rows("""
        10  JOB_STARTED    a1#1  WORK.ml.4  4  ann@lab
        11  JOB_STARTED    b1#1  WORK.ml.4  4  bob@lab
        12  JOB_PREEMPTED  b1#1  WORK.ml.4  3  bob@lab
        12  JOB_STARTED    d1#1  WORK.ml.0  4  bob@lab
        14  JOB_STARTED    b1#1  WORK.ml.4  3  ann@lab
        16  JOB_STARTED    c1#1  WORK.ml.4  4  bob@lab
    """)


def test_what_was_done_before_an_interruption_counts_at_the_pace_of_the_person(play: Play) -> None:
    """Ann works at 0.5 and is there half of the time: 2 person-days take 2 / 0.25 = 8 days.

    a1 runs from 10; b1 (class 0) takes her at 14: 4 x 0.25 = 1 done, 1 left, and 0.25 to come back to it.
    b1 runs until 22, a1 then 1.25 / 0.25 = 5 days. Class 3 may not interrupt: c1 waits until 27.
    """
    plan = story(
        office({"lab": {"ann": {"ml": 0.5}}}, THREE, availability={"ann": 0.5}), days=36.0,
        initiative=BUILD, ideas={"a": 10.0, "b": 14.0, "c": 13.0}, demand={"unit_priorities": (4, 0, 3)},
        work={"preempting_class": 2, "resumption_days": 0.25},
    )  # fmt: skip
    assert play(plan, "JOB_S", "JOB_P", "JOB_F") == rows("""
        10  JOB_STARTED    a1#1  WORK.ml.4  2     ann@lab
        14  JOB_PREEMPTED  a1#1  WORK.ml.4  1.25  ann@lab
        14  JOB_STARTED    b1#1  WORK.ml.0  2     ann@lab
        22  JOB_FINISHED   b1#1  WORK.ml.0  8     ann@lab
        22  JOB_STARTED    c1#1  WORK.ml.3  2     ann@lab
        30  JOB_FINISHED   c1#1  WORK.ml.3  8     ann@lab
        30  JOB_STARTED    a1#1  WORK.ml.4  1.25  ann@lab
        35  JOB_FINISHED   a1#1  WORK.ml.4  5     ann@lab
    """)


def test_a_job_without_a_victim_does_not_keep_the_next_from_taking_one(play: Play) -> None:
    """Bob does science, ann ml; classes 0 and 1 may interrupt. Retrainings (class 0) take 4 days of science.

    At 8 bob takes that of A1; that of B1 waits and finds nobody less urgent at science. At 10 b1 (class 1)
    waits behind it in order, and yet takes ann from a1 (class 4, since 9, 3 of 4 days left).
    """
    labs = {"lab": {"ann": {"ml": 1.0}, "bob": {"science": 1.0}}}
    plan = story(
        office(labs, {"a": "lab", "b": "lab"}), days=13.0, ideas={"a": 9.0, "b": 10.0},
        initiative=(stage("build", "ml", 4.0),), change=(stage("train", "science", 4.0),),
        demand={"initial_models_per_unit": 1, "unit_priorities": (4, 1)},
        work={"preempting_class": 1, "priority_change": 0},
        retraining={"policy": "scheduled", "period_days": 8.0},
    )  # fmt: skip
    assert play(plan, "JOB_S", "JOB_P") == rows("""
        8   JOB_STARTED    A1:change1#1  WORK.science.0  4  bob@lab
        9   JOB_STARTED    a1#1          WORK.ml.4       4  ann@lab
        10  JOB_PREEMPTED  a1#1          WORK.ml.4       3  ann@lab
        10  JOB_STARTED    b1#1          WORK.ml.1       4  ann@lab
        12  JOB_STARTED    B1:change1#1  WORK.science.0  4  bob@lab
    """)


def test_who_is_free_takes_up_what_was_interrupted_before_the_next_team_is_settled(play: Play) -> None:
    """Ann does a1 since 10 (4 days). A fault at 12 takes her, for only she does operations.

    2 days are left, which bob begins at that instant, 4 days at 0.5; then the shop begins b1.
    """
    teams = {"lab": {"ann": {"ml": 1.0, "operations": 1.0}, "bob": {"ml": 0.5}}, "shop": {"cy": {"ml": 1.0}}}
    fault = fault_rate(12.0, old(0))
    plan = story(
        office(teams, {"a": "lab", "b": "lab"}, routes={("b", "ml"): "shop"}), days=17.0,
        ideas={"a": 10.0, "b": 12.0}, initiative=(stage("build", "ml", 4.0),), work={"preempting_class": 0},
        demand={"initial_models_per_unit": 1}, faults={"per_model_year": fault},
        monitoring={"fault_alert_works": 1.0}, response={"configure_days": 9.0},
        luck=lambda u: waited(u, purposes.FAULT_GAP, old(1), 1)
        > 2 * waited(u, purposes.FAULT_GAP, old(0), 1),
    )  # fmt: skip
    assert play(plan, "JOB_S", "JOB_P", "JOB_F") == rows("""
        10  JOB_STARTED    a1#1         WORK.ml.4              4  ann@lab
        12  JOB_PREEMPTED  a1#1         WORK.ml.4              2  ann@lab
        12  JOB_STARTED    A1:fault1#1  MITIGATE.operations.0  9  ann@lab
        12  JOB_STARTED    a1#1         WORK.ml.4              2  bob@lab
        12  JOB_STARTED    b1#1         WORK.ml.4              4  cy@shop
        16  JOB_FINISHED   a1#1         WORK.ml.4              4  bob@lab
        16  JOB_FINISHED   b1#1         WORK.ml.4              4  cy@shop
    """)


def test_teams_are_settled_in_their_order_and_keep_to_themselves(play: Play) -> None:
    """Unit a works with the second team, unit b with the first. a1 and b1 come on day 10, a1 before b1.

    The first team is settled first, so b1 starts before a1. c1 waits for the first team until 12, though the
    second has somebody idle all the time.
    """
    labs = {"first": {"ann": {"ml": 1.0}}, "second": {"bob": {"ml": 1.0}, "cy": {"ml": 1.0}}}
    plan = story(
        office(labs, dict.fromkeys("abc", "first"), routes={("a", "ml"): "second"}),
        days=14.0, initiative=BUILD, ideas={"a": 10.0, "b": 10.0, "c": 10.5},
    )  # fmt: skip
    assert play(plan, "JOB_STARTED") == rows("""
        10  JOB_STARTED  b1#1  WORK.ml.4  2  ann@first
        10  JOB_STARTED  a1#1  WORK.ml.4  2  bob@second
        12  JOB_STARTED  c1#1  WORK.ml.4  2  ann@first
    """)


def test_coming_back_costs_a_draw_of_its_own_each_time(play: Play) -> None:
    """Ann does a1 (2 person-days) from 10; b1 takes her from 11 to 13, c1 from 14 to 16 (class 0).

    Left of a1: 2 - 1 and the draw of its first stint, then that less 1 and the draw of the second.
    """
    plan = story(
        office(ALONE, THREE), days=22.0, ideas={"a": 10.0, "b": 11.0, "c": 14.0},
        initiative=(stage("build", "ml", 2.0),), demand={"unit_priorities": (4, 0, 0), "size": 1.0},
        work={"preempting_class": 0, "resumption_days": UNIFORM},
    )  # fmt: skip
    u = draws_of(plan)
    first = 1.0 + u(purposes.RESUMPTION, idea(0) + 1, 1)
    second = first - 1.0 + u(purposes.RESUMPTION, idea(0) + 1, 2)
    assert play(plan, "JOB_P", "JOB_F") == rows(f"""
        11             JOB_PREEMPTED  a1#1  WORK.ml.4  {first}             ann@lab
        13             JOB_FINISHED   b1#1  WORK.ml.0  2                   ann@lab
        14             JOB_PREEMPTED  a1#1  WORK.ml.4  {second}            ann@lab
        16             JOB_FINISHED   c1#1  WORK.ml.0  2                   ann@lab
        {16 + second}  JOB_FINISHED   a1#1  WORK.ml.4  {16 + second - 16}  ann@lab
    """)


def test_rework_without_end_is_an_error_in_words(play: Play) -> None:
    """A stage that a visit leads back to for ever takes 1,023 jobs; that one is refused."""
    plan = story(
        office(ALONE, {"a": "lab"}), days=20.0, ideas={"a": 10.0},
        initiative=(stage("build", "ml", 0.001, repeat=0.9999),),
        luck=lambda u: u(purposes.STAGE_OUTCOME, idea(0), 255) < 0.99,
    )  # fmt: skip
    with pytest.raises(SimulationError, match="needs more than 1023 jobs"):
        play(plan)


SPECIALIST = {"ann": {"data": 1.0, "ml": 0.5}, "bob": {"ml": 0.25}}
"""Ann's own skill is data, bob's ml; ml is her second skill, though she is the faster at it."""


def test_who_has_it_as_a_second_skill_waits_for_specialists(play: Play) -> None:
    """Bob, the specialist, takes a1's ml at 10, for 0.5 / 0.25 = 2 days, though ann is idle and faster.

    b1 comes at 10.5 and finds him busy; 1 day later, at 11.5, ann stands in. c1, at 11.75, is begun by bob at
    12, in time. d1 at 12.25: ann is free since 12.5 and may stand in at 13.25.
    """
    plan = story(
        office({"lab": SPECIALIST}, dict.fromkeys("abcd", "lab")), days=14.0,
        ideas={"a": 10.0, "b": 10.5, "c": 11.75, "d": 12.25}, initiative=(stage("build", "ml", 0.5),),
        work={"stand_in_days": 1.0},
    )  # fmt: skip
    assert play(plan, "JOB_S") == rows("""
        10     JOB_STARTED  a1#1  WORK.ml.4  0.5  bob@lab
        11.5   JOB_STARTED  b1#1  WORK.ml.4  0.5  ann@lab
        12     JOB_STARTED  c1#1  WORK.ml.4  0.5  bob@lab
        13.25  JOB_STARTED  d1#1  WORK.ml.4  0.5  ann@lab
    """)


def test_work_that_may_interrupt_does_not_wait_for_specialists(play: Play) -> None:
    """Bob does a1. b1 (class 2, may interrupt) goes to ann at once, until 11.25; c1 takes bob until 12.5.

    d1, of class 3, may wait for bob until 11.75. Ann, idle from 11.25 on, stands in then; a1, which is behind
    it in the queue, has waited long enough, but only the first of a queue is looked at. Bob takes it at 12.5.
    """
    plan = story(
        office({"lab": SPECIALIST}, dict.fromkeys("abcd", "lab")), days=14.0,
        ideas={"a": 10.0, "b": 10.25, "c": 10.5, "d": 10.75}, initiative=(stage("build", "ml", 0.5),),
        work={"stand_in_days": 1.0, "preempting_class": 2}, demand={"unit_priorities": (4, 2, 2, 3)},
    )  # fmt: skip
    assert play(plan, "JOB_S", "JOB_P") == rows("""
        10     JOB_STARTED    a1#1  WORK.ml.4  0.5    bob@lab
        10.25  JOB_STARTED    b1#1  WORK.ml.2  0.5    ann@lab
        10.5   JOB_PREEMPTED  a1#1  WORK.ml.4  0.375  bob@lab
        10.5   JOB_STARTED    c1#1  WORK.ml.2  0.5    bob@lab
        11.75  JOB_STARTED    d1#1  WORK.ml.3  0.5    ann@lab
        12.5   JOB_STARTED    a1#1  WORK.ml.4  0.375  bob@lab
    """)


def test_where_there_is_no_specialist_nobody_stands_in(play: Play) -> None:
    """Ann's second skill is all there is of ml: she takes a1 at once."""
    plan = story(
        office({"lab": {"ann": SPECIALIST["ann"]}}, {"a": "lab"}), days=14.0, ideas={"a": 10.0},
        initiative=(stage("build", "ml", 0.5),), work={"stand_in_days": 1.0},
    )  # fmt: skip
    assert play(plan, "JOB_S") == rows("10 JOB_STARTED a1#1 WORK.ml.4 0.5 ann@lab")


def test_a_stand_in_is_not_somebody_who_could_start(play: Play) -> None:
    """Bob is busy with a1 until 12, ann could stand in only later: b1, at 10.5, goes to the idle backup."""
    teams = {"lab": SPECIALIST, "pool": {"pia": {"ml": 1.0}}}
    plan = story(
        office(teams, {"a": "lab", "b": "lab"}, {("lab", "pool"): 0.0},
               wire=lambda draft: draft.backup("b", "ml", "pool")),
        days=14.0, ideas={"a": 10.0, "b": 10.5}, initiative=(stage("build", "ml", 0.5),),
        work={"stand_in_days": 1.0},
    )  # fmt: skip
    assert play(plan, "JOB_S") == rows("""
        10    JOB_STARTED  a1#1  WORK.ml.4  0.5  bob@lab
        10.5  JOB_STARTED  b1#1  WORK.ml.4  0.5  pia@pool
    """)


def test_an_interrupted_job_has_waited_since_it_was_first_queued(play: Play) -> None:
    """Bob does a1 since 10, ann b1 from 11 to 12; c1 (class 2, like b1) takes bob at 11.5.

    a1, of which 0.5 - 1.5 x 0.25 is left, has waited long enough for ann to stand in, as soon as she is free.
    """
    plan = story(
        office({"lab": SPECIALIST}, THREE), days=13.0, ideas={"a": 10.0, "b": 11.0, "c": 11.5},
        initiative=(stage("build", "ml", 0.5),), demand={"unit_priorities": (4, 2, 2)},
        work={"stand_in_days": 1.0, "preempting_class": 2},
    )  # fmt: skip
    assert play(plan, "JOB_S", "JOB_P") == rows("""
        10    JOB_STARTED    a1#1  WORK.ml.4  0.5    bob@lab
        11    JOB_STARTED    b1#1  WORK.ml.2  0.5    ann@lab
        11.5  JOB_PREEMPTED  a1#1  WORK.ml.4  0.125  bob@lab
        11.5  JOB_STARTED    c1#1  WORK.ml.2  0.5    bob@lab
        12    JOB_STARTED    a1#1  WORK.ml.4  0.125  ann@lab
    """)
