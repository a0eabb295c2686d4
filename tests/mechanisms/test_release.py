"""Staged release: steps in order, dwell, what shows is taken back, ideas can be dropped on the way.

The n-th release of an item draws at 16 n + step: the work of the step, when the first defect shows (an
exponential time over the number of defects), which of them it is, the work to take it back.
"""

from __future__ import annotations

from simorg.rules import purposes
from tests.mechanisms.conftest import Play
from tests.mechanisms.luck import Draws, draws_of, fault_rate, poisson, waited
from tests.mechanisms.story import UNIFORM, office, stage, step, story
from tests.mechanisms.telling import change, idea, old, rows

OFFICE = office({"lab": {"ann": {"ml": 1.0, "data": 1.0, "operations": 1.0}}}, {"a": "lab"})
SHIP = stage("ship", "operations", 0.0, release=True)


def shows(u: Draws, release: int, step: int, mean_days: float) -> float:
    """Return after how many days a defect of a1 shows in a step, if it does after `mean_days` on average."""
    return waited(u, purposes.STEP_FAILURE, idea(0), 16 * release + step) * mean_days


def born(u: Draws, mean: float, defect_class: int) -> int:
    """Return how many defects of a class stage 0 makes in a1."""
    return poisson(u(purposes.DEFECTS, idea(0), 3 + defect_class), mean)


def test_an_idea_is_shown_to_more_and_more_and_dwells_in_each_step(play: Play) -> None:
    """Canary: 0.5 days of work, 2 x 1.5 days; full: 1 day of work. From 10: 10.5, 13.5, 14.5."""
    plan = story(
        OFFICE, days=20.0, ideas={"a": 10.0}, initiative=(SHIP,),
        steps=(step("canary", dwell=2.0, exposure=0.1, effort=0.5), step("full", effort=1.0)),
        practices={"dwell_low": 1.5, "dwell_high": 1.5},
    )  # fmt: skip
    assert play(plan, "JOB", "RELEASE", "STAGE_LEFT", "MODEL") == rows("""
        10    JOB_QUEUED    a1#1  RELEASE.operations.4  0.5  @lab
        10    JOB_STARTED   a1#1  RELEASE.operations.4  0.5  ann@lab
        10.5  JOB_FINISHED  a1#1  RELEASE.operations.4  0.5  ann@lab
        10.5  RELEASE_STEP  a1    canary                0.1  @lab
        13.5  JOB_QUEUED    a1#2  RELEASE.operations.4  1    @lab
        13.5  JOB_STARTED   a1#2  RELEASE.operations.4  1    ann@lab
        14.5  JOB_FINISHED  a1#2  RELEASE.operations.4  1    ann@lab
        14.5  RELEASE_STEP  a1    full                  1    @lab
        14.5  STAGE_LEFT    a1    ship                  0    -
        14.5  MODEL_LIVE    a1    0                     100  -
    """)


def test_changes_dwell_shorter_and_expedited_ones_by_a_factor_of_their_own(play: Play) -> None:
    """4 days for an idea, 4 x 0.5 = 2 for a change, 4 x 0.125 = 0.5 for an expedited one.

    A1 is retrained at 8 and a1 comes at 9: live at 10 and at 13. A fault of A1 at 11 is restored at once and
    repaired by an expedited fix: 11.5.
    """
    plan = story(
        OFFICE, days=15.0, ideas={"a": 9.0}, initiative=(SHIP,), change=(SHIP,),
        steps=(step("canary", dwell=4.0, exposure=0.1), step("full")),
        demand={"initial_models_per_unit": 1},
        release={"change_dwell_factor": 0.5, "expedited_dwell_factor": 0.125},
        faults={"per_model_year": fault_rate(11.0, old(0))},
        monitoring={"fault_alert_works": 1.0}, response={"code_fix_share": 1.0},
        retraining={"policy": "scheduled", "period_days": 8.0},
        luck=lambda u: waited(u, purposes.FAULT_GAP, old(0), 2) > waited(u, purposes.FAULT_GAP, old(0), 1)
        < waited(u, purposes.FAULT_GAP, idea(0), 1),
    )  # fmt: skip
    assert play(plan, "RELEASE", "ITEM_DELIVERED") == rows("""
        8     RELEASE_STEP    A1:change1  canary   0.1  @lab
        9     RELEASE_STEP    a1          canary   0.1  @lab
        10    RELEASE_STEP    A1:change1  full     1    @lab
        10    ITEM_DELIVERED  A1:change1  RETRAIN  0    -
        11    RELEASE_STEP    A1:change2  canary   0.1  @lab
        11.5  RELEASE_STEP    A1:change2  full     1    @lab
        11.5  ITEM_DELIVERED  A1:change2  FIX      0    -
        13    RELEASE_STEP    a1          full     1    @lab
        13    ITEM_DELIVERED  a1          IDEA     0    -
    """)


def test_what_shows_within_the_dwell_is_taken_back_mended_and_released_again(play: Play) -> None:
    """a1 has 2 defects of class data, 1 of model, 2 of integration: 40 / 5 = 8 days until one shows.

    Shadow (4 days) passes. In the canary (4 days) one shows; the draw of the class means the third of the
    five, of class model. 0.5 days to take it back; rework 0.25 x 2 = 0.5 days; then from shadow again,
    each step 0.25 days of work, with four defects left, 40 / 4 = 10 days until one would show.
    """

    def lucky(u: Draws) -> bool:
        return (
            [born(u, mean, c) for c, mean in enumerate((2.0, 1.0, 2.0))] == [2, 1, 2]
            and shows(u, 1, 0, 8.0) > 4.0 and shows(u, 1, 1, 8.0) < 4.0
            and shows(u, 2, 0, 10.0) > 4.0 and shows(u, 2, 1, 10.0) > 4.0
            and 0.4 < u(purposes.FAILED_CLASS, idea(0), 16 + 1) < 0.6
            and not 0.4 < u(purposes.FALLBACK, idea(0), 16 + 1) < 0.6  # another purpose means another class
        )  # fmt: skip

    plan = story(
        OFFICE, days=40.0, ideas={"a": 10.0}, luck=lucky,
        initiative=(stage("build", "ml", 2.0, defects={"data": 2.0, "model": 1.0, "integration": 2.0}), SHIP),
        steps=(step("shadow", dwell=4.0, exposure=0.0, effort=0.25, detect_days=40.0),
               step("canary", dwell=4.0, exposure=0.1, effort=0.25, detect_days=40.0), step("full")),
        defects={"rework_share": 0.25}, release={"rollback_days": 0.5},
    )  # fmt: skip
    failed = 12.25 + 4.0 + 0.25 + shows(draws_of(plan), 1, 1, 40.0) / 5
    mended = failed + 0.5 + 0.5
    again = mended + 0.25
    canary = again + 4.0 + 0.25
    assert play(plan, "JOB_F", "RELEASE", "DEFECTS_CA", "DEFECTS_E")[1:] == rows(f"""
        12.25           JOB_FINISHED     a1#2  RELEASE.operations.4    0.25                      ann@lab
        12.25           RELEASE_STEP     a1    shadow                  0                         @lab
        16.5            JOB_FINISHED     a1#3  RELEASE.operations.4    0.25                      ann@lab
        16.5            RELEASE_STEP     a1    canary                  0.1                       @lab
        {failed}        RELEASE_FAILED   a1    canary                  0.1                       @lab
        {failed + 0.5}  JOB_FINISHED     a1#4  ROLL_BACK.operations.4  {failed + 0.5 - failed}   ann@lab
        {failed + 0.5}  DEFECTS_CAUGHT   a1    model                   1                         @lab
        {mended}        JOB_FINISHED     a1#5  REWORK.ml.4             {mended - (failed + 0.5)}  ann@lab
        {again}         JOB_FINISHED     a1#6  RELEASE.operations.4    {again - mended}          ann@lab
        {again}         RELEASE_STEP     a1    shadow                  0                         @lab
        {canary}        JOB_FINISHED     a1#7  RELEASE.operations.4    {canary - (again + 4.0)}  ann@lab
        {canary}        RELEASE_STEP     a1    canary                  0.1                       @lab
        {canary + 4.0}  RELEASE_STEP     a1    full                    1                         @lab
        {canary + 4.0}  DEFECTS_ESCAPED  a1    full                    4                         -
    """)


def test_an_idea_can_be_dropped_at_the_end_of_a_step_a_change_cannot(play: Play) -> None:
    """Half are dropped after the canary. b1 passes; a1 and the retraining of A1 draw below a half.

    A step's draw has its own number, 0 for the canary, whatever the release. b1 cannot be dropped in full.
    """
    plan = story(
        office({"lab": {"ann": {"operations": 1.0}}}, {"a": "lab", "b": "lab"}), days=16.0,
        ideas={"a": 10.0, "b": 11.0}, initiative=(SHIP,), change=(SHIP,),
        steps=(step("canary", dwell=2.0, exposure=0.1, drop=0.5), step("full", drop=0.5)),
        demand={"initial_models_per_unit": 1}, retraining={"policy": "scheduled", "period_days": 8.0},
        luck=lambda u: u(purposes.STEP_DROP, idea(0), 0) < 0.5 <= u(purposes.STEP_DROP, idea(1), 0)
        and u(purposes.STEP_DROP, idea(1), 1) >= 0.5 > u(purposes.STEP_DROP, change(old(0)), 0),
    )  # fmt: skip
    assert play(plan, "RELEASE", "ITEM_D", "STAGE_LEFT") == rows("""
        8   RELEASE_STEP    A1:change1  canary   0.1  @lab
        8   RELEASE_STEP    B1:change1  canary   0.1  @lab
        10  RELEASE_STEP    A1:change1  full     1    @lab
        10  STAGE_LEFT      A1:change1  ship     0    -
        10  ITEM_DELIVERED  A1:change1  RETRAIN  0    -
        10  RELEASE_STEP    B1:change1  full     1    @lab
        10  STAGE_LEFT      B1:change1  ship     0    -
        10  ITEM_DELIVERED  B1:change1  RETRAIN  0    -
        10  RELEASE_STEP    a1          canary   0.1  @lab
        11  RELEASE_STEP    b1          canary   0.1  @lab
        12  ITEM_DROPPED    a1          ship     0    -
        13  RELEASE_STEP    b1          full     1    @lab
        13  STAGE_LEFT      b1          ship     0    -
        13  ITEM_DELIVERED  b1          IDEA     0    -
    """)


def test_mending_comes_back_to_the_team_that_releases(play: Play) -> None:
    """Operations (ops) are 1 away from the lab; a transfer takes 0.5 days per unit of distance.

    There at 12 + 0.5, the one defect of a1 (class data) shows in the canary; back and forth 0.5 each.
    """
    teams = {"lab": {"ann": {"ml": 1.0}}, "ops": {"oli": {"operations": 1.0}}}
    plan = story(
        office(teams, {"a": "lab"}, {("lab", "ops"): 1.0}), days=30.0, ideas={"a": 10.0},
        initiative=(stage("build", "ml", 2.0, defects={"data": 1.0}), SHIP),
        steps=(step("canary", dwell=8.0, exposure=0.1, detect_days=8.0), step("full")),
        defects={"rework_share": 0.5}, handoff={"latency_days": 0.5},
        luck=lambda u: born(u, 1.0, 0) == 1 and shows(u, 1, 0, 8.0) < 2.0,
    )  # fmt: skip
    failed = 12.5 + shows(draws_of(plan), 1, 0, 8.0)
    back = failed + 0.5 + 1.0 + 0.5
    assert play(plan, "HANDOFF", "RELEASE", "JOB_S") == rows(f"""
        10                    JOB_STARTED     a1#1  WORK.ml.4    2    ann@lab
        12                    HANDOFF         a1    lab          0.5  @ops
        12.5                  RELEASE_STEP    a1    canary       0.1  @ops
        {failed}              RELEASE_FAILED  a1    canary       0.1  @ops
        {failed}              HANDOFF         a1    ops          0.5  @lab
        {failed + 0.5}        JOB_STARTED     a1#2  REWORK.ml.4  1    ann@lab
        {failed + 0.5 + 1.0}  HANDOFF         a1    lab          0.5  @ops
        {back}                RELEASE_STEP    a1    canary       0.1  @ops
        {back + 8.0}          RELEASE_STEP    a1    full         1    @ops
    """)


def test_step_work_and_the_work_to_take_back_are_drawn_at_each_release(play: Play) -> None:
    """One defect of class model shows in the canary of the first release; the second has none and passes."""
    plan = story(
        OFFICE, days=40.0, ideas={"a": 10.0},
        initiative=(stage("build", "ml", 0.0, defects={"model": 1.0}), SHIP),
        steps=(step("canary", 4.0, 0.1, UNIFORM, detect_days=8.0), step("full", 0.0, 1.0, UNIFORM)),
        release={"rollback_days": UNIFORM},
        luck=lambda u: born(u, 1.0, 1) == 1 and shows(u, 1, 0, 8.0) < 4.0,
    )  # fmt: skip
    u = draws_of(plan)
    steps = [u(purposes.STEP_EFFORT, idea(0), n) for n in (16, 32, 33)]
    efforts = [steps[0], u(purposes.ROLL_BACK_EFFORT, idea(0), 16), *steps[1:]]
    assert [row[4] for row in play(plan, "JOB_QUEUED")] == efforts
