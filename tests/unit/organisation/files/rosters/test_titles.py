"""The draft of the table of titles: guessed by words, one line a title, what is given stays."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from simorg.organisation.files.rosters import draft
from simorg.organisation.files.rosters.title_words import guess
from simorg.organisation.files.rosters.titles import read_titles
from simorg.organisation.graph import ROUTE
from tests.rosters import PEOPLE, TITLES, csv_text, opened, refused, seated, settings_for, wires


@pytest.mark.parametrize(
    ("title", "role", "seniority"),
    [
        ("Chief Product & Data Officer", "none", "regular"),
        ("Director of Product, Payments", "none", "regular"),
        ("Head of Data", "none", "regular"),
        ("VP Engineering", "none", "regular"),
        ("General Counsel", "none", "regular"),
        ("Executive Assistant", "none", "regular"),
        ("HR Business Partner", "none", "regular"),
        ("Product Owner", "product_manager", "regular"),
        ("Sr. Product Manager", "product_manager", "senior"),
        ("Marketing Product Manager", "product_manager", "regular"),
        ("Domain Specialist", "domain_expert", "regular"),
        ("Business Analyst (Risk)", "domain_expert", "regular"),
        ("Senior Relationship Analyst", "domain_expert", "senior"),
        ("Fraud Investigator", "domain_expert", "regular"),
        ("Sr. Applied Scientist II", "data_scientist", "senior"),
        ("Staff Data Scientist", "data_scientist", "senior"),
        ("Junior Data Scientist", "data_scientist", "junior"),
        ("Data Scientist III - Band 2", "data_scientist", "senior"),
        ("Actuarial Data Analyst", "data_scientist", "regular"),
        ("Scorecard Developer", "data_scientist", "regular"),
        ("Quantitative Analyst", "data_scientist", "regular"),
        ("Data Platform Lead", "data_engineer", "senior"),
        ("Data Engineer I", "data_engineer", "junior"),
        ("Data Engineer II", "data_engineer", "regular"),
        ("ETL Developer", "data_engineer", "regular"),
        ("Analytics Engineer", "data_engineer", "regular"),
        ("ML Engineering Manager", "ml_engineer", "senior"),
        ("MLOps Engineer", "ml_engineer", "regular"),
        ("Lead Machine Learning Engineer", "ml_engineer", "senior"),
        ("ML Engineer (contract)", "ml_engineer", "regular"),
        ("Full-Stack Developer", "software_engineer", "regular"),
        ("Backend Engineer", "software_engineer", "regular"),
        ("SRE", "operations_engineer", "regular"),
        ("Cloud Engineer", "operations_engineer", "regular"),
        ("Systems Administrator", "operations_engineer", "regular"),
        ("Data Protection Officer", "legal_risk_officer", "regular"),
        ("Privacy Counsel", "legal_risk_officer", "regular"),
        ("Ninja", "?", "regular"),
        ("Engineering Manager", "?", "senior"),
    ],
)
def test_titles_are_guessed_by_their_words(title: str, role: str, seniority: str) -> None:
    assert guess(title)[:2] == (role, seniority)


def test_a_draft_has_one_line_a_distinct_title_with_its_count(tmp_path: Path) -> None:
    rows = [
        *PEOPLE,
        ("E13", "E6", "Data", "Models", "data  SCIENTIST"),
        ("E14", "E6", "Data", "Models", "Ninja"),
    ]
    lines = draft.draft(opened(tmp_path, csv_text(rows)), {})
    assert len(lines) == len(PEOPLE) + 1
    assert lines[0].title.text == "Ninja" and lines[0].title.role == "?"  # what needs a decision comes first
    assert lines[1].people == 2 and lines[1].title.role == "data_scientist"


def test_what_is_given_stays_and_what_is_missing_is_added(tmp_path: Path) -> None:
    settings = settings_for(
        tmp_path, csv_text([*PEOPLE, ("E13", "E6", "Data", "Models", "Data Scientist II")])
    )
    assert settings.structure.titles is not None
    known = read_titles(settings.structure.titles)
    lines = draft.draft(opened(tmp_path, (tmp_path / "hr.csv").read_text()), known)
    added = [line for line in lines if line.by != draft.STATED]
    assert [line.title.text for line in added] == ["Data Scientist II"]
    assert sorted(line.title.text for line in lines if line.by == draft.STATED) == sorted(
        title.text for title in known.values()
    )


def test_a_draft_reads_back_as_the_table_it_is(tmp_path: Path) -> None:
    settings = settings_for(tmp_path, csv_text())
    assert settings.structure.titles is not None
    lines = draft.draft(opened(tmp_path, csv_text()), read_titles(settings.structure.titles))
    text = draft.as_csv(lines)
    assert [row["people"] for row in csv.DictReader(io.StringIO(text))] == ["1"] * len(PEOPLE)
    assert wires(seated(tmp_path, csv_text(), titles=text)) == wires(
        seated(tmp_path, csv_text(), titles=TITLES)
    )


def test_a_draft_without_a_table_seats_everybody_whose_title_says_what_they_do(tmp_path: Path) -> None:
    rows = [*PEOPLE, ("E13", "E6", "Data", "Models", "Ninja")]
    titles = draft.seatable(draft.draft(opened(tmp_path, csv_text(rows)), {}))
    assert titles["ninja"].role == "none"
    assert titles["claims specialist"].role == "domain_expert"


ANALYST = "Actuarial Data Analyst,data_scientist,regular,data:0.7;labelling:0.5"


def serving(text: str, header: str = ",serves") -> str:
    """Return the table of titles with a column that says what analysts take jobs in."""
    first, *lines = TITLES.splitlines()
    return "\n".join([first + header, *(f"{line},{text}" if line == ANALYST else line for line in lines)])


@pytest.mark.parametrize(
    ("serves", "data", "labelling"),
    [
        ("", "Motor Lab", "Motor Lab"),
        ("own", "Platform", "Claims Desk"),
        ("All", "Motor Lab", "Motor Lab"),
        ("science;data", "Motor Lab", "Claims Desk"),
        ('"science, labelling"', "Platform", "Motor Lab"),
    ],
)
def test_titles_may_say_what_people_take_jobs_in(
    tmp_path: Path, serves: str, data: str, labelling: str
) -> None:
    """Work of a unit goes to its own team only where somebody there serves it."""
    found = seated(tmp_path, csv_text(), titles=serving(serves))
    routes = {(unit, edge["skill"]): team for unit, team, edge in found.edges(ROUTE)}
    assert (routes["Motor", "data"], routes["Motor", "labelling"]) == (data, labelling)
    known = seated(tmp_path, csv_text())
    assert wires(found) == wires(known) if serves in ("", "All") else wires(found) != wires(known)


@pytest.mark.parametrize(
    ("serves", "said"),
    [
        ("sciense", "line 5: serves = sciense: 'sciense': write own, all or skills; did you mean 'science'?"),
        ("ml", "serves ml, which a data_scientist here cannot do; add it to `skills`"),
        ("own;data", "'own': write own, all or skills"),
    ],
)
def test_what_nobody_can_serve_is_refused(tmp_path: Path, serves: str, said: str) -> None:
    assert said in refused(tmp_path, csv_text(), titles=serving(serves))


def test_a_draft_keeps_what_titles_serve(tmp_path: Path) -> None:
    (tmp_path / "titles.csv").write_text(serving("science;data"), encoding="utf-8")
    known = read_titles(str(tmp_path / "titles.csv"))
    lines = draft.draft(opened(tmp_path, csv_text(), titles=None), known)
    (tmp_path / "again.csv").write_text(draft.as_csv(lines), encoding="utf-8")
    assert read_titles(str(tmp_path / "again.csv")) == known
