"""Who does the work of a unit: the one rule by which work finds its team, in every structure.

Goes in: a wiring with its seats and ties in place.  Comes out: for a unit, the team that serves a
skill: an own team where there is one, else by capacity and distance.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from simorg.config.vocabulary import MODEL_SKILL_ORDER
from simorg.organisation.graph import TEAM, Organisation

if TYPE_CHECKING:
    from simorg.organisation.wiring.draft import Wiring

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
        self._places = {team: place for place, team in enumerate(self._teams)}
        self._wiring = wiring
        self._can = cache(self._teams_that_can)

    def shared_out(self, skill: str, fixed: Mapping[str, str]) -> dict[str, str]:
        """Return unit -> team for one skill: as `fixed`, else the own team, else the best one for others.

        Units are dealt one by one, so that each finds what the others have asked of a team before.
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
        """Return the team that does one of `skills` for `unit`.

        1. an own team of the unit in which anybody serves it;
        2. else of the teams that have specialists of it (of all able ones, if there are none) the one
           with the smallest (1 + distance) x units asking / capacity: a large team farther away comes
           before one generalist next door.

        Equals are tried going round the list of teams from the unit's own one.

        Parameters
        ----------
        unit : str
            Business unit.
        *skills : str
            Any of these will do.
        helped : mapping of str to int, optional
            Team -> units that ask it already.
        """
        homes = self.home_teams(unit)
        start = self._places[homes[0]]
        able, known = self._can(skills)

        def order(team: str) -> tuple[float, int]:
            near = min(self._distances[home][team] for home in homes)
            asking = 1 + (helped or {}).get(team, 0)
            capacity = max(self._wiring.capacity[team][skill] for skill in skills)
            return (1.0 + near) * asking / capacity, (self._places[team] - start) % len(self._teams)

        return min(self._own(unit, skills) or known or able, key=order, default=None)

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

    def _teams_that_can(self, skills: tuple[str, ...]) -> tuple[list[str], list[str]]:
        """Return the teams in which anybody serves one of `skills`, and those of them with specialists."""
        able = [team for team in self._teams if self._able(team, skills)]
        return able, [team for team in able if any(self._wiring.specialists[team][skill] for skill in skills)]

    def _able(self, team: str, skills: tuple[str, ...]) -> bool:
        return any(self._wiring.served[team][skill] for skill in skills)
