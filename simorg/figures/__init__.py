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
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from importlib import import_module
from typing import Any


def __getattr__(name: str) -> Callable[..., Any]:
    from simorg.figures.drawings import names

    if name == "save":
        return import_module("simorg.figures.style").save  # type: ignore[no-any-return]
    if name.startswith("_") or name not in names():
        raise AttributeError(f"module {__name__!r} has no figure {name!r}; there are {', '.join(names())}")
    return _styled(name)


def __dir__() -> list[str]:
    from simorg.figures.drawings import names

    return [*globals(), *names(), "save"]


@cache
def _styled(name: str) -> Callable[..., Any]:
    """Return a figure as a function that wears the style of the project while it draws."""
    from simorg.figures.drawings import drawing
    from simorg.figures.style import use_style

    plain = drawing(name).draw

    @wraps(plain)
    def draw(*tables: Any, **options: Any) -> Any:
        with use_style():
            return plain(*tables, **options)

    return draw
