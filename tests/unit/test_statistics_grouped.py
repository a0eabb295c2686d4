"""Intervals of many groups at once equal those of one group at a time."""

from __future__ import annotations

import numpy as np
import pytest

from simorg.statistics.grouped import mean_intervals
from simorg.statistics.intervals import mean_interval


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
