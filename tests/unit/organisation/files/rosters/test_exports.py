"""Rosters as HR systems export them: files, columns, identities; every kind of defect has its right end."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from openpyxl import Workbook

from simorg.organisation.graph import PERSON, TEAM, UNIT
from tests.rosters import (
    COLUMNS,
    PEOPLE,
    TITLES,
    changed,
    csv_text,
    opened,
    refused,
    seated,
    wires,
    with_column,
)


@pytest.fixture
def plain(tmp_path: Path) -> tuple[list[object], list[object]]:
    return wires(seated(tmp_path, csv_text()))


# files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "sep=;\n" + csv_text(delimiter=";"),
        '"sep=;"\r\n' + csv_text(delimiter=";").replace("\n", "\r\n"),
        "sep=#\n" + csv_text(delimiter="#"),
        "Employee Roster as of 01/31/2026,,,,\nConfidential,,,,\n\n" + csv_text(),
        "A report; with semicolons; in its title\n\n" + csv_text(),
        csv_text(delimiter="|"),
        csv_text() + ",,,,\n\n",
        csv_text().replace("\n", ",,\n"),
        csv_text().replace("Data Scientist", '"Data\nScientist "'),
        csv_text().replace("Product Owner", "Product\u00a0 Owner"),
        csv_text().replace("E7", '"=""E7"""'),
    ],
    ids=["sep", "sep-quoted", "sep-odd", "titles", "title-misleads", "bars", "empty-lines", "empty-cells",
         "line-in-cell", "hard-blanks", "kept-as-text"],
)  # fmt: skip
def test_a_file_may_be_written_in_many_ways(
    tmp_path: Path, plain: tuple[list[object], list[object]], text: str
) -> None:
    assert wires(seated(tmp_path, text)) == plain


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_with_a_mark_and_utf_8_are_read(tmp_path: Path, encoding: str) -> None:
    text = csv_text().replace("Motor Lab", "Müller Lab")
    assert "Müller Lab" in seated(tmp_path, text.encode(encoding)).nodes(TEAM)


def test_other_encodings_are_named_with_how_to_convert(tmp_path: Path) -> None:
    message = refused(tmp_path, csv_text().replace("Motor Lab", "Müller Lab").encode("cp1252"))
    assert "byte 0xfc in line 3 is not UTF-8" in message
    assert "Windows-1252 (cp1252)" in message
    assert f"iconv -f WINDOWS-1252 -t UTF-8 '{tmp_path}/hr.csv'" in message
    assert "looks like UTF-16 without a mark" in refused(tmp_path, csv_text().encode("utf-16-le"))


def workbook(path: Path, rows: list[list[object]]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.create_sheet("Notes").append(["nothing", "here"])
    book.save(path)
    return path.read_bytes()


def test_a_workbook_is_read_like_a_csv_file(tmp_path: Path, plain: tuple[list[object], list[object]]) -> None:
    rows: list[list[object]] = [["Roster", None], [], list(COLUMNS), *[list(row) for row in PEOPLE]]
    book = workbook(tmp_path / "made.xlsx", rows)
    assert wires(seated(tmp_path, book, name="hr.xlsx")) == plain


def test_numbers_and_days_of_a_workbook_are_text_as_excel_shows_it(tmp_path: Path) -> None:
    from datetime import datetime

    rows: list[list[object]] = [
        [*COLUMNS, "End Date", "FTE"],
        [1001, None, "Motor", None, "Product Owner", None, 1],
        [1002.0, 1001, "Motor", None, "Data Scientist", datetime(2031, 5, 1), 0.5],
        [1003, 1001.0, "Motor", None, "Data Scientist", datetime(2025, 5, 1), 1],
    ]
    roster = opened(tmp_path, workbook(tmp_path / "made.xlsx", rows), name="hr.xlsx", as_of="2026-01-01")
    assert [(member.name, member.fte) for member in roster.members] == [("1001", 1.0), ("1002", 0.5)]
    assert roster.managers["1002"] == "1001"


def test_workbooks_that_cannot_be_read_say_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "no Excel workbook that can be read" in refused(tmp_path, b"nonsense", name="hr.xlsx")
    assert "an old Excel file; save it as .xlsx" in refused(tmp_path, b"nonsense", name="hr.xls")
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    assert "pip install 'simorg[xlsx]'" in refused(tmp_path, b"nonsense", name="hr.xlsx")


# columns --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "header",
    [
        ("Employee ID", "Manager Employee ID", "Cost Center", "Supervisory Organization", "Business Title"),
        ("Employee ID", "Manager", "Department", "Team", "Title"),
        ("PERNR", "Supervisor-ID", "Dept.", "Team Name", "Position"),
        ("PersonId", "managerId", "DEPARTMENT", "team", "JobTitle"),
        ("ID", "Reports To", "Division", "Squad", "Role"),
    ],
)
def test_columns_go_by_many_names(
    tmp_path: Path, plain: tuple[list[object], list[object]], header: tuple[str, ...]
) -> None:
    assert wires(seated(tmp_path, csv_text(header=header))) == plain


def test_a_column_can_be_named_and_others_are_named_as_unused(tmp_path: Path) -> None:
    rows = [(*row, f"X{row[0]}", "Jane Doe") for row in PEOPLE]
    text = csv_text(rows, ("Badge", "Boss", "Department", "Team", "Title", "Employee ID", "Manager Name"))
    roster = opened(tmp_path, text, columns={"person_id": "badge", "manager_id": "Boss"})
    assert roster.columns["person_id"] == "Badge"
    assert roster.unused == ("Employee ID", "Manager Name")
    assert roster.members[0].name == "E1"


def test_the_plainest_name_of_a_field_wins(tmp_path: Path) -> None:
    rows = [(*row, "Jane Doe", "Whole Company") for row in PEOPLE]
    header = ("Employee ID", "Manager ID", "Department", "Team", "Job Title", "Manager", "Business Unit")
    assert opened(tmp_path, csv_text(rows, header)).unused == ("Manager", "Business Unit")


def test_a_column_that_is_not_there_is_said_with_those_that_are(tmp_path: Path) -> None:
    message = refused(tmp_path, csv_text(header=("Badge", *COLUMNS[1:])))
    assert "column 'person_id' is missing" in message
    assert "the file has: Badge, manager_id, department, team, job_title" in message
    assert "--columns person_id='NAME'" in message and "structure.columns.person_id='NAME'" in message
    message = refused(tmp_path, csv_text(), columns={"team": "Teem"})
    assert "column 'Teem' is missing; did you mean 'team'?" in message
    message = refused(
        tmp_path, csv_text([(row[0], row[1], row[4]) for row in PEOPLE], ("id", "manager", "title"))
    )
    assert "column 'department' (or 'team') is missing; the file has: id, manager, title" in message
    assert "column 'team' stands twice" in refused(
        tmp_path, csv_text(header=(*COLUMNS[:2], "Team", *COLUMNS[3:]))
    )


def test_without_a_column_for_teams_departments_are_teams(tmp_path: Path) -> None:
    rows = [(*row[:3], row[4]) for row in PEOPLE]
    text = csv_text(rows, (*COLUMNS[:3], COLUMNS[4]))
    assert "Data" in seated(tmp_path, text).nodes(TEAM)
    assert opened(tmp_path, text).notes == ["there is no column for teams: every department is one team"]


def test_a_person_without_a_team_sits_in_the_department(tmp_path: Path) -> None:
    text = csv_text(changed("E7", "team", ""))
    assert "Data" in seated(tmp_path, text).nodes(TEAM)
    assert "1 person has no team: their department is their team" in opened(tmp_path, text).notes
    nowhere = changed("E7", "department", "", changed("E7", "team", ""))
    assert "'E7' needs a department or a team" in refused(tmp_path, csv_text(nowhere))


def test_departments_and_teams_compare_like_titles(
    tmp_path: Path, plain: tuple[list[object], list[object]]
) -> None:
    rows = changed(
        "E9", "team", "models ", changed("E8", "department", "DATA", changed("E3", "team", "Motor  lab"))
    )
    assert opened(tmp_path, csv_text(rows)).members[2].team in ("Motor Lab", "Motor lab")
    teams = seated(tmp_path, csv_text(rows)).nodes(TEAM)
    assert len(teams) == len([node for node in plain[0] if node[0][0] == TEAM])  # type: ignore[index]
    assert "Models" in teams  # upper case comes first in the alphabet where both are written once


# people ---------------------------------------------------------------------------------------


def test_identities_garbled_by_spreadsheets_are_found_and_counted_in_one_line(tmp_path: Path) -> None:
    garbled = [("00" + row[0][1:], row[1][1:] + ".0" if row[1] else "", *row[2:]) for row in PEOPLE]
    roster = opened(tmp_path, csv_text(garbled))
    assert roster.notes == [
        "11 manager_ids are written differently from the person_id meant (leading zeros, '.0' or case): "
        "taken as the same"
    ]
    assert roster.managers["003"] == "002"
    assert (
        seated(tmp_path, csv_text([(row[0].lower(), *row[1:]) for row in PEOPLE])).distances()["Models"][
            "Platform"
        ]
        == 0.5
    )


def test_the_same_identity_written_differently_is_the_same_person(tmp_path: Path) -> None:
    message = refused(tmp_path, csv_text(changed("E3", "person_id", "e2")))
    assert "line 4: person_id = e2: stands twice (first in line 3, written differently)" in message


def test_managers_who_are_not_in_the_file_are_tops_and_keep_those_below_together(tmp_path: Path) -> None:
    whole = seated(tmp_path, csv_text()).distances()
    text = csv_text([row for row in PEOPLE if row[0] not in ("E1", "E6")])
    part = seated(tmp_path, text).distances()
    assert part["Platform"]["Models"] == whole["Platform"]["Models"] == 0.5
    assert part["Motor Lab"]["Run"] == whole["Motor Lab"]["Run"]
    assert part["Motor Lab"]["Models"] == 3.0 > whole["Motor Lab"]["Models"]
    assert (
        "8 people report to 2 managers who are not in the file: taken as tops without a seat"
        in opened(tmp_path, text).notes
    )


@pytest.mark.parametrize("nothing", ["N/A", "-", "none", "NULL", "#N/A", "0"])
def test_no_manager_is_written_in_many_ways(tmp_path: Path, nothing: str) -> None:
    roster = opened(tmp_path, csv_text(changed("E1", "manager_id", nothing)))
    assert roster.managers["E1"] == ""
    assert roster.notes == [f"1 manager_id is '{nothing}': taken as the top"]


def test_the_own_manager_is_a_top(tmp_path: Path) -> None:
    roster = opened(tmp_path, csv_text(changed("E1", "manager_id", "E1")))
    assert roster.managers["E1"] == ""
    assert roster.notes == ["1 person is the own manager: taken as the top"]


@pytest.mark.parametrize("cell", ["E4;E6", "E4 / E6", "E4 and E6", "e4|E6"])
def test_two_managers_in_a_cell_are_refused(tmp_path: Path, cell: str) -> None:
    message = refused(tmp_path, csv_text(changed("E9", "manager_id", cell)))
    assert f"line 10: manager_id = {cell}: names several managers" in message


def test_a_column_of_names_is_no_column_of_managers(tmp_path: Path) -> None:
    rows = [(row[0], "Jane Doe" if row[1] else "", *row[2:]) for row in PEOPLE]
    message = refused(tmp_path, csv_text(rows, ("id", "Manager", *COLUMNS[2:])))
    assert "no entry of column 'Manager' is a person_id, it seems to hold names" in message


def test_no_message_names_somebody_else(tmp_path: Path) -> None:
    """An identity that is wrong is never answered by that of another person."""
    rows = changed("E1", "manager_id", "E11", changed("E3", "person_id", "E2"))
    message = refused(tmp_path, csv_text(changed("E9", "manager_id", "E66", rows)))
    lines = message.split("\n")[1:]
    assert len(lines) == 2
    for line in lines:
        named = re.search(r"= (E\d+):", line)
        assert named is not None
        assert set(re.findall(r"\bE\d+\b", line)) == {named[1]}


def test_lines_without_identity_are_no_people(tmp_path: Path) -> None:
    rows = [
        *PEOPLE,
        ("", "E6", "Data", "Models", "Data Scientist"),
        ("n/a", "E6", "Data", "", "Data Engineer"),
        ("Total: 13", "", "", "", ""),
    ]
    roster = opened(tmp_path, csv_text(rows))
    assert len(roster.members) == len(PEOPLE)
    assert roster.left_out == {"no person_id": 2, "remark or total": 1}


@pytest.mark.parametrize(
    ("person", "title"),
    [
        ("TBH", "Data Scientist"),
        ("VACANT-3", "Data Scientist"),
        ("P77", "Data Scientist (vacant)"),
        ("P78", "Open Position - Data Scientist"),
    ],
)
def test_open_positions_are_nobody_yet(tmp_path: Path, person: str, title: str) -> None:
    roster = opened(tmp_path, csv_text([*PEOPLE, (person, "E6", "Data", "Models", title)]))
    assert roster.left_out == {"open position": 1}


def test_a_file_of_leavers_is_refused(tmp_path: Path) -> None:
    rows, header = with_column("Status", **{row[0]: "Terminated" for row in PEOPLE})
    assert "nobody in it is there: 12 left" in refused(tmp_path, csv_text(rows, header))


def test_people_stand_in_the_order_of_their_identities(tmp_path: Path) -> None:
    company = seated(tmp_path, csv_text(tuple(reversed(PEOPLE))))
    assert company.nodes(PERSON) == ["E2", "E3", "E4", "E5", "E7", "E8", "E9", "E10", "E11", "E12"]
    assert company.nodes(UNIT) == ["Motor", "Claims"]


# titles ---------------------------------------------------------------------------------------


def test_unknown_titles_are_told_once_each_with_a_count(tmp_path: Path) -> None:
    rows = [(*row[:4], f"{row[4]} II" if row[2] in ("Motor", "Data") else row[4]) for row in PEOPLE]
    rows.append(("E13", "E6", "Data", "Platform", "data  engineer ii"))
    message = refused(tmp_path, csv_text(rows))
    assert message.count("not in the table of titles") == 6
    assert "job_title = Data Engineer II: 2 people: not in the table of titles" in message


def test_skills_may_have_decimal_commas(tmp_path: Path) -> None:
    """A table with semicolons, as Excel saves it where the comma is decimal."""
    table = TITLES.replace("data:0.7;labelling:0.5", '"data:0,7;labelling:0,5"').replace(",", ";", 3)
    lines = [line if '"' in line else line.replace(",", ";") for line in table.split("\n")]
    lines = [re.sub(r"^(Actuarial Data Analyst),(\w+),(\w+),", r"\1;\2;\3;", line) for line in lines]
    found = seated(tmp_path, csv_text(), titles="\ufeff" + "\n".join(lines)).person("E3")
    assert (found["efficiency"]["data"], found["efficiency"]["labelling"]) == (0.7, 0.5)


def test_a_title_that_waits_for_a_decision_is_refused(tmp_path: Path) -> None:
    message = refused(
        tmp_path, csv_text(), titles=TITLES.replace("Data Scientist,data_scientist", "Data Scientist,?")
    )
    assert "line 10: role = ?: 'Data Scientist' waits for a decision; write one of product_manager" in message


def test_without_titles_the_door_is_named(tmp_path: Path) -> None:
    message = refused(tmp_path, csv_text(), titles=None)
    assert f"draft one: simorg roster '{tmp_path}/hr.csv' --draft titles.csv" in message


def test_a_person_without_a_title_is_told_as_that(tmp_path: Path) -> None:
    message = refused(tmp_path, csv_text(changed("E9", "job_title", "")))
    assert "line 10: job_title = (empty): 1 person: has no title, so that no role can be told" in message
