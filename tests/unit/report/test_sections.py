"""What stands in the sections of a report, and what a report does with folders that are not whole."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from simorg import load
from simorg.config.compose import resolved
from simorg.experiments.results.parquet import write_part
from simorg.experiments.results.stored_run import StoredRun
from simorg.report import pictures
from simorg.report.answered import sorted_out
from simorg.report.assumed import changed
from simorg.report.page import page_of
from simorg.report.parts import Page, Section
from simorg.report.tables import MOST_ROWS, tables_of
from tests.unit.figures import figure_tables
from tests.unit.report.pages import Elements, draw, folder_with, html_in


def section(page: Page, key: str) -> Section:
    return next(each for each in page.sections if each.key == key)


def page_with(folder: Path, config: list[str], **manifest: object) -> Page:
    tables = {"summary": figure_tables.summary(("hub_and_spoke", "embedded_squads"))}
    return page_of(
        StoredRun(folder_with(folder, tables, "# x", resolved(load(config)), kind="compare", **manifest))
    )


def test_sentences_are_sorted_by_what_they_are_for() -> None:
    text = (
        "# a\n\nCaveat: few.\n\nTake it.\n\nWhy hub? Because.\n\nAcme Inc. as it is: one person does all.\n\n"
        "In the other structures 12 people of corporate teams have a home unit.\n\nIt is\n2 days longer.\n"
    )
    found = sorted_out(text, ["Acme Inc."])
    assert found.first == ("Caveat: few.",)
    assert found.answer == ("Take it.", "It is 2 days longer.")
    assert found.why == ("Why hub? Because.",)
    assert [each.split()[0] for each in found.own] == ["Acme", "In"]
    assert sorted_out(text, []).own == ()


def test_changed_settings_stand_beside_their_defaults_with_marks(tmp_path: Path) -> None:
    page = page_with(tmp_path, ["structure=hub_and_spoke", "drift.rate=0.002", "work.items_at_once=1"])
    assumed = section(page, "assumed")
    table = next(each for each in assumed.tables if each.key == "changed")
    rows = {row[1]: row for row in table.rows}
    default = load()
    assert rows["drift.rate"][2:4] == ["0.002", f"{default.drift.rate:g}"]
    assert rows["work.items_at_once"] == [
        "Jobs in hand at once", "work.items_at_once", "1", str(default.work.items_at_once), "J"
    ]  # fmt: skip
    assert set(rows) <= {"drift.rate", "work.items_at_once", "structure.name"}


def test_the_default_says_that_nothing_is_changed_and_other_versions_are_told(tmp_path: Path) -> None:
    page = page_with(tmp_path, [])
    assert "Every setting of the model is at its default." in section(page, "assumed").texts
    config = resolved(load()) | {"gone": {"away": 3}}
    assert [(each.key, each.here) for each in changed(config)] == [("gone", {"away": 3})]


def test_how_a_model_is_run_is_no_assumption(tmp_path: Path) -> None:
    config = resolved(load(["seed=9", "replications=3", "engine=reference", "experiment.report=true"]))
    assert list(changed(config)) == []


DECIDED = (
    ("ml_engineer", -4.0, "lower"),
    ("data_scientist", 3.0, "higher"),
    ("data_engineer", 0.5, "no difference shown"),
)


def test_a_table_has_its_verdicts_in_words(tmp_path: Path) -> None:
    rows = [
        {"structure": "hub_and_spoke", "role": role, "team": "", "measure": "lead_time_p50_days",
         "unit": "day", "better": "lower", "difference": value, "low": value - 1.0, "high": value + 1.0,
         "half_width": 1.0, "n_pairs": 9, "decision": decision}
        for role, value, decision in DECIDED
    ]  # fmt: skip
    folder = folder_with(tmp_path, {"staffing": pd.DataFrame(rows)}, kind="staffing")
    (table,) = tables_of(StoredRun(folder), ["staffing"])
    assert table.heads == ["Role", "Median lead time (days)"]
    cells = [row[1].replace("\u00a0", " ") for row in table.rows]
    assert cells == ["-4.0 ± 1.0 better", "+3.0 ± 1.0 worse", "~ +0.5 ± 1.0"]
    assert table.note.startswith("9 pairs of runs") and table.note.endswith("Structure: Hub and spoke.")


def test_a_long_table_says_where_the_rest_is(tmp_path: Path) -> None:
    rows = pd.DataFrame({"case": [f"case_{n}" for n in range(500)], "theory": range(500)})
    (table,) = tables_of(StoredRun(folder_with(tmp_path, {"theory": rows})), ["theory"])
    assert len(table.rows) == MOST_ROWS
    assert f"The first {MOST_ROWS} of 500 rows; all are in theory.csv." in table.note


def test_trust_tells_of_published_figures_that_are_not_met(tmp_path: Path) -> None:
    runs = pd.DataFrame(
        {"scenario": ["hub_and_spoke"] * 2, "replication": [0, 1], "status": ["ok", "ok"], "error": ["", ""],
         "builders_new_work_share": [0.1, 0.2], "builders_unplanned_share": [0.25, 0.27]}
    )  # fmt: skip
    one = ["hub_and_spoke"]
    scenarios = pd.DataFrame({"scenario": one, "structure": one, "replications": [2]})
    folder = folder_with(tmp_path, {"scenarios": scenarios}, kind="compare", counts={"ok": 2, "failed": 0})
    write_part(folder, "runs/part-all.parquet", pa.Table.from_pandas(runs), "mark")
    trust = section(page_of(StoredRun(folder)), "trust")
    table = next(each for each in trust.tables if each.key == "published")
    assert [row[:4] for row in table.rows] == [
        ["time of builders: new work", "0.3 to 0.5 share", "too low, x 0.5", "0.15"]
    ]
    said = "Of 2 published figures of other organisations, 1 is met under hub and spoke"
    said += "; the others stand below."
    assert said in trust.texts
    assert ("Runs", "2 finished, none failed") in trust.facts


def test_a_folder_with_next_to_nothing_still_has_a_report(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("{}", encoding="utf-8")
    page = Elements(html_in(tmp_path))
    assert "No answer is stored: the run is not finished." in page.words


def test_a_run_that_is_not_finished_says_so_first(tmp_path: Path) -> None:
    trust = section(page_with(tmp_path, [], ended=None), "trust")
    assert trust.notes == ("This run is not finished: what is missing is not in these numbers.",)


def test_figures_that_are_too_large_become_rasters_or_are_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MOST_BYTES", 10_000)
    for name, size in (("frontier", 100), ("lead_time", 9_000), ("utilisation", 8_000)):
        draw(tmp_path, name, "x" * size)
    (tmp_path / "figures" / "lead_time.png").write_bytes(b"y" * 200)
    (tmp_path / "config.yaml").write_text("{}", encoding="utf-8")
    shown = pictures.pictures_of(StoredRun(tmp_path), [])
    sources = {each.title: each.source[:15] for each in shown.of["figures"]}
    assert sources == {"Frontier": "data:image/svg+", "Lead time": "data:image/png;"}
    assert shown.left_out == ["utilisation.svg"]
    assert "utilisation.svg" in Elements(html_in(tmp_path)).words


def test_the_same_folder_gives_the_same_bytes(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, {"summary": figure_tables.summary(("hub_and_spoke",))}, kind="compare")
    assert html_in(folder) == html_in(folder)
    assert json.loads((folder / "manifest.json").read_text()) == {"kind": "compare"}
