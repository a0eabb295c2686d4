"""A small company as HR systems export it, and what tests of rosters share."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from simorg.config.errors import SettingsError
from simorg.config.groups.structure import ColumnSettings, StructureSettings
from simorg.config.groups.work import ApprovalSettings
from simorg.config.groups.workforce import WorkforceSettings
from simorg.config.settings import Settings
from simorg.organisation import structures
from simorg.organisation.files.rosters import seating
from simorg.organisation.files.rosters.roster import Roster
from simorg.organisation.graph import Organisation

COLUMNS = ("person_id", "manager_id", "department", "team", "job_title")
PEOPLE = (
    ("E1", "", "Board", "Board", "Chief Executive Officer"),
    ("E2", "E1", "Motor", "Motor Lab", "Product Owner"),
    ("E3", "E2", "Motor", "Motor Lab", "Actuarial Data Analyst"),
    ("E4", "E1", "Claims", "Claims Desk", "Senior Product Owner"),
    ("E5", "E4", "Claims", "Claims Desk", "Claims Specialist"),
    ("E6", "E1", "Data", "Platform", "Head of Data"),
    ("E7", "E6", "Data", "Platform", "Data Engineer"),
    ("E8", "E6", "Data", "Models", "MLOps Engineer"),
    ("E9", "E6", "Data", "Models", "Data Scientist"),
    ("E10", "E1", "IT", "Channels", "Software Engineer"),
    ("E11", "E1", "IT", "Run", "Site Reliability Engineer"),
    ("E12", "E1", "Legal", "Legal", "Compliance Counsel"),
)
TITLES = """\
job_title,role,seniority,skills
Chief Executive Officer,none,,
Product Owner,product_manager,regular,
Senior Product Owner,product_manager,senior,
Actuarial Data Analyst,data_scientist,regular,data:0.7;labelling:0.5
Claims Specialist,domain_expert,regular,
Head of Data,none,,
Data Engineer,data_engineer,regular,
MLOps Engineer,ml_engineer,junior,
Data Scientist,data_scientist,regular,
Software Engineer,software_engineer,regular,
Site Reliability Engineer,operations_engineer,regular,
Compliance Counsel,legal_risk_officer,regular,
"""

Rows = Sequence[Sequence[str]]


def csv_text(rows: Rows = PEOPLE, header: Sequence[str] = COLUMNS, delimiter: str = ",") -> str:
    """Return a table as text; no cell of ours needs quotes."""
    return "".join(delimiter.join(line) + "\n" for line in (header, *rows))


def with_column(name: str, **cells: str) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """Return the rows with one more column, empty but for the people named, and the header."""
    return tuple((*row, cells.get(row[0], "")) for row in PEOPLE), (*COLUMNS, name)


def changed(person: str, column: str, value: str, rows: Rows = PEOPLE) -> Rows:
    """Return the rows with one cell changed."""
    place = COLUMNS.index(column)
    return [(*row[:place], value, *row[place + 1 :]) if row[0] == person else tuple(row) for row in rows]


def settings_for(
    folder: Path,
    text: str | bytes,
    titles: str | None = TITLES,
    name: str = "hr.csv",
    columns: dict[str, str] | None = None,
    **structure: object,
) -> Settings:
    """Write the files, and return settings that name them."""
    content = text.encode() if isinstance(text, str) else text
    (folder / name).write_bytes(content)
    files: dict[str, object] = {"file": str(folder / name)}
    if titles is not None:
        (folder / "titles.csv").write_text(titles, encoding="utf-8")
        files["titles"] = str(folder / "titles.csv")
    chosen = StructureSettings.model_validate(
        {"name": "custom", "columns": ColumnSettings(**(columns or {})), **files, **structure}
    )
    return Settings.model_construct(
        structure=chosen, workforce=WorkforceSettings(), approvals=ApprovalSettings()
    )


def seated(folder: Path, text: str | bytes, **options: object) -> Organisation:
    """Return the organisation of a roster."""
    return structures.build(settings_for(folder, text, **options))  # type: ignore[arg-type]


def opened(folder: Path, text: str | bytes, **options: object) -> Roster:
    """Return what a roster says, before titles."""
    roster = seating.open_roster(settings_for(folder, text, **options).structure)  # type: ignore[arg-type]
    roster.problems.stop()
    return roster


def refused(folder: Path, text: str | bytes, **options: object) -> str:
    """Return the message with which a roster is refused."""
    with pytest.raises(SettingsError) as caught:
        seated(folder, text, **options)
    return str(caught.value)


def wires(organisation: Organisation) -> tuple[list[object], list[object]]:
    """Return everything that an organisation consists of, in order."""
    return list(organisation.graph.nodes(data=True)), list(organisation.graph.edges(data=True))
