"""Functional silos: one team per role, work goes down the chain from one to the next (baseline).

Operations hold the change board.  Product managers decide what nobody answers: the initiative is
theirs, they are the only function that follows it through all the others, and no function may
decide for another.  Live models are looked after by the ML engineers, as far as there are any.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from simorg.config.groups.structure import StructureSettings
from simorg.config.vocabulary import PRIMARY_SKILL, SKILLS
from simorg.organisation import Organisation, Person
from simorg.structures.wiring import Wiring, own_skill

VALUE_CHAIN = ("product", "risk", "data", "labelling", "science", "ml", "software", "operations")
"""Functions in the order in which an initiative first meets them; risk clears the access to data."""


def build(people: Sequence[Person], units: Sequence[str], structure: StructureSettings) -> Organisation:
    """Seat and wire functional silos.

    1. each role is a team, named after its skill;
    2. neighbours in the chain meet now and then, all others know each other through them;
    3. operations sign off every release, product managers decide.

    Parameters
    ----------
    people : sequence of Person
        The workforce.
    units : sequence of str
        Business units; they have no team of their own.
    structure : StructureSettings
        Lengths of ties.

    Returns
    -------
    Organisation
        Named ``functional_silos``.
    """
    wiring = Wiring(units, structure.distance_unconnected)
    wiring.seat_all(people, {person.name: PRIMARY_SKILL[person.role] for person in people}, own_skill)
    # a function that nobody has is no break in the chain
    for a, b in pairwise(team for team in VALUE_CHAIN if team in wiring.served):
        wiring.tie_known(a, b, structure.tie_weak)
    wiring.connect(owners=wiring.keepers(dict.fromkeys(units, "ml")))
    for unit in units:
        wiring.approve(unit, "operations", skill="operations")
    wiring.let_decide("product", SKILLS)
    return wiring.finish("functional_silos", structure.distance_unconnected)
