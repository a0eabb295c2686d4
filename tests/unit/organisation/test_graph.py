"""Distances between teams: the shortest chain of ties, whatever computes it."""

from __future__ import annotations

import time

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from simorg.organisation.graph import TEAM, TIE, Draft, Organisation

LENGTHS = st.one_of(st.sampled_from([0.0, 0.1, 0.3, 0.5, 1.0, 1e-9]), st.floats(0.0, 6.0))


@st.composite
def organisations(draw: st.DrawFn) -> Organisation:
    draft, count = Draft(), draw(st.integers(1, 12))
    teams = [f"team {n}" for n in range(count)]
    for team in teams:
        draft.team(team)
    for a, b, length in draw(
        st.lists(st.tuples(st.sampled_from(teams), st.sampled_from(teams), LENGTHS), max_size=30)
    ):
        draft.tie(a, b, length)
    return draft.finish("drawn", draw(st.sampled_from([0.5, 3.0, 20.0])))


def by_networkx(organisation: Organisation) -> dict[str, dict[str, float]]:
    ties: nx.Graph[str] = nx.Graph()
    ties.add_nodes_from(organisation.nodes(TEAM))
    for a, b, data in organisation.edges(TIE):
        there = ties.edges[a, b]["length"] if ties.has_edge(a, b) else data["length"]
        ties.add_edge(a, b, length=min(there, data["length"]))
    found = dict(nx.all_pairs_dijkstra_path_length(ties, weight="length"))
    far = organisation.distance_unconnected
    return {a: {b: min(found[a].get(b, far), far) for b in ties} for a in ties}


@settings(max_examples=200, deadline=None)
@given(organisations())
def test_distances_are_those_of_dijkstra_bit_for_bit(organisation: Organisation) -> None:
    assert organisation.distances() == by_networkx(organisation)


def test_a_tie_of_no_length_is_a_tie() -> None:
    draft = Draft()
    for team in ("a", "b", "c", "d"):
        draft.team(team)
    draft.tie("a", "b", 0.0)
    draft.tie("b", "c", 2.0)
    draft.tie("b", "c", 0.5)
    found = draft.finish("zero", 3.0).distances()
    assert found["a"] == {"a": 0.0, "b": 0.0, "c": 0.5, "d": 3.0}
    assert found["d"] == {"a": 3.0, "b": 3.0, "c": 3.0, "d": 0.0}


def test_no_teams_have_no_distances() -> None:
    assert Draft().finish("empty", 3.0).distances() == {}


def test_five_hundred_teams_tied_to_each_other_take_no_minute() -> None:
    draft, count = Draft(), 500
    for n in range(count):
        draft.team(str(n))
        for other in range(n):
            draft.tie(str(other), str(n), 1.0 + (n * other) % 7 / 10.0)
    organisation = draft.finish("large", 3.0)
    start = time.process_time()
    assert len(organisation.distances()) == count
    assert time.process_time() - start < 10.0  # networkx takes a minute
