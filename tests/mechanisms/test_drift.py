"""Natural drift: after each training a law gives the day of the breach, counted from its data.

The n-th clock of a model draws at n. Nobody watches here; a breach is an onset at loss `slo_margin`.
"""

from __future__ import annotations

import math
from statistics import NormalDist

import pytest
from scipy.stats import invgauss

from simorg.rules import purposes
from tests.mechanisms.conftest import Play
from tests.mechanisms.luck import Draws, draws_of, waited
from tests.mechanisms.story import office, story
from tests.mechanisms.telling import old, rows

OFFICE = office({"lab": {"ann": {"ml": 1.0, "science": 1.0}}}, {"a": "lab"})
A1 = old(0)
EIGHT_DAYS = {"law": "gradual", "rate": 0.0625, "slo_margin": 0.5}
ONE = {"initial_models_per_unit": 1}
BY_MACHINE = {"automated_low": 1.0, "automated_high": 1.0, "policy": "scheduled"}


def test_steady_drift_breaches_the_margin_after_margin_over_rate(play: Play) -> None:
    """0.5 / 0.0625 = 8 days, of which the labels, 2 days old, have used up 2: day 6."""
    plan = story(OFFICE, days=20.0, demand=ONE, drift=EIGHT_DAYS, monitoring={"label_delay_days": 2.0})
    assert play(plan, "INCIDENT") == rows("6 INCIDENT_ONSET A1:natural_drift1 NATURAL_DRIFT 0.5 @lab")


def test_a_model_whose_labels_are_too_old_goes_live_in_breach(play: Play) -> None:
    """Labels 10 days old, a breach after 8: on day 0."""
    plan = story(OFFICE, days=20.0, demand=ONE, drift=EIGHT_DAYS, monitoring={"label_delay_days": 10.0})
    assert play(plan, "INCIDENT") == rows("0 INCIDENT_ONSET A1:natural_drift1 NATURAL_DRIFT 0.5 @lab")


def test_retraining_starts_the_clock_anew_and_ends_the_breach(play: Play) -> None:
    """Retrained every 9 days from labels 2 days old: in breach at 6, mended at 9; at 15, mended at 18."""
    plan = story(
        OFFICE, days=20.0, demand=ONE, drift=EIGHT_DAYS, monitoring={"label_delay_days": 2.0},
        retraining=BY_MACHINE | {"period_days": 9.0},
    )  # fmt: skip
    assert play(plan, "INCIDENT", "MODEL_R") == rows("""
        6   INCIDENT_ONSET      A1:natural_drift1  NATURAL_DRIFT      0.5  @lab
        9   MODEL_REFRESHED     A1                 RETRAIN_AUTOMATED  9    -
        9   INCIDENT_MITIGATED  A1:natural_drift1  REPAIR             3    @lab
        9   INCIDENT_CLOSED     A1:natural_drift1  NATURAL_DRIFT      3    -
        15  INCIDENT_ONSET      A1:natural_drift2  NATURAL_DRIFT      0.5  @lab
        18  MODEL_REFRESHED     A1                 RETRAIN_AUTOMATED  9    -
        18  INCIDENT_MITIGATED  A1:natural_drift2  REPAIR             3    @lab
        18  INCIDENT_CLOSED     A1:natural_drift2  NATURAL_DRIFT      3    -
    """)


def test_retraining_in_time_leaves_no_breach(play: Play) -> None:
    """Every 5 days: the clocks that would run out at 6, 11 and 16 are void."""
    plan = story(
        OFFICE, days=20.0, demand=ONE, drift=EIGHT_DAYS, monitoring={"label_delay_days": 2.0},
        retraining=BY_MACHINE | {"period_days": 5.0},
    )  # fmt: skip
    assert play(plan, "INCIDENT", "MODEL_R") == rows("""
        5   MODEL_REFRESHED  A1  RETRAIN_AUTOMATED  5  -
        10  MODEL_REFRESHED  A1  RETRAIN_AUTOMATED  5  -
        15  MODEL_REFRESHED  A1  RETRAIN_AUTOMATED  5  -
    """)


def test_models_drift_at_rates_of_their_own(play: Play) -> None:
    """A lognormal factor of mean 1 and cv 0.5: exp(s z - s^2 / 2) where s^2 = log(1.25), z its draw."""
    two = {"initial_models_per_unit": 2}
    plan = story(OFFICE, days=60.0, demand=two, drift=EIGHT_DAYS | {"rate_cv": 0.5})
    s = math.sqrt(math.log(1.25))
    z = [NormalDist().inv_cdf(draws_of(plan)(purposes.DRIFT_RATE, old(0, n))) for n in (1, 2)]
    breaches = {row[2]: row[0] for row in play(plan, "INCIDENT_ONSET")}
    assert breaches == pytest.approx(
        {f"A{n + 1}:natural_drift1": 8.0 / math.exp(s * z[n] - s * s / 2) for n in (0, 1)}, rel=1e-12
    )


def test_a_wandering_quality_breaches_when_it_first_passes_the_margin(play: Play) -> None:
    """Inverse Gaussian of mean margin / rate = 8 and shape margin^2 / volatility^2 = 0.25 / 0.01 = 25 days.

    The days are the quantiles of the draws of clock 1 and, after the retraining on day 30, of clock 2.
    """
    plan = story(
        OFFICE, days=60.0, demand=ONE, drift=EIGHT_DAYS | {"volatility": 0.1},
        retraining=BY_MACHINE | {"period_days": 30.0},
    )  # fmt: skip
    days = [row[0] for row in play(plan, "INCIDENT_ONSET")]
    drawn = [draws_of(plan)(purposes.BREACH, A1, clock) for clock in (1, 2)]
    assert invgauss.cdf([days[0], days[1] - 30.0], 8.0 / 25.0, scale=25.0) == pytest.approx(drawn, rel=1e-9)


def test_accelerating_drift_reads_the_steady_one_on_a_clock_that_runs_ahead(play: Play) -> None:
    """Steady drift takes s = 8 days; with s = t^2 / (2 x 9), t = sqrt(2 x 9 x 8) = 12."""
    drift = EIGHT_DAYS | {"law": "accelerating", "time_scale_days": 9.0}
    plan = story(OFFICE, days=20.0, demand=ONE, drift=drift)
    assert play(plan, "INCIDENT") == rows("12 INCIDENT_ONSET A1:natural_drift1 NATURAL_DRIFT 0.5 @lab")


def test_a_step_comes_at_random_and_rises_to_the_margin(play: Play) -> None:
    """The step comes after 8 days on average. Then 1 - exp(-t / 10) = 0.5 / 0.75: t = -10 log(1 - 2 / 3)."""
    drift = EIGHT_DAYS | {"law": "step_saturate", "saturation": 0.75, "time_scale_days": 10.0}
    plan = story(OFFICE, days=90.0, demand=ONE, drift=drift)
    day = waited(draws_of(plan), purposes.BREACH, A1, 1) * 0.5 / 0.0625 - 10.0 * math.log(1.0 - 0.5 / 0.75)
    assert play(plan, "INCIDENT") == rows(f"{day} INCIDENT_ONSET A1:natural_drift1 NATURAL_DRIFT 0.5 @lab")
    never = story(OFFICE, days=90.0, demand=ONE, drift=drift | {"saturation": 0.5})
    assert play(never, "INCIDENT") == []


def test_a_season_comes_and_goes(play: Play) -> None:
    """Loss A sin^2(pi t / 20), A twice the mean amplitude 0.6 times the draw of the clock.

    It passes 0.5 after 20 / pi asin(sqrt(0.5 / A)) days, and again as long before the end of the season, when
    the incident ends by itself. The next season begins there, with the draw of the next clock. The A of the
    third is below 0.5, so no loss passes that any more.
    """

    def rise(u: Draws, clock: int) -> float:
        return 20.0 / math.pi * math.asin(math.sqrt(0.5 / (2.0 * u(purposes.BREACH, A1, clock) * 0.6)))

    drift = EIGHT_DAYS | {"law": "seasonal", "season_days": 20.0, "season_amplitude": 0.6}
    plan = story(
        OFFICE, days=90.0, demand=ONE, drift=drift,
        luck=lambda u: min(u(purposes.BREACH, A1, n) for n in (1, 2)) > 0.45
        and u(purposes.BREACH, A1, 3) < 0.35,
    )  # fmt: skip
    first, second = (rise(draws_of(plan), clock) for clock in (1, 2))
    lasts = [20.0 - 2.0 * first, 20.0 - 2.0 * second]
    ends = first + lasts[0]
    again = ends + second
    over = again + lasts[1]
    assert play(plan, "INCIDENT") == rows(f"""
        {first}  INCIDENT_ONSET      A1:natural_drift1  NATURAL_DRIFT  0.5             @lab
        {ends}   INCIDENT_RECOVERED  A1:natural_drift1  NATURAL_DRIFT  {ends - first}  -
        {ends}   INCIDENT_MITIGATED  A1:natural_drift1  RECOVERY       {ends - first}  @lab
        {ends}   INCIDENT_CLOSED     A1:natural_drift1  NATURAL_DRIFT  {ends - first}  -
        {again}  INCIDENT_ONSET      A1:natural_drift2  NATURAL_DRIFT  0.5             @lab
        {over}   INCIDENT_RECOVERED  A1:natural_drift2  NATURAL_DRIFT  {over - again}  -
        {over}   INCIDENT_MITIGATED  A1:natural_drift2  RECOVERY       {over - again}  @lab
        {over}   INCIDENT_CLOSED     A1:natural_drift2  NATURAL_DRIFT  {over - again}  -
    """)


def test_without_a_law_or_without_a_rate_nothing_drifts(play: Play) -> None:
    for law in ("none", "gradual", "accelerating", "step_saturate", "seasonal"):
        drift = {"law": law, "rate": 0.5 if law == "none" else 0.0, "slo_margin": 0.01, "saturation": 1.0}
        assert play(story(OFFICE, days=90.0, demand=ONE, drift=drift), "INCIDENT") == []
