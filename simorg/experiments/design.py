"""What an experiment runs, and what it answers: the common language of its kinds.

A kind is a module of ``simorg/experiments/kinds/`` or of a plug-in, found by listing, with

- ``design(settings) -> Design``: the scenarios to run;
- ``answer(settings, design, runs, measures) -> Answer``: tables, sentences and what to print; `runs` has
  one row a scenario and replication (equal replications share their random numbers), `measures` are
  all of its columns that can be answered for; where the design keeps seats, it takes ``seats``, too;
- optionally ``extend(settings, design, runs) -> Design``: a larger design once the first is done (more
  replications, more scenarios), the same one when nothing is left to do. It may look at finished
  rows only, so that what is run never depends on workers or interruptions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import ModuleType
from typing import TYPE_CHECKING, Any

from simorg.config.errors import SettingsError, nearest
from simorg.config.levers import Value, apply
from simorg.config.settings import Settings
from simorg.experiments.designs.checks import refuse_inert
from simorg.organisation.structures import CUSTOM, MIXTURE, available, label, with_structure
from simorg.plugins import registry

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import RenderableType

    from simorg.experiments.running.task import Reader


@dataclass(frozen=True)
class Scenario:
    """One set of settings, and how often it is run."""

    name: str
    settings: Settings
    replications: int
    levers: Mapping[str, Value] = field(default_factory=dict)
    """What sets it apart from the settings of the experiment, besides its structure."""
    readers: tuple[Reader, ...] = ()
    """What is read from each trace besides the measures: further columns of its rows."""


@dataclass(frozen=True)
class Design:
    """The scenarios of an experiment, each with a name of its own."""

    scenarios: tuple[Scenario, ...]
    baseline: str = ""
    """Scenario that the others are compared with; empty = there is none."""
    timelines: bool = False
    """Whether the course of each replication is kept, too."""
    seats: bool = False
    """Whether it is kept, too, who was busy and what waited; then `answer` is given the table of seats."""

    def __post_init__(self) -> None:
        """Refuse an empty design."""
        if not self.scenarios:
            raise SettingsError("experiment: the design is empty; give at least one structure and one value")

    def named(self, name: str) -> Scenario:
        """Return the scenario of a name."""
        return next(scenario for scenario in self.scenarios if scenario.name == name)

    def with_replications(self, wanted: Mapping[str, int]) -> Design:
        """Return the design with other numbers of replications for some scenarios, by name."""
        scenarios = tuple(replace(s, replications=wanted.get(s.name, s.replications)) for s in self.scenarios)
        return replace(self, scenarios=scenarios)

    @property
    def size(self) -> int:
        """Return the number of replications in all."""
        return sum(scenario.replications for scenario in self.scenarios)


@dataclass(frozen=True)
class Answer:
    """What an experiment found."""

    tables: dict[str, pd.DataFrame]
    """File name without ``.csv`` -> tidy table."""
    sentences: list[str]
    """The answer in plain words, made from the tables."""
    printed: tuple[RenderableType, ...] = ()
    """What a terminal shows above the sentences."""


def kind_of(settings: Settings) -> ModuleType:
    """Return the module of the kind of experiment that settings ask for."""
    return registry.module("kinds", settings.experiment.kind)


def design_of(settings: Settings) -> Design:
    """Return the first design of the experiment that settings describe.

    Raises
    ------
    SettingsError
        If a lever is no key, a value breaks a rule, or the design is empty.
    """
    design: Design = kind_of(settings).design(settings)
    return design


def structures_of(settings: Settings) -> tuple[str, ...]:
    """Return the structures of an experiment, each once, by what they are called in tables.

    Parameters
    ----------
    settings : Settings
        ``experiment.structures``, or the configured structure alone.
    """
    if settings.experiment.structures is not None and not settings.experiment.structures:
        raise SettingsError("experiment.structures = []: an empty design; name at least one structure")
    names = settings.experiment.structures or (settings.structure.name,)
    known = (*available(), CUSTOM, MIXTURE)
    for name in names:
        if names.count(name) > 1:
            raise SettingsError(f"experiment.structures: '{name}' appears twice")
        if name not in known:
            raise SettingsError(f"experiment.structures: unknown structure '{name}'{nearest(name, known)}")
        if name == CUSTOM and settings.structure.file is None:
            rule = "'custom' is your own organisation; say where it is: structure.file=roster.csv"
            raise SettingsError(f"experiment.structures: {rule}")
    return tuple(label(settings, name) for name in names)


def scenario(settings: Settings, name: str, structure: str, levers: Mapping[str, Value]) -> Scenario:
    """Return the scenario with some levers pulled under a structure."""
    for key in levers:
        refuse_inert(settings, key)
    changed = with_structure(settings, structure)
    return Scenario(name, apply(changed, levers) if levers else changed, settings.replications, dict(levers))


def scenario_table(design: Design) -> pd.DataFrame:
    """Return one row a scenario: name, structure, replications and its levers."""
    import pandas as pd

    rows: list[dict[str, Any]] = [
        {"scenario": s.name, "structure": label(s.settings), "replications": s.replications} | dict(s.levers)
        for s in design.scenarios
    ]
    return pd.DataFrame(rows)
