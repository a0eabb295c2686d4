"""What mutants are tried on: the stories, on the reference engine, and a few whole runs as probes.

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
from simorg.engines.trace import Trace
from simorg.organisation import Organisation
from simorg.plan import Plan, build
from tests.agreement.ties import tied
from tests.mechanisms import story as harness
from tests.mechanisms.telling import Row, rows_of

MECHANISMS = Path(__file__).parents[1] / "mechanisms"
ENGINES: dict[str, Callable[[Plan, int], Trace]] = {
    "reference": reference.simulate,
    "compiled": compiled.simulate,
}
SMALL = ["workforce=small", "warm_up_days=0"]
PROBES = {
    "default": ["horizon_days=130", "warm_up_days=0", "demand.initial_models_per_unit=5"],
    "centre": [*SMALL, "horizon_days=200", "structure=centre_of_excellence", "approvals.reject=0.3"],
    "communities": [*SMALL, "horizon_days=200", "structure=communities_of_practice", "seed=2"],
    "squads": [*SMALL, "horizon_days=200", "structure=embedded_squads", "drift=fast", "work.preempting_class=3"],
    "wrong teams": [*SMALL, "horizon_days=150", "routing.wrong_handoff=0.9", "routing.wrong_incident=0.9",
                    "routing.further_toss=0.6", "handoff.questions=4", "handoff.unanswered=0.9"],
    "defects": [*SMALL, "horizon_days=200", "practices.validation=0", "defects.regeneration=1",
                "demand.growth_per_year=1", "release.steps.0.detect_days=2"],
    "false alarms": [*SMALL, "horizon_days=150", "monitoring=strong", "monitoring.false_alarm=0.3",
                     "retraining=scheduled", "drift.rate=0.01"],
    "young": [*SMALL, "horizon_days=150", "demand.model_lifetime_years=0.1", "faults.per_model_year=50",
              "breaks.per_model_year=20", "retraining.automated_low=1", "retraining.automated_high=1"],
    "accelerating": [*SMALL, "horizon_days=150", "drift=accelerating", "drift.rate=0.01"],
    "seasonal": [*SMALL, "horizon_days=150", "drift=seasonal", "drift.season_days=40"],
    "steps": [*SMALL, "horizon_days=150", "drift=step_saturate", "drift.rate=0.01"],
    "families": [*SMALL, "horizon_days=100", *(
        f"{key}={{{text}}}" for key, text in {
            "demand.size": "family: gamma, mean: 1.0, cv: 0.7",
            "handoff.answer_days": "family: weibull, mean: 0.3, cv: 1.5",
            "approvals.effort_days": "family: triangular, low: 0.1, mode: 0.2, high: 1.0",
            "handoff.latency_days": "family: uniform, low: 0.2, high: 1.5",
            "response.acknowledge_days": "family: inverse_gaussian, mean: 0.1, shape: 0.2",
            "response.configure_days": "family: exponential, mean: 0.5",
            "response.diagnose_fault_days": "family: empirical, values: [0.1, 0.3, 0.9, 2.0]",
        }.items()
    )],
}  # fmt: skip
"""Small runs in which every mechanism is at work; a mutant that changes none of them counts as harmless."""


@dataclass
class Run:
    """A story or a probe: how to run it, how long that takes, and the functions of the package it calls."""

    name: str
    fails: Callable[[str], bool]  # on an engine
    seconds: float = 0.0
    calls: set[tuple[str, str]] = field(default_factory=set)

    def rehearse(self) -> None:
        """Run it once as the code is, and remember what it called."""
        sys.setprofile(self._note)
        started = time.perf_counter()
        failed = self.fails("reference")
        self.seconds = time.perf_counter() - started
        sys.setprofile(None)
        assert not failed, f"{self.name} fails without any mutant"

    def _note(self, frame: Any, event: str, _: Any) -> None:
        if event == "call" and "/simorg/" in frame.f_code.co_filename:
            function = frame.f_code.co_qualname.split(".<locals>")[0]
            self.calls.add((frame.f_globals.get("__name__", ""), function))


def stories() -> Iterator[Run]:
    """Yield every story of tests/mechanisms; the plans it asks for are kept from its first run."""
    for path in sorted(MECHANISMS.glob("test_*.py")):
        module = importlib.import_module(f"tests.mechanisms.{path.stem}")
        if hasattr(module, "story"):
            module.story = Remembered(harness.story)
        for name, function in vars(module).items():
            if name.startswith("test_"):
                yield Run(f"{path.stem}.{name}", _story(module, function))


def _story(module: Any, function: Callable[..., None]) -> Callable[[str], bool]:
    def fails(engine: str) -> bool:
        module.story.start(function.__name__)
        try:
            function(lambda plan, *beginnings: _told(engine, plan, *beginnings))
        except Exception:  # whatever goes wrong gives the mutant away
            return True
        return False

    return fails


def _told(engine: str, plan: Plan, *beginnings: str) -> list[Row]:
    return rows_of(ENGINES[engine](plan, 0), *beginnings)


class Remembered:
    """Plans by story and order of asking; finding a lucky seed again for every mutant would take hours."""

    anew = False
    """Whether plans are built again, from the settings that are remembered: for mutants of what builds them."""

    def __init__(self, make: Callable[..., Plan]) -> None:
        self.make, self.plans = make, dict[tuple[str, int], Plan]()
        self.keys: Iterator[tuple[str, int]] = iter(())

    def start(self, story: str) -> None:
        """Say whose plans are asked for from now on."""
        self.keys = ((story, n) for n in itertools.count())

    def __call__(self, organisation: Organisation, **kwargs: Any) -> Plan:
        """Stand in for `story`."""
        key = next(self.keys)
        if key not in self.plans:
            self.plans[key] = self.make(organisation, **kwargs)
        return build(self.plans[key].settings, organisation) if self.anew else self.plans[key]


def probes() -> Iterator[Run]:
    """Yield the probes; one fails when its trace is not byte for byte what it was."""
    plans = {name: build(load(overrides)) for name, overrides in PROBES.items()}
    plans["whole days"] = build(tied(load([*SMALL, "horizon_days=100", "drift=fast"]), (1.0, 0.0, 2.0)))
    for name, plan in plans.items():
        expected = digest(reference.simulate(plan, 0))
        yield Run(f"probe {name}", _probe(plan, expected))


def _probe(plan: Plan, expected: str) -> Callable[[str], bool]:
    def fails(engine: str) -> bool:
        try:
            return digest(ENGINES[engine](build(plan.settings) if Remembered.anew else plan, 0)) != expected
        except Exception:  # a run that breaks off is a changed trace as well
            return True

    return fails


def digest(trace: Trace) -> str:
    """Return a hash of the rows of a trace."""
    return hashlib.sha256(trace.rows.tobytes()).hexdigest()
