"""What a statement is made of: arms to run, claims about them, and where the statement comes from.

A statement is a module of `statements` with

- ``NUMBER``, ``THEME``, ``STATEMENT``, ``SOURCE``, ``TEST``: the number in the catalogue, flow,
  structure or ml, what is said, who says it (with its standing), how it is tested, in words;
- ``CLAIMS``: what exactly has to hold, one `Claim` each;
- ``conditions(background) -> {arm: settings}``: what is run on every background, with equal seeds;
- ``effects(arms) -> {claim: values}``: one value a replication, from the measures of the arms;
- optionally ``READERS``: functions that read further numbers from a trace.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import NamedTuple, TypeAlias

from simorg.experiments.running.task import Reader
from simorg.validation.facts import statements
from simorg.validation.facts.reading import Floats

Numbers: TypeAlias = Mapping[str, Floats]
"""Measure -> one value a replication; NaN where there was nothing to measure."""

Arms: TypeAlias = Mapping[str, Numbers]
"""Arm -> measures by replication."""

Effects: TypeAlias = dict[str, Floats]
"""Claim -> one value a replication."""

THEMES = ("flow", "structure", "ml")


class Claim(NamedTuple):
    """A value that has to lie in a region, background by background."""

    name: str
    says: str
    unit: str
    above: float = -math.inf
    below: float = math.inf
    identity: bool = False  # has to hold without exception
    is_input: bool = False  # agreement proves nothing: a parameter says so


class Fact(NamedTuple):
    """A statement of the catalogue, ready to be tested."""

    name: str
    number: int
    theme: str
    statement: str
    source: str
    test: str
    claims: tuple[Claim, ...]
    readers: tuple[Reader, ...]
    module: ModuleType

    def label(self, claim: Claim) -> str:
        """Return the name of a claim, unique over all statements."""
        return f"{self.name}.{claim.name}"


@cache
def catalogue() -> dict[str, Fact]:
    """Return all statements that can be tested, by name, in the order of their numbers."""
    modules = {name: import_module(f"{statements.__name__}.{name}") for name in statements.names()}
    facts = [_fact(name, module) for name, module in modules.items()]
    return {fact.name: fact for fact in sorted(facts, key=lambda fact: (fact.number, fact.name))}


def chosen(names: list[str]) -> tuple[Fact, ...]:
    """Return statements by name, all of them without a name.

    Raises
    ------
    SettingsError
        If a name is unknown; says which is nearest.
    """
    statements.check(names)
    return tuple(fact for fact in catalogue().values() if not names or fact.name in names)


def _fact(name: str, module: ModuleType) -> Fact:
    assert module.THEME in THEMES, f"{name}: unknown theme"
    return Fact(
        name, module.NUMBER, module.THEME, module.STATEMENT, module.SOURCE, module.TEST, module.CLAIMS,
        getattr(module, "READERS", ()), module,
    )  # fmt: skip
