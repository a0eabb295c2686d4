"""The life of an item: its stages in order, and back, past, or out."""

from __future__ import annotations

from simorg.rules import purposes
from tests.mechanisms.conftest import Play
from tests.mechanisms.luck import draws_of
from tests.mechanisms.story import UNIFORM, office, stage, story
from tests.mechanisms.telling import idea, rows

OFFICE = office({"lab": {"ann": {"ml": 1.0, "science": 0.5}}}, {"a": "lab"})
BOTH = office({"lab": {"ann": {"ml": 1.0, "science": 0.5}}}, {"a": "lab", "b": "lab"})
VISITS = 256
"""Draws of a visit are numbered: stage x 256 + visit."""


def test_an_item_walks_its_stages_waits_in_each_and_goes_live(play: Play) -> None:
    """a1 from day 10: stage 1 waits 1 day and takes 2 of ml; stage 2 takes 1 of science, 2 days at 0.5."""
    plan = story(
        OFFICE, days=20.0, ideas={"a": 10.0},
        initiative=(stage("build", "ml", 2.0, wait=1.0), stage("look", "science", 1.0)),
    )  # fmt: skip
    assert play(plan) == rows("""
        10  ITEM_CREATED    a1    IDEA            1    -
        10  STAGE_ENTERED   a1    build           1    -
        11  JOB_QUEUED      a1#1  WORK.ml.4       2    @lab
        11  JOB_STARTED     a1#1  WORK.ml.4       2    ann@lab
        13  JOB_FINISHED    a1#1  WORK.ml.4       2    ann@lab
        13  STAGE_LEFT      a1    build           0    -
        13  STAGE_ENTERED   a1    look            1    -
        13  JOB_QUEUED      a1#2  WORK.science.4  1    @lab
        13  JOB_STARTED     a1#2  WORK.science.4  1    ann@lab
        15  JOB_FINISHED    a1#2  WORK.science.4  2    ann@lab
        15  STAGE_LEFT      a1    look            0    -
        15  ITEM_DELIVERED  a1    IDEA            0    -
        15  MODEL_LIVE      a1    0               100  -
    """)


def test_a_visit_may_lead_back(play: Play) -> None:
    """After `look` half of the ideas go back to `build`; the first visit of a1 does, the second does not.

    1 + 1 days, and 1 + 1 again: live at 14. `look` is stage 1, so its visits are draws 257 and 258.
    """
    look = 1 * VISITS
    plan = story(
        OFFICE, days=20.0, ideas={"a": 10.0},
        initiative=(stage("build", "ml", 1.0), stage("look", "ml", 1.0, repeat=0.5, repeat_to="build")),
        luck=lambda u: u(purposes.STAGE_OUTCOME, idea(0), look + 1) < 0.5
        <= u(purposes.STAGE_OUTCOME, idea(0), look + 2),
    )  # fmt: skip
    assert play(plan, "STAGE", "MODEL") == rows("""
        10  STAGE_ENTERED  a1  build  1    -
        11  STAGE_LEFT     a1  build  0    -
        11  STAGE_ENTERED  a1  look   1    -
        12  STAGE_LEFT     a1  look   0    -
        12  STAGE_ENTERED  a1  build  2    -
        13  STAGE_LEFT     a1  build  0    -
        13  STAGE_ENTERED  a1  look   2    -
        14  STAGE_LEFT     a1  look   0    -
        14  MODEL_LIVE     a1  0      100  -
    """)


def test_below_the_share_of_drops_an_idea_dies_above_both_it_goes_on(play: Play) -> None:
    """Drop 0.3, back 0.3: draws below 0.3 drop, from 0.3 to 0.6 repeat, beyond go on.

    a1 draws the middle, then the end; b1 the beginning: dropped after its first visit, no model comes of it.
    Ann does a1, b1, a1.
    """
    plan = story(
        BOTH, days=20.0, ideas={"a": 10.0, "b": 10.5},
        initiative=(stage("build", "ml", 1.0, drop=0.3, repeat=0.3),),
        luck=lambda u: 0.3 <= u(purposes.STAGE_OUTCOME, idea(0), 1) < 0.6
        <= u(purposes.STAGE_OUTCOME, idea(0), 2) and u(purposes.STAGE_OUTCOME, idea(1), 1) < 0.3,
    )  # fmt: skip
    assert play(plan, "STAGE", "ITEM_D", "MODEL") == rows("""
        10    STAGE_ENTERED   a1  build  1    -
        10.5  STAGE_ENTERED   b1  build  1    -
        11    STAGE_LEFT      a1  build  0    -
        11    STAGE_ENTERED   a1  build  2    -
        12    STAGE_LEFT      b1  build  0    -
        12    ITEM_DROPPED    b1  build  0    -
        13    STAGE_LEFT      a1  build  0    -
        13    ITEM_DELIVERED  a1  IDEA   0    -
        13    MODEL_LIVE      a1  0      100  -
    """)


def test_stages_can_be_jumped_over(play: Play) -> None:
    """`build` leads past `look` to `polish`; neither that nor `audit` concerns an idea that is not sensitive.

    So after 1 day the stages are over.
    """
    plan = story(
        OFFICE, days=20.0, ideas={"a": 10.0},
        initiative=(stage("build", "ml", 1.0, next="polish"), stage("look", "ml", 1.0),
                    stage("polish", "ml", 1.0, sensitive_only=True),
                    stage("audit", "ml", 1.0, sensitive_only=True)),
    )  # fmt: skip
    assert play(plan, "STAGE", "ITEM_D") == rows("""
        10  STAGE_ENTERED   a1  build  1  -
        11  STAGE_LEFT      a1  build  0  -
        11  ITEM_DELIVERED  a1  IDEA   0  -
    """)


def test_a_change_walks_its_own_stages_and_refreshes_its_model(play: Play) -> None:
    """A1 is retrained on day 8: the stages of changes, 0.5 days x size 3; the idea a1 does not meet them."""
    plan = story(
        OFFICE, days=15.0, ideas={"a": 10.0},
        initiative=(stage("build", "ml", 1.0),), change=(stage("tune", "ml", 0.5), stage("swap", "ml", 0.0)),
        demand={"initial_models_per_unit": 1}, lifecycle={"size_retrain": 3.0},
        retraining={"policy": "scheduled", "period_days": 8.0},
    )  # fmt: skip
    assert play(plan, "ITEM", "STAGE", "JOB_F", "MODEL") == rows("""
        0    MODEL_LIVE       A1            1          100  -
        8    ITEM_CREATED     A1:change1    RETRAIN    3    -
        8    STAGE_ENTERED    A1:change1    tune       1    -
        9.5  JOB_FINISHED     A1:change1#1  WORK.ml.3  1.5  ann@lab
        9.5  STAGE_LEFT       A1:change1    tune       0    -
        9.5  STAGE_ENTERED    A1:change1    swap       1    -
        9.5  STAGE_LEFT       A1:change1    swap       0    -
        9.5  ITEM_DELIVERED   A1:change1    RETRAIN    0    -
        9.5  MODEL_REFRESHED  A1            RETRAIN    9.5  -
        10   ITEM_CREATED     a1            IDEA       1    -
        10   STAGE_ENTERED    a1            build      1    -
        11   JOB_FINISHED     a1#1          WORK.ml.4  1    ann@lab
        11   STAGE_LEFT       a1            build      0    -
        11   ITEM_DELIVERED   a1            IDEA       0    -
        11   MODEL_LIVE       a1            0          100  -
    """)


def test_effort_and_wait_are_drawn_anew_at_each_visit(play: Play) -> None:
    """`build` is stage 0: its two visits are draws 1 and 2; `look`, stage 1, has draw 257."""
    plan = story(
        OFFICE, days=20.0, ideas={"a": 10.0},
        initiative=(
            stage("build", "ml", UNIFORM, wait=UNIFORM, repeat=0.5),
            stage("look", "ml", UNIFORM, wait=UNIFORM),
        ),
        luck=lambda u: u(purposes.STAGE_OUTCOME, idea(0), 1) < 0.5 <= u(purposes.STAGE_OUTCOME, idea(0), 2),
    )  # fmt: skip
    u = draws_of(plan)
    table, now = "", 10.0
    for n, draw in enumerate((1, 2, VISITS + 1), start=1):
        started = now + u(purposes.STAGE_WAIT, idea(0), draw)
        effort = u(purposes.STAGE_EFFORT, idea(0), draw)
        now = started + effort
        table += f"{started} JOB_STARTED a1#{n} WORK.ml.4 {effort} ann@lab\n"
        table += f"{now} JOB_FINISHED a1#{n} WORK.ml.4 {now - started} ann@lab\n"
    assert play(plan, "JOB_S", "JOB_F") == rows(table)
