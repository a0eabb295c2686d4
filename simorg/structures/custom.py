"""The user's own organisation from a YAML file (or, by its suffix, a CSV roster).

Goes in: a file of units, teams and members, with as much wiring as the user cares to state.  Comes
out: the same graph as from a builder.  What is left out has a default: work goes to the nearest
team that serves the skill, live models to the nearest that can build them, nobody approves or
decides, teams without ties are unconnected.  ``docs/structures.md`` documents the format.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from simorg.config.errors import SettingsError, nearest
from simorg.config.groups.structure import StructureSettings
from simorg.config.groups.workforce import WorkforceSettings
from simorg.config.vocabulary import MODEL_SKILL_ORDER, SKILLS
from simorg.organisation import Organisation
from simorg.structures.document import Document, Key
from simorg.structures.members import Seat, seats
from simorg.structures.wiring import RELEASE, Wiring, services

EVERY = "all"
"""In place of a unit or team: every one that has no entry of its own."""

KEYS = ("name", "units", "teams", "routes", "owner", "approvals", "deciders", "ties")
ROSTERS = (".csv", ".tsv", ".txt", ".xlsx", ".xls")
LONGEST_TIE = 20.0


def read(structure: StructureSettings, workforce: WorkforceSettings) -> Organisation:
    """Read the organisation that ``structure.file`` names.

    Parameters
    ----------
    structure : StructureSettings
        File, lengths of ties.
    workforce : WorkforceSettings
        Second skills, speeds, availability and costs; its head counts and units are not used.

    Returns
    -------
    Organisation
        With the units and people of the file.

    Raises
    ------
    SettingsError
        Lists every fault of the file with its line.
    """
    if structure.file is None:
        raise SettingsError(
            "structure.file: structure=custom needs a file: a YAML organisation or a roster (CSV or .xlsx)"
        )
    suffix = Path(structure.file).suffix.lower()
    if suffix in ROSTERS:
        from simorg.structures.rosters import seating

        return seating.read(structure, workforce)
    if suffix not in {".yaml", ".yml"}:
        rule = "must end in .yaml or .yml (an organisation) or .csv or .xlsx (a roster)"
        raise SettingsError(f"structure.file = {structure.file}: {rule}")
    return read_yaml(Document(structure.file), structure, workforce)


def read_yaml(document: Document, structure: StructureSettings, workforce: WorkforceSettings) -> Organisation:
    """Turn a document into an organisation: seats, ties, routes, owners, approvals, deciders."""
    document.table((), KEYS)
    units = _units(document)
    teams = list(document.table(("teams",), what="team"))
    if not teams:
        document.note(("teams",), "must name at least one team")
    seated = seats(document, teams, units, workforce)
    document.faults.stop()  # without sound seats every wire would be a fault as well

    wiring = Wiring(units, structure.distance_unconnected)
    for team in teams:
        wiring.found(team, document.at(("teams", team, "unit")) or "")
    _sit_down(wiring, seated)
    for a, b, length in _ties(document, teams, structure):
        wiring.tie(a, b, length)
    wiring.connect(owners=_owners(document, wiring), routes=_routes(document, wiring))
    _approve(document, wiring)
    for team, decider in _for_each(document, ("deciders",), teams, teams, "team").items():
        wiring.decides(team, decider)
    name = document.at(("name",))
    document.faults.stop()
    return wiring.finish(str(name or Path(document.faults.path).stem), structure.distance_unconnected)


def _units(document: Document) -> list[str]:
    units = [document.word(key, what="unit") for key in document.entries(("units",))]
    known = [unit for unit in units if unit is not None]
    if not units:
        document.note(("units",), "must list at least one business unit")
    for n, unit in enumerate(known):
        if unit in known[:n]:
            document.note(("units", n), "stands twice", unit)
        if unit == EVERY:
            document.note(("units", n), f"'{EVERY}' means every unit; choose another name")
    return known


def _sit_down(wiring: Wiring, seated: Sequence[Seat]) -> None:
    chosen = {seat.person.name: seat.serves for seat in seated}
    serves = services([seat.person for seat in seated], lambda person: chosen[person.name])
    for seat in seated:
        wiring.take_seat(seat.person, seat.team, serves[seat.person.name])


def _ties(
    document: Document, teams: list[str], structure: StructureSettings
) -> Iterator[tuple[str, str, float]]:
    words = {"close": structure.tie_close, "weak": structure.tie_weak}
    for key in document.entries(("ties",)):
        document.table(key, ("a", "b", "length"))
        a, b = (document.word((*key, end), teams, "team") for end in ("a", "b"))
        length: Any = document.at((*key, "length")) or "weak"
        if isinstance(length, str):
            word = (
                document.word((*key, "length"), words, "length (or a number)") if length != "weak" else length
            )
            length = words.get(word or "")
        else:
            length = document.number((*key, "length"), 0.0, LONGEST_TIE)
        if a == b and a is not None:
            document.note(key, "ties a team to itself", a)
        elif a is not None and b is not None and length is not None:
            yield a, b, length


def _routes(document: Document, wiring: Wiring) -> dict[tuple[str, str], str]:
    """Return (unit, skill) -> team as stated; the entry of a unit beats the one for all."""
    found: dict[tuple[str, str], str] = {}
    stated = document.table(("routes",), (*wiring.units, EVERY), "unit")
    for scope in sorted(stated, key=lambda name: name != EVERY):
        for skill in document.table(("routes", scope), SKILLS, "skill"):
            key: Key = ("routes", scope, skill)
            team = document.word(key, wiring.served, "team")
            if team is not None and not wiring.served[team][skill]:
                document.note(key, f"nobody in this team serves '{skill}'{_able(wiring, skill)}", team)
            elif team is not None:
                found |= {(unit, skill): team for unit in (wiring.units if scope == EVERY else (scope,))}
    return found


def _able(wiring: Wiring, skill: str) -> str:
    able = [team for team, served in wiring.served.items() if served[skill]]
    return nearest("", able) if able else "; nor does any other team"


def _owners(document: Document, wiring: Wiring) -> dict[str, str]:
    return _for_each(document, ("owner",), wiring.units, list(wiring.served), "unit")


def _for_each(
    document: Document, key: Key, scopes: Sequence[str], teams: Sequence[str], what: str
) -> dict[str, str]:
    """Return scope -> team from one team for all, or from a table of scopes (and ``all``)."""
    if isinstance(document.at(key), str):
        team = document.word(key, teams, "team")
        return {} if team is None else dict.fromkeys(scopes, team)
    stated = document.table(key, (*scopes, EVERY), what)
    named = {scope: document.word((*key, scope), teams, "team") for scope in stated}
    general = named.pop(EVERY, None)
    found = {scope: named.get(scope, general) for scope in scopes}
    return {scope: team for scope, team in found.items() if team is not None}


def _approve(document: Document, wiring: Wiring) -> None:
    for key in document.entries(("approvals",)):
        document.table(key, ("by", "skill", "share", "before", "units"))
        team = document.word((*key, "by"), wiring.served, "team")
        share = 1.0 if document.at((*key, "share")) is None else document.number((*key, "share"), 0.0, 1.0)
        stage = RELEASE if document.at((*key, "before")) is None else document.word((*key, "before"))
        skill = _gate_skill(document, key, wiring, team)
        units = [document.word(unit, wiring.units, "unit") for unit in document.entries((*key, "units"))]
        if team is not None and skill is not None and share and stage is not None:
            for unit in units or wiring.units:
                if unit is not None:
                    wiring.approval(unit, stage, team, skill, share)


def _gate_skill(document: Document, key: Key, wiring: Wiring, team: str | None) -> str | None:
    """Return the skill of a sign-off: as stated, else the one by which the team knows models best."""
    able = [skill for skill in MODEL_SKILL_ORDER if team is not None and wiring.served[team][skill]]
    if document.at((*key, "skill")) is None:
        return next(iter(able), None)
    skill = document.word((*key, "skill"), SKILLS, "skill")
    if skill is not None and team is not None and skill not in able:
        document.note((*key, "skill"), f"nobody in '{team}' serves it{nearest(skill, able)}", skill)
        return None
    return skill
