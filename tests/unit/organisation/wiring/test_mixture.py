"""Mixtures: an organisation from the axes of several, equal to its parts where they are all the same."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

import simorg
from simorg.config.errors import SettingsError
from simorg.organisation.graph import SEAT, TEAM, Organisation
from simorg.organisation.structures import available, build
from simorg.organisation.wiring.mixture import AXES
from tests.loaded import loaded

SHORT = ["horizon_days=60", "warm_up_days=10"]


def mixed(**axes: str) -> Organisation:
    given = [f"structure.mix.{axis}={name}" for axis, name in axes.items()]
    return build(loaded("structure=mixture", *given))


def content(organisation: Organisation) -> tuple[list[object], list[object]]:
    graph = organisation.graph
    nodes = sorted(map(repr, graph.nodes(data=True)))
    edges = sorted(repr((a, b, sorted(data.items(), key=str))) for a, b, data in graph.edges(data=True))
    return list(nodes), list(edges)


@pytest.mark.parametrize("name", available())
def test_a_mixture_of_one_structure_is_that_structure(name: str) -> None:
    whole = build(loaded(f"structure={name}"))
    assert content(mixed(**dict.fromkeys(AXES, name))) == content(whole)


@pytest.mark.parametrize("name", ["centre_of_excellence", "informal_network"])
def test_it_runs_like_that_structure(name: str) -> None:
    whole = simorg.simulate(simorg.load([*SHORT, f"structure={name}"]), 0)
    mix = [f"structure.mix.{axis}={name}" for axis in AXES]
    mixture = simorg.simulate(simorg.load([*SHORT, "structure=mixture", *mix]), 0)
    assert np.array_equal(whole.rows, mixture.rows)


def pairs() -> list[object]:
    """Return all pairs; quick are those in which each structure comes once on either side."""
    names = available()
    neighbours = set(zip(names, (*names[1:], names[0]), strict=True))
    return [
        pytest.param(*pair, marks=() if pair in neighbours else pytest.mark.slow)
        for pair in product(names, names)
    ]


@pytest.mark.parametrize(("seats", "others"), pairs())
def test_every_pair_of_structures_can_be_mixed_and_planned(seats: str, others: str) -> None:
    given = dict.fromkeys(AXES, others) | {"seats": seats}
    settings = simorg.load(["structure=mixture", *(f"structure.mix.{a}={n}" for a, n in given.items())])
    simorg.plan.build(settings)
    organisation = build(settings)
    whole = build(loaded(f"structure={seats}"))
    assert list(organisation.edges(SEAT)) == list(whole.edges(SEAT))
    teams = set(organisation.nodes(TEAM))
    assert all(a != b and {a, b} <= teams for a, b, _ in organisation.edges("tie"))


def test_a_team_that_is_not_there_is_replaced_by_where_its_people_sit() -> None:
    seats, rest = "centre_of_excellence", "hub_and_spoke"
    organisation = mixed(**dict.fromkeys(AXES, rest) | {"seats": seats})
    assert {team for _, team, _ in organisation.edges("approval")} == {"centre"}
    assert not list(organisation.edges("backup"))  # the centre is asked first anyway
    organisation = mixed(**dict.fromkeys(AXES, seats) | {"seats": rest})
    assert {team for _, team, _ in organisation.edges("approval")} == {"hub"}


def test_an_unknown_structure_is_one_clear_message() -> None:
    with pytest.raises(
        SettingsError, match=r"structure\.mix\.ties = hub: unknown; valid: centre_of_excellence"
    ):
        mixed(ties="hub")
