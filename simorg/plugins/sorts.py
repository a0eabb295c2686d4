"""The five sorts of things that are registered by being a file in a folder: one table.

Goes in: a module. Comes out: what it lacks to be of a sort, in words.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any, NamedTuple


class Sort(NamedTuple):
    """What a file of one sort holds."""

    one: str
    """What one is called in messages."""
    home: str
    """Package of those that are built in."""
    functions: dict[str, tuple[str, ...]]
    """Functions, with what they are called with."""
    constants: tuple[str, ...] = ()


SORTS = {
    "structures": Sort(
        "structure", "simorg.organisation.structures", {"build": ("people", "units", "settings")}
    ),
    "drift": Sort(
        "drift law", "simorg.rules.drift", {"breach_days": ("law", "u"), "recovery_days": ("law", "u")}
    ),
    "measures": Sort(
        "family of measures", "simorg.measures.families", {"compute": ("episodes",)}, ("MEASURES",)
    ),
    "figures": Sort(
        "figure", "simorg.figures.drawings", {"draw": ("*TABLES", "ax=", "width_mm=")}, ("ABOUT", "TABLES")
    ),
    "kinds": Sort(
        "kind of experiment", "simorg.experiments.kinds",
        {"design": ("settings",), "answer": ("settings", "design", "runs", "measures")},
    ),
}  # fmt: skip
"""By the name of the folder."""

KERNELS = ("drift", "measures")
"""Sorts whose functions may be compiled: their source belongs to what names the cache of compiled code."""

SHOWN_ONLY = ("figures",)
"""Sorts that show rows and cannot change one."""


def lacking(module: ModuleType, sort: Sort) -> Iterator[str]:
    """Yield what a module lacks to be of a sort; nothing if it is one.

    Parameters
    ----------
    module : ModuleType
        An imported file.
    sort : Sort
        What it should be.
    """
    for name in sort.constants:
        if not hasattr(module, name):
            yield f"has no {name}"
    for name, given in sort.functions.items():
        function = getattr(module, name, None)
        if function is None:
            yield f"has no function {name}({', '.join(given)})"
        elif not callable(function):
            yield f"{name} is no function"
        elif "*TABLES" not in given or hasattr(module, "TABLES"):
            yield from _misfit(function, name, given, getattr(module, "TABLES", ()))


def _misfit(function: Callable[..., Any], name: str, given: tuple[str, ...], tables: Any) -> Iterator[str]:
    """Yield how a function differs from what it is called with."""
    try:
        tables = tuple(tables)
    except TypeError:
        return  # said by who checks the tables
    names = [each for text in given for each in (tables if text == "*TABLES" else (text,))]
    signature = inspect.signature(getattr(function, "py_func", function))  # a kernel hides its own
    try:
        signature.bind(
            *(None for each in names if not each.endswith("=")),
            **{each[:-1]: None for each in names if each.endswith("=")},
        )
    except TypeError as error:
        yield f"{name}{signature} cannot be called as {name}({', '.join(map(str, names))}): {error}"
