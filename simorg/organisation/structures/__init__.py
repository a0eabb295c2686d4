"""Structures: who sits where, who serves which work, who must approve, who works how close to whom.

One builder a file, found by listing this folder and those of plug-ins: a module with a function
``build(people, units, settings)``.  The same people are seated in each; nothing in here makes anybody
faster or slower.

Labels clash in the literature, so a structure here is *defined by its wiring only*.  What this
package calls ``hub_and_spoke`` (most analysts in the units, a small centre that coordinates) is
the "center of excellence" of Davenport's taxonomy [1]_; what it calls ``centre_of_excellence`` (all
specialists in one central team) is his "centralized" model, and the "center of excellence" of the
State of DevOps report [2]_.  ``docs/structures.md`` has the whole mapping and the wiring tables.

References
----------
.. [1] Davenport, T. H., Harris, J. G., Morison, R. (2010). Analytics at Work: Smarter Decisions,
   Better Results. Harvard Business Press. ISBN 978-1-4221-7769-3.
.. [2] Forsgren, N., Smith, D., Humble, J., Frazelle, J. (2019). Accelerate: State of DevOps 2019.
   DORA and Google Cloud.
"""

from __future__ import annotations

from simorg.config.errors import SettingsError, nearest
from simorg.config.settings import Settings
from simorg.organisation.graph import Organisation, Person
from simorg.organisation.people import people, unit_names
from simorg.plugins import registry

__all__ = [
    "CUSTOM", "MIXTURE", "available", "build", "buildable", "label", "people_and_units", "with_structure",
]  # fmt: skip

CUSTOM, MIXTURE = "custom", "mixture"
"""Name under which a file of the user, not a builder, gives the organisation."""


def available() -> tuple[str, ...]:
    """Return the names of all builders, those of plug-ins last."""
    return registry.names("structures")


def build(settings: Settings) -> Organisation:
    """Build the organisation that ``settings.structure`` names.

    Parameters
    ----------
    settings : Settings
        Only ``structure``, ``workforce`` and ``approvals.skill`` are looked at.

    Returns
    -------
    Organisation
        The people of ``settings.workforce``, or those of the user's file, seated and wired.

    Raises
    ------
    SettingsError
        If there is no such structure, or the user's file has faults.
    """
    structure = settings.structure
    if structure.name == CUSTOM:
        from simorg.organisation.files.custom import read

        return read(settings)
    if structure.name == MIXTURE:
        return _mixed(settings)
    if structure.name not in available():
        hint = nearest(structure.name, (*available(), CUSTOM, MIXTURE))
        raise SettingsError(f"structure.name = {structure.name}: unknown structure{hint}")
    builder = registry.module("structures", structure.name)
    organisation: Organisation = builder.build(*people_and_units(settings), settings)
    return organisation


def people_and_units(settings: Settings) -> tuple[tuple[Person, ...], tuple[str, ...]]:
    """Return the people and the units that every structure seats: those of the user's file, if there is one.

    Parameters
    ----------
    settings : Settings
        ``structure.file`` or, without one, ``workforce``.
    """
    if settings.structure.file is None:
        return people(settings.workforce), unit_names(settings.workforce)
    from simorg.organisation.files import custom
    from simorg.organisation.wiring.staff import people_of, refuse_names

    own = custom.staff(settings)
    refuse_names(own.units)
    return people_of(own), own.units


def _mixed(settings: Settings) -> Organisation:
    from simorg.organisation.wiring.mixture import AXES, mix

    names = {axis: getattr(settings.structure.mix, axis) for axis in AXES}
    known = buildable(settings)
    for axis, name in names.items():
        if name not in known:
            raise SettingsError(f"structure.mix.{axis} = {name}: unknown{nearest(name, known)}")
    parts = {name: build(with_structure(settings, name)) for name in dict.fromkeys(names.values())}
    return mix({axis: parts[name] for axis, name in names.items()})


def buildable(settings: Settings) -> tuple[str, ...]:
    """Return the structures that stand by themselves: those built in and, with a file, the user's own.

    Parameters
    ----------
    settings : Settings
        ``structure.file``.
    """
    return available() if settings.structure.file is None else (CUSTOM, *available())


def label(settings: Settings, name: str | None = None) -> str:
    """Return what a structure is called in tables and figures: the user's own by the name of the company.

    Parameters
    ----------
    settings : Settings
        ``structure.company`` and ``structure.file``.
    name : str, optional
        The structure; that of the settings when left out.
    """
    name = name or settings.structure.name
    if name != CUSTOM or settings.structure.file is None:
        return name
    from simorg.organisation.files.custom import company_name

    # scenarios are named structure-what, and tables are printed with markup
    own = " ".join(company_name(settings).translate(str.maketrans("-[]", " ()")).split())
    return f"{own}_as_is" if own in (*available(), CUSTOM, MIXTURE) else own


def with_structure(settings: Settings, name: str) -> Settings:
    """Return the same settings under another structure, given by its name or its `label`."""
    own = name == label(settings, CUSTOM)
    structure = settings.structure.model_copy(update={"name": CUSTOM if own else name})
    return settings.model_copy(update={"structure": structure})
