"""Runs that nobody simulated: numbers that depend on scenario and replication, for every measure there is.

Goes in: a kind of experiment. Comes out: its settings, made small; the rounds of its design with made-up
runs; the tables of its answer, as they come back from a run folder.
"""

from __future__ import annotations

import io
import math
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from zlib import crc32

import numpy as np
import pandas as pd

from simorg.config.compose import load
from simorg.config.errors import SettingsError
from simorg.config.files import options
from simorg.config.settings import Settings
from simorg.contracts.verdict import DoesNotApplyError, broken
from simorg.engines.run import simulate
from simorg.experiments.design import Answer, Design, Scenario, scenario_table
from simorg.experiments.running.task import Reader
from simorg.measures import registry
from simorg.organisation.structures import label
from simorg.plugins import registry as plugins
from simorg.trace.arrays import Floats
from simorg.trace.episodes import read

MOST_ROUNDS = 100
PATIENCE = 10
"""Rounds after which a kind may go on looking for runs with values where there are none."""

QUICK = ("lifecycle=minimal", "horizon_days=30", "warm_up_days=5", "replications=4", "executor.workers=1")
SMALL = {
    "ablation": (
        "experiment.structures=[hub_and_spoke,embedded_squads]",
        "experiment.ablation.parts=[{name: work, keys: [duties, requests, work]}, {name: trouble, "
        "keys: [routing, monitoring, review, severity, on_call, lanes, mitigation, outages]}]",
    ),
    "sensitivity": ("experiment.sensitivity.samples=4", "experiment.sensitivity.keys=[drift.rate,work]"),
    "robustness": ("experiment.robustness.worlds=3",),
    "population": ("experiment.population.backgrounds=2", "experiment.population.candidates=3"),
    "selection": ("experiment.selection.first_stage=2", "experiment.selection.cap=3"),
    "facts": ("experiment.facts.backgrounds=2", "experiment.facts.statements=[littles_law]"),
    "queueing": ("experiment.queueing.cases=[false_alarms,urgency]",),
    "optimise": (
        "experiment.optimise.designs=4", "experiment.optimise.together=2", "experiment.optimise.confirm=2",
    ),
}  # fmt: skip
"""What makes the experiments of a built-in kind small; a plug-in may say so itself, as ``SMALL``."""

RUN = (
    "structure=hub_and_spoke",
    "engine=reference",
    "workforce=small",
    "horizon_days=300",
    "warm_up_days=60",
)


def name_of(module: ModuleType) -> str:
    """Return under which name a module is registered."""
    return module.__name__.rpartition(".")[2]


@cache
def small(kind: ModuleType, *overrides: str) -> Settings:
    """Return settings of an experiment of a kind, as its preset has them, but small."""
    name = name_of(kind)
    chosen = [f"experiment={name}"] if name in options("experiment") else [f"experiment.kind={name}"]
    return load([*chosen, *QUICK, *getattr(kind, "SMALL", SMALL.get(name, ())), *overrides])


def runs_of(design: Design, known: bool = True) -> pd.DataFrame:
    """Return one row a scenario and replication; without any value if none are `known`."""
    head = [
        {"scenario": s.name, "replication": r, "seed": s.settings.seed, "structure": label(s.settings)}
        | {"status": "ok", "error": "", "command": ""}
        for s in design.scenarios
        for r in range(s.replications)
    ]
    numbers = pd.concat([_values(s) for s in design.scenarios], ignore_index=True)
    if not known:
        numbers[:] = math.nan
    return pd.concat([pd.DataFrame(head), numbers], axis="columns")


def _values(scenario: Scenario) -> pd.DataFrame:
    """Return numbers of the sizes that units suggest; equal replications share their luck."""
    units = {name: measure.unit for name, measure in registry().items()}
    units |= dict.fromkeys(_read_besides(scenario.readers), "")
    usual = np.array([0.4 if unit == "share" else 30.0 for unit in units.values()])
    names = tuple(units)
    effect = 0.2 * _luck(names, label(scenario.settings))
    for key, value in scenario.levers.items():
        effect = effect + 0.1 * _luck(names, key, str(value))
    luck = np.array([_luck(names, str(replication)) for replication in range(scenario.replications)])
    return pd.DataFrame(usual * (1.0 + np.tanh(effect) + 0.2 * luck), columns=list(names))


@cache
def _luck(names: tuple[str, ...], *words: str) -> Floats:
    """Return a number in [-0.5, 0.5) for each name, which depends on words and name alone."""
    said = "|".join(words)
    return np.array([crc32(f"{said}|{name}".encode()) / 2.0**32 - 0.5 for name in names])


@cache
def _read_besides(readers: tuple[Reader, ...]) -> tuple[str, ...]:
    """Return what readers of traces add to the measures, from a short run."""
    if not readers:
        return ()
    trace = simulate(load(RUN), engine="reference")
    episodes = read(trace)
    return tuple(name for reader in readers for name in reader(trace, episodes))


def rounds(kind: ModuleType, settings: Settings, known: bool = True) -> Iterator[Design]:
    """Yield the designs of an experiment, round after round, until nothing is left to do."""
    design: Design = kind.design(settings)
    for _ in range(MOST_ROUNDS if known else PATIENCE):
        yield design
        if not hasattr(kind, "extend"):
            return
        larger: Design = kind.extend(settings, design, runs_of(design, known))
        if larger == design:
            return
        design = larger
    if not known:
        raise DoesNotApplyError("without values it goes on looking for runs that have some")
    broken(f"its design still grows after {MOST_ROUNDS} rounds.")


def answered(kind: ModuleType, settings: Settings, known: bool = True) -> tuple[Answer, Design]:
    """Return the answer to made-up runs, and the design that they are of."""
    *_, design = rounds(kind, settings, known)
    answer: Answer = kind.answer(settings, design, runs_of(design, known), tuple(registry().values()))
    return answer, design


@cache
def table(name: str, known: bool = True) -> pd.DataFrame | None:
    """Return a stored table, from the first kind of experiment that makes one; none if none does."""
    own = [kind for kind in plugins.names("kinds") if plugins.owner("kinds", kind)]
    for kind in dict.fromkeys(("", "compare", name, *own, *plugins.names("kinds"))):
        tables = _tables(kind, known) if not kind or kind in plugins.names("kinds") else {}
        if name in tables:
            return tables[name]
    return None


@cache
def _tables(kind: str, known: bool) -> dict[str, pd.DataFrame]:
    """Return the tables of a kind as they are read back; those of a real run, if it is none."""
    if not kind:
        return {name: found for name, found in _run_tables().items() if name in ("timelines", "seats")}
    module = plugins.module("kinds", kind)
    try:
        answer, design = answered(module, small(module), known)
    except (SettingsError, DoesNotApplyError):
        return {}  # without values there is no answer
    found = answer.tables | {"runs": runs_of(design, known), "scenarios": scenario_table(design)}
    return {name: pd.read_csv(io.StringIO(each.to_csv(index=False))) for name, each in found.items()}


@cache
def _run_tables() -> dict[str, pd.DataFrame]:
    from simorg.experiments.run import run_experiment, run_folder

    settings = load([*RUN, "experiment=single", "replications=2", "executor.workers=1"])
    with tempfile.TemporaryDirectory(prefix="simorg-contracts-") as folder:
        published = Path(folder) / "published"
        run_experiment(settings, published, io.StringIO())
        found = run_folder(settings, published.parent)
        return {path.stem: pd.read_csv(path) for path in found.glob("*.csv")}
