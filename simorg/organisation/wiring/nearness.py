"""Who does the work of a unit: the one rule by which work finds its team, in every structure.

Goes in: a wiring with its seats and ties in place.  Comes out: for a unit, the team that serves a
skill: an own team where there is one, else by capacity and distance.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from simorg.config.vocabulary import MODEL_SKILL_ORDER
from simorg.organisation.graph import Organisation

if TYPE_CHECKING:
    from simorg.organisation.wiring.draft import Wiring

Counts: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]

BUILDERS = ("ml", "science")
"""Skills of those who can build, and so look after, a model."""


class Nearness:
    """Distances of a wiring as it stands, and the order in which equal ones are tried.

    Seats and ties must be complete.
    """

    def __init__(self, wiring: Wiring) -> None:
        draft = Organisation("draft", wiring.graph, wiring.distance_unconnected)
        self._teams, self._distances = draft.distance_matrix()
        self._places = {team: place for place, team in enumerate(self._teams)}
        self._wiring = wiring
        self._can = cache(self._teams_that_can)

    def shared_out(self, skill: str, fixed: Mapping[str, str]) -> dict[str, str]:
        """Return unit -> team for one skill: as `fixed`, else the own team, else the best one for others.

        Units are dealt one by one, so that each finds what the others have asked of a team before.
        """
        found = dict(fixed)
        helped = np.bincount([self._places[team] for team in fixed.values()], minlength=len(self._teams))
        open_units = [unit for unit in self._wiring.units if unit not in found]
        # own work first: a team that is busy with its own unit is not the one to help others
        for unit in sorted(open_units, key=lambda unit: not self._own(unit, (skill,))):
            team = self.serving(unit, skill, helped=helped)
            if team is not None:
                found[unit] = team
                helped[self._places[team]] += 1
        return found

    def keeper(self, unit: str) -> str:
        """Return the nearest team that can look after models; one that can do anything if there is none."""
        choices = (BUILDERS, *((skill,) for skill in MODEL_SKILL_ORDER))
        found = (self.serving(unit, *skills) for skills in choices)
        return next(team for team in found if team is not None)

    def serving(self, unit: str, *skills: str, helped: Counts | None = None) -> str | None:
        """Return the team that does one of `skills` for `unit`.

        1. an own team of the unit in which anybody serves it;
        2. else of the teams that have specialists of it (of all able ones, if there are none) the one
           with the smallest (1 + distance) x units asking / capacity: a large team farther away comes
           before one generalist next door.

        Equals are tried going round the list of teams from the unit's own one.

        `helped` says how many units ask each team already.
        """
        choices, capacity = self._can(skills)
        own = self._own(unit, skills)
        places = np.array([self._places[team] for team in own]) if own else choices
        if not len(places):
            return None
        homes = [self._places[team] for team in self.home_teams(unit)]
        near = self._distances[homes].min(axis=0)[places]
        asking = 1 if helped is None else 1 + helped[places]
        cost = (1.0 + near) * asking / capacity[places]
        equal = places[cost == cost.min()]
        return self._teams[int(equal[np.argmin((equal - homes[0]) % len(self._teams))])]

    def home_teams(self, unit: str) -> list[str]:
        """Return the teams of a unit; of the next unit that has one, or the first team, if it has none."""
        units, homes = self._wiring.units, self._wiring.homes
        if homes[unit]:
            return homes[unit]
        start = units.index(unit)
        others = (homes[name] for name in units[start:] + units[:start] if homes[name])
        return next(others, self._teams[:1])

    def _own(self, unit: str, skills: tuple[str, ...]) -> list[str]:
        return [team for team in self._wiring.homes[unit] if self._able(team, skills)]

    def _teams_that_can(self, skills: tuple[str, ...]) -> tuple[Counts, Floats]:
        """Return the places of teams with specialists of `skills` (of able ones, if none), all capacities."""
        able = [team for team in self._teams if self._able(team, skills)]
        known = [team for team in able if any(self._wiring.specialists[team][skill] for skill in skills)]
        most = [max(self._wiring.capacity[team][skill] for skill in skills) for team in self._teams]
        return np.array([self._places[team] for team in known or able], np.int64), np.array(most, float)

    def _able(self, team: str, skills: tuple[str, ...]) -> bool:
        return any(self._wiring.served[team][skill] for skill in skills)
