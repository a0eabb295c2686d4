"""Regional centres: two centres of excellence, each for half of the units, that rarely meet.

A centre pools its specialists, so that a queue of one unit is worked off while another has none; two centres
pool less and know their units better.
"""

from __future__ import annotations

from collections.abc import Sequence

from simorg.config.settings import Settings
from simorg.organisation.graph import Organisation, Person
from simorg.organisation.wiring.departments import SPECIALISTS, corporate_or_unit
from simorg.organisation.wiring.draft import Wiring, own_skill
from simorg.organisation.wiring.rights import Rights, grant

CENTRES = ("first_centre", "second_centre")


def build(people: Sequence[Person], units: Sequence[str], settings: Settings) -> Organisation:
    """Seat and wire two centres.

    1. specialists sit in the centre of the region of their home unit, each serving the own skill;
    2. units work daily with their centre, and the two centres meet now and then;
    3. a centre signs off the releases of its region, owns its models and decides for its units.
    """
    structure = settings.structure
    centre = {unit: CENTRES[2 * n // len(units)] for n, unit in enumerate(units)}
    wiring = Wiring(units, structure.distance_unconnected, structure.equal)
    central = {person.name: centre[person.home_unit] for person in people if person.role in SPECIALISTS}
    wiring.seat_all(people, corporate_or_unit(people) | central, own_skill)
    for unit in units:
        wiring.tie_known(unit, centre[unit], structure.tie_close)
    for team in (*CENTRES[1:], "software", "operations", "risk"):
        for each in CENTRES:
            wiring.tie_known(team, each, structure.tie_weak)
    wiring.connect()
    rights = Rights(
        decides=centre | {each: each for each in CENTRES},
        approves={unit: (centre[unit], 1.0) for unit in units},
        owns=wiring.keepers(centre),
    )
    grant(wiring, rights, settings.approvals.skill)
    return wiring.finish("regional_centres", structure.distance_unconnected)
