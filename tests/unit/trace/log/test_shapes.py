"""Logs in other shapes: rows of activities, chosen cases, no ties, and OCEL 2.0 held to its standard."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

import simorg
from simorg.cli import main
from simorg.config.errors import SettingsError
from simorg.engines.run import simulate
from simorg.trace.log.activities import COLUMNS, activities
from simorg.trace.log.calendar import starting
from simorg.trace.log.choosing import check_cases, of_cases, untied
from simorg.trace.log.columns import event_log, typed
from tests.logs import CASE, LOUD, MOVE, SHORT, TIME, written


@cache
def loud() -> pd.DataFrame:
    return event_log(simulate(simorg.load(LOUD), engine="reference"), starting())


def told(*rows: tuple[str, str, str | None, float]) -> pd.DataFrame:
    """Return a log of one case from (activity, transition, instance, day)."""
    from simorg.trace.log.columns import COLUMNS as OF_EVENTS

    days = np.array([day for *_, day in rows])
    columns: dict[str, Any] = {name: [None] * len(rows) for name in OF_EVENTS}
    columns |= {
        CASE: ["r0-unit_1-idea_0"] * len(rows), "concept:name": [row[0] for row in rows],
        MOVE: [row[1] for row in rows], "concept:instance": [row[2] for row in rows], "day": days,
        TIME: pd.to_datetime(starting().timestamps(days), utc=True), "row": range(len(rows)),
        "org:resource": [f"person_{n}" if row[2] and row[1] != "schedule" else None
                         for n, row in enumerate(rows)],
    }  # fmt: skip
    return typed(columns)


def test_an_activity_has_a_start_and_an_end_and_knows_its_interruptions() -> None:
    found = activities(
        told(
            ("created", "complete", None, 0.0),
            ("pipeline", "schedule", "job_1", 1.0),
            ("pipeline", "start", "job_1", 2.0),
            ("pipeline", "suspend", "job_1", 2.5),
            ("triage", "schedule", "job_2", 2.6),
            ("pipeline", "resume", "job_1", 4.0),
            ("triage", "withdraw", "job_2", 4.5),
            ("pipeline", "complete", "job_1", 5.0),
            ("review", "schedule", "job_3", 5.0),
            ("review", "start", "job_3", 6.0),
        )
    )
    assert list(found) == list(COLUMNS)
    assert found["concept:name"].tolist() == ["created", "pipeline", "triage", "review"]
    days = found[["scheduled_day", "start_day", "end_day", "worked_days"]].to_numpy(float)
    nan = np.nan
    known = [[nan, 0.0, 0.0, nan], [1.0, 2.0, 5.0, 1.5], [2.6, nan, 4.5, nan], [5.0, 6.0, nan, nan]]
    np.testing.assert_allclose(days, known)
    assert found[MOVE].fillna("").tolist() == ["complete", "complete", "withdraw", ""]
    assert found["org:resource"].fillna("").tolist()[1] == "person_7", "who did it last"
    assert found["start_timestamp"].isna().tolist() == [False, False, True, False]


def test_activities_hold_every_job_and_span_of_a_run_once() -> None:
    log, found = loud(), activities(loud())
    spans = log[log["concept:instance"].notna()]
    assert len(found) == spans.groupby([CASE, "concept:instance"]).ngroups + int(
        log["concept:instance"].isna().sum()
    )
    ended = found[found["end_day"].notna() & found["start_day"].notna()]
    assert (ended["end_day"] >= ended["start_day"]).all()
    jobs = found[found["concept:instance"].fillna("").str.startswith("job_")]
    done = jobs[jobs[MOVE] == "complete"]
    assert (done["worked_days"] <= done["end_day"] - done["start_day"] + 1e-9).all()
    interrupted = set(map(tuple, log[log[MOVE] == "suspend"][[CASE, "concept:instance"]].to_numpy()))
    assert interrupted, "nothing is interrupted: the story is too quiet"
    short = done[done["worked_days"] < done["end_day"] - done["start_day"] - 1e-9]
    assert set(map(tuple, short[[CASE, "concept:instance"]].to_numpy())) <= interrupted
    assert (
        found["row"].is_monotonic_increasing
        or found.groupby(CASE)["row"].apply(lambda rows: rows.is_monotonic_increasing).all()
    )


def test_untied_timestamps_rise_within_a_case_and_move_no_further_than_they_must() -> None:
    log = loud()
    found = untied(log)
    steps = found.groupby(CASE)[TIME].diff().dropna()
    assert (steps > pd.Timedelta(0)).all()
    moved = found[TIME] - log[TIME]
    assert (moved >= pd.Timedelta(0)).all()
    assert moved.max() < pd.Timedelta(milliseconds=1)
    assert log.groupby(CASE)[TIME].diff().dropna().eq(pd.Timedelta(0)).any(), "nothing ties: no news"
    pd.testing.assert_frame_equal(found.drop(columns=TIME), log.drop(columns=TIME))
    tied = told(("a", "complete", None, 1.0), ("b", "complete", None, 1.0), ("c", "complete", None, 2.0))
    micro = pd.Timedelta(microseconds=1)
    assert (untied(tied)[TIME] - tied[TIME]).tolist() == [0 * micro, micro, 0 * micro]


def test_cases_are_chosen_by_kind_and_by_name() -> None:
    log = loud()
    assert set(of_cases(log, ["incident", "fix"])["case:kind"]) == {"incident", "fix"}
    one = str(log[CASE].iloc[0])
    assert set(of_cases(log, [one])[CASE]) == {one}
    assert of_cases(log, []) is log
    check_cases(["incident", "r12-unit_1-idea_3"])
    with pytest.raises(SettingsError, match="did you mean 'incident'"):
        check_cases(["incidnt"])
    with pytest.raises(SettingsError, match="is no kind of case"):
        check_cases(["rework"])


NAMED = {"name": str}
LINKS = [{"objectId": str, "qualifier": str}]
DECLARED = [NAMED | {"attributes": [NAMED | {"type": str}]}]
SCHEMA = {
    "objectTypes": DECLARED,
    "eventTypes": DECLARED,
    "objects": [
        {
            "id": str,
            "type": str,
            "attributes": [NAMED | {"time": datetime, "value": str}],
            "relationships": LINKS,
        }
    ],
    "events": [
        {
            "id": str,
            "type": str,
            "time": datetime,
            "attributes": [NAMED | {"value": str}],
            "relationships": LINKS,
        }
    ],
}
"""What the schema of OCEL 2.0 in JSON asks for: lists of records, all values text, times with a zone."""

READ = {"string": str, "integer": int, "float": float, "boolean": ("true", "false").index,
        "time": datetime.fromisoformat}  # fmt: skip
"""Types that attributes may have, and how a value of each is read."""


def refuse_other_shape(found: Any, asked: Any) -> None:
    """Hold a part of a document to what is asked for."""
    if isinstance(asked, dict):
        assert isinstance(found, dict) and set(found) == set(asked)
        for key, part in asked.items():
            refuse_other_shape(found[key], part)
    elif isinstance(asked, list):
        assert isinstance(found, list)
        for each in found:
            refuse_other_shape(each, asked[0])
    else:
        assert isinstance(found, str)
        assert asked is not datetime or datetime.fromisoformat(found).tzinfo is not None


def refuse_invalid_ocel(data: dict[str, Any]) -> None:
    """Hold a document to OCEL 2.0 in JSON: its schema, its types, its references."""
    refuse_other_shape(data, SCHEMA)
    ids = [each["id"] for each in data["objects"]]
    known = set(ids)
    for things, types in (("objects", "objectTypes"), ("events", "eventTypes")):
        names = [each["name"] for each in data[types]]
        assert len(set(names)) == len(names)
        declared = {e["name"]: {a["name"]: a["type"] for a in e["attributes"]} for e in data[types]}
        assert all(kind in READ for told in declared.values() for kind in told.values())
        assert len({each["id"] for each in data[things]}) == len(data[things])
        for each in data[things]:
            assert each["id"]
            for attribute in each["attributes"]:
                READ[declared[each["type"]][attribute["name"]]](attribute["value"])
            assert all(link["objectId"] in known and link["qualifier"] for link in each["relationships"])


def test_ocel_is_valid_and_holds_every_event_with_its_objects() -> None:
    log = loud()
    data = json.loads(written([log], "ocel"))
    refuse_invalid_ocel(data)
    assert len(data["events"]) == len(log)
    by_type = pd.Series([each["type"] for each in data["objects"]]).value_counts()
    cases = log.drop_duplicates(CASE)["case:kind"].value_counts()
    assert all(by_type[kind] == count for kind, count in cases.items() if kind != "model")
    assert by_type["person"] == log["org:resource"].dropna().nunique()
    assert by_type["team"] == log["org:group"].dropna().nunique()
    assert by_type["business_unit"] == log["case:unit"].nunique()
    for n in (0, len(log) // 2, len(log) - 1):
        row, event = log.iloc[n], data["events"][n]
        assert (event["type"], {"objectId": row[CASE], "qualifier": "about"}) == (
            row["concept:name"],
            event["relationships"][0],
        )
        assert datetime.fromisoformat(event["time"]) == row[TIME]
    twice = json.loads(written([log, log], "ocel"))
    assert len({each["id"] for each in twice["events"]}) == 2 * len(log)


def test_the_check_of_ocel_refuses_what_is_broken() -> None:
    data = json.loads(
        written([event_log(simulate(simorg.load(SHORT), engine="reference"), starting())], "ocel")
    )
    refuse_invalid_ocel(data)
    for spoil in SPOILED:
        broken = copy.deepcopy(data)
        spoil(broken)
        with pytest.raises((AssertionError, KeyError, ValueError)):
            refuse_invalid_ocel(broken)


def attribute_of(data: dict[str, Any], kind: str) -> dict[str, Any]:
    """Return the first attribute of an event that is of some type."""
    told = {(e["name"], a["name"]): a["type"] for e in data["eventTypes"] for a in e["attributes"]}
    return next(a for e in data["events"] for a in e["attributes"] if told[e["type"], a["name"]] == kind)


SPOILED: tuple[Callable[[dict[str, Any]], object], ...] = (
    lambda data: data["events"][0]["relationships"][0].update(objectId="nobody"),
    lambda data: attribute_of(data, "float").update(value=1.5),
    lambda data: attribute_of(data, "float").update(value="many"),
    lambda data: attribute_of(data, "string").update(time="1970-01-01T00:00:00Z"),
    lambda data: data["events"][0].update(time="2026-01-01T00:00:00"),
    lambda data: data["objects"][0].pop("relationships"),
    lambda data: data["objects"].append(data["objects"][0]),
    lambda data: data["eventTypes"].pop(),
    lambda data: data.pop("objectTypes"),
)
"""One mistake each."""


@pytest.mark.parametrize(
    ("options", "rule"),
    [
        (["--rows", "activities", "--format", "xes"], "rows of xes are events"),
        (["--rows", "activities", "--output", "a.jsonocel"], "rows of ocel are events"),
        (["--rows", "activities", "--untie"], "--untie: is for rows of events"),
        (["--case", "incidnt"], "did you mean 'incident'"),
        (["--output", "a.ocel"], ".csv, .parquet, .xes or .jsonocel"),
        (["--output", "a.json", "--format", "csv"], "ends in .json, but --format is csv"),
    ],
)
def test_shapes_that_cannot_be_had_are_refused(
    options: list[str], rule: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["log", *SHORT, *options]) == 2
    assert rule in capsys.readouterr().err


def test_the_command_writes_them(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    short = [*SHORT, "engine=reference"]
    out = tmp_path / "a.csv"
    assert main(["log", *short, "--rows", "activities", "--case", "incident", "--output", str(out)]) == 0
    assert " activities of " in capsys.readouterr().out
    assert set(pd.read_csv(out)["case:kind"]) == {"incident"}
    assert main(["log", *short, "--output", str(tmp_path / "a.json")]) == 0
    refuse_invalid_ocel(json.loads((tmp_path / "a.json").read_text()))
    assert main(["log", *short, "--rows", "activities", "--output", str(tmp_path / "a.parquet")]) == 0
    assert "start_timestamp" in pd.read_parquet(tmp_path / "a.parquet")
