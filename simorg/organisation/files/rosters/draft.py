"""A draft of the table of titles: one line a distinct title, those of a given table as they stand.

Goes in: a roster and, if there is one, a table that people have edited.  Comes out: the table for all titles
of the roster, to look at, to write to a file, or to seat people by.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from simorg.organisation.files.rosters.roster import Roster
from simorg.organisation.files.rosters.title_words import guess
from simorg.organisation.files.rosters.titles import NOBODY, OPEN, Title, plain_title

STATED = "given"
COLUMNS = ("job_title", "role", "seniority", "skills", "serves", "people", "guessed_by")


class Line(NamedTuple):
    """One title, how many people of the roster have it, and by what it was taken for what it is."""

    title: Title
    people: int
    by: str


def draft(roster: Roster, known: Mapping[str, Title]) -> list[Line]:
    """Return a line for every title of a roster, then for those of the table that nobody has.

    By role as it is guessed or given, those that wait for a decision first, then by number of people.
    """
    counts = Counter(plain_title(member.title) for member in roster.members)
    written = {plain_title(member.title): member.title for member in roster.members}
    lines = [_line(written[key], count, known.get(key)) for key, count in counts.items() if key]
    lines.sort(key=_place)
    return lines + [Line(title, 0, STATED) for key, title in known.items() if key not in counts]


def _place(line: Line) -> tuple[bool, bool, int, str]:
    return line.title.role != OPEN, line.by == STATED, -line.people, plain_title(line.title.text)


def _line(text: str, people: int, title: Title | None) -> Line:
    if title is not None and title.role != OPEN:
        return Line(title, people, STATED)
    guessed = guess(text)
    title = Title(text, guessed.role, guessed.seniority, None)
    return Line(title, people, guessed.by or "no word known")


def seatable(lines: list[Line]) -> dict[str, Title]:
    """Return the titles by which people can be seated; who waits for a decision is not."""
    found = (line.title for line in lines)
    return {plain_title(t.text): t._replace(role=NOBODY) if t.role == OPEN else t for t in found}


def as_csv(lines: list[Line]) -> str:
    """Write a draft as the table that ``structure.titles`` reads."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for title, people, by in lines:
        skills = ";".join(f"{skill}:{value:g}" for skill, value in (title.skills or {}).items())
        rank = "" if title.role == NOBODY else title.seniority
        serves = ";".join(title.serves or ())
        writer.writerow((title.text, title.role, rank, skills, serves, people, by))
    return text.getvalue()
