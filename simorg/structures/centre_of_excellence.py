"""Centre of excellence: all ML specialists in one central team with one in-tray per skill.

Units hand their ideas in; the centre does data, science and ML engineering for everybody, signs off
every release, looks after all live models and decides open questions. (Davenport calls this form
"centralised" and uses "centre of excellence" for what is here hub and spoke; see docs/structures.md.)
"""

from __future__ import annotations

from collections.abc import Sequence

from simorg.config.groups.structure import StructureSettings
from simorg.organisation import Organisation, Person
from simorg.structures.wiring import ML_ROLES, Blueprint, prefer_corporate, seat_business, seat_corporate

CENTRE = "centre"


def build(people: Sequence[Person], units: Sequence[str], structure: StructureSettings) -> Organisation:
    """Seat the specialists in the centre and tie every unit to it."""
    plan = Blueprint(units, structure)
    seat_business(plan, people)
    for person in people:
        if person.role in ML_ROLES:
            plan.seat(person, CENTRE)
    seat_corporate(plan, people)
    for unit in units:
        plan.prefer(unit, ["data", "science", "ml"], CENTRE)
        prefer_corporate(plan, unit)
        plan.own(unit, CENTRE)
        plan.approve(unit, CENTRE, "science", 1.0)
        plan.tie(unit, CENTRE, structure.tie_weak)
        plan.decide(unit, CENTRE)
    for team, length in (
        ("operations", structure.tie_close),
        ("software", structure.tie_weak),
        ("risk", structure.tie_weak),
    ):
        plan.tie(CENTRE, team, length)
        plan.decide(team, CENTRE)
    plan.decide(CENTRE, CENTRE)
    return plan.draw("centre_of_excellence")
