"""Verbs of the command line, one a file, found by listing this folder.

Each module has ``HELP`` (one line), ``configure(parser)`` and ``run(args) -> int`` (exit code), and
imports what is heavy inside `run`.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType


def commands() -> dict[str, ModuleType]:
    """Return the verbs and their modules, in order of name."""
    names = sorted(module.name for module in iter_modules(__path__) if not module.name.startswith("_"))
    return {name: import_module(f"{__name__}.{name}") for name in names}
