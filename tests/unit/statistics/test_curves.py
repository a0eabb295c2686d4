"""Bootstrap and boundaries: known answers, edges, coverage."""

import math

import numpy as np
import pytest
from scipy import stats

from simorg.statistics.bootstrap import bootstrap_interval, complete_rows, resample_counts
from simorg.statistics.boundary import zero_boundary
from simorg.statistics.intervals import t_quantile
from simorg.statistics.pairing import paired_difference

NAN = math.nan

pytestmark = pytest.mark.filterwarnings("error")


def share_held(hold, experiments):
    """Return how often `hold(source, number)` is true, over experiments from one seed."""
    source = np.random.default_rng(99)
    return np.mean([hold(source, number) for number in range(experiments)])


def at_least(stated, experiments):
    """Return the share that is 4 standard errors below the stated one."""
    return stated - 4 * math.sqrt(stated * (1 - stated) / experiments)


# --- bootstrap


def test_counts_are_a_function_of_the_seed_and_sum_to_the_replications():
    counts = resample_counts(7, 50, 3)
    assert counts.shape == (50, 7)
    assert set(counts.sum(axis=1)) == {7.0}
    np.testing.assert_array_equal(counts, resample_counts(7, 50, 3))
    assert (counts != resample_counts(7, 50, 4)).any()
    with pytest.raises(ValueError, match="resamples=0"):
        resample_counts(7, 0, 3)


def test_incomplete_rows_are_left_out_and_infinities_refused():
    rows, missing = complete_rows([[1.0, 2.0], [NAN, 3.0]], 2)
    assert (rows.tolist(), missing) == ([[1.0, 2.0]], 1)
    with pytest.raises(ValueError, match=r"value \(1, 0\) is -inf"):
        complete_rows([[1.0], [-math.inf]], 2)
    with pytest.raises(ValueError, match="2-dimensional"):
        complete_rows([1.0], 2)


def test_bootstrap_of_a_mean_is_near_the_t_interval():
    values = np.random.default_rng(1).normal(3.0, 1.0, 200)
    estimate = bootstrap_interval(values, np.mean)
    half_width = t_quantile(0.95, 199) * values.std(ddof=1) / math.sqrt(200)
    assert estimate.value == pytest.approx(values.mean())
    assert estimate.low == pytest.approx(values.mean() - half_width, abs=0.02)
    assert estimate.high == pytest.approx(values.mean() + half_width, abs=0.02)
    assert estimate == bootstrap_interval(values, np.mean)
    assert estimate != bootstrap_interval(values, np.mean, seed=1)


def test_bootstrap_resamples_columns_together():
    common = np.random.default_rng(2).integers(-1000, 1000, 40)
    pair = np.column_stack([common + 1.0, common, np.where(np.arange(40) == 5, NAN, 1.0)])

    def difference(a, b, _, axis):
        return np.median(a, axis=axis) - np.median(b, axis=axis)

    assert bootstrap_interval(pair, difference, resamples=200) == (1.0, 1.0, 1.0, 39, 1)


def test_bootstrap_of_counts_with_many_ties_still_has_an_interval():
    """Leaving out one value never moves this median, so that BCa is not defined."""
    estimate = bootstrap_interval(np.repeat([1.0, 2.0, 3.0], [9, 5, 9]), np.median)
    assert estimate[:3] == (2.0, 1.0, 3.0)


@pytest.mark.parametrize(
    ("values", "value", "end"), [([], NAN, NAN), ([NAN, 2.0], 2.0, NAN), ([2.0, 2.0], 2.0, 2.0)]
)
def test_bootstrap_of_almost_nothing(values, value, end):
    estimate = bootstrap_interval(values, np.mean)
    assert estimate[:3] == pytest.approx((value, end, end), nan_ok=True)
    with pytest.raises(ValueError, match="one- or two-dimensional"):
        bootstrap_interval(np.zeros((2, 2, 2)), np.mean)


@pytest.mark.slow
@pytest.mark.parametrize(("size", "stated"), [(10, 0.88), (50, 0.94)])
def test_bootstrap_intervals_hold_as_often_as_documented(size, stated):
    """1,000 samples of minus log gamma(0.7), skewed; 4 standard errors below what is documented."""
    truth = -float(np.mean(np.log(stats.gamma(0.7).ppf((np.arange(10**6) + 0.5) / 10**6))))

    def hold(source, number):
        estimate = bootstrap_interval(-np.log(source.gamma(0.7, size=size)), np.mean, seed=number)
        return estimate.low <= truth <= estimate.high

    share = share_held(hold, 1000)
    assert share > at_least(stated, 1000), share


# --- boundaries

Y = np.array([0.0, 1.0, 2.0, 4.0])


def surface(*columns):
    """Stack columns of mean differences over Y to one replication of a grid."""
    return np.array(columns, dtype=float)[None]


def test_boundary_is_where_the_interpolated_difference_is_zero():
    found = zero_boundary(surface([-1, 1, 2, 3], [3, 2, 1, -1], [-3, -2, 0, 1]), [10, 20, 30], Y)
    np.testing.assert_allclose(found.crossing, [0.5, 3.0, 2.0])
    assert found.crossings.tolist() == [1, 1, 1]
    assert np.isnan(found.low).all()  # one replication has no interval


def test_no_net_crossing_is_missing_and_noise_does_not_move_the_middle_one():
    found = zero_boundary(surface([1, 2, 3, 4], [1, -1, -1, 1], [-1, 1, -1, 1], [0, 0, 0, 0]), range(4), Y)
    assert np.isnan(found.crossing).tolist() == [True, True, False, True]
    assert found.crossing[2] == pytest.approx(1.5)
    assert found.crossings.tolist() == [0, 2, 3, 0]


def test_interval_of_a_boundary_runs_out_of_the_range_as_infinite():
    source = np.random.default_rng(8)
    means = np.array([[-8.0, -5.0, -3.0, 0.2], [-0.2, 5.0, 9.0, 20.0], [-5.0, -2.0, 2.0, 9.0]])
    found = zero_boundary(means + source.normal(size=(30, 1, 1)), [1, 2, 3], Y)
    assert found.high.tolist()[0] == math.inf
    assert found.low.tolist()[1] == -math.inf
    assert math.isfinite(found.low[0])
    assert math.isfinite(found.high[1])
    assert np.all(found.found[:2] < 1.0)
    assert found.found[2] == 1.0
    assert 1.0 < found.low[2] < found.crossing[2] < found.high[2] < 2.0


def test_interval_of_a_straight_boundary_is_that_of_the_shift():
    """Differences y - 2 + noise of its own in each replication: the zero is 2 minus the mean noise."""
    noise = np.random.default_rng(9).normal(0.0, 0.5, 100)
    found = zero_boundary((Y - 2.0)[None, None, :] + noise[:, None, None], [1.0], Y)
    shift = paired_difference(noise, np.zeros(100))
    assert found.crossing[0] == pytest.approx(2.0 - shift.difference)
    assert found.low[0] == pytest.approx(2.0 - shift.high, abs=0.02)
    assert found.high[0] == pytest.approx(2.0 - shift.low, abs=0.02)


def test_missing_differences_are_left_out_at_their_x_only():
    values = np.random.default_rng(10).normal(size=(20, 2, 4)) + (Y - 2.0)
    holed = np.concatenate([values, np.full((1, 2, 4), 50.0)])
    holed[20, 0, 1] = NAN
    found, clean = zero_boundary(holed, [1, 2], Y), zero_boundary(values, [1, 2], Y)
    assert found.n.tolist() == [20, 21]
    assert (found.crossing[0], found.low[0]) == (clean.crossing[0], clean.low[0])
    nothing = zero_boundary(np.full((3, 1, 4), NAN), [1], Y)
    assert np.isnan(nothing.crossing[0])
    assert nothing.n[0] == 0


@pytest.mark.parametrize(
    ("x", "y", "message"),
    [([1.0], Y, "nx, ny"), ([1, 2], Y[:3], "nx, ny"), ([1, 2], Y[::-1], "increasing")],
)
def test_bad_grids_are_refused(x, y, message):
    with pytest.raises(ValueError, match=message):
        zero_boundary(np.zeros((5, 2, 4)), x, y)


def boundary_holds(size, skewed):
    def hold(source, number):
        draw = source.exponential(size=(size, 1, 5)) - 1.0 if skewed else source.normal(size=(size, 1, 5))
        shared = source.normal(size=(size, 1, 1))
        y = np.arange(5.0)
        found = zero_boundary(0.7 * (y - 1.8) + draw + shared, [0.0], y, resamples=999, seed=number)
        return found.low[0] <= 1.8 <= found.high[0]

    return hold


def test_boundaries_hold_quickly():
    """100 experiments of 30 replications at 95 %; 4 standard errors below."""
    assert share_held(boundary_holds(30, False), 100) > at_least(0.95, 100)


@pytest.mark.slow
@pytest.mark.parametrize(("size", "skewed"), [(10, False), (30, False), (100, False), (30, True)])
def test_boundaries_hold_as_often_as_stated(size, skewed):
    """1,000 experiments at 95 %; 4 standard errors below."""
    share = share_held(boundary_holds(size, skewed), 1000)
    assert share > at_least(0.95, 1000), share
