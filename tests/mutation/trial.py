"""Try mutants, each in a child process of its own, which has everything imported and every plan built.

In goes a list of mutants and the runs; out comes a verdict each: killed by a story, changes a probe and is
not killed, or changes nothing.
"""

from __future__ import annotations

import ast
import functools
import gc
import inspect
import os
import resource
import signal
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from tests.mutation import ranks
from tests.mutation.operators import Mutant
from tests.mutation.runs import Plans, Run

KILLED, CHANGES, HARMLESS = "killed", "changes a trace", "changes nothing"
ITSELF, WITHOUT_END = "itself", " (without end)"
SIZE = Path("/proc/self/statm")
"""Where Linux says how large a process is; elsewhere memory has no limit."""
PATIENCE_SECONDS, MORE_BYTES = 2, 1 << 29
"""Most that a run may take beyond ten times its time, and a child beyond what it begins with.

A story takes some milliseconds, the longest probe a quarter of a second.
"""


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant, the run that showed it, and the seconds of a processor that it took."""

    mutant: Mutant
    outcome: str
    by: str
    seconds: float


class Suspects:
    """Who killed a mutant in an earlier run, or its neighbours in this one: they are tried first."""

    def __init__(self, earlier: Mapping[str, str]) -> None:
        self.earlier = earlier  # name of a mutant -> run
        self.neighbours: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)

    def note(self, verdict: Verdict) -> None:
        """Remember who killed."""
        if verdict.outcome == KILLED:
            neighbours = self.neighbours[verdict.mutant.module, verdict.mutant.function]
            by = verdict.by.removesuffix(WITHOUT_END)
            neighbours.pop(by, None)
            neighbours[by] = None

    def of(self, mutant: Mutant) -> list[str]:
        """Return names of runs, the most suspect first."""
        neighbours = self.neighbours[mutant.module, mutant.function]
        return [self.earlier.get(mutant.name, "").removesuffix(WITHOUT_END), *reversed(neighbours)]


def put_in(mutant: Mutant) -> None:
    """Make a mistake in the running program: exchange code, the value of a constant, or two ranks."""
    module = sys.modules[mutant.module]
    if mutant.module == ranks.MODULE:
        ranks.change_places(*mutant.value)
    elif mutant.code is not None:
        function = function_of(module, mutant.function)
        assert function is not None, f"{mutant.name}: compiled; set NUMBA_DISABLE_JIT=1"
        function.__code__ = mutant.code
    else:
        setattr(module, mutant.constant, mutant.value)
        for other in [found for name, found in sys.modules.items() if name.startswith("simorg.")]:
            if mutant.constant in vars(other) and _imports(other, mutant):
                setattr(other, mutant.constant, mutant.value)


def function_of(module: ModuleType, name: str) -> FunctionType | None:
    """Return the function or method of this name; none for what lies within another, or is compiled."""
    owner: Any = module
    for part in name.split("."):
        owner = vars(owner).get(part) if hasattr(owner, "__dict__") else None
    found = owner.fget if isinstance(owner, property) else owner
    return found if isinstance(found, FunctionType) else None


def _imports(other: ModuleType, mutant: Mutant) -> bool:
    """Return whether a module has the constant from where it stands, or from the package of that."""
    homes = {mutant.module, mutant.module.rpartition(".")[0]}
    statements = [
        node for node in ast.parse(inspect.getsource(other)).body if isinstance(node, ast.ImportFrom)
    ]
    return any(
        node.module in homes and alias.name == mutant.constant for node in statements for alias in node.names
    )


def verdicts(mutants: Sequence[Mutant], stories: Sequence[Run], probes: Sequence[Run], workers: int,
             tell: Callable[[Verdict], None], earlier: Mapping[str, str]) -> list[Verdict]:  # fmt: skip
    """Return the verdict on each mutant, in their order; `tell` hears of each when it is known.

    `earlier` says which story killed a mutant in an earlier run.
    """
    suspects = Suspects(earlier)
    waiting = list(enumerate(mutants))[::-1]
    running: dict[int, tuple[int, int]] = {}
    known: dict[int, Verdict] = {}
    gc.collect()
    gc.freeze()  # else every child collects, and so copies, what all of them share
    while waiting or running:
        while waiting and len(running) < workers:
            n, mutant = waiting.pop()
            child, answer = _fork(functools.partial(_try, mutant, stories, probes, suspects.of(mutant)))
            running[child] = (n, answer)
        child, _, used = os.wait4(-1, 0)
        n, answer = running.pop(child)
        known[n] = _judged(mutants[n], _read(answer), used.ru_utime + used.ru_stime)
        suspects.note(known[n])
        tell(known[n])
    return [known[n] for n in range(len(mutants))]


def in_a_child(work: Callable[[], str]) -> str:
    """Return what `work` returns in a process of its own, where it may spoil whatever it likes."""
    child, answer = _fork(lambda say: say(work()))
    text = _read(answer)
    _, status = os.waitpid(child, 0)
    return text if status == 0 else f"it broke off: {text}"


def _fork(work: Callable[[Callable[[str], Any]], None]) -> tuple[int, int]:
    """Let a child do some work; return it and where what it says can be read."""
    answer, write = os.pipe()
    child = os.fork()
    if child:
        os.close(write)
        return child, answer
    os.close(answer)
    code = 1
    try:
        signal.signal(signal.SIGVTALRM, signal.SIG_DFL)
        _limit_memory()
        work(lambda text: os.write(write, text.encode()))
        code = 0
    finally:
        os._exit(code)  # nothing of the parent's is cleaned up by a child


def _limit_memory() -> None:
    """Let a mutant that queues work without end break off before the machine does."""
    if not SIZE.exists():
        return
    pages = int(SIZE.read_text(encoding="ascii").split()[0])
    most = pages * resource.getpagesize() + MORE_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _read(answer: int) -> str:
    with os.fdopen(answer) as pipe:
        return pipe.read()


def _try(mutant: Mutant, stories: Sequence[Run], probes: Sequence[Run], suspects: Sequence[str],
         say: Callable[[str], Any]) -> None:  # fmt: skip
    """Say which run is next, so that a child that hangs has said how far it came; then whether one failed."""
    put_in(mutant)
    place = (mutant.module, mutant.function)
    for outcome, runs in ((KILLED, stories), (CHANGES, probes)):
        for run in _concerned(mutant, runs, suspects):
            say(f"{outcome} by {run.name}\n")
            Plans.anew = bool(mutant.constant) or place in run.builds
            signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE_SECONDS + 10 * run.seconds)
            if run.fails("reference"):
                say("yes\n")
                return
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    say("none\n")


def _concerned(mutant: Mutant, runs: Sequence[Run], suspects: Sequence[str]) -> list[Run]:
    """Return the runs that call the mutated function, or all for a constant: suspects, then the quickest."""
    place = (mutant.module, mutant.function)
    concerned = [run for run in runs if mutant.code is None or place in run.calls | run.builds]
    rank = {name: n for n, name in reversed(list(enumerate(suspects)))}
    return sorted(concerned, key=lambda run: (rank.get(run.name, len(suspects)), run.seconds))


def _judged(mutant: Mutant, said: str, seconds: float) -> Verdict:
    """Read what a child said; one that said no more was stopped or broke off."""
    lines = said.splitlines()
    if lines and lines[-1] == "none":
        return Verdict(mutant, HARMLESS, "", seconds)
    tried = [line for line in lines if line != "yes"]
    if not tried:
        return Verdict(mutant, KILLED, ITSELF, seconds)
    outcome, _, by = tried[-1].partition(" by ")
    return Verdict(mutant, outcome, by if lines[-1] == "yes" else by + WITHOUT_END, seconds)
