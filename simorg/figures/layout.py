"""Where teams and people stand in the picture of an organisation.

Goes in: an organisation.  Comes out: a disc for each team and a place for each person in it, in
units of the distance between two people.  Teams stand on an ellipse, units over the top and
corporate functions below; a corporate team with which most others work stands in the middle.  No
straight line between two teams of an ellipse crosses a third, so nothing hides behind a disc.

Deterministic; only for pictures, no result depends on it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import combinations, permutations
from typing import NamedTuple

from matplotlib.textpath import TextPath

from simorg.config.vocabulary import ROLES, SENIORITIES
from simorg.figures.lettering import wrapped
from simorg.figures.style import sized
from simorg.organisation.graph import SEAT, TEAM, TIE, Organisation

ASPECT = 1.9
SPREAD = 0.62
"""Radius of the spiral of people: the n-th stands at ``SPREAD * sqrt(n)``."""

GOLDEN_ANGLE = math.pi * (3.0 - math.sqrt(5.0))
MARGIN, GAP, NAME_ROOM = 0.75, 0.9, 0.55
LABEL_POINTS, LINE_POINTS = 7.0, 8.6
PAGE_POINTS = 490.0
"""Width that a picture has in print unless told (183 mm, less a margin), in points."""

Box = tuple[float, float, float, float]


class Disc(NamedTuple):
    """A team: centre, radius, side of its name (1 above, -1 below, 0 inside), the name in lines."""

    x: float
    y: float
    radius: float
    side: int
    label: str


class Layout(NamedTuple):
    """Teams, people and the ties worth drawing, in the order of the organisation."""

    discs: dict[str, Disc]
    people: dict[str, tuple[float, float]]
    ties: list[tuple[str, str, float]]


def layout(organisation: Organisation, page_points: float = PAGE_POINTS) -> Layout:
    """Place teams and people.

    1. keep the ties that no chain of others makes superfluous;
    2. put the team with which most work in the middle, all others on an ellipse;
    3. widen the ellipse until neither discs nor names overlap.

    Parameters
    ----------
    organisation : Organisation
        Any organisation.
    page_points : float
        Width in print, in points: names keep their size, so that a narrow page needs wider gaps.

    Returns
    -------
    Layout
        In units of the distance between two people.
    """
    seats: dict[str, list[str]] = {team: [] for team in organisation.nodes(TEAM)}
    for person, team, _ in organisation.edges(SEAT):
        seats[team].append(person)
    ties = needed_ties(organisation)
    radii = {team: SPREAD * math.sqrt(max(len(members), 1)) + MARGIN for team, members in seats.items()}
    labels = {team: label(organisation, team) for team in seats}
    middle = _middle(organisation, ties)
    fixed = [team for team in seats if team != middle and _unit(organisation, team)]
    free = [team for team in seats if team != middle and not _unit(organisation, team)]
    around, split = _untangled(fixed, free, ties), len(fixed)
    discs = _widened(around, split, middle, radii, labels, page_points)
    people: dict[str, tuple[float, float]] = {}
    for team, members in seats.items():
        people |= _spiral(discs[team], sorted(members, key=lambda name: _rank(organisation, name)))
    return Layout({team: discs[team] for team in seats}, people, ties)


def needed_ties(organisation: Organisation) -> list[tuple[str, str, float]]:
    """Return one tie a pair, without those that are longer than the way round over other teams."""
    distances = organisation.distances()
    shortest: dict[frozenset[str], tuple[str, str, float]] = {}
    for a, b, data in organisation.edges(TIE):
        pair = frozenset((a, b))
        if pair not in shortest or data["length"] < shortest[pair][2]:
            shortest[pair] = (a, b, data["length"])
    return [tie for tie in shortest.values() if tie[2] <= distances[tie[0]][tie[1]] + 1e-9]


def label(organisation: Organisation, team: str) -> str:
    """Return the name of a team in short lines, with its unit where that has another name."""
    lines = [wrapped(team.replace("_", " "), 18)]
    unit = _unit(organisation, team)
    if unit and unit != team:
        lines += [wrapped(f"({unit.replace('_', ' ')})", 20)]
    return "\n".join(lines)


def _unit(organisation: Organisation, team: str) -> str:
    return str(organisation.graph.nodes[(TEAM, team)]["unit"])


def _rank(organisation: Organisation, name: str) -> tuple[int, int]:
    person = organisation.person(name)
    return ROLES.index(person["role"]), -SENIORITIES.index(person["seniority"])


def _middle(organisation: Organisation, ties: Sequence[tuple[str, str, float]]) -> str | None:
    """Return the corporate team that is tied to half of the others, and clearly more than they are."""
    teams = organisation.nodes(TEAM)
    degree = {team: sum(team in tie[:2] for tie in ties) for team in teams}
    best = max((t for t in teams if not _unit(organisation, t)), key=lambda t: degree[t], default=None)
    if best is None or len(teams) < 4:
        return None
    others = sum(degree[team] for team in teams if team != best) / (len(teams) - 1)
    return best if degree[best] >= max((len(teams) - 1) / 2.0, 1.5 * others) else None


def _untangled(fixed: list[str], free: list[str], ties: Sequence[tuple[str, str, float]]) -> list[str]:
    """Return the teams around: units as they are, the others moved until no move shortens the ties."""
    ring = fixed + free
    places = range(len(fixed) + (0 if fixed else 1), len(ring))
    improved = True
    while improved:
        improved = False
        for i, j in permutations(places, 2):
            moved = list(ring)
            moved.insert(j, moved.pop(i))
            if _stretch(moved, ties) < _stretch(ring, ties) - 1e-9:
                ring, improved = moved, True
    return ring


def _stretch(ring: Sequence[str], ties: Sequence[tuple[str, str, float]]) -> float:
    """Return the steps along the ring that ties span; close ties count more."""
    place = {team: n for n, team in enumerate(ring)}
    total = 0.0
    for a, b, length in ties:
        if a in place and b in place:
            steps = abs(place[a] - place[b])
            total += min(steps, len(ring) - steps) / max(length, 0.25)
    return total


def _widened(
    around: Sequence[str],
    split: int,
    middle: str | None,
    radii: Mapping[str, float],
    labels: Mapping[str, str],
    page_points: float,
) -> dict[str, Disc]:
    widths = [2.0 * radii[team] + GAP for team in around]
    scale = max(sum(widths) / (2.0 * math.pi), 1.0)
    discs: dict[str, Disc] = {}
    for _ in range(80):
        discs = {}
        for team, angle in zip(around, _angles(widths, split), strict=True):
            x, y = scale * math.sqrt(ASPECT) * math.cos(angle), scale / math.sqrt(ASPECT) * math.sin(angle)
            discs[team] = Disc(x, y, radii[team], -1 if y < -1e-9 else 1, labels[team])
        if middle is not None:
            # lines come from all sides, so its name stands inside, over the people
            discs[middle] = Disc(0.0, 0.0, radii[middle] + 2.0 * NAME_ROOM, 0, labels[middle])
        if not _crowded(list(discs.values()), page_points):
            break
        scale *= 1.05
    return discs


def _angles(widths: Sequence[float], split: int) -> list[float]:
    """Return the angle of each disc, clockwise; the first `split` are centred at the top."""
    total = sum(widths)
    lengths = _arc_lengths()
    start = lengths[-1] * (0.25 + sum(widths[:split]) / total / 2.0) if split else lengths[-1] * 0.5
    angles, before = [], 0.0
    for width in widths:
        goal = (start - lengths[-1] * (before + width / 2.0) / total) % lengths[-1]
        position = next(n for n, length in enumerate(lengths) if length >= goal)
        angles.append(2.0 * math.pi * position / (len(lengths) - 1))
        before += width
    return angles


def _arc_lengths(steps: int = 1440) -> list[float]:
    """Return the length of the ellipse from angle 0 to each of `steps` equal angles."""
    lengths = [0.0]
    for n in range(steps):
        angle = 2.0 * math.pi * (n + 0.5) / steps
        pace = math.hypot(ASPECT * math.sin(angle), math.cos(angle))
        lengths.append(lengths[-1] + pace)
    return lengths


def _crowded(discs: Sequence[Disc], page_points: float) -> bool:
    """Tell whether two discs, or a name and anything else, overlap at the size of print."""
    span = 2.0 * max(abs(disc.x) + disc.radius for disc in discs)
    names = [label_box(disc, span / page_points) for disc in discs]
    for (one, a), (other, b) in combinations(zip(discs, names, strict=True), 2):
        if math.hypot(one.x - other.x, one.y - other.y) < one.radius + other.radius + GAP / 2.0:
            return True
        if one.side and other.side and (_boxes_meet(a, b) or _meets(one, b) or _meets(other, a)):
            return True
        if (one.side and _meets(other, a)) or (other.side and _meets(one, b)):
            return True
    return False


def label_box(disc: Disc, unit: float) -> Box:
    """Return (left, bottom, right, top) of the name of a disc; `unit` is the size of a point."""
    lines = disc.label.split("\n")
    size = sized(LABEL_POINTS)
    widths = [TextPath((0.0, 0.0), line, size=size).get_extents().width for line in lines if line]
    width, height = max(widths, default=0.0) * unit, sized(LINE_POINTS) * len(lines) * unit
    bottom = {1: disc.y + disc.radius, 0: disc.y + disc.radius - 2.2 * NAME_ROOM - height / 2.0}.get(
        disc.side, disc.y - disc.radius - height
    )
    return disc.x - width / 2.0, bottom, disc.x + width / 2.0, bottom + height


def _boxes_meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _meets(disc: Disc, box: Box) -> bool:
    x, y = min(max(disc.x, box[0]), box[2]), min(max(disc.y, box[1]), box[3])
    return math.hypot(disc.x - x, disc.y - y) < disc.radius


def _spiral(disc: Disc, names: Sequence[str]) -> dict[str, tuple[float, float]]:
    places = {}
    for n, name in enumerate(names):
        radius, angle = SPREAD * math.sqrt(n + 0.5) if len(names) > 1 else 0.0, n * GOLDEN_ANGLE
        y = disc.y if disc.side else disc.y - NAME_ROOM
        places[name] = (disc.x + radius * math.cos(angle), y + radius * math.sin(angle))
    return places
