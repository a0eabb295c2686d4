"""What is silent comes to light: people look at predictions that went wrong, and some users complain more."""

from __future__ import annotations

import math
from statistics import NormalDist

import pytest

from simorg.config.groups.distribution import Distribution
from simorg.rules import purposes
from simorg.trace.address import OF_UNIT, Child, asset_address, child_address
from simorg.trace.codes import Cause
from tests.mechanisms.conftest import Play
from tests.mechanisms.luck import Draws, draws_of, rate, waited
from tests.mechanisms.story import office, stage, story
from tests.mechanisms.telling import incident, old, rows

OFFICE = office({"lab": {"ann": {"ml": 1.0, "science": 1.0, "data": 1.0, "operations": 1.0}}}, {"a": "lab"})
A1, A2, OF_A = old(0, 1), old(0, 2), asset_address(0, OF_UNIT)
ONE, TWO = {"initial_models_per_unit": 1}, {"initial_models_per_unit": 2}
DRIFT = {"law": "gradual", "rate": 0.0625, "slo_margin": 0.5}
"""In breach 8 days after the data of the training, at loss 0.5."""
TEN = Distribution(family="uniform", low=0.0, high=10.0)
BUSY = (stage("train", "science", 99.0),)
"""A repair that takes longer than the story."""


def first_on(day: float, period: float, u: Draws) -> bool:
    """Return whether the phase of unit a puts its first review about here, within a tenth of a day."""
    return abs((1.0 - u(purposes.REVIEW_PHASE, OF_A)) * period - day) < 0.1


def test_a_review_looks_at_every_live_model_and_finds_what_nobody_noticed(play: Play) -> None:
    """Every 5 days, first at about 4; a quarter of a day for each of 2 models, both in breach from 8 on.

    The review at 4 finds nothing. That at 9 ends half a day later: a model loses half, so 2 predictions show
    it with 1 - 0.5^2 = 0.75: A1's draw is below, A2's is not, and at 14 it is. Nobody is found
    twice.
    """
    drifts = [incident(model, Cause.NATURAL_DRIFT) for model in (A1, A2)]

    def lucky(u: Draws) -> bool:
        finds = [u(purposes.REVIEW_FINDS, drift, n) < 0.75 for drift in drifts for n in (2, 3)]
        return first_on(4.0, 5.0, u) and finds == [True, True, False, True]

    plan = story(
        OFFICE, days=16.0, demand=TWO, drift=DRIFT, change=(stage("train", "ml", 99.0),),
        review={"held": True, "period_days": 5.0, "predictions": 2.0, "days_per_model": 0.25}, luck=lucky,
        response={"hold_up": 1.0, "hold_up_days": 99.0},
    )  # fmt: skip
    phase = draws_of(plan)(purposes.REVIEW_PHASE, OF_A)
    one, two, three = ((n - phase) * 5.0 for n in (1, 2, 3))
    ends = [start + 0.5 for start in (one, two, three)]
    assert play(plan, "INCIDENT_O", "INCIDENT_DE", "JOB") == rows(f"""
        {one}      JOB_QUEUED         a:review1#1        REVIEW.ml.2    0.5                    @lab
        {one}      JOB_STARTED        a:review1#1        REVIEW.ml.2    0.5                    ann@lab
        {ends[0]}  JOB_FINISHED       a:review1#1        REVIEW.ml.2    {ends[0] - one}  ann@lab
        8          INCIDENT_ONSET     A1:natural_drift1  NATURAL_DRIFT  0.5                    @lab
        8          INCIDENT_ONSET     A2:natural_drift1  NATURAL_DRIFT  0.5                    @lab
        {two}      JOB_QUEUED         a:review2#1        REVIEW.ml.2    0.5                    @lab
        {two}      JOB_STARTED        a:review2#1        REVIEW.ml.2    0.5                    ann@lab
        {ends[1]}  JOB_FINISHED       a:review2#1        REVIEW.ml.2    {ends[1] - two}  ann@lab
        {ends[1]}  INCIDENT_DETECTED  A1:natural_drift1  REVIEW         {ends[1] - 8}          @lab
        {three}    JOB_QUEUED         a:review3#1        REVIEW.ml.2    0.5                    @lab
        {three}    JOB_STARTED        a:review3#1        REVIEW.ml.2    0.5                    ann@lab
        {ends[2]}  JOB_FINISHED       a:review3#1        REVIEW.ml.2    {ends[2] - three}  ann@lab
        {ends[2]}  INCIDENT_DETECTED  A2:natural_drift1  REVIEW         {ends[2] - 8}          @lab
    """)


def test_a_review_that_is_late_swallows_those_that_are_due_meanwhile(play: Play) -> None:
    """Every day, first at about 0.5, which takes its draw of days; none that is due meanwhile is made up for.

    The first takes 2 to 3 days, so the next is the fourth; by then A1 has retired and nobody has work to do.
    """
    effort = child_address(OF_A, Child.REVIEW, 1)
    plan = story(
        OFFICE, days=6.0, demand=ONE | {"model_lifetime_years": 0.01},
        review={"held": True, "period_days": 1.0, "days_per_model": TEN},
        luck=lambda u: first_on(0.5, 1.0, u) and 0.2 < u(purposes.REVIEW_EFFORT, effort) < 0.28
        and 1.0 < waited(u, purposes.LIFETIME, A1) * 2.6 < 2.0,
    )  # fmt: skip
    u = draws_of(plan)
    day, days = 1.0 - u(purposes.REVIEW_PHASE, OF_A), 10.0 * u(purposes.REVIEW_EFFORT, effort)
    assert play(plan, "JOB") == rows(f"""
        {day}         JOB_QUEUED    a:review1#1  REVIEW.ml.2  {days}  @lab
        {day}         JOB_STARTED   a:review1#1  REVIEW.ml.2  {days}  ann@lab
        {day + days}  JOB_FINISHED  a:review1#1  REVIEW.ml.2  {days}  ann@lab
    """)


def test_the_next_review_is_the_first_that_is_not_past(play: Play) -> None:
    """Every day, first at about 0.5, for 1.75 days: until about 2.25. The second is passed over, the third
    is at about 2.5, until about 4.25, and the fifth at about 4.5.
    """
    plan = story(
        OFFICE, days=6.0, demand=ONE, luck=lambda u: first_on(0.5, 1.0, u),
        review={"held": True, "period_days": 1.0, "days_per_model": 1.75},
    )  # fmt: skip
    phase = draws_of(plan)(purposes.REVIEW_PHASE, OF_A)
    assert play(plan, "JOB_Q") == rows(f"""
        {1 - phase}  JOB_QUEUED  a:review1#1  REVIEW.ml.2  1.75  @lab
        {3 - phase}  JOB_QUEUED  a:review3#1  REVIEW.ml.2  1.75  @lab
        {5 - phase}  JOB_QUEUED  a:review5#1  REVIEW.ml.2  1.75  @lab
    """)


def test_of_a_model_that_is_always_wrong_any_prediction_shows_it(play: Play) -> None:
    """Data break at 8 and A1 loses all. A review at about 11 finds that by a single prediction, or by half
    of one, but not by none.
    """
    for predictions, finds in ((1.0, 1), (0.5, 1), (0.0, 0)):
        plan = story(
            OFFICE, days=14.0, demand=ONE, change=BUSY,
            breaks={"per_model_year": rate(8.0, purposes.BREAK_GAP, A1, 1), "loss": 1.0},
            review={"held": True, "period_days": 12.0, "predictions": predictions, "days_per_model": 0.0},
            luck=lambda u: first_on(11.0, 12.0, u),
        )  # fmt: skip
        day = (1.0 - draws_of(plan)(purposes.REVIEW_PHASE, OF_A)) * 12.0
        found = rows(f"{day} INCIDENT_DETECTED A1:data_break1 REVIEW {day - 8} @lab")
        assert play(plan, "INCIDENT_DE") == found[:finds]


def test_a_review_is_no_alarm_that_the_weary_could_miss(play: Play) -> None:
    """A false alarm every 3 days; from the second on they are heard with 0.01, and the draw of A1's drift,
    in breach at 8, is above that. A review at about 11, sure to see all, finds it all the same.
    """
    drift = incident(A1, Cause.NATURAL_DRIFT)
    plan = story(
        OFFICE, days=14.0, demand=ONE, drift=DRIFT, change=BUSY,
        monitoring={"coverage_low": 1.0, "coverage_high": 1.0, "metrics": 10_000, "check_days": 3.0,
                    "false_alarm": 0.5, "labels_per_check": 0, "attention_half_load": 1e-9,
                    "attention_floor": 0.01},
        review={"held": True, "period_days": 12.0, "predictions": 1e6, "days_per_model": 0.0},
        luck=lambda u: first_on(11.0, 12.0, u) and u(purposes.ATTENTION, drift, 1) > 0.01,
    )  # fmt: skip
    day = (1.0 - draws_of(plan)(purposes.REVIEW_PHASE, OF_A)) * 12.0
    assert play(plan, "ALARM", "INCIDENT_DE") == rows(
        f"{day} INCIDENT_DETECTED A1:natural_drift1 REVIEW {day - 8} @lab"
    )


def test_an_incident_that_somebody_noticed_is_not_found_again(play: Play) -> None:
    """Seen at a check on day 9 and held up; a review at about 11, sure to see all: nothing is new."""
    checks = {"coverage_low": 1.0, "coverage_high": 1.0, "metrics": 0, "check_days": 9.0, "input_power": 1.0,
              "covariate_share": 1.0}  # fmt: skip
    plan = story(
        OFFICE, days=20.0, demand=ONE, drift=DRIFT, change=BUSY, monitoring=checks,
        review={"held": True, "period_days": 12.0, "predictions": 1e6, "days_per_model": 0.0},
        response={"hold_up": 1.0, "hold_up_days": 99.0}, luck=lambda u: first_on(11.0, 12.0, u),
    )  # fmt: skip
    assert play(plan, "INCIDENT_DE", "INCIDENT_C") == rows(
        "9 INCIDENT_DETECTED A1:natural_drift1 INPUT_MONITOR 1 @lab"
    )


def test_users_of_a_busy_model_complain_sooner(play: Play) -> None:
    """Two models in breach at 8, loss 0.5. Traffic is lognormal, mean 1, cv 1: each model has its own draw.

    In proportion to the loss (power 1) r x traffic x 0.5 a day, to its square r x traffic x 0.25.
    """
    drifts = [incident(model, Cause.NATURAL_DRIFT) for model in (A1, A2)]
    for power, share in ((1.0, 0.5), (2.0, 0.25)):
        plan = story(
            OFFICE, days=100.0, demand=TWO, drift=DRIFT, change=BUSY,
            monitoring={"complaints_per_day": 0.1, "complaints_power": power, "traffic_cv": 1.0},
            luck=lambda u: 0.3 < u(purposes.TRAFFIC, A1) < 0.4 and u(purposes.TRAFFIC, A2) > 0.9
            and waited(u, purposes.COMPLAINT, drifts[0]) < 1.0,
        )  # fmt: skip
        u = draws_of(plan)
        found = {row[2][:2]: row[4] for row in play(plan, "INCIDENT_DE")}
        for name, model, drift in zip(("A1", "A2"), (A1, A2), drifts, strict=True):
            hazard = 0.1 * lognormal(u(purposes.TRAFFIC, model)) * share
            assert found[name] == pytest.approx(waited(u, purposes.COMPLAINT, drift) / hazard)


def lognormal(u: float) -> float:
    """Return the quantile of a lognormal with mean 1 and coefficient of variation 1."""
    sigma = math.sqrt(math.log(2.0))
    return math.exp(sigma * NormalDist().inv_cdf(u) - sigma * sigma / 2.0)


def test_of_some_drift_users_see_nothing(play: Play) -> None:
    """0.5 of it: A1's draw is below, A2's above. Hazard 4 r 0.5^2 a day for A2: it is known 4 days later."""
    complaint = rate(4.0, purposes.COMPLAINT, incident(A2, Cause.NATURAL_DRIFT), per_days=4.0)
    drifts = [incident(model, Cause.NATURAL_DRIFT) for model in (A1, A2)]
    plan = story(
        OFFICE, days=100.0, demand=TWO, drift=DRIFT, change=BUSY,
        monitoring={"complaints_per_day": complaint, "unseen_drift_share": 0.5},
        luck=lambda u: u(purposes.UNSEEN, drifts[0]) < 0.5 <= u(purposes.UNSEEN, drifts[1]),
    )  # fmt: skip
    assert play(plan, "INCIDENT_DE") == rows("12 INCIDENT_DETECTED A2:natural_drift1 USERS 4 @lab")


def test_broken_data_are_seen_even_if_drift_is_not(play: Play) -> None:
    """Nobody sees any drift. A breakage at 8 that costs a half is known 4 days later."""
    broken = incident(A1, Cause.DATA_BREAK)
    plan = story(
        OFFICE, days=20.0, demand=ONE, change=BUSY,
        breaks={"per_model_year": rate(8.0, purposes.BREAK_GAP, A1, 1), "loss": 0.5},
        monitoring={
            "complaints_per_day": rate(4.0, purposes.COMPLAINT, broken, per_days=4.0),
            "unseen_drift_share": 1.0,
        },
    )  # fmt: skip
    assert play(plan, "INCIDENT_DE") == rows("12 INCIDENT_DETECTED A1:data_break1 USERS 4 @lab")
