"""When models are trained again, and by whom: the four policies, by hand and by machine."""

from __future__ import annotations

from simorg.rules import purposes
from tests.mechanisms.conftest import Play
from tests.mechanisms.luck import draws_of, rate
from tests.mechanisms.story import UNIFORM, office, stage, story
from tests.mechanisms.telling import change, old, rows

OFFICE = office({"lab": {"ann": {"ml": 1.0, "science": 1.0}}}, {"a": "lab"})
A1, A2 = old(0, 1), old(0, 2)
ONE = {"initial_models_per_unit": 1}
AUTOMATED = {"automated_low": 1.0, "automated_high": 1.0}
PURPOSES = tuple(code for name, code in vars(purposes).items() if name.isupper())
TRAIN = (stage("train", "science", 1.0),)
DRIFT = {"law": "gradual", "rate": 0.0625, "slo_margin": 0.5}
CHECKS = {
    "coverage_low": 1.0, "coverage_high": 1.0, "metrics": 0, "check_days": 9.0, "input_power": 1.0,
    "covariate_share": 1.0,
}  # fmt: skip
"""In breach at 8, seen at 9."""


def test_by_the_calendar_unless_a_retraining_is_under_way(play: Play) -> None:
    """Every 4 days; the first takes 5, from 4 to 9, so that of 8 is left out; the next from 12 to 17."""
    plan = story(
        OFFICE, days=21.0, demand=ONE, change=(stage("train", "science", 5.0),),
        retraining={"policy": "scheduled", "period_days": 4.0},
    )  # fmt: skip
    assert play(plan, "ITEM", "MODEL_R") == rows("""
        4   ITEM_CREATED     A1:change1  RETRAIN  1  -
        9   ITEM_DELIVERED   A1:change1  RETRAIN  0  -
        9   MODEL_REFRESHED  A1          RETRAIN  9  -
        12  ITEM_CREATED     A1:change2  RETRAIN  1  -
        17  ITEM_DELIVERED   A1:change2  RETRAIN  0  -
        17  MODEL_REFRESHED  A1          RETRAIN  8  -
        20  ITEM_CREATED     A1:change3  RETRAIN  1  -
    """)


def test_an_improvement_under_way_does_not_stand_in_for_a_retraining(play: Play) -> None:
    """A wish at 3 is worked on until 8 (size 5); the retraining of 4 starts all the same, and ends at 9.

    Being under way at 8 it keeps that day's retraining from starting.
    """
    plan = story(
        OFFICE, days=10.0, change=TRAIN, lifecycle={"size_improvement": 5.0},
        demand=ONE | {"improvements_per_model_year": rate(3.0, purposes.IMPROVEMENT_GAP, A1, 1)},
        retraining={"policy": "scheduled", "period_days": 4.0},
        luck=lambda u: u(purposes.IMPROVEMENT_GAP, A1, 2) > 1 - (1 - u(purposes.IMPROVEMENT_GAP, A1, 1)) ** 3,
    )  # fmt: skip
    assert play(plan, "ITEM") == rows("""
        3  ITEM_CREATED    A1:change1  IMPROVEMENT  5  -
        4  ITEM_CREATED    A1:change2  RETRAIN      1  -
        8  ITEM_DELIVERED  A1:change1  IMPROVEMENT  0  -
        9  ITEM_DELIVERED  A1:change2  RETRAIN      0  -
    """)


def test_the_machine_needs_nobody(play: Play) -> None:
    """0.01 of the models are automated: A1 is, A2 is not. Each retraining of A1 takes machine time, as drawn.

    A2's takes ann 1 day. Of all that may be drawn of a model only this one is so of both.
    """
    plan = story(
        OFFICE, days=11.0, demand={"initial_models_per_unit": 2}, change=TRAIN,
        retraining={"policy": "scheduled", "period_days": 4.0, "compute_days": UNIFORM,
                    "automated_low": 0.01, "automated_high": 0.01},
        luck=lambda u: u(purposes.AUTOMATED, A1) < 0.01 <= u(purposes.AUTOMATED, A2)
        and sum(u(p, A1) < 0.01 <= u(p, A2) for p in PURPOSES) == 1,
    )  # fmt: skip
    first, second = (days + draws_of(plan)(purposes.COMPUTE, change(A1, n)) for days, n in ((4, 1), (8, 2)))
    assert play(plan, "JOB_S", "MODEL_R") == rows(f"""
        4         JOB_STARTED      A2:change1#1  WORK.science.3     1                 ann@lab
        {first}   MODEL_REFRESHED  A1            RETRAIN_AUTOMATED  {first}           -
        5         MODEL_REFRESHED  A2            RETRAIN            5                 -
        8         JOB_STARTED      A2:change2#1  WORK.science.3     1                 ann@lab
        {second}  MODEL_REFRESHED  A1            RETRAIN_AUTOMATED  {second - first}  -
        9         MODEL_REFRESHED  A2            RETRAIN            4                 -
    """)


def test_on_an_alarm_the_machine_retrains_at_once(play: Play) -> None:
    """Policy triggered: in breach at 8, seen at 9, no work to diagnose it, 0.5 days of machine time."""
    plan = story(
        OFFICE, days=12.0, demand=ONE, drift=DRIFT, monitoring=CHECKS, change=TRAIN,
        retraining=AUTOMATED | {"policy": "triggered", "period_days": 4.0, "compute_days": 0.5},
    )  # fmt: skip
    assert play(plan, "INCIDENT_DE", "ITEM", "MODEL_R", "INCIDENT_M", "JOB") == rows("""
        9    INCIDENT_DETECTED   A1:natural_drift1  INPUT_MONITOR      1    @lab
        9    ITEM_CREATED        A1:change1         RETRAIN_AUTOMATED  1    -
        9.5  ITEM_DELIVERED      A1:change1         RETRAIN_AUTOMATED  0    -
        9.5  MODEL_REFRESHED     A1                 RETRAIN_AUTOMATED  9.5  -
        9.5  INCIDENT_MITIGATED  A1:natural_drift1  REPAIR             1.5  @lab
    """)


def test_by_the_calendar_alone_a_known_breach_waits_for_its_day(play: Play) -> None:
    """Seen at 9, and nothing is done about it until the retraining of day 15, by machine, which ends it."""
    plan = story(
        OFFICE, days=17.0, demand=ONE, drift=DRIFT, monitoring=CHECKS, change=TRAIN,
        retraining=AUTOMATED | {"policy": "scheduled", "period_days": 15.0, "compute_days": 0.5},
    )  # fmt: skip
    assert play(plan, "INCIDENT_D", "ITEM", "INCIDENT_M", "INCIDENT_C") == rows("""
        9     INCIDENT_DETECTED   A1:natural_drift1  INPUT_MONITOR      1    @lab
        9     INCIDENT_DIAGNOSED  A1:natural_drift1  NATURAL_DRIFT      1    @lab
        15    ITEM_CREATED        A1:change1         RETRAIN_AUTOMATED  1    -
        15.5  ITEM_DELIVERED      A1:change1         RETRAIN_AUTOMATED  0    -
        15.5  INCIDENT_MITIGATED  A1:natural_drift1  REPAIR             7.5  @lab
        15.5  INCIDENT_CLOSED     A1:natural_drift1  NATURAL_DRIFT      7.5  -
    """)


def test_with_both_the_alarm_comes_first_and_the_calendar_goes_on(play: Play) -> None:
    """Seen at 9 and begun by machine, 2 days: the retraining of day 10 is left out, that of 20 is not.

    In breach again at 11 + 8.
    """
    plan = story(
        OFFICE, days=21.0, demand=ONE, drift=DRIFT, monitoring=CHECKS, change=TRAIN,
        retraining=AUTOMATED | {"policy": "both", "period_days": 10.0, "compute_days": 2.0},
    )  # fmt: skip
    assert play(plan, "ITEM_C", "MODEL_R", "INCIDENT_O", "INCIDENT_DE") == rows("""
        8   INCIDENT_ONSET     A1:natural_drift1  NATURAL_DRIFT      0.5  @lab
        9   INCIDENT_DETECTED  A1:natural_drift1  INPUT_MONITOR      1    @lab
        9   ITEM_CREATED       A1:change1         RETRAIN_AUTOMATED  1    -
        11  MODEL_REFRESHED    A1                 RETRAIN_AUTOMATED  11   -
        19  INCIDENT_ONSET     A1:natural_drift2  NATURAL_DRIFT      0.5  @lab
        20  ITEM_CREATED       A1:change2         RETRAIN_AUTOMATED  1    -
    """)


def test_without_a_policy_the_breach_is_repaired_by_hand(play: Play) -> None:
    """Automated or not: seen at 9, an expedited retraining (class 1) takes ann 1 day. No calendar."""
    plan = story(
        OFFICE, days=17.0, demand=ONE, drift=DRIFT, monitoring=CHECKS, change=TRAIN,
        retraining=AUTOMATED | {"policy": "none", "period_days": 3.0},
    )  # fmt: skip
    assert play(plan, "ITEM", "JOB_S", "MODEL_R") == rows("""
        9   ITEM_CREATED     A1:change1    RETRAIN         1   -
        9   JOB_STARTED      A1:change1#1  WORK.science.1  1   ann@lab
        10  ITEM_DELIVERED   A1:change1    RETRAIN         0   -
        10  MODEL_REFRESHED  A1            RETRAIN         10  -
    """)


def test_models_of_day_0_are_anywhere_in_their_period_new_ones_at_its_beginning(play: Play) -> None:
    """Every 8 days: A1 and A2 first at 8 less 8 x the draw of their phase; a1, live at 4, at 12."""
    plan = story(
        OFFICE, days=13.0, ideas={"a": 4.0}, demand={"initial_models_per_unit": 2},
        retraining=AUTOMATED | {"policy": "scheduled", "period_days": 8.0, "spread_start": True},
        luck=lambda u: 0.5 < u(purposes.RETRAIN_PHASE, A2) < u(purposes.RETRAIN_PHASE, A1),
    )  # fmt: skip
    first, second = (draws_of(plan)(purposes.RETRAIN_PHASE, model) for model in (A1, A2))
    assert [(row[0], row[2]) for row in play(plan, "MODEL_R")] == [
        ((1 - first) * 8.0, "A1"), ((1 - second) * 8.0, "A2"), ((2 - first) * 8.0, "A1"),
        ((2 - second) * 8.0, "A2"), (12.0, "a1"),
    ]  # fmt: skip
