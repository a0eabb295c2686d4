"""``simorg figures``: draws what a folder allows, says what is missing, writes nothing when asked amiss."""

from __future__ import annotations

import json
from pathlib import Path

import matplotlib as mpl
import pytest
import yaml

from simorg.cli import main
from simorg.config.compose import load, resolved
from tests.unit.figures import figure_tables

mpl.use("Agg")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    run = tmp_path / "run"
    run.mkdir()
    figure_tables.summary(("hub_and_spoke", "embedded_squads")).to_csv(run / "summary.csv", index=False)
    (run / "manifest.json").write_text(json.dumps({"scenarios": ["hub_and_spoke", "embedded_squads"]}))
    (run / "config.yaml").write_text(yaml.safe_dump(resolved(load(["structure=hub_and_spoke"]))))
    return run


def test_a_folder_is_drawn_and_what_is_left_out_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["figures", str(folder), "--format", "svg"]) == 0
    told = capsys.readouterr().out
    drawn = {path.name for path in (folder / "figures").iterdir()}
    assert {"frontier.svg", "organisation_hub_and_spoke.svg", "organisation_embedded_squads.svg"} <= drawn
    assert "left out: facts needs facts.csv, which is not there" in told
    assert all(name in told for name in drawn)


def test_one_figure_in_two_formats_and_a_width(folder: Path) -> None:
    asked = ["--only", "lead_time", "--format", "pdf", "--format", "svg", "--width", "89"]
    assert main(["figures", str(folder), *asked]) == 0
    assert sorted(path.name for path in (folder / "figures").iterdir()) == ["lead_time.pdf", "lead_time.svg"]
    assert 'width="252' in (folder / "figures" / "lead_time.svg").read_text()[:1500]  # 89 mm in points


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["--only", "fronteer"], "--only = fronteer: unknown; did you mean 'frontier'?"),
        (["--only", "staffing"], "the figure staffing needs staffing.csv, which is not there"),
        (["--format", "gif"], "--format = gif: unknown; valid: pdf, png, svg"),
        (["--width", "8.9"], "--width = 8.9: must be between 60 and 400 mm"),
    ],
)
def test_bad_input_is_one_message_and_writes_nothing(
    folder: Path, asked: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["figures", str(folder), *asked]) == 2
    assert told in capsys.readouterr().err
    assert not (folder / "figures").exists()


def test_a_folder_that_is_no_run_folder_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["figures", str(tmp_path / "nowhere")]) == 2
    assert main(["figures", str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert "no such folder" in told and "no figure could be drawn; is it a run folder?" in told


def test_without_a_readable_configuration_the_organisations_are_left_out(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "config.yaml").write_text("structure: {name: of another version}\n")
    assert main(["figures", str(folder), "--format", "svg"]) == 0
    assert "left out: organisation needs the organisations of the run" in capsys.readouterr().out


def test_help_lists_the_figures(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["figures", "--help"]) == 0
    told = capsys.readouterr().out
    assert "incident_life" in told and "what one more person is worth" in told
