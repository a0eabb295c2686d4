"""``simorg tables``: labels with units, readable intervals, and nothing that a reader's program would run."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from simorg.cli import main
from simorg.experiments.answers.publishable import sheet_of
from simorg.experiments.answers.typeset import harmless, latex, markdown
from tests.unit.figures import figure_tables

EVIL = "=cmd|' /C calc'!A0"


def summary() -> pd.DataFrame:
    return figure_tables.summary(("hub_and_spoke", "50%_of $x$ & {all}", EVIL))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    run = tmp_path / "run"
    run.mkdir()
    summary().to_csv(run / "summary.csv", index=False)
    figure_tables.staffing().to_csv(run / "staffing.csv", index=False)
    (run / "manifest.json").write_text(json.dumps({"kind": "compare"}))
    return run


def test_a_summary_has_a_column_a_scenario_and_the_digits_of_its_intervals() -> None:
    sheet = sheet_of("summary", summary())
    assert sheet.heads[:2] == ["Measure", "Hub and spoke"]
    first = {row[0]: row[1] for row in sheet.rows}
    assert first["Median lead time (days)"] == "150.0 ± 4.5"
    assert first["Time in SLO breach (%)"] == "15.00 ± 0.45"
    assert len(sheet_of("summary", summary(), every=True).rows) > len(sheet.rows)
    assert "50 replications" in sheet.note


def test_every_column_has_its_own_interval_and_no_key_is_printed() -> None:
    sheet = sheet_of("staffing", figure_tables.staffing())
    row = dict(zip(sheet.heads, sheet.rows[0], strict=True))
    assert row["Utilisation (%)"] == "92.0", "the interval of its row is that of the difference"
    assert row["Difference"] == "-12.0 ± 3.0"
    assert row["Role"] == "ML engineer"
    for name, table in figure_tables.TABLES.items():
        told = sheet_of(name, table())
        cells = [*told.heads, *(cell for row in told.rows for cell in row)]
        assert not [cell for cell in cells if re.search(r"[a-z]_[a-z]|nan", cell)], name


def test_uneven_intervals_are_told_by_both_ends() -> None:
    table = pd.DataFrame({"measure": ["wip_mean"], "unit": ["1"], "median": [5.0], "median_low": [4.0],
                          "median_high": [8.0]})  # fmt: skip
    assert sheet_of("population", table).rows[0][-1] == "+5.0 [4.0, 8.0]"
    endless = table.assign(median_high=float("inf"))
    assert sheet_of("population", endless).rows[0][-1] == "5.00 [4.00, ∞]"


def test_counts_of_organisations_are_not_called_replications() -> None:
    table = pd.DataFrame([{"measure": "wip_mean", "unit": "1", "n": 40, "better": 30, "worse": 4, "open": 6}])
    told = sheet_of("population", table)
    assert {"Organisations", "Better in", "Worse in", "Open in"} <= set(told.heads)
    assert not {"Replications", "Better is"} & set(told.heads)
    assert told.note.startswith("40 organisations; ")


def test_conditions_that_are_words_stay_words() -> None:
    table = figure_tables.crossover().assign(y="x0.7")
    sheet = sheet_of("crossover", table)
    assert dict(zip(sheet.heads, sheet.rows[0], strict=True))["Y"] == "x0.7"


def test_latex_is_escaped_and_has_rules() -> None:
    text = latex(sheet_of("summary", summary()))
    assert r"50\% of \$x\$ \& \{all\}" in text
    assert all(rule in text for rule in (r"\toprule", r"\midrule", r"\bottomrule", r"150.0 $\pm$ 4.5"))
    body = re.sub(r"\\[%$&_#{}]|\$(\\pm|-)\$", "", text)
    assert "%" not in body and "$" not in body and "_" not in body
    rows = [line for line in text.splitlines() if line.endswith(r"\\")]
    assert {len(re.findall(r"(?<!\\)&", row)) for row in rows} == {3}


def test_markdown_is_escaped() -> None:
    nasty = summary().replace(EVIL, "a|b<script>*c*")
    rows = [line for line in markdown(sheet_of("summary", nasty)).splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {5}
    assert "A\\|b\\<script\\>" in rows[0]


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-cmd", "@sum", "\t=1", "+1e"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert harmless(cell).startswith("'")


def test_numbers_with_a_sign_and_words_stay_as_they_are() -> None:
    for cell in ("-12.0 ± 3.0", "+5.0 [4.0, 8.0]", "-", "plain", ""):
        assert harmless(cell) == cell


def test_a_workbook_has_a_sheet_a_table(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "tables.xlsx"
    assert main(["tables", str(folder), "--format", "xlsx", "--output", str(target)]) == 0
    book = load_workbook(target)
    assert book.sheetnames == ["Staffing", "Summary"]
    cells = [cell for page in book for row in page.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type == "s" for cell in cells)
    assert f"'{EVIL}" in {cell.value for cell in cells}


def test_tables_are_printed_or_written(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["tables", str(folder), "--table", "summary"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("**Summary**") and "Staffing" not in printed
    target = tmp_path / "t.tex"
    assert main(["tables", str(folder), "--format", "latex", "--output", str(target)]) == 0
    assert target.read_text(encoding="utf-8").count(r"\begin{tabular}") == 2


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["--format", "latx"], "--format = latx: unknown; did you mean 'latex'?"),
        (["--format", "xlsx"], "--format = xlsx: say where to"),
        (["--table", "sumary"], "unknown in"),
        (["--output", "/nowhere/at/all.md"], "cannot be written"),
    ],
)
def test_bad_input_is_one_message(
    folder: Path, asked: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["tables", str(folder), *asked]) == 2
    assert told in capsys.readouterr().err


def test_without_openpyxl_the_command_that_helps_is_told(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    assert main(["tables", str(folder), "--format", "xlsx", "--output", str(tmp_path / "t.xlsx")]) == 2
    assert "pip install 'simorg[xlsx]'" in capsys.readouterr().err
