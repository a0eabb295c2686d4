"""The rights of an organisation as a table to read: right, who has it, for whom.

Goes in: any organisation, a structure's or the user's own.  Come out: rows of words, the same for
``simorg describe`` and for the documentation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from simorg.config.vocabulary import PRIMARY_SKILL
from simorg.organisation.graph import (
    APPROVAL,
    BACKUP,
    DECIDES,
    EVERYBODY,
    OWNER,
    SEAT,
    SENIOR,
    TEAM,
    UNIT,
    Organisation,
)

OWN, NEXT = "its own team", "the next unit's team"


class Row(NamedTuple):
    """One right in words."""

    right: str
    who: str
    for_whom: str


def rights_table(organisation: Organisation) -> list[Row]:
    """Return who decides, backs up, approves and owns, as few rows as tell it all.

    In the order of `RIGHTS` of ``structure.equal``; a right that nobody has is a row that says so.
    """
    rows = [*_serves(organisation), *_decides(organisation), *_backs_up(organisation)]
    return [*rows, *_approves(organisation), *_owns(organisation)]


def _serves(organisation: Organisation) -> Iterable[Row]:
    """Yield which teams serve own skills only, and in which somebody stands in with a second one."""
    custom: dict[str, list[str]] = {}
    second: set[str] = set()
    for name, team, _ in organisation.edges(SEAT):
        person = organisation.person(name)
        if set(person["serves"]) - {PRIMARY_SKILL[person["role"]]}:
            second.add(team)
    for team in organisation.nodes(TEAM):
        custom.setdefault("own and second skills" if team in second else "own skill", []).append(team)
    for skills, teams in custom.items():
        yield Row("serves", skills, _teams(organisation, teams))


def _decides(organisation: Organisation) -> Iterable[Row]:
    asked = {team: decider for team, decider, _ in organisation.edges(DECIDES)}
    groups: dict[str, list[str]] = {}
    for team in organisation.nodes(TEAM):
        groups.setdefault(_decider(organisation, team, asked), []).append(team)
    for who, teams in groups.items():
        yield Row("decides", who, _teams(organisation, teams))


def _decider(organisation: Organisation, team: str, asked: Mapping[str, str]) -> str:
    """Return who decides for a team: itself, the next unit, another one, nobody."""
    if team not in asked:
        return "nobody"
    decider = asked[team]
    serving_many = Counter(asked.values())[decider] > 1
    if decider == team and not serving_many:
        return f"each team for itself, {_who(organisation, team)}"
    if _unit_of(organisation, decider) == _next_unit(organisation).get(_unit_of(organisation, team)):
        return f"{NEXT}, {_who(organisation, decider)}"
    return f"{decider}, {_who(organisation, decider)}"


def _unit_of(organisation: Organisation, team: str) -> str:
    return str(organisation.graph.nodes[(TEAM, team)]["unit"])


def _next_unit(organisation: Organisation) -> dict[str, str]:
    units = organisation.nodes(UNIT)
    return dict(zip(units, [*units[1:], *units[:1]], strict=True)) if len(units) > 1 else {}


def _backs_up(organisation: Organisation) -> Iterable[Row]:
    skills: dict[tuple[str, str], list[str]] = {}
    for unit, team, data in organisation.edges(BACKUP):
        skills.setdefault((unit, team), []).append(data["skill"])
    helped: dict[tuple[str, ...], dict[str, str]] = {}
    for (unit, team), known in skills.items():
        helped.setdefault(tuple(sorted(known)), {})[unit] = team
    for together, teams in helped.items():
        yield from _by_team(organisation, "backs up", teams, ", ".join(together))
    if not helped:
        yield Row("backs up", "nobody", "every unit")


def _approves(organisation: Organisation) -> Iterable[Row]:
    gates: dict[tuple[str, str, float], dict[str, list[str]]] = {}
    for unit, team, data in organisation.edges(APPROVAL):
        gates.setdefault((data["stage"], data["skill"], data["share"]), {}).setdefault(unit, []).append(team)
    for (stage, skill, share), asked in gates.items():
        how = f"{skill}, before {stage}, {share:.0%} of items"
        for n in range(max(map(len, asked.values()))):
            nth = {unit: teams[n] for unit, teams in asked.items() if len(teams) > n}
            yield from _by_team(organisation, "approves", nth, how)
    if not gates:
        yield Row("approves", "nobody", "every unit")


def _owns(organisation: Organisation) -> Iterable[Row]:
    owners = {unit: team for unit, team, _ in organisation.edges(OWNER)}
    yield from _by_team(organisation, "owns", owners, "")


def _by_team(organisation: Organisation, right: str, teams: Mapping[str, str], how: str) -> Iterable[Row]:
    """Yield one row where all units are served alike, else one a team."""
    units = organisation.nodes(UNIT)
    at_home = {unit: _unit_of(organisation, team) for unit, team in teams.items()}
    for word, neighbour in ((OWN, {unit: unit for unit in units}), (NEXT, _next_unit(organisation))):
        if len(teams) > 1 and all(at_home[unit] == neighbour.get(unit) for unit in teams):
            yield Row(right, _with(word, how), _units(organisation, list(teams)))
            return
    for team in dict.fromkeys(teams.values()):
        yield Row(right, _with(team, how), _units(organisation, [u for u in teams if teams[u] == team]))


def _with(who: str, how: str) -> str:
    return f"{who} ({how})" if how else who


def _who(organisation: Organisation, team: str) -> str:
    who = organisation.graph.nodes[(TEAM, team)]["decided_by"]
    return {SENIOR: "anyone senior", EVERYBODY: "anyone"}.get(who, f"any {who}")


def _teams(organisation: Organisation, teams: Sequence[str]) -> str:
    """Name teams; the teams of all units together as such."""
    in_units = [team for team in organisation.nodes(TEAM) if _unit_of(organisation, team)]
    others = [team for team in teams if not _unit_of(organisation, team)]
    if in_units and set(in_units) <= set(teams):
        return ", ".join(["every unit", *others])
    return ", ".join(teams)


def _units(organisation: Organisation, served: Sequence[str]) -> str:
    return "every unit" if len(served) == len(organisation.nodes(UNIT)) else ", ".join(served)
