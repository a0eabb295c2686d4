"""The legend of a picture of an organisation: roles, kinds of teams and of lines that occur in it.

Goes in: an organisation and what is drawn of it.  Comes out: a legend below the Axes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from simorg.config.vocabulary import ROLES
from simorg.figures.palettes import BLACK, BLUE, GREEN, ORANGE, PURPLE, SKY, VERMILLION, YELLOW
from simorg.organisation.graph import PERSON, Organisation
from simorg.organisation.wiring.idle import unasked

Pair = tuple[str, str]
"""Two teams that an arrow joins."""

ROLE_COLOURS = dict(zip(ROLES, (ORANGE, YELLOW, SKY, BLUE, VERMILLION, GREEN, PURPLE, BLACK), strict=True))
UNIT_FILL, CORPORATE_FILL, RIM, INK, TIE_INK = "#fbf3e4", "#e9edf1", "#9a9a9a", "#333333", "#8a8a8a"


def explain(
    ax: Axes,
    organisation: Organisation,
    routes: Collection[Pair],
    gates: Collection[Pair],
    columns: int = 4,
    rings: bool = False,
) -> None:
    """Add the legend.

    Parameters
    ----------
    ax : Axes
        The picture.
    organisation : Organisation
        What it shows.
    routes, gates : collection of pairs
        Arrows drawn for work and for approvals.
    columns : int
        Of the legend.
    rings : bool
        Whether roles are the colours of rings, since dots show the load.
    """
    handles = [*_role_handles(organisation, rings), *_line_handles(routes, gates)]
    ax.legend(
        handles=handles,
        loc="upper center",
        bbox_to_anchor=(0.5, 0.0),
        ncols=columns,
        columnspacing=1.6,
        handlelength=1.8,
        labelspacing=0.45,
    )


def _role_handles(organisation: Organisation, rings: bool) -> Iterator[Line2D]:
    present = {organisation.person(name)["role"] for name in organisation.nodes(PERSON)}
    for role in ROLES:
        if role in present:
            text = role.replace("_", " ").replace("ml ", "ML ")
            face, rim = ("white", ROLE_COLOURS[role]) if rings else (ROLE_COLOURS[role], INK)
            yield _mark("o", face, rim, text, rim=1.4 if rings else 0.5)
    if not rings and unasked(organisation):
        yield _mark("o", "white", INK, "nobody's work leads here")


def _line_handles(routes: Collection[Pair], gates: Collection[Pair]) -> Iterator[Line2D]:
    yield _mark("o", UNIT_FILL, RIM, "team of a unit", size=8.0)
    yield _mark("o", CORPORATE_FILL, RIM, "corporate team", size=8.0)
    yield _mark("o", "white", INK, "looks after live models", size=8.0, rim=1.4)
    yield Line2D([], [], color=TIE_INK, linewidth=2.4, alpha=0.7, label="tie (wider: closer)")
    if routes:
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
