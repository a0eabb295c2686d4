"""Measures: numbers with a name, a unit, a direction and a definition, from the trace only.

A family is one file of this folder with ``MEASURES`` and ``compute(episodes)``, found by listing.
Measures that only some plans have come from ``measures(plan)``; ``possible()`` returns all of these.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from itertools import zip_longest
from types import ModuleType

from simorg.config.labels import sentence
from simorg.measures.episodes import Episodes, read
from simorg.measures.measure import Measure
from simorg.plan import Plan
from simorg.trace.rows import Trace

__all__ = ["Measure", "catalogue", "compute", "first_of_all", "label", "registry"]


@cache
def families() -> tuple[ModuleType, ...]:
    """Return the modules of this folder that declare measures, in order of name."""
    names = sorted(found.name for found in pkgutil.iter_modules(__path__))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return tuple(module for module in modules if hasattr(module, "MEASURES"))


@cache
def registry() -> dict[str, Measure]:
    """Return every measure that any plan can have, by name, in the order of the columns of runs."""
    found: list[Measure] = []
    for family in families():
        found += family.MEASURES
        if hasattr(family, "possible"):
            found += family.possible()
    return {measure.name: measure for measure in found}


def first_of_all() -> list[str]:
    """Return the names of the headline measures, the first of every family before the second of any.

    So the first few of them show every side of an organisation, where there is no room for all.
    """
    by_family = [[m.name for m in family.MEASURES if m.headline] for family in families()]
    return [name for turn in zip_longest(*by_family) for name in turn if name is not None]


def label(name: str) -> str:
    """Return what people call a measure; one that nobody has declared, its name in words."""
    known = registry().get(name)
    return known.label if known else sentence(name)


def catalogue(plan: Plan) -> tuple[Measure, ...]:
    """Return every measure of a plan, in the order of the columns of a table of runs.

    Parameters
    ----------
    plan : Plan
        Decides which roles and priority classes exist.
    """
    found: list[Measure] = []
    for family in families():
        found += family.MEASURES
        if hasattr(family, "measures"):
            found += family.measures(plan)
    return tuple(found)


def compute(trace: Trace) -> dict[str, float]:
    """Compute every measure of one replication.

    Parameters
    ----------
    trace : Trace
        What the replication did.

    Returns
    -------
    dict of float
        One number a measure, in the order of `catalogue`; NaN where there was nothing to count.
    """
    return compute_from(read(trace), trace.plan)


def compute_from(episodes: Episodes, plan: Plan) -> dict[str, float]:
    """Compute every measure from episodes that have been paired already."""
    numbers: dict[str, float] = {}
    for family in families():
        numbers |= family.compute(episodes)
    return {measure.name: numbers[measure.name] for measure in catalogue(plan)}
