"""Event logs: every row told once and in order, on a calendar; lawful, and true to the measures."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import simorg
from simorg.config.vocabulary import ROLES
from simorg.engines.run import simulate
from simorg.measures import compute
from simorg.plan import Plan
from simorg.trace.address import ALARMS_PER_CHILD, asset_address
from simorg.trace.codes import Account, Cause, JobKind
from simorg.trace.events import Event
from simorg.trace.items import MODEL_EVENTS
from simorg.trace.log.calendar import starting
from simorg.trace.log.cases import ENDINGS
from simorg.trace.log.columns import COLUMNS, event_log
from simorg.trace.log.words import SPANS
from simorg.trace.rows import Trace
from tests.logs import ACTIVITY, CASE, LOUD, MOVE, SHORT, TIME, read, written
from tests.organisations import plans
from tests.traces import Story, change, idea, incident

ROOT = Path(__file__).parents[4]
ALLOWED = {
    "schedule": {"start", "withdraw"},
    "start": {"suspend", "complete", "ate_abort", "pi_abort"},
    "suspend": {"resume", "ate_abort"},
    "resume": {"suspend", "complete", "ate_abort"},
}
"""What may follow in the standard lifecycle model of XES, as far as logs use it; the rest are ends."""


@pytest.fixture(scope="module")
def trace() -> Trace:
    return simulate(simorg.load(LOUD))


@pytest.fixture(scope="module")
def log(trace: Trace) -> pd.DataFrame:
    return event_log(trace, starting())


def refuse_unlawful(log: pd.DataFrame) -> None:
    """Fail unless every activity instance walks the standard lifecycle to its end, or to the horizon."""
    told = log[log["concept:instance"].notna()]
    for (case, instance), moves in told.groupby([CASE, "concept:instance"])[MOVE]:
        walk = moves.tolist()
        assert walk[0] == ("schedule" if instance.startswith("job") else "start"), (case, instance, walk)
        for move, following in pairwise(walk):
            assert following in ALLOWED.get(move, ()), (case, instance, walk)
    assert (log.loc[log["concept:instance"].isna(), MOVE] == "complete").all()
    last = told.groupby([CASE, "concept:instance"]).tail(1)
    still_running = last[last[MOVE].isin(list(ALLOWED))]
    endings = log[log["event"].isin([event.name for event in ENDINGS])].set_index(CASE)["row"]
    ended = still_running[CASE].map(endings)  # sign-offs after the fact begin when the case has ended
    assert not (still_running["row"] < ended).any(), "a case ended with something under way"


def refuse_disorder(log: pd.DataFrame, rows: np.ndarray) -> None:
    """Fail unless the log tells every row of the trace once, and time never goes back."""
    told = log[log["event"].notna()].sort_values("row")
    assert told["row"].tolist() == list(range(len(rows) - 1))
    assert told["event"].tolist() == [Event(code).name for code in rows["event"][:-1].tolist()]
    assert told["day"].tolist() == rows["time"][:-1].tolist()
    assert log.sort_values("row", kind="stable")[TIME].is_monotonic_increasing
    assert (log.groupby(CASE, sort=False)["row"].diff().fillna(0) >= 0).all()
    codes = log[CASE].factorize()[0]
    assert (np.diff(codes, prepend=-1) >= 0).all(), "a case is told in pieces"


def test_a_small_story_is_told_in_full() -> None:
    story = Story().item(idea(3), 0.0, 5.5)
    story.tell(0.0, Event.STAGE_ENTERED, idea(3), 0, 1.0)
    story.job(idea(3), 1, 0.0, 1.0, 2.0, 4.0, 5.5)
    story.tell(5.5, Event.STAGE_LEFT, idea(3), 0)
    story.harm(incident(idea(3), 6), Cause.FAULT, 7.0, 7.25)
    log = event_log(story.trace(), starting("2024-01-01"))
    shown = [
        (case.removeprefix("r0-unit-"), activity, move, f"{time:%a %d %H:%M}", "" if who is pd.NA else who)
        for case, activity, move, time, who in log[[CASE, ACTIVITY, MOVE, TIME, "org:resource"]].itertuples(
            index=False
        )
    ]
    assert shown == [
        ("idea_3", "created", "complete", "Mon 01 09:00", ""),
        ("idea_3", "stage build", "start", "Mon 01 09:00", ""),
        ("idea_3", "build", "schedule", "Mon 01 09:00", ""),
        ("idea_3", "build", "start", "Tue 02 09:00", "person 0"),
        ("idea_3", "build", "suspend", "Wed 03 09:00", "person 0"),
        ("idea_3", "build", "resume", "Fri 05 09:00", "person 0"),
        ("idea_3", "delivered", "complete", "Mon 08 13:00", ""),
        ("idea_3", "build", "complete", "Mon 08 13:00", "person 0"),
        ("idea_3", "stage build", "complete", "Mon 08 13:00", ""),
        ("idea_3-fault_1", "onset", "complete", "Wed 10 09:00", ""),
        ("idea_3-fault_1", "detected", "complete", "Wed 10 11:00", ""),
    ]
    assert set(log["org:role"].dropna()) == {"data_engineer"}
    assert log.loc[log["case:kind"] == "incident", "case:outcome"].unique().tolist() == ["open"]


def test_what_a_cancelled_item_leaves_open_is_aborted_with_it() -> None:
    item = change(idea(0))
    story = Story().tell(0.0, Event.MODEL_LIVE, idea(0), 1, 10.0).tell(1.0, Event.ITEM_CREATED, item, 2, 0.5)
    story.tell(1.0, Event.STAGE_ENTERED, item, 1, 1.0).tell(2.0, Event.QUESTION_ASKED, item, 0, 1.0)
    story.job(item, 1, 2.0, 3.0, end=Event.JOB_WITHDRAWN).tell(3.0, Event.MODEL_RETIRED, idea(0), 0, 3.0)
    story.tell(3.0, Event.ITEM_CANCELLED, item, 2)
    log = event_log(story.trace(), starting())
    refuse_unlawful(log)
    mine = log[log["case:kind"] == "fix"]
    assert mine[[ACTIVITY, MOVE]].to_numpy().tolist()[-4:] == [
        ["build", "withdraw"], ["stage build", "pi_abort"], ["question", "pi_abort"],
        ["cancelled", "complete"],
    ]  # fmt: skip
    assert mine.loc[mine[MOVE] == "pi_abort", "event"].isna().all()
    assert mine["case:model"].unique().tolist() == ["r0-unit-idea_0-model"]


def test_every_row_is_told_once_and_in_order(trace: Trace, log: pd.DataFrame) -> None:
    # drift by this law does not end by itself, and every team has a decider
    unseen = {Event.INCIDENT_RECOVERED, Event.QUESTION_LOST, Event.JOB_PAUSED}
    unseen |= {Event.INCIDENT_CLASSED, Event.INCIDENT_PAGED}  # off by default, like several items at once
    assert set(trace.rows["event"].tolist()) >= set(Event) - {Event.RUN_ENDED} - unseen
    refuse_disorder(log, trace.rows)


def test_every_activity_walks_the_standard_lifecycle(log: pd.DataFrame) -> None:
    refuse_unlawful(log)
    assert set(log[MOVE]) == {
        "schedule", "start", "suspend", "resume", "complete", "withdraw", "ate_abort", "pi_abort",
    }  # fmt: skip


@settings(max_examples=15, deadline=None)
@given(plan=plans(horizon=60.0), replication=st.integers(0, 3))
def test_any_organisation_has_a_lawful_log(plan: Plan, replication: int) -> None:
    trace = simulate(plan.settings, replication, plan=plan)
    log = event_log(trace, starting())
    assert list(log) == list(COLUMNS)
    refuse_disorder(log, trace.rows)
    refuse_unlawful(log)
    for name, column in COLUMNS.items():
        assert not (column.always and log[name].isna().any()), name


def test_a_run_in_which_nothing_happens_has_an_empty_log(tmp_path: Path) -> None:
    quiet = [*SHORT, "mechanisms=none", "demand=none", "demand.initial_models_per_unit=0"]
    log = event_log(simulate(simorg.load(quiet)), starting())
    assert len(log) == 0 and list(log) == list(COLUMNS)
    for kind in ("csv", "parquet", "xes"):
        assert len(read(written([log], kind), kind)) == 0


def test_spans_are_what_starts_and_is_no_job() -> None:
    assert SPANS == {
        "stage": ((Event.STAGE_ENTERED,), (Event.STAGE_LEFT,)),
        "question": ((Event.QUESTION_ASKED,), (Event.QUESTION_ANSWERED, Event.QUESTION_LOST)),
        "approval": ((Event.APPROVAL_ASKED,), (Event.APPROVAL_GIVEN, Event.APPROVAL_REFUSED)),
        "blocked": ((Event.REQUEST_BLOCKED,), (Event.REQUEST_UNBLOCKED,)),
    }


def test_false_alarms_are_cases_with_their_job(log: pd.DataFrame) -> None:
    mine = log[log["case:kind"] == "false_alarm"]
    jobs = mine[mine["concept:instance"].notna()]
    assert set(jobs["case:outcome"]) == {"noticed"} and len(jobs) > 10
    first = mine.groupby(CASE).head(1)
    assert (first["event"] == "FALSE_ALARM").all()
    assert not mine.loc[mine["case:outcome"] == "unnoticed", "org:resource"].notna().any()


def test_the_thousandth_false_alarm_of_a_model_is_a_case_of_its_own() -> None:
    story, model = Story(), asset_address(0, 0)
    for n in range(1, 2 * ALARMS_PER_CHILD + 2):
        story.tell(n / 100.0, Event.FALSE_ALARM, model, 0, 1.0)
    names = event_log(story.trace(), starting())[CASE]
    assert names.is_unique
    assert names.iloc[-1] == f"r0-unit-idea_0-alarm_{2 * ALARMS_PER_CHILD + 1}"


def test_models_are_linked_to_their_cases(log: pd.DataFrame) -> None:
    models = set(log.loc[log["case:kind"] == "model", CASE])
    assert set(log["case:model"].dropna()) == models
    born = log[log["event"].isin([event.name for event in MODEL_EVENTS]) & (log["detail"] == "delivered")]
    delivered = log[(log["case:kind"] == "initiative") & (log["case:outcome"] == "delivered")]
    assert set(delivered["case:model"]) == set(born[CASE])


def moment(log: pd.DataFrame, activity: str) -> pd.Series:
    """Return when each case first completed an activity, as working days read off its timestamp."""
    when = log[(log[ACTIVITY] == activity)].groupby(CASE)[TIME].first()
    return pd.Series(starting().days(when.dt.tz_localize(None).to_numpy()), index=when.index)


def test_lead_times_of_the_log_are_those_of_the_measures() -> None:
    trace = simulate(simorg.load(["structure=hub_and_spoke", "horizon_days=500", "warm_up_days=100"]))
    log, measured = event_log(trace, starting()), compute(trace)
    ideas, delivered = log[log["case:kind"] == "initiative"], moment(log, "delivered")
    delivered = delivered[delivered.index.isin(ideas[CASE]) & (delivered >= 100.0)]
    lead = delivered - moment(ideas, "created")[delivered.index]
    assert len(lead) > 10
    assert lead.mean() == pytest.approx(measured["lead_time_mean_days"], abs=1e-9)
    assert lead.median() == pytest.approx(measured["lead_time_p50_days"], abs=1e-9)
    onset = moment(log[log["case:kind"] == "incident"], "onset")
    begun = onset[onset >= 100.0]
    detected, closed = (moment(log, word).reindex(begun.index) for word in ("detected", "closed"))
    never = (detected.isna() & closed.notna()).sum() / (detected.notna() | closed.notna()).sum()
    assert never == pytest.approx(measured["never_detected_share"], abs=1e-12)
    restored = moment(log, "mitigated").reindex(begun.index)
    until = pd.concat([detected, restored, closed], axis=1).min(axis=1).fillna(500.0)
    took = stats.CensoredData(
        uncensored=(until - begun)[detected.notna()], right=(until - begun)[detected.isna()]
    )
    curve = stats.ecdf(took).sf
    assert curve.quantiles[curve.probabilities < 0.5][0] == pytest.approx(
        measured["time_to_detect_p50_days"], abs=1e-9
    )


def test_work_of_each_resource_in_the_log_is_that_of_the_accounts(trace: Trace, log: pd.DataFrame) -> None:
    jobs = log[log["concept:instance"].str.startswith("job", na=False)].copy()
    jobs["days"] = starting().days(jobs[TIME].dt.tz_localize(None).to_numpy())
    end = trace.plan.settings.horizon_days
    following = jobs.groupby([CASE, "concept:instance"])["days"].shift(-1).fillna(end)
    worked = jobs.assign(spent=following - jobs["days"])[jobs[MOVE].isin(["start", "resume"])]
    people, names = trace.plan.people, trace.labels.people
    there = dict(zip(names, people["availability"].tolist(), strict=True))
    measured, paid = compute(trace), len(people) * end
    account = worked["detail"].map({kind.name.lower(): kind.account for kind in JobKind})
    effort = worked["spent"] * worked["org:resource"].map(there)
    for each in Account:
        share = effort[account == each].sum() / paid
        assert share == pytest.approx(measured[f"work_{each.name.lower()}_share"], abs=1e-9)
    for n, role in enumerate(ROLES):
        busy = worked.loc[worked["org:role"] == role, "spent"].sum() / (people["role"] == n).sum() / end
        assert busy == pytest.approx(measured[f"utilisation_{role}"], abs=1e-9)


DAYS = st.floats(0.0, 50_000.0)
HALF_MICROSECOND = 0.51 / (8 * 3_600_000_000)


@given(st.lists(DAYS, min_size=2))
def test_later_days_never_come_earlier(days: list[float]) -> None:
    assert (np.diff(starting().timestamps(np.sort(days))).astype(int) >= 0).all()


@given(DAYS)
def test_timestamps_lead_back_to_their_days(day: float) -> None:
    calendar = starting("2024-01-01T08:30+05:30")
    back = calendar.days(calendar.timestamps(np.array([day])))[0]
    assert back == pytest.approx(day, abs=HALF_MICROSECOND + 1e-15 * day)


@given(DAYS)
def test_all_happens_in_working_hours(day: float) -> None:
    when = pd.Timestamp(starting().timestamps(np.array([day]))[0])
    assert when.day_of_week < 5
    assert pd.Timedelta(hours=9) <= when - when.normalize() <= pd.Timedelta(hours=17)


@given(DAYS, st.integers(0, 500))
def test_five_days_later_is_a_week_later(day: float, weeks: int) -> None:
    first, second = starting().timestamps(np.array([0.0, 5.0 * weeks]))
    assert second - first == np.timedelta64(7 * weeks, "D")
    early, late = starting().timestamps(np.array([np.floor(day), np.floor(day) + 5.0]))
    assert late - early == np.timedelta64(7, "D")


def test_known_instants() -> None:
    calendar = starting("2024-01-01T09:00+01:00")
    told = calendar.timestamps(np.array([0.0, 0.5, 0.999999999999, 1.0, 4.75, 5.0]))
    assert [str(time)[:19] for time in told] == [
        "2024-01-01T08:00:00", "2024-01-01T12:00:00", "2024-01-01T16:00:00", "2024-01-02T08:00:00",
        "2024-01-05T14:00:00", "2024-01-08T08:00:00",
    ]  # fmt: skip


def test_time_outside_working_hours_does_not_count() -> None:
    times = np.array(["2024-01-05T17:00", "2024-01-05T23:00", "2024-01-06T12:00", "2024-01-08T08:59"])
    assert starting().days(times.astype("datetime64[us]")).tolist() == [5.0, 5.0, 5.0, 5.0]


def test_the_page_names_every_column_and_span() -> None:
    page = (ROOT / "docs" / "event_log.md").read_text(encoding="utf-8")
    assert not [name for name in sorted(COLUMNS) if f"`{name}`" not in page]
    assert all(f"`{span}`" in page for span in SPANS if span != "stage")
