"""Communities of practice: specialists sit in the business units, tied by a community of their craft.

Units do their own work; a release is reviewed by peers of the next unit when the unit volunteers.
Where a unit lacks a craft, the nearest unit that has it helps out.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from simorg.config.groups.structure import StructureSettings
from simorg.organisation import Organisation, Person
from simorg.structures.wiring import ML_ROLES, Blueprint, prefer_corporate, seat_business, seat_corporate


def build(people: Sequence[Person], units: Sequence[str], structure: StructureSettings) -> Organisation:
    """Seat specialists at home, tie all units through the community, let neighbours review."""
    plan = Blueprint(units, structure)
    seat_business(plan, people)
    for person in people:
        if person.role in ML_ROLES:
            plan.seat(person, person.home_unit, person.home_unit)
    seat_corporate(plan, people)
    for n, unit in enumerate(units):
        peer = units[(n + 1) % len(units)]
        prefer_corporate(plan, unit)
        plan.own(unit, unit)
        reviewer = peer if plan.serves(peer, "science") else unit
        plan.approve(unit, reviewer, "science", structure.community_review_share)
        plan.decide(unit, reviewer)
        for team in ("operations", "software", "risk"):
            plan.tie(unit, team, structure.tie_weak)
    for a, b in combinations(units, 2):
        plan.tie(a, b, structure.tie_weak)
    return plan.draw("communities_of_practice")
