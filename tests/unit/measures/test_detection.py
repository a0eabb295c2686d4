"""Detection on traces whose numbers were worked out by hand, and the median against SciPy's estimator."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from simorg.measures import compute
from simorg.measures.survival import survival_medians
from simorg.trace.codes import Cause
from simorg.trace.events import Event
from tests.traces import Story, idea, incident, tiny_settings

A, B = idea(1), idea(2)


def one_model() -> Story:
    return Story().tell(0.0, Event.MODEL_LIVE, A, 1, 100.0)


def median(*times: float, unseen: tuple[float, ...] = ()) -> float:
    """Return the median of times of which some are only known to be longer."""
    days, seen = [*times, *unseen], [True] * len(times) + [False] * len(unseen)
    return survival_medians(
        np.array(days), np.array(seen, dtype=np.bool_), np.zeros(len(days), dtype=np.int64), 1
    )[-1]


def test_without_incidents_there_is_no_time_and_no_share() -> None:
    numbers = compute(one_model().trace())
    names = ("time_to_detect_p50_days", "time_to_detect_p50_days_fault", "never_detected_share")
    assert all(math.isnan(numbers[name]) for name in names)


def test_what_ends_unnoticed_counts_for_as_long_as_it_was_silent() -> None:
    story = one_model()
    story.harm(incident(A, 1), Cause.DEFECT, 10.0, 11.0, 20.0)  # noticed after 1
    story.harm(incident(A, 2), Cause.DEFECT, 30.0, None, 32.0)  # ends unnoticed after 2
    story.harm(incident(A, 3), Cause.DEFECT, 40.0, 43.0, 50.0)  # noticed after 3
    story.harm(incident(A, 4), Cause.DEFECT, 95.0)  # still silent after 5, when the run ends
    story.harm(incident(A, 5), Cause.DEFECT, 60.0, 64.0, 70.0)  # noticed after 4
    numbers = compute(story.trace())
    # Of 5 at risk 1 is noticed: 4/5. Of 3 left 1: 8/15. Of 2 left 1: 4/15, below a half on day 4.
    assert numbers["time_to_detect_p50_days"] == 4.0
    assert numbers["time_to_detect_p50_days_defect"] == 4.0
    assert math.isnan(numbers["time_to_detect_p50_days_fault"])
    assert numbers["never_detected_share"] == 0.25  # the open one may be noticed yet
    assert numbers["never_detected_share_defect"] == 0.25


def test_each_cause_has_its_own_curve() -> None:
    story = one_model()
    story.harm(incident(A, 1), Cause.FAULT, 10.0, 12.0, 13.0)
    story.harm(incident(A, 2), Cause.NATURAL_DRIFT, 20.0, None, 26.0)
    story.harm(incident(A, 3), Cause.NATURAL_DRIFT, 30.0, 38.0, 40.0)
    numbers = compute(story.trace())
    assert numbers["time_to_detect_p50_days_fault"] == 2.0
    assert numbers["time_to_detect_p50_days_natural_drift"] == 8.0  # alone at risk after day 6
    # Of 3 at risk 1 is noticed on day 2: 2/3; one leaves; on day 8 the last: 0.
    assert numbers["time_to_detect_p50_days"] == 8.0
    assert numbers["never_detected_share_natural_drift"] == 0.5
    assert numbers["never_detected_share_fault"] == 0.0


def test_a_curve_that_stays_above_a_half_has_no_median() -> None:
    story = one_model()
    story.harm(incident(A, 1), Cause.NATURAL_DRIFT, 10.0, 11.0, 12.0)
    for n in (2, 3):
        story.harm(incident(A, n), Cause.NATURAL_DRIFT, 20.0 * n, None, 20.0 * n + 15.0)
    numbers = compute(story.trace())
    assert math.isnan(numbers["time_to_detect_p50_days_natural_drift"])
    assert numbers["never_detected_share_natural_drift"] == pytest.approx(2 / 3)


def test_incidents_count_by_onset_in_the_window_and_end_with_their_model() -> None:
    story = one_model().tell(0.0, Event.MODEL_LIVE, B, 1, 1.0).tell(60.0, Event.MODEL_RETIRED, B)
    story.harm(incident(A, 1), Cause.FAULT, 5.0, 30.0, 31.0)  # begins before the window
    story.harm(incident(A, 2), Cause.FAULT, 20.0, 21.0, 22.0)  # on its first instant
    story.harm(incident(B, 1), Cause.FAULT, 50.0, closed=60.0)  # silent until its model retires
    numbers = compute(story.trace(tiny_settings(100.0, 20.0)))
    assert numbers["time_to_detect_p50_days"] == 1.0  # 1/2 from day 1 on, and never below
    assert numbers["never_detected_share"] == 0.5


def test_without_censoring_the_median_is_the_usual_one() -> None:
    assert median(3.0, 1.0, 7.0) == 3.0
    assert median(3.0, 1.0, 7.0, 4.0) == 3.5
    assert median(*range(10)) == 4.5
    assert median(2.0, 1.0, 2.0, 3.0) == 2.0
    assert math.isnan(median())


def test_at_equal_times_what_happened_comes_first() -> None:
    assert median(2.0, unseen=(2.0,)) == 2.0  # 1 of 2 at risk; after it the curve stays at a half
    assert math.isnan(median(2.0, unseen=(2.0, 2.0)))
    assert math.isnan(median(unseen=(1.0, 2.0)))


@pytest.mark.parametrize("seed", range(5))
def test_the_curve_is_that_of_scipy(seed: int) -> None:
    generator = np.random.default_rng(seed)
    happens, watched = generator.exponential(3.0, 200).round(1), generator.exponential(4.0, 200).round(1)
    seen, group = happens <= watched, generator.integers(0, 3, 200)
    days = np.minimum(happens, watched)
    medians = survival_medians(days, seen, group, 3)
    for one, chosen in enumerate([*(group == n for n in range(3)), group >= 0]):
        data = stats.CensoredData(uncensored=days[chosen & seen], right=days[chosen & ~seen])
        curve = stats.ecdf(data).sf
        below = curve.quantiles[curve.probabilities < 0.5 - 1e-9]
        at = curve.quantiles[np.abs(curve.probabilities - 0.5) <= 1e-9]
        assert medians[one] == (at[0] + below[0]) / 2.0 if len(at) else below[0]
