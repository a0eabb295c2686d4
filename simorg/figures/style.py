"""The look of every figure: print sizes, colours for colour-blind readers, files without dates.

The palette is that of Okabe and Ito [1]_.  Files are deterministic: the same figure, the same
bytes (with the same version of matplotlib); only fonts that come with matplotlib are used.

References
----------
.. [1] Okabe, M., Ito, K. (2008). Color Universal Design: how to make figures and presentations that
   are friendly to colorblind people. https://jfly.uni-koeln.de/color/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.style
from matplotlib.figure import Figure

MM = 1.0 / 25.4
"""Inches in a millimetre."""

SINGLE_COLUMN, DOUBLE_COLUMN = 89.0 * MM, 183.0 * MM
"""Widths for print, in inches."""

BLACK, ORANGE, SKY, GREEN = "#000000", "#E69F00", "#56B4E9", "#009E73"
YELLOW, BLUE, VERMILLION, PURPLE = "#F0E442", "#0072B2", "#D55E00", "#CC79A7"

STRUCTURE_COLOURS = {
    "centre_of_excellence": BLUE,
    "hub_and_spoke": VERMILLION,
    "communities_of_practice": GREEN,
    "informal_network": PURPLE,
    "embedded_squads": ORANGE,
    "functional_silos": SKY,
}

STRUCTURE_LABELS = {
    "centre_of_excellence": "Centre of excellence",
    "hub_and_spoke": "Hub and spoke",
    "communities_of_practice": "Communities of practice",
    "informal_network": "Informal network",
    "embedded_squads": "Embedded squads",
    "functional_silos": "Functional silos",
}

RULES: Any = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 7.0,
    "axes.titlesize": 8.0,
    "axes.labelsize": 7.0,
    "xtick.labelsize": 6.5,
    "ytick.labelsize": 6.5,
    "legend.fontsize": 6.5,
    "legend.frameon": False,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.prop_cycle": f"cycler('color', {list(STRUCTURE_COLOURS.values())})",
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

DIGITS = 5
"""Of places on the page, in shares of it: a few thousandths of a millimetre."""

METADATA: dict[str, dict[str, Any]] = {
    "svg": {"Date": None, "Creator": None},
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}


@contextmanager
def use_style() -> Iterator[None]:
    """Take the look of the project while inside, whatever look the caller or a matplotlibrc has chosen."""
    with mpl.rc_context():
        mpl.style.use("default")
        mpl.rcParams.update(RULES)
        yield


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
