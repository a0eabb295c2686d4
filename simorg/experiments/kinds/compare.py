"""Which structure, for this organisation? Paired on common random numbers; the first is the baseline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simorg.config.settings import Settings
from simorg.experiments.answers import beside
from simorg.experiments.answers.alone import alone
from simorg.experiments.answers.compared import sentences
from simorg.experiments.answers.printing import ComparisonTables
from simorg.experiments.answers.seat_words import overload
from simorg.experiments.answers.words import QUESTIONS
from simorg.experiments.compare import evaluate
from simorg.experiments.design import Answer, Design, Scenario, structures_of
from simorg.experiments.running.precision import precision_reached, until_precise
from simorg.measures import Measure
from simorg.organisation.structures import with_structure

if TYPE_CHECKING:
    import pandas as pd

extend = until_precise
"""More rounds, until means are known as well as was asked for."""


def design(settings: Settings) -> Design:
    """Return every structure under the same settings and the same random numbers.

    Parameters
    ----------
    settings : Settings
        The experiment; a textbook case stands alone.
    """
    if settings.textbook is not None:
        named: dict[str, Settings] = {settings.textbook.case: settings}
    else:
        named = {name: with_structure(settings, name) for name in structures_of(settings)}
    scenarios = tuple(Scenario(name, each, settings.replications) for name, each in named.items())
    return Design(scenarios, baseline=scenarios[0].name, timelines=True, seats=True)


def answer(
    settings: Settings,
    design: Design,
    runs: pd.DataFrame,
    measures: Sequence[Measure],
    seats: pd.DataFrame | None = None,
) -> Answer:
    """Return means with intervals and paired differences."""
    found = evaluate(runs, measures, design.baseline, seats)
    names = [scenario.name for scenario in design.scenarios]
    asked = settings.experiment.measures or ()
    if len(names) == 1:
        told = alone(found, asked)
    else:
        told = sentences(found, asked or QUESTIONS, measures)
        told += beside.sentences(names[1:], found.baseline, asked or QUESTIONS)
    said = [*overload(found.seats), *told, *precision_reached(settings, design, runs)]
    tables = {"summary": found.summary, "comparison": found.comparison}
    return Answer(tables, said, (ComparisonTables(found, asked),))
