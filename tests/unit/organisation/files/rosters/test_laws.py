"""Laws of reading rosters: how a file is written changes nothing about the company in it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simorg.config.groups.workforce import WorkforceSettings
from simorg.organisation.files.rosters import draft, seating
from simorg.organisation.graph import PERSON, TEAM, UNIT, Organisation
from simorg.organisation.people import make_person
from simorg.organisation.wiring.draft import Wiring, every_skill, own_skill
from simorg.organisation.wiring.nearness import Nearness
from tests.rosters import COLUMNS, PEOPLE, TITLES, csv_text, seated, settings_for, wires

SPELLINGS = {
    "person_id": (
        "Person ID",
        "PERSON_ID",
        "person-id",
        "PersonId",
        "Employee ID",
        "Emp. No.",
        " person id ",
    ),
    "manager_id": ("Manager ID", "manager_id", "Reports To", "Supervisor ID", "Line Manager ID", "MANAGER"),
    "department": ("Department", "dept", "Division", "Cost Center", "DEPARTMENT NAME"),
    "team": ("Team", "TEAM", "team name", "Supervisory Organization", "Squad"),
    "job_title": ("Job Title", "job-title", "JOBTITLE", "Business Title", "Position"),
}
ENCODINGS = {
    "utf-8": b"", "utf-8-sig": b"", "utf-16": b"", "utf-16-be": b"\xfe\xff", "utf-16-le": b"\xff\xfe",
}  # fmt: skip
"""Encodings that say which they are, and the mark that Python does not write of itself."""

ABROAD = tuple(tuple(cell.replace("Claims Desk", "Schäden 保険") for cell in row) for row in PEOPLE)
"""The company, with letters that every encoding writes in another way."""

RANKS = ("junior", "regular", "senior")
FOLDERS = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@st.composite
def exports(draw: st.DrawFn) -> bytes:
    """Return the company in any order of rows and columns, any spelling, delimiter and encoding."""
    rows = draw(st.permutations(ABROAD))
    order = draw(st.permutations(range(len(COLUMNS))))
    names = [draw(st.sampled_from(SPELLINGS[name])) for name in COLUMNS]
    cells = [
        [draw(garbled(row[place])) if place in (2, 3, 4) else row[place] for place in order] for row in rows
    ]
    delimiter = draw(st.sampled_from(",;\t|"))
    above = draw(st.sampled_from(["", "Roster\n\n", f"As of today{delimiter}{delimiter}\n"]))
    header = [names[place] for place in order]
    if draw(st.booleans()):
        header, cells = [*header, "FTE", "Status"], [[*row, "1", "Active"] for row in cells]
    if draw(st.booleans()):
        header, cells = [f'"{name}"' for name in header], [[f'"{cell}"' for cell in row] for row in cells]
    text = above + csv_text(cells, header, delimiter)
    text = draw(st.sampled_from(["", f"sep={delimiter}\n"])) + text
    text += draw(st.sampled_from(["", "\n", f"{delimiter * (len(header) - 1)}\n"]))
    encoding = draw(st.sampled_from(sorted(ENCODINGS)))
    return ENCODINGS[encoding] + text.replace("\n", draw(st.sampled_from(["\n", "\r\n"]))).encode(encoding)


def garbled(text: str) -> st.SearchStrategy[str]:
    """Return the same words in other blanks."""
    return st.sampled_from(
        [text, f" {text}", f"{text}  ", text.replace(" ", "  "), text.replace(" ", "\u00a0")]
    )


@FOLDERS
@given(export=exports())
def test_how_a_roster_is_written_changes_nothing(tmp_path: Path, export: bytes) -> None:
    assert wires(seated(tmp_path, export)) == wires(seated(tmp_path, csv_text(ABROAD)))


@settings(FOLDERS, max_examples=10)
@given(rows=st.permutations(ABROAD), order=st.permutations(range(len(COLUMNS))))
def test_a_workbook_is_read_as_a_file_of_text(
    tmp_path: Path, rows: list[tuple[str, ...]], order: list[int]
) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in (COLUMNS, *rows):
        book.active.append([row[place] or None for place in order])
    book.save(tmp_path / "hr.xlsx")
    found = seated(tmp_path, (tmp_path / "hr.xlsx").read_bytes(), name="hr.xlsx")
    known = seated(tmp_path, csv_text(ABROAD))
    assert wires(found) == wires(known)


def in_any_case(text: str) -> st.SearchStrategy[str]:
    """Return the same words in capitals, in small letters, or as they are."""
    return st.sampled_from([text, text, text.upper(), text.lower(), text.swapcase()])


@FOLDERS
@given(data=st.data())
def test_capitals_change_nothing_but_how_names_are_written(tmp_path: Path, data: st.DataObject) -> None:
    rows = [
        tuple(data.draw(in_any_case(cell)) if place > 1 else cell for place, cell in enumerate(row))
        for row in PEOPLE
    ]
    found, known = (wires(seated(tmp_path, text)) for text in (csv_text(rows), csv_text()))
    assert repr(found).casefold() == repr(known).casefold()


@FOLDERS
@given(export=exports())
def test_the_door_and_a_run_read_the_same(tmp_path: Path, export: bytes) -> None:
    """`simorg roster` seats what ``structure.file`` seats: there is one reader."""
    chosen = settings_for(tmp_path, export)
    roster = seating.open_roster(chosen.structure)
    titles = draft.seatable(draft.draft(roster, seating.read_titles(str(tmp_path / "titles.csv"))))
    door = seating.seat(roster, titles, chosen, "hr")
    assert wires(door) == wires(seated(tmp_path, export, titles=TITLES))


@FOLDERS
@given(
    order=st.permutations(PEOPLE), zeros=st.sampled_from(["", "0", "000"]), point=st.sampled_from(["", ".0"])
)
def test_identities_may_lose_zeros_and_gain_points(
    tmp_path: Path, order: list[tuple[str, ...]], zeros: str, point: str
) -> None:
    rows = [(zeros + row[0][1:], row[1][1:] + point if row[1] else "", *row[2:]) for row in order]
    found = seated(tmp_path, csv_text(rows)).distances()
    assert found == seated(tmp_path, csv_text()).distances()


def five_thousand() -> str:
    """Return a company of 40 business departments and 12 others, 360 teams in all."""
    rows = [("E1", "", "Board", "Board", "Chief Executive Officer")]
    kinds = ("Data Scientist", "Data Engineer", "Software Engineer", "ML Engineer", "SRE", "Privacy Counsel")
    for team in range(360):
        department = f"Business {team % 40}" if team < 240 else f"Corporate {team % 12}"
        lead = len(rows) + 1
        title = "Product Owner" if team < 40 else "Lead Software Engineer"
        rows.append((f"E{lead}", f"E{max(1, lead // 14)}", department, f"{department} {team}", title))
        for _ in range(13):
            n = len(rows) + 1
            rows.append((f"E{n}", f"E{lead}", department, f"{department} {team}", kinds[n % len(kinds)]))
    return csv_text(rows)


def test_five_thousand_people_are_read_and_seated_in_seconds(tmp_path: Path) -> None:
    """Ids, managers and titles are looked up: 0.7 s of CPU when written; promised are 5."""
    chosen = settings_for(tmp_path, five_thousand(), titles=None)
    begun = time.process_time()
    roster = seating.open_roster(chosen.structure)
    company = seating.seat(roster, draft.seatable(draft.draft(roster, {})), chosen, "large")
    assert len(company.nodes(PERSON)) == 5040 and len(company.nodes(UNIT)) == 40
    assert time.process_time() - begun < 5.0


def many_units() -> str:
    """Return 630 small business teams, most of which lack most skills, and 70 others: 4,900 people."""
    rows = [("E1", "", "Board", "Board", "Chief Executive Officer")]
    kinds = ("Data Scientist", "Data Engineer", "Software Engineer", "ML Engineer", "SRE", "Privacy Counsel")
    for team in range(700):
        department = f"Business {team}" if team < 630 else f"Corporate {team % 12}"
        lead = len(rows) + 1
        title = "Product Owner" if team < 630 else "Lead Software Engineer"
        rows.append((f"E{lead}", f"E{max(1, lead // 14)}", department, f"{department} {team}", title))
        for n in range(lead + 1, lead + 7):
            rows.append((f"E{n}", f"E{lead}", department, f"{department} {team}", kinds[(team + n % 2) % 6]))
    return csv_text(rows)


def by_the_rule(wiring: Wiring, unit: str, skill: str, asked: Mapping[str, int]) -> str | None:
    """Return the team that the rule in words gives, one team after the other."""
    company = Organisation("plain", wiring.graph, wiring.distance_unconnected)
    far, teams = company.distances(), company.nodes(TEAM)
    homes = Nearness(wiring).home_teams(unit)
    able = [team for team in teams if wiring.served[team][skill]]
    own = [team for team in wiring.homes[unit] if team in able]
    known = [team for team in able if wiring.specialists[team][skill]]

    def order(team: str) -> tuple[float, int]:
        near = min(far[home][team] for home in homes)
        load = (1.0 + near) * (1 + asked.get(team, 0)) / wiring.capacity[team][skill]
        return load, (teams.index(team) - teams.index(homes[0])) % len(teams)

    return min(own or known or able, key=order, default=None)


@st.composite
def wirings(draw: st.DrawFn) -> Wiring:
    """Return a few units and teams with anybody in them, tied in any way."""
    units = [f"u{n}" for n in range(draw(st.integers(1, 3)))]
    teams = [f"t{n}" for n in range(draw(st.integers(1, 6)))]
    wiring = Wiring(units, 3.0)
    for team in teams:
        wiring.found(team, draw(st.sampled_from(["", *units])))
    for n in range(draw(st.integers(1, 10))):
        role = draw(st.sampled_from(["data_engineer", "data_scientist", "software_engineer"]))
        person = make_person(f"p{n}", role, draw(st.sampled_from(RANKS)), "", WorkforceSettings())
        serves = own_skill(person) if draw(st.booleans()) else every_skill(person)
        wiring.take_seat(person, draw(st.sampled_from(teams)), serves)
    for a, b in draw(st.lists(st.tuples(st.sampled_from(teams), st.sampled_from(teams)), max_size=8)):
        wiring.tie_known(a, b, draw(st.sampled_from([0.0, 1.0, 2.0])))
    return wiring


@FOLDERS
@given(wiring=wirings(), skill=st.sampled_from(["data", "science", "software"]))
def test_work_is_routed_by_the_rule_in_words(wiring: Wiring, skill: str) -> None:
    asked: Counter[str] = Counter()
    expected = {}
    own = {unit: any(wiring.served[team][skill] for team in wiring.homes[unit]) for unit in wiring.units}
    for unit in sorted(wiring.units, key=lambda unit: not own[unit]):
        team = by_the_rule(wiring, unit, skill, asked)
        if team is not None:
            expected[unit] = team
            asked[team] += 1
    assert Nearness(wiring).shared_out(skill, {}) == expected


def test_six_hundred_units_are_routed_in_seconds(tmp_path: Path) -> None:
    """1 s of CPU when written, 2 s before distances and loads became arrays; the limit is loose."""
    chosen = settings_for(tmp_path, many_units(), titles=None)
    roster = seating.open_roster(chosen.structure)
    titles = draft.seatable(draft.draft(roster, {}))
    begun = time.process_time()
    company = seating.seat(roster, titles, chosen, "large")
    assert len(company.nodes(UNIT)) == 630 and len(company.nodes(PERSON)) == 4900
    assert time.process_time() - begun < 10.0
