"""Rank correlation: by hand, whatever the scale, and silent where nothing can be ranked."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simorg.statistics.ranks import rank_correlation


def test_it_is_one_minus_six_squares_of_rank_differences() -> None:
    """Ranks 1 to 7 against 2 1 4 3 7 5 6: d = 1 1 1 1 2 1 1, so 1 - 6 x 10 / (7 x 48)."""
    found = rank_correlation([1, 2, 3, 4, 5, 6, 7], [2, 1, 4, 3, 7, 5, 6])
    assert found.coefficient == pytest.approx(1.0 - 60.0 / 336.0)
    assert found.n == 7
    t = found.coefficient * math.sqrt(5.0 / (1.0 - found.coefficient**2))
    assert 2.571 < t < 3.365, "quantiles of Student's t with 5 degrees of freedom, as tables have them"
    assert 0.02 < found.p_value < 0.05


@given(st.lists(st.floats(-5.0, 5.0), min_size=8, max_size=30, unique=True))
def test_any_scale_that_rises_gives_the_same(values: list[float]) -> None:
    other = np.sin(np.arange(len(values)) * 2.7)
    found, bent = rank_correlation(values, other), rank_correlation(np.arctan(values), 3.0 * other)
    turned = rank_correlation(values, -other)
    assert turned.coefficient == pytest.approx(-found.coefficient)
    if len({*np.arctan(values).tolist()}) == len(values):
        assert bent.coefficient == pytest.approx(found.coefficient)
    assert -1.0 <= found.coefficient <= 1.0


def test_pairs_that_are_not_complete_are_left_out_and_too_few_say_nothing() -> None:
    x, y = [1.0, 2, 3, 4, 5, 6, math.nan], [2.0, 4, 6, 8, 10, 12, 0]
    assert rank_correlation(x, y) == rank_correlation(x[:6], y[:6])
    assert rank_correlation(x, y).coefficient == pytest.approx(1.0)
    assert math.isnan(rank_correlation(x[1:], y[1:]).p_value)
    assert math.isnan(rank_correlation([1.0] * 9, range(9)).coefficient)
    assert rank_correlation([], []).n == 0
