"""Rules that several kinds of experiment share: which keys may vary, and lists without repetition."""

from __future__ import annotations

from collections.abc import Sequence

from simorg.config.errors import SettingsError
from simorg.config.levers import Value, apply
from simorg.config.settings import Settings
from simorg.organisation.files.custom import is_document

STRUCTURE = ("structure", "structure.name")
NO_ORGANISATION = ("seed", "replications", "engine", "experiment", "executor")
"""Keys, or groups of keys, that say how to run and not what."""

NOT_OF_A_FILE = ("units", "headcount")
NOT_OF_A_ROSTER = (*NOT_OF_A_FILE, "senior_share", "junior_share")
"""Settings of the workforce that a file of people replaces; a YAML file may leave seniority open."""


def each_once(key: str, values: Sequence[object]) -> None:
    """Refuse a list in which something appears twice.

    Raises
    ------
    SettingsError
        Names the first value that is there twice.
    """
    for n, value in enumerate(values):
        if value in values[:n]:
            raise SettingsError(f"{key}: '{value}' appears twice")


def check_lever(name: str, key: str) -> None:
    """Refuse a lever that is no part of an organisation, or that has a place of its own.

    Parameters
    ----------
    name : str
        Key of the setting that names the lever.
    key : str
        The lever: a key path, or several joined by ``+``.

    Raises
    ------
    SettingsError
        If it is the structure, or says how to run.
    """
    for part in key.split("+"):
        if part in STRUCTURE:
            raise SettingsError(f"{name}: '{part}' is no lever; list structures in experiment.structures")
        if part.split(".")[0] in NO_ORGANISATION:
            raise SettingsError(f"{name}: '{part}' says how to run, not what; choose another key")


def inert(settings: Settings, key: str) -> bool:
    """Return whether a key changes nothing because the people come from a file."""
    group, _, name = key.partition(".")
    if group != "workforce" or settings.structure.file is None:
        return False
    return name.partition(".")[0] in (NOT_OF_A_FILE if is_document(settings) else NOT_OF_A_ROSTER)


def refuse_inert(settings: Settings, key: str) -> None:
    """Refuse a lever that would change nothing because the people come from a file.

    Parameters
    ----------
    settings : Settings
        The experiment.
    key : str
        The lever: a key path, or several joined by ``+``.

    Raises
    ------
    SettingsError
        Says what can be changed.
    """
    for part in key.split("+"):
        if inert(settings, part):
            rule = "the people and units are those of structure.file; add people with workforce.hires"
            raise SettingsError(f"'{part}' changes nothing here: {rule}")


def check_values(settings: Settings, name: str, key: str, values: Sequence[Value]) -> None:
    """Refuse a lever that does not exist or a value that it cannot have; name the setting that asks for it.

    Parameters
    ----------
    settings : Settings
        What the lever would change.
    name : str
        Key of the setting that names the lever.
    key : str
        The lever.
    values : sequence
        What it is to be set to, one at a time.

    Raises
    ------
    SettingsError
        The fault of the first such value, after the name of the setting.
    """
    for value in values:
        try:
            apply(settings, {key: value})
        except SettingsError as error:
            raise SettingsError(f"{name}: {error}") from error
