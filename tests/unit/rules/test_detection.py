"""Complaints and reviews, against their formulas at round numbers."""

import pytest

from simorg.rules.detection import complaint_hazard, next_review, review_day, review_power

pytestmark = pytest.mark.usefixtures("compile_on_demand")


def test_complaints_rise_with_traffic_and_a_power_of_the_loss():
    assert complaint_hazard(10.0, 1.0, 0.3, 2.0) == 10.0 * 0.3 * 0.3
    assert complaint_hazard(10.0, 3.0, 0.25, 1.0) == pytest.approx(7.5)
    assert complaint_hazard(10.0, 1.0, 0.25, 1.5) == pytest.approx(1.25)
    assert complaint_hazard(10.0, 5.0, 0.0, 1.0) == 0.0


def test_a_review_sees_a_loss_in_one_of_its_predictions():
    assert review_power(0.5, 2.0) == pytest.approx(0.75)
    assert review_power(0.1, 1.0) == pytest.approx(0.1)
    assert review_power(1.0, 1.0) == 1.0
    assert review_power(1.0, 0.0) == review_power(0.5, 0.0) == review_power(0.0, 20.0) == 0.0


def test_reviews_come_at_whole_periods_and_none_is_made_up_for():
    assert [review_day(n, 0.25, 4.0) for n in (1, 2, 3)] == [3.0, 7.0, 11.0]
    assert next_review(0, 0.0, 0.25, 4.0, 99) == 1
    assert next_review(1, 7.0, 0.25, 4.0, 99) == 2
    assert next_review(1, 7.5, 0.25, 4.0, 99) == 3
    assert next_review(1, 1e9, 0.25, 1e-300, 99) == 99
