"""Which statements of the literature does the model confirm? Each is tried on many perturbed organisations.

Candidates run a pilot until enough of them cope; then every arm of every statement runs on every one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import islice

import pandas as pd
from rich.markup import escape
from rich.table import Table

from simorg.config.errors import SettingsError
from simorg.config.settings import Settings
from simorg.experiments.answers.fact_words import left_out, sentences
from simorg.experiments.answers.printing import frame_table
from simorg.experiments.design import Answer, Design, Scenario
from simorg.measures import Measure
from simorg.validation.facts.arms import Arm, arms_of
from simorg.validation.facts.backgrounds import PILOT, Background, candidates, judged
from simorg.validation.facts.fact import Fact, chosen
from simorg.validation.facts.findings import ScenarioNumbers, rows_by_scenario, tables_of
from simorg.validation.facts.page import effect_of
from simorg.validation.facts.verdict import FEWEST

PILOTS = "candidate-b"


def design(settings: Settings) -> Design:
    """Return the pilots of as many candidates as backgrounds are wanted."""
    if settings.replications < 2:
        raise SettingsError(
            f"replications = {settings.replications}: experiment.kind = facts decides by an interval in each "
            "background, which needs at least 2; nearest valid: 2"
        )
    _refuse_unused(settings)
    _facts(settings)
    return Design(_pilots(settings, 0))


def extend(settings: Settings, design: Design, runs: pd.DataFrame) -> Design:
    """Return more pilots while too few candidates cope, then all arms."""
    known = _judged(settings, design, runs)
    accepted = [background for background in known if not background.rejected]
    if len(accepted) == settings.experiment.facts.backgrounds:
        _, scenarios = _arms(settings, accepted)
        there = {scenario.name for scenario in design.scenarios}
        return Design((*design.scenarios, *(each for each in scenarios if each.name not in there)))
    further = _pilots(settings, len(known))
    if not further:
        raise SettingsError(
            f"experiment.facts.backgrounds = {settings.experiment.facts.backgrounds}: of {len(known)} "
            f"candidates only {len(accepted)} are not overloaded; nearest valid: {len(accepted)}"
        )
    return Design((*design.scenarios, *further))


def answer(settings: Settings, design: Design, runs: pd.DataFrame, measures: Sequence[Measure]) -> Answer:
    """Return verdicts, effects background by background, and what they come from."""
    known = _judged(settings, design, runs)
    arms, _ = _arms(settings, [background for background in known if not background.rejected])
    tables = tables_of(_facts(settings), known, arms, runs)
    verdicts = tables["facts"]
    out = sum(bool(background.rejected) for background in known)
    told = sentences(verdicts, _facts(settings), settings.replications)
    texts = [left_out(len(known), out), _too_few(settings), *told]
    return Answer(tables, [text for text in texts if text], (_printed(verdicts),))


def _refuse_unused(settings: Settings) -> None:
    """Refuse what another kind would heed, and this one could not."""
    reasons = {
        "measures": "each statement reads measures of its own; choose with experiment.facts.statements",
        "structures": "the structure is one of the things that vary between the organisations",
    }
    for key, reason in reasons.items():
        given = getattr(settings.experiment, key)
        if given is not None:
            shown = ", ".join(given)
            raise SettingsError(
                f"experiment.{key} = [{shown}]: experiment.kind = facts takes none, for {reason}"
            )


def _facts(settings: Settings) -> tuple[Fact, ...]:
    try:
        return chosen(list(settings.experiment.facts.statements))
    except SettingsError as error:
        raise SettingsError(f"experiment.facts.statements: {error}") from error


def _pilots(settings: Settings, first: int) -> tuple[Scenario, ...]:
    batch = islice(candidates(settings, first), settings.experiment.facts.backgrounds)
    return tuple(Scenario(_pilot(b.number), b.settings, PILOT) for b in batch if not b.rejected)


def _pilot(number: int) -> str:
    return f"{PILOTS}{number:04d}"


def _judged(settings: Settings, design: Design, runs: pd.DataFrame) -> list[Background]:
    rows = rows_by_scenario(runs)
    tried = [name for name in (s.name for s in design.scenarios) if name.startswith(PILOTS)]
    pilots = {int(name.removeprefix(PILOTS)): ScenarioNumbers(runs, rows[name]) for name in tried}
    return judged(settings, settings.experiment.facts.backgrounds, pilots)


def _arms(settings: Settings, accepted: Sequence[Background]) -> tuple[list[Arm], tuple[Scenario, ...]]:
    """Return arms and scenarios; asked for after every round, they are made once."""
    return _made(settings.model_dump_json(), tuple(each.number for each in accepted))


@lru_cache(maxsize=1)
def _made(settings: str, numbers: tuple[int, ...]) -> tuple[list[Arm], tuple[Scenario, ...]]:
    asked = Settings.model_validate_json(settings)
    accepted = [next(candidates(asked, number)) for number in numbers]
    return arms_of(_facts(asked), accepted, asked.replications)


def _too_few(settings: Settings) -> str:
    wanted = settings.experiment.facts.backgrounds
    if wanted >= FEWEST:
        return ""
    return (
        f"{wanted} organisations are too few for a verdict on anything but an identity: {FEWEST} that agree "
        f"are the fewest that are no coin toss; experiment.facts.backgrounds={FEWEST} or more."
    )


def _printed(verdicts: pd.DataFrame) -> Table:
    rows = [
        [
            str(row["number"]), row["fact"], row["statement"], row["verdict"],
            f"{row['confirming']} / {row['refuting']} / {row['neutral']}", escape(effect_of(row)),
        ]
        for row in verdicts.to_dict("records")
    ]  # fmt: skip
    columns = ["", "claim", "says", "verdict", "agree / contradict / undecided", "effect: median [95 %]"]
    return frame_table("", columns, rows, most=len(rows))
