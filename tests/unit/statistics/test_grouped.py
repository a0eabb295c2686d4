"""Intervals of many groups at once equal those of one group at a time."""

from __future__ import annotations

import numpy as np
import pytest

from simorg.statistics.grouped import mean_intervals
from simorg.statistics.intervals import mean_interval
from simorg.statistics.signs import median_interval, sign_test


def test_groups_equal_one_group_at_a_time() -> None:
    rng = np.random.default_rng(5)
    sizes = np.array([1, 2, 0, 3, 1000, 7, 1, 40_000, 2])
    values = rng.normal(1e6, 3.0, sizes.sum())
    values[rng.random(len(values)) < 0.2] = np.nan
    values[3:6] = np.nan  # a group without a value
    found = mean_intervals(values, sizes, 0.9)
    for k, group in enumerate(np.split(values, np.cumsum(sizes)[:-1])):
        alone = mean_interval(group, 0.9)
        np.testing.assert_equal((found.n[k], found.n_missing[k]), (alone.n, alone.n_missing))
        np.testing.assert_allclose(found.mean[k], alone.mean, rtol=1e-14)
        np.testing.assert_allclose(found.half_width[k], alone.half_width, rtol=1e-9)
    assert found.n.tolist()[2:4] == [0, 0]


def test_without_groups_there_is_nothing() -> None:
    assert len(mean_intervals(np.empty(0), np.empty(0, np.int64)).mean) == 0


@pytest.mark.parametrize(
    ("values", "sizes", "said"),
    [([1.0, np.inf], [2], "finite"), ([1.0, 2.0], [3], "add up to 3"), ([np.nan], [0], "add up to 0")],
)
def test_bad_input_is_refused(values: list[float], sizes: list[int], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        mean_intervals(np.array(values), np.array(sizes))


def test_a_sign_test_is_the_toss_of_a_coin() -> None:
    """Five of five: 2 x 0.5^5; fifteen of twenty: 2 x P(B >= 15), B binomial."""
    assert sign_test(5, 5) == sign_test(0, 5) == pytest.approx(0.0625)
    assert sign_test(15, 20) == pytest.approx(0.0414, abs=1e-4)
    assert sign_test(0, 0) == 1.0


def test_a_median_interval_holds_with_its_confidence() -> None:
    """n = 30: the 10th and 21st values hold the median with 95.7 %, the 9th and 22nd with 98.4 %."""
    values = [float(n) for n in range(1, 31)]
    assert median_interval(values) == (15.5, 10.0, 21.0)
    assert median_interval(values, 0.98) == (15.5, 9.0, 22.0)
