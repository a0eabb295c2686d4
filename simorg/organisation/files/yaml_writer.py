"""Write an organisation as the YAML file that `custom` reads: everything stated, nothing left to a rule.

Goes in: any organisation and the settings it was built with.  Comes out: text that builds the same
organisation under the same ``workforce`` and ``structure`` lengths; its traces are equal bit for bit.
"""

from __future__ import annotations

import math
from typing import Any

import yaml  # type: ignore[import-untyped, unused-ignore]

from simorg.config.errors import SettingsError
from simorg.config.groups.workforce import WorkforceSettings
from simorg.config.settings import Settings
from simorg.config.vocabulary import PRIMARY_SKILL
from simorg.organisation.files import yaml_requests
from simorg.organisation.graph import (
    APPROVAL,
    BACKUP,
    DECIDES,
    FIRST_LINE,
    MOVES,
    OWNER,
    ROUTE,
    SEAT,
    TEAM,
    TIE,
    UNIT,
    Organisation,
)
from simorg.organisation.people import make_person, speed
from simorg.organisation.wiring.rights import NOBODY


def to_yaml(organisation: Organisation, settings: Settings) -> str:
    """Return the organisation as YAML.

    The workforce of the settings is that of the organisation. ``structure=custom structure.file=...`` reads
    it.

    Raises
    ------
    SettingsError
        If somebody's availability or cost is not that of the workforce, which a file cannot say.
    """
    deciders = {team: decider for team, decider, _ in organisation.edges(DECIDES)}
    tables = {
        "name": organisation.name,
        "units": organisation.nodes(UNIT),
        "teams": {team: _team(organisation, team, settings.workforce) for team in organisation.nodes(TEAM)},
        "routes": _by_skill(organisation, ROUTE),
        "owner": {unit: team for unit, team, _ in organisation.edges(OWNER)},
        "backups": _by_skill(organisation, BACKUP),
        "approvals": [
            {
                "by": team,
                "skill": data["skill"],
                "share": data["share"],
                "before": data["stage"],
                "units": [unit],
            }
            for unit, team, data in organisation.edges(APPROVAL)
        ],
        "deciders": {team: deciders.get(team, NOBODY) for team in organisation.nodes(TEAM)},
        yaml_requests.KEY: _requests(organisation),
        "ties": [{"a": a, "b": b, "length": data["length"]} for a, b, data in organisation.edges(TIE)],
    }
    stated = {key: value for key, value in tables.items() if value}
    return str(
        yaml.safe_dump(stated, sort_keys=False, allow_unicode=True, default_flow_style=None, width=110)
    )


def _requests(organisation: Organisation) -> dict[str, Any]:
    """Return where requests arrive and how they move on, if that is stated."""
    first = {team: data["weight"] for _, team, data in organisation.edges(FIRST_LINE)}
    moves: dict[str, dict[str, dict[str, float]]] = {}
    for team, following, data in organisation.edges(MOVES):
        row = moves.setdefault(yaml_requests.CLASSES[data["after"] - 1], {}).setdefault(team, {})
        row[yaml_requests.RESOLVED if following == team else following] = data["share"]
    nodes = {team: organisation.graph.nodes[(TEAM, team)] for team in organisation.nodes(TEAM)}
    effort = {team: node["request_effort"] for team, node in nodes.items() if node["request_effort"] != 1.0}
    return {key: table for key, table in (("first", first), ("moves", moves), ("effort", effort)) if table}


def _team(organisation: Organisation, team: str, workforce: WorkforceSettings) -> dict[str, Any]:
    node = organisation.graph.nodes[(TEAM, team)]
    members = [
        _member(organisation.person(p), workforce) for p, own, _ in organisation.edges(SEAT) if own == team
    ]
    where = {"unit": node["unit"]} if node["unit"] else {}
    return {**where, "decided_by": node["decided_by"], "members": members}


def _member(person: dict[str, Any], workforce: WorkforceSettings) -> dict[str, Any]:
    usual = make_person(person["name"], person["role"], person["seniority"], "", workforce, fte=person["fte"])
    for key in ("availability", "day_cost_eur"):
        if person[key] != getattr(usual, key):
            rule = "differs from the workforce; an organisation file cannot say so"
            raise SettingsError(f"{key} of '{person['name']}' = {person[key]:g}: {rule}")
    found = {key: person[key] for key in ("role", "name", "seniority")}
    if person["fte"] != 1.0:
        found["fte"] = person["fte"]
    if person["efficiency"] != usual.efficiency:
        found["skills"] = _skills(person, workforce)
    return {**found, "serves": list(person["serves"])}


def _skills(person: dict[str, Any], workforce: WorkforceSettings) -> dict[str, float]:
    """Return the second skills without the speed of seniority."""
    pace, own = speed(person["seniority"], workforce), PRIMARY_SKILL[person["role"]]
    return {skill: _divided(value, pace) for skill, value in person["efficiency"].items() if skill != own}


def _divided(value: float, pace: float) -> float:
    """Return the number that times `pace` is `value` again, to the last bit where there is one."""
    quotient = value / pace
    near = (quotient, math.nextafter(quotient, 0.0), math.nextafter(quotient, math.inf))
    return next((number for number in near if number * pace == value), quotient)


def _by_skill(organisation: Organisation, relation: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for unit, team, data in organisation.edges(relation):
        found.setdefault(unit, {})[data["skill"]] = team
    return found
