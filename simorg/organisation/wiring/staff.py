"""The people of the user's own file: who sits where as it is, whom one might hire, and their home units.

A file is read into a `Staff`; hires are added to it; `structures.custom` wires it as it is.  For every
other structure the same people are handed to its builder with a home unit each (`people_of`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from simorg.config.errors import SettingsError, nearest
from simorg.config.groups.workforce import WorkforceSettings, split_hire
from simorg.config.vocabulary import PRIMARY_SKILL, ROLES, SKILLS
from simorg.organisation.graph import Person
from simorg.organisation.people import CORPORATE_ROLES, make_person

BUILT_IN = (*SKILLS, "hub", "centre")
"""Names of teams in the structures that are built in, besides those of units."""


class Seat(NamedTuple):
    """A person, where they sit, what they take jobs for."""

    person: Person
    team: str
    serves: tuple[str, ...]


class Staff(NamedTuple):
    """Everybody in a file, and how many of them at the end are hires."""

    units: tuple[str, ...]
    teams: Mapping[str, str]
    """Team -> unit, "" for a corporate one."""
    seats: tuple[Seat, ...]
    hired: int = 0


def with_hires(staff: Staff, workforce: WorkforceSettings) -> Staff:
    """Add the hires of the settings, behind everybody else, each in a team.

    A hire that names no team joins the one in which most people of the role sit.

    Raises
    ------
    SettingsError
        If there is no such team or unit, or no team to choose.
    """
    for hire in workforce.hires:
        rank, role, _ = split_hire(hire)
        team = team_for(staff, hire)
        known = {seat.person.name for seat in staff.seats}
        number = 1 + sum(seat.person.role == role for seat in staff.seats)
        while f"{role}_{number:02d}" in known:
            number += 1
        unit = staff.teams[team]
        person = make_person(f"{role}_{number:02d}", role, rank or "regular", unit, workforce)
        seat = Seat(person, team, (PRIMARY_SKILL[role],))
        staff = staff._replace(seats=(*staff.seats, seat), hired=staff.hired + 1)
    return staff


def team_for(staff: Staff, hire: str) -> str:
    """Return the team of a hire: the one named, else that of the unit or company with most of the role.

    Raises
    ------
    SettingsError
        If there is no such team or unit, or no team to choose.
    """
    _, role, place = split_hire(hire)
    named = {_plain(team): team for team in staff.teams}
    if _plain(place) in named:
        return named[_plain(place)]
    units = {_plain(unit): unit for unit in staff.units}
    if place and _plain(place) not in units:
        rule = f"no team or unit '{place}' in your organisation{nearest(place, (*staff.teams, *staff.units))}"
        raise SettingsError(f"workforce.hires: '{hire}': {rule}")
    unit = units.get(_plain(place))
    inside = [seat for seat in staff.seats if unit in (None, staff.teams[seat.team])]
    there = Counter(seat.team for seat in inside if seat.person.role == role)
    if not there and unit is not None:
        there = Counter(seat.team for seat in inside)
    if not there:
        rule = f"say into which team, as in '{role}@TEAM'; nobody else has that role"
        raise SettingsError(f"workforce.hires: '{hire}': {rule}")
    return there.most_common(1)[0][0]


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def refuse_names(units: Sequence[str]) -> None:
    """Refuse units that are called like a team of a structure that is built in."""
    for unit in units:
        if unit in BUILT_IN:
            rule = (
                "is what a structure calls a team of its own; give the unit another name (Risk, for example)"
            )
            raise SettingsError(f"unit '{unit}': {rule}")


def people_of(staff: Staff) -> tuple[Person, ...]:
    """Return everybody, with a home unit for all but operations and legal people.

    In the order of the file, hires included.

    Notes
    -----
    Who sits in a team of a unit has that unit for a home.  Who sits in a corporate team gets the unit in
    which the role, then the seniority, then people are fewest: a structure that seats specialists in units
    spreads the central ones evenly.  Hires come last, so that nobody else moves when one comes.
    """
    seats = staff.seats
    first = len(seats) - staff.hired
    by_role = sorted(range(first), key=lambda n: ROLES.index(seats[n].person.role))
    homes = [staff.teams[seat.team] for seat in seats]
    there = _Homes(staff.units)
    for n in by_role:
        if homes[n]:
            there.add(seats[n].person, homes[n])
    for n in (*by_role, *range(first, len(seats))):
        person = seats[n].person
        if not homes[n] and person.role not in CORPORATE_ROLES:
            homes[n] = there.emptiest(person)
            there.add(person, homes[n])
        elif n >= first and homes[n]:
            there.add(person, homes[n])
    return tuple(replace(seat.person, home_unit=home) for seat, home in zip(seats, homes, strict=True))


class _Homes:
    """How many people of which role and seniority have which home so far."""

    def __init__(self, units: Sequence[str]) -> None:
        self._units = units
        self._count: Counter[tuple[str, str]] = Counter()

    def add(self, person: Person, unit: str) -> None:
        self._count.update([(unit, person.role), (unit, f"{person.seniority} {person.role}"), (unit, "")])

    def emptiest(self, person: Person) -> str:
        def order(unit: str) -> tuple[int, int, int]:
            role, rank = person.role, f"{person.seniority} {person.role}"
            return self._count[unit, role], self._count[unit, rank], self._count[unit, ""]

        return min(self._units, key=order)
