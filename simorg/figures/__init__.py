"""Figures: one type a file, from stored tables to matplotlib Axes.

Every module of ``simorg/figures/drawings/`` is a figure, found by listing, and a function here::

    import pandas as pd
    import simorg.figures

    summary = pd.read_csv("results/compare_structures/summary.csv")
    ax = simorg.figures.frontier(summary)
    simorg.figures.save(ax.figure, "frontier", ["pdf"])

``dir(simorg.figures)`` lists them; ``help(simorg.figures.frontier)`` says which tables each takes.
They wear the style of the project, and draw into the Axes given as `ax`, or on a page of their own.
`save` writes files without dates, and text as text (Type 42 fonts), which ``ax.figure.savefig`` does not.
Another look goes around them::

    with simorg.figures.use_style(simorg.figures.Wishes(palette="grey", font_points=9.0)):
        ax = simorg.figures.frontier(summary)
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import cache, wraps
from importlib import import_module
from typing import Any

BESIDES = ("save", "use_style", "Wishes")
"""What is here besides the figures."""


def __getattr__(name: str) -> Callable[..., Any]:
    from simorg.figures.drawings import names

    if name in BESIDES:
        return getattr(import_module("simorg.figures.style"), name)  # type: ignore[no-any-return]
    if name.startswith("_") or name not in names():
        raise AttributeError(f"module {__name__!r} has no figure {name!r}; there are {', '.join(names())}")
    return _styled(name)


def __dir__() -> list[str]:
    from simorg.figures.drawings import names

    return [*globals(), *names(), *BESIDES]


@cache
def _styled(name: str) -> Callable[..., Any]:
    """Return a figure as a function that wears the style of the project while it draws."""
    from simorg.figures.drawings import drawing, drawn
    from simorg.figures.lettering import told
    from simorg.figures.style import use_style

    @wraps(drawing(name).draw)
    def draw(*tables: Any, **options: Any) -> Any:
        with use_style() as unwritten:
            ax = drawn(name, *tables, **options)
        if unwritten:
            warnings.warn(told(unwritten), stacklevel=2)
        return ax

    return draw
