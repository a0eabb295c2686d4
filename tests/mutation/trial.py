"""Try mutants, each in a child process of its own, which has everything imported and every plan built.

In goes a list of mutants and the runs; out comes a verdict each: killed by a story, changes a probe and is
not killed, or changes nothing.
"""

from __future__ import annotations

import ast
import inspect
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import FunctionType
from typing import Any

from tests.mutation.operators import Mutant
from tests.mutation.runs import Remembered, Run

KILLED, CHANGES, HARMLESS = "killed", "changes a trace", "changes nothing"
BUILDING = ("lowering", "moments")
"""Modules of the rules that only the making of a plan calls."""
PATIENCE_SECONDS = 20


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant, and the run that showed it."""

    mutant: Mutant
    outcome: str
    by: str


def put_in(mutant: Mutant) -> None:
    """Make a mistake in the running program: exchange the code of a function, or the value of a constant."""
    module = sys.modules[mutant.module]
    if mutant.code is not None:
        owner: Any = module
        for part in mutant.function.split("."):
            found = inspect.getattr_static(owner, part)
            owner = found.fget if isinstance(found, property) else getattr(owner, part)
        assert isinstance(owner, FunctionType), f"{mutant.name}: compiled; set NUMBA_DISABLE_JIT=1"
        owner.__code__ = mutant.code
        return
    for other in [m for name, m in sys.modules.items() if name.startswith("simorg.")]:
        if other is module or _imports(other, mutant):
            setattr(other, mutant.constant, mutant.value)


def _imports(other: Any, mutant: Mutant) -> bool:
    if mutant.constant not in vars(other):
        return False
    tree = ast.parse(inspect.getsource(other))
    wanted = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
    names = [(node.module, alias.name) for node in wanted for alias in node.names]
    return (mutant.module, mutant.constant) in names or (
        mutant.module.rpartition(".")[0],
        mutant.constant,
    ) in names


def verdicts(mutants: Sequence[Mutant], stories: Sequence[Run], probes: Sequence[Run], workers: int,
             tell: Callable[[Verdict], None]) -> list[Verdict]:  # fmt: skip
    """Return the verdict on each mutant, in their order; `tell` hears of each when it is known."""
    waiting = list(enumerate(mutants))[::-1]
    running: dict[int, tuple[int, int, float]] = {}
    known: dict[int, Verdict] = {}
    while waiting or running:
        while waiting and len(running) < workers:
            n, mutant = waiting.pop()
            child, answer = _begin(mutant, stories, probes)
            running[child] = (n, answer, time.monotonic())
        child, _ = os.wait()
        n, answer, _ = running.pop(child)
        with os.fdopen(answer) as pipe:
            known[n] = _judged(mutants[n], pipe.read())
        tell(known[n])
    return [known[n] for n in range(len(mutants))]


def _begin(mutant: Mutant, stories: Sequence[Run], probes: Sequence[Run]) -> tuple[int, int]:
    """Fork a child that tries a mutant; return it and where it will write what it finds."""
    answer, write = os.pipe()
    child = os.fork()
    if child:
        os.close(write)
        return child, answer
    try:
        os.close(answer)
        signal.signal(signal.SIGVTALRM, signal.SIG_DFL)
        _try(mutant, stories, probes, lambda text: os.write(write, text.encode()))
    finally:
        os._exit(0)  # nothing of the parent's is cleaned up by a child


def _try(mutant: Mutant, stories: Sequence[Run], probes: Sequence[Run], say: Callable[[str], Any]) -> None:
    """Write one line a stage, so that a child that hangs has said how far it came."""
    put_in(mutant)
    Remembered.anew = mutant.module.rpartition(".")[2].startswith(BUILDING)
    for outcome, runs in ((KILLED, stories), (CHANGES, probes)):
        for run in _concerned(mutant, runs):
            say(f"{outcome} {run.name}\n")
            signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE_SECONDS + 10 * run.seconds)
            if run.fails("reference"):
                say("yes\n")
                return
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    say("none\n")


def _concerned(mutant: Mutant, runs: Sequence[Run]) -> Iterator[Run]:
    """Yield the runs that call the mutated function, the quickest first; all of them for a constant."""
    place = (mutant.module, mutant.function)
    anywhere = mutant.code is None or mutant.module.rpartition(".")[2].startswith(BUILDING)
    yield from sorted((run for run in runs if anywhere or place in run.calls), key=lambda run: run.seconds)


def _judged(mutant: Mutant, answer: str) -> Verdict:
    lines = answer.splitlines()
    if lines and lines[-1] == "none":
        return Verdict(mutant, HARMLESS, "")
    shown = [line for line in lines if line != "yes"]
    if not shown:
        return Verdict(mutant, KILLED, "import")
    outcome = KILLED if shown[-1].startswith(KILLED) else CHANGES
    by = shown[-1].removeprefix(outcome).strip()
    return Verdict(mutant, outcome, by if lines[-1] == "yes" else f"{by} (without end)")
