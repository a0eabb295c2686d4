"""Which designs are worth having? A search over structure, staffing and practices, several goals at once.

Designs are asked for in batches and judged on the same random numbers. Those that no other one beats look
better than they are, because they were picked for it; so they are run again on fresh random numbers,
together with the organisation as it is, and only these second estimates are reported as results.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simorg.config.settings import Settings
from simorg.experiments.answers.front import AGAIN, first_estimates, fronts
from simorg.experiments.answers.front_words import answer_of
from simorg.experiments.design import Answer, Design, Scenario, scenario
from simorg.experiments.designs.candidates import AS_IS, Candidate, as_is, better_of, candidates, space_of
from simorg.measures import Measure

if TYPE_CHECKING:
    import pandas as pd

LARGEST_SEED = 1 << 32


def design(settings: Settings) -> Design:
    """Return the organisation as it is, and the first batch of designs.

    Parameters
    ----------
    settings : Settings
        The experiment; ``experiment.optimise`` says what may be chosen and what is wanted.
    """
    space_of(settings)
    asked, _ = candidates(settings, {})
    return Design((as_is(settings), *_scenarios(settings, asked)))


def extend(settings: Settings, design: Design, runs: pd.DataFrame) -> Design:
    """Return the next batch of designs; when all are tried, those that none beats, on fresh seeds."""
    there = {scenario.name for scenario in design.scenarios}
    asked, over = candidates(settings, first_estimates(settings, runs))
    if not over:
        new = [candidate for candidate in asked if candidate.name not in there]
        return Design((*design.scenarios, *_scenarios(settings, new)))
    if any(name.endswith(AGAIN) for name in there):
        return design
    best = fronts(settings, runs, [candidate.name for candidate in asked if not candidate.problem])
    if not best:
        return design
    return Design((*design.scenarios, *(_again(settings, design.named(name)) for name in [AS_IS, *best])))


def _scenarios(settings: Settings, asked: Sequence[Candidate]) -> list[Scenario]:
    return [
        scenario(settings, each.name, each.structure, dict(each.levers)) for each in asked if not each.problem
    ]


def _again(settings: Settings, first: Scenario) -> Scenario:
    """Return a scenario to be run again, on random numbers that nothing was chosen by."""
    levers = dict(first.levers) | {"seed": (settings.seed + 1) % LARGEST_SEED}
    found = scenario(settings, first.name + AGAIN, first.settings.structure.name, levers)
    return Scenario(found.name, found.settings, settings.experiment.optimise.confirm, levers)


def answer(settings: Settings, design: Design, runs: pd.DataFrame, measures: Sequence[Measure]) -> Answer:
    """Return all designs tried, the front on fresh seeds, and its gains over the organisation as it is."""
    asked, _ = candidates(settings, first_estimates(settings, runs))
    by_name = {measure.name: measure for measure in measures}
    objectives = [by_name[name] for name, _ in better_of(settings)]
    return answer_of(settings, design, runs, objectives, asked)
