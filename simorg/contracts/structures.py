"""What holds of every structure: the same people, seated and wired so that all work is done by somebody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from types import ModuleType

import networkx as nx
import numpy as np

from simorg.config.compose import load
from simorg.config.settings import Settings
from simorg.config.vocabulary import PRIMARY_SKILL, ROLES, SKILLS
from simorg.contracts.verdict import broken
from simorg.organisation.graph import (
    APPROVAL,
    BACKUP,
    DECIDES,
    OWNER,
    PERSON,
    ROUTE,
    SEAT,
    TEAM,
    TIE,
    UNIT,
    Organisation,
)
from simorg.organisation.people import people, unit_names
from simorg.plan import Plan
from simorg.plan.build import build as plan_with

HEAD_AND_HAND = ("product_manager", "ml_engineer")
OF_A_PERSON = ("role", "seniority", "home_unit", "availability", "day_cost_eur", "fte", "efficiency")
"""What a structure must not change."""

FARTHEST = 3.0
"""Default of ``structure.distance_unconnected``."""


@cache
def _settings(*overrides: str) -> Settings:
    return load(["lifecycle=minimal", *overrides])


@cache
def _organisations() -> tuple[tuple[str, Settings], ...]:
    """Return organisations of all sizes: one unit and many, many people, more units than people."""
    return tuple(_sizes())


def _sizes() -> Iterator[tuple[str, Settings]]:
    for units in (1, 2, 6, 24):
        yield f"{units} units", _settings(f"workforce.units={units}")
    yield "240 people", _settings("workforce.units=24", *(f"workforce.headcount.{r}=30" for r in ROLES))
    few = [
        f"workforce.headcount.{role}=0" for role in ROLES if role not in ("product_manager", "ml_engineer")
    ]
    few += ["workforce.headcount.product_manager=2", "workforce.headcount.ml_engineer=2"]
    yield "4 people in 9 units", _settings("workforce.units=9", *few)


def _built(module: ModuleType, settings: Settings) -> Organisation:
    found = module.build(people(settings.workforce), unit_names(settings.workforce), settings)
    if not isinstance(found, Organisation):
        broken(f"build returned {type(found).__name__}, not an Organisation.")
    return found


def people_are_the_same(module: ModuleType) -> None:
    """It seats everybody of the workforce, each once, and changes nobody."""
    for what, settings in _organisations():
        organisation = _built(module, settings)
        listed = {person.name: person for person in people(settings.workforce)}
        if sorted(organisation.nodes(PERSON)) != sorted(listed):
            lost = sorted(set(listed) ^ set(organisation.nodes(PERSON)))
            broken(f"{what}: {lost[0]} is only among those who are listed, or only among those seated.")
        for name, person in listed.items():
            found = organisation.person(name)
            for key in (
                "role",
                "seniority",
                "home_unit",
                "availability",
                "day_cost_eur",
                "fte",
                "efficiency",
            ):
                if found[key] != getattr(person, key):
                    broken(
                        f"{what}: {key} of {name} is {found[key]}, in the workforce {getattr(person, key)}."
                    )
        seats = Counter(person for person, _, _ in organisation.edges(SEAT))
        for name in listed:
            if seats[name] != 1:
                broken(f"{what}: {name} has {seats[name]} seats.")


def people_serve_what_they_can(module: ModuleType) -> None:
    """Everybody serves the own skill, and nothing that they cannot do."""
    for what, settings in _organisations():
        organisation = _built(module, settings)
        for person in map(organisation.person, organisation.nodes(PERSON)):
            beyond = sorted(skill for skill in person["serves"] if not person["efficiency"].get(skill))
            if beyond:
                broken(f"{what}: {person['name']} serves {beyond[0]}, which is beyond them.")
            if PRIMARY_SKILL[person["role"]] not in person["serves"]:
                broken(f"{what}: {person['name']} does not serve the skill of a {person['role']}.")


def every_unit_is_served(module: ModuleType) -> None:
    """Every unit has one team for every skill that somebody has, and somebody in it serves it."""
    for what, settings in [*_organisations(), *_without_a_role()]:
        organisation = _built(module, settings)
        able = {s for name in organisation.nodes(PERSON) for s in organisation.person(name)["efficiency"]}
        routes = Counter((unit, data["skill"]) for unit, _, data in organisation.edges(ROUTE))
        wanted = {(unit, skill) for unit in unit_names(settings.workforce) for skill in able}
        for unit, skill in sorted(wanted ^ set(routes)):
            had = "no route" if (unit, skill) in wanted else "a route that nobody can serve"
            broken(f"{what}: {unit} has {had} for {skill}.")
        if max(routes.values()) > 1:
            broken(f"{what}: {routes.most_common(1)[0][0][0]} has two routes for one skill.")
        asked = [(team, data["skill"], "is routed") for _, team, data in organisation.edges(ROUTE)]
        _refuse_unable(what, organisation, asked)


@cache
def _without_a_role() -> tuple[tuple[str, Settings], ...]:
    return tuple((f"nobody is {role}", _settings(f"workforce.headcount.{role}=0")) for role in ROLES)


def _refuse_unable(what: str, organisation: Organisation, asked: list[tuple[str, str, str]]) -> None:
    """Break the contract where a team is asked for a skill that nobody in it serves."""
    served = {
        (team, skill)
        for person, team, _ in organisation.edges(SEAT)
        for skill in organisation.person(person)["serves"]
    }
    for team, skill, how in asked:
        if (team, skill) not in served:
            broken(f"{what}: {skill} {how} to {team}, where nobody serves it.")


def rights_are_complete(module: ModuleType) -> None:
    """Every unit has one owner of its models, every team one that decides, gates and helpers are able."""
    for what, settings in _organisations():
        organisation = _built(module, settings)
        teams, units = organisation.nodes(TEAM), list(unit_names(settings.workforce))
        if organisation.nodes(UNIT) != units:
            broken(f"{what}: its units are not those it was given.")
        for relation, holders in ((OWNER, units), (DECIDES, teams)):
            found = Counter(holder for holder, _, _ in organisation.edges(relation))
            for holder in holders:
                if found[holder] != 1:
                    broken(f"{what}: {holder} has {found[holder]} edges '{relation}', not one.")
        asked = [(t, d["skill"], "is helped out with") for _, t, d in organisation.edges(BACKUP)]
        asked += [(t, d["skill"], "is signed off") for _, t, d in organisation.edges(APPROVAL)]
        _refuse_unable(what, organisation, asked)
        for unit, _, data in organisation.edges(APPROVAL):
            if not 0.0 < data["share"] <= 1.0:
                broken(f"{what}: {unit} asks for a sign-off in a share of {data['share']:g} of cases.")


def distances_are_distances(module: ModuleType) -> None:
    """Ties lead both ways between two teams, and no distance is longer than that of strangers."""
    for what, settings in _organisations():
        organisation = _built(module, settings)
        for a, b, data in organisation.edges(TIE):
            if a == b or not data["length"] >= 0.0:
                broken(f"{what}: a tie of length {data['length']} from {a} to {b}.")
        teams, found = organisation.distance_matrix()
        if not np.allclose(found, found.T) or np.diag(found).any():
            broken(f"{what}: distances are not symmetric, or a team is away from itself.")
        if len(teams) and found.max() > FARTHEST:
            broken(f"{what}: a distance of {found.max():g}, where strangers are {FARTHEST:g} apart.")


def one_person_is_an_organisation(module: ModuleType) -> None:
    """One person who can do everything is one team that serves every unit in every skill."""
    for role in ROLES:
        own = PRIMARY_SKILL[role]
        skills = ", ".join(f"{skill}: 0.5" for skill in SKILLS if skill != own)
        alone = [f"workforce.headcount.{other}={int(other == role)}" for other in ROLES]
        settings = _settings("workforce.units=2", f"workforce.second_skills={{{role}: {{{skills}}}}}", *alone)
        organisation = _built(module, settings)
        if len(organisation.nodes(TEAM)) != 1:
            broken(f"a single {role} sits in {len(organisation.nodes(TEAM))} teams.")
        if {data["skill"] for _, _, data in organisation.edges(ROUTE)} != set(SKILLS):
            broken(f"a single {role} who can do everything is not asked for everything.")


def the_same_twice(module: ModuleType) -> None:
    """The same settings give the same graph, in the same order."""
    for what, settings in _organisations():
        one, again = _built(module, settings).graph, _built(module, settings).graph
        if list(one.nodes(data=True)) != list(again.nodes(data=True)):
            broken(f"{what}: people, teams or units differ between two builds.")
        if list(one.edges(data=True)) != list(again.edges(data=True)):
            broken(f"{what}: seats, routes, rights or ties differ between two builds.")


def names_mean_nothing(module: ModuleType) -> None:
    """Other names of people, teams and units, and of the structure, change no number of a plan."""
    settings = _settings()
    organisation = _built(module, settings)
    wanted, found = plan_with(settings, organisation), plan_with(settings, _renamed(organisation))
    _refuse_different("other names of teams and units", wanted, found)
    strangers = [replace(person, name=f"person {n}") for n, person in enumerate(people(settings.workforce))]
    found = plan_with(settings, module.build(strangers, unit_names(settings.workforce), settings))
    _refuse_different("other names of people", wanted, found)


def _renamed(organisation: Organisation) -> Organisation:
    """Return the same graph under other names."""
    names = {node: (node[0], f"{node[0]} {n}") for n, node in enumerate(organisation.graph.nodes)}
    graph = nx.relabel_nodes(organisation.graph, names)
    for (kind, name), data in graph.nodes(data=True):
        data["name"] = name
        for key in ("unit", "home_unit"):
            if data.get(key):
                data[key] = names[UNIT, data[key]][1] if (UNIT, data[key]) in names else data[key]
        assert kind == data["kind"]
    return Organisation("renamed", graph, organisation.distance_unconnected)


def _refuse_different(what: str, wanted: Plan, found: Plan) -> None:
    for field, numbers in vars(wanted).items():
        if isinstance(numbers, np.ndarray) and numbers.tobytes() != getattr(found, field).tobytes():
            broken(f"{what}: the plan has other numbers in '{field}'.")


def it_can_be_drawn(module: ModuleType) -> None:
    """The picture of the organisation shows it, and no name covers another."""
    from simorg.contracts.pictures import figure_drawn, misplaced

    organisation = _built(module, _settings())
    with figure_drawn("organisation", organisation) as figure:
        faults = misplaced(figure)
    if faults:
        broken(f"in its picture: {faults[0]}.")


CONTRACTS = (
    people_are_the_same, people_serve_what_they_can, every_unit_is_served, rights_are_complete,
    distances_are_distances, one_person_is_an_organisation, the_same_twice, names_mean_nothing,
    it_can_be_drawn,
)  # fmt: skip
