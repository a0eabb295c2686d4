"""Recording a trace, verifying it, and being told where it differs."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest

from simorg import load
from simorg.cli import main
from simorg.config.compose import resolved
from simorg.engines.run import simulate
from simorg.trace.address import (
    FIRST_STARTING_MODEL,
    Child,
    asset_address,
    child_address,
    job_address,
    job_code,
)
from simorg.trace.codes import JobKind
from simorg.trace.difference import at_work, first_difference, job_text, report, row_text, subject_text
from simorg.trace.events import Event
from simorg.trace.rows import ROW
from simorg.trace.story import stories

SHORT = ["horizon_days=60", "warm_up_days=0", "demand.initiatives_per_unit_quarter=3.4"]


def test_a_recorded_trace_verifies(tmp_path: Path, engine: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(tmp_path / "run.npz")
    assert main(["trace", "record", path, "--engine", engine, "--replication", "2", *SHORT]) == 0
    assert main(["trace", "verify", path, "--engine", engine]) == 0
    assert "the same to the last bit" in capsys.readouterr().out


def test_a_changed_trace_is_told_at_its_first_event(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "run.npz"
    main(["trace", "record", str(path), *SHORT])
    with np.load(path) as file:
        rows, about = file["rows"].copy(), file["about"]
    rows["value"][137] += 1e-9
    np.savez(path, rows=rows, about=about)
    assert main(["trace", "verify", str(path)]) == 1
    assert "differ at event 137" in capsys.readouterr().out


def test_a_file_that_is_no_trace_is_bad_input(tmp_path: Path) -> None:
    (tmp_path / "no.npz").write_text("no trace")
    assert main(["trace", "verify", str(tmp_path / "no.npz")]) == 2
    assert main(["trace", "verify", str(tmp_path / "missing.npz")]) == 2


def test_a_trace_that_ends_early_differs_at_its_end() -> None:
    rows = np.zeros(5, dtype=ROW)
    assert first_difference(rows, rows[:3]) == 3
    assert first_difference(rows, rows.copy()) is None


def test_the_report_says_which_rows_differ_and_what_was_going_on() -> None:
    trace = simulate(load(SHORT), 0, "reference")
    started = np.flatnonzero(trace.rows["event"] == Event.JOB_STARTED)
    at = int(started[20])
    rows = trace.rows.copy()
    rows["value"][at] += 1.0
    page = report(trace, dataclasses.replace(trace, rows=rows), "one", "other")
    assert f"differ at event {at}" in page and "they differ in: value" in page
    assert page.count("it was busy with") == 2 and page.count("at work in") == 2
    for neighbour in (at - 1, at + 1):
        assert row_text(trace.rows[neighbour], trace.labels) in page
    assert report(trace, trace) == ""


def test_who_is_at_work_is_read_from_the_rows() -> None:
    rows = np.zeros(4, dtype=ROW)
    rows["event"] = [Event.JOB_STARTED, Event.JOB_STARTED, Event.JOB_FINISHED, Event.JOB_STARTED]
    rows["actor"], rows["team"] = [3, 5, 3, 7], [0, 0, 0, 1]
    assert at_work(rows, 0) == [5]
    assert at_work(rows[:2], 0) == [3, 5]


def test_addresses_are_told_in_words() -> None:
    labels = simulate(load(SHORT), 0, "reference").labels
    incident = child_address(asset_address(1, 4), Child.INCIDENT, 7)
    assert subject_text(job_address(incident, 2), labels) == f"{labels.units[1]}-idea_4-defect_1, job 2"
    model = asset_address(0, FIRST_STARTING_MODEL + 3)
    assert subject_text(model, labels) == f"{labels.units[0]}-start_3"
    assert job_text(job_code(JobKind.ANSWER, 2, 3)) == "ANSWER, data, class 3"


def test_a_story_is_told_and_drawn(
    tmp_path: Path, engine: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    given = ["trace", "story", "unit_1-idea_0", "--engine", engine]
    assert main([*given, "--replication", "1", "--figure", "a.svg", *SHORT]) == 0
    said = capsys.readouterr().out
    assert said.startswith("unit_1-idea_0: initiative; ") and "replication 1" in said
    assert "Where the time went" in said and (tmp_path / "a.svg").read_bytes().startswith(b"<?xml")
    assert main(["trace", "record", "run.npz", "--replication", "1", *SHORT]) == 0
    capsys.readouterr()
    assert main([*given, "run.npz"]) == 0
    assert capsys.readouterr().out == said


def test_a_story_of_a_run_folder_is_that_of_its_scenario(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    two = load(["workforce=small", *SHORT, "experiment.structures=[functional_silos,embedded_squads]"])
    (tmp_path / "config.yaml").write_text(json.dumps(resolved(two)))
    said = []
    for more in ([], ["--scenario", "embedded_squads"]):
        assert main(["trace", "story", "unit_1-idea_0", str(tmp_path), *more]) == 0
        said.append(capsys.readouterr().out.splitlines()[0])
    assert "functional_silos, replication 0" in said[0] and "embedded_squads, replication 0" in said[1]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (["story", "unit_1-idea_900"], "has no such item; nearest: unit_1-idea_"),
        (["story", "r5-unit_1-idea_0"], "is of replication 5; this is replication 0 (--replication)"),
        (["story", "unit_1-idea_0", "--figure", "a.doc"], "--figure = a.doc: must end in .png, .svg, .pdf"),
        (["story", "unit_1-idea_0", "--replication", "-1"], "--replication = -1: must be 0 or more"),
        (["story", "unit_1-idea_0", "nowhere.npz"], "nowhere.npz: no such run folder or trace file"),
        (["record", "a.npz", "--figure", "a.svg"], "--figure is for simorg trace story"),
    ],
)
def test_bad_input_is_one_message(
    typed: list[str],
    words: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["trace", *typed, *([] if "nowhere.npz" in typed else SHORT)]) == 2
    assert words in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_an_item_that_takes_no_time_cannot_be_drawn(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = [*SHORT, "monitoring.attention_half_load=0.000001"]
    at_once = next(s for s in stories(simulate(load(settings), 0, "reference")) if s.ended and not s.parts)
    given = ["trace", "story", at_once.name, *settings, "--engine", "reference"]
    assert main(given) == 0
    assert main([*given, "--figure", "a.svg"]) == 2
    assert f"{at_once.name} takes no time; there is nothing to draw" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
