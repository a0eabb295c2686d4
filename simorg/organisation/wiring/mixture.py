"""A mixture: each axis of the wiring taken from a structure of the user's choice.

Goes in: for each axis an organisation of the same people. Comes out: one organisation with the seats
of the first and the approvals, ties and so on of the others.

Routes follow the seats: work goes to the nearest team that serves the skill, so that routes taken from
another structure would send it where nobody of that skill sits. A team that the seats do not have is
replaced by the team in which most of its people sit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from simorg.organisation.graph import (
    APPROVAL,
    BACKUP,
    DECIDES,
    OWNER,
    ROUTE,
    SEAT,
    TEAM,
    TIE,
    Draft,
    Organisation,
)
from simorg.organisation.wiring.nearness import BUILDERS

AXES = ("seats", "backs_up", "owns", "approves", "decides", "ties")
"""Axes of a wiring: who sits where (routes and who of a team decides follow), the four rights, who knows
whom."""


def mix(parts: Mapping[str, Organisation]) -> Organisation:
    """Wire an organisation from several.

    `parts` has an organisation for each of `AXES`, all of the same people and units. If they are all the
    same, the mixture equals them but for its name.
    """
    mixture = _Mixture(parts["seats"])
    mixture.backups(parts["backs_up"])
    mixture.owners(parts["owns"])
    mixture.approvals(parts["approves"])
    mixture.decisions(parts["decides"])
    mixture.ties(parts["ties"])
    return mixture.finish("mixture", parts["ties"].distance_unconnected)


class _Mixture(Draft):
    """The seats and routes of one organisation, to which the other axes are added."""

    def __init__(self, seats: Organisation) -> None:
        super().__init__()
        self.graph.add_nodes_from(seats.graph.nodes(data=True))
        kept = [edge for edge in seats.graph.edges(data=True) if edge[2]["relation"] in (SEAT, ROUTE)]
        self.graph.add_edges_from(kept)
        self._seats = seats
        self._place = {person: team for person, team, _ in seats.edges(SEAT)}
        self._routed = {(unit, data["skill"]): team for unit, team, data in seats.edges(ROUTE)}
        self._served: dict[str, set[str]] = {}
        for person, team in self._place.items():
            self._served.setdefault(team, set()).update(seats.person(person)["serves"])

    def backups(self, part: Organisation) -> None:
        """Take the helpers of a part, where they sit with the skill and another team is asked first."""
        team_of = self._teams(part)
        for unit, team, data in part.edges(BACKUP):
            helper, skill = team_of[team], data["skill"]
            if skill in self._served[helper] and self._routed.get((unit, skill)) != helper:
                self.backup(unit, skill, helper)

    def owners(self, part: Organisation) -> None:
        """Take the owners of a part; where nobody there builds models, those of the seats."""
        team_of = self._teams(part)
        own = {unit: team for unit, team, _ in self._seats.edges(OWNER)}
        for unit, team, _ in part.edges(OWNER):
            able = self._served[team_of[team]] & set(BUILDERS)
            self.owner(unit, team_of[team] if able else own[unit])

    def approvals(self, part: Organisation) -> None:
        """Take the sign-offs of a part; where nobody there has the skill, the routed team signs."""
        team_of = self._teams(part)
        for unit, team, data in part.edges(APPROVAL):
            gate: str | None = team_of[team]
            if data["skill"] not in self._served[team_of[team]]:
                gate = self._routed.get((unit, data["skill"]))
            if gate is not None:
                self.approval(unit, data["stage"], gate, data["skill"], data["share"])

    def decisions(self, part: Organisation) -> None:
        """Take who decides for whom from a part; of several deciders for a team, the first.

        A team that the part does not know decides for itself.
        """
        team_of = self._teams(part)
        found: dict[str, str] = {}
        for team, decider, _ in part.edges(DECIDES):
            found.setdefault(team_of[team], team_of[decider])
        known = set(team_of.values())
        for team in self._seats.nodes(TEAM):
            if team in found or team not in known:
                self.decides(team, found.get(team, team))

    def ties(self, part: Organisation) -> None:
        """Take the ties of a part; of several between two teams, the shortest."""
        team_of = self._teams(part)
        found: dict[tuple[str, str], float] = {}
        for a, b, data in part.edges(TIE):
            ends = (team_of[a], team_of[b])
            if ends[0] != ends[1]:
                found[ends] = min(found.get(ends, data["length"]), data["length"])
        for (a, b), length in found.items():
            self.tie(a, b, length)

    def _teams(self, part: Organisation) -> dict[str, str]:
        """Return for each team of a part the team that stands for it here."""
        here = set(self._seats.nodes(TEAM))
        members: dict[str, Counter[str]] = {team: Counter() for team in part.nodes(TEAM)}
        for person, team, _ in part.edges(SEAT):
            members[team][self._place[person]] += 1
        return {team: team if team in here else found.most_common(1)[0][0] for team, found in members.items()}
