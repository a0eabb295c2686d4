"""The table that turns job titles into roles: one line a title, drafted from a roster, edited by the user.

Columns: ``job_title, role, seniority`` and optionally ``skills``, such as ``science:0.6;data:0.5``:
what people of this title do besides their own skill.  They then also take such jobs, unless ``serves``
says otherwise: ``own``, ``all``, or skills.  The role ``none`` is for people who manage but do none of the
simulated work; ``?`` is a line that waits for a decision.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from simorg.config.errors import nearest
from simorg.config.vocabulary import PRIMARY_SKILL, ROLES, SENIORITIES, SKILLS
from simorg.organisation.files.problems import FileProblems
from simorg.organisation.files.rosters.header import Fields
from simorg.organisation.files.rosters.sheet import Row, read_sheet

NOBODY, OPEN = "none", "?"
MOST_EFFICIENT = 10.0
FIELDS = Fields(("job_title", "role", "seniority"), ("skills", "serves"))
OWN, ALL = "own", "all"
BETWEEN = re.compile(r";|,(?!\d)")
"""What separates skills; a comma before a digit is a decimal comma."""


class Title(NamedTuple):
    """What a job title means; `skills` None = the second skills of the role, not served unless said so."""

    text: str
    role: str
    seniority: str
    skills: dict[str, float] | None
    serves: tuple[str, ...] | None = None  # `OWN`, `ALL` or skills; None = own skill and `skills`

    def served(self, able: Iterable[str]) -> tuple[str, ...]:
        """Return the skills in which people of this title take jobs, of all that they are able to do."""
        own = PRIMARY_SKILL[self.role]
        if self.serves is None:
            return (own, *(self.skills or ()))
        if self.serves == (OWN,):
            return (own,)
        return tuple(able) if self.serves == (ALL,) else self.serves


def plain_title(text: str) -> str:
    """Return a title (or team, or department) as it is compared: lower case, single spaces."""
    return " ".join(text.casefold().split())


def read_titles(path: str, waiting: bool = False) -> dict[str, Title]:
    """Read a table of titles.

    By :func:`plain_title`; lines that wait for a decision (role ``?``) only if they may.

    Raises
    ------
    SettingsError
        Lists every problem of the file with its line.
    """
    sheet = read_sheet(path, "structure.titles", FIELDS)
    titles: dict[str, Title] = {}
    lines: dict[str, int] = {}
    for row in sheet.rows:
        key = plain_title(row.cells["job_title"])
        if not key:
            sheet.problems.add(row.line, "job_title", None, "must be given")
        elif key in titles:
            rule = f"stands twice (first in line {lines[key]})"
            sheet.problems.add(row.line, "job_title", row.cells["job_title"], rule)
        lines.setdefault(key, row.line)
        titles.setdefault(key, _title(row, waiting, sheet.problems))
    sheet.problems.stop()
    return titles


def _title(row: Row, waiting: bool, problems: FileProblems) -> Title:
    role = "_".join(row.cells["role"].casefold().replace("_", " ").split()) or NOBODY
    rank = row.cells["seniority"].casefold() or "regular"
    if role == OPEN:
        if not waiting:
            rule = (
                f"'{row.cells['job_title']}' waits for a decision; write one of {', '.join((*ROLES, NOBODY))}"
            )
            problems.add(row.line, "role", OPEN, rule)
    elif role != NOBODY and role not in ROLES:
        hint = nearest(role, (*ROLES, NOBODY))
        problems.add(row.line, "role", row.cells["role"], f"unknown role{hint}")
    if rank not in SENIORITIES:
        hint = nearest(rank, SENIORITIES)
        problems.add(row.line, "seniority", row.cells["seniority"], f"unknown seniority{hint}")
    text = row.cells["skills"]
    skills = _skills(row.line, role, text, problems) if text else None
    return Title(row.cells["job_title"], role, rank, skills, _serves(row, problems))


def _serves(row: Row, problems: FileProblems) -> tuple[str, ...] | None:
    """Return what a line says of the jobs that people take; nothing where it says nothing."""
    words = tuple(word for piece in BETWEEN.split(row.cells["serves"]) if (word := piece.strip().casefold()))
    if words in ((OWN,), (ALL,)):
        return words
    for word in words:
        if word not in SKILLS:
            rule = f"'{word}': write {OWN}, {ALL} or skills{nearest(word, (OWN, ALL, *SKILLS))}"
            problems.add(row.line, "serves", row.cells["serves"], rule)
    return words or None


def _skills(line: int, role: str, text: str, problems: FileProblems) -> dict[str, float]:
    found: dict[str, float] = {}
    for part in filter(None, (piece.strip() for piece in BETWEEN.split(text))):
        skill, _, number = (piece.strip() for piece in part.partition(":"))
        try:
            efficiency = float(number.replace(",", "."))
        except ValueError:
            efficiency = -1.0
        if skill not in SKILLS:
            problems.add(line, "skills", part, f"unknown skill '{skill}'{nearest(skill, SKILLS)}")
        elif skill == PRIMARY_SKILL.get(role):
            problems.add(line, "skills", part, f"is the own skill of a {role} (efficiency 1); leave it out")
        elif not 0.0 < efficiency <= MOST_EFFICIENT:
            rule = (
                f"write skill:efficiency with a number above 0, at most {MOST_EFFICIENT:g}, as in science:0.6"
            )
            problems.add(line, "skills", part, rule)
        else:
            found[skill] = efficiency
    return found
