"""A picture of an organisation: people as dots in teams, ties, the gates and where model work goes.

Goes in: an organisation.  Comes out: Axes.  Shown are ties (the wider, the closer), the way of data,
science and ML work that leaves a unit's own team, and approvals; left out are work for corporate
functions, decisions and backups, which would hide the rest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyArrowPatch

from simorg.figures.curves import Arc, arc
from simorg.figures.idle import unasked
from simorg.figures.layout import LABEL_POINTS, NAME_ROOM, PAGE_POINTS, Box, Disc, Layout, label_box, layout
from simorg.figures.legend import (
    CORPORATE_FILL,
    INK,
    RIM,
    ROLE_COLOURS,
    TIE_INK,
    UNIT_FILL,
    Pair,
    explain,
)
from simorg.figures.style import DOUBLE_COLUMN, STRUCTURE_LABELS, use_style
from simorg.organisation import APPROVAL, OWNER, PERSON, ROUTE, TEAM, UNIT, Organisation

DOT_RADIUS = {"junior": 0.30, "regular": 0.38, "senior": 0.47}
MODEL_WORK = ("data", "science", "ml")
LABEL_BOX = {"boxstyle": "round,pad=0.08", "facecolor": "white", "edgecolor": "none", "alpha": 0.8}
LEGEND_HEIGHT = 0.9
"""Inches for title and legend."""


def draw_organisation(organisation: Organisation, ax: Axes | None = None) -> Axes:
    """Draw who sits where, and how teams are wired.

    Parameters
    ----------
    organisation : Organisation
        Any organisation.
    ax : Axes, optional
        Where to draw; a new figure of 183 mm when left out.

    Returns
    -------
    Axes
        Without scales, in units of the distance between two people.
    """
    with use_style():
        plan = layout(organisation)
        box = _frame(plan.discs.values())
        if ax is None:
            height = DOUBLE_COLUMN * (box[3] - box[1]) / (box[2] - box[0]) + LEGEND_HEIGHT
            ax = Figure(figsize=(DOUBLE_COLUMN, height), layout="constrained").add_subplot()
        ax.set(xlim=(box[0], box[2]), ylim=(box[1], box[3]), aspect="equal")
        ax.set_axis_off()
        _draw_ties(ax, plan)
        _draw_teams(ax, plan, organisation)
        _draw_people(ax, plan, organisation)
        routes, gates = routed(organisation), approved(organisation)
        _draw_arrows(ax, plan, routes, "solid", bend=0.16)
        _draw_arrows(ax, plan, gates, "dashed", bend=-0.16)
        _name(ax, organisation)
        explain(ax, organisation, routes, gates)
    return ax


def routed(organisation: Organisation) -> list[Pair]:
    """Return (home team, team) for data, science and ML work that leaves the home team of a unit."""
    homes = home_teams(organisation)
    pairs = [
        (homes[unit], team)
        for unit, team, data in organisation.edges(ROUTE)
        if data["skill"] in MODEL_WORK and unit in homes
    ]
    return [pair for pair in dict.fromkeys(pairs) if pair[0] != pair[1]]


def approved(organisation: Organisation) -> list[Pair]:
    """Return (home team, team that signs off its releases)."""
    homes = home_teams(organisation)
    pairs = ((homes[unit], team) for unit, team, _ in organisation.edges(APPROVAL) if unit in homes)
    return list(dict.fromkeys(pairs))


def home_teams(organisation: Organisation) -> dict[str, str]:
    """Return unit -> its team, or the team that does its product work if it has none of its own."""
    homes: dict[str, str] = {}
    for _, data in organisation.graph.nodes(data=True):
        if data["kind"] == TEAM and data["unit"]:
            homes.setdefault(data["unit"], data["name"])
    for unit, team, data in organisation.edges(ROUTE):
        if data["skill"] == "product":
            homes.setdefault(unit, team)
    for unit, team, _ in organisation.edges(OWNER):
        homes.setdefault(unit, team)
    return homes


def _frame(discs: Collection[Disc]) -> Box:
    """Return the limits of the picture, names included."""
    wide = max(abs(disc.x) + disc.radius for disc in discs)
    names = [label_box(disc, 2.0 * wide / PAGE_POINTS) for disc in discs]
    wide = max(wide, *(abs(edge) for name in names for edge in (name[0], name[2]))) + 0.5
    low = min(*(disc.y - disc.radius for disc in discs), *(name[1] for name in names))
    high = max(*(disc.y + disc.radius for disc in discs), *(name[3] for name in names))
    return -wide, low - 0.5, wide, high + 0.5


def _draw_ties(ax: Axes, plan: Layout) -> None:
    for a, b, length in plan.ties:
        closeness = 1.0 / max(length, 0.25)
        line = FancyArrowPatch(
            arrowstyle="-",
            linewidth=min(max(1.6 * closeness, 0.5), 5.0),
            color=TIE_INK,
            alpha=min(max(0.55 * closeness**0.5, 0.25), 0.8),
            zorder=2.5,
            **_along(arc(plan.discs, a, b)),
        )
        ax.add_patch(line)


def _along(line: Arc) -> dict[str, Any]:
    return {
        "posA": line.start,
        "posB": line.end,
        "connectionstyle": f"arc3,rad={line.bend:.4f}",
        "shrinkA": 0.0,
        "shrinkB": 0.0,
    }


def _draw_teams(ax: Axes, plan: Layout, organisation: Organisation) -> None:
    owners = {team for _, team, _ in organisation.edges(OWNER)}
    for team, disc in plan.discs.items():
        corporate = not organisation.graph.nodes[(TEAM, team)]["unit"]
        rim = (INK, 1.4) if team in owners else (RIM, 0.6)
        fill = CORPORATE_FILL if corporate else UNIT_FILL
        ax.add_patch(
            Circle(
                (disc.x, disc.y), disc.radius, facecolor=fill, edgecolor=rim[0], linewidth=rim[1], zorder=2
            )
        )
        edge = (
            disc.radius if disc.side > 0 else -disc.radius if disc.side < 0 else disc.radius - 2.2 * NAME_ROOM
        )
        ax.annotate(
            disc.label,
            (disc.x, disc.y + edge),
            xytext=(0.0, 1.5 * disc.side),
            textcoords="offset points",
            ha="center",
            va={1: "bottom", 0: "center", -1: "top"}[disc.side],
            fontsize=LABEL_POINTS,
            color=INK,
            linespacing=1.0,
            zorder=6,
            bbox=LABEL_BOX if disc.side else None,
        )


def _draw_people(ax: Axes, plan: Layout, organisation: Organisation) -> None:
    idle = set(unasked(organisation))
    for name, (x, y) in plan.people.items():
        person = organisation.person(name)
        colour = ROLE_COLOURS[person["role"]]
        dot = Circle((x, y), DOT_RADIUS[person["seniority"]], linewidth=0.4, edgecolor=INK, zorder=4)
        dot.set_facecolor(colour)
        if name in idle:
            dot.set(facecolor="white", edgecolor=colour, linewidth=1.2)
        ax.add_patch(dot)


def _draw_arrows(ax: Axes, plan: Layout, pairs: Iterable[Pair], line: str, bend: float) -> None:
    for a, b in pairs:
        if a == b:
            ax.plot(
                *_own_gate(plan.discs[a]),
                marker="D",
                markersize=4.5,
                color=INK,
                markeredgecolor="white",
                zorder=7,
            )
            continue
        arrow = FancyArrowPatch(
            arrowstyle="-|>",
            mutation_scale=6.0,
            linewidth=0.8,
            linestyle=line,
            color=INK,
            zorder=3,
            **_along(arc(plan.discs, a, b, bend)),
        )
        ax.add_patch(arrow)


def _own_gate(disc: Disc) -> tuple[float, float]:
    """Return where the mark of a team that signs off its own work stands: on its rim."""
    return disc.x + 0.71 * disc.radius, disc.y + 0.71 * disc.radius


def _name(ax: Axes, organisation: Organisation) -> None:
    people, teams, units = (len(organisation.nodes(kind)) for kind in (PERSON, TEAM, UNIT))
    counts = [_count(people, "person", "people"), _count(teams, "team"), _count(units, "unit")]
    title = STRUCTURE_LABELS.get(organisation.name, organisation.name.replace("_", " "))
    ax.set_title(f"{title}: {', '.join(counts)}", loc="left", color=INK)


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
