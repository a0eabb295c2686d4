"""``simorg roster``: what it shows, what it writes, what it refuses, and what it says to do next."""

from __future__ import annotations

from pathlib import Path

import pytest

from simorg import cli
from tests.rosters import COLUMNS, PEOPLE, TITLES, csv_text, with_column


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    (tmp_path / "hr.csv").write_text(csv_text(), encoding="utf-8")
    (tmp_path / "titles.csv").write_text(TITLES, encoding="utf-8")
    return tmp_path


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert cli.main(["roster", *arguments]) == 0
    return capsys.readouterr().out


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert cli.main(["roster", *arguments]) == 2
    return capsys.readouterr().err


def test_the_door_tells_columns_people_titles_teams_and_routes(capsys: pytest.CaptureFixture[str]) -> None:
    out = shown(capsys, "hr.csv", "--titles", "titles.csv")
    for told in (
        "columns of hr.csv",
        "10    │ seated",
        "role none",
        "Motor Lab",
        "Claims Desk (Claims)",
        "given",
    ):
        assert told in out, told
    assert "Warning: One person of Legal does all risk work of 2 units; nobody else can." in out
    assert (
        "Next: simorg run experiment=my_organisation structure.file=hr.csv structure.titles=titles.csv" in out
    )


def test_without_titles_they_are_guessed_and_the_next_step_is_to_draft_them(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    (folder / "hr.csv").write_text(csv_text([*PEOPLE, ("E13", "E6", "Data", "Models", "Ninja")]))
    out = shown(capsys, "hr.csv")
    assert "no word known" in out and "role ?" in out
    assert out.rstrip().endswith("Next: simorg roster hr.csv --draft titles.csv")


def test_a_draft_is_written_once_and_asked_to_be_checked(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    out = shown(capsys, "hr.csv", "--draft", "mine.csv")
    assert "Next: check the roles in mine.csv, then simorg roster hr.csv --titles mine.csv" in out
    drafted = (folder / "mine.csv").read_text(encoding="utf-8-sig").splitlines()
    assert drafted[0] == "job_title,role,seniority,skills,serves,people,guessed_by"
    assert "Compliance Counsel,legal_risk_officer,regular,,,1,compliance" in drafted
    assert "is there already, and may have been edited" in refused(capsys, "hr.csv", "--draft", "mine.csv")
    assert "no such folder" in refused(capsys, "hr.csv", "--draft", "nowhere/mine.csv")
    assert "Next: simorg run" in shown(capsys, "hr.csv", "--titles", "mine.csv")


def test_columns_are_named_as_pairs_and_go_into_the_next_command(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    (folder / "hr.csv").write_text(csv_text(header=("Badge No", *COLUMNS[1:])))
    out = shown(capsys, "hr.csv", "--titles", "titles.csv", "--columns", "person_id=Badge No", "status=")
    assert "\"structure.columns.person_id='Badge No'\"" in out
    assert "write FIELD=NAME, the field one of person_id" in refused(capsys, "hr.csv", "--columns", "badge=x")
    assert "write FIELD=NAME" in refused(capsys, "hr.csv", "--columns", "person_id")


def test_a_day_is_a_day(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    rows, header = with_column("End date", E3="2026-06-30")
    (folder / "hr.csv").write_text(csv_text(rows, header))
    assert "left (end date)" in shown(capsys, "hr.csv", "--titles", "titles.csv")
    out = shown(capsys, "hr.csv", "--titles", "titles.csv", "--as-of", "2026-01-01")
    assert "left (end date)" not in out and "structure.as_of=2026-01-01" in out
    assert "must be a day such as 2026-12-31" in refused(capsys, "hr.csv", "--as-of", "1.1.2026")


def test_what_was_left_out_says_why_and_what_to_do(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    rows = [
        *PEOPLE,
        ("TBH", "E6", "Data", "Models", "Data Scientist"),
        ("", "E6", "Data", "Models", "ML Engineer"),
    ]
    (folder / "hr.csv").write_text(csv_text(rows))
    out = shown(capsys, "hr.csv", "--titles", "titles.csv")
    assert "open position" in out and "no person_id" in out
    assert "experiment=staffing" in out


def test_who_has_nothing_to_do_is_told_with_a_way_out(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    way_out = "Not so? A column `serves` in the table of titles"
    assert way_out not in shown(capsys, "hr.csv", "--titles", "titles.csv")
    generalists = TITLES.replace(
        "Product Owner,product_manager,regular,", "Product Owner,product_manager,regular,data:0.2"
    )
    generalists = generalists.replace(
        "Claims Specialist,domain_expert,regular,", "Claims Specialist,domain_expert,regular,data:0.2"
    )
    (folder / "titles.csv").write_text(generalists, encoding="utf-8")
    out = shown(capsys, "hr.csv", "--titles", "titles.csv")
    assert "1 data engineer of Platform has nothing to do: data work goes to" in " ".join(out.split())
    assert way_out in out


def test_a_roster_with_faults_is_one_message(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    (folder / "hr.csv").write_text(csv_text([*PEOPLE, PEOPLE[3], PEOPLE[4]]))
    assert "hr.csv: 2 problems:" in refused(capsys, "hr.csv", "--draft", "mine.csv")
    assert not (folder / "mine.csv").exists()
    assert "no such file" in refused(capsys, "hrr.csv")


@pytest.mark.parametrize("name", ["hr.csv", "my export (1).csv", "Nürnberg's.csv", "a$b.csv"])
def test_the_next_command_runs_what_the_door_showed(
    capsys: pytest.CaptureFixture[str], folder: Path, name: str
) -> None:
    import shlex

    from simorg import load
    from simorg.organisation import structures

    (folder / "hr.csv").rename(folder / name)
    command = shown(capsys, name, "--titles", "titles.csv").rstrip().split("Next: ")[1]
    overrides = [part for part in shlex.split(command) if part.startswith("structure.")]
    assert len(structures.build(load(["structure=custom", *overrides])).nodes("person")) == 10
