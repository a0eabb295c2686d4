"""What settings set otherwise than others: found as values by key path, and set again.

Goes in: two settings. Comes out: what the first has where they differ, such as ``{"drift.rate": 0.002}``.
What has other keys altogether, or is a list (another family of a distribution, stages), is one value.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from simorg.config.defaults import plain
from simorg.config.problems import from_validation, refuse
from simorg.config.settings import Settings


def differing(settings: Settings, base: Settings) -> dict[str, Any]:
    """Return what `settings` set otherwise than `base`, as plain data by key path."""
    pairs = {name: (getattr(settings, name), getattr(base, name)) for name in Settings.model_fields}
    unequal = {
        name: pair for name, pair in pairs.items() if pair[0] != pair[1]
    }  # few, and plain data takes time
    ours, theirs = ({name: plain(pair[n]) for name, pair in unequal.items()} for n in (0, 1))
    return dict(_differing(ours, theirs, ""))


def set_again(base: Settings, values: Mapping[str, Any]) -> Settings:
    """Return settings that differ from `base` by what `differing` found.

    Raises
    ------
    SettingsError
        If a key or a value is none of this version; lists all problems.
    """
    data = plain(base)
    for path, value in values.items():
        node, (*parents, last) = data, path.split(".")
        for name in parents:
            node = node.setdefault(name, {})
        node[last] = value
    try:
        return Settings.model_validate_json(json.dumps(data), strict=True)
    except ValidationError as error:
        refuse(from_validation(error))


def _differing(ours: Mapping[str, Any], theirs: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    for key, value in ours.items():
        other = theirs[key]
        if value == other and type(value) is type(other):
            continue
        if _same_keys(value, other):
            yield from _differing(value, other, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def _same_keys(value: Any, other: Any) -> bool:
    """Return whether two values are groups of the same keys, of which each has a path of its own."""
    tables = isinstance(value, dict) and isinstance(other, dict)
    return tables and value.keys() == other.keys() and not any("." in key for key in value)
