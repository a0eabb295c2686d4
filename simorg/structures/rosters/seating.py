"""The user's own organisation from a roster: who sits in which team, how far apart teams are, who decides.

Goes in: a roster, a table of titles, and optionally a table of ties.  Comes out: the same graph as from
a builder.

A department with a team that has product managers or domain experts is a business unit; with
several such teams, each of them is one.  All other teams are corporate.  A column `unit` overrules
that.  Teams are as far apart as their managers in the management tree;
ties can only bring them nearer.  A roster knows of no approvals, so there are none; questions go
up the line of management to the first person who sits in a team.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from simorg.config.errors import SettingsError
from simorg.config.groups.structure import StructureSettings
from simorg.config.groups.workforce import WorkforceSettings
from simorg.config.vocabulary import PRIMARY_SKILL
from simorg.organisation import Organisation
from simorg.structures.faults import closest, counted
from simorg.structures.rosters import management
from simorg.structures.rosters.roster import Member, Roster, read_roster
from simorg.structures.rosters.ties import read_ties
from simorg.structures.rosters.titles import NOBODY, Title, plain_title, read_titles
from simorg.structures.seats import BUSINESS
from simorg.structures.wiring import Wiring, services
from simorg.workforce import make_person


class Place(NamedTuple):
    """A person of the roster with the title and the team they work in."""

    member: Member
    title: Title
    team: str


def read(structure: StructureSettings, workforce: WorkforceSettings) -> Organisation:
    """Read the roster that ``structure.file`` names, with ``structure.titles`` and ``structure.ties``.

    Parameters
    ----------
    structure : StructureSettings
        Files, lengths of ties.
    workforce : WorkforceSettings
        Second skills, speeds, availability and costs; its head counts and units are not used.

    Returns
    -------
    Organisation
        Named after the file.

    Raises
    ------
    SettingsError
        Lists every fault of a file with its line.
    """
    if structure.titles is None:
        how = f"simorg roster '{structure.file}' --draft titles.csv"
        raise SettingsError(f"structure.titles: a roster needs a table of titles; draft one: {how}")
    return seat(open_roster(structure), read_titles(structure.titles), structure, workforce)


def open_roster(structure: StructureSettings) -> Roster:
    """Read the roster that settings name, its columns as they say.

    Parameters
    ----------
    structure : StructureSettings
        File, columns, day.
    """
    assert structure.file is not None, "structures.custom checks this"
    columns = {name: column for name, column in structure.columns if column is not None}
    day = None if structure.as_of is None else date.fromisoformat(structure.as_of)
    return read_roster(structure.file, columns, day)


def seat(
    roster: Roster, titles: Mapping[str, Title], structure: StructureSettings, workforce: WorkforceSettings
) -> Organisation:
    """Seat and wire the people of a roster.

    Parameters
    ----------
    roster : Roster
        The people.
    titles : mapping of str to Title
        What their titles mean, by `plain_title`.
    structure : StructureSettings
        Lengths of ties, table of ties.
    workforce : WorkforceSettings
        Second skills, speeds, availability and costs.
    """
    _refuse_unknown(roster, titles)
    places = _places(roster, titles)
    units = _units(roster, places)
    roster.faults.stop()

    wiring = Wiring(list(dict.fromkeys(filter(None, units.values()))), structure.distance_unconnected)
    for team, unit in units.items():
        wiring.found(team, unit)
    _sit_down(wiring, places, units, workforce)
    _tie(wiring, places, roster.managers, structure)
    if structure.ties is not None:
        for a, b, length in read_ties(structure.ties, wiring.served):
            wiring.tie(a, b, length)
    wiring.connect()
    return wiring.finish(Path(roster.faults.path).stem, structure.distance_unconnected)


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
        first = min(member.line for member in members)
        roster.faults.add(first, "job_title", text or "(empty)", rule)


def _places(roster: Roster, titles: Mapping[str, Title]) -> list[Place]:
    """Return everybody who works, with the team."""
    names = team_names(roster.members)
    found = []
    for member in roster.members:
        title = titles.get(plain_title(member.title))
        if title is None or title.role == NOBODY:
            continue
        if not member.department and not member.team:
            roster.faults.add(
                member.line, "department", None, f"'{member.name}' needs a department or a team"
            )
        found.append(Place(member, title, names[member.department, member.team]))
    if not found:
        roster.faults.add(roster.header_line + 1, "job_title", None, "nobody has a title with a role")
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
            roster.faults.add(member.line, "unit", unit or "(empty)", rule)
    if places and not any(units.values()):
        rule = "no business unit: no department has a product manager or domain expert; add a column `unit`"
        roster.faults.add(places[0].member.line, "unit", None, rule)
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


def _sit_down(
    wiring: Wiring, places: Sequence[Place], units: Mapping[str, str], workforce: WorkforceSettings
) -> None:
    people, chosen = [], {}
    for member, title, team in places:
        person = make_person(
            member.name, title.role, title.seniority, units[team], workforce, title.skills, member.fte
        )
        chosen[member.name] = (PRIMARY_SKILL[title.role], *(title.skills or ()))
        people.append(person)
    serves = services(people, lambda person: chosen[person.name])
    for person, place in zip(people, places, strict=True):
        wiring.take_seat(person, place.team, serves[person.name])


def _tie(
    wiring: Wiring, places: Sequence[Place], managers: management.Managers, structure: StructureSettings
) -> None:
    """Tie teams by the path between their managers, and let managers decide."""
    teams = {member.name: team for member, _, team in places}
    members: dict[str, list[str]] = {}
    for name, team in teams.items():
        members.setdefault(team, []).append(name)
    above = {
        team: management.ranks_above(management.head(own, managers), managers)
        for team, own in members.items()
    }
    for a, b in combinations(wiring.served, 2):
        steps = management.steps(above[a], above[b])
        if steps is not None:
            length = max(structure.tie_close, structure.tie_weak * steps / 2.0)
            if length < structure.distance_unconnected:
                wiring.tie(a, b, length)
    for team, line in above.items():
        decider = next((teams[boss] for boss in line if boss in teams), None)
        if decider is not None:
            wiring.decides(team, decider)
