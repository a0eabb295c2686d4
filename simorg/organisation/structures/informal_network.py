"""Informal network: generalists in the units, who know whom they know.

No standards, no gate, nobody in charge: people do all they can from beginning to end, ask over
personal ties, and whoever asked in vain decides alone.  The ties form a small world: a ring
lattice, part of it rewired [1]_.

References
----------
.. [1] Watts, D. J., Strogatz, S. H. (1998). Collective dynamics of 'small-world' networks.
   Nature 393, 440-442. doi:10.1038/30918
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence

from simorg.config.settings import Settings
from simorg.organisation.graph import EVERYBODY, Organisation, Person
from simorg.organisation.wiring.departments import CORPORATE_TEAMS, corporate_or_unit, end_to_end
from simorg.organisation.wiring.draft import Wiring
from simorg.organisation.wiring.rights import Rights, grant


def build(people: Sequence[Person], units: Sequence[str], settings: Settings) -> Organisation:
    """Seat and wire an informal network.

    1. specialists sit in their home unit and serve every skill they have, but for the functions
       that a corporate team holds;
    2. units know some others, corporate teams are met now and then;
    3. there is no approval, and the team that asked in vain decides for itself, whoever is free.

    Notes
    -----
    A tie between units `d` steps apart on the ring is ``tie_weak * sqrt(d)`` long: acquaintances
    far away are less close, yet closer than the chain of `d` neighbours between.
    """
    structure = settings.structure
    wiring = Wiring(units, structure.distance_unconnected, structure.equal)
    wiring.seat_all(people, corporate_or_unit(people), end_to_end(people), decided_by=EVERYBODY)
    for a, b in small_world(units, structure.small_world_neighbours, structure.small_world_rewiring):
        steps = abs(units.index(a) - units.index(b))
        wiring.tie_known(a, b, structure.tie_weak * math.sqrt(min(steps, len(units) - steps)))
    for unit in units:
        for team in CORPORATE_TEAMS:
            wiring.tie_known(unit, team, structure.tie_weak)
    wiring.connect()
    rights = Rights(owns=wiring.keepers({unit: unit for unit in units}))
    grant(wiring, rights, settings.approvals.skill)
    return wiring.finish("informal_network", structure.distance_unconnected)


def small_world(names: Sequence[str], neighbours: int, rewiring: float) -> list[tuple[str, str]]:
    """Return the ties of a small world over a ring of names.

    Each node knows so many others in ring order before rewiring (with an odd number every second one knows
    one more on its far side); with the probability `rewiring` a tie leads to another node instead. Pairs
    are unordered, without loops and doubles.

    Notes
    -----
    The chances are hashes of the names (BLAKE2b), not draws: the chart of a company is part of the
    scenario, so it is the same under every seed, and under every version of every library.
    """
    ties = _lattice(len(names), neighbours)
    for position, (a, b) in enumerate(ties):
        if _chance("rewire", names[a], names[b]) < rewiring:
            known = {x for tie in ties if a in tie for x in tie}
            strangers = [n for n in range(len(names)) if n not in known]
            if strangers:
                pick = math.floor(_chance("towards", names[a], names[b]) * len(strangers))
                ties[position] = (a, strangers[pick])
    return [(names[a], names[b]) for a, b in ties]


def _lattice(count: int, neighbours: int) -> list[tuple[int, int]]:
    """Return ring neighbours as pairs of positions, nearest first."""
    ties: dict[frozenset[int], tuple[int, int]] = {}
    for step in range(1, min((neighbours + 1) // 2, count // 2) + 1):
        every = 2 if neighbours % 2 and step == (neighbours + 1) // 2 else 1
        for a in range(0, count, every):
            b = (a + step) % count
            ties.setdefault(frozenset((a, b)), (a, b))
    return list(ties.values())


def _chance(*words: str) -> float:
    """Return a number in [0, 1) that depends on the words alone."""
    digest = hashlib.blake2b("|".join(words).encode(), digest_size=8).digest()
    return (int.from_bytes(digest, "little") >> 11) / float(1 << 53)
