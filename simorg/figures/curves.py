"""Lines between teams that keep clear of the teams between them.

Goes in: discs and two of their names.  Comes out: start, end and bend of an arc, as
``FancyArrowPatch`` with the connection style ``arc3`` takes them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from simorg.figures.layout import Disc

BENDS = (0.12, -0.12, 0.22, -0.22, 0.34, -0.34)
"""Bends to try when the wanted one hits a team; more would leave the picture."""

SAMPLES = 40

Point = tuple[float, float]


class Arc(NamedTuple):
    """A line from rim to rim; positive bends turn right of the way."""

    start: Point
    end: Point
    bend: float


def arc(discs: Mapping[str, Disc], a: str, b: str, wanted: float = 0.0) -> Arc:
    """Return the arc from `a` to `b` that crosses the least of other teams, `wanted` if it is free.

    Parameters
    ----------
    discs : mapping of str to Disc
        All teams.
    a, b : str
        Two different teams.
    wanted : float
        Bend to prefer; 0 = straight.  Long arcs are flattened, lest they sweep over their neighbours.

    Returns
    -------
    Arc
        The first of the equally good ones.
    """
    one, other = discs[a], discs[b]
    flat = wanted * min(1.0, 8.0 / math.hypot(one.x - other.x, one.y - other.y))
    strangers = [disc for team, disc in discs.items() if team not in (a, b)]
    found = [_rim_to_rim(one, other, bend) for bend in (flat, *BENDS)]
    hidden = [sum(_inside(point, strangers) for point in _points(each)) for each in found]
    return found[hidden.index(min(hidden))]


def _rim_to_rim(one: Disc, other: Disc, bend: float) -> Arc:
    """Return an arc that leaves and meets a disc a little to the side to which it bends."""
    dx, dy = other.x - one.x, other.y - one.y
    length = math.hypot(dx, dy)
    turn = math.atan(2.0 * bend) + (0.22 * math.copysign(1.0, bend) if bend else 0.0)
    way = math.atan2(dy, dx)
    leave, meet = way - turn, way + math.pi + turn
    assert length > 0.0, "two teams stand in one place"
    return Arc(
        (one.x + one.radius * math.cos(leave), one.y + one.radius * math.sin(leave)),
        (other.x + other.radius * math.cos(meet), other.y + other.radius * math.sin(meet)),
        bend,
    )


def _points(line: Arc) -> list[Point]:
    """Return points along the quadratic curve that ``arc3`` draws."""
    (x0, y0), (x2, y2), bend = line
    x1, y1 = (x0 + x2) / 2.0 + bend * (y2 - y0), (y0 + y2) / 2.0 - bend * (x2 - x0)
    return [
        (
            (1.0 - t) * (1.0 - t) * x0 + 2.0 * t * (1.0 - t) * x1 + t * t * x2,
            (1.0 - t) * (1.0 - t) * y0 + 2.0 * t * (1.0 - t) * y1 + t * t * y2,
        )
        for t in (n / SAMPLES for n in range(1, SAMPLES))
    ]


def _inside(point: Point, discs: list[Disc]) -> bool:
    return any(math.hypot(point[0] - disc.x, point[1] - disc.y) < disc.radius + 0.1 for disc in discs)
