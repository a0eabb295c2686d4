"""Requests as a ticket system would report them, on traces whose numbers were worked out by hand."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from simorg.measures import compute
from simorg.trace.address import Child, child_address, request_address
from simorg.trace.events import Event
from tests.traces import Story, idea, tiny_settings

ABOUT = child_address(idea(1), Child.REQUEST, 1)


def asked(story: Story, n: int, arrived: float, *teams: int, resolved: float | None = None) -> Story:
    """Tell a request that goes from team to team, half a day after the other."""
    one = request_address(0, n)
    story.tell(arrived, Event.REQUEST_ARRIVED, one, team=teams[0])
    for move, (team, following) in enumerate(pairwise(teams), start=1):
        story.tell(arrived + 0.5 * move, Event.REQUEST_MOVED, one, team, move, team=following)
    if resolved is not None:
        story.tell(resolved, Event.REQUEST_RESOLVED, one, 0, resolved - arrived, team=teams[-1])
    return story


def test_without_requests_there_is_nothing_to_report() -> None:
    numbers = compute(Story().trace())
    counted = {"requests_per_year", "requests_open_mean"}
    for name in (name for name in numbers if "request" in name):
        assert numbers[name] == 0.0 if name in counted else math.isnan(numbers[name]), name


def test_times_and_shares_count_what_was_resolved_in_the_window() -> None:
    """From 10 to 110: 1 and 3 days by the first team, 4 after a move, 8 after three and back, 16 after three.

    One was resolved before, one is open as the run ends.
    """
    story = asked(Story(), 0, 5.0, 0, resolved=9.0)
    asked(story, 1, 20.0, 0, resolved=21.0)
    asked(story, 2, 20.0, 0, resolved=23.0)
    asked(story, 3, 30.0, 0, 1, resolved=34.0)
    asked(story, 4, 40.0, 0, 1, 0, 2, resolved=48.0)
    asked(story, 5, 50.0, 0, 1, 2, 0, resolved=66.0)
    asked(story, 6, 100.0, 0, 1)
    numbers = compute(story.trace(tiny_settings(110.0, 10.0)))
    assert numbers["requests_per_year"] == pytest.approx(5 / 100 * 260)
    assert numbers["request_lead_p50_days"] == 4.0
    assert numbers["request_lead_mean_days"] == pytest.approx(32 / 5)
    assert numbers["request_lead_p85_days"] == pytest.approx(8.0 + 0.4 * 8.0)
    medians = [numbers[f"request_lead_p50_days_at_{n}_handoffs"] for n in (0, 1, 3)]
    assert medians == [2.0, 4.0, 12.0] and math.isnan(numbers["request_lead_p50_days_at_2_handoffs"])
    shares = [numbers[f"request_handoffs_{n}_share"] for n in ("1", "2", "3plus")]
    assert [numbers["request_first_line_share"], *shares] == pytest.approx([0.4, 0.2, 0.0, 0.4])
    assert numbers["request_handoffs_mean"] == pytest.approx(7 / 5)
    assert numbers["request_ping_pong_share"] == pytest.approx(0.2)
    assert numbers["request_ping_pong_given_2_share"] == 0.5
    assert numbers["requests_open_mean"] == pytest.approx((32 + 10) / 100)
    assert 0.8 < numbers["log_request_lead_handoff_correlation"] < 0.9


def test_blocked_time_is_that_of_open_requests_in_the_window() -> None:
    """Open 5 to 25 and 90 to the end at 110, of which 10 to 25 and all lie in the window: 35 days.

    Blocked 8 to 14, 15 to 16, and 100 to the end: 4 + 1 + 10 days of them; of those resolved, all.
    """
    story = asked(Story(), 0, 5.0, 0, resolved=25.0)
    story.tell(90.0, Event.REQUEST_ARRIVED, ABOUT)
    for one, *times in ((request_address(0, 0), 8.0, 14.0, 15.0, 16.0), (ABOUT, 100.0)):
        for n, time in enumerate(times):
            story.tell(time, (Event.REQUEST_BLOCKED, Event.REQUEST_UNBLOCKED)[n % 2], one)
    numbers = compute(story.trace(tiny_settings(110.0, 10.0)))
    assert numbers["request_blocked_time_share"] == pytest.approx(15 / 35)
    assert numbers["request_blocked_share"] == 1.0
    assert numbers["requests_open_mean"] == pytest.approx(0.35)
