"""A YAML file whose values know their lines, read with a few verbs that note problems and go on.

In goes a file, out come plain tables, words and numbers.  A verb returns its default (or nothing)
where the file is wrong, so that one pass finds every problem; `problems.stop` ends the reading.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from typing import Any

import yaml  # type: ignore[import-untyped, unused-ignore]

from simorg.config.errors import SettingsError, nearest
from simorg.config.paths import read_input
from simorg.organisation.files.problems import FileProblems

Key = tuple[str | int, ...]
"""Path of a value: ``("teams", "lab", "members", 0, "role")``."""


class Document:
    """A parsed YAML file."""

    def __init__(self, path: str, setting: str = "structure.file") -> None:
        self.problems = FileProblems(path)
        text = read_input(path, setting)
        try:
            root = _compose(text)
            self.data: Any = yaml.safe_load(text)
        except (yaml.YAMLError, ValueError) as error:
            mark = getattr(error, "problem_mark", None)
            problem = getattr(error, "problem", None) or str(error)
            line = mark.line + 1 if mark else 1
            raise SettingsError(f"{path}: line {line}: not valid YAML: {problem}") from error
        if root is None:
            raise SettingsError(f"{path}: is empty; {setting} needs a table of keys")
        self._lines: dict[Key, int] = {}
        self._index(root, ())
        if not isinstance(self.data, dict):
            self.note((), "must be a table of keys and values")
            self.problems.stop()

    def note(self, key: Key, rule: str, value: object = None) -> None:
        """Note a problem at a key."""
        self.problems.add(self.line(key), shown(key), value, rule)

    def line(self, key: Key) -> int:
        """Return the line of a key, or of the nearest one above it."""
        while key and key not in self._lines:
            key = key[:-1]
        return self._lines.get(key, 1)

    def at(self, key: Key) -> Any:
        """Return the value at a key; None where there is none."""
        value = self.data
        for part in key:
            try:
                value = value[part]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    def has(self, key: Key) -> bool:
        """Return whether the file has a key, even one without a value."""
        return key in self._lines

    def table(self, key: Key, allowed: Collection[str] | None = None, what: str = "key") -> dict[str, Any]:
        """Return a table of the file; note unknown keys (of kind `what`) and leave them out."""
        value = self.at(key)
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.note(key, "must be a table of keys and values", value)
            return {}
        known = {}
        for name, content in value.items():
            if not isinstance(name, str):
                self.note((*key, name), f"a {what} must be text; put it in quotes", None)
            elif allowed is not None and name not in allowed:
                self.note((*key, name), f"unknown {what} '{name}'{nearest(name, allowed)}")
            else:
                known[name] = content
        return known

    def entries(self, key: Key) -> Iterator[Key]:
        """Yield the key of each entry of a list."""
        value = self.at(key)
        if value is not None and not isinstance(value, list):
            self.note(key, "must be a list", value)
        elif value is not None:
            yield from ((*key, n) for n in range(len(value)))

    def word(self, key: Key, choices: Collection[str] | None = None, what: str = "word") -> str | None:
        """Return a text; None, and a problem, if it is none of the `choices`."""
        value = self.at(key)
        if not isinstance(value, str) or not value.strip():
            self.note(key, f"must be given: a {what}" if value is None else f"must be text: a {what}", value)
            return None
        if choices is not None and value not in choices:
            self.note(key, f"unknown {what}{nearest(value, choices)}", value)
            return None
        return value.strip()

    def number(self, key: Key, low: float, high: float, whole: bool = False) -> float | None:
        """Return a number between `low` and `high`; None, and a problem, if it is none."""
        value = self.at(key)
        kind = "whole number" if whole else "number"
        sound = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
        if not sound or not low <= value <= high or (whole and value != int(value)):
            self.note(key, f"must be a {kind} from {low:g} to {high:g}", value)
            return None
        return float(value)

    def _index(self, node: Any, key: Key) -> None:
        self._lines.setdefault(key, node.start_mark.line + 1)
        if isinstance(node, yaml.SequenceNode):
            for n, child in enumerate(node.value):
                self._index(child, (*key, n))
        elif isinstance(node, yaml.MappingNode):
            for name, child in node.value:
                below = (*key, name.value)
                if below in self._lines:
                    self.note(below, f"stands twice; also in line {name.start_mark.line + 1}")
                self._lines[below] = name.start_mark.line + 1
                self._index(child, below)


def shown(key: Key) -> str:
    """Write ``("teams", "lab", "members", 0)`` as ``teams.lab.members[0]``."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in key)
    return text.removeprefix(".") or "the file"


def _compose(text: str) -> Any:
    """Return the node tree; aliases are refused, because a few of them can unfold without end."""
    for event in yaml.parse(text):
        if isinstance(event, yaml.AliasEvent):
            raise ValueError(f"alias '*{event.anchor}': aliases are not used here; write the value out")
    return yaml.compose(text)
