"""Live models: what they are when they go live, wishes, new versions, what escaped into them, retirement."""

from __future__ import annotations

from simorg.config.groups.distribution import Distribution
from simorg.rules import purposes
from tests.mechanisms.conftest import Play
from tests.mechanisms.luck import draws_of, fault_rate, mean, poisson, rate, waited
from tests.mechanisms.story import UNIFORM, office, stage, story
from tests.mechanisms.telling import change, idea, old, rows

OFFICE = office({"lab": {"ann": {"ml": 1.0, "science": 1.0, "data": 1.0, "operations": 1.0}}}, {"a": "lab"})
A1, A2 = old(0, 1), old(0, 2)
ONE, TWO = {"initial_models_per_unit": 1}, {"initial_models_per_unit": 2}
BUILD = (stage("build", "ml", 2.0),)
YEAR = 260.0


def test_models_of_day_0_are_what_their_addresses_say(play: Play) -> None:
    """Two of each unit, in the order of the units; the value of each is its own draw."""
    plan = story(
        office({"lab": {"ann": {"ml": 1.0}}}, {"a": "lab", "b": "lab"}), days=2.0,
        demand=TWO | {"value_eur_per_day": UNIFORM},
    )  # fmt: skip
    u = draws_of(plan)
    values = [u(purposes.VALUE, old(unit, n)) for unit in (0, 1) for n in (1, 2)]
    assert play(plan) == rows(f"""
        0  MODEL_LIVE  A1  1  {values[0]}  -
        0  MODEL_LIVE  A2  1  {values[1]}  -
        0  MODEL_LIVE  B1  1  {values[2]}  -
        0  MODEL_LIVE  B2  1  {values[3]}  -
    """)


def test_wishes_to_improve_come_one_after_the_other(play: Play) -> None:
    """The first gap of A1 is 3 days, the second starts then. Size 2 x 2 days, class 3: done at 7.

    The change is made by the lab, its owner; the new version is 7 days younger.
    """
    plan = story(
        OFFICE, days=12.0, change=BUILD, lifecycle={"size_improvement": 2.0},
        demand=ONE | {"improvements_per_model_year": rate(3.0, purposes.IMPROVEMENT_GAP, A1, 1)},
        luck=lambda u: 1.5 < waited(u, purposes.IMPROVEMENT_GAP, A1, 2)
        / waited(u, purposes.IMPROVEMENT_GAP, A1, 1) < 2.5
        and waited(u, purposes.IMPROVEMENT_GAP, A1, 3) > 3 * waited(u, purposes.IMPROVEMENT_GAP, A1, 1),
    )  # fmt: skip
    per_day = plan.settings.demand.improvements_per_model_year / YEAR
    second = 3.0 + waited(draws_of(plan), purposes.IMPROVEMENT_GAP, A1, 2) / per_day
    assert play(plan, "ITEM", "JOB", "MODEL_R") == rows(f"""
        3         ITEM_CREATED     A1:change1    IMPROVEMENT  2  -
        3         JOB_QUEUED       A1:change1#1  WORK.ml.3    4  @lab
        3         JOB_STARTED      A1:change1#1  WORK.ml.3    4  ann@lab
        7         JOB_FINISHED     A1:change1#1  WORK.ml.3    4  ann@lab
        7         ITEM_DELIVERED   A1:change1    IMPROVEMENT  0  -
        7         MODEL_REFRESHED  A1            IMPROVEMENT  7  -
        {second}  ITEM_CREATED     A1:change2    IMPROVEMENT  2  -
        {second}  JOB_QUEUED       A1:change2#1  WORK.ml.3    4  @lab
        {second}  JOB_STARTED      A1:change2#1  WORK.ml.3    4  ann@lab
    """)


def test_a_dropped_change_leaves_the_model_as_it_was(play: Play) -> None:
    """The wish of day 3 is dropped at 5; the retraining of day 8 replaces a version that is 10 days old."""
    plan = story(
        OFFICE, days=11.0,
        demand=ONE | {"improvements_per_model_year": rate(3.0, purposes.IMPROVEMENT_GAP, A1, 1)},
        change=(stage("build", "ml", 2.0, drop=0.5),),
        retraining={"policy": "scheduled", "period_days": 8.0},
        luck=lambda u: waited(u, purposes.IMPROVEMENT_GAP, A1, 2)
        > 3 * waited(u, purposes.IMPROVEMENT_GAP, A1, 1)
        and u(purposes.STAGE_OUTCOME, change(A1, 1), 257) < 0.5
        <= u(purposes.STAGE_OUTCOME, change(A1, 2), 257),
    )  # fmt: skip
    assert play(plan, "ITEM", "MODEL_R") == rows("""
        3   ITEM_CREATED     A1:change1  IMPROVEMENT  1   -
        5   ITEM_DROPPED     A1:change1  build        0   -
        8   ITEM_CREATED     A1:change2  RETRAIN      1   -
        10  ITEM_DELIVERED   A1:change2  RETRAIN      0   -
        10  MODEL_REFRESHED  A1          RETRAIN      10  -
    """)


def test_what_nobody_found_surfaces_one_by_one(play: Play) -> None:
    """a1 goes live at 12 with 2 defects. The first hurts 4 days later, the second by its own draw later.

    Their losses are the draws of the model's first and second defect.
    """
    plan = story(
        OFFICE, days=40.0, ideas={"a": 10.0},
        initiative=(stage("build", "ml", 2.0, defects={"model": 1.0}),),
        defects={"surfacing_days": mean(4.0, purposes.DEFECT_SHOWS, idea(0), 1), "loss": UNIFORM},
        luck=lambda u: poisson(u(purposes.DEFECTS, idea(0), 4), 1.0) == 2
        and waited(u, purposes.DEFECT_SHOWS, idea(0), 1) < waited(u, purposes.DEFECT_SHOWS, idea(0), 2)
        < 4 * waited(u, purposes.DEFECT_SHOWS, idea(0), 1),
    )  # fmt: skip
    u = draws_of(plan)
    per_day = 1.0 / plan.settings.defects.surfacing_days
    second = 12.0 + waited(u, purposes.DEFECT_SHOWS, idea(0), 2) / per_day
    losses = [u(purposes.DEFECT_LOSS, idea(0), n) for n in (1, 2)]
    assert play(plan, "DEFECTS_E", "INCIDENT") == rows(f"""
        12        DEFECTS_ESCAPED  a1          full    2            -
        16        INCIDENT_ONSET   a1:defect1  DEFECT  {losses[0]}  @lab
        {second}  INCIDENT_ONSET   a1:defect2  DEFECT  {losses[1]}  @lab
    """)


def test_defects_of_a_change_escape_into_its_model(play: Play) -> None:
    """A1 is improved from 3 to 5, with 1 defect, that hurts at 9; the change is what they escaped from."""
    plan = story(
        OFFICE, days=12.0, change=(stage("build", "ml", 2.0, defects={"model": 1.0}),),
        demand=ONE | {"improvements_per_model_year": rate(3.0, purposes.IMPROVEMENT_GAP, A1, 1)},
        defects={"surfacing_days": mean(4.0, purposes.DEFECT_SHOWS, A1, 1), "loss": 0.5},
        luck=lambda u: waited(u, purposes.IMPROVEMENT_GAP, A1, 2)
        > 3 * waited(u, purposes.IMPROVEMENT_GAP, A1, 1)
        and poisson(u(purposes.DEFECTS, change(A1), 3 * 257 + 1), 1.0) == 1,
    )  # fmt: skip
    assert play(plan, "DEFECTS_E", "INCIDENT") == rows("""
        5  DEFECTS_ESCAPED  A1:change1  full    1    -
        9  INCIDENT_ONSET   A1:defect1  DEFECT  0.5  @lab
    """)


def test_a_model_of_day_0_is_as_difficult_as_its_address_says(play: Play) -> None:
    """Its improvement makes 0.5 x difficulty defects on average, which is 1 to 9 by the draw of A1: 6."""
    plan = story(
        OFFICE, days=6.0, change=(stage("build", "ml", 2.0, defects={"model": 0.5}),),
        demand=ONE | {
            "improvements_per_model_year": rate(3.0, purposes.IMPROVEMENT_GAP, A1, 1),
            "difficulty": Distribution(family="uniform", low=2.0, high=18.0),
        },
        luck=lambda u: poisson(
            u(purposes.DEFECTS, change(A1), 3 * 257 + 1), 1.0 + 8.0 * u(purposes.DIFFICULTY, A1)
        ) == 6 and waited(u, purposes.IMPROVEMENT_GAP, A1, 2) > waited(u, purposes.IMPROVEMENT_GAP, A1, 1),
    )  # fmt: skip
    assert play(plan, "DEFECTS_C") == rows("5 DEFECTS_CREATED A1:change1 model 6 @lab")


def test_a_new_version_ends_drift_and_nothing_else(play: Play) -> None:
    """A1 drifts into breach at 4 and has a fault from 5 on that nobody mends; retrained by machine at 7."""
    plan = story(
        OFFICE, days=10.0, demand=ONE, drift={"law": "gradual", "rate": 0.125, "slo_margin": 0.5},
        faults={"per_model_year": fault_rate(5.0, A1)},
        retraining={"policy": "scheduled", "period_days": 7.0, "automated_low": 1.0, "automated_high": 1.0},
    )  # fmt: skip
    assert play(plan, "INCIDENT", "MODEL_R") == rows("""
        4  INCIDENT_ONSET      A1:natural_drift1  NATURAL_DRIFT      0.5  @lab
        5  INCIDENT_ONSET      A1:fault1          FAULT              1    @lab
        7  MODEL_REFRESHED     A1                 RETRAIN_AUTOMATED  7    -
        7  INCIDENT_MITIGATED  A1:natural_drift1  REPAIR             3    @lab
        7  INCIDENT_CLOSED     A1:natural_drift1  NATURAL_DRIFT      3    -
    """)


def test_retirement_cancels_all_that_is_under_way_and_frees_people(play: Play) -> None:
    """A1 retires on day 8. Its fault, since 5, is being mended by oli; it is closed, not mitigated.

    Its retraining, since 6, is half done by ann, its improvement waits for her since 7. Both are cancelled,
    and she takes the retraining of A2 at once, which waits since 6. Nothing happens to A1 any more.
    """
    teams = {"lab": {"ann": {"ml": 1.0}}, "ops": {"oli": {"operations": 1.0}}}
    lifetime, wish = mean(8.0, purposes.LIFETIME, A1, 0, YEAR), rate(7.0, purposes.IMPROVEMENT_GAP, A1, 1)
    plan = story(
        office(teams, {"a": "lab"}), days=11.5, change=(stage("build", "ml", 4.0),),
        demand=TWO | {"model_lifetime_years": lifetime, "improvements_per_model_year": wish},
        faults={"per_model_year": fault_rate(5.0, A1)}, monitoring={"fault_alert_works": 1.0},
        response={"configure_days": 9.0}, retraining={"policy": "scheduled", "period_days": 6.0},
        luck=lambda u: waited(u, purposes.LIFETIME, A2) > 3 * waited(u, purposes.LIFETIME, A1)
        and waited(u, purposes.IMPROVEMENT_GAP, A2, 1) > 3 * waited(u, purposes.IMPROVEMENT_GAP, A1, 1)
        and waited(u, purposes.FAULT_GAP, A2, 1) > 4 * waited(u, purposes.FAULT_GAP, A1, 1),
    )  # fmt: skip
    assert play(plan, "ITEM", "JOB", "INCIDENT_C", "INCIDENT_M", "MODEL_RET") == rows("""
        5  JOB_QUEUED       A1:fault1#1   MITIGATE.operations.0  9  @ops
        5  JOB_STARTED      A1:fault1#1   MITIGATE.operations.0  9  oli@ops
        6  ITEM_CREATED     A1:change1    RETRAIN                1  -
        6  JOB_QUEUED       A1:change1#1  WORK.ml.3              4  @lab
        6  ITEM_CREATED     A2:change1    RETRAIN                1  -
        6  JOB_QUEUED       A2:change1#1  WORK.ml.3              4  @lab
        6  JOB_STARTED      A1:change1#1  WORK.ml.3              4  ann@lab
        7  ITEM_CREATED     A1:change2    IMPROVEMENT            1  -
        7  JOB_QUEUED       A1:change2#1  WORK.ml.3              4  @lab
        8  MODEL_RETIRED    A1            0                      8  -
        8  JOB_WITHDRAWN    A1:fault1#1   MITIGATE.operations.0  9  oli@ops
        8  INCIDENT_CLOSED  A1:fault1     FAULT                  3  -
        8  JOB_WITHDRAWN    A1:change1#1  WORK.ml.3              4  ann@lab
        8  ITEM_CANCELLED   A1:change1    RETRAIN                0  -
        8  JOB_WITHDRAWN    A1:change2#1  WORK.ml.3              4  @lab
        8  ITEM_CANCELLED   A1:change2    IMPROVEMENT            0  -
        8  JOB_STARTED      A2:change1#1  WORK.ml.3              4  ann@lab
    """)


def test_a_withdrawn_job_waits_no_more_and_frees_nobody_else(play: Play) -> None:
    """Unit a works with the lab, backed up by the pool, b with the pool. Both retrain at 6: ann, pia, to 10.

    A1's improvement waits in the lab since 7. A1 retires at 8. So at 9 ann is idle and nothing waits: a1 is
    hers; b1 waits for pia until 10.
    """
    teams = {"lab": {"ann": {"ml": 1.0}}, "pool": {"pia": {"ml": 1.0}}}
    lifetime, wish = mean(8.0, purposes.LIFETIME, A1, 0, YEAR), rate(7.0, purposes.IMPROVEMENT_GAP, A1, 1)
    plan = story(
        office(teams, {"a": "lab", "b": "lab"}, {("lab", "pool"): 0.0}, routes={("b", "ml"): "pool"},
               wire=lambda draft: draft.backup("a", "ml", "pool")),
        days=11.0, ideas={"a": 9.0, "b": 9.0}, initiative=BUILD, change=(stage("build", "ml", 4.0),),
        demand=ONE | {"model_lifetime_years": lifetime, "improvements_per_model_year": wish},
        retraining={"policy": "scheduled", "period_days": 6.0},
        luck=lambda u: waited(u, purposes.LIFETIME, old(1)) > 2 * waited(u, purposes.LIFETIME, A1)
        and waited(u, purposes.IMPROVEMENT_GAP, old(1), 1) > 2 * waited(u, purposes.IMPROVEMENT_GAP, A1, 1),
    )  # fmt: skip
    assert play(plan, "JOB_S", "JOB_W") == rows("""
        6   JOB_STARTED    A1:change1#1  WORK.ml.3  4  ann@lab
        6   JOB_STARTED    B1:change1#1  WORK.ml.3  4  pia@pool
        8   JOB_WITHDRAWN  A1:change1#1  WORK.ml.3  4  ann@lab
        8   JOB_WITHDRAWN  A1:change2#1  WORK.ml.3  4  @lab
        9   JOB_STARTED    a1#1          WORK.ml.4  2  ann@lab
        10  JOB_STARTED    b1#1          WORK.ml.4  2  pia@pool
    """)


def test_what_was_withdrawn_while_it_waited_calls_no_backup(play: Play) -> None:
    """A1 retires at 8 while its improvement waits for ann. At 9 she is idle: a1 is hers, not the pool's."""
    teams = {"lab": {"ann": {"ml": 1.0}}, "pool": {"pia": {"ml": 1.0}}}
    lifetime, wish = mean(8.0, purposes.LIFETIME, A1, 0, YEAR), rate(7.0, purposes.IMPROVEMENT_GAP, A1, 1)
    plan = story(
        office(teams, {"a": "lab"}, {("lab", "pool"): 0.0},
               wire=lambda draft: draft.backup("a", "ml", "pool")),
        days=11.0, ideas={"a": 9.0}, initiative=BUILD, change=(stage("build", "ml", 4.0),),
        demand=ONE | {"model_lifetime_years": lifetime, "improvements_per_model_year": wish},
        retraining={"policy": "scheduled", "period_days": 6.0},
    )  # fmt: skip
    assert play(plan, "JOB_S", "JOB_W") == rows("""
        6  JOB_STARTED    A1:change1#1  WORK.ml.3  4  ann@lab
        8  JOB_WITHDRAWN  A1:change1#1  WORK.ml.3  4  ann@lab
        8  JOB_WITHDRAWN  A1:change2#1  WORK.ml.3  4  @lab
        9  JOB_STARTED    a1#1          WORK.ml.4  2  ann@lab
    """)


def test_who_was_interrupted_has_nothing_to_do_with_what_is_withdrawn_later(play: Play) -> None:
    """A fault of A2 takes ann from A1's retraining at 7, one day of four done; A1 retires at 8."""
    lifetime = mean(8.0, purposes.LIFETIME, A1, 0, YEAR)
    plan = story(
        office({"lab": {"ann": {"ml": 1.0, "operations": 1.0}}}, {"a": "lab"}),
        days=8.5, change=(stage("build", "ml", 4.0),), work={"preempting_class": 0},
        demand=TWO | {"model_lifetime_years": lifetime},
        faults={"per_model_year": fault_rate(7.0, A2)}, monitoring={"fault_alert_works": 1.0},
        response={"configure_days": 9.0}, retraining={"policy": "scheduled", "period_days": 6.0},
        luck=lambda u: waited(u, purposes.LIFETIME, A2) > 3 * waited(u, purposes.LIFETIME, A1)
        and waited(u, purposes.FAULT_GAP, A1, 1) > 4 * waited(u, purposes.FAULT_GAP, A2, 1),
    )  # fmt: skip
    assert play(plan, "JOB_S", "JOB_P", "JOB_W") == rows("""
        6  JOB_STARTED    A1:change1#1  WORK.ml.3              4  ann@lab
        7  JOB_PREEMPTED  A1:change1#1  WORK.ml.3              3  ann@lab
        7  JOB_STARTED    A2:fault1#1   MITIGATE.operations.0  9  ann@lab
        8  JOB_WITHDRAWN  A1:change1#1  WORK.ml.3              3  @lab
    """)


def test_a_job_that_is_over_is_not_withdrawn(play: Play) -> None:
    """A1 is retrained from 6, ann works until 7, then it waits; A1 retires at 8: no job ends with it."""
    plan = story(
        OFFICE, days=11.5, change=(stage("build", "ml", 1.0), stage("rest", "ml", 1.0, wait=9.0)),
        demand=ONE | {"model_lifetime_years": mean(8.0, purposes.LIFETIME, A1, 0, YEAR)},
        retraining={"policy": "scheduled", "period_days": 6.0},
    )  # fmt: skip
    assert play(plan, "JOB", "ITEM", "MODEL_RET") == rows("""
        6  ITEM_CREATED    A1:change1    RETRAIN    1  -
        6  JOB_QUEUED      A1:change1#1  WORK.ml.3  1  @lab
        6  JOB_STARTED     A1:change1#1  WORK.ml.3  1  ann@lab
        7  JOB_FINISHED    A1:change1#1  WORK.ml.3  1  ann@lab
        8  MODEL_RETIRED   A1            0          8  -
        8  ITEM_CANCELLED  A1:change1    RETRAIN    0  -
    """)


def test_a_delivered_idea_lives_as_long_as_it_was_drawn_to(play: Play) -> None:
    """a1 is live at 12 and retires 8 days later, aged 8."""
    plan = story(
        OFFICE, days=30.0, ideas={"a": 10.0}, initiative=BUILD,
        demand={"model_lifetime_years": mean(8.0, purposes.LIFETIME, idea(0), 0, YEAR)},
    )  # fmt: skip
    assert play(plan, "MODEL") == rows("""
        12  MODEL_LIVE     a1  0  100  -
        20  MODEL_RETIRED  a1  0  8    -
    """)


def test_nothing_befalls_a_retired_model(play: Play) -> None:
    """A1 retires on day 4. Drift, false alarms and retraining would have come at 5, a fault at 6, broken data
    and a wish at 7.
    """
    plan = story(
        OFFICE, days=9.5,
        demand=ONE | {
            "model_lifetime_years": mean(4.0, purposes.LIFETIME, A1, 0, YEAR),
            "improvements_per_model_year": rate(7.0, purposes.IMPROVEMENT_GAP, A1, 1),
        },
        faults={"per_model_year": fault_rate(6.0, A1)},
        breaks={"per_model_year": rate(7.0, purposes.BREAK_GAP, A1, 1)},
        drift={"law": "gradual", "rate": 0.1, "slo_margin": 0.5},
        monitoring={"coverage_low": 1.0, "coverage_high": 1.0, "metrics": 9999, "false_alarm": 0.5,
                    "check_days": 5.0},
        retraining={"policy": "scheduled", "period_days": 5.0},
    )  # fmt: skip
    assert play(plan) == rows("""
        0  MODEL_LIVE     A1  1  100  -
        4  MODEL_RETIRED  A1  0  4    -
    """)


def test_defects_of_a_retired_model_hurt_nobody(play: Play) -> None:
    """a1, live at 12, has a defect that would hurt at 16, and retires at 14."""
    plan = story(
        OFFICE, days=20.0, ideas={"a": 10.0},
        initiative=(stage("build", "ml", 2.0, defects={"model": 1.0}),),
        demand={"model_lifetime_years": mean(2.0, purposes.LIFETIME, idea(0), 0, YEAR)},
        defects={"surfacing_days": mean(4.0, purposes.DEFECT_SHOWS, idea(0), 1), "loss": 0.5},
        luck=lambda u: poisson(u(purposes.DEFECTS, idea(0), 4), 1.0) == 1,
    )  # fmt: skip
    assert play(plan, "DEFECTS_E", "MODEL_R", "INCIDENT") == rows("""
        12  DEFECTS_ESCAPED  a1  full  1  -
        14  MODEL_RETIRED    a1  0     2  -
    """)


def test_a_season_that_ends_after_retirement_says_nothing(play: Play) -> None:
    """In breach from the first third of a season of 20 days on, A1 retires on day 10, before it recovers."""
    plan = story(
        OFFICE, days=40.0,
        demand=ONE | {"model_lifetime_years": mean(10.0, purposes.LIFETIME, A1, 0, YEAR)},
        drift={"law": "seasonal", "rate": 0.5, "slo_margin": 0.3, "season_days": 20.0,
               "season_amplitude": 0.6},
        luck=lambda u: u(purposes.BREACH, A1, 1) > 0.4,
    )  # fmt: skip
    assert [(row[1], row[3]) for row in play(plan)] == [
        ("MODEL_LIVE", "1"), ("INCIDENT_ONSET", "NATURAL_DRIFT"), ("MODEL_RETIRED", "0"),
        ("INCIDENT_CLOSED", "NATURAL_DRIFT"),
    ]  # fmt: skip
