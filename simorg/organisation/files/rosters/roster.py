"""A roster as it was exported: who is there and who is not, by whom managed, in which department and team.

Goes in: a file and what its columns are called.  Come out: people in order of their identity, so that the
order of rows means nothing, and remarks about all that was read between the lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from simorg.organisation.files.problems import FileProblems, counted
from simorg.organisation.files.rosters import management
from simorg.organisation.files.rosters.aliases import ALIASES
from simorg.organisation.files.rosters.header import Fields
from simorg.organisation.files.rosters.ids import given, in_order, plain_id
from simorg.organisation.files.rosters.part_time import full_time_shares
from simorg.organisation.files.rosters.presence import HERE, reasons
from simorg.organisation.files.rosters.sheet import Row, Sheet, read_sheet
from simorg.organisation.files.rosters.titles import plain_title

REQUIRED = ("person_id", "manager_id", "job_title")
OPTIONAL = ("department", "team", "unit", "fte", "status", "end_date")
HOW = (
    "; say which one it is: simorg roster FILE --columns {0}='NAME', "
    "and in a run structure.columns.{0}='NAME'"
)
NO_WORK = "works 0 % of full time"


class Entry(NamedTuple):
    """A row with its share of full time and the reason why it is left out."""

    row: Row
    share: float | None
    why: str


class Member(NamedTuple):
    """One person who is there; `unit` is None where the file has no such column."""

    line: int
    name: str
    department: str
    team: str
    title: str
    unit: str | None
    fte: float


class Roster(NamedTuple):
    """What a file says, before titles."""

    members: tuple[Member, ...]
    managers: dict[str, str]
    """Person -> manager, "" at the top; also of people who are not there."""
    left_out: Counter[str]
    """Reason -> lines."""
    notes: list[str]
    columns: dict[str, str]
    """Field -> what the file calls its column."""
    unused: tuple[str, ...]
    problems: FileProblems
    header_line: int


def read_roster(path: str, columns: Mapping[str, str], as_of: date | None = None) -> Roster:
    """Read a roster.

    A field whose column is named, stands there; one named empty, nowhere. With end dates, `as_of` is the
    day at which to look. Problems are found and not raised yet: those of titles come in the same message.

    Raises
    ------
    SettingsError
        If the file cannot be read at all.
    """
    sheet = read_sheet(path, "structure.file", Fields(REQUIRED, OPTIONAL, ALIASES, columns, HOW))
    _check_columns(sheet, as_of)
    entries = _entries(sheet, as_of)
    here = [entry for entry in entries if entry.why == HERE]
    away = [entry for entry in entries if entry.why != HERE and given(entry.row.cells["person_id"])]
    left_out = Counter(sorted(entry.why for entry in entries if entry.why != HERE))
    if not here:
        gone = ", ".join(f"{count} {reason}" for reason, count in left_out.items())
        sheet.problems.add(sheet.header.number, "the file", None, f"nobody in it is there: {gone}")
    _refuse_doubles([entry.row for entry in here], sheet.problems)
    rows = [entry.row for entry in (*here, *away)]
    found = management.tree(rows, sheet.problems, sheet.columns["manager_id"])
    return Roster(
        members=tuple(_members(here, "unit" in sheet.columns)),
        managers=found.managers,
        left_out=left_out,
        notes=[*found.notes, *_told(sheet, here)],
        columns=sheet.columns,
        unused=sheet.unused,
        problems=sheet.problems,
        header_line=sheet.header.number,
    )


def _check_columns(sheet: Sheet, as_of: date | None) -> None:
    if as_of is not None and "end_date" not in sheet.columns:
        rule = f"a day to look at ({as_of}) needs a column of end dates, and there is none"
        sheet.problems.add(sheet.header.number, "columns", None, rule + HOW.format("end_date"))
    if "department" not in sheet.columns and "team" not in sheet.columns:
        there = ", ".join(filter(None, sheet.header.cells))
        rule = f"column 'department' (or 'team') is missing; the file has: {there}{HOW.format('department')}"
        sheet.problems.add(sheet.header.number, "columns", None, rule)
        sheet.problems.stop()


def _entries(sheet: Sheet, as_of: date | None) -> list[Entry]:
    """Return the rows in order of identity."""
    why = reasons(sheet, as_of)
    shares = full_time_shares(sheet, [reason == HERE for reason in why])
    entries = [
        Entry(row, share, reason or (NO_WORK if share == 0.0 else HERE))
        for row, share, reason in zip(sheet.rows, shares, why, strict=True)
    ]
    return sorted(entries, key=lambda entry: (in_order(entry.row.cells["person_id"]), entry.row.line))


def _refuse_doubles(rows: Sequence[Row], problems: FileProblems) -> None:
    """Refuse people who stand twice; identities that differ by zeros, .0 or case are the same person."""
    seen: dict[str, Row] = {}
    for row in sorted(rows, key=lambda row: row.line):
        name = row.cells["person_id"]
        first = seen.setdefault(plain_id(name), row)
        if first is not row:
            one, other = _team(first), _team(row)
            same = plain_title(one) == plain_title(other)
            where = "stands twice" if same else f"sits in two teams, '{one}' and '{other}'"
            written = "" if first.cells["person_id"] == name else ", written differently"
            rule = f"{where} (first in line {first.line}{written}); a person has one seat"
            problems.add(row.line, "person_id", name, rule)


def _team(row: Row) -> str:
    return row.cells["team"] or row.cells["department"]


def _told(sheet: Sheet, here: Sequence[Entry]) -> list[str]:
    """Return remarks about cells that are empty, and about end dates of people who are there."""
    notes = []
    for field, taken in (
        ("team", "their department is their team"),
        ("fte", "taken as working full time"),
        ("status", "taken as there"),
    ):
        empty = sum(not given(entry.row.cells[field]) for entry in here)
        if field in sheet.columns and empty:
            notes.append(f"{counted(empty, 'person has', 'people have')} no {field}: {taken}")
    if "team" not in sheet.columns:
        notes.append("there is no column for teams: every department is one team")
    shares = [share for _, share, _ in here if share is not None and share < 1.0]
    if shares:
        who = counted(len(shares), "person works", "people work")
        notes.append(f"{who} part-time, {sum(shares):.4g} full-time equivalents: they count in part")
    staying = sum(given(entry.row.cells["end_date"]) for entry in here)
    if staying:
        notes.append(f"{counted(staying, 'person has', 'people have')} an end date and still are there")
    return notes


def _members(here: Sequence[Entry], units: bool) -> Iterator[Member]:
    fields = ("department", "team", "job_title", "unit")
    written = {field: _spelling(entry.row.cells[field] for entry in here) for field in fields}
    for row, share, _ in here:
        text = {field: spelled[plain_title(row.cells[field])] for field, spelled in written.items()}
        yield Member(
            line=row.line,
            name=row.cells["person_id"],
            department=text["department"],
            team=text["team"],
            title=text["job_title"],
            unit=text["unit"] if units else None,
            fte=1.0 if share is None else share,
        )


def _spelling(texts: Iterable[str]) -> dict[str, str]:
    """Return what is compared -> how it is written most often, the first in the alphabet if equal."""
    counts: dict[str, Counter[str]] = {}
    for text in texts:
        counts.setdefault(plain_title(text), Counter())[text] += 1
    return {plain: min(written, key=lambda text: (-written[text], text)) for plain, written in counts.items()}
