"""The mutation run from the command line: which mutants, how far it is, the table, the verdict."""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import simorg
from tests.mutation.operators import Mutant, mutants
from tests.mutation.runs import probes, stories
from tests.mutation.trial import CHANGES, Verdict, verdicts

PACKAGE = Path(simorg.__file__).parent
REASONS = Path(__file__).with_name("survivors.yaml")
TARGET = 0.95


def all_mutants(only: str = "", sample: int = 0) -> list[Mutant]:
    """Return the mutants of the reference engine and of the rules; `sample` of each module, if given."""
    found: list[Mutant] = []
    for path in sorted([*PACKAGE.glob("engines/reference/*.py"), *PACKAGE.glob("rules/**/*.py")]):
        module = ".".join(("simorg", *path.relative_to(PACKAGE).with_suffix("").parts))
        if only in module:
            made = mutants(path, module.removesuffix(".__init__"))
            chosen = random.Random(module).sample(range(len(made)), min(sample or len(made), len(made)))
            found += [made[n] for n in sorted(chosen)]
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Try the mutants, tell how it went, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation")
    parser.add_argument("--only", default="")
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--page", type=Path)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    chosen = parser.parse_args(arguments)
    started = time.monotonic()
    tried, told = all_mutants(chosen.only, chosen.sample), [*stories()]
    watched = [*probes()]
    for run in (*told, *watched):
        run.rehearse()
    done = Counter[str]()

    def tell(verdict: Verdict) -> None:
        done[verdict.outcome] += 1
        if verdict.outcome == CHANGES:
            sys.stdout.write(f"survives: {verdict.mutant.name} [{verdict.by}]\n")
        if done.total() % 100 == 0:
            counts = ", ".join(f"{count} {outcome}" for outcome, count in done.items())
            sys.stdout.write(f"{done.total()} of {len(tried)}: {counts}\n")
        sys.stdout.flush()

    found = verdicts(tried, told, watched, chosen.workers, tell)
    sys.stdout.write(f"\n{time.monotonic() - started:.0f} s\n")
    return 0
