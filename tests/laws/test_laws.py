"""Laws that hold in every single run, whatever the organisation."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simorg.engines.run import simulate
from simorg.plan import Plan
from simorg.trace.address import JOB_BITS, job_kind
from simorg.trace.codes import JobKind
from simorg.trace.events import Event
from simorg.trace.rows import Trace
from tests.organisations import plans

EXAMPLES = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
LAID_ASIDE = (Event.JOB_PREEMPTED, Event.JOB_PAUSED)
ENDS = (Event.JOB_FINISHED, Event.JOB_WITHDRAWN, *LAID_ASIDE)
ALONE = (JobKind.ALARM, JobKind.DUTY, JobKind.REVIEW, JobKind.ON_CALL)
"""Jobs without a case in the trace."""
ITEM_ENDS = (Event.ITEM_DELIVERED, Event.ITEM_DROPPED, Event.ITEM_CANCELLED)


def run(plan: Plan, replication: int = 0) -> Trace:
    return simulate(plan.settings, replication, plan=plan)


def rows(trace: Trace, *events: Event) -> np.ndarray[Any, Any]:
    return trace.rows[np.isin(trace.rows["event"], [int(event) for event in events])]


@EXAMPLES
@given(plans())
def test_time_never_runs_backwards(plan: Plan) -> None:
    trace = run(plan)
    assert np.all(np.diff(trace.rows["time"]) >= 0.0)
    assert np.all(np.isfinite(trace.rows["value"]))
    assert trace.rows["event"][-1] == Event.RUN_ENDED


@EXAMPLES
@given(plans())
def test_items_are_conserved(plan: Plan) -> None:
    """Every item is created once and ends at most once, after it was created."""
    trace = run(plan)
    created = rows(trace, Event.ITEM_CREATED)
    ended = rows(trace, *ITEM_ENDS)
    born = dict(zip(created["subject"].tolist(), created["time"].tolist(), strict=True))
    assert len(born) == len(created)
    assert len(set(ended["subject"].tolist())) == len(ended)
    assert all(born[row["subject"]] <= row["time"] for row in ended)


@EXAMPLES
@given(plans())
def test_jobs_are_conserved_and_nobody_does_two_at_once(plan: Plan) -> None:
    """A job is queued once, is worked on by one person at a time, and every stint ends."""
    trace = run(plan)
    doing: dict[int, int] = {}
    state: dict[int, str] = {}
    for row in rows(trace, Event.JOB_QUEUED, Event.JOB_STARTED, *ENDS):
        job, event, actor = int(row["subject"]), Event(row["event"]), int(row["actor"])
        if event == Event.JOB_QUEUED:
            assert job not in state
            state[job] = "waiting"
        elif event == Event.JOB_STARTED:
            assert state[job] == "waiting" and actor not in doing
            doing[actor], state[job] = job, "running"
        else:
            assert state[job] in ("waiting", "running")
            if actor >= 0:
                assert doing.pop(actor) == job
            state[job] = "waiting" if event in LAID_ASIDE else "over"


@EXAMPLES
@given(plans())
def test_people_only_do_what_they_serve_in_their_own_team(plan: Plan) -> None:
    for row in rows(run(plan), Event.JOB_STARTED):
        kind, skill = int(row["code"]) // 256, (int(row["code"]) // 16) % 16
        person = plan.people[row["actor"]]
        if kind == JobKind.DUTY:
            assert person["role"] == skill
        else:
            pace = plan.efficiency[row["actor"], skill]
            assert (person["decides"] if kind == JobKind.DECIDE else pace) > 0.0
        assert plan.people["team"][row["actor"]] == row["team"]


@EXAMPLES
@given(plans())
def test_work_accounts_close(plan: Plan) -> None:
    """Busy time by job kind plus idle time is exactly the time of the run, for every person."""
    trace = run(plan)
    horizon = plan.settings.horizon_days
    busy: dict[int, float] = defaultdict(float)
    idle: dict[int, float] = defaultdict(float)
    since: dict[int, float] = dict.fromkeys(range(len(plan.people)), 0.0)
    running: set[int] = set()
    for row in rows(trace, Event.JOB_STARTED, *ENDS):
        person, time = int(row["actor"]), float(row["time"])
        if person < 0:
            continue
        account = idle if row["event"] == Event.JOB_STARTED else busy
        account[person] += time - since[person]
        since[person] = time
        (running.add if row["event"] == Event.JOB_STARTED else running.discard)(person)
    for person, time in since.items():
        (busy if person in running else idle)[person] += horizon - time
        assert busy[person] + idle[person] == pytest.approx(horizon, rel=1e-12)
        assert 0.0 <= busy[person] <= horizon * (1.0 + 1e-12)


@EXAMPLES
@given(plans())
def test_littles_law_holds_in_every_team(plan: Plan) -> None:
    """Time-average number of jobs equals arrival rate times mean (clipped) time in system."""
    trace = run(plan)
    horizon = plan.settings.horizon_days
    for team in range(len(plan.teams)):
        mine = trace.rows[trace.rows["team"] == team]
        queued = mine[mine["event"] == Event.JOB_QUEUED]
        over = mine[np.isin(mine["event"], [Event.JOB_FINISHED, Event.JOB_WITHDRAWN])]
        change = np.concatenate([np.ones(len(queued)), -np.ones(len(over))])
        times = np.concatenate([queued["time"], over["time"]])
        order = np.argsort(times, kind="stable")
        number = np.cumsum(change[order])
        area = float(np.sum(number * np.diff(np.append(times[order], horizon))))
        left = dict(zip(over["subject"].tolist(), over["time"].tolist(), strict=True))
        begun = zip(queued["subject"].tolist(), queued["time"].tolist(), strict=True)
        sojourn = sum(left.get(job, horizon) - time for job, time in begun)
        assert area == pytest.approx(sojourn, rel=1e-9, abs=1e-9)
        assert np.all(number >= 0)


@EXAMPLES
@given(plans())
def test_incident_stamps_come_in_order(plan: Plan) -> None:
    """Onset, detection, acknowledgement, diagnosis and closing of an incident never swap."""
    steps = ("ONSET", "DETECTED", "ACKNOWLEDGED", "DIAGNOSED", "CLOSED")
    order = [Event[f"INCIDENT_{step}"] for step in steps]
    last: dict[int, int] = {}
    for row in rows(run(plan), *order):
        rank = order.index(Event(row["event"]))
        assert last.get(int(row["subject"]), -1) < rank
        last[int(row["subject"])] = rank


@EXAMPLES
@given(plans(), st.integers(0, 5))
def test_same_seed_same_trace(plan: Plan, replication: int) -> None:
    assert run(plan, replication).rows.tobytes() == run(plan, replication).rows.tobytes()


@EXAMPLES
@given(plans())
def test_every_subject_is_an_address_that_was_born(plan: Plan) -> None:
    """No row speaks of an item, model or incident before it exists."""
    births = (
        Event.ITEM_CREATED, Event.MODEL_LIVE, Event.INCIDENT_ONSET, Event.FALSE_ALARM, Event.REQUEST_ARRIVED,
    )  # fmt: skip
    known: set[int] = set()
    for row in run(plan).rows[:-1]:
        subject, event = int(row["subject"]), Event(row["event"])
        if event in births:
            known.add(subject)
        elif event not in (Event.JOB_QUEUED, Event.JOB_STARTED, *ENDS):
            assert subject in known
        elif (subject >> JOB_BITS) << JOB_BITS not in known:
            assert job_kind(row["code"]) in ALONE
