"""Structures seat and wire the same people: nothing but the wiring may differ."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest

from simorg.config.errors import SettingsError
from simorg.config.groups.structure import StructureSettings
from simorg.config.groups.work import ApprovalSettings
from simorg.config.groups.workforce import WorkforceSettings
from simorg.config.settings import Settings
from simorg.config.vocabulary import ROLES, SKILLS
from simorg.organisation import structures
from simorg.organisation.graph import (
    APPROVAL,
    DECIDES,
    OWNER,
    PERSON,
    ROUTE,
    SEAT,
    TEAM,
    TIE,
    Organisation,
    deciders,
)
from simorg.organisation.people import people, unit_names
from simorg.organisation.structures.informal_network import small_world
from simorg.organisation.wiring.idle import unasked

NAMES = (
    "centre_of_excellence",
    "communities_of_practice",
    "embedded_squads",
    "functional_silos",
    "hub_and_spoke",
    "informal_network",
)
DEFAULT = WorkforceSettings()


def built(name: str, workforce: WorkforceSettings = DEFAULT, **structure: object) -> Organisation:
    chosen = StructureSettings.model_validate({"name": name, **structure})
    return structures.build(
        Settings.model_construct(structure=chosen, workforce=workforce, approvals=ApprovalSettings())
    )


def workforce(
    units: int = 1, second: dict[str, dict[str, float]] | None = None, **roles: int
) -> WorkforceSettings:
    extra = {} if second is None else {"second_skills": second}
    return WorkforceSettings(units=units, headcount=roles, **extra)


def serving(organisation: Organisation) -> dict[tuple[str, str], int]:
    """Return how many people serve each (team, skill)."""
    return Counter(
        (team, skill)
        for person, team, _ in organisation.edges(SEAT)
        for skill in organisation.person(person)["serves"]
    )


def test_builders_are_found_by_listing_the_folder() -> None:
    assert structures.available() == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_nobody_is_left_without_work_by_the_chart(name: str) -> None:
    assert unasked(built(name)) == ()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("missing", ROLES)
def test_a_role_without_people_is_stood_in_for_or_has_no_route(name: str, missing: str) -> None:
    organisation = built(name, WorkforceSettings(headcount={**DEFAULT.headcount, missing: 0}))
    routed = {data["skill"] for _, _, data in organisation.edges(ROUTE)}
    # nobody but a legal and risk officer can do risk work; everything else somebody does at a pinch
    gone = {"risk"} if missing == "legal_risk_officer" else set()
    assert set(SKILLS) - routed == gone


def test_centre_of_excellence_pools_the_specialists_and_signs_off() -> None:
    organisation = built("centre_of_excellence")
    served = serving(organisation)
    assert served["centre", "science"] == DEFAULT.headcount["data_scientist"]
    assert served["centre", "ml"] == DEFAULT.headcount["ml_engineer"]
    assert {team for _, team, _ in organisation.edges(OWNER)} == {"centre"}
    gates = [(team, d["stage"], d["skill"], d["share"]) for _, team, d in organisation.edges(APPROVAL)]
    assert gates == [("centre", "release", "science", 1.0)] * 6
    distances = organisation.distances()
    assert (distances["unit_1"]["centre"], distances["unit_1"]["unit_2"]) == (1.0, 2.0)
    assert distances["centre"]["operations"] == 0.5


def test_hub_keeps_ml_engineers_and_a_share_of_seniors_first() -> None:
    organisation = built("hub_and_spoke", hub_share=0.25)
    hub = [organisation.person(p) for p, team, _ in organisation.edges(SEAT) if team == "hub"]
    counts = Counter(person["role"] for person in hub)
    assert counts == {
        "ml_engineer": DEFAULT.headcount["ml_engineer"],
        "data_scientist": round(0.25 * DEFAULT.headcount["data_scientist"] + 1e-9),
        "data_engineer": round(0.25 * DEFAULT.headcount["data_engineer"] + 1e-9),
    }
    assert {p["seniority"] for p in hub if p["role"] == "data_scientist"} == {"senior"}
    routes = {(unit, d["skill"]): team for unit, team, d in organisation.edges(ROUTE)}
    assert routes["unit_1", "science"] == "unit_1"
    assert routes["unit_1", "ml"] == "hub"


def test_a_spoke_without_specialists_leans_on_the_hub() -> None:
    organisation = built("hub_and_spoke", hub_share=1.0)
    assert {team for _, team, _ in organisation.edges(OWNER)} == {"hub"}
    science = {team for _, team, data in organisation.edges(ROUTE) if data["skill"] == "science"}
    assert science == {"hub"}


def test_communities_let_the_next_unit_review() -> None:
    organisation = built("communities_of_practice", community_review_share=0.3)
    reviews = {unit: (team, data["share"]) for unit, team, data in organisation.edges(APPROVAL)}
    names = [f"unit_{n}" for n in range(1, 7)]
    assert reviews == {a: (b, 0.3) for a, b in pairwise([*names, names[0]])}
    assert list(built("communities_of_practice", WorkforceSettings(units=1)).edges(APPROVAL)) == []


def test_informal_network_has_no_gates_and_whoever_asked_in_vain_decides() -> None:
    organisation = built("informal_network")
    assert not list(organisation.edges(APPROVAL))
    assert all(team == decider for team, decider, _ in organisation.edges(DECIDES))
    assert deciders(organisation) == set(organisation.nodes(PERSON))
    scientist = organisation.person("data_scientist_01")
    assert {"science", "data", "ml", "labelling"} <= set(scientist["serves"])


def test_squads_hold_everybody_and_approve_themselves() -> None:
    organisation = built("embedded_squads")
    assert organisation.nodes(TEAM) == list(unit_names(DEFAULT))
    assert all(unit == team for unit, team, _ in organisation.edges(APPROVAL))


def test_silos_know_each_other_along_the_chain() -> None:
    distances = built("functional_silos", distance_unconnected=20.0).distances()
    assert distances["product"]["operations"] == 7.0
    assert distances["data"]["labelling"] == 1.0


def test_small_world_is_a_lattice_that_rewiring_loosens_step_by_step() -> None:
    names = [f"unit_{n}" for n in range(24)]
    lattice = set(small_world(names, 4, 0.0))
    assert len(lattice) == 48
    kept = [len(lattice & set(small_world(names, 4, p))) for p in (0.0, 0.2, 0.5, 1.0)]
    assert kept == sorted(kept, reverse=True)
    assert kept[-1] < kept[0]
    for neighbours in (0, 1, 2, 3, 5, 40):
        ties = [frozenset(tie) for tie in small_world(names, neighbours, 0.5)]
        assert len(set(ties)) == len(ties)
        assert all(len(tie) == 2 for tie in ties)
    assert small_world(["alone"], 2, 1.0) == []


def test_ties_carry_the_lengths_of_the_settings() -> None:
    organisation = built("centre_of_excellence", tie_close=0.25, tie_weak=1.75)
    assert {data["length"] for _, _, data in organisation.edges(TIE)} == {0.25, 1.75}


def test_people_are_dealt_evenly_over_units() -> None:
    for units in (2, 5, 6, 7):
        listed = [p for p in people(WorkforceSettings(units=units)) if p.home_unit]
        heads = Counter(p.home_unit for p in listed)
        seniors = Counter(p.home_unit for p in listed if p.seniority == "senior")
        assert max(heads.values()) - min(heads.values()) <= 1
        assert max(seniors.values()) - min(seniors[unit] for unit in heads) <= 1


def test_seniority_shares_hold_in_every_role() -> None:
    half = WorkforceSettings(senior_share=0.5, junior_share=0.25, headcount=dict.fromkeys(ROLES, 8))
    for role in ROLES:
        ranks = Counter(p.seniority for p in people(half) if p.role == role)
        assert ranks == {"senior": 4, "regular": 2, "junior": 2}


def test_efficiency_is_skill_times_speed() -> None:
    junior = next(p for p in people(DEFAULT) if p.role == "ml_engineer" and p.seniority == "junior")
    assert junior.efficiency["ml"] == pytest.approx(0.7)
    assert junior.efficiency["science"] == pytest.approx(0.6 * 0.7)
    assert "risk" not in junior.efficiency


def test_a_role_without_a_day_cost_is_refused() -> None:
    with pytest.raises(SettingsError, match="day_cost_eur: must name a cost for role 'ml_engineer'"):
        people(WorkforceSettings(headcount={"ml_engineer": 1}, day_cost_eur={}))


def test_unknown_structures_name_the_nearest() -> None:
    with pytest.raises(
        SettingsError, match=r"structure\.name = hub_and_spokes.*did you mean 'hub_and_spoke'"
    ):
        built("hub_and_spokes")


def test_a_file_that_is_not_there_is_told_under_every_structure() -> None:
    with pytest.raises(SettingsError, match=r"structure\.file = mine\.yaml: no such file"):
        built("hub_and_spoke", file="mine.yaml")
