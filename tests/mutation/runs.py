"""What mutants are tried on: the stories, and a few whole runs as probes.

Needs NUMBA_DISABLE_JIT=1: rules and both engines are then plain functions, whose code can be exchanged.
"""

from __future__ import annotations

import hashlib
import importlib
import itertools
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simorg import load
from simorg.engines import compiled, reference
from simorg.organisation.graph import Organisation
from simorg.plan import Plan, build
from simorg.trace.rows import Trace
from tests.agreement.ties import tied
from tests.mechanisms import story as harness
from tests.mechanisms.telling import Row, rows_of
from tests.mutation.probes import PROBES, WHOLE_DAYS

MECHANISMS = Path(__file__).parents[1] / "mechanisms"
ENGINES: dict[str, Callable[[Plan, int], Trace]] = {
    "reference": reference.simulate,
    "compiled": compiled.simulate,
}


class Plans:
    """Plans by story and order of asking; finding a lucky seed again for every mutant would take hours."""

    anew = False
    """Whether they are built again from the settings that are remembered: for mutants of what builds them."""
    building = False
    """Whether one is being built again just now."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, int], Plan] = {}
        self.keys: Iterator[tuple[str, int]] = iter(())

    def start(self, story: str) -> None:
        """Say whose plans are asked for from now on."""
        self.keys = ((story, n) for n in itertools.count())

    def __call__(self, organisation: Organisation, **kwargs: Any) -> Plan:
        """Stand in for `story`."""
        key = next(self.keys)
        if key not in self.known:
            self.known[key] = harness.story(organisation, **kwargs)
        return built_again(self.known[key], organisation) if Plans.anew else self.known[key]


def built_again(plan: Plan, organisation: Organisation | None = None) -> Plan:
    """Return what is now built from the settings of a plan."""
    Plans.building = True
    try:
        return build(plan.settings, organisation)
    finally:
        Plans.building = False


@dataclass
class Run:
    """A story or a probe: whether it fails, its plans, how long it takes, what it and their building call."""

    name: str
    fails: Callable[[str], bool]  # on an engine
    plans: Callable[[], list[Plan]]
    seconds: float = 0.0
    calls: set[tuple[str, str]] = field(default_factory=set)
    builds: set[tuple[str, str]] = field(default_factory=set)

    def rehearse(self) -> None:
        """Run it as the code is: to find its plans, to see what is called, and how long it takes."""
        assert not self.fails("reference"), f"{self.name} fails without any mutant"
        Plans.anew = True
        sys.setprofile(self._note)
        self.fails("reference")
        sys.setprofile(None)
        Plans.anew = False
        started = time.process_time()
        self.fails("reference")
        self.seconds = time.process_time() - started

    def _note(self, frame: Any, event: str, _: Any) -> None:
        if event == "call" and "/simorg/" in frame.f_code.co_filename:
            function = frame.f_code.co_qualname.split(".<locals>")[0]
            called = self.builds if Plans.building else self.calls
            called.add((frame.f_globals.get("__name__", ""), function))


def stories() -> Iterator[Run]:
    """Yield every story of tests/mechanisms."""
    for path in sorted(MECHANISMS.glob("test_*.py")):
        module = importlib.import_module(f"tests.mechanisms.{path.stem}")
        plans = module.story = Plans()
        for name, function in vars(module).items():
            if name.startswith("test_"):
                yield _story(f"{path.stem}.{name}", function, plans)


def _story(name: str, function: Callable[..., None], plans: Plans) -> Run:
    def fails(engine: str) -> bool:
        plans.start(name)
        try:
            function(lambda plan, *beginnings: _told(engine, plan, *beginnings))
        except Exception:  # whatever goes wrong gives the mutant away
            return True
        return False

    return Run(name, fails, lambda: [plan for key, plan in plans.known.items() if key[0] == name])


def _told(engine: str, plan: Plan, *beginnings: str) -> list[Row]:
    return rows_of(ENGINES[engine](plan, 0), *beginnings)


def probes() -> Iterator[Run]:
    """Yield the probes; one fails when its trace is not byte for byte what it was."""
    chosen = {name: load(overrides) for name, overrides in PROBES.items()}
    chosen["whole days"] = tied(load(WHOLE_DAYS), (1.0, 0.0, 2.0))
    for name, settings in chosen.items():
        yield _probe(f"probe {name}", build(settings))


def _probe(name: str, plan: Plan) -> Run:
    expected = digest(reference.simulate(plan, 0))

    def fails(engine: str) -> bool:
        try:
            return digest(ENGINES[engine](built_again(plan) if Plans.anew else plan, 0)) != expected
        except Exception:  # a run that breaks off is a changed trace as well
            return True

    return Run(name, fails, lambda: [plan])


def digest(trace: Trace) -> str:
    """Return a hash of the rows of a trace."""
    return hashlib.sha256(trace.rows.tobytes()).hexdigest()
