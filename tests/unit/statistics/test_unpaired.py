"""Welch's interval against SciPy's, and where there is none."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from simorg.statistics.unpaired import unpaired_difference


@pytest.mark.parametrize("confidence", [0.95, 0.99])
def test_welch_as_scipy_has_it(confidence: float) -> None:
    rng = np.random.default_rng(3)
    a, b = rng.normal(5.0, 1.0, 12), rng.normal(4.0, 6.0, 31)
    found = unpaired_difference([*a, math.nan], b, confidence)
    known = stats.ttest_ind(a, b, equal_var=False)
    low, high = known.confidence_interval(confidence)
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))
    assert found.degrees == pytest.approx(known.df)
    assert (found.n_a, found.n_b, found.n_missing) == (12, 31, 1)


def test_too_few_values_have_no_interval_and_none_that_vary_a_sure_one() -> None:
    assert math.isnan(unpaired_difference([1.0], [2.0, 3.0]).half_width)
    assert unpaired_difference([1.0], [2.0, 3.0]).difference == -1.5
    assert math.isnan(unpaired_difference([], [2.0, 3.0]).difference)
    sure = unpaired_difference([1.0, 1.0], [3.0, 3.0])
    assert (sure.difference, sure.half_width) == (-2.0, 0.0)
