"""Functional silos: one team per role; work travels along the value chain from team to team.

Neighbours in the chain know each other, others only through them. Operations is the change board
that signs off every release; product managers, who hold the budget, decide open questions.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from simorg.config.groups.structure import StructureSettings
from simorg.config.vocabulary import PRIMARY_SKILL
from simorg.organisation import Organisation, Person
from simorg.structures.wiring import Blueprint

CHAIN = (
    "legal_risk_officer",
    "product_manager",
    "domain_expert",
    "data_engineer",
    "data_scientist",
    "ml_engineer",
    "software_engineer",
    "operations_engineer",
)
"""Functions in the order in which work meets them."""


def build(people: Sequence[Person], units: Sequence[str], structure: StructureSettings) -> Organisation:
    """Seat everybody with their function and tie neighbours in the chain."""
    plan = Blueprint(units, structure)
    for person in people:
        plan.seat(person, PRIMARY_SKILL[person.role])
    for unit in units:
        for role in CHAIN:
            plan.prefer(unit, [PRIMARY_SKILL[role]], PRIMARY_SKILL[role])
        plan.own(unit, "operations")
        plan.approve(unit, "operations", "operations", 1.0)
    for a, b in pairwise(CHAIN):
        plan.tie(PRIMARY_SKILL[a], PRIMARY_SKILL[b], structure.tie_weak)
    for role in CHAIN:
        plan.decide(PRIMARY_SKILL[role], "product")
    return plan.draw("functional_silos")
