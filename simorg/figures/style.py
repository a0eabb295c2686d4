"""The look of every figure: print sizes, fonts, colours, what a reader wishes otherwise; no dates in files.

Files are deterministic: the same figure, the same bytes (with the same version of matplotlib). Only fonts
that come with matplotlib are used, but for characters that these do not have.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.style
from matplotlib.figure import Figure

from simorg.figures.palettes import PALETTES, Palette

MM = 1.0 / 25.4
"""Inches in a millimetre."""

SINGLE_COLUMN, DOUBLE_COLUMN = 89.0 * MM, 183.0 * MM
"""Widths for print, in inches."""

FONT, FONT_POINTS = "DejaVu Sans", 7.0
"""The font of everything, and the size of most."""

STRUCTURE_LABELS = {
    "centre_of_excellence": "Centre of excellence",
    "hub_and_spoke": "Hub and spoke",
    "communities_of_practice": "Communities of practice",
    "informal_network": "Informal network",
    "embedded_squads": "Embedded squads",
    "functional_silos": "Functional silos",
}

RULES: Any = {
    "font.family": [FONT],
    "text.parse_math": False,  # a name with dollars in it is a name
    "legend.frameon": False,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": "#dddddd",
    "grid.linewidth": 0.5,
    "lines.linewidth": 1.2,
    "lines.markersize": 4.0,
    "figure.figsize": (DOUBLE_COLUMN, DOUBLE_COLUMN * 0.6),
    "figure.dpi": 100.0,
    "savefig.dpi": 300.0,
    "svg.fonttype": "path",
    "svg.hashsalt": "simorg",
    "pdf.fonttype": 42,
}
"""Matplotlib settings of the project."""

SIZES = {
    "font.size": 7.0, "axes.titlesize": 8.0, "axes.labelsize": 7.0, "xtick.labelsize": 6.5,
    "ytick.labelsize": 6.5, "legend.fontsize": 6.5,
}  # fmt: skip
"""Sizes of fonts, where most is set in `FONT_POINTS`."""

DIGITS = 5
"""Of places on the page, in shares of it: a few thousandths of a millimetre."""

METADATA: dict[str, dict[str, Any]] = {
    "svg": {"Date": None, "Creator": None},
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}


@dataclass(frozen=True)
class Wishes:
    """What a reader wants otherwise than usual, of all figures alike."""

    palette: str = next(iter(PALETTES))
    font_points: float = FONT_POINTS  # of most of the text
    height_mm: float | None = None  # of the page; none = what the figure needs
    labels: Mapping[str, str] = field(default_factory=dict)  # scenario or structure -> its name in print
    remark: str = ""  # for the note below every figure


USUAL = Wishes()
_WISHES: ContextVar[Wishes] = ContextVar("wishes", default=USUAL)
_UNWRITTEN: ContextVar[set[str] | None] = ContextVar("unwritten", default=None)


@contextmanager
def use_style(wishes: Wishes | None = None) -> Iterator[set[str]]:
    """Take the look of the project while inside, whatever look the caller or a matplotlibrc has chosen.

    Parameters
    ----------
    wishes : Wishes, optional
        What is wanted otherwise; when left out, what is wanted around.

    Yields
    ------
    set of str
        Characters that no installed font has, as they come up.
    """
    wanted = _WISHES.get() if wishes is None else wishes
    within = _UNWRITTEN.get()
    unwritten = set[str]() if within is None else within
    tokens = _WISHES.set(wanted), _UNWRITTEN.set(unwritten)
    try:
        with mpl.rc_context():
            mpl.style.use("default")
            mpl.rcParams.update(RULES | {name: sized(points) for name, points in SIZES.items()})
            mpl.rcParams["axes.prop_cycle"] = f"cycler('color', {list(palette().structures)})"
            yield unwritten
    finally:
        _WISHES.reset(tokens[0])
        _UNWRITTEN.reset(tokens[1])


def wishes_now() -> Wishes:
    """Return what is wanted here."""
    return _WISHES.get()


def unwritten_now() -> set[str] | None:
    """Return where to note characters that no font has; none outside of the look of the project."""
    return _UNWRITTEN.get()


def palette() -> Palette:
    """Return the palette of here."""
    return PALETTES[_WISHES.get().palette]


def sized(points: float) -> float:
    """Return the size that a font of usually so many points has here."""
    return points * _WISHES.get().font_points / FONT_POINTS


def save(
    figure: Figure, path_without_suffix: str | Path, formats: Iterable[str] = ("svg", "png")
) -> list[Path]:
    """Write a figure in several formats, without dates or random names, with fonts that editors can edit.

    Parameters
    ----------
    figure : Figure
        What to write; its size is the size in print.  Its layout is settled by this and stays so.
    path_without_suffix : str or Path
        Folder and name; dots in the name are kept.
    formats : iterable of str
        ``svg``, ``png`` or ``pdf``.

    Returns
    -------
    list of Path
        The files, in the order of `formats`.
    """
    written = []
    with use_style():
        _settle(figure)
        for suffix in formats:
            path = Path(f"{path_without_suffix}.{suffix}")
            figure.savefig(path, format=suffix, metadata=METADATA.get(suffix))
            written.append(path)
    return written


def _settle(figure: Figure) -> None:
    """Lay a figure out once, for all formats, to places without the last digits.

    The solver of the layout leaves them to chance, and names in an SVG file are made from them.
    """
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    for ax in figure.axes:
        x, y, width, height = (round(float(edge), DIGITS) for edge in ax.get_position(original=True).bounds)
        ax.set_position((x, y, width, height))
