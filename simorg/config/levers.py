"""Levers: settings changed by key path, checked like any others, without composing them again.

Goes in: settings and levers such as ``{"drift.rate": 0.002, "demand.size": "x1.5"}``. Comes out: new
settings. A design of thousands of points needs this to take a millisecond; Hydra takes two hundred.

A key is a key path as `simorg params` prints it, with the name or position of an entry where there
is a list (``lifecycle.initiative.build.effort.mean``), ``structure`` for ``structure.name``, or several paths
joined by ``+``, which all get the value. A value that reads ``x1.5`` multiplies what stands there: a
number (a whole one stays whole) or a distribution (which keeps its shape). A single value for a
key that holds a list becomes a list of one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, TypeAlias

from pydantic import ValidationError

from simorg.config.defaults import plain
from simorg.config.errors import SettingsError
from simorg.config.problems import Problem, from_validation, refuse, unknown_key
from simorg.config.settings import Settings

Value: TypeAlias = float | int | bool | str
"""Value of a lever."""

SHORT = {"structure": "structure.name"}
FACTOR = re.compile(r"x(\d+(\.\d*)?|\.\d+)$")
SCALED = ("mean", "median", "low", "mode", "high")
"""Parameters of a distribution that grow with its unit, whatever its family."""


def apply(settings: Settings, levers: Mapping[str, Value]) -> Settings:
    """Return settings with some keys changed.

    Raises
    ------
    SettingsError
        If a key does not exist or a value breaks a rule; lists all problems.
    """
    data = plain(settings)
    problems = [
        problem
        for keys, value in levers.items()
        for key in keys.split("+")
        if (problem := _set(data, SHORT.get(key, key), value)) is not None
    ]
    if problems:
        refuse(problems)
    try:
        return Settings.model_validate_json(json.dumps(data), strict=True)
    except ValidationError as error:
        refuse(from_validation(error))


def read(settings: Settings, key: str) -> Any:
    """Return what stands at a key, as plain data.

    Of several keys joined by ``+``, the first.
    """
    first = key.split("+")[0]
    path = SHORT.get(first, first)
    node = plain(settings)
    for name in path.split("."):
        place = _place(node, name)
        if place is None:
            raise SettingsError(str(unknown_key(path, "?")))
        node = node[place]
    return node


def _set(data: Any, key: str, value: Value) -> Problem | None:
    """Set one key in place; return the problem if that cannot be done."""
    *parents, last = key.split(".")
    node: Any = data
    for name in parents:
        place = _place(node, name)
        if place is None:
            return unknown_key(key, value)
        node = node[place]
    place = _place(node, last)
    if place is None:
        return unknown_key(key, value)
    factor = FACTOR.match(value) if isinstance(value, str) else None
    if isinstance(node[place], dict) and factor is None:
        return Problem(
            key, value, "is a group of keys; change one of them, or scale a distribution with x1.5"
        )
    if factor is None:
        node[place] = [value] if isinstance(node[place], list) else value
        return None
    scaled = _scaled(node[place], float(factor[1]))
    if scaled is None:
        return Problem(key, value, f"cannot multiply {node[place]!r}")
    node[place] = scaled
    return None


def _place(node: Any, name: str) -> Any:
    """Return the key or position of an entry, None if there is none."""
    if isinstance(node, dict):
        return name if name in node else None
    if isinstance(node, list):
        named = [n for n, entry in enumerate(node) if isinstance(entry, dict) and entry.get("name") == name]
        return named[0] if named else int(name) if name.isdigit() and int(name) < len(node) else None
    return None


def _scaled(value: Any, factor: float) -> Any:
    if isinstance(value, dict) and "family" in value:
        also = {"inverse_gaussian": ("shape",)}.get(value["family"], ())
        return {k: _scaled(v, factor) if k in (*SCALED, *also, "values") else v for k, v in value.items()}
    if isinstance(value, list) and all(isinstance(entry, float) for entry in value):
        return [entry * factor for entry in value]
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return round(value * factor) if isinstance(value, int) else value * factor
