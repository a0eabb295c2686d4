"""Informal network: specialists sit in the business units and do whatever they can; no rules.

Nobody signs off, nobody decides for others; help comes over personal ties, which form a small world:
each unit knows its neighbours on a ring, and some ties lead elsewhere (Watts & Strogatz 1998,
doi 10.1038/30918). Rewiring is a hash of the names, so that it depends on no library.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from simorg.config.groups.structure import StructureSettings
from simorg.organisation import Organisation, Person
from simorg.structures.wiring import (
    CORPORATE_TEAMS,
    ML_ROLES,
    Blueprint,
    prefer_corporate,
    seat_business,
    seat_corporate,
)


def build(people: Sequence[Person], units: Sequence[str], structure: StructureSettings) -> Organisation:
    """Seat generalists at home and tie units by a small world."""
    plan = Blueprint(units, structure)
    seat_business(plan, people)
    for person in people:
        if person.role in ML_ROLES:
            plan.seat(person, person.home_unit, person.home_unit, second_skills=True)
    seat_corporate(plan, people)
    for n, unit in enumerate(units):
        plan.own(unit, unit)
        if not plan.serves(unit, "software"):
            prefer_corporate(plan, unit)
        plan.prefer(unit, ["operations"], CORPORATE_TEAMS["operations_engineer"])
        plan.prefer(unit, ["risk"], CORPORATE_TEAMS["legal_risk_officer"])
        corporate = list(CORPORATE_TEAMS.values())
        plan.tie(unit, corporate[n % len(corporate)], structure.tie_weak)
    for a, b in small_world(units, structure.small_world_neighbours, structure.small_world_rewiring):
        plan.tie(a, b, structure.tie_weak)
    return plan.draw("informal_network")


def small_world(units: Sequence[str], neighbours: int, rewiring: float) -> list[tuple[str, str]]:
    """Return the ties of a small world.

    Parameters
    ----------
    units : sequence of str
        Members of the ring, in order.
    neighbours : int
        How many nearest units each one knows (half on each side, rounded up).
    rewiring : float
        Probability that a tie leads to a random other unit instead.

    Returns
    -------
    list of (str, str)
        One pair a tie.
    """
    ties = []
    for n, unit in enumerate(units):
        for step in range(1, (neighbours + 1) // 2 + 1):
            other = units[(n + step) % len(units)]
            if _fraction(unit, other, "rewire") < rewiring:
                other = units[int(_fraction(unit, other, "where") * len(units))]
            if other != unit:
                ties.append((unit, other))
    return ties


def _fraction(*words: str) -> float:
    """Return a number in [0, 1) that depends on the words only."""
    digest = hashlib.blake2b("/".join(words).encode(), digest_size=6).digest()
    return int.from_bytes(digest, "big") / float(1 << 48)
