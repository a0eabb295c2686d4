"""Laws of reading rosters: how a file is written changes nothing about the company in it."""

from __future__ import annotations

import time
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simorg.organisation.files.rosters import draft, seating
from simorg.organisation.graph import PERSON, UNIT
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
FOLDERS = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@st.composite
def exports(draw: st.DrawFn) -> bytes:
    """Return the company in any order of rows and columns, any spelling, delimiter and encoding."""
    rows = draw(st.permutations(PEOPLE))
    order = draw(st.permutations(range(len(COLUMNS))))
    names = [draw(st.sampled_from(SPELLINGS[name])) for name in COLUMNS]
    cells = [
        [draw(garbled(row[place])) if place in (2, 3, 4) else row[place] for place in order] for row in rows
    ]
    delimiter = draw(st.sampled_from(",;\t|"))
    above = draw(st.sampled_from(["", "Roster\n\n", f"As of today{delimiter}{delimiter}\n"]))
    text = above + csv_text(cells, [names[place] for place in order], delimiter)
    ends = draw(st.sampled_from(["\n", "\r\n"]))
    return text.replace("\n", ends).encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])))


def garbled(text: str) -> st.SearchStrategy[str]:
    """Return the same words in other blanks."""
    return st.sampled_from(
        [text, f" {text}", f"{text}  ", text.replace(" ", "  "), text.replace(" ", "\u00a0")]
    )


@FOLDERS
@given(export=exports())
def test_how_a_roster_is_written_changes_nothing(tmp_path: Path, export: bytes) -> None:
    assert wires(seated(tmp_path, export)) == wires(seated(tmp_path, csv_text()))


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
    """Ids, managers and titles are looked up: 0.7 s of CPU when written; the limit is loose."""
    chosen = settings_for(tmp_path, five_thousand(), titles=None)
    begun = time.process_time()
    roster = seating.open_roster(chosen.structure)
    company = seating.seat(roster, draft.seatable(draft.draft(roster, {})), chosen, "large")
    assert len(company.nodes(PERSON)) == 5040 and len(company.nodes(UNIT)) == 40
    assert time.process_time() - begun < 20.0
