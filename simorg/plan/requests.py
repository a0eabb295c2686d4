"""The requests of a plan: what they ask for, where they arrive, and the rows by which they move on.

One rule for every structure: a team that cannot resolve passes on to another in proportion to its people,
the less the farther it is; what a team knows of others fades exponentially with distance. What an
organisation states stands in place of it. Rows lie end to end, one a team and hop class; without a
statement the classes share the row of their team.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from simorg.config.errors import SettingsError
from simorg.config.settings import Settings
from simorg.config.vocabulary import SKILLS
from simorg.organisation.graph import FIRST_LINE, MOVES, TEAM, UNIT, Organisation
from simorg.plan.tables import MOVES_ROW, SPAN_ROW
from simorg.rules.requests import HOP_CLASSES

Records = npt.NDArray[np.void]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class Wired(NamedTuple):
    """What of a plan decides where requests go."""

    teams: Records
    team_of: Ints  # (P,)
    efficiency: Floats  # (P, K)
    distance: Floats  # (T, T)
    route: Ints  # (U, K)


class Requests(NamedTuple):
    """Tables for U units, T teams, K skills, H hop classes; empty where there are no requests."""

    skills: Floats  # (U, K) cumulative probability of asking for a skill
    first: Records  # (U,) the row from which the first team is drawn; count 0 = by route
    moves: Records  # (H, T) chance of moving on after a visit, and the row of the next teams
    upto: Floats  # cumulative probabilities of all rows, end to end
    team: Ints  # their teams
    effort: Floats  # (T,) work of a visit relative to other teams
    queue: Ints  # (T, K) skill by which a team works on a request for a skill, or -1


class _Rows:
    """Collects rows of probabilities."""

    def __init__(self) -> None:
        self.upto: list[Floats] = []
        self.team: list[Ints] = []
        self.length = 0

    def add(self, weights: Floats) -> tuple[int, int]:
        """Add a row of weights by team; return where it begins and how many entries it has."""
        chosen = np.flatnonzero(weights > 0.0)
        if not chosen.size:
            return 0, 0
        upto = np.cumsum(weights[chosen])
        upto /= upto[-1]
        self.upto.append(upto)
        self.team.append(chosen.astype(np.int64))
        start, self.length = self.length, self.length + len(chosen)
        return start, len(chosen)


def requests(organisation: Organisation, settings: Settings, wired: Wired) -> Requests:
    """Return the tables of requests.

    Raises
    ------
    SettingsError
        If a unit has nobody whom it could ask for any skill.
    """
    if not settings.requests.asked:
        return _nothing()
    able = np.zeros((len(wired.teams), len(SKILLS)), dtype=np.int64)
    np.add.at(able, wired.team_of, (wired.efficiency > 0.0).astype(np.int64))
    rows, stated = _Rows(), _stated_first(organisation)
    first = np.array([rows.add(weights) for weights in stated], dtype=SPAN_ROW)
    skills = _skills(organisation, settings, wired.route, able, np.max(stated, axis=1, keepdims=True) > 0.0)
    moves = _moves(organisation, settings, wired, rows)
    upto = np.concatenate([np.zeros(0), *rows.upto])
    team = np.concatenate([np.zeros(0, dtype=np.int64), *rows.team])
    nodes = organisation.graph.nodes
    effort = np.array([nodes[(TEAM, name)]["request_effort"] for name in organisation.nodes(TEAM)])
    return Requests(skills, first, moves, upto, team, effort, _queues(able))


def _nothing() -> Requests:
    skills, queue = np.zeros((0, len(SKILLS))), np.zeros((0, len(SKILLS)), dtype=np.int64)
    first, moves = np.zeros(0, dtype=SPAN_ROW), np.zeros((HOP_CLASSES, 0), dtype=MOVES_ROW)
    return Requests(skills, first, moves, np.zeros(0), np.zeros(0, dtype=np.int64), np.zeros(0), queue)


def _skills(
    organisation: Organisation, settings: Settings, route: Ints, able: Ints, stated: npt.NDArray[Any]
) -> Floats:
    """Return the cumulative weights of the skills that a unit has somebody for, or that are stated a team."""
    weights = np.array([settings.requests.skill_weights.get(skill, 0.0) for skill in SKILLS])
    served = (route >= 0) & (np.take_along_axis(able, np.maximum(route, 0), axis=0) > 0)
    found = np.cumsum(np.where(served | stated, weights, 0.0), axis=1)
    for unit, total in zip(organisation.nodes(UNIT), found[:, -1].tolist(), strict=True):
        if not total:
            wanted = ", ".join(skill for skill, weight in settings.requests.skill_weights.items() if weight)
            raise SettingsError(
                f"requests.skill_weights: unit '{unit}' of '{organisation.name}' has nobody to ask for "
                f"{wanted}; give a weight to a skill that somebody serves for it"
            )
    return np.asarray(found / found[:, -1:])


def _queues(able: Ints) -> Ints:
    """Return the skill asked for where a team serves it, else the one that most of its people serve."""
    usual = np.where(able.max(axis=1) > 0, able.argmax(axis=1), -1)
    own = np.arange(len(SKILLS))
    return np.where(able > 0, own, usual[:, None]).astype(np.int64)


def _stated_first(organisation: Organisation) -> Floats:
    """Return how often requests of each unit arrive at each team, relative to others; 0 = by route."""
    teams, units = organisation.nodes(TEAM), organisation.nodes(UNIT)
    weights = np.zeros((len(units), len(teams)))
    for unit, team, data in organisation.edges(FIRST_LINE):
        weights[units.index(unit), teams.index(team)] = data["weight"]
    return weights


def _moves(organisation: Organisation, settings: Settings, wired: Wired, rows: _Rows) -> Records:
    asked = settings.requests
    chances = (asked.moves_on_first, asked.moves_on_second, asked.moves_on_further)
    stated = _stated_moves(organisation)
    moves = np.zeros((HOP_CLASSES, len(wired.teams)), dtype=MOVES_ROW)
    for team, weights in enumerate(_weights(wired)):
        usual = None
        for after, chance in enumerate(chances):
            row = stated.get((after, team))
            if row is None:
                usual = usual or rows.add(weights)
                moves[after, team] = (chance if usual[1] else 0.0, *usual)
            else:
                shares = np.zeros(len(wired.teams))
                shares[list(row)] = list(row.values())
                resolved, shares[team] = shares[team], 0.0
                moves[after, team] = (1.0 - resolved / (resolved + shares.sum()), *rows.add(shares))
    return moves


def _weights(wired: Wired) -> Floats:
    """Return how a team weighs the others, a row each: by their people and by nearness."""
    lengths, place = np.unique(wired.distance, return_inverse=True)
    fading = np.array([math.exp(-length) for length in lengths.tolist()])
    nearness = fading[place.reshape(wired.distance.shape)]
    people = np.where(wired.teams["any_skill"] >= 0, wired.teams["people"], 0)
    return np.asarray(nearness * people * (1.0 - np.eye(len(people))))


def _stated_moves(organisation: Organisation) -> dict[tuple[int, int], dict[int, float]]:
    """Return (hop class, team) -> next team -> share; what is resolved is the share of the team itself."""
    place = {team: n for n, team in enumerate(organisation.nodes(TEAM))}
    found: dict[tuple[int, int], dict[int, float]] = {}
    for team, following, data in organisation.edges(MOVES):
        found.setdefault((data["after"] - 1, place[team]), {})[place[following]] = data["share"]
    return found
