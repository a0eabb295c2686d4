"""Functional silos: one team per role, work goes down the chain from one to the next (baseline).

The function whose skill signs (``approvals.skill``) holds the change board.  Product managers decide
what nobody answers: the initiative is theirs, they are the only function that follows it through all
the others, and no function may decide for another.  Live models are looked after by the ML
engineers, as far as there are any.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from simorg.config.settings import Settings
from simorg.config.vocabulary import PRIMARY_SKILL, SKILLS
from simorg.organisation.graph import Organisation, Person
from simorg.organisation.wiring.draft import Wiring, own_skill
from simorg.organisation.wiring.rights import Rights, grant

VALUE_CHAIN = ("product", "risk", "data", "labelling", "science", "ml", "software", "operations")
"""Functions in the order in which an initiative first meets them; risk clears the access to data."""


def build(people: Sequence[Person], units: Sequence[str], settings: Settings) -> Organisation:
    """Seat and wire functional silos.

    1. each role is a team, named after its skill;
    2. neighbours in the chain meet now and then, all others know each other through them;
    3. the function that signs signs off every release, product managers decide.

    Units have no team of their own.
    """
    structure = settings.structure
    wiring = Wiring(units, structure.distance_unconnected, structure.equal)
    wiring.seat_all(people, {person.name: PRIMARY_SKILL[person.role] for person in people}, own_skill)
    # a function that nobody has is no break in the chain
    for a, b in pairwise(team for team in VALUE_CHAIN if team in wiring.served):
        wiring.tie_known(a, b, structure.tie_weak)
    wiring.connect()
    rights = Rights(
        decides=dict.fromkeys(SKILLS, "product"),
        approves=dict.fromkeys(units, (settings.approvals.skill, 1.0)),
        owns=wiring.keepers(dict.fromkeys(units, "ml")),
    )
    grant(wiring, rights, settings.approvals.skill)
    return wiring.finish("functional_silos", structure.distance_unconnected)
