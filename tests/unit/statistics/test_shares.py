"""Shapley shares and rankings over worlds: their axioms, edges, and coverage."""

import itertools
import math

import numpy as np
import pytest

from simorg.statistics.pairing import paired_difference
from simorg.statistics.ranking import rank_systems, regrets
from simorg.statistics.shapley import shapley_shares, shapley_weights, subsets

NAN = math.nan

pytestmark = pytest.mark.filterwarnings("error")


def game(source, axes, replications=4):
    return source.normal(size=(replications, 1 << axes))


def by_orders(row, axes):
    """Average what each axis changes when switched, over every order of switching."""
    shares = np.zeros(axes)
    orders = list(itertools.permutations(range(axes)))
    for order in orders:
        code = 0
        for axis in order:
            shares[axis] += row[code | 1 << axis] - row[code]
            code |= 1 << axis
    return shares / len(orders)


def test_columns_are_subsets_in_binary_order():
    assert subsets(2) == [(), (0,), (1,), (0, 1)]
    assert subsets(3)[5] == (0, 2)


@pytest.mark.parametrize("axes", [1, 2, 3, 5])
def test_shares_equal_the_average_over_all_orders(axes):
    values = game(np.random.default_rng(axes), axes)
    shares = shapley_shares(values).by_replication
    np.testing.assert_allclose(shares, [by_orders(row, axes) for row in values], atol=1e-12)


@pytest.mark.parametrize("axes", [1, 4, 6])
def test_shares_add_up_to_the_change_even_on_a_high_level(axes):
    values = game(np.random.default_rng(7), axes) + 1e9
    shares = shapley_shares(values)
    change = values[:, -1] - values[:, 0]
    np.testing.assert_allclose(shares.by_replication.sum(axis=1), change, atol=1e-6)
    assert shares.total.mean == pytest.approx(change.mean())
    assert sum(interval.mean for interval in shares.intervals) == pytest.approx(shares.total.mean, abs=1e-6)


def test_axes_that_play_the_same_part_share_alike():
    sizes = np.array([[len(subset) ** 2 for subset in subsets(4)]], dtype=float)
    np.testing.assert_allclose(shapley_shares(sizes).by_replication, [[4.0] * 4])


def test_an_axis_that_changes_nothing_gets_nothing():
    values = game(np.random.default_rng(8), 3)
    without_axis_1 = values[:, [code & ~2 for code in range(8)]]
    np.testing.assert_allclose(shapley_shares(without_axis_1).by_replication[:, 1], 0.0, atol=1e-15)


def test_shares_of_a_sum_are_the_sum_of_shares():
    source = np.random.default_rng(9)
    a, b = game(source, 4), game(source, 4)
    together = shapley_shares(2.0 * a - b).by_replication
    np.testing.assert_allclose(
        together, 2.0 * shapley_shares(a).by_replication - shapley_shares(b).by_replication, atol=1e-12
    )


def test_weights_of_two_axes():
    np.testing.assert_allclose(shapley_weights(2), [[-0.5, -0.5], [0.5, -0.5], [-0.5, 0.5], [0.5, 0.5]])


def test_missing_and_malformed_games():
    values = game(np.random.default_rng(10), 2, 5)
    values[3, 2] = NAN
    shares = shapley_shares(values)
    assert (shares.by_replication.shape, shares.n_missing, shares.total.n) == ((4, 2), 1, 4)
    for columns in (0, 1, 3, 6):
        with pytest.raises(ValueError, match=f"{columns} columns"):
            shapley_shares(np.ones((2, columns)))


def test_intervals_of_shares_hold_together():
    """1,000 experiments of 10 replications on 4 axes at 90 %, jointly; 4 standard errors below."""
    source = np.random.default_rng(11)
    truth = source.normal(size=16)
    expected = by_orders(truth, 4)
    held = []
    for _ in range(1000):
        values = truth + source.normal(size=(10, 1)) + source.normal(size=(10, 16))
        found = shapley_shares(values, 0.9).intervals
        held.append(all(i.low <= e <= i.high for i, e in zip(found, expected, strict=True)))
    assert np.mean(held) > 0.9 - 4 * math.sqrt(0.09 / 1000)


# --- rankings


def test_regret_is_the_distance_to_the_best_of_the_same_world():
    values = [[1.0, 4.0], [3.0, 2.0]]
    assert regrets(values, "higher").tolist() == [[3.0, 0.0], [0.0, 1.0]]
    assert regrets(values, "lower").tolist() == [[0.0, 3.0], [1.0, 0.0]]
    with pytest.raises(ValueError, match="direction='best'"):
        regrets(values, "best")


def test_standings_by_hand():
    values = np.array([[1.0, 4.0, 0.0]] * 30 + [[5.0, 2.0, 0.0]] * 10 + [[NAN, 9.0, 0.0]])
    first, second, third = rank_systems(values, "higher")
    assert (first.best.value, second.best.value, third.best.value) == (0.25, 0.75, 0.0)
    # Wilson for 10 of 40: (p + z^2 / 2n -+ z sqrt(p q / n + z^2 / 4n^2)) / (1 + z^2 / n)
    assert (first.best.low, first.best.high) == pytest.approx((0.1419, 0.4019), abs=1e-4)
    assert third.best.low == pytest.approx(0.0, abs=1e-15)
    assert third.best.high == pytest.approx(0.0876, abs=1e-4)
    assert (first.regret.value, first.worst_regret) == (2.25, 3.0)
    assert first.regret.low < 2.25 < first.regret.high
    assert (first.regret.n, first.regret.n_missing, first.best.n_missing) == (40, 1, 1)


def test_the_system_best_everywhere_has_no_regret_and_ties_are_both_best():
    standings = rank_systems([[1.0, 1.0, 2.0], [0.0, 0.0, 3.0]], "lower")
    assert [s.best.value for s in standings] == [1.0, 1.0, 0.0]
    assert standings[0].regret[:3] == (0.0, 0.0, 0.0)
    assert standings[2].worst_regret == 3.0


def test_no_worlds_rank_nothing():
    (only,) = rank_systems(np.empty((0, 1)), "lower")
    assert math.isnan(only.best.value)
    assert math.isnan(only.regret.value)
    assert math.isnan(only.worst_regret)
    with pytest.raises(ValueError, match="at least one system"):
        rank_systems(np.empty((3, 0)), "lower")


def standings_hold(worlds, experiments):
    """Return how often the intervals of the first of two systems hold: probability best, mean regret.

    Differences of the two are normal with mean 0.5 and deviation 1, so that the second is best with
    probability Phi(0.5) = 0.6915 and the first regrets 0.5 Phi(0.5) + phi(0.5) = 0.6978 on average.
    """
    source, held = np.random.default_rng(12), []
    for number in range(experiments):
        difference = source.normal(0.5, 1.0, worlds)
        first, _ = rank_systems(np.column_stack([np.zeros(worlds), difference]), "higher", 0.95, 499, number)
        held.append(
            (
                first.best.low <= 1.0 - 0.69146 <= first.best.high,
                first.regret.low <= 0.5 * 0.69146 + 0.35207 <= first.regret.high,
            )
        )
    return np.mean(held, axis=0)


def test_standings_hold_quickly():
    """100 experiments of 60 worlds at 95 %; 4 standard errors below 94 %."""
    assert np.all(standings_hold(60, 100) > 0.94 - 4 * math.sqrt(0.94 * 0.06 / 100))


@pytest.mark.slow
def test_standings_hold_as_often_as_stated():
    """1,000 experiments of 60 worlds at 95 %; Wilson and BCa are approximate: 4 errors below 94 %."""
    held = standings_hold(60, 1000)
    assert np.all(held > 0.94 - 4 * math.sqrt(0.94 * 0.06 / 1000)), held


def test_paired_intervals_hold():
    """1,000 skewed pairs of samples of 15 at 90 %, sharing most of their variance; 4 errors below."""
    source = np.random.default_rng(13)
    held = []
    for _ in range(1000):
        shared = source.exponential(5.0, 15)
        a, b = shared + source.normal(1.0, 1.0, 15), shared + source.normal(0.0, 1.0, 15)
        paired = paired_difference(a, b, 0.9)
        held.append(paired.low <= 1.0 <= paired.high)
    assert abs(np.mean(held) - 0.9) < 4 * math.sqrt(0.09 / 1000)
