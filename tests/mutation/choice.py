"""Which mutants are tried: all of the reference engine, the rules and the declared order, or a sample."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import simorg
from tests.mutation import ranks
from tests.mutation.operators import Mutant, mutants

PACKAGE = Path(simorg.__file__).parent


def all_mutants(only: str = "") -> list[Mutant]:
    """Return every mutant of the modules whose name holds `only`, file by file."""
    found: list[Mutant] = []
    for path in sorted([*PACKAGE.glob("engines/reference/*.py"), *PACKAGE.glob("rules/**/*.py")]):
        module = ".".join(("simorg", *path.relative_to(PACKAGE).with_suffix("").parts))
        if only in module:
            found += mutants(path, module.removesuffix(".__init__"))
    return found + (ranks.mutants() if only in ranks.MODULE else [])


def drawn(every: Sequence[Mutant], size: int, seed: int) -> list[Mutant]:
    """Return so many mutants at random, from each file in proportion (by largest remainders)."""
    files = [list(found) for _, found in groupby(every, lambda mutant: mutant.module)]
    exact = [size * len(found) / len(every) for found in files]
    shares = [int(share) for share in exact]
    largest = sorted(range(len(files)), key=lambda n: shares[n] - exact[n])
    for n in largest[: size - sum(shares)]:
        shares[n] += 1
    lots = random.Random(seed)
    chosen = [
        sorted(lots.sample(range(len(found)), share)) for found, share in zip(files, shares, strict=True)
    ]
    return [found[n] for found, numbers in zip(files, chosen, strict=True) for n in numbers]
