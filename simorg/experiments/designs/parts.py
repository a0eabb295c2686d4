"""Parts of the model that a preset switches off, and what switches off each.

Goes in: ``experiment.ablation``. Comes out: keys and values by part. Every key of the preset belongs to one
part, so that a mechanism that is new in the preset cannot be forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from simorg.config.errors import SettingsError, nearest
from simorg.config.files import groups, options, preset
from simorg.config.levers import Value
from simorg.config.settings import Settings
from simorg.experiments.designs.checks import check_values, each_once

NONE, ALL = "none", "all"
"""Variants in which every part is off, and in which none is."""

OFF, PARTS = "experiment.ablation.without", "experiment.ablation.parts"


def parts_of(settings: Settings) -> dict[str, dict[str, Value]]:
    """Return what switches off each part.

    Raises
    ------
    SettingsError
        If there is no such preset, or a key of it belongs to no part or to two.
    """
    off, given = _off(settings), settings.experiment.ablation.parts
    if not given:
        return {
            group: {key: value for key, value in off.items() if key.partition(".")[0] == group}
            for group in dict.fromkeys(key.partition(".")[0] for key in off)
        }
    each_once(PARTS, [part.name for part in given])
    found: dict[str, dict[str, Value]] = {}
    left = dict(off)
    for n, part in enumerate(given):
        if part.name in (NONE, ALL):
            raise SettingsError(f"{PARTS}[{n}].name = {part.name}: is the name of a variant; choose another")
        found[part.name] = {}
        for m, key in enumerate(part.keys):
            mine = [each for each in off if each == key or each.startswith(f"{key}.")]
            _check(f"{PARTS}[{n}].keys[{m}] = {key}", key, mine, left, off)
            found[part.name] |= {each: left.pop(each) for each in mine}
        if not found[part.name]:
            raise SettingsError(f"{PARTS}[{n}].keys = []: say which keys {part.name} has")
    if left:
        rest = ", ".join(left)
        raise SettingsError(
            f"{PARTS}: {settings.experiment.ablation.without} also sets {rest}; give each a part"
        )
    return found


def _check(name: str, key: str, mine: list[str], left: Mapping[str, Value], off: Mapping[str, Value]) -> None:
    if not mine:
        raise SettingsError(f"{name}: is no key of the preset{nearest(key, off)}")
    taken = [each for each in mine if each not in left]
    if taken:
        raise SettingsError(f"{name}: {taken[0]} belongs to another part already; give each key once")


def _off(settings: Settings) -> dict[str, Value]:
    """Return the keys of the preset with their values, which the settings must be able to have."""
    given = settings.experiment.ablation.without
    group, equals, name = given.partition("=")
    if not equals or group not in groups():
        raise SettingsError(f"{OFF} = {given}: must be GROUP=NAME{nearest(group, groups())}")
    if name not in options(group):
        raise SettingsError(f"{OFF} = {given}: {group} has no preset '{name}'{nearest(name, options(group))}")
    found = dict(_flat(preset(group, name)))
    if not found:
        raise SettingsError(f"{OFF} = {given}: the preset sets nothing, so there is nothing to switch off")
    for key, value in found.items():
        check_values(settings, OFF, key, [value])
    return found


def _flat(stated: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Value]]:
    """Yield every key path with its value."""
    for key, value in stated.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", value
