"""The verbs that structures share: who serves what, who sits where, which team is nearest.

In go people and a plan of seats, out comes a `Draft` with routes in place; rights come from `rights`.
One rule routes work in every structure: *the own team, else by capacity and distance* (see
`nearness`).  So a structure only says who sits where and who works how close to whom; where the work
goes follows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from statistics import fmean

from simorg.config.vocabulary import PRIMARY_SKILL, SKILLS
from simorg.organisation.graph import SENIOR, Draft, Person
from simorg.organisation.wiring.nearness import BUILDERS, Nearness

Rule = Callable[[Person], Iterable[str]]
"""Which skills a person would serve, by the custom of a structure."""


def own_skill(person: Person) -> tuple[str, ...]:
    """Serve only the skill of the own role: specialists."""
    return (PRIMARY_SKILL[person.role],)


def every_skill(person: Person) -> tuple[str, ...]:
    """Serve all that one can do: generalists."""
    return tuple(person.efficiency)


def services(people: Iterable[Person], rule: Rule) -> dict[str, tuple[str, ...]]:
    """Return what each person serves: the rule, and standing in for skills that nobody would serve.

    Notes
    -----
    For a skill that the rule leaves unserved, the role that does it best (mean efficiency) stands
    in: a company without ML engineers asks its data scientists, whatever the chart says.
    """
    everybody = tuple(people)
    chosen = {person.name: [s for s in rule(person) if s in person.efficiency] for person in everybody}
    served = {skill for skills in chosen.values() for skill in skills}
    for skill in SKILLS:
        role = _best_role(everybody, skill) if skill not in served else None
        for person in everybody:
            if person.role == role and skill in person.efficiency:
                chosen[person.name].append(skill)
    return {name: tuple(skills) for name, skills in chosen.items()}


def _best_role(people: Sequence[Person], skill: str) -> str | None:
    able: dict[str, list[float]] = {}
    for person in people:
        if skill in person.efficiency:
            able.setdefault(person.role, []).append(person.efficiency[skill])
    return max(able, key=lambda role: fmean(able[role]), default=None)


class Wiring(Draft):
    """A draft that remembers who serves what, and so can route by nearness.

    `equal` are the rights that are handed out by the rule for all.
    """

    def __init__(
        self, units: Sequence[str], distance_unconnected: float, equal: Collection[str] = ()
    ) -> None:
        super().__init__()
        self.equal = equal
        self.units = tuple(units)
        self.distance_unconnected = distance_unconnected
        self.served: dict[str, Counter[str]] = {}
        self.specialists: dict[str, Counter[str]] = {}
        self.capacity: dict[str, defaultdict[str, float]] = {}
        self.homes: dict[str, list[str]] = {unit: [] for unit in units}
        for unit in units:
            self.unit(unit)

    def seat_all(
        self, people: Iterable[Person], place: Mapping[str, str], rule: Rule, decided_by: str = SENIOR
    ) -> None:
        """Seat everybody in the team that `place` gives; teams appear in the order of the units.

        A team named like a unit belongs to it; every other team is corporate.  A team in which
        nobody would sit does not exist.  People are listed team by team, as a file lists them.
        """
        everybody = tuple(people)
        teams = dict.fromkeys(place[person.name] for person in everybody)
        ordered = [unit for unit in self.units if unit in teams]
        ordered += [team for team in teams if team not in self.homes]
        serves = services(everybody, rule)
        for team in ordered:
            self.found(team, team if team in self.homes else "", decided_by)
        order = {team: number for number, team in enumerate(ordered)}
        for person in sorted(everybody, key=lambda person: order[place[person.name]]):
            self.take_seat(person, place[person.name], serves[person.name])

    def found(self, team: str, unit: str = "", decided_by: str = SENIOR) -> None:
        """Add a team and remember whose it is."""
        self.team(team, unit, decided_by)
        self.served[team], self.specialists[team] = Counter(), Counter()
        self.capacity[team] = defaultdict(float)
        if unit:
            self.homes[unit].append(team)

    def take_seat(self, person: Person, team: str, serves: tuple[str, ...]) -> None:
        """Seat a person and remember what the team can do."""
        self.seat(person, team, serves)
        self.served[team].update(serves)
        if PRIMARY_SKILL[person.role] in serves:
            self.specialists[team][PRIMARY_SKILL[person.role]] += 1
        for skill in serves:
            self.capacity[team][skill] += person.efficiency[skill] * person.availability

    def tie_known(self, a: str, b: str, length: float) -> None:
        """Tie two different teams if both exist."""
        if a != b and a in self.served and b in self.served:
            self.tie(a, b, length)

    def connect(self, routes: Mapping[tuple[str, str], str] | None = None) -> None:
        """Route every skill of every unit.

        What `routes` ((unit, skill) -> team) leaves out goes to the nearest team that serves the
        skill; a skill that nobody can do has no route.
        """
        nearness = Nearness(self)
        for skill in SKILLS:
            fixed = {unit: team for (unit, wanted), team in (routes or {}).items() if wanted == skill}
            for unit, team in nearness.shared_out(skill, fixed).items():
                self.route(unit, skill, team)

    def keepers(self, wanted: Mapping[str, str]) -> dict[str, str]:
        """Return those of the `wanted` owners (unit -> team) in which somebody can build models."""
        able = {team for team, served in self.served.items() if any(served[skill] for skill in BUILDERS)}
        return {unit: team for unit, team in wanted.items() if team in able}
