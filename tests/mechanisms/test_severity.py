"""Not all trouble is alike: the worst pages somebody, the rest waits its turn."""

from __future__ import annotations

import math
from statistics import NormalDist

import pytest

from simorg.rules import purposes
from simorg.trace.codes import Cause
from tests.mechanisms.conftest import Play
from tests.mechanisms.luck import Draws, draws_of
from tests.mechanisms.story import office, stage, story
from tests.mechanisms.telling import incident, old, rows

TEAMS = {"lab": {"ann": {"ml": 1.0}}, "sci": {"sam": {"science": 1.0}}, "ops": {"oli": {"operations": 1.0}}}
TIES = {("lab", "sci"): 0.5, ("lab", "ops"): 0.5, ("sci", "ops"): 0.5}
APART = office(TEAMS, {"a": "lab"}, TIES)
A1, A2 = old(0, 1), old(0, 2)
TWO = {"initial_models_per_unit": 2}
DRIFT = {"law": "gradual", "rate": 0.0625, "slo_margin": 0.5}
"""In breach on day 8, loss 0.5."""
CHECKS = {
    "coverage_low": 1.0, "coverage_high": 1.0, "metrics": 0, "check_days": 9.0, "input_power": 1.0,
    "covariate_share": 1.0, "traffic_cv": 1.0,
}  # fmt: skip
"""Drift is noticed at 9; traffic differs between models."""
TRAIN = (stage("train", "ml", 99.0),)


def traffic(u: Draws, model: int) -> float:
    """Return the traffic of a model: lognormal, mean 1, coefficient of variation 1."""
    sigma = math.sqrt(math.log(2.0))
    return math.exp(sigma * NormalDist().inv_cdf(u(purposes.TRAFFIC, model)) - sigma * sigma / 2.0)


def unlike(u: Draws) -> bool:
    """Return whether A1 is of class 1 (harm 0.5 or more) and A2 of class 3 (0.05 to 0.2)."""
    return 0.5 * traffic(u, A1) > 0.5 and 0.05 < 0.5 * traffic(u, A2) < 0.2


def test_the_worst_goes_first_travels_fast_and_is_repaired_in_the_fast_lane(play: Play) -> None:
    """Sam has begun an idea at 7 that takes 4 days. Science is 0.5 away, 2 days per unit, urgent 0.25 of it.

    A1 pages: there at 9.25, sam drops the idea, a quarter to take it up, a day to find the cause; its
    retraining is expedited (class 1). A2 does not: there at 10, class 2, it waits until sam is free at 10.5,
    but not behind the idea; its retraining has the class of changes (3).
    """
    plan = story(
        APART, days=13.0, demand=TWO, drift=DRIFT, change=TRAIN, monitoring=CHECKS, ideas={"a": 7.0},
        initiative=(stage("study", "science", 4.0),), severity={"classes": True}, luck=unlike,
        work={"preempting_class": 0}, response={"acknowledge_days": 0.25, "diagnose_model_days": 1.0},
        handoff={"latency_days": 2.0, "urgent_factor": 0.25},
    )  # fmt: skip
    told = play(plan, "INCIDENT", "HANDOFF", "JOB")
    one, two = (row[4] for row in told if row[1] == "INCIDENT_CLASSED")
    u = draws_of(plan)
    assert (one, two) == pytest.approx((0.5 * traffic(u, A1), 0.5 * traffic(u, A2)))
    assert told == rows(f"""
        7      JOB_QUEUED             a1#1                WORK.science.4         4     @sci
        7      JOB_STARTED            a1#1                WORK.science.4         4     sam@sci
        8      INCIDENT_ONSET         A1:natural_drift1   NATURAL_DRIFT          0.5   @lab
        8      INCIDENT_CLASSED       A1:natural_drift1   1                      {one}  @lab
        8      INCIDENT_ONSET         A2:natural_drift1   NATURAL_DRIFT          0.5   @lab
        8      INCIDENT_CLASSED       A2:natural_drift1   3                      {two}  @lab
        9      INCIDENT_DETECTED      A1:natural_drift1   INPUT_MONITOR          1     @lab
        9      HANDOFF                A1:natural_drift1   lab                    0.25  @sci
        9      INCIDENT_DETECTED      A2:natural_drift1   INPUT_MONITOR          1     @lab
        9      HANDOFF                A2:natural_drift1   lab                    1     @sci
        9.25   JOB_QUEUED             A1:natural_drift1#1 ACKNOWLEDGE.science.0  0.25  @sci
        9.25   JOB_PREEMPTED          a1#1                WORK.science.4         1.75  sam@sci
        9.25   JOB_STARTED            A1:natural_drift1#1 ACKNOWLEDGE.science.0  0.25  sam@sci
        9.5    JOB_FINISHED           A1:natural_drift1#1 ACKNOWLEDGE.science.0  0.25  sam@sci
        9.5    INCIDENT_ACKNOWLEDGED  A1:natural_drift1   NATURAL_DRIFT          1.5   @sci
        9.5    JOB_QUEUED             A1:natural_drift1#2 DIAGNOSE.science.0     1     @sci
        9.5    JOB_STARTED            A1:natural_drift1#2 DIAGNOSE.science.0     1     sam@sci
        10     JOB_QUEUED             A2:natural_drift1#1 ACKNOWLEDGE.science.2  0.25  @sci
        10.5   JOB_FINISHED           A1:natural_drift1#2 DIAGNOSE.science.0     1     sam@sci
        10.5   INCIDENT_DIAGNOSED     A1:natural_drift1   NATURAL_DRIFT          2.5   @sci
        10.5   JOB_QUEUED             A1:change1#1        WORK.ml.1              99    @lab
        10.5   JOB_STARTED            A1:change1#1        WORK.ml.1              99    ann@lab
        10.5   JOB_STARTED            A2:natural_drift1#1 ACKNOWLEDGE.science.2  0.25  sam@sci
        10.75  JOB_FINISHED           A2:natural_drift1#1 ACKNOWLEDGE.science.2  0.25  sam@sci
        10.75  INCIDENT_ACKNOWLEDGED  A2:natural_drift1   NATURAL_DRIFT          2.75  @sci
        10.75  JOB_QUEUED             A2:natural_drift1#2 DIAGNOSE.science.2     1     @sci
        10.75  JOB_STARTED            A2:natural_drift1#2 DIAGNOSE.science.2     1     sam@sci
        11.75  JOB_FINISHED           A2:natural_drift1#2 DIAGNOSE.science.2     1     sam@sci
        11.75  INCIDENT_DIAGNOSED     A2:natural_drift1   NATURAL_DRIFT          3.75  @sci
        11.75  JOB_QUEUED             A2:change1#1        WORK.ml.3              99    @lab
        11.75  JOB_STARTED            a1#1                WORK.science.4         1.75  sam@sci
    """)


def test_who_is_paged_is_found_more_often(play: Play) -> None:
    """The first team is wrong with 0.8 x (1 - exp(-0.5)) / (1 - exp(-1)) = 0.498; of class 1 half as often.

    Both draws lie between: A1 (class 1) goes straight to science, A2 (class 3) by way of operations, which
    looks at it for half a day as at all that pages nobody, in class 2.
    """
    chance = 0.8 * (1.0 - math.exp(-0.5)) / (1.0 - math.exp(-1.0))
    drifts = [incident(model, Cause.NATURAL_DRIFT) for model in (A1, A2)]
    plan = story(
        APART, days=12.0, demand=TWO, drift=DRIFT, change=TRAIN, monitoring=CHECKS,
        routing={"wrong_incident": 0.8, "further_toss": 0.0, "triage_days": 0.5},
        severity={"classes": True, "paged_wrong_factor": 0.5},
        luck=lambda u: unlike(u)
        and all(0.5 * chance < u(purposes.ROUTED_WRONG, drift, 64) < chance for drift in drifts),
    )  # fmt: skip
    told = play(plan, "ROUTED", "JOB_Q")
    assert [row for row in told if row[5] == "@ops"] == rows("""
        9  ROUTED_WRONG  A2:natural_drift1    sci                  0    @ops
        9  JOB_QUEUED    A2:natural_drift1#1  TRIAGE.operations.2  0.5  @ops
    """)


def test_the_last_class_that_pages_pages(play: Play) -> None:
    """Class 2: it travels in 0.25 x 1 day, its work has class 0 and its retraining is expedited (class 1)."""
    plan = story(
        APART, days=12.0, demand={"initial_models_per_unit": 1}, drift=DRIFT | {"slo_margin": 0.25},
        change=TRAIN, monitoring=CHECKS | {"traffic_cv": 0.0}, severity={"classes": True, "paged": 2},
        response={"acknowledge_days": 0.25}, handoff={"latency_days": 2.0, "urgent_factor": 0.25},
    )  # fmt: skip
    assert play(plan, "INCIDENT_C", "HANDOFF", "JOB_Q") == rows("""
        4     INCIDENT_CLASSED  A1:natural_drift1    2                      0.25  @lab
        9     HANDOFF           A1:natural_drift1    lab                    0.25  @sci
        9.25  JOB_QUEUED        A1:natural_drift1#1  ACKNOWLEDGE.science.0  0.25  @sci
        9.5   JOB_QUEUED        A1:change1#1         WORK.ml.1              99    @lab
    """)


def test_classes_meet_at_their_thresholds(play: Play) -> None:
    """A harm of just 0.5 is of class 1, of 0.2 class 2, of 0.05 class 3, of less class 4."""
    for loss, expected in ((0.5, "1"), (0.49, "2"), (0.2, "2"), (0.19, "3"), (0.05, "3"), (0.04, "4")):
        drift = DRIFT | {"slo_margin": loss, "rate": loss / 8.0}
        plan = story(APART, days=9.0, demand=TWO, drift=drift, severity={"classes": True})
        told = play(plan, "INCIDENT_C")
        assert {row[3] for row in told} == {expected}
        assert {row[4] for row in told} == {loss}
