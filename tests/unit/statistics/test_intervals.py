"""Intervals, paired comparisons and warm-up: edge cases, known answers, coverage."""

import math

import numpy as np
import pytest
from scipy import stats

from simorg.statistics.intervals import mean_interval
from simorg.statistics.pairing import paired_difference, replications_needed
from simorg.statistics.simultaneous import bonferroni_confidence, holm
from simorg.statistics.warmup import batch_means, marginal_standard_errors, mser5

NAN = math.nan

pytestmark = pytest.mark.filterwarnings("error")


def test_interval_equals_scipy():
    values = np.random.default_rng(0).normal(size=12)
    interval = mean_interval(values, 0.9)
    low, high = stats.t.interval(0.9, 11, values.mean(), stats.sem(values))
    assert (interval.low, interval.high) == pytest.approx((low, high))
    assert interval.mean == pytest.approx(values.mean())


@pytest.mark.parametrize(
    ("values", "mean", "n", "n_missing"),
    [([], NAN, 0, 0), ([NAN], NAN, 0, 1), ([3.0], 3.0, 1, 0), ([3.0, NAN, NAN], 3.0, 1, 2)],
)
def test_too_few_values_have_no_half_width(values, mean, n, n_missing):
    interval = mean_interval(values)
    assert interval.mean == pytest.approx(mean, nan_ok=True)
    assert math.isnan(interval.half_width)
    assert (interval.n, interval.n_missing) == (n, n_missing)


def test_missing_values_are_counted_and_do_not_move_the_mean():
    assert mean_interval([1.0, NAN, 3.0])[:1] == (2.0,)
    assert mean_interval([1.0, NAN, 3.0]).n_missing == 1
    assert mean_interval([2.0, 2.0, 2.0]).half_width == 0.0


@pytest.mark.parametrize(
    ("values", "confidence", "message"),
    [
        ([1.0, math.inf], 0.95, "value 1 is inf"),
        ([[1.0]], 0.95, "shape"),
        ([1.0], 1.0, "confidence=1"),
    ],
)
def test_bad_values_are_refused(values, confidence, message):
    with pytest.raises(ValueError, match=message):
        mean_interval(values, confidence)


def test_interval_covers_the_mean_as_often_as_it_says():
    """4,000 normal samples of 8 at 90 %; bounds are 4 standard errors: fails 1 seed in 15,000."""
    samples = np.random.default_rng(42).normal(5.0, 2.0, size=(4000, 8))
    intervals = [mean_interval(sample, 0.9) for sample in samples]
    covered = np.mean([interval.low <= 5.0 <= interval.high for interval in intervals])
    assert abs(covered - 0.9) < 4 * math.sqrt(0.09 / 4000)


def test_paired_difference_equals_scipy():
    source = np.random.default_rng(1)
    a, b = source.normal(size=(2, 20))
    paired = paired_difference(a, b)
    test = stats.ttest_rel(a, b)
    low, high = test.confidence_interval(0.95)
    assert paired.p_value == pytest.approx(test.pvalue)
    assert (paired.low, paired.high) == pytest.approx((low, high))


def test_pairing_saves_the_variance_that_is_shared():
    source = np.random.default_rng(2)
    shared, own = source.normal(size=500), source.normal(0.0, 0.1, size=(2, 500))
    together = paired_difference(shared + own[0], shared + own[1])
    apart = paired_difference(shared, -shared)
    assert together.variance_saved == pytest.approx(1 - 0.01 / 1.01, abs=0.005)
    assert apart.variance_saved == pytest.approx(-1.0)


def test_pairs_with_a_missing_side_are_left_out_and_counted():
    paired = paired_difference([1.0, NAN, 3.0, 4.0], [0.0, 1.0, NAN, 2.0])
    assert paired.difference == 1.5
    assert (paired.n_pairs, paired.n_missing) == (2, 2)


@pytest.mark.parametrize(("a", "b", "n"), [([], [], 0), ([NAN], [1.0], 0), ([2.0], [1.0], 1)])
def test_too_few_pairs_decide_nothing(a, b, n):
    paired = paired_difference(a, b)
    assert paired.n_pairs == n
    assert math.isnan(paired.half_width)
    assert math.isnan(paired.p_value)
    assert math.isnan(paired.variance_saved)


def test_identical_alternatives_do_not_differ():
    same = paired_difference([1.0, 2.0, 3.0], [1.0, 2.0, 3.0])
    assert (same.difference, same.half_width, same.p_value) == (0.0, 0.0, 1.0)
    assert same.variance_saved == 1.0
    shifted = paired_difference([2.0, 2.0], [1.0, 1.0])
    assert shifted.p_value == 0.0
    assert math.isnan(shifted.variance_saved)


def test_unpaired_or_infinite_values_are_refused():
    with pytest.raises(ValueError, match="shapes"):
        paired_difference([1.0, 2.0], [1.0])
    with pytest.raises(ValueError, match="inf"):
        paired_difference([1.0, NAN], [1.0, math.inf])


def test_replications_needed_is_the_smallest_number_that_suffices():
    values = np.random.default_rng(3).normal(10.0, 4.0, size=30)
    interval = mean_interval(values)
    needed = int(replications_needed(interval.mean, interval.half_width, 30, 0.05))
    deviation = values.std(ddof=1)

    def half_width(m: int) -> float:
        return stats.t.ppf(0.975, m - 1) * deviation / math.sqrt(m)

    assert half_width(needed) <= 0.05 * interval.mean < half_width(needed - 1)


def test_replications_needed_at_the_edges():
    assert math.isnan(replications_needed(1.0, NAN, 1, 0.1))
    assert math.isinf(replications_needed(0.0, 1.0, 10, 0.1))
    assert replications_needed(1.0, 0.0, 5, 0.1) == 2.0
    assert replications_needed(1.0, 1e-9, 5, 0.1) == 2.0
    with pytest.raises(ValueError, match="relative_precision=0"):
        replications_needed(1.0, 1.0, 5, 0.0)


def test_holm_adjusts_as_published():
    decision = holm([0.01, 0.04, 0.03, 0.005])
    np.testing.assert_allclose(decision.adjusted, [0.03, 0.06, 0.06, 0.02])
    assert decision.rejected.tolist() == [True, False, False, True]


def test_holm_keeps_missing_measures_in_the_family():
    decision = holm([0.02, NAN])
    assert decision.adjusted[0] == pytest.approx(0.04)
    assert math.isnan(decision.adjusted[1])
    assert decision.rejected.tolist() == [True, False]
    assert holm([]).rejected.tolist() == []
    with pytest.raises(ValueError, match="p_values"):
        holm([1.5])


def test_holm_rarely_rejects_a_true_hypothesis():
    """3,000 families of 6 true hypotheses at 5 %; the bound is 4 standard errors above."""
    p_values = np.random.default_rng(5).uniform(size=(3000, 6))
    wrong = np.mean([holm(p).rejected.any() for p in p_values])
    assert wrong < 0.05 + 4 * math.sqrt(0.05 * 0.95 / 3000)


def test_simultaneous_intervals_hold_together():
    """1,500 comparisons on 5 correlated measures, jointly at 90 %; 4 standard errors below."""
    source = np.random.default_rng(6)
    held = []
    for _ in range(1500):
        common = source.normal(size=(10, 1))
        a, b = source.normal(size=(2, 10, 5)) + common
        each = bonferroni_confidence(0.9, 5)
        found = [paired_difference(ours, theirs, each) for ours, theirs in zip(a.T, b.T, strict=True)]
        held.append(all(d.low <= 0.0 <= d.high for d in found))
    assert np.mean(held) > 0.9 - 4 * math.sqrt(0.09 / 1500)


def test_bonferroni_divides_the_error():
    assert bonferroni_confidence(0.95, 5) == pytest.approx(0.99)
    with pytest.raises(ValueError, match="intervals=0"):
        bonferroni_confidence(0.95, 0)


def test_mser_statistic_equals_its_definition():
    values = np.random.default_rng(7).normal(1e6, 1.0, size=23)
    expected = [np.var(values[d:]) / (23 - d) for d in range(23)]
    np.testing.assert_allclose(marginal_standard_errors(values), expected, rtol=1e-6, atol=1e-12)


def test_mser_cuts_a_decaying_start():
    noise = np.random.default_rng(8).normal(0.0, 0.2, size=1000)
    series = 5.0 * np.exp(-np.arange(1000) / 40.0) + noise
    cut = mser5(series)
    assert cut.reliable
    assert 80 <= cut.observations <= 300
    assert cut.observations % 5 == 0


def test_mser_distrusts_a_series_that_never_settles():
    assert not mser5(np.arange(500.0)).reliable
    assert mser5(np.full(500, 2.0)) == (0, 0.0, 100, True)


@pytest.mark.parametrize("length", [0, 1, 4, 50])
def test_mser_of_a_short_series_decides_nothing(length):
    cut = mser5(np.zeros(length))
    assert (cut.observations, cut.n_batches, cut.reliable) == (0, length // 5, False)
    assert math.isnan(cut.statistic)


def test_batches_leave_out_an_incomplete_rest_and_refuse_missing_values():
    assert batch_means([1.0, 3.0, 5.0, 7.0, 9.0], 2).tolist() == [2.0, 6.0]
    with pytest.raises(ValueError, match="1 of 3 observations missing"):
        mser5([1.0, NAN, 2.0])
    with pytest.raises(ValueError, match="size=0"):
        batch_means([1.0], 0)
