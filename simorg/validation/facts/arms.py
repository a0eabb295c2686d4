"""Arms: what a statement changes in a background, each as a scenario of the experiment.

Goes in: statements and backgrounds. Come out: scenarios, each different set of settings once, with what any
statement reads from it; and which of them an arm is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from simorg.experiments.design import Scenario
from simorg.validation.facts.backgrounds import Background
from simorg.validation.facts.fact import Fact


class Arm(NamedTuple):
    """One arm of one statement on one background."""

    fact: str
    background: int
    name: str
    scenario: str


def arms_of(
    facts: Sequence[Fact], backgrounds: Iterable[Background], replications: int
) -> tuple[list[Arm], tuple[Scenario, ...]]:
    """Return the arms of statements on backgrounds, and the scenarios that they are."""
    arms: list[Arm] = []
    scenarios: dict[str, Scenario] = {}
    for background in backgrounds:
        for fact in facts:
            for name, settings in fact.module.conditions(background.settings).items():
                key = settings.model_dump_json()
                new = Scenario(f"{fact.name}.{name}-b{background.number:04d}", settings, replications)
                there = scenarios.get(key, new)
                readers = dict.fromkeys((*there.readers, *fact.readers))
                scenarios[key] = replace(there, readers=tuple(readers))
                arms.append(Arm(fact.name, background.number, name, there.name))
    return arms, tuple(scenarios.values())
