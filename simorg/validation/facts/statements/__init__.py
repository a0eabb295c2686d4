"""The statements that the model can speak to, one a file, found by listing.

`simorg.validation.facts.fact` says what a file holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from pkgutil import iter_modules

from simorg.config.errors import SettingsError, nearest


def names() -> list[str]:
    """Return the names of all statements."""
    return [found.name for found in iter_modules(__path__)]


def check(wanted: Iterable[str]) -> None:
    """Refuse a name that no statement has; says which is nearest."""
    for name in wanted:
        if name not in names():
            raise SettingsError(f"unknown fact '{name}'{nearest(name, names())}")
