"""Who sits in the teams of a YAML organisation: counts per role, or people one by one.

Goes in: a document. Come out: seats, each a person, a team and the skills served there.  Faults
are noted in the document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from simorg.config.errors import nearest
from simorg.config.groups.workforce import WorkforceSettings
from simorg.config.vocabulary import PRIMARY_SKILL, ROLES, SENIORITIES, SKILLS
from simorg.organisation.files.yaml_reader import Document, Key
from simorg.organisation.graph import EVERYBODY, SENIOR, Person
from simorg.organisation.people import make_person, spread_seniority
from simorg.organisation.wiring.staff import Seat

MEMBER_KEYS = ("role", "count", "name", "seniority", "skills", "serves", "fte")
TEAM_KEYS = ("unit", "members", "serves", "decided_by")
SERVES = ("own", "all")
MOST_PEOPLE = 10_000
MOST_EFFICIENT = 10.0
LEAST_FTE = 0.01


class Entry(NamedTuple):
    """One person as the file describes them; None = by default."""

    team: str
    role: str
    name: str | None
    seniority: str | None
    skills: dict[str, float] | None
    serves: Any
    key: Key
    fte: float = 1.0


def seats(
    document: Document, teams: Sequence[str], units: Sequence[str], workforce: WorkforceSettings
) -> list[Seat]:
    """Return everybody in the file.

    1. list the members of every team;
    2. deal seniority, where it is not stated, by the shares of the workforce over all teams;
    3. name the nameless after their role.

    They come in the order of the file; problems are noted in the document.
    """
    entries = [entry for team in teams for entry in _team(document, team, units)]
    entries = _with_seniority(entries, workforce)
    names = _names(document, entries)
    found = []
    for entry, name in zip(entries, names, strict=True):
        unit = document.at(("teams", entry.team, "unit")) or ""
        rank = entry.seniority or "regular"
        person = make_person(name, entry.role, rank, unit, workforce, entry.skills, entry.fte)
        found.append(Seat(person, entry.team, _serves(document, entry, person)))
    return found


def _team(document: Document, team: str, units: Sequence[str]) -> Iterator[Entry]:
    key: Key = ("teams", team)
    document.table(key, TEAM_KEYS)
    if document.at((*key, "unit")) is not None:
        document.word((*key, "unit"), units, "unit")
    members = document.at((*key, "members"))
    if not members:
        document.note((*key, "members"), "must name at least one member")
    elif isinstance(members, list):
        for each in document.entries((*key, "members")):
            yield from _listed(document, team, each)
    else:
        for role in document.table((*key, "members"), ROLES, "role"):
            count = document.number((*key, "members", role), 0, MOST_PEOPLE, whole=True)
            entry = Entry(team, role, None, None, None, None, (*key, "members", role))
            yield from [entry] * int(count or 0)


def _listed(document: Document, team: str, key: Key) -> Iterator[Entry]:
    """Yield the person, or the `count` alike people, of one entry of a list of members."""
    document.table(key, MEMBER_KEYS)
    given = {name: document.at((*key, name)) is not None for name in MEMBER_KEYS}
    role = document.word((*key, "role"), ROLES, "role")
    rank = document.word((*key, "seniority"), SENIORITIES, "seniority") if given["seniority"] else None
    count = document.number((*key, "count"), 0, MOST_PEOPLE, whole=True) if given["count"] else 1
    name = document.word((*key, "name"), what="name") if given["name"] else None
    if name is not None and count != 1:
        document.note(key, f"a named person counts as 1, not {count:g}", name)
    skills = _skills(document, (*key, "skills")) if given["skills"] else None
    fte = document.number((*key, "fte"), LEAST_FTE, 1.0) if given["fte"] else 1.0
    if role is not None:
        entry = Entry(team, role, name, rank, skills, document.at((*key, "serves")), key, fte or 1.0)
        yield from [entry] * int(count or 0)


def _skills(document: Document, key: Key) -> dict[str, float]:
    found = {s: document.number((*key, s), 0.0, MOST_EFFICIENT) for s in document.table(key, SKILLS, "skill")}
    return {skill: value for skill, value in found.items() if value is not None}


def _with_seniority(entries: list[Entry], workforce: WorkforceSettings) -> list[Entry]:
    load: Counter[tuple[str, str]] = Counter()
    ranked = list(entries)
    for role in ROLES:
        open_seats = [n for n, entry in enumerate(entries) if entry.role == role and entry.seniority is None]
        ranks = spread_seniority([entries[n].team for n in open_seats], load, workforce)
        for n, rank in zip(open_seats, ranks, strict=True):
            ranked[n] = entries[n]._replace(seniority=rank)
    return ranked


def _names(document: Document, entries: list[Entry]) -> list[str]:
    seen: dict[str, Entry] = {}
    numbers: Counter[str] = Counter()
    names = []
    for entry in entries:
        numbers[entry.role] += 1
        name = entry.name or f"{entry.role}_{numbers[entry.role]:02d}"
        if name in seen:
            first = seen[name]
            line = document.line(first.key)
            where = "the same team" if first.team == entry.team else f"'{first.team}' as well"
            document.note((*entry.key, "name"), f"sits in {where} (line {line}); a person has one seat", name)
        seen.setdefault(name, entry)
        names.append(name)
    return names


def _serves(document: Document, entry: Entry, person: Person) -> tuple[str, ...]:
    """Return what a seat serves: own entry, else that of the team, else the skills that the file states."""
    own = entry.serves is not None
    key: Key = (*entry.key, "serves") if own else ("teams", entry.team, "serves")
    stated = document.at(key)
    if stated is None:
        return tuple(person.efficiency) if entry.skills is not None else (PRIMARY_SKILL[entry.role],)
    if isinstance(stated, list):
        skills = [document.word(each, SKILLS, "skill") for each in document.entries(key)]
        able = [skill for skill in skills if skill in person.efficiency]
        if own and None not in skills and len(able) < len(skills):
            missing = ", ".join(str(skill) for skill in skills if skill not in able)
            document.note(key, f"a {entry.role} here cannot do {missing}; add it to `skills`")
        return tuple(skill for skill in able if skill is not None)
    word = document.word(key, SERVES, "choice (or a list of skills)")
    return tuple(person.efficiency) if word == "all" else (PRIMARY_SKILL[entry.role],)


def decided_by(document: Document, team: str, seated: Sequence[Seat]) -> str:
    """Return who of a team decides what is escalated to it: seniors, everybody, or a role that sits there."""
    key: Key = ("teams", team, "decided_by")
    if not document.has(key):
        return SENIOR
    roles = dict.fromkeys(seat.person.role for seat in seated if seat.team == team)
    word = document.word(key, (SENIOR, EVERYBODY, *ROLES), "choice (or a role)")
    if word in ROLES and word not in roles:
        document.note(key, f"nobody in this team has that role{nearest(word, tuple(roles))}", word)
    return word or SENIOR
