"""Verbs of the command line, one a file, found by listing this folder.

Each module has ``HELP`` (one line), ``configure(parser)`` and ``run(args) -> int`` (exit code). What is
heavy is imported inside `run`, after what was typed has been checked: a typing error is told at once.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType


def names() -> list[str]:
    """Return the verbs, in order of name."""
    return sorted(module.name for module in iter_modules(__path__) if not module.name.startswith("_"))


def command(name: str) -> ModuleType:
    """Return the module of a verb."""
    return import_module(f"{__name__}.{name}")
