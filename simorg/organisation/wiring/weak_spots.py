"""What an owner should know of an organisation before looking at any number: where its wiring is odd.

Goes in: an organisation.  Come out: sentences about skills that nobody has, single people through whom
the work of several units must go, people to whom no work leads, and units that do nothing themselves.
They follow from the chart alone, and name roles, teams and counts, never people.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from simorg.config.labels import inside, sentence
from simorg.config.vocabulary import PRIMARY_SKILL, ROLES, SKILLS
from simorg.organisation.files.problems import counted
from simorg.organisation.graph import OWNER, PERSON, ROUTE, SEAT, TEAM, UNIT, Organisation
from simorg.organisation.wiring.idle import unasked
from simorg.organisation.wiring.nearness import BUILDERS

ROLE_OF = {skill: role for role, skill in PRIMARY_SKILL.items()}
Routes = Mapping[tuple[str, str], list[str]]
"""(Skill, team) -> units whose work in that skill goes there."""


def weak_spots(organisation: Organisation) -> list[str]:
    """Return a sentence for everything that is odd; none for most structures that are built in."""
    routes: dict[tuple[str, str], list[str]] = {}
    for unit, team, data in organisation.edges(ROUTE):
        routes.setdefault((data["skill"], team), []).append(unit)
    people = [organisation.person(name) for name in organisation.nodes(PERSON)]
    roles = Counter(person["role"] for person in people)
    able = Counter(
        (skill, team)
        for name, team, _ in organisation.edges(SEAT)
        for skill in organisation.person(name)["serves"]
    )
    return [
        *_missing(roles, able),
        *_funnels(routes, able),
        *_keepers(organisation),
        *_idle(organisation, routes),
        *_outside(organisation, routes),
    ]


def _missing(roles: Mapping[str, int], able: Mapping[tuple[str, str], int]) -> Iterator[str]:
    for skill in SKILLS:
        role = plural(ROLE_OF[skill], 2)
        if not any(served == skill for served, _ in able):
            yield f"Nobody has the skill {skill}: there are no {role}. A run that needs it is refused."
        elif not roles.get(ROLE_OF[skill]):
            teams = joined(team for served, team in able if served == skill)
            yield f"There are no {role}: others do {skill} besides their own work ({teams})."


def _funnels(routes: Routes, able: Mapping[tuple[str, str], int]) -> Iterator[str]:
    for (skill, team), units in routes.items():
        if len(units) < 2 or able[skill, team] != 1:
            continue
        others = [
            f"{count} in {other}"
            for (served, other), count in able.items()
            if served == skill and other != team
        ]
        can = f"others who could: {joined(others)}" if others else "nobody else can"
        yield f"One person of {team} does all {skill} work of {counted(len(units), 'unit', 'units')}; {can}."


def _keepers(organisation: Organisation) -> Iterator[str]:
    """Tell of single people who look after the live models of several units."""
    kept: dict[str, list[str]] = {}
    for unit, team, _ in organisation.edges(OWNER):
        kept.setdefault(team, []).append(unit)
    builders = Counter(
        team
        for name, team, _ in organisation.edges(SEAT)
        if set(BUILDERS) & set(organisation.person(name)["serves"])
    )
    for team, units in kept.items():
        if len(units) > 1 and builders[team] == 1:
            yield f"One person of {team} looks after the live models of {len(units)} units."


def _idle(organisation: Organisation, routes: Routes) -> Iterator[str]:
    seats = {person: team for person, team, _ in organisation.edges(SEAT)}
    groups = Counter((seats[name], organisation.person(name)["role"]) for name in unasked(organisation))
    for (team, role), count in groups.items():
        skill = PRIMARY_SKILL[role]
        doing = joined(other for served, other in routes if served == skill)
        who, verb = plural(role, count), "has" if count == 1 else "have"
        yield f"{count} {who} of {team} {verb} nothing to do: {skill} work goes to {doing}."


def _outside(organisation: Organisation, routes: Routes) -> Iterator[str]:
    homes = {team: organisation.graph.nodes[(TEAM, team)]["unit"] for team in organisation.nodes(TEAM)}
    for unit in organisation.nodes(UNIT):
        own = [skill for (skill, team), units in routes.items() if unit in units and homes[team] == unit]
        if not own and unit in homes.values():
            yield f"{unit} sends all its work to other teams."
        elif unit not in homes.values() and any(homes.values()):
            yield f"{unit} has no team of its own."


def plural(role: str, count: int) -> str:
    """Return a role as people write it, for one or several."""
    assert role in ROLES
    return inside(sentence(role)) + ("" if count == 1 else "s")


def joined(names: Iterable[str]) -> str:
    """Return names as people list them, each once."""
    *first, last = dict.fromkeys(names)
    return f"{', '.join(first)} and {last}" if first else last
