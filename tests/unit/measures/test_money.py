"""Value, gross and net of what incidents take, on traces whose numbers were worked out by hand."""

from __future__ import annotations

import pytest

from simorg.config.settings import DAYS_PER_QUARTER
from simorg.measures import compute
from simorg.trace.codes import Cause
from simorg.trace.events import Event
from tests.traces import Story, idea, incident, tiny_settings

A, B = idea(1), idea(2)


def values(story: Story, horizon: float = 100.0, warm_up: float = 0.0) -> tuple[float, float]:
    """Return gross and net value in the window, in EUR."""
    numbers = compute(story.trace(tiny_settings(horizon, warm_up)))
    quarters = (horizon - warm_up) / DAYS_PER_QUARTER
    return numbers["value_eur_per_quarter"] * quarters, numbers["value_net_eur_per_quarter"] * quarters


def two_models() -> Story:
    """Tell of a model worth 100 that lives throughout, and one worth 50 from day 20 to day 60."""
    story = Story().tell(0.0, Event.MODEL_LIVE, A, 1, 100.0)
    return story.tell(20.0, Event.MODEL_LIVE, B, 0, 50.0).tell(60.0, Event.MODEL_RETIRED, B, 0, 40.0)


def test_no_model_has_no_value() -> None:
    assert values(Story()) == (0.0, 0.0)


def test_without_incidents_net_is_gross() -> None:
    gross, net = values(two_models())
    assert gross == pytest.approx(100 * 100 + 40 * 50)
    assert net == gross


def test_a_loss_counts_until_the_service_is_restored_noticed_or_not() -> None:
    story = two_models()
    story.harm(incident(A, 1), Cause.DATA_BREAK, 10.0, 18.0, 20.0, 30.0, loss=0.25)  # 10 days, then repair
    story.harm(incident(B, 1), Cause.DEFECT, 50.0, closed=60.0, loss=0.5)  # silent until it retires: 10 days
    story.harm(incident(A, 2), Cause.NATURAL_DRIFT, 95.0, loss=0.1)  # open as the run ends: 5 days
    gross, net = values(story)
    assert gross - net == pytest.approx(100 * (10 * 0.25 + 5 * 0.1) + 50 * 10 * 0.5)


def test_of_incidents_that_overlap_each_takes_its_share_of_what_the_others_leave() -> None:
    story = two_models()
    story.harm(incident(A, 1), Cause.NATURAL_DRIFT, 10.0, 12.0, 40.0, loss=0.2)
    story.harm(incident(A, 2), Cause.DATA_BREAK, 20.0, 21.0, 30.0, loss=0.5)  # lies within the first
    story.harm(incident(A, 3), Cause.DEFECT, 35.0, 36.0, 50.0, loss=0.4)  # goes on after it
    story.harm(incident(B, 1), Cause.FAULT, 25.0, 25.5, 26.0, loss=1.0)  # another model loses on its own
    gross, net = values(story)
    # 10-20: .2; 20-30: 1 - .8 x .5; 30-35: .2; 35-40: 1 - .8 x .6; 40-50: .4
    lost = 10 * 0.2 + 10 * 0.6 + 5 * 0.2 + 5 * 0.52 + 10 * 0.4
    assert gross - net == pytest.approx(100 * lost + 50 * 1.0)


def test_a_chain_forgets_what_is_over_and_keeps_what_lasts() -> None:
    story = two_models()
    story.harm(incident(A, 1), Cause.NATURAL_DRIFT, 0.0, 1.0, 90.0, loss=0.5)
    for n in range(2, 8):  # six outages of a day, one after the other, within the first
        story.harm(incident(A, n), Cause.FAULT, 10.0 * n, 10.0 * n, 10.0 * n + 1.0, loss=1.0)
    story.harm(incident(A, 9), Cause.FAULT, 85.0, 85.0, 85.0, loss=1.0)  # over at once
    gross, net = values(story)
    assert gross - net == pytest.approx(100 * (84 * 0.5 + 6 * 1.0))


def test_losses_are_clipped_to_the_window() -> None:
    story = two_models().harm(incident(A, 1), Cause.DATA_BREAK, 5.0, 8.0, 15.0, loss=0.5)
    story.harm(incident(A, 2), Cause.FAULT, 2.0, 3.0, 4.0, loss=1.0)
    gross, net = values(story, 100.0, 10.0)
    assert gross == pytest.approx(90 * 100 + 40 * 50)
    assert gross - net == pytest.approx(100 * 5 * 0.5)


def test_two_incidents_of_one_instant_both_take_their_share() -> None:
    story = two_models()
    for n, loss in ((1, 0.5), (2, 0.2)):
        story.harm(incident(A, n), Cause.DEFECT, 10.0, 11.0, 20.0, loss=loss)
    gross, net = values(story)
    assert gross - net == pytest.approx(100 * 10 * (1.0 - 0.5 * 0.8))
