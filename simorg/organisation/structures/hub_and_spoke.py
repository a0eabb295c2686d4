"""Hub and spoke: ML engineers and the most senior specialists in a hub, the rest in the units.

The hub keeps the gate before every release and helps where a spoke cannot start; a spoke builds and looks
after its own models as far as it can.  (Davenport calls this a "center of excellence"; see the
package for the clash of labels.)
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from simorg.config.settings import Settings
from simorg.config.vocabulary import PRIMARY_SKILL, SENIORITIES
from simorg.organisation.graph import Organisation, Person
from simorg.organisation.wiring.departments import corporate_or_unit
from simorg.organisation.wiring.draft import Wiring, own_skill
from simorg.organisation.wiring.rights import Rights, all_units, grant

HUB = "hub"
SHARED = ("data_engineer", "data_scientist")
"""Roles of which a share sits in the hub, seniors first."""


def build(people: Sequence[Person], units: Sequence[str], settings: Settings) -> Organisation:
    """Seat and wire a hub with spokes.

    1. ML engineers and a share of the other specialists sit in the hub;
    2. spokes work daily with the hub and meet their two neighbours;
    3. the hub's seniors help a spoke in which nobody could start at once;
    4. the hub signs off every release and decides; a spoke that can look after its models does.
    """
    structure = settings.structure
    wiring = Wiring(units, structure.distance_unconnected, structure.equal)
    wiring.seat_all(people, corporate_or_unit(people) | _in_hub(people, structure.hub_share), own_skill)
    for team in (*units, "operations"):
        wiring.tie_known(team, HUB, structure.tie_close)
    for team in ("software", "risk"):
        wiring.tie_known(team, HUB, structure.tie_weak)
    for k, unit in enumerate(units):
        wiring.tie_known(unit, units[(k + 1) % len(units)], structure.tie_weak)
    wiring.connect()
    rights = Rights(
        decides=dict.fromkeys((HUB, *units), HUB),
        backs_up=all_units(units, (PRIMARY_SKILL[role] for role in SHARED), HUB),
        approves=dict.fromkeys(units, (HUB, 1.0)),
        owns=wiring.keepers({unit: unit for unit in units}),
    )
    grant(wiring, rights, settings.approvals.skill)
    return wiring.finish("hub_and_spoke", structure.distance_unconnected)


def _in_hub(people: Sequence[Person], share: float) -> dict[str, str]:
    """Return the people of the hub; the number of each shared role is rounded half up."""
    chosen = {person.name: HUB for person in people if person.role == "ml_engineer"}
    for role in SHARED:
        able = [person for person in people if person.role == role]
        # sorting is stable: equals stay in the order of the workforce
        able.sort(key=lambda person: SENIORITIES.index(person.seniority), reverse=True)
        chosen |= {person.name: HUB for person in able[: math.floor(share * len(able) + 0.5)]}
    return chosen
