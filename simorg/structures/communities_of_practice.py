"""Communities of practice: specialists sit in the units and keep in touch across them.

Nobody is in charge of standards: a unit has a share of its releases looked at by a peer in the
next unit, and asks that peer when a question finds no answer.  A community is "bound together by
shared expertise and passion for a joint enterprise" and has no budget or queue of its own [1]_.

References
----------
.. [1] Wenger, E. C., Snyder, W. M. (2000). Communities of practice: the organizational frontier.
   Harvard Business Review 78(1), 139-145.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from simorg.config.groups.structure import StructureSettings
from simorg.organisation import Organisation, Person
from simorg.structures.seats import CORPORATE_TEAMS, corporate_or_unit
from simorg.structures.wiring import Wiring, own_skill


def build(people: Sequence[Person], units: Sequence[str], structure: StructureSettings) -> Organisation:
    """Seat and wire units with a community layer.

    1. specialists sit in their home unit, each serving the own skill;
    2. every unit meets every other one and the corporate teams now and then;
    3. the next unit with a data scientist reviews a share of the releases, and is asked for advice.

    Parameters
    ----------
    people : sequence of Person
        The workforce.
    units : sequence of str
        Business units.
    structure : StructureSettings
        Lengths of ties and the share of releases that are reviewed.

    Returns
    -------
    Organisation
        Named ``communities_of_practice``.
    """
    wiring = Wiring(units, structure.distance_unconnected)
    wiring.seat_all(people, corporate_or_unit(people), own_skill)
    for a, b in combinations(units, 2):
        wiring.tie_known(a, b, structure.tie_weak)
    for unit in units:
        for team in CORPORATE_TEAMS:
            wiring.tie_known(unit, team, structure.tie_weak)
    wiring.connect(owners=wiring.keepers({unit: unit for unit in units}))
    for unit in units:
        peer = _peer(unit, wiring)
        if peer is not None:
            wiring.approve(unit, peer, skill="science", share=structure.community_review_share)
            wiring.let_decide(peer, [unit])
    return wiring.finish("communities_of_practice", structure.distance_unconnected)


def _peer(unit: str, wiring: Wiring) -> str | None:
    """Return the next unit, going round, that serves science; none if no other does."""
    k = wiring.units.index(unit)
    others = wiring.units[k + 1 :] + wiring.units[:k]
    return next((other for other in others if "science" in wiring.served.get(other, ())), None)
