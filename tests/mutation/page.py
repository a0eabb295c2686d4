"""The page of docs that tells of a mutation run: what was tried, file by file, and what survived."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scipy import stats

from tests.mutation.operators import Mutant
from tests.mutation.trial import CHANGES, HARMLESS, KILLED, Verdict

TARGET = 0.95
CONFIDENCE = 0.95
HEAD = """# Mutants

What happens when one small mistake is made in the rules or in an engine: does a story of `tests/mechanisms/`
notice? `make mutants` tries them and writes this page. {tried}

Mistakes: a comparison, an operator or a number is another one, a condition is always or never true, a
statement is missing, a draw has the purpose of another, two kinds of simultaneous events change places.
Rules are shared by both engines, so agreement between them cannot see a mistake there. What is told twice is
mutated in the reference engine, and the compiled one has to give the same trace (`tests/agreement/`). Left
alone are `simorg/draws.py`, which the stories themselves reckon with, and how a plan is built.

A mutant *changes a trace* if one of {stories} stories fails, or else if one of {probes} probes
(`tests/mutation/probes.py`) is not byte for byte what it was; one that runs a hundred times too long or fills
the memory fails. Of {changing:,} that do, {killed:,} are killed: **{share:.1%}**; {target:.0%} is asked
for. {harmless:,} more change nothing: they are the same program, or differ where no probe comes.

| where | mutants | {column}change a trace | killed | |
|---|---|---|---|---|{rule}
"""
ALL = """All {every:,} were tried, in {minutes:.0f} minutes
of a processor: {seconds:.2f} seconds each."""
SAMPLE = """**Not all were tried**: {tried:,}
of {every:,}, drawn from each file in proportion (seed {seed}), in {seconds:.2f} seconds of a processor each.
Of those not tried that change a trace, {low:.1%} to {high:.1%} would be killed (95 % Wilson interval)."""
SURVIVORS = """
## Survivors

Change a trace and are not killed, with the reason why that is left so.

| mutant | reason |
|---|---|
"""
NO_REASON = "no reason yet"
PAIRS = """
## The same mistake in both engines

Made in both engines at once (`tests/mutation/pairs.yaml`), each of these leaves them in agreement with each
other, trace by trace, and each fails a story on the reference engine and on the compiled one:

"""


@dataclass(frozen=True)
class Run:
    """A finished run: its verdicts, all mutants there are, and with how much they were tried."""

    found: Sequence[Verdict]
    every: Sequence[Mutant]
    seed: int
    stories: int
    probes: int
    pairs: Mapping[str, str]  # mistake -> what is wrong with the pair, or nothing


def killed_of(found: Sequence[Verdict]) -> tuple[int, int]:
    """Return how many mutants are killed, and of how many that change a trace."""
    outcomes = Counter(verdict.outcome for verdict in found)
    return outcomes[KILLED], outcomes[KILLED] + outcomes[CHANGES]


def page(run: Run, reasons: Mapping[str, str]) -> str:
    """Return the page, with the reasons why survivors are accepted."""
    killed, changing = killed_of(run.found)
    sampled = len(run.found) < len(run.every)
    head = HEAD.format(
        tried=_tried(run), stories=run.stories, probes=run.probes, changing=changing, killed=killed,
        share=killed / max(1, changing), target=TARGET,
        harmless=sum(verdict.outcome == HARMLESS for verdict in run.found),
        column="tried | " if sampled else "", rule="---|" if sampled else "",
    )  # fmt: skip
    return head + _files(run, sampled) + _survivors(run.found, reasons) + _pairs(run.pairs)


def _tried(run: Run) -> str:
    killed, changing = killed_of(run.found)
    spent = sum(verdict.seconds for verdict in run.found)
    seconds = spent / max(1, len(run.found))
    if len(run.found) == len(run.every):
        return ALL.format(every=len(run.every), seconds=seconds, minutes=spent / 60)
    interval = stats.binomtest(killed, max(1, changing)).proportion_ci(CONFIDENCE, method="wilson")
    return SAMPLE.format(
        tried=len(run.found), every=len(run.every), seed=run.seed, low=interval.low, high=interval.high,
        seconds=seconds,
    )  # fmt: skip


def _files(run: Run, sampled: bool) -> str:
    lines = []
    for module, mutants in Counter(mutant.module for mutant in run.every).items():
        mine = [verdict for verdict in run.found if verdict.mutant.module == module]
        killed, changing = killed_of(mine)
        tried = f"{len(mine)} | " if sampled else ""
        share = f"{killed / changing:.1%}" if changing else "-"
        lines.append(
            f"| {module.removeprefix('simorg.')} | {mutants} | {tried}{changing} | {killed} | {share} |\n"
        )
    return "".join(lines)


def _survivors(found: Sequence[Verdict], reasons: Mapping[str, str]) -> str:
    names = [verdict.mutant.name for verdict in found if verdict.outcome == CHANGES]
    if not names:
        return "\nNone that changes a trace survives.\n"
    return SURVIVORS + "".join(f"| `{_cell(name)}` | {reasons.get(name, NO_REASON)} |\n" for name in names)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _pairs(pairs: Mapping[str, str]) -> str:
    if not pairs:
        return ""
    return PAIRS + "".join(f"- {mistake}{wrong and f': **{wrong}**'}\n" for mistake, wrong in pairs.items())
