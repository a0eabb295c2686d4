"""Measures: numbers with a name, a unit, a direction and a definition, from the trace only.

A family is one file of ``families/``, or of a plug-in.
"""

from __future__ import annotations

from functools import cache
from itertools import zip_longest

from simorg.config.labels import sentence
from simorg.measures.episodes import Episodes, read
from simorg.measures.families import all_families, declared
from simorg.measures.measure import Measure
from simorg.measures.tallies import by_family
from simorg.plan import Plan
from simorg.trace.rows import Trace

__all__ = ["Measure", "catalogue", "compute", "first_of_all", "label", "registry"]


@cache
def registry() -> dict[str, Measure]:
    """Return every measure that any plan can have, by name, in the order of the columns of runs."""
    return {measure.name: measure for family in all_families() for measure in declared(family)}


def first_of_all() -> list[str]:
    """Return the names of the headline measures, the first of every family before the second of any.

    So the first few of them show every side of an organisation, where there is no room for all.
    """
    by_family = [[m.name for m in family.MEASURES if m.headline] for family in all_families()]
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
    for family in all_families():
        found += family.MEASURES
        if hasattr(family, "measures"):
            found += family.measures(plan)
    return tuple(found)


def compute(trace: Trace) -> dict[str, float]:
    """Compute every measure of one replication.

    Returns
    -------
    dict of float
        One number a measure, in the order of `catalogue`; NaN where there was nothing to count.
    """
    return compute_from(read(trace), trace.plan)


def compute_from(episodes: Episodes, plan: Plan) -> dict[str, float]:
    """Compute every measure from episodes that have been paired already."""
    numbers: dict[str, float] = {}
    for found in by_family(episodes).values():
        numbers |= found
    return {measure.name: numbers[measure.name] for measure in catalogue(plan)}
