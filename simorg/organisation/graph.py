"""The organisation: one ``networkx`` graph of units, teams and people with seats, routes, approvals and ties.

A structure builder, a YAML file and a CSV roster all end here; the plan reads nothing else.

Graph conventions (a directed multigraph; every node and edge carries only plain values):

===========  =============================================================================
node kind    attributes
===========  =============================================================================
``unit``     ``name``
``team``     ``name``, ``unit`` (name or ``""`` for a corporate team), ``decided_by`` (who of it
             decides: ``"senior"``, ``"all"`` or a role), ``request_effort`` (work of a visit of a
             request, relative to other teams)
``person``   ``name``, ``role``, ``seniority``, ``home_unit``, ``availability``,
             ``day_cost_eur``, ``fte``, ``efficiency`` (skill -> number), ``serves`` (sorted
             skills)
===========  =============================================================================

==================  =====================================================================
edge relation       meaning and attributes
==================  =====================================================================
``seat``            person -> team
``route``           unit -> team that does ``skill`` for it
``backup``          unit -> team that helps with ``skill`` when the routed team cannot start at once
``owner``           unit -> team that looks after its live models
``approval``        unit -> team that signs off before ``stage`` by ``skill`` in a ``share`` of cases
``decides``         team -> team that decides its escalated questions (absent = nobody does)
``first_line``      unit -> team at which requests arrive, with a ``weight`` (absent = by route)
``moves``           team -> team that gets a ``share`` of its requests after a visit (``after`` = 1, 2,
                    or 3 and later); to itself: the share that it resolves (absent = by rule)
``tie``             team -> team (both ways) of ``length``: how far apart they work
==================  =====================================================================
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

import networkx as nx

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Graph: TypeAlias = "nx.MultiDiGraph[tuple[str, str]]"
"""Nodes are (kind, name)."""

UNIT, TEAM, PERSON = "unit", "team", "person"
SEAT, ROUTE, BACKUP, OWNER = "seat", "route", "backup", "owner"
APPROVAL, DECIDES, TIE = "approval", "decides", "tie"
FIRST_LINE, MOVES = "first_line", "moves"
SENIOR, EVERYBODY = "senior", "all"
"""Who of a team decides: its seniors (everybody where there are none), or everybody; else a role."""


@dataclass(frozen=True)
class Person:
    """One employee as the workforce lists them, before any structure seats them."""

    name: str
    role: str
    seniority: str
    home_unit: str
    availability: float
    """Share of all working time, also of that which is not paid: ``fte`` is a factor of it."""
    day_cost_eur: float
    """Cost of one working day of the calendar, so that part-time counts in part."""
    efficiency: dict[str, float]
    """Skill -> efficiency (1 = nominal); skills that are absent cannot be done."""
    fte: float = 1.0
    """Share of full time that is paid."""


@dataclass(frozen=True)
class Organisation:
    """A named wiring of people; `graph` follows the conventions of this module."""

    name: str
    graph: Graph = field(repr=False)
    distance_unconnected: float = 3.0

    def nodes(self, kind: str) -> list[str]:
        """Return the names of all nodes of one kind, in the order in which they were added."""
        return [data["name"] for _, data in self.graph.nodes(data=True) if data["kind"] == kind]

    def person(self, name: str) -> dict[str, Any]:
        """Return the attributes of one person."""
        attributes: dict[str, Any] = self.graph.nodes[(PERSON, name)]
        return attributes

    def edges(self, relation: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Yield (from name, to name, attributes) of every edge of one relation, in order."""
        for source, target, data in self.graph.edges(data=True):
            if data["relation"] == relation:
                yield source[1], target[1], data

    def distances(self) -> dict[str, dict[str, float]]:
        """Return the distance of every pair of teams: the weighted shortest path over ties.

        Returns
        -------
        dict of dict of float
            ``distances[a][b]``; 0 on the diagonal, `distance_unconnected` where no path leads.
        """
        teams, found = self.distance_matrix()
        return {
            team: dict(zip(teams, row, strict=True)) for team, row in zip(teams, found.tolist(), strict=True)
        }

    def distance_matrix(self) -> tuple[list[str], NDArray[np.float64]]:
        """Return the teams, and the same distances as a matrix in their order."""
        import numpy as np
        from scipy.sparse import csr_array
        from scipy.sparse.csgraph import dijkstra

        teams, ties = self.nodes(TEAM), self._shortest_ties()
        ends = np.array(list(ties), dtype=np.int64).reshape(-1, 2)
        # A tie of no length is an entry of the matrix like any other: only what is absent is no tie.
        matrix = csr_array((list(ties.values()), (ends[:, 0], ends[:, 1])), shape=(len(teams), len(teams)))
        return teams, np.minimum(dijkstra(matrix, directed=False), self.distance_unconnected)

    def _shortest_ties(self) -> dict[tuple[int, int], float]:
        """Return the shortest tie of each pair of teams, by their places in the list of teams."""
        places = {team: place for place, team in enumerate(self.nodes(TEAM))}
        found: dict[tuple[int, int], float] = {}
        for a, b, data in self.edges(TIE):
            pair = min(places[a], places[b]), max(places[a], places[b])
            found[pair] = min(data["length"], found.get(pair, math.inf))
        return found


def deciders(organisation: Organisation) -> set[str]:
    """Return the people who decide what is escalated to their team: as `decided_by` says.

    Where nobody in a team is senior, or has the role, everybody there may decide.
    """
    members: dict[str, list[dict[str, Any]]] = {}
    for person, team, _ in organisation.edges(SEAT):
        members.setdefault(team, []).append(organisation.person(person))
    found: set[str] = set()
    for team, people in members.items():
        who = organisation.graph.nodes[(TEAM, team)]["decided_by"]
        chosen = [p for p in people if who in (EVERYBODY, p["seniority"], p["role"])]
        found.update(person["name"] for person in chosen or people)
    return found


class Draft:
    """A graph under construction: the verbs that structure builders and readers use."""

    def __init__(self) -> None:
        self.graph: Graph = nx.MultiDiGraph()

    def unit(self, name: str) -> None:
        """Add a business unit."""
        self.graph.add_node((UNIT, name), kind=UNIT, name=name)

    def team(self, name: str, unit: str = "", decided_by: str = SENIOR) -> None:
        """Add a team; `unit` is empty for a corporate one, `decided_by` says who of it decides."""
        self.graph.add_node(
            (TEAM, name), kind=TEAM, name=name, unit=unit, decided_by=decided_by, request_effort=1.0
        )

    def seat(self, person: Person, team: str, serves: tuple[str, ...]) -> None:
        """Seat `person` in `team`, taking jobs that demand a skill in `serves`."""
        self.graph.add_node(
            (PERSON, person.name), kind=PERSON, name=person.name, role=person.role,
            seniority=person.seniority, home_unit=person.home_unit, availability=person.availability,
            day_cost_eur=person.day_cost_eur, fte=person.fte, efficiency=dict(person.efficiency),
            serves=tuple(sorted(serves)),
        )  # fmt: skip
        self._edge((PERSON, person.name), (TEAM, team), SEAT)

    def route(self, unit: str, skill: str, team: str) -> None:
        """Send work of `unit` that demands `skill` to `team`."""
        self._edge((UNIT, unit), (TEAM, team), ROUTE, skill=skill)

    def backup(self, unit: str, skill: str, team: str) -> None:
        """Let `team` help `unit` with `skill` when the routed team cannot start at once."""
        self._edge((UNIT, unit), (TEAM, team), BACKUP, skill=skill)

    def owner(self, unit: str, team: str) -> None:
        """Make `team` look after the live models of `unit`."""
        self._edge((UNIT, unit), (TEAM, team), OWNER)

    def approval(self, unit: str, stage: str, team: str, skill: str, share: float) -> None:
        """Require a sign-off by `team` before `stage` for a `share` of the items of `unit`."""
        self._edge((UNIT, unit), (TEAM, team), APPROVAL, stage=stage, skill=skill, share=share)

    def decides(self, team: str, decider: str) -> None:
        """Let `decider` answer the escalated questions of `team`."""
        self._edge((TEAM, team), (TEAM, decider), DECIDES)

    def first_line(self, unit: str, team: str, weight: float) -> None:
        """Let requests of `unit` arrive at `team`, so often relative to other teams."""
        self._edge((UNIT, unit), (TEAM, team), FIRST_LINE, weight=weight)

    def request_effort(self, team: str, factor: float) -> None:
        """Say how much work a visit of a request is for a team, relative to others."""
        self.graph.nodes[(TEAM, team)]["request_effort"] = factor

    def moves(self, team: str, after: int, shares: Mapping[str, float]) -> None:
        """Say which share of its requests a team passes on to whom after a visit; to itself: resolved."""
        for following, share in shares.items():
            self._edge((TEAM, team), (TEAM, following), MOVES, after=after, share=share)

    def tie(self, a: str, b: str, length: float) -> None:
        """Tie two teams at a distance of `length`."""
        self._edge((TEAM, a), (TEAM, b), TIE, length=length)

    def finish(self, name: str, distance_unconnected: float) -> Organisation:
        """Return the organisation drawn so far."""
        return Organisation(name=name, graph=self.graph, distance_unconnected=distance_unconnected)

    def _edge(self, source: tuple[str, str], target: tuple[str, str], relation: str, **data: Any) -> None:
        for end in (source, target):
            assert end in self.graph, f"{end[0]} '{end[1]}' was not added before its edge"
        self.graph.add_edge(source, target, relation=relation, **data)
