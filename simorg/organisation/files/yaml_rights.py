"""The rights that a file states: routes, owners, backups, approvals, deciders; and the way of requests.

Goes in: a YAML document - an organisation, or the rights that a roster does not know - and a wiring whose
seats and ties are in place.  Comes out: the same wiring with its rights; what the file leaves out has the
rule for all (see `rights`).  Faults are noted in the document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from simorg.config.errors import nearest
from simorg.config.vocabulary import MODEL_SKILL_ORDER, SKILLS
from simorg.organisation.files import yaml_requests
from simorg.organisation.files.yaml_reader import Document, Key
from simorg.organisation.graph import ROUTE, Organisation
from simorg.organisation.wiring.draft import Wiring
from simorg.organisation.wiring.rights import NOBODY, RELEASE, Rights, grant

EVERY = "all"
"""In place of a unit or team: every one that has no entry of its own."""

KEYS = ("routes", "owner", "backups", "approvals", "deciders", yaml_requests.KEY)


def state(document: Document, wiring: Wiring, skill: str, line: Mapping[str, str] | None = None) -> None:
    """Route the work and hand out the rights as the file states them, else by the rule for all.

    Seats and ties of the wiring are complete. `skill` is that of sign-offs where an approval states none,
    `line` says who decides for a team where the file does not.
    """
    wiring.connect(_by_skill(document, wiring, "routes"))
    teams = list(wiring.served)
    owners = _for_each(document, ("owner",), wiring.units, teams, "unit")
    deciders = _for_each(document, ("deciders",), teams, [*teams, NOBODY], "team")
    rights = Rights(decides={**(line or {}), **deciders}, backs_up=_backups(document, wiring), owns=owners)
    grant(wiring, rights, skill)
    if "approves" not in wiring.equal:
        _approve(document, wiring, skill)
    yaml_requests.state(document, wiring)


def _by_skill(document: Document, wiring: Wiring, what: str) -> dict[tuple[str, str], str]:
    """Return (unit, skill) -> team as stated; the entry of a unit beats the one for all."""
    found: dict[tuple[str, str], str] = {}
    stated = document.table((what,), (*wiring.units, EVERY), "unit")
    for scope in sorted(stated, key=lambda name: name != EVERY):
        for skill in document.table((what, scope), SKILLS, "skill"):
            key: Key = (what, scope, skill)
            team = document.word(key, wiring.served, "team")
            if team is not None and not wiring.served[team][skill]:
                document.note(key, f"nobody in this team serves '{skill}'{_able(wiring, skill)}", team)
            elif team is not None:
                found.update(dict.fromkeys([(u, skill) for u in wiring.units if scope in (u, EVERY)], team))
    return found


def _backups(document: Document, wiring: Wiring) -> dict[tuple[str, str], str]:
    """Return the backups; one stated for a unit must be another team than the one that is asked first."""
    found = _by_skill(document, wiring, "backups")
    draft = Organisation("draft", wiring.graph, wiring.distance_unconnected)
    for unit, team, data in draft.edges(ROUTE):
        key: Key = ("backups", unit, data["skill"])
        if found.get((unit, data["skill"])) == team and document.at(key) is not None:
            rule = f"would back up itself: '{unit}' asks it first for {data['skill']}; name another"
            document.note(key, rule, team)
    return found


def _able(wiring: Wiring, skill: str) -> str:
    able = [team for team, served in wiring.served.items() if served[skill]]
    return nearest("", able) if able else "; nor does any other team"


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


def _approve(document: Document, wiring: Wiring, usual: str) -> None:
    for key in document.entries(("approvals",)):
        document.table(key, ("by", "skill", "share", "before", "units"))
        team = document.word((*key, "by"), wiring.served, "team")
        share = 1.0 if document.at((*key, "share")) is None else document.number((*key, "share"), 0.0, 1.0)
        stage = RELEASE if document.at((*key, "before")) is None else document.word((*key, "before"))
        skill = _gate_skill(document, key, wiring, team, usual)
        listed = [document.word(unit, wiring.units, "unit") for unit in document.entries((*key, "units"))]
        units = wiring.units if document.at((*key, "units")) is None else listed
        if team is not None and skill is not None and share and stage is not None:
            for unit in units:
                if unit is not None:
                    wiring.approval(unit, stage, team, skill, share)


def _gate_skill(document: Document, key: Key, wiring: Wiring, team: str | None, usual: str) -> str | None:
    """Return the skill of a sign-off: as stated, else the usual one, else the team's best for models."""
    able = [skill for skill in MODEL_SKILL_ORDER if team is not None and wiring.served[team][skill]]
    if document.at((*key, "skill")) is None:
        return usual if usual in able else next(iter(able), None)
    skill = document.word((*key, "skill"), SKILLS, "skill")
    if skill is not None and team is not None and skill not in able:
        document.note((*key, "skill"), f"nobody in '{team}' serves it{nearest(skill, able)}", skill)
        return None
    return skill
