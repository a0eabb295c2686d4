"""The figures, one type a file, found by listing this folder and those of plug-ins.

Each module has

- ``ABOUT``: what it shows, in one line;
- ``TABLES``: the stored tables it takes, in the order of the parameters of `draw`, with their columns;
- ``draw(*tables, ax=None, width_mm=..., **options)``, which returns the Axes; of a figure with panels, the
  Axes that frames them (the panels are the other Axes of its figure);
- where it applies, ``OPTIONAL``: tables that it can do without;
- where it applies, ``FACTS``: facts of ``manifest.json`` that `draw` takes as options;
- where one folder gives several pictures, ``variants(*tables)``: the end of a file name -> options.
"""

from __future__ import annotations

from types import ModuleType
from typing import TYPE_CHECKING, Any

from simorg.plugins import registry

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def names() -> tuple[str, ...]:
    """Return the names of all figures, in order, those of plug-ins last."""
    return registry.names("figures")


def drawing(name: str) -> ModuleType:
    """Return the module of one figure."""
    return registry.module("figures", name)


def drawn(name: str, *tables: Any, **options: Any) -> Axes:
    """Draw a figure in the look of the project, with fonts for all that its tables name.

    Parameters
    ----------
    name : str
        Of the figure.
    *tables : DataFrame or Organisation
        What its `draw` takes.
    **options
        Options of its `draw`.
    """
    return drawn_by(drawing(name), *tables, **options)


def drawn_by(figure: ModuleType, *tables: Any, **options: Any) -> Axes:
    """Draw the figure of a module, registered or not."""
    from simorg.figures.lettering import find_fonts, settle
    from simorg.figures.style import use_style

    with use_style():
        find_fonts((*tables, *options.values()))
        ax: Axes = figure.draw(*tables, **options)
        settle(ax)
    return ax
