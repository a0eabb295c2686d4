"""The mutation run from the command line: which mutants, how far it is, the page, the exit code."""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import yaml

from tests.mutation.choice import all_mutants, drawn
from tests.mutation.ledger import Ledger
from tests.mutation.operators import Mutant
from tests.mutation.page import TARGET, killed_of, page
from tests.mutation.page import Run as Finished
from tests.mutation.pairs import fault, pairs
from tests.mutation.runs import Run, probes, stories
from tests.mutation.trial import CHANGES, HARMLESS, Verdict, in_a_child, verdicts

REASONS = Path(__file__).with_name("survivors.yaml")


def main(arguments: Sequence[str] | None = None) -> int:
    """Try the mutants and the pairs, tell how it went, and return the exit code."""
    chosen = _chosen(arguments)
    every = [] if chosen.only_pairs else all_mutants(chosen.only)
    tried = drawn(every, chosen.sample, chosen.seed) if 0 < chosen.sample < len(every) else every
    told = _rehearsed(stories(), "stories")
    watched = _rehearsed(probes(), "probes") if tried else []
    found = _found(tried, told, watched, Ledger(chosen.keep), chosen.workers)
    proofs = {} if chosen.only or chosen.sample else _proofs(told)
    finished = Finished(found, every, chosen.seed, len(told), len(watched), proofs)
    if chosen.page:
        chosen.page.write_text(page(finished, reasons()), encoding="utf-8")
    return _exit_code(finished)


def reasons() -> dict[str, str]:
    """Return why survivors are accepted, by their names."""
    return dict(yaml.safe_load(REASONS.read_text(encoding="utf-8")) or {})


def _chosen(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation")
    parser.add_argument("--only", default="", help="modules whose name holds this; no pairs")
    parser.add_argument("--sample", type=int, default=0, help="try so many, drawn from all files; no pairs")
    parser.add_argument("--seed", type=int, default=1, help="of the sample")
    parser.add_argument(
        "--only-pairs", action="store_true", help="the same mistakes in both engines, no others"
    )
    parser.add_argument("--page", type=Path, help="write the table here")
    parser.add_argument("--keep", type=Path, help="keep verdicts here, and use those that hold")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    return parser.parse_args(arguments)


def _rehearsed(runs: Iterator[Run], what: str) -> list[Run]:
    found = []
    for run in runs:
        run.rehearse()
        found.append(run)
    _say(f"{len(found)} {what}, {sum(run.seconds for run in found):.1f} s")
    return found


def _found(tried: Sequence[Mutant], told: Sequence[Run], watched: Sequence[Run], ledger: Ledger,
           workers: int) -> list[Verdict]:  # fmt: skip
    """Return the verdict on each mutant: the one that is kept, or a new one."""
    known = {mutant.name: verdict for mutant in tried if (verdict := ledger.known(mutant))}
    left = [mutant for mutant in tried if mutant.name not in known]
    if known:
        _say(f"{len(known)} of {len(tried)} are known")
    progress = _Progress(len(left))

    def tell(verdict: Verdict) -> None:
        ledger.keep(verdict)
        progress(verdict)

    new = verdicts(left, told, watched, workers, tell, ledger.killers())
    known |= {verdict.mutant.name: verdict for verdict in new}
    return [known[mutant.name] for mutant in tried]


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


def _proofs(told: Sequence[Run]) -> dict[str, str]:
    """Return what is wrong with each pair, or nothing; each is tried in a process of its own."""
    found = {}
    for pair in pairs():
        found[pair.mistake] = in_a_child(lambda pair=pair: fault(pair, told))  # type: ignore[misc]
        _say(f"in both engines, {pair.mistake}: {found[pair.mistake] or 'proved'}")
    return found


def _exit_code(run: Finished) -> int:
    killed, changing = killed_of(run.found)
    share = killed / changing if changing else 1.0
    harmless = sum(verdict.outcome == HARMLESS for verdict in run.found)
    nameless, idle = _without_reason(run.found, reasons()), _without_survivor(run, reasons())
    unproved = [mistake for mistake, wrong in run.pairs.items() if wrong]
    _say(
        f"{len(run.found)} mutants, {harmless} change nothing; of {changing} that change a trace {killed} "
        f"are killed: {share:.1%}; {len(nameless)} survivors without a reason; {len(unproved)} pairs "
        f"unproved; {sum(verdict.seconds for verdict in run.found):.0f} s of one processor"
    )
    for name in idle:
        _say(f"survivors.yaml gives a reason for what does not survive: {name}")
    return int(share < TARGET or bool(nameless or idle or unproved))


def _without_reason(found: Sequence[Verdict], given: Mapping[str, str]) -> list[str]:
    return [v.mutant.name for v in found if v.outcome == CHANGES and v.mutant.name not in given]


def _without_survivor(run: Finished, given: Mapping[str, str]) -> list[str]:
    """Return the reasons for mutants that were tried and are killed, or change nothing."""
    return [v.mutant.name for v in run.found if v.outcome != CHANGES and v.mutant.name in given]


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
