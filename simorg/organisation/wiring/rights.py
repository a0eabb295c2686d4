"""Rights: who decides, who backs up, who approves, who owns - handed out by one rule to all.

Goes in: what a structure grants, as one table.  Comes out: the same rights in the graph, completed by
the rule that holds in every structure, so that no team lacks a right because nobody thought of it:

========  ================================================================================
decides   the team that a structure names, else the team itself (its own lead)
backs up  the team that a structure names where it serves the skill and is not asked first
approves  the team that a structure names, or the nearest that serves the skill of sign-offs
owns      the team that a structure names, else the nearest in which somebody builds models
========  ================================================================================

``structure.equal`` switches a right to what the rule alone gives: each team decides for itself, nobody backs
up, the nearest able team signs every release, the nearest builders own the models.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from simorg.organisation.graph import ROUTE, Organisation
from simorg.organisation.wiring.nearness import Nearness

if TYPE_CHECKING:
    from simorg.organisation.wiring.draft import Wiring

RELEASE = "release"
"""Stage before which structures ask for a sign-off."""

NOBODY = "nobody"
"""In place of a deciding team: what is escalated is lost."""


@dataclass(frozen=True)
class Rights:
    """What one structure grants beyond the rule; teams that do not exist are passed over."""

    decides: Mapping[str, str] = field(default_factory=dict)
    """Team -> team that decides what it escalates, or `NOBODY`."""
    backs_up: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """(unit, skill) -> team that helps when the routed one cannot start at once."""
    approves: Mapping[str, tuple[str, float]] = field(default_factory=dict)
    """Unit -> team that signs its releases, and in which share of cases."""
    owns: Mapping[str, str] = field(default_factory=dict)
    """Unit -> team that looks after its live models."""


def grant(wiring: Wiring, rights: Rights, skill: str) -> None:
    """Write the rights of a structure into its graph, completed by the rule for all.

    Seats, ties and routes must be complete; the skill of sign-offs is the same in every structure.
    """
    rights = _made_equal(wiring, rights)
    nearness = Nearness(wiring)
    for unit in wiring.units:
        wiring.owner(unit, rights.owns.get(unit) or nearness.keeper(unit))
    _back_up(wiring, rights.backs_up)
    for unit, (team, share) in rights.approves.items():
        able = skill in wiring.served.get(team, ())
        gate = team if able else nearness.serving(unit, skill)
        if gate is not None and share > 0.0:
            wiring.approval(unit, RELEASE, gate, skill, share)
    for team in wiring.served:
        decider = rights.decides.get(team, team)
        if decider != NOBODY:
            wiring.decides(team, decider if decider in wiring.served else team)


def _made_equal(wiring: Wiring, rights: Rights) -> Rights:
    """Return the rights with those that are to be equal as the rule alone gives them."""
    by_rule = Rights(approves=dict.fromkeys(wiring.units, ("", 1.0)))
    return replace(rights, **{right: getattr(by_rule, right) for right in wiring.equal})


def _back_up(wiring: Wiring, wanted: Mapping[tuple[str, str], str]) -> None:
    draft = Organisation("draft", wiring.graph, wiring.distance_unconnected)
    routed = {(unit, data["skill"]): team for unit, team, data in draft.edges(ROUTE)}
    for (unit, skill), team in wanted.items():
        if skill in wiring.served.get(team, ()) and routed.get((unit, skill)) != team:
            wiring.backup(unit, skill, team)


def all_units(units: Iterable[str], skills: Iterable[str], team: str) -> dict[tuple[str, str], str]:
    """Return the backups by which one team helps every unit in some skills."""
    chosen = tuple(skills)
    return {(unit, skill): team for unit in units for skill in chosen}
