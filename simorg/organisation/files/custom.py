"""The user's own organisation from a YAML file (or, by its suffix, a CSV roster).

Goes in: a file of units, teams and members, with as much wiring as the user cares to state.  Comes
out: the same graph as from a builder.  What is left out has a default: work goes to the nearest
team that serves the skill, live models to the nearest that can build them, every team decides for
itself, nobody approves or backs up, teams without ties are unconnected.
``docs/structures.md`` documents the format.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from simorg.config.errors import SettingsError
from simorg.config.groups.structure import StructureSettings
from simorg.config.settings import Settings
from simorg.organisation.files import yaml_rights
from simorg.organisation.files.yaml_members import decided_by, seats
from simorg.organisation.files.yaml_reader import Document, Key
from simorg.organisation.files.yaml_rights import EVERY
from simorg.organisation.graph import Organisation
from simorg.organisation.wiring.draft import Wiring, services
from simorg.organisation.wiring.rights import NOBODY
from simorg.organisation.wiring.staff import Seat, Staff, with_hires

KEYS = ("name", "units", "teams", "ties", *yaml_rights.KEYS)
DOCUMENTS = (".yaml", ".yml")
ROSTERS = (".csv", ".tsv", ".txt", ".xlsx", ".xls")
LONGEST_TIE = 20.0


def read(settings: Settings) -> Organisation:
    """Read the organisation that ``structure.file`` names.

    Of the settings, the head counts and units of the workforce are not used: the file has its own.

    Raises
    ------
    SettingsError
        Lists every problem of the file with its line.
    """
    if _suffix(settings) in ROSTERS:
        from simorg.organisation.files.rosters import seating

        return seating.read(settings, company_name(settings))
    return read_yaml(Document(str(settings.structure.file)), settings)


def _suffix(settings: Settings) -> str:
    """Return the suffix of the file; refuse files that are neither an organisation nor a roster."""
    file = settings.structure.file
    if file is None:
        raise SettingsError(
            "structure.file: structure=custom needs a file: a YAML organisation or a roster (CSV or .xlsx)"
        )
    suffix = Path(file).suffix.lower()
    if suffix not in (*ROSTERS, *DOCUMENTS):
        rule = "must end in .yaml or .yml (an organisation) or .csv or .xlsx (a roster)"
        raise SettingsError(f"structure.file = {file}: {rule}")
    return suffix


def read_yaml(document: Document, settings: Settings) -> Organisation:
    """Turn a document into an organisation: seats, ties, then routes and rights."""
    structure = settings.structure
    document.table((), KEYS)
    people = _staff(document, settings)
    wiring = Wiring(people.units, structure.distance_unconnected, structure.equal)
    for team, unit in people.teams.items():
        wiring.found(team, unit, decided_by(document, team, people.seats))
    _sit_down(wiring, people.seats)
    for a, b, length in _ties(document, list(people.teams), structure):
        wiring.tie(a, b, length)
    yaml_rights.state(document, wiring, settings.approvals.skill)
    document.problems.stop()
    return wiring.finish(company_name(settings), structure.distance_unconnected)


def staff(settings: Settings) -> Staff:
    """Read who works where in the file that ``structure.file`` names, hires included."""
    if _suffix(settings) in ROSTERS:
        from simorg.organisation.files.rosters import seating

        return seating.staff(settings)
    document = Document(str(settings.structure.file))
    document.table((), KEYS)
    return _staff(document, settings)


def is_document(settings: Settings) -> bool:
    """Return whether the user's file is a YAML organisation, not a roster."""
    return Path(str(settings.structure.file)).suffix.lower() in DOCUMENTS


def company_name(settings: Settings) -> str:
    """Return what the user's organisation is called: as settings say, its file says, or its file is named."""
    company, path = settings.structure.company, Path(str(settings.structure.file))
    if company is None and path.suffix.lower() in DOCUMENTS and path.is_file():
        company = _stated_name(str(path), path.stat().st_mtime_ns)
    return company or path.stem


@lru_cache(maxsize=16)
def _stated_name(path: str, changed: int) -> str | None:
    """Return the `name` in a file as it was `changed` last: a design asks for it at every point."""
    name = Document(path).at(("name",))
    return None if name is None else str(name)


def _staff(document: Document, settings: Settings) -> Staff:
    units = _units(document)
    names = list(document.table(("teams",), what="team"))
    if not names:
        document.note(("teams",), "must name at least one team")
    for name in {EVERY, NOBODY} & set(names):
        document.note(("teams", name), f"'{name}' has a meaning of its own here; choose another name")
    seated = tuple(seats(document, names, units, settings.workforce))
    document.problems.stop()  # without sound seats every wire would be a problem as well
    teams = {team: document.at(("teams", team, "unit")) or "" for team in names}
    return with_hires(Staff(tuple(units), teams, seated), settings.workforce)


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
        length = _length(document, (*key, "length"), words)
        if a == b and a is not None:
            document.note(key, "ties a team to itself", a)
        elif a is not None and b is not None and length is not None:
            yield a, b, length


def _length(document: Document, key: Key, words: Mapping[str, float]) -> float | None:
    """Return the length of a tie, weak where it is not given at all."""
    if not document.has(key):
        return words["weak"]
    if isinstance(document.at(key), str):
        return words.get(document.word(key, words, "length (or a number)") or "")
    return document.number(key, 0.0, LONGEST_TIE)
