"""Structures: one builder a file, found by listing this folder; each seats and wires the same people.

A structure decides who sits where, which skills a seat serves, which team does what for whom, who
signs off, who decides, and which teams are tied how closely. It has no other influence.
"""

from __future__ import annotations

import importlib
import pkgutil

from simorg.config.errors import SettingsError, nearest
from simorg.config.settings import Settings
from simorg.organisation import Organisation
from simorg.workforce import people, unit_names

CUSTOM = "custom"
NOT_A_BUILDER = ("wiring", "roster", "custom")


def available() -> tuple[str, ...]:
    """Return the names of all builders, in alphabetical order."""
    found = (module.name for module in pkgutil.iter_modules(__path__))
    return tuple(sorted(name for name in found if name not in NOT_A_BUILDER))


def build(settings: Settings) -> Organisation:
    """Build the organisation that ``settings.structure`` names.

    Parameters
    ----------
    settings : Settings
        Only the structure and the workforce are used.

    Returns
    -------
    Organisation
        People seated and wired.

    Raises
    ------
    SettingsError
        If no builder has this name, or a file of the user's own cannot be read.
    """
    structure = settings.structure
    if structure.name == CUSTOM:
        from simorg.structures import custom  # readers of files, only when asked for

        return custom.build(structure)
    if structure.name not in available():
        hint = nearest(structure.name, (*available(), CUSTOM))
        raise SettingsError(f"structure.name = {structure.name}: no such structure{hint}")
    builder = importlib.import_module(f"{__name__}.{structure.name}")
    organisation: Organisation = builder.build(people(settings.workforce), unit_names(settings.workforce), structure)
    return organisation
