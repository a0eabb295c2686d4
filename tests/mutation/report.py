"""The mutation run from the command line: which mutants, how far it is, the page, the exit code."""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

import simorg
from tests.mutation import ranks
from tests.mutation.operators import Mutant, mutants
from tests.mutation.pairs import fault, pairs
from tests.mutation.runs import Run, probes, stories
from tests.mutation.trial import CHANGES, HARMLESS, KILLED, Verdict, in_a_child, verdicts

PACKAGE = Path(simorg.__file__).parent
REASONS = Path(__file__).with_name("survivors.yaml")
TARGET = 0.95
HEAD = """# Mutants

What happens when one small mistake is made in the rules or in an engine: does a story of `tests/mechanisms/`
notice? This page is written by `make mutants` (this time in {minutes:.0f} minutes, {workers} at a time).

Mistakes: a comparison, an operator or a number is another one, a condition is always or never true, a
statement is missing, a draw has the purpose of another, two kinds of simultaneous events change places.
Rules are shared by both engines, so agreement between them cannot see a mistake there. What is told twice is
mutated in the reference engine; {pairs} mistakes made in both engines at once (`tests/mutation/pairs.yaml`)
prove that agreement sees nothing of those either, and that the stories do, on each engine.

A mutant *changes a trace* if a story fails, or else if one of {probes} probes (`tests/mutation/probes.py`)
is not byte for byte what it was. Of {changing:,} that do, {killed:,} are killed:
**{share:.1%}**; {target:.0%}
is asked for. {harmless:,} more change nothing: they are the same program, or differ where no probe comes.

| where | mutants | change a trace | killed | |
|---|---|---|---|---|
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Try the mutants and the pairs, tell how it went, and return the exit code."""
    chosen = _chosen(arguments)
    started = time.monotonic()
    tried = [] if chosen.only_pairs else list(_mutants(chosen.only, chosen.sample))
    told = _rehearsed(stories(), "stories")
    watched = _rehearsed(probes(), "probes") if tried else []
    found = verdicts(tried, told, watched, chosen.workers, _Progress(len(tried)))
    unproved = [] if chosen.only else _unproved(told)
    minutes = (time.monotonic() - started) / 60
    reasons = yaml.safe_load(REASONS.read_text(encoding="utf-8")) or {}
    if chosen.page:
        chosen.page.write_text(page(found, reasons, len(watched), chosen.workers, minutes), encoding="utf-8")
    return _exit_code(found, reasons, unproved, minutes)


def _chosen(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation")
    parser.add_argument("--only", default="", help="modules whose name holds this")
    parser.add_argument("--sample", type=int, default=0, help="so many of each module, the same each time")
    parser.add_argument(
        "--only-pairs", action="store_true", help="the same mistakes in both engines, no others"
    )
    parser.add_argument("--page", type=Path, help="write the table here")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    return parser.parse_args(arguments)


def _mutants(only: str, sample: int) -> Iterator[Mutant]:
    """Yield the mutants of the reference engine, the rules and the order of simultaneous events."""
    for path in sorted([*PACKAGE.glob("engines/reference/*.py"), *PACKAGE.glob("rules/**/*.py")]):
        module = ".".join(("simorg", *path.relative_to(PACKAGE).with_suffix("").parts))
        if only in module:
            yield from _some(mutants(path, module.removesuffix(".__init__")), sample)
    if only in ranks.MODULE:
        yield from _some(ranks.mutants(), sample)


def _some(made: list[Mutant], sample: int) -> list[Mutant]:
    if not sample or sample >= len(made):
        return made
    numbers = random.Random(made[0].module).sample(range(len(made)), sample)
    return [made[n] for n in sorted(numbers)]


def _rehearsed(runs: Iterator[Run], what: str) -> list[Run]:
    found = []
    for run in runs:
        run.rehearse()
        found.append(run)
    _say(f"{len(found)} {what}, {sum(run.seconds for run in found):.1f} s")
    return found


class _Progress:
    """Tells of every survivor at once, and of the rest now and then."""

    def __init__(self, total: int) -> None:
        self.total, self.done = total, Counter[str]()

    def __call__(self, verdict: Verdict) -> None:
        self.done[verdict.outcome] += 1
        if verdict.outcome == CHANGES:
            _say(f"survives: {verdict.mutant.name} [{verdict.by}]")
        if self.done.total() % 100 == 0 or self.done.total() == self.total:
            counts = ", ".join(f"{count} {outcome}" for outcome, count in self.done.items())
            _say(f"{self.done.total()} of {self.total}: {counts}")


def _unproved(told: Sequence[Run]) -> list[str]:
    """Return what is wrong with the pairs, each tried in a process of its own."""
    found = []
    for pair in pairs():
        wrong = in_a_child(lambda pair=pair: fault(pair, told))  # type: ignore[misc]
        _say(f"in both engines, {pair.mistake}: {wrong or 'proved'}")
        found += [f"{pair.mistake}: {wrong}"] if wrong else []
    return found


def page(
    found: Sequence[Verdict], reasons: dict[str, str], probes_tried: int, workers: int, minutes: float
) -> str:
    """Return the page of docs that tells of a whole run."""
    outcomes = Counter(verdict.outcome for verdict in found)
    changing = outcomes[KILLED] + outcomes[CHANGES]
    lines = [
        HEAD.format(
            minutes=minutes, workers=workers, pairs=len(pairs()), probes=probes_tried, changing=changing,
            killed=outcomes[KILLED], share=outcomes[KILLED] / max(1, changing), target=TARGET,
            harmless=outcomes[HARMLESS],
        ).rstrip()
    ]  # fmt: skip
    for module in dict.fromkeys(verdict.mutant.module for verdict in found):
        mine = Counter(verdict.outcome for verdict in found if verdict.mutant.module == module)
        changes = mine[KILLED] + mine[CHANGES]
        share = f"{mine[KILLED] / changes:.1%}" if changes else "-"
        where = module.removeprefix("simorg.")
        lines.append(f"| {where} | {mine.total()} | {changes} | {mine[KILLED]} | {share} |")
    lines += [
        "",
        "## Survivors",
        "",
        "Change a trace and are not killed, with the reason why that is left so.",
        "",
    ]
    lines += ["| mutant | reason |", "|---|---|"]
    for verdict in found:
        if verdict.outcome == CHANGES:
            reason = reasons.get(verdict.mutant.name, "no reason yet")
            lines.append(f"| `{verdict.mutant.name.replace('|', chr(92) + '|')}` | {reason} |")
    return "\n".join(lines) + "\n"


def _exit_code(
    found: Sequence[Verdict], reasons: dict[str, str], unproved: Sequence[str], minutes: float
) -> int:
    outcomes = Counter(verdict.outcome for verdict in found)
    changing = outcomes[KILLED] + outcomes[CHANGES]
    share = outcomes[KILLED] / changing if changing else 1.0
    nameless = [v for v in found if v.outcome == CHANGES and v.mutant.name not in reasons]
    _say(
        f"{len(found)} mutants, {outcomes[HARMLESS]} change nothing; of {changing} that change a trace "
        f"{outcomes[KILLED]} are killed: {share:.1%}; {len(nameless)} survivors without a reason; "
        f"{len(unproved)} pairs unproved; {minutes:.1f} minutes"
    )
    return int(share < TARGET or bool(nameless) or bool(unproved))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
