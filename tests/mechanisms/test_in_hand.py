"""Several items at once: who takes what into hand, turns, interruptions; and the order of what waits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simorg.config.groups.distribution import Distribution
from simorg.rules import purposes
from tests.mechanisms.conftest import Play
from tests.mechanisms.luck import Draws, mean, rate, waited
from tests.mechanisms.story import office, stage, story
from tests.mechanisms.telling import idea, old, rows

ANN = {"lab": {"ann": {"ml": 1.0}}}
THREE = dict.fromkeys("abc", "lab")
FOUR_DAYS = (stage("build", "ml", 4.0),)
YEAR = 260.0


def at_once(items: int, days: float, loss: float = 0.0, **more: Any) -> dict[str, Any]:
    """Return the settings of `work`."""
    return {"items_at_once": items, "slice_days": days, "switch_loss": loss, **more}


def test_two_items_take_turns_and_each_turn_costs_a_share_of_what_was_done(play: Play) -> None:
    """Turns of a day, half of what was done is lost. b1 comes at 10.5; a1 has ann for one day more.

    11.5: a1 has 1.5 of 2 done, left 0.5 + 0.75. 12.5: b1 has 1 done, left 1 + 0.5. 13.5: a1 left 0.25 + 0.5.
    14.5: b1 left 0.5 + 0.5. a1 ends at 15.25, before its turn is over; b1 goes on alone.
    """
    plan = story(
        office(ANN, {"a": "lab", "b": "lab"}), days=17.0, ideas={"a": 10.0, "b": 10.5},
        initiative=(stage("build", "ml", 2.0),), work=at_once(2, 1.0, 0.5),
    )  # fmt: skip
    assert play(plan, "JOB") == rows("""
        10     JOB_QUEUED    a1#1  WORK.ml.4  2     @lab
        10     JOB_STARTED   a1#1  WORK.ml.4  2     ann@lab
        10.5   JOB_QUEUED    b1#1  WORK.ml.4  2     @lab
        11.5   JOB_PAUSED    a1#1  WORK.ml.4  1.25  ann@lab
        11.5   JOB_STARTED   b1#1  WORK.ml.4  2     ann@lab
        12.5   JOB_PAUSED    b1#1  WORK.ml.4  1.5   ann@lab
        12.5   JOB_STARTED   a1#1  WORK.ml.4  1.25  ann@lab
        13.5   JOB_PAUSED    a1#1  WORK.ml.4  0.75  ann@lab
        13.5   JOB_STARTED   b1#1  WORK.ml.4  1.5   ann@lab
        14.5   JOB_PAUSED    b1#1  WORK.ml.4  1     ann@lab
        14.5   JOB_STARTED   a1#1  WORK.ml.4  0.75  ann@lab
        15.25  JOB_FINISHED  a1#1  WORK.ml.4  0.75  ann@lab
        15.25  JOB_STARTED   b1#1  WORK.ml.4  1     ann@lab
        16.25  JOB_FINISHED  b1#1  WORK.ml.4  1     ann@lab
    """)


def test_whoever_is_idle_comes_first_then_who_has_least_in_hand(play: Play) -> None:
    """Bob works at half speed. c1 (12): both have one, ann is faster. d1 (12.5): bob. e1 (13) has to wait.

    At 14 ann ends a1, takes e1 into hand and turns to c1; e1 follows at 18, with her although bob has d1
    alone from 19.
    """
    plan = story(
        office({"lab": {"ann": {"ml": 1.0}, "bob": {"ml": 0.5}}}, dict.fromkeys("abcde", "lab")),
        days=28.0, ideas={"a": 10.0, "b": 11.0, "c": 12.0, "d": 12.5, "e": 13.0}, initiative=FOUR_DAYS,
        work=at_once(2, 100.0),
    )  # fmt: skip
    assert play(plan, "JOB_S", "JOB_F", "JOB_P") == rows("""
        10  JOB_STARTED   a1#1  WORK.ml.4  4  ann@lab
        11  JOB_STARTED   b1#1  WORK.ml.4  4  bob@lab
        14  JOB_FINISHED  a1#1  WORK.ml.4  4  ann@lab
        14  JOB_STARTED   c1#1  WORK.ml.4  4  ann@lab
        18  JOB_FINISHED  c1#1  WORK.ml.4  4  ann@lab
        18  JOB_STARTED   e1#1  WORK.ml.4  4  ann@lab
        19  JOB_FINISHED  b1#1  WORK.ml.4  8  bob@lab
        19  JOB_STARTED   d1#1  WORK.ml.4  4  bob@lab
        22  JOB_FINISHED  e1#1  WORK.ml.4  4  ann@lab
        27  JOB_FINISHED  d1#1  WORK.ml.4  8  bob@lab
    """)


def test_the_fastest_takes_no_more_into_hand_than_the_others(play: Play) -> None:
    """Up to three at once; bob works at half speed. c1 (12) goes to ann, so that she has two; d1 (13) to bob.

    She is done with both at 18. He does b1 until 19, then d1, which stays with him although she is idle.
    """
    plan = story(
        office({"lab": {"ann": {"ml": 1.0}, "bob": {"ml": 0.5}}}, dict.fromkeys("abcd", "lab")),
        days=28.0, ideas={"a": 10.0, "b": 11.0, "c": 12.0, "d": 13.0}, initiative=FOUR_DAYS,
        work=at_once(3, 100.0),
    )  # fmt: skip
    assert play(plan, "JOB_S") == rows("""
        10  JOB_STARTED  a1#1  WORK.ml.4  4  ann@lab
        11  JOB_STARTED  b1#1  WORK.ml.4  4  bob@lab
        14  JOB_STARTED  c1#1  WORK.ml.4  4  ann@lab
        19  JOB_STARTED  d1#1  WORK.ml.4  4  bob@lab
    """)


def test_a_third_item_does_not_put_off_the_turn(play: Play) -> None:
    """Three at once, turns of a day. b1 comes at 10.5: a1 has ann until 11.5, and no longer for c1 (11)."""
    plan = story(
        office(ANN, THREE), days=14.0, ideas={"a": 10.0, "b": 10.5, "c": 11.0}, initiative=FOUR_DAYS,
        work=at_once(3, 1.0),
    )  # fmt: skip
    assert play(plan, "JOB_S", "JOB_P") == rows("""
        10    JOB_STARTED  a1#1  WORK.ml.4  4    ann@lab
        11.5  JOB_PAUSED   a1#1  WORK.ml.4  2.5  ann@lab
        11.5  JOB_STARTED  b1#1  WORK.ml.4  4    ann@lab
        12.5  JOB_PAUSED   b1#1  WORK.ml.4  3    ann@lab
        12.5  JOB_STARTED  c1#1  WORK.ml.4  4    ann@lab
        13.5  JOB_PAUSED   c1#1  WORK.ml.4  3    ann@lab
        13.5  JOB_STARTED  a1#1  WORK.ml.4  2.5  ann@lab
    """)


def test_what_comes_together_is_taken_into_hand_together(play: Play) -> None:
    """b1 and c1 come at 10.5. Both are in ann's hands before a1 is laid aside at 11.5, which is last then."""
    plan = story(
        office(ANN, THREE), days=14.0, ideas={"a": 10.0, "b": 10.5, "c": 10.5}, initiative=FOUR_DAYS,
        work=at_once(3, 1.0),
    )  # fmt: skip
    assert play(plan, "JOB_S") == rows("""
        10    JOB_STARTED  a1#1  WORK.ml.4  4    ann@lab
        11.5  JOB_STARTED  b1#1  WORK.ml.4  4    ann@lab
        12.5  JOB_STARTED  c1#1  WORK.ml.4  4    ann@lab
        13.5  JOB_STARTED  a1#1  WORK.ml.4  2.5  ann@lab
    """)


def test_all_who_are_done_at_an_instant_turn_to_what_they_have_in_hand(play: Play) -> None:
    """Ann has a1 and then c1, bob, as fast, b1 and then d1: at 14 both end the first and begin the second."""
    plan = story(
        office({"lab": {"ann": {"ml": 1.0}, "bob": {"ml": 1.0}}}, dict.fromkeys("abcd", "lab")), days=16.0,
        ideas={"a": 10.0, "b": 10.0, "c": 11.0, "d": 12.0}, initiative=FOUR_DAYS, work=at_once(2, 100.0),
    )  # fmt: skip
    assert play(plan, "JOB_S") == rows("""
        10  JOB_STARTED  a1#1  WORK.ml.4  4  ann@lab
        10  JOB_STARTED  b1#1  WORK.ml.4  4  bob@lab
        14  JOB_STARTED  c1#1  WORK.ml.4  4  ann@lab
        14  JOB_STARTED  d1#1  WORK.ml.4  4  bob@lab
    """)


def test_who_still_has_something_in_hand_could_not_start_at_once(play: Play) -> None:
    """b1 is in ann's hands from 10.5. c1 comes at 14, just as she ends a1: it goes to the idle backup."""
    teams, units = {"lab": {"ann": {"ml": 1.0}}, "pool": {"pia": {"ml": 1.0}}}, dict.fromkeys("abc", "lab")
    plan = story(
        office(teams, units, wire=lambda draft: draft.backup("c", "ml", "pool")), days=17.0,
        ideas={"a": 10.0, "b": 10.5, "c": 14.0}, initiative=FOUR_DAYS, work=at_once(2, 100.0),
    )  # fmt: skip
    assert play(plan, "JOB_S") == rows("""
        10  JOB_STARTED  a1#1  WORK.ml.4  4  ann@lab
        14  JOB_STARTED  b1#1  WORK.ml.4  4  ann@lab
        14  JOB_STARTED  c1#1  WORK.ml.4  4  pia@pool
    """)


def test_who_was_interrupted_comes_back_to_what_was_left(play: Play) -> None:
    """c1 (class 0) takes ann at 12 from a1: left 4 - 2 + 0.25. It is done in one go, without turns.

    At 16 she comes back to a1, for a turn of two days, although b1 has been in her hands since 11; the turn
    that was to end at 13 is void.
    """
    plan = story(
        office(ANN, THREE), days=24.0, ideas={"a": 10.0, "b": 11.0, "c": 12.0}, initiative=FOUR_DAYS,
        demand={"unit_priorities": (4, 4, 0)},
        work=at_once(2, 2.0, preempting_class=0, resumption_days=0.25),
    )  # fmt: skip
    assert play(plan, "JOB_S", "JOB_F", "JOB_P") == rows("""
        10     JOB_STARTED    a1#1  WORK.ml.4  4     ann@lab
        12     JOB_PREEMPTED  a1#1  WORK.ml.4  2.25  ann@lab
        12     JOB_STARTED    c1#1  WORK.ml.0  4     ann@lab
        16     JOB_FINISHED   c1#1  WORK.ml.0  4     ann@lab
        16     JOB_STARTED    a1#1  WORK.ml.4  2.25  ann@lab
        18     JOB_PAUSED     a1#1  WORK.ml.4  0.25  ann@lab
        18     JOB_STARTED    b1#1  WORK.ml.4  4     ann@lab
        20     JOB_PAUSED     b1#1  WORK.ml.4  2     ann@lab
        20     JOB_STARTED    a1#1  WORK.ml.4  0.25  ann@lab
        20.25  JOB_FINISHED   a1#1  WORK.ml.4  0.25  ann@lab
        20.25  JOB_STARTED    b1#1  WORK.ml.4  2     ann@lab
        22.25  JOB_FINISHED   b1#1  WORK.ml.4  2     ann@lab
    """)


def test_what_is_in_hand_can_be_withdrawn(play: Play) -> None:
    """A1 is retrained from 6, its improvement in hand from 7; it retires at 8. a1 starts at once at 9."""
    model = old(0)
    lifetime, wish = (
        mean(8.0, purposes.LIFETIME, model, 0, YEAR),
        rate(7.0, purposes.IMPROVEMENT_GAP, model, 1),
    )
    plan = story(
        office(ANN, {"a": "lab"}), days=10.0, ideas={"a": 9.0}, initiative=FOUR_DAYS, change=FOUR_DAYS,
        demand={"initial_models_per_unit": 1, "model_lifetime_years": lifetime,
                "improvements_per_model_year": wish},
        retraining={"policy": "scheduled", "period_days": 6.0}, work=at_once(2, 5.0),
    )  # fmt: skip
    assert play(plan, "JOB") == rows("""
        6  JOB_QUEUED     A1:change1#1  WORK.ml.3  4  @lab
        6  JOB_STARTED    A1:change1#1  WORK.ml.3  4  ann@lab
        7  JOB_QUEUED     A1:change2#1  WORK.ml.3  4  @lab
        8  JOB_WITHDRAWN  A1:change1#1  WORK.ml.3  4  ann@lab
        8  JOB_WITHDRAWN  A1:change2#1  WORK.ml.3  4  @lab
        9  JOB_QUEUED     a1#1          WORK.ml.4  4  @lab
        9  JOB_STARTED    a1#1          WORK.ml.4  4  ann@lab
    """)


def test_what_is_withdrawn_makes_room_for_what_waits(play: Play) -> None:
    """Two at once, turns of 3 days. Ann is at a1 from 5, with A1's retraining (6) in hand; b1 (7) waits.

    B1 is gone by 6. A1 retires at 8.5: from then on b1 is in her hands, and a1 has 3 days more, until 11.5.
    """
    plan = story(
        office(ANN, {"a": "lab", "b": "lab"}), days=12.0, ideas={"a": 5.0, "b": 7.0}, change=FOUR_DAYS,
        initiative=(stage("build", "ml", 8.0),),
        demand={"initial_models_per_unit": 1,
                "model_lifetime_years": mean(8.5, purposes.LIFETIME, old(0), 0, YEAR)},
        retraining={"policy": "scheduled", "period_days": 6.0}, work=at_once(2, 3.0),
        luck=lambda u: waited(u, purposes.LIFETIME, old(1)) * 1.5 < waited(u, purposes.LIFETIME, old(0)),
    )  # fmt: skip
    assert play(plan, "JOB") == rows("""
        5     JOB_QUEUED     a1#1          WORK.ml.4  8    @lab
        5     JOB_STARTED    a1#1          WORK.ml.4  8    ann@lab
        6     JOB_QUEUED     A1:change1#1  WORK.ml.3  4    @lab
        7     JOB_QUEUED     b1#1          WORK.ml.4  8    @lab
        8.5   JOB_WITHDRAWN  A1:change1#1  WORK.ml.3  4    @lab
        11.5  JOB_PAUSED     a1#1          WORK.ml.4  1.5  ann@lab
        11.5  JOB_STARTED    b1#1          WORK.ml.4  8    ann@lab
    """)


def test_what_was_laid_aside_for_its_turn_can_be_withdrawn(play: Play) -> None:
    """A1 is retrained from 6, improved from 6.5; the turn of the retraining ends at 7.5; A1 retires at 8.

    Nothing of it is left in ann's hands: a1, which comes at 7.75, is all she does from 8 on.
    """
    model = old(0)
    lifetime, wish = (
        mean(8.0, purposes.LIFETIME, model, 0, YEAR),
        rate(6.5, purposes.IMPROVEMENT_GAP, model, 1),
    )
    plan = story(
        office(ANN, {"a": "lab"}), days=15.0, ideas={"a": 7.75}, initiative=FOUR_DAYS, change=FOUR_DAYS,
        demand={"initial_models_per_unit": 1, "model_lifetime_years": lifetime,
                "improvements_per_model_year": wish},
        retraining={"policy": "scheduled", "period_days": 6.0}, work=at_once(3, 1.0),
    )  # fmt: skip
    assert play(plan, "JOB_S", "JOB_P", "JOB_F", "JOB_W") == rows("""
        6    JOB_STARTED    A1:change1#1  WORK.ml.3  4    ann@lab
        7.5  JOB_PAUSED     A1:change1#1  WORK.ml.3  2.5  ann@lab
        7.5  JOB_STARTED    A1:change2#1  WORK.ml.3  4    ann@lab
        8    JOB_WITHDRAWN  A1:change1#1  WORK.ml.3  2.5  @lab
        8    JOB_WITHDRAWN  A1:change2#1  WORK.ml.3  4    ann@lab
        8    JOB_STARTED    a1#1          WORK.ml.4  4    ann@lab
        12   JOB_FINISHED   a1#1          WORK.ml.4  4    ann@lab
    """)


def test_what_was_interrupted_can_be_withdrawn(play: Play) -> None:
    """a1 (class 0) takes ann at 7 from A1's retraining, and A1 retires at 8: after a1 she has nothing."""
    plan = story(
        office(ANN, {"a": "lab"}), days=15.0, ideas={"a": 7.0}, initiative=FOUR_DAYS, change=FOUR_DAYS,
        demand={"initial_models_per_unit": 1, "unit_priorities": (0,),
                "model_lifetime_years": mean(8.0, purposes.LIFETIME, old(0), 0, YEAR)},
        retraining={"policy": "scheduled", "period_days": 6.0}, work=at_once(2, 5.0, preempting_class=0),
    )  # fmt: skip
    assert play(plan, "JOB_S", "JOB_P", "JOB_F", "JOB_W") == rows("""
        6   JOB_STARTED    A1:change1#1  WORK.ml.3  4  ann@lab
        7   JOB_PREEMPTED  A1:change1#1  WORK.ml.3  3  ann@lab
        7   JOB_STARTED    a1#1          WORK.ml.0  4  ann@lab
        8   JOB_WITHDRAWN  A1:change1#1  WORK.ml.3  3  @lab
        11  JOB_FINISHED   a1#1          WORK.ml.0  4  ann@lab
    """)


def test_nobody_else_takes_what_was_interrupted(play: Play) -> None:
    """Bob, twice as fast, does b1 from 10.5 to 12.5, ann a1 from 11; c1 (class 0) takes her at 12.

    Bob is idle from 12.5 on, but a1 is in ann's hands, and she comes back to it at 16: 4 - 1 + 0.25 days.
    """
    plan = story(
        office({"lab": {"ann": {"ml": 1.0}, "bob": {"ml": 2.0}}}, THREE), days=20.0,
        ideas={"a": 11.0, "b": 10.5, "c": 12.0}, initiative=FOUR_DAYS, demand={"unit_priorities": (4, 4, 0)},
        work=at_once(2, 100.0, preempting_class=0, resumption_days=0.25),
    )  # fmt: skip
    assert play(plan, "JOB_S", "JOB_F", "JOB_P") == rows("""
        10.5   JOB_STARTED    b1#1  WORK.ml.4  4     bob@lab
        11     JOB_STARTED    a1#1  WORK.ml.4  4     ann@lab
        12     JOB_PREEMPTED  a1#1  WORK.ml.4  3.25  ann@lab
        12     JOB_STARTED    c1#1  WORK.ml.0  4     ann@lab
        12.5   JOB_FINISHED   b1#1  WORK.ml.4  2     bob@lab
        16     JOB_FINISHED   c1#1  WORK.ml.0  4     ann@lab
        16     JOB_STARTED    a1#1  WORK.ml.4  3.25  ann@lab
        19.25  JOB_FINISHED   a1#1  WORK.ml.4  3.25  ann@lab
    """)


def wanted(u: Draws, unit: int) -> float:
    """Return the draw of when the first idea of a unit is wanted."""
    return u(purposes.DUE, idea(unit))


UP_TO_TEN = Distribution(family="uniform", low=0.0, high=10.0)


ORDERS: tuple[tuple[str, Callable[[Draws], bool], str], ...] = (
    ("first_come", lambda u: True, "abc"),
    ("newest_first", lambda u: True, "acb"),
    ("due_date", lambda u: 11 + 10 * wanted(u, 1) < 12 + 10 * wanted(u, 2), "abc"),
    ("due_date", lambda u: 11 + 10 * wanted(u, 1) > 12 + 10 * wanted(u, 2), "acb"),
)


def test_what_comes_next_of_one_class(play: Play) -> None:
    """b1 (11) and c1 (12) wait for ann until 14; with due dates the one that is wanted sooner is next."""
    for order, luck, expected in ORDERS:
        plan = story(
            office(ANN, THREE), days=19.0, ideas={"a": 10.0, "b": 11.0, "c": 12.0}, initiative=FOUR_DAYS,
            work={"order": order, "due_days": UP_TO_TEN}, luck=luck,
        )  # fmt: skip
        assert "".join(row[2][0] for row in play(plan, "JOB_S")) == expected, order


def test_what_may_interrupt_is_always_taken_first_come(play: Play) -> None:
    """All are of class 0, which may interrupt: newest first says nothing about them."""
    plan = story(
        office(ANN, THREE), days=19.0, ideas={"a": 10.0, "b": 11.0, "c": 12.0}, initiative=FOUR_DAYS,
        demand={"unit_priorities": (0, 0, 0)}, work={"order": "newest_first", "preempting_class": 0},
    )  # fmt: skip
    assert "".join(row[2][0] for row in play(plan, "JOB_S")) == "abc"
