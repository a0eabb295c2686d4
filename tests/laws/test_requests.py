"""Laws of requests: in whatever organisation, where each is and since when; shares follow from chances."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings

from simorg import load
from simorg.engines.run import simulate
from simorg.measures import compute
from simorg.plan import Plan
from simorg.trace.address import item_of, job_kind
from simorg.trace.codes import JobKind
from simorg.trace.events import Event
from tests.organisations import plans

EXAMPLES = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
ARRIVED, RESOLVED = Event.REQUEST_ARRIVED, Event.REQUEST_RESOLVED


@EXAMPLES
@given(plans())
def test_a_request_is_in_one_team_and_waits_for_one_thing_at_a_time(plan: Plan) -> None:
    """It arrives once; who passes it on has it; its jobs are of the team that has it, one after the other."""
    assume(plan.settings.requests.asked)
    team: dict[int, int] = {}
    busy: dict[int, str] = defaultdict(str)
    arrived: dict[int, float] = {}
    for row in simulate(plan.settings, plan=plan).rows[:-1]:
        event, subject, time = Event(row["event"]), int(row["subject"]), float(row["time"])
        request = int(item_of(subject))
        if event == ARRIVED:
            assert subject not in arrived
            arrived[subject], team[subject] = time, row["team"]
        elif event.name.startswith("REQUEST"):
            ends = {Event.REQUEST_UNBLOCKED: "blocked"}.get(event, "")
            assert busy[subject] == ends and arrived[subject] <= time
            assert team[subject] == (row["code"] if event == Event.REQUEST_MOVED else row["team"])
            busy[subject] = "blocked" if event == Event.REQUEST_BLOCKED else ""
            team[subject] = row["team"]
            if event == RESOLVED:
                assert row["value"] == time - arrived.pop(subject)
        elif event == Event.JOB_QUEUED and job_kind(row["code"]) == JobKind.REQUEST:
            assert not busy[request] and row["team"] == team[request] and request in arrived
            busy[request] = "in a queue or in hand"
        elif event == Event.JOB_FINISHED and job_kind(row["code"]) == JobKind.REQUEST:
            busy[request] = ""
    assert all(busy[request] for request in arrived), "an open request waits for nothing"


@EXAMPLES
@given(plans())
def test_littles_law_holds_of_requests(plan: Plan) -> None:
    """The time of all that were open, and the number of them at each time, add up to the same."""
    assume(plan.settings.requests.asked)
    trace = simulate(plan.settings, plan=plan)
    told = trace.rows[np.isin(trace.rows["event"], [ARRIVED, RESOLVED])]
    change = np.where(told["event"] == ARRIVED, 1, -1)
    until = np.append(told["time"][1:], plan.settings.horizon_days)
    days = float(np.sum(np.cumsum(change) * (until - told["time"])))
    assert compute(trace)["requests_open_mean"] * plan.settings.horizon_days == pytest.approx(days, rel=1e-9)


def test_shares_of_requests_are_those_of_the_logs_that_their_chances_come_from() -> None:
    """First team .6, passed on once .4 x .59, blocked ever .184, back again given two moves .562."""
    many = [
        "mechanisms=none", "demand=none", "drift=none", "horizon_days=1040", "warm_up_days=0",
        "requests.per_unit_quarter=400", "requests.effort_days={family: constant, mean: 0}",
    ]  # fmt: skip
    numbers = [compute(simulate(load(many), n)) for n in range(4)]
    total = sum(found["requests_per_year"] for found in numbers) * 4.0
    for name, share, of in (
        ("request_first_line_share", 0.6, 1.0), ("request_handoffs_1_share", 0.4 * 0.59, 1.0),
        ("request_handoffs_2_share", 0.4 * 0.41 * 0.45, 1.0), ("request_blocked_share", 0.184, 1.0),
        ("request_ping_pong_given_2_share", 0.566, 0.4 * 0.41),
    ):  # fmt: skip
        found = np.mean([each[name] for each in numbers])
        assert abs(found - share) < 3.9 * np.sqrt(share * (1.0 - share) / (total * of)) + 0.001, name
