"""Defects: born in stages, bred by those that nobody found, found at gates, mended where they were made.

Draws of the visit v to stage s: numbers of defects at 3 (256 s + v) + class, what is bred at 256 s + v; the
n-th inspection of an item draws at 3 n + class, its n-th rework at n.
"""

from __future__ import annotations

import itertools

import pytest
from scipy import stats

from simorg.rules import purposes
from tests.mechanisms.conftest import Play
from tests.mechanisms.luck import Draws, binomial, draws_of, poisson
from tests.mechanisms.story import UNIFORM, office, stage, story
from tests.mechanisms.telling import idea, rows

OFFICE = office({"lab": {"ann": {"data": 1.0, "ml": 1.0}}}, {"a": "lab"})
DATA, MODEL, INTEGRATION = 0, 1, 2


def born(u: Draws, stage: int, *means: float, visit: int = 1) -> list[int]:
    """Return how many defects of each class a visit of a1 makes."""
    first = 3 * (256 * stage + visit)
    return [poisson(u(purposes.DEFECTS, idea(0), first + c), mean) for c, mean in enumerate(means)]


def bred(u: Draws, stage: int, mean: float) -> int:
    """Return how many defects the earlier ones breed in the first visit to a stage."""
    return poisson(u(purposes.REGENERATED, idea(0), 256 * stage + 1), mean)


def found(u: Draws, inspection: int, *looks: tuple[int, int, float]) -> list[int]:
    """Return how many of (class, defects, power) an inspection of a1 finds."""
    return [binomial(u(purposes.GATE_CATCH, idea(0), 3 * inspection + c), n, p) for c, n, p in looks]


def test_a_visit_makes_defects_of_each_class(play: Play) -> None:
    """Means 0.5, 1.0 and 1.5 (difficulty 1) x size 2; the draws of `build` give 1, 0 and 4."""
    means = {"data": 0.5, "model": 1.0, "integration": 1.5}
    plan = story(
        OFFICE, days=16.0, ideas={"a": 10.0}, demand={"size": 2.0},
        initiative=(stage("build", "ml", 1.0, defects=means),),
        luck=lambda u: born(u, 0, 1.0, 2.0, 3.0) == [1, 0, 4],
    )  # fmt: skip
    assert play(plan, "DEFECTS_CREATED", "DEFECTS_ESCAPED") == rows("""
        12  DEFECTS_CREATED  a1  data         1  @lab
        12  DEFECTS_CREATED  a1  integration  4  @lab
        12  DEFECTS_ESCAPED  a1  full         5  -
    """)


def test_undetected_defects_breed_in_every_later_stage_that_makes_any(play: Play) -> None:
    """Each breeds 0.5 a stage on average, of the class that the stage makes most of.

    `build` makes 2 of class model. `join` makes none of its own; 2 x 0.5 = 1 on average breeds 1 of class
    integration (mean 0.4, data only 0.2). `rest` makes no defects: nothing breeds. `pack` makes 1 of class
    model itself; 3 x 0.5 = 1.5 breed 2, of class data (as many as of model, named before).
    """
    plan = story(
        OFFICE, days=16.0, ideas={"a": 10.0}, defects={"regeneration": 0.5},
        initiative=(stage("build", "ml", 1.0, defects={"model": 2.0}),
                    stage("join", "ml", 1.0, defects={"data": 0.2, "integration": 0.4}),
                    stage("rest", "ml", 1.0),
                    stage("pack", "ml", 1.0, defects={"data": 0.6, "model": 0.6})),
        luck=lambda u: born(u, 0, 0, 2.0) == [0, 2] and born(u, 1, 0.2, 0, 0.4) == [0, 0, 0]
        and bred(u, 1, 1.0) == 1 and born(u, 3, 0.6, 0.6) == [0, 1] and bred(u, 3, 1.5) == 2,
    )  # fmt: skip
    assert play(plan, "DEFECTS") == rows("""
        11  DEFECTS_CREATED  a1  model        2  @lab
        12  DEFECTS_CREATED  a1  integration  1  @lab
        14  DEFECTS_CREATED  a1  data         2  @lab
        14  DEFECTS_CREATED  a1  model        1  @lab
        14  DEFECTS_ESCAPED  a1  full         6  -
    """)


def test_a_gate_sends_back_what_it_finds_and_looks_again(play: Play) -> None:
    """`gather` (2 days) makes 2 of class data, `build` (3 days) 3 of class model and 1 of integration.

    The gate takes 0.5 days x 2 and finds data with 0.5: 1 of 2; model with 0.9: 2 of 3; integration never.
    Rework is 0.25 of the stage for each: 1 x 0.25 x 2 = 0.5 days of data, 2 x 0.25 x 3 = 1.5 of ml. Then
    the gate finds 0 of 1 and 1 of 1 (0.25 x 3 = 0.75 days), the third time nothing more.
    """
    plan = story(
        OFFICE, days=24.0, ideas={"a": 10.0}, defects={"rework_share": 0.25},
        practices={"gate_effort_low": 2.0, "gate_effort_high": 2.0},
        initiative=(stage("gather", "data", 2.0, defects={"data": 2.0}),
                    stage("build", "ml", 3.0, defects={"model": 2.0, "integration": 1.0}),
                    stage("look", "ml", 0.5, gate=True, catches={"data": 0.5, "model": 0.9})),
        luck=lambda u: born(u, 0, 2.0) == [2] and born(u, 1, 0, 2.0, 1.0) == [0, 3, 1]
        and found(u, 1, (DATA, 2, 0.5), (MODEL, 3, 0.9)) == [1, 2]
        and found(u, 2, (DATA, 1, 0.5), (MODEL, 1, 0.9)) == [0, 1] and found(u, 3, (DATA, 1, 0.5)) == [0],
    )  # fmt: skip
    assert play(plan, "DEFECTS", "JOB_F", "STAGE_L") == rows("""
        12     JOB_FINISHED     a1#1  WORK.data.4    2     ann@lab
        12     DEFECTS_CREATED  a1    data           2     @lab
        12     STAGE_LEFT       a1    gather         0     -
        15     JOB_FINISHED     a1#2  WORK.ml.4      3     ann@lab
        15     DEFECTS_CREATED  a1    model          3     @lab
        15     DEFECTS_CREATED  a1    integration    1     @lab
        15     STAGE_LEFT       a1    build          0     -
        16     JOB_FINISHED     a1#3  WORK.ml.4      1     ann@lab
        16     DEFECTS_CAUGHT   a1    data           1     @lab
        16     DEFECTS_CAUGHT   a1    model          2     @lab
        16.5   JOB_FINISHED     a1#4  REWORK.data.4  0.5   ann@lab
        18     JOB_FINISHED     a1#5  REWORK.ml.4    1.5   ann@lab
        19     JOB_FINISHED     a1#6  WORK.ml.4      1     ann@lab
        19     DEFECTS_CAUGHT   a1    model          1     @lab
        19.75  JOB_FINISHED     a1#7  REWORK.ml.4    0.75  ann@lab
        20.75  JOB_FINISHED     a1#8  WORK.ml.4      1     ann@lab
        20.75  STAGE_LEFT       a1    look           0     -
        20.75  DEFECTS_ESCAPED  a1    full           2     -
    """)


def test_who_made_a_class_last_mends_all_of_it(play: Play) -> None:
    """`gather` (4 days of data) and `build` (2 of ml) make 1 of class model each; the gate finds both.

    `build` mends both: 0.5 x 2 defects x 2 days = 2 days of ml.
    """
    plan = story(
        OFFICE, days=24.0, ideas={"a": 10.0}, defects={"rework_share": 0.5},
        initiative=(stage("gather", "data", 4.0, defects={"model": 1.0}),
                    stage("build", "ml", 2.0, defects={"model": 1.0}),
                    stage("look", "ml", 0.0, gate=True, catches={"model": 0.9})),
        luck=lambda u: born(u, 0, 0, 1.0) == [0, 1] == born(u, 1, 0, 1.0)
        and found(u, 1, (MODEL, 2, 0.9)) == [2],
    )  # fmt: skip
    assert play(plan, "DEFECTS", "JOB_F") == rows("""
        14  JOB_FINISHED     a1#1  WORK.data.4  4  ann@lab
        14  DEFECTS_CREATED  a1    model        1  @lab
        16  JOB_FINISHED     a1#2  WORK.ml.4    2  ann@lab
        16  DEFECTS_CREATED  a1    model        1  @lab
        16  DEFECTS_CAUGHT   a1    model        2  @lab
        18  JOB_FINISHED     a1#3  REWORK.ml.4  2  ann@lab
    """)


def test_work_far_from_the_business_takes_longer_where_it_needs_its_context(play: Play) -> None:
    """The desk knows the business of unit a; the lab is 1.5 from it, and each unit of distance costs 0.2.

    `build` takes 2 x (1 + 0.2 x 1.5) = 2.6 days, `tune`, which needs no context, 2, rework of a defect of
    `build` 0.5 x 2.6 = 1.3.
    """
    offices = {"desk": {"pat": {"product": 1.0}}, "lab": {"ann": {"ml": 1.0}}}
    build = stage("build", "ml", 2.0, defects={"model": 1.0})
    look = stage("look", "ml", 0.0, gate=True, catches={"model": 0.9})
    plan = story(
        office(offices, {"a": "lab"}, {("desk", "lab"): 1.5}), days=24.0, ideas={"a": 10.0},
        initiative=(build, stage("tune", "ml", 2.0, needs_context=False), look),
        defects={"rework_share": 0.5}, handoff={"context_cost": 0.2},
        luck=lambda u: born(u, 0, 0, 1.0) == [0, 1] and found(u, 1, (MODEL, 1, 0.9)) == [1],
    )  # fmt: skip
    assert play(plan, "JOB_QUEUED") == rows("""
        10    JOB_QUEUED  a1#1  WORK.ml.4    2.6  @lab
        12.6  JOB_QUEUED  a1#2  WORK.ml.4    2    @lab
        14.6  JOB_QUEUED  a1#3  REWORK.ml.4  1.3  @lab
    """)


def test_a_look_and_a_rework_are_drawn_anew_each_time(play: Play) -> None:
    """The gate, stage 1, finds one of two defects at its first look, one at its second, none at its third.

    The n-th look is the draw 257 + 65,536 (n - 1). Rework n is half of a draw of its own.
    """
    plan = story(
        OFFICE, days=24.0, ideas={"a": 10.0}, defects={"rework_share": 0.5},
        initiative=(stage("build", "ml", UNIFORM, defects={"model": 1.0}),
                    stage("look", "ml", UNIFORM, gate=True, catches={"model": 0.5})),
        luck=lambda u: born(u, 0, 0, 1.0) == [0, 2] and found(u, 1, (MODEL, 2, 0.5)) == [1]
        and found(u, 2, (MODEL, 1, 0.5)) == [1],
    )  # fmt: skip
    u = draws_of(plan)
    looks = [u(purposes.STAGE_EFFORT, idea(0), 257 + n * 65_536) for n in range(3)]
    reworks = [0.5 * u(purposes.REWORK_EFFORT, idea(0), n) for n in (1, 2)]
    efforts = [u(purposes.STAGE_EFFORT, idea(0), 1), looks[0], reworks[0], looks[1], reworks[1], looks[2]]
    queued = [(row[3], row[4]) for row in play(plan, "JOB_QUEUED")]
    kinds = ["WORK.ml.4", "WORK.ml.4", "REWORK.ml.4", "WORK.ml.4", "REWORK.ml.4", "WORK.ml.4"]
    assert queued == list(zip(kinds, efforts, strict=True))


def test_those_who_made_it_mend_it_though_the_way_to_them_leaves_more_of_its_class(play: Play) -> None:
    """The lab's 1 of integration is found by the shop on day 12; on its way back a question is lost, at once.

    Nobody decides. That leaves 1 more of integration in `look`, where the item is, which the shop made as far
    as anybody knows; what was found before is the lab's to mend, and then the shop mends the other.
    """
    people = {"lab": {"ann": {"data": 1.0}}, "shop": {"bea": {"ml": 1.0}}}

    def asked(u: Draws, handoff: int) -> int:
        return poisson(u(purposes.QUESTIONS, idea(0), 64 * handoff), 0.7)

    plan = story(
        office(people, {"a": "lab"}), days=20.0, ideas={"a": 10.0},
        initiative=(stage("gather", "data", 1.0, defects={"integration": 1.0}),
                    stage("look", "ml", 1.0, gate=True, catches={"integration": 1.0})),
        handoff={"questions": 0.7, "unanswered": 1.0, "defects_per_loss": 1.0}, defects={"rework_share": 0.5},
        luck=lambda u: born(u, 0, 0, 0, 1.0)[INTEGRATION] == 1
        and [asked(u, n) for n in (1, 2, 3)] == [0, 1, 0]
        and poisson(u(purposes.LOST_KNOWLEDGE, idea(0), 1), 1.0) == 1
        and found(u, 1, (INTEGRATION, 1, 0.98)) == found(u, 2, (INTEGRATION, 1, 0.98)) == [1],
    )  # fmt: skip
    assert play(plan, "QUESTION_L", "DEFECTS_C", "JOB_Q", "JOB_F")[3:] == rows("""
        11    JOB_QUEUED       a1#2  WORK.ml.4      1    @shop
        12    JOB_FINISHED     a1#2  WORK.ml.4      1    bea@shop
        12    DEFECTS_CAUGHT   a1    integration    1    @shop
        12    QUESTION_LOST    a1    shop           0    @lab
        12    DEFECTS_CREATED  a1    integration    1    @lab
        12    JOB_QUEUED       a1#3  REWORK.data.4  0.5  @lab
        12.5  JOB_FINISHED     a1#3  REWORK.data.4  0.5  ann@lab
        12.5  JOB_QUEUED       a1#4  WORK.ml.4      1    @shop
        13.5  JOB_FINISHED     a1#4  WORK.ml.4      1    bea@shop
        13.5  DEFECTS_CAUGHT   a1    integration    1    @shop
        13.5  JOB_QUEUED       a1#5  REWORK.ml.4    0.5  @shop
        14    JOB_FINISHED     a1#5  REWORK.ml.4    0.5  bea@shop
        14    JOB_QUEUED       a1#6  WORK.ml.4      1    @shop
        15    JOB_FINISHED     a1#6  WORK.ml.4      1    bea@shop
    """)


def test_a_gate_finds_the_quantile_of_the_binomial_of_few_and_of_many(play: Play) -> None:
    """SciPy says how many; of a thousand to within one, by an expansion (Cornish and Fisher)."""
    for mean, power in itertools.product((1.0, 6.0, 40.0, 1000.0), (0.03, 0.3, 0.48, 0.8)):
        makes = {"data": mean, "model": mean, "integration": mean}
        plan = story(
            OFFICE, days=20.0, ideas={"a": 10.0},
            initiative=(stage("build", "ml", 1.0, defects=makes),
                        stage("look", "ml", 0.0, gate=True, catches=dict.fromkeys(makes, power))),
        )  # fmt: skip
        told = play(plan, "DEFECTS_CR", "DEFECTS_CA")
        left = {row[3]: row[4] for row in told if row[1] == "DEFECTS_CREATED"}
        caught = iter(row[3:5] for row in told if row[1] == "DEFECTS_CAUGHT")
        u = draws_of(plan)
        for look in itertools.count(1):
            finds = {
                name: stats.binom.ppf(u(purposes.GATE_CATCH, idea(0), 3 * look + c), left[name], power)
                for c, name in enumerate(makes) if left.get(name)
            }  # fmt: skip
            if not any(finds.values()):
                break
            for name, expected in finds.items():
                if expected:
                    many = next(caught)
                    assert many == (name, pytest.approx(expected, abs=1.0 if mean == 1000.0 else 0.0))
                    left[name] -= many[1]
        assert next(caught, None) is None
