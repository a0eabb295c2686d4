"""Centre of excellence: every data and ML specialist in one central team with one queue.

The units keep product managers and domain experts; the centre builds, signs off and looks after
all models.  (Davenport calls this "centralized"; see the package for the clash of labels.)
"""

from __future__ import annotations

from collections.abc import Sequence

from simorg.config.settings import Settings
from simorg.organisation.graph import Organisation, Person
from simorg.organisation.wiring.departments import SPECIALISTS, corporate_or_unit
from simorg.organisation.wiring.draft import Wiring, own_skill
from simorg.organisation.wiring.rights import Rights, grant

CENTRE = "centre"


def build(people: Sequence[Person], units: Sequence[str], settings: Settings) -> Organisation:
    """Seat and wire a centre of excellence.

    1. specialists sit in the centre, each serving the own skill: a pool;
    2. units know the centre, not each other; the centre works daily with operations;
    3. the centre signs off every release, owns every live model and decides for the units.
    """
    structure = settings.structure
    wiring = Wiring(units, structure.distance_unconnected, structure.equal)
    central = {person.name: CENTRE for person in people if person.role in SPECIALISTS}
    wiring.seat_all(people, corporate_or_unit(people) | central, own_skill)
    for team in (*units, "software", "risk"):
        wiring.tie_known(team, CENTRE, structure.tie_weak)
    wiring.tie_known(CENTRE, "operations", structure.tie_close)
    wiring.connect()
    rights = Rights(
        decides=dict.fromkeys((CENTRE, *units), CENTRE),
        approves=dict.fromkeys(units, (CENTRE, 1.0)),
        owns=wiring.keepers(dict.fromkeys(units, CENTRE)),
    )
    grant(wiring, rights, settings.approvals.skill)
    return wiring.finish("centre_of_excellence", structure.distance_unconnected)
