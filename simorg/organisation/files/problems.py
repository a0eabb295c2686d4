"""What is wrong with a user's file: every problem with its line, all of them in one message."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path

from simorg.config.errors import SettingsError


class FileProblems:
    """Collects the problems of one file."""

    def __init__(self, path: str | Path) -> None:
        self.path = path
        self._found: list[tuple[int, str]] = []

    def add(self, line: int, key: str, value: object, rule: str) -> None:
        """Note one problem: line (from 1), key or column, the value there, the rule that it breaks."""
        where = f"{key} = {value}" if value is not None else key
        self._found.append((line, f"line {line}: {where}: {rule}"))

    def stop(self) -> None:
        """Raise one `SettingsError` with all problems so far, by line; do nothing if there is none."""
        if not self._found:
            return
        messages = list(dict.fromkeys(message for _, message in sorted(self._found, key=lambda f: f[0])))
        count = "1 problem" if len(messages) == 1 else f"{len(messages)} problems"
        raise SettingsError("\n  ".join([f"{self.path}: {count}:", *messages]))


def closest(word: str, choices: Iterable[str]) -> str:
    """Return ``"; did you mean 'x'?"``, or nothing: for choices too many to list."""
    found = difflib.get_close_matches(word, list(choices), n=1, cutoff=0.5)
    return f"; did you mean '{found[0]}'?" if found else ""


def counted(count: int, one: str, many: str) -> str:
    """Return a number with its noun: ``1 person``, ``3 people``."""
    return f"{count:,} {one if count == 1 else many}"
