"""Hub and spoke: a hub with the ML engineers and some seniors, specialists in the units' spokes.

Spokes do data work and science for their own unit; the hub builds pipelines, signs off every
release by the standards of its platform and decides escalated questions. (Davenport's "centre of
excellence": analysts in business units, coordinated by a small centre.)
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from simorg.config.groups.structure import StructureSettings
from simorg.config.vocabulary import SENIORITIES
from simorg.organisation import Organisation, Person
from simorg.structures.wiring import ML_ROLES, Blueprint, prefer_corporate, seat_business, seat_corporate

HUB = "hub"
SHARED_ROLES = ("data_engineer", "data_scientist")


def build(people: Sequence[Person], units: Sequence[str], structure: StructureSettings) -> Organisation:
    """Seat the hub, leave the rest in the spokes, and tie spokes to the hub closely."""
    plan = Blueprint(units, structure)
    in_hub = {person.name for role in SHARED_ROLES for person in _seniors_first(people, role, structure.hub_share)}
    seat_business(plan, people)
    for person in people:
        if person.role == "ml_engineer" or person.name in in_hub:
            plan.seat(person, HUB)
        elif person.role in ML_ROLES:
            plan.seat(person, person.home_unit, person.home_unit)
    seat_corporate(plan, people)
    for unit in units:
        home = unit if plan.serves(unit, "science") or plan.serves(unit, "data") else HUB
        plan.prefer(unit, ["data"], unit if plan.serves(unit, "data") else HUB)
        plan.prefer(unit, ["science"], unit if plan.serves(unit, "science") else HUB)
        plan.prefer(unit, ["ml"], HUB)
        prefer_corporate(plan, unit)
        plan.own(unit, home)
        plan.approve(unit, HUB, "ml", 1.0)
        plan.tie(unit, HUB, structure.tie_close)
        plan.decide(unit, HUB)
    for a, b in pairwise(units):
        plan.tie(a, b, structure.tie_weak)
    for team, length in (
        ("operations", structure.tie_close),
        ("software", structure.tie_weak),
        ("risk", structure.tie_weak),
    ):
        plan.tie(HUB, team, length)
        plan.decide(team, HUB)
    plan.decide(HUB, HUB)
    return plan.draw("hub_and_spoke")


def _seniors_first(people: Sequence[Person], role: str, share: float) -> list[Person]:
    """Return the share of a role that sits in the hub, the most senior first."""
    mine = sorted(
        (person for person in people if person.role == role),
        key=lambda person: -SENIORITIES.index(person.seniority),
    )
    return mine[: round(share * len(mine))]
