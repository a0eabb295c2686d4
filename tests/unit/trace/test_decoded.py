"""The decoded trace: names and units in place of packed numbers, row by row as the log tells them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import simorg
from simorg.engines.run import simulate
from simorg.trace.decoded import COLUMNS
from simorg.trace.events import NO_VALUE, Event
from simorg.trace.log.calendar import starting
from simorg.trace.log.columns import event_log
from simorg.trace.rows import Trace
from tests.logs import CASE, LOUD
from tests.traces import Story, idea, incident


@pytest.fixture(scope="module")
def trace() -> Trace:
    return simulate(simorg.load(LOUD), 0, "reference")


@pytest.fixture(scope="module")
def frame(trace: Trace) -> pd.DataFrame:
    return trace.frame()


def test_every_row_is_there_in_its_order(trace: Trace, frame: pd.DataFrame) -> None:
    assert list(frame) == list(COLUMNS)
    assert frame["time"].tolist() == trace.rows["time"].tolist()
    assert frame["event"].tolist() == [Event(code).name for code in trace.rows["event"].tolist()]
    assert frame.iloc[-1]["event"] == "RUN_ENDED" and frame.iloc[-1]["value"] == trace.rows["time"][-1]
    assert frame.iloc[-1][["item", "model", "team", "person", "detail"]].isna().all()


def test_names_are_those_of_the_log(trace: Trace, frame: pd.DataFrame) -> None:
    log = event_log(trace, starting())
    log = log[log["event"].notna()].sort_values("row")
    told = frame.iloc[:-1]
    assert ("r0-" + told["item"]).tolist() == log[CASE].tolist()
    for ours, theirs in (("stage", "stage"), ("skill", "skill"), ("person", "org:resource")):
        pd.testing.assert_series_equal(told[ours], log[theirs].set_axis(told.index), check_names=False)
    mine = told["cause"].notna()
    assert mine.sum() > 100 and set(told.loc[mine, "event"].str.partition("_")[0]) >= {"INCIDENT", "JOB"}
    assert told.loc[mine, "cause"].tolist() == log["case:cause"].to_numpy()[mine.to_numpy()].tolist()


def test_a_value_has_its_unit_or_is_missing(frame: pd.DataFrame) -> None:
    for event in Event:
        rows = frame[frame["event"] == event.name]
        assert rows["value"].isna().all() if event.measures == NO_VALUE else rows["value"].notna().all()
        assert set(rows["unit"].dropna()) <= {event.measures.unit}


def test_codes_that_say_nothing_are_not_told(frame: pd.DataFrame) -> None:
    """Missed alarms have no channel and escaped defects no step, though the rows hold a number."""
    for name in ("ALARM_MISSED", "DEFECTS_ESCAPED"):
        rows = frame[frame["event"] == name]
        assert len(rows) and rows["detail"].isna().all() and rows["step"].isna().all()


def test_a_small_trace_reads() -> None:
    story = (
        Story().tell(0.0, Event.MODEL_LIVE, idea(3), 1, 10.0).tell(0.5, Event.ITEM_CREATED, idea(4), 0, 2.0)
    )
    story.job(idea(4), 2, 1.0, 2.0, 4.0)
    story.tell(5.0, Event.INCIDENT_ONSET, incident(idea(3), 6), 2, 0.25)
    frame = story.trace().frame().astype(object).replace({np.nan: None})
    shown = frame[["event", "item", "model", "job", "cause", "detail", "person", "value", "unit"]]
    assert shown.where(shown.notna(), None).values.tolist()[:-1] == [
        ["MODEL_LIVE", "unit-idea_3-model", "unit-idea_3-model", None, None, "there at the start", None, 10.0,
         "EUR per day"],
        ["ITEM_CREATED", "unit-idea_4", None, None, None, "idea", None, 2.0, "1"],
        ["JOB_QUEUED", "unit-idea_4", None, 2, None, "work", None, 0.0, "person-days"],
        ["JOB_STARTED", "unit-idea_4", None, 2, None, "work", "person 0", 0.0, "person-days"],
        ["JOB_FINISHED", "unit-idea_4", None, 2, None, "work", "person 0", 0.0, "days"],
        ["INCIDENT_ONSET", "unit-idea_3-fault_1", "unit-idea_3-model", None, "fault", "fault", None, 0.25,
         "share"],
    ]  # fmt: skip
