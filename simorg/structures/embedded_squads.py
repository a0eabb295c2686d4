"""Embedded squads: a full cross-functional team in every business unit, and no centre.

Rare roles are dealt to the units in turn; a unit that gets none is served by the nearest squad that
has one. A squad signs off its own releases and decides its own questions.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from simorg.config.groups.structure import StructureSettings
from simorg.organisation import Organisation, Person
from simorg.structures.wiring import Blueprint


def build(people: Sequence[Person], units: Sequence[str], structure: StructureSettings) -> Organisation:
    """Seat everybody in a squad with all their skills."""
    plan = Blueprint(units, structure)
    dealt: dict[str, int] = {}
    for person in people:
        turn = dealt.get(person.role, 0)
        dealt[person.role] = turn + 1
        unit = person.home_unit or units[turn % len(units)]
        plan.seat(person, unit, unit, second_skills=True)
    for unit in units:
        plan.own(unit, unit)
        plan.approve(unit, unit, "science", 1.0)
        plan.decide(unit, unit)
    for a, b in combinations(units, 2):
        plan.tie(a, b, structure.tie_weak)
    return plan.draw("embedded_squads")
