"""The user's own organisation from a roster: who sits in which team, how far apart teams are, who decides.

Goes in: a roster, a table of titles, and optionally tables of ties and rights.  Comes out: the same graph
as from a builder.

A department with a team that has product managers or domain experts is a business unit; with
several such teams, each of them is one.  All other teams are corporate.  A column `unit` overrules
that.  Teams are as far apart as their managers in the management tree;
ties can only bring them nearer.  A roster knows of no approvals and no backups, so there are none, and
what is escalated goes up the line of management to the first person who sits in a team; a YAML file
of rights (``structure.rights``) states all of these.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import NamedTuple

from simorg.config.errors import SettingsError
from simorg.config.groups.structure import StructureSettings
from simorg.config.groups.workforce import WorkforceSettings
from simorg.config.settings import Settings
from simorg.organisation.files import yaml_rights
from simorg.organisation.files.problems import closest, counted
from simorg.organisation.files.rosters import management
from simorg.organisation.files.rosters.roster import Member, Roster, read_roster
from simorg.organisation.files.rosters.ties import read_ties
from simorg.organisation.files.rosters.titles import NOBODY, Title, plain_title, read_titles
from simorg.organisation.files.yaml_reader import Document
from simorg.organisation.graph import Organisation
from simorg.organisation.people import make_person
from simorg.organisation.wiring.departments import BUSINESS
from simorg.organisation.wiring.draft import Wiring, services
from simorg.organisation.wiring.rights import Rights, grant
from simorg.organisation.wiring.staff import Seat, Staff, with_hires


class Place(NamedTuple):
    """A person of the roster with the title and the team they work in."""

    member: Member
    title: Title
    team: str


def read(settings: Settings, name: str) -> Organisation:
    """Read the roster that ``structure.file`` names, with its titles, and its ties and rights if there are.

    Of the settings, the head counts and units of the workforce are not used: the roster has its own.

    Raises
    ------
    SettingsError
        Lists every problem of a file with its line.
    """
    roster, titles = open_roster(settings.structure), _titles(settings.structure)
    return seat(roster, titles, settings, name)


def staff(settings: Settings) -> Staff:
    """Read who works where, and nothing else."""
    roster, titles = open_roster(settings.structure), _titles(settings.structure)
    return _staff(roster, titles, settings.workforce)


def open_roster(structure: StructureSettings) -> Roster:
    """Read the roster that settings name, its columns as they say."""
    assert structure.file is not None, "structures.custom checks this"
    columns = {field: column for field, column in structure.columns if column is not None}
    day = None if structure.as_of is None else date.fromisoformat(structure.as_of)
    return read_roster(structure.file, columns, day)


def _titles(structure: StructureSettings) -> dict[str, Title]:
    if structure.titles is None:
        how = f"simorg roster '{structure.file}' --draft titles.csv"
        raise SettingsError(f"structure.titles: a roster needs a table of titles; draft one: {how}")
    return read_titles(structure.titles)


def seat(roster: Roster, titles: Mapping[str, Title], settings: Settings, name: str) -> Organisation:
    """Seat and wire the people of a roster."""
    structure = settings.structure
    people = _staff(roster, titles, settings.workforce)
    wiring = Wiring(people.units, structure.distance_unconnected, structure.equal)
    for team, unit in people.teams.items():
        wiring.found(team, unit)
    chosen = {each.person.name: each.serves for each in people.seats}
    serves = services([each.person for each in people.seats], lambda person: chosen[person.name])
    for person, team, _ in people.seats:
        wiring.take_seat(person, team, serves[person.name])
    above = _lines_above(people, roster.managers)
    _tie(wiring, above, structure)
    _grant(wiring, _line_of_management(people, above), settings)
    return wiring.finish(name, structure.distance_unconnected)


def _staff(roster: Roster, titles: Mapping[str, Title], workforce: WorkforceSettings) -> Staff:
    _refuse_unknown(roster, titles)
    places = _places(roster, titles)
    teams = _units(roster, places)
    roster.problems.stop()
    units = tuple(dict.fromkeys(filter(None, teams.values())))
    seats = tuple(_seat(place, teams[place.team], workforce) for place in places)
    _refuse_unable(roster, places, seats)
    return with_hires(Staff(units, teams, seats), workforce)


def _seat(place: Place, unit: str, workforce: WorkforceSettings) -> Seat:
    member, title, team = place
    person = make_person(member.name, title.role, title.seniority, unit, workforce, title.skills, member.fte)
    return Seat(person, team, title.served(person.efficiency))


def _refuse_unable(roster: Roster, places: Sequence[Place], seats: Sequence[Seat]) -> None:
    """Note every title whose people are to take jobs that they cannot do, once."""
    seen: set[str] = set()
    for (member, title, _), seat in zip(places, seats, strict=True):
        unable = [skill for skill in seat.serves if skill not in seat.person.efficiency]
        if unable and title.text not in seen:
            rule = f"serves {', '.join(unable)}, which a {title.role} here cannot do; add it to `skills`"
            roster.problems.add(member.line, "job_title", title.text, rule)
        seen.add(title.text)
    roster.problems.stop()


def _refuse_unknown(roster: Roster, titles: Mapping[str, Title]) -> None:
    """Note every distinct title that the table does not have, once."""
    unknown: dict[str, list[Member]] = {}
    for member in roster.members:
        if plain_title(member.title) not in titles:
            unknown.setdefault(member.title, []).append(member)
    known = [title.text for title in titles.values()]
    for text, members in unknown.items():
        who = counted(len(members), "person", "people")
        rule = f"{who}: not in the table of titles; add a line for it{closest(text, known)}"
        rule = rule if text else f"{who}: has no title, so that no role can be told; write one"
        first = min(member.line for member in members)
        roster.problems.add(first, "job_title", text or "(empty)", rule)


def _places(roster: Roster, titles: Mapping[str, Title]) -> list[Place]:
    """Return everybody who works, with the team."""
    names = team_names(roster.members)
    found = []
    for member in roster.members:
        title = titles.get(plain_title(member.title))
        if title is None or title.role == NOBODY:
            continue
        if not member.department and not member.team:
            rule = f"'{member.name}' needs a department or a team"
            roster.problems.add(member.line, "department", None, rule)
        found.append(Place(member, title, names[member.department, member.team]))
    if not found:
        roster.problems.add(roster.header_line + 1, "job_title", None, "nobody has a title with a role")
    return found


def team_names(members: Iterable[Member]) -> dict[tuple[str, str], str]:
    """Return (department, team) -> name: the team alone where only one department has it."""
    pairs = list(dict.fromkeys((member.department, member.team) for member in members))
    labels = Counter(plain_title(team or department) for department, team in pairs)
    return {
        (department, team): team or department
        if labels[plain_title(team or department)] == 1
        else f"{department} {team}".strip()
        for department, team in pairs
    }


def _units(roster: Roster, places: Sequence[Place]) -> dict[str, str]:
    """Return team -> unit ("" = corporate), for teams that seat somebody."""
    guessed = _business(places)
    units: dict[str, str] = {}
    for member, _, team in places:
        unit = guessed.get(team, "") if member.unit is None else member.unit
        if units.setdefault(team, unit) != unit:
            rule = f"others in team '{team}' have unit '{units[team]}'; a team belongs to one unit"
            roster.problems.add(member.line, "unit", unit or "(empty)", rule)
    if places and not any(units.values()):
        rule = "no business unit: no department has a product manager or domain expert; add a column `unit`"
        roster.problems.add(places[0].member.line, "unit", None, rule)
    return units


def _business(places: Sequence[Place]) -> dict[str, str]:
    """Return team -> unit for teams of business departments.

    Work of a unit goes to one team a skill; so two teams that both face the business must be two
    units, or the second would have nothing to do.
    """
    department = {team: member.department for member, _, team in places}
    facing = {team for _, title, team in places if title.role in BUSINESS}
    fronts = Counter(department[team] for team in facing)
    return {
        team: own or team if fronts[own] == 1 else team
        for team, own in department.items()
        if fronts[own] == 1 or team in facing
    }


def _lines_above(people: Staff, managers: management.Managers) -> dict[str, dict[str, int]]:
    """Return for each team its head and everybody above, with the number of lines up to them."""
    members: dict[str, list[str]] = {}
    for person, team, _ in people.seats[: len(people.seats) - people.hired]:
        members.setdefault(team, []).append(person.name)
    return {
        team: management.ranks_above(management.head(own, managers), managers)
        for team, own in members.items()
    }


def _tie(wiring: Wiring, above: Mapping[str, Mapping[str, int]], structure: StructureSettings) -> None:
    """Tie teams by the path between their heads, and as the table of ties says."""
    for a, b in combinations(above, 2):
        steps = management.steps(above[a], above[b])
        if steps is not None:
            length = max(structure.tie_close, structure.tie_weak * steps / 2.0)
            if length < structure.distance_unconnected:
                wiring.tie(a, b, length)
    if structure.ties is not None:
        for a, b, length in read_ties(structure.ties, wiring.served):
            wiring.tie(a, b, length)


def _line_of_management(people: Staff, above: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Return team -> team of the first person up the line from its head who sits in one."""
    teams = {person.name: team for person, team, _ in people.seats}
    found = {team: [teams[boss] for boss in line if boss in teams] for team, line in above.items()}
    return {team: seated[0] for team, seated in found.items() if seated}


def _grant(wiring: Wiring, line: Mapping[str, str], settings: Settings) -> None:
    """Route the work and hand out rights: as the file of rights states, else by the rule for all."""
    structure, skill = settings.structure, settings.approvals.skill
    if structure.rights is None:
        wiring.connect()
        grant(wiring, Rights(decides=line), skill)
        return
    document = Document(structure.rights, "structure.rights")
    document.table((), yaml_rights.KEYS)
    yaml_rights.state(document, wiring, skill, line)
    document.problems.stop()
