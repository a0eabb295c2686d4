"""Embedded squads: a full cross-functional team in every unit, no centre (baseline).

Software, operations and risk people are dealt to the units too; where there are too few of them,
the nearest squad that has one helps out.  Everybody also does what else they can.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from simorg.config.settings import Settings
from simorg.organisation.graph import Organisation, Person
from simorg.organisation.wiring.draft import Wiring, every_skill
from simorg.organisation.wiring.rights import Rights, grant


def build(people: Sequence[Person], units: Sequence[str], settings: Settings) -> Organisation:
    """Seat and wire cross-functional squads.

    1. everybody sits in a unit and serves the own and the second skills;
    2. squads meet each other now and then;
    3. a squad signs off its own releases, owns its own models, decides its own questions.
    """
    structure = settings.structure
    wiring = Wiring(units, structure.distance_unconnected, structure.equal)
    wiring.seat_all(people, _dealt(people, units), every_skill)
    for a, b in combinations(units, 2):
        wiring.tie_known(a, b, structure.tie_weak)
    wiring.connect()
    rights = Rights(
        approves={unit: (unit, 1.0) for unit in units},
        owns=wiring.keepers({unit: unit for unit in units}),
    )
    grant(wiring, rights, settings.approvals.skill)
    return wiring.finish("embedded_squads", structure.distance_unconnected)


def _dealt(people: Sequence[Person], units: Sequence[str]) -> dict[str, str]:
    """Return person -> unit: the home unit, or the next unit in turn for people without one."""
    homeless = [person.name for person in people if not person.home_unit]
    turns = {name: units[k % len(units)] for k, name in enumerate(homeless)}
    return {person.name: turns.get(person.name, person.home_unit) for person in people}
