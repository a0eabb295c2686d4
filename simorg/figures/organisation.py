"""A picture of an organisation: people as dots in teams, ties, the gates and where model work goes.

Goes in: an organisation.  Comes out: Axes.  Shown are ties (the wider, the closer), the way of data,
science and ML work that leaves a unit's own team, and approvals; left out are work for corporate
functions, decisions and backups, which would hide the rest.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, FancyArrowPatch

from simorg.config.vocabulary import ROLES
from simorg.figures.layout import LABEL_POINTS, NAME_ROOM, PAGE_POINTS, Box, Disc, Layout, label_box, layout
from simorg.figures.style import (
    BLACK,
    BLUE,
    DOUBLE_COLUMN,
    GREEN,
    ORANGE,
    PURPLE,
    SKY,
    STRUCTURE_LABELS,
    VERMILLION,
    YELLOW,
    use_style,
)
from simorg.organisation import APPROVAL, OWNER, PERSON, ROUTE, TEAM, UNIT, Organisation
from simorg.structures.wiring import unasked

ROLE_COLOURS = dict(zip(ROLES, (ORANGE, YELLOW, SKY, BLUE, VERMILLION, GREEN, PURPLE, BLACK), strict=True))
DOT_RADIUS = {"junior": 0.30, "regular": 0.38, "senior": 0.47}
MODEL_WORK = ("data", "science", "ml")
UNIT_FILL, CORPORATE_FILL, RIM, INK, TIE_INK = "#fbf3e4", "#e9edf1", "#9a9a9a", "#333333", "#8a8a8a"
LABEL_BOX = {"boxstyle": "round,pad=0.08", "facecolor": "white", "edgecolor": "none", "alpha": 0.8}
LEGEND_HEIGHT = 1.05
"""Inches for title and legend."""

Pair = tuple[str, str]


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
        _draw_arrows(ax, plan, routed(organisation), "solid", bend=0.16)
        _draw_arrows(ax, plan, approved(organisation), "dashed", bend=-0.16)
        _name(ax, organisation)
        _explain(ax, organisation)
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
        one, other = plan.discs[a], plan.discs[b]
        closeness = 1.0 / max(length, 0.25)
        ax.plot(
            [one.x, other.x],
            [one.y, other.y],
            color=TIE_INK,
            linewidth=min(max(1.6 * closeness, 0.5), 5.0),
            alpha=min(max(0.55 * closeness**0.5, 0.25), 0.8),
            solid_capstyle="butt",
            zorder=1,
        )


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
        one, other = plan.discs[a], plan.discs[b]
        # a long arc would sweep over the teams beside it
        flat = bend * min(1.0, 8.0 / math.hypot(one.x - other.x, one.y - other.y))
        ax.add_patch(
            FancyArrowPatch(
                *_rim_to_rim(one, other, bend),
                connectionstyle=f"arc3,rad={flat}",
                arrowstyle="-|>",
                mutation_scale=6.0,
                linewidth=0.8,
                linestyle=line,
                color=INK,
                shrinkA=0.0,
                shrinkB=0.0,
                zorder=3,
            )
        )


def _own_gate(disc: Disc) -> tuple[float, float]:
    """Return where the mark of a team that signs off its own work stands: on its rim."""
    return disc.x + 0.71 * disc.radius, disc.y + 0.71 * disc.radius


def _rim_to_rim(one: Disc, other: Disc, bend: float) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return where an arc leaves one disc and meets another, a little to the side that it bends to."""
    dx, dy = other.x - one.x, other.y - one.y
    length = (dx * dx + dy * dy) ** 0.5
    ux, uy = dx / length, dy / length
    # arc3 bends to the right of its way for a positive radius
    sx, sy = (uy, -ux) if bend > 0 else (-uy, ux)
    along, side = 0.94, 0.34
    start = (one.x + one.radius * (along * ux + side * sx), one.y + one.radius * (along * uy + side * sy))
    end = (
        other.x - other.radius * (along * ux - side * sx),
        other.y - other.radius * (along * uy - side * sy),
    )
    return start, end


def _name(ax: Axes, organisation: Organisation) -> None:
    people, teams, units = (len(organisation.nodes(kind)) for kind in (PERSON, TEAM, UNIT))
    counts = [_count(people, "person", "people"), _count(teams, "team"), _count(units, "unit")]
    title = STRUCTURE_LABELS.get(organisation.name, organisation.name.replace("_", " "))
    ax.set_title(f"{title}: {', '.join(counts)}", loc="left", color=INK)


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _explain(ax: Axes, organisation: Organisation) -> None:
    handles = [*_role_handles(organisation), *_line_handles(organisation)]
    ax.legend(
        handles=handles,
        loc="upper center",
        bbox_to_anchor=(0.5, 0.0),
        ncols=4,
        columnspacing=1.6,
        handlelength=1.8,
        labelspacing=0.45,
    )


def _role_handles(organisation: Organisation) -> Iterator[Line2D]:
    present = {organisation.person(name)["role"] for name in organisation.nodes(PERSON)}
    for role in ROLES:
        if role in present:
            text = role.replace("_", " ").replace("ml ", "ML ")
            yield _mark("o", ROLE_COLOURS[role], INK, text)
    if unasked(organisation):
        yield _mark("o", "white", INK, "nobody's work leads here")


def _line_handles(organisation: Organisation) -> Iterator[Line2D]:
    gates = approved(organisation)
    yield _mark("o", UNIT_FILL, RIM, "team of a unit", size=8.0)
    yield _mark("o", CORPORATE_FILL, RIM, "corporate team", size=8.0)
    yield _mark("o", "white", INK, "looks after live models", size=8.0, rim=1.4)
    yield Line2D([], [], color=TIE_INK, linewidth=2.4, alpha=0.7, label="tie (wider: closer)")
    if routed(organisation):
        yield Line2D(
            [], [], color=INK, linewidth=0.8, marker=">", markersize=3, label="data, science, ML work"
        )
    if any(a != b for a, b in gates):
        yield Line2D(
            [],
            [],
            color=INK,
            linewidth=0.8,
            linestyle="dashed",
            marker=">",
            markersize=3,
            label="approval by",
        )
    if any(a == b for a, b in gates):
        yield _mark("D", INK, "white", "approves its own releases")
    yield Line2D([], [], linestyle="none", label="larger dot: more senior")


def _mark(marker: str, face: str, edge: str, text: str, size: float = 4.5, rim: float = 0.5) -> Line2D:
    return Line2D(
        [], [], linestyle="none", marker=marker, markersize=size, markerfacecolor=face, markeredgecolor=edge,
        markeredgewidth=rim, label=text,
    )  # fmt: skip
