"""Families of measures, one file each, found by listing this folder and those of plug-ins.

A family has ``MEASURES`` and ``compute(episodes)``. Measures that only some plans have come from
``measures(plan)``; ``possible()`` returns all of these.
"""

from __future__ import annotations

from functools import cache
from types import ModuleType

from simorg.config.errors import SettingsError
from simorg.measures.measure import Measure
from simorg.plugins import registry


@cache
def all_families() -> tuple[ModuleType, ...]:
    """Return every family, in order of name, those of plug-ins behind those built in.

    Raises
    ------
    SettingsError
        If two of them declare the same measure, which takes a plug-in.
    """
    found = tuple(registry.module("measures", name) for name in registry.names("measures"))
    of: dict[str, ModuleType] = {}
    for family in found:
        for measure in declared(family):
            if of.setdefault(measure.name, family) is not family:
                both = f"{of[measure.name].__file__} and {family.__file__}"
                raise SettingsError(f"two files have the measure '{measure.name}': {both}; rename one")
    return found


def declared(family: ModuleType) -> list[Measure]:
    """Return every measure of a family that any plan can have."""
    return [*family.MEASURES, *(family.possible() if hasattr(family, "possible") else ())]
