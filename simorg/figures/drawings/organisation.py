"""A picture of an organisation: people as dots in teams, ties, the gates and where model work goes.

Goes in: an organisation and, if wanted, how busy its people are.  Comes out: Axes.  Shown are ties (the
wider, the closer), the way of data, science and ML work that leaves a unit's own team, and approvals;
left out are work for corporate functions, decisions and backups, which would hide the rest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Colormap, ListedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyArrowPatch

from simorg.figures.curves import Arc, arc
from simorg.figures.layout import LABEL_POINTS, NAME_ROOM, Box, Disc, Layout, label_box, layout
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
from simorg.figures.lettering import told
from simorg.figures.sheet import NOTE_INK, NOTE_POINTS
from simorg.figures.style import MM, sized, unwritten_now, use_style, wishes_now
from simorg.figures.words import label_of
from simorg.organisation.graph import APPROVAL, OWNER, PERSON, ROUTE, SEAT, TEAM, UNIT, Organisation
from simorg.organisation.wiring.idle import unasked

DOT_RADIUS = {"junior": 0.30, "regular": 0.38, "senior": 0.47}
MODEL_WORK = ("data", "science", "ml")
LABEL_BOX = {"boxstyle": "round,pad=0.08", "facecolor": "white", "edgecolor": "none", "alpha": 0.8}
ROW_MM, HEAD_MM, COLUMN_MM = 3.8, 9.0, 34.0
"""Heights of a row of the legend, and of title and margins; width of a column of the legend."""

ABOUT = "who sits where and how teams are wired; with utilisations, how busy they are"
TABLES: dict[str, tuple[str, ...]] = {}
Load = Mapping[str | tuple[str, str], float]
"""Person, (team, role), team or role -> utilisation between 0 and 1."""


def draw(
    organisation: Organisation,
    ax: Axes | None = None,
    *,
    width_mm: float = 183.0,
    load: Load | None = None,
) -> Axes:
    """Draw who sits where, how teams are wired and, if given, how busy people are.

    Parameters
    ----------
    organisation : Organisation
        Any organisation.
    ax : Axes, optional
        Where to draw; a page of its own when left out.
    width_mm : float
        Width of that page.
    load : mapping, optional
        Utilisation of people, of roles within teams, of teams or of roles; the most exact one counts.
        Dots then show it, and their rings the roles.

    Returns
    -------
    Axes
        Without scales, in units of the distance between two people.
    """
    whole = ax is None
    with use_style():
        room_mm = width_mm if ax is None else ax.get_window_extent().width / ax.figure.dpi / MM
        page_points = 0.945 * room_mm * MM * 72.0
        plan = layout(organisation, page_points)
        box = _frame(plan.discs.values(), page_points)
        larger = sized(1.0)
        columns = min(max(int(room_mm / (COLUMN_MM * larger)), 2), 4)
        if ax is None:
            head = HEAD_MM + (6.0 if load is not None else 0.0) + ROW_MM * -(-15 // columns)
            height = width_mm * (box[3] - box[1]) / (box[2] - box[0]) + head * larger
            height = wishes_now().height_mm or height
            ax = Figure(figsize=(width_mm * MM, height * MM), layout="constrained").add_subplot()
        ax.set(xlim=(box[0], box[2]), ylim=(box[1], box[3]), aspect="equal")
        ax.set_axis_off()
        _draw_ties(ax, plan)
        _draw_teams(ax, plan, organisation)
        _draw_people(ax, plan, organisation, load)
        routes, gates = routed(organisation), approved(organisation)
        _draw_arrows(ax, plan, routes, "solid", bend=0.16)
        _draw_arrows(ax, plan, gates, "dashed", bend=-0.16)
        _name(ax, organisation)
        explain(ax, organisation, routes, gates, columns, rings=load is not None)
        if load is not None:
            _key(ax, columns > 2, "utilisation of roles" if set(load) <= set(ROLE_COLOURS) else "utilisation")
        if whole:
            said = told(unwritten_now() or ())
            ax.figure.supxlabel(said, x=0.008, ha="left", fontsize=sized(NOTE_POINTS), color=NOTE_INK)
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


def _frame(discs: Collection[Disc], page_points: float) -> Box:
    """Return the limits of the picture, names included."""
    wide = max(abs(disc.x) + disc.radius for disc in discs)
    names = [label_box(disc, 2.0 * wide / page_points) for disc in discs]
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
            fontsize=sized(LABEL_POINTS),
            color=INK,
            linespacing=1.0,
            zorder=6,
            bbox=LABEL_BOX if disc.side else None,
        )


def _shades() -> Colormap:
    """Return greys from free (white) to busy (dark): any eye tells them apart, no role has their colour."""
    return ListedColormap(mpl.colormaps["Greys"]([n / 300.0 for n in range(256)]))


def _key(ax: Axes, wide: bool, text: str) -> None:
    """Explain the shades, above the right end of the picture."""
    bar = ax.inset_axes((0.74, 1.012, 0.25, 0.016) if wide else (0.02, 1.012, 0.5, 0.016))
    drawn = ax.figure.colorbar(ScalarMappable(cmap=_shades()), cax=bar, orientation="horizontal")
    drawn.set_ticks([0.0, 0.5, 1.0], labels=["0 %", text, "100 %"])
    bar.tick_params(length=0, labelsize=sized(6.0), labeltop=True, labelbottom=False, pad=1.0)


def _draw_people(ax: Axes, plan: Layout, organisation: Organisation, load: Load | None) -> None:
    idle = set(unasked(organisation))
    teams = {person: team for person, team, _ in organisation.edges(SEAT)}
    for name, (x, y) in plan.people.items():
        person = organisation.person(name)
        colour = ROLE_COLOURS[person["role"]]
        dot = Circle((x, y), DOT_RADIUS[person["seniority"]], linewidth=0.4, edgecolor=INK, zorder=4)
        dot.set_facecolor(colour)
        if load is not None:
            role, team = person["role"], teams[name]
            known = next((load[key] for key in (name, (team, role), team, role) if key in load), None)
            face = "white" if known is None else _shades()(min(max(known, 0.0), 1.0))
            dot.set(facecolor=face, edgecolor=colour, linewidth=1.3)
        elif name in idle:
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
    ax.set_title(f"{label_of(organisation.name)}: {', '.join(counts)}", loc="left", color=INK)


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
