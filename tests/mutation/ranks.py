"""Mutants of the declared order: two neighbouring kinds of simultaneous events change places."""

from __future__ import annotations

from itertools import pairwise

from simorg.trace.rows import Due
from tests.mutation.operators import Mutant

MODULE = "simorg.trace.rows"


def mutants() -> list[Mutant]:
    """Return one mutant for each pair of neighbours."""
    kinds = [kind for kind in Due if kind != Due.SETTLE]
    return [
        Mutant(MODULE, "Due", 0, f"{one.name} before {other.name}", f"{other.name} before {one.name}", None,
               "", (one.name, other.name))
        for one, other in pairwise(kinds)
    ]  # fmt: skip


def change_places(one: str, other: str) -> None:
    """Let two kinds of the running program have each other's rank."""
    first, second = Due[one], Due[other]
    type.__setattr__(Due, one, second)
    type.__setattr__(Due, other, first)
