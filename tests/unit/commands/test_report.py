"""``simorg report``: a page beside the run or where it is wanted; bad input is told, nothing is written."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from simorg.cli import main
from tests.unit.report.pages import Elements, made_up

ROSTER = (
    "structure.file=simorg:examples/roster.csv", "structure.titles=simorg:examples/titles.csv",
    "structure.company=Acme", "experiment=my_organisation", "experiment.structures=[custom,hub_and_spoke]",
)  # fmt: skip
QUICK = ("replications=2", "horizon_days=60", "warm_up_days=10", "engine=reference", "executor.workers=1")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(made_up("compare"), tmp_path / "run"))


def test_it_is_written_into_the_folder_or_where_it_is_wanted(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path.name for path in folder.iterdir()}
    assert main(["report", str(folder)]) == 0
    assert capsys.readouterr().out == f"{folder / 'report.html'}\n"
    assert {path.name for path in folder.iterdir()} - before == {"report.html"}
    there = folder.parent / "mine.html"
    assert main(["report", str(folder), "--output", str(there)]) == 0
    assert there.read_bytes() == (folder / "report.html").read_bytes()
    assert {path.name for path in folder.parent.iterdir()} == {"run", "mine.html"}


@pytest.mark.parametrize(
    ("output", "told"),
    [
        ("mine.pdf", "--output = mine.pdf: must end in .html, such as mine.html"),
        ("no/where.html", "no such folder"),
    ],
)
def test_a_file_that_no_page_can_be_is_refused(
    folder: Path, output: str, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder.parent)
    assert main(["report", "run", "--output", output]) == 2
    assert told in capsys.readouterr().err
    assert [path.name for path in folder.parent.iterdir()] == ["run"]


def test_no_experiment_is_refused_with_the_nearest(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", str(folder.parent / "rum")]) == 2
    assert "no such folder" in capsys.readouterr().err


@pytest.mark.slow
def test_what_has_not_been_drawn_is_drawn_first(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(folder / "figures")
    assert main(["report", str(folder)]) == 0
    page = Elements((folder / "report.html").read_text(encoding="utf-8"))
    assert {"Figure, frontier:"} <= {" ".join(each["alt"].split()[:2]) for each in page.of("img")}


def test_a_run_writes_it_when_it_is_asked_to_and_it_names_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["run", *ROSTER, *QUICK, "experiment.report=true"]) == 0
    (path,) = tmp_path.glob("results/runs/*/report.html")
    page = Elements(path.read_text(encoding="utf-8"))
    assert "Your organisation" in page.within("h2")
    assert "Who sits where" in page.within("caption")
    assert "Customer Analytics" in page.within("th")
    assert len(page.of("img")) > 3
    manifest = json.loads((path.parent / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["counts"] == {"ok": 4, "failed": 0}
    drawn = "".join(each.read_text(encoding="utf-8") for each in (path.parent / "figures").glob("*.svg"))
    assert not [number for number in range(1001, 1100) if f"E{number}" in page.words + drawn]


@pytest.mark.slow
def test_without_being_asked_a_run_writes_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["run", "experiment=single", *QUICK, "lifecycle=minimal"]) == 0
    assert not list(tmp_path.rglob("report.html"))
