"""Which team is nearest: the one rule by which work finds its team.

Goes in: a wiring with its seats and ties in place.  Comes out: for a unit, the team that serves a
skill at the smallest distance; the own teams of the unit come first, whatever the distances.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from simorg.config.vocabulary import MODEL_SKILL_ORDER
from simorg.organisation import TEAM, Organisation

if TYPE_CHECKING:
    from simorg.structures.wiring import Wiring

BUILDERS = ("ml", "science")
"""Skills of those who can build, and so look after, a model."""


class Nearness:
    """Distances of a wiring as it stands, and the order in which equal ones are tried.

    Parameters
    ----------
    wiring : Wiring
        Seats and ties must be complete.
    """

    def __init__(self, wiring: Wiring) -> None:
        draft = Organisation("draft", wiring.graph, wiring.distance_unconnected)
        self._distances = draft.distances()
        self._teams = draft.nodes(TEAM)
        self._wiring = wiring

    def shared_out(self, skill: str, fixed: Mapping[str, str]) -> dict[str, str]:
        """Return unit -> team for one skill: as `fixed`, else the own unit, else the nearest able team.

        Among equally near teams the one with the fewest units per able person helps out.
        """
        found = dict(fixed)
        helped = Counter(found.values())
        open_units = [unit for unit in self._wiring.units if unit not in found]
        # own work first: a team that is busy with its own unit is not the one to help others
        for unit in sorted(open_units, key=lambda unit: not self._own(unit, (skill,))):
            team = self.serving(unit, skill, helped=helped)
            if team is not None:
                found[unit] = team
                helped[team] += 1
        return found

    def keeper(self, unit: str) -> str:
        """Return the nearest team that can look after models; one that can do anything if there is none."""
        choices = (BUILDERS, *((skill,) for skill in MODEL_SKILL_ORDER))
        found = (self.serving(unit, *skills) for skills in choices)
        return next(team for team in found if team is not None)

    def serving(self, unit: str, *skills: str, helped: Mapping[str, int] | None = None) -> str | None:
        """Return the team nearest to `unit` in which somebody serves one of `skills`; own ones first.

        Equal distances are settled by the units that a team has `helped` so far, per able person,
        then by going round the list of teams from the unit's own one.
        """
        homes = self.home_teams(unit)
        start = self._teams.index(homes[0])

        def order(team: str) -> tuple[float, float, int]:
            near = min(self._distances[home][team] for home in homes)
            round_trip = (self._teams.index(team) - start) % len(self._teams)
            return near, (helped or {}).get(team, 0) / self._able(team, skills), round_trip

        able = [team for team in self._teams if self._able(team, skills)]
        return min(self._own(unit, skills) or able, key=order, default=None)

    def home_teams(self, unit: str) -> list[str]:
        """Return the teams of a unit; of the next unit that has one, or the first team, if it has none."""
        units, homes = self._wiring.units, self._wiring.homes
        start = units.index(unit)
        for unit_name in units[start:] + units[:start]:
            if homes[unit_name]:
                return homes[unit_name]
        return self._teams[:1]

    def _own(self, unit: str, skills: tuple[str, ...]) -> list[str]:
        return [team for team in self._wiring.homes[unit] if self._able(team, skills)]

    def _able(self, team: str, skills: tuple[str, ...]) -> int:
        return max(self._wiring.served[team][skill] for skill in skills)
