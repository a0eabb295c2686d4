"""Communities of practice: specialists sit in the units and keep in touch across them.

Nobody is in charge of standards: a unit has a share of its releases looked at by a peer in the
next unit, and asks that peer when a question finds no answer; members of a practice stand in for
each other.  A community is "bound together by
shared expertise and passion for a joint enterprise" and has no budget or queue of its own [1]_.

References
----------
.. [1] Wenger, E. C., Snyder, W. M. (2000). Communities of practice: the organizational frontier.
   Harvard Business Review 78(1), 139-145.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from simorg.config.settings import Settings
from simorg.config.vocabulary import PRIMARY_SKILL
from simorg.organisation.graph import Organisation, Person
from simorg.organisation.wiring.departments import CORPORATE_TEAMS, SPECIALISTS, corporate_or_unit, end_to_end
from simorg.organisation.wiring.draft import Wiring
from simorg.organisation.wiring.rights import Rights, grant


def build(people: Sequence[Person], units: Sequence[str], settings: Settings) -> Organisation:
    """Seat and wire units with a community layer.

    1. specialists sit in their home unit; members of a practice stand in for each other there;
    2. every unit meets every other one and the corporate teams now and then;
    3. the next unit with a data scientist reviews a share of the releases, and is asked for advice;
    4. the next unit with the skill takes data, science and ML work that could not start at once.
    """
    structure = settings.structure
    wiring = Wiring(units, structure.distance_unconnected, structure.equal)
    wiring.seat_all(people, corporate_or_unit(people), end_to_end(people))
    for a, b in combinations(units, 2):
        wiring.tie_known(a, b, structure.tie_weak)
    for unit in units:
        for team in CORPORATE_TEAMS:
            wiring.tie_known(unit, team, structure.tie_weak)
    wiring.connect()
    practised = [PRIMARY_SKILL[role] for role in SPECIALISTS]
    peers = {(unit, skill): _peer(unit, skill, wiring) for unit in units for skill in practised}
    reviewers = {unit: peers[unit, "science"] for unit in units}
    rights = Rights(
        decides={unit: peer for unit, peer in reviewers.items() if peer is not None},
        backs_up={asked: peer for asked, peer in peers.items() if peer is not None},
        approves={unit: (peer, structure.community_review_share) for unit, peer in reviewers.items() if peer},
        owns=wiring.keepers({unit: unit for unit in units}),
    )
    grant(wiring, rights, settings.approvals.skill)
    return wiring.finish("communities_of_practice", structure.distance_unconnected)


def _peer(unit: str, skill: str, wiring: Wiring) -> str | None:
    """Return the next unit, going round, that serves a skill; none if no other does."""
    k = wiring.units.index(unit)
    others = wiring.units[k + 1 :] + wiring.units[:k]
    return next((other for other in others if skill in wiring.served.get(other, ())), None)
