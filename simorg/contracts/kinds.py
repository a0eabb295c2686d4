"""What holds of every kind of experiment: a design that can be run and resumed, an answer in any case."""

from __future__ import annotations

import io
import re
import tempfile
from contextlib import suppress
from pathlib import Path
from types import ModuleType

import pandas as pd
from rich.console import Console

from simorg.config.errors import SettingsError
from simorg.contracts.made_up import answered, rounds, runs_of, small
from simorg.contracts.reported import store
from simorg.contracts.verdict import broken
from simorg.experiments.design import Answer, Design, Scenario
from simorg.experiments.results.stored_run import StoredRun
from simorg.plan import plan_of
from simorg.report.page import page_of
from simorg.report.render import html_of

MOST_BUILT = 12
BAD_STRUCTURES = {
    "none": "experiment.structures=[]",
    "an unknown one": "experiment.structures=[hub_and_spoke,no_such_structure]",
    "one twice": "experiment.structures=[hub_and_spoke,hub_and_spoke]",
}
REPORTED = {"question", "compared", "why", "hire"}
LARGEST = 2_000_000
"""Bytes of a report, which is mailed."""
FILE_NAME = re.compile(r"[a-z][a-z0-9_]*")


def design_has_scenarios(module: ModuleType) -> None:
    """Its design has scenarios, each with a name of its own and at least one replication."""
    design = module.design(small(module))
    if not isinstance(design, Design):
        broken(f"design returned {type(design).__name__}, not a Design.")
    names = [scenario.name for scenario in design.scenarios]
    for scenario in design.scenarios:
        if not scenario.name or names.count(scenario.name) > 1:
            broken(f"'{scenario.name}' is the name of no scenario, or of more than one.")
        if scenario.replications < 1:
            broken(f"{scenario.name} has {scenario.replications} replications.")
    if design.baseline and design.baseline not in names:
        broken(f"its baseline '{design.baseline}' is no scenario.")


def scenarios_can_be_built(module: ModuleType) -> None:
    """Every scenario is an organisation that can do its work (of many, some spread over all)."""
    scenarios = module.design(small(module)).scenarios
    for scenario in scenarios[:: max(1, len(scenarios) // MOST_BUILT)]:
        try:
            plan_of(scenario.settings)
        except SettingsError as error:
            broken(f"{scenario.name} cannot be built: {error}")


def the_same_twice(module: ModuleType) -> None:
    """The same settings give the same designs in all rounds: what was interrupted goes on."""
    settings = small(module)
    one, again = list(rounds(module, settings)), list(rounds(module, settings))
    if one != again:
        broken("two designs of the same settings differ.")


def rounds_only_grow(module: ModuleType) -> None:
    """A later round keeps every scenario and replication of an earlier one, and the rounds come to an end."""
    before: tuple[Scenario, ...] = ()
    for design in rounds(module, small(module)):
        for scenario in before:
            now = next((each for each in design.scenarios if each.name == scenario.name), None)
            if now is None:
                broken(f"a later round has lost the scenario {scenario.name}.")
            if now.settings != scenario.settings:
                broken(f"a later round has other settings of {scenario.name}.")
            if now.replications < scenario.replications:
                broken(f"a later round has fewer replications of {scenario.name}.")
        before = design.scenarios


def bad_structures_are_refused(module: ModuleType) -> None:
    """Structures that are none, unknown or doubled are refused as bad input, or not looked at."""
    for what, override in BAD_STRUCTURES.items():
        settings = small(module, override)
        try:
            design = module.design(settings)
        except SettingsError:
            continue
        if not all("no_such_structure" not in scenario.name for scenario in design.scenarios):
            broken(f"structures, {what}: it makes a scenario of it.")


def it_answers(module: ModuleType) -> None:
    """Its answer has tables with rows and names for files, sentences, and what can be printed."""
    answer, _ = answered(module, small(module))
    _refuse_incomplete(answer)
    if all(table.empty for table in answer.tables.values()):
        broken("none of its tables has a row.")


def it_answers_without_values(module: ModuleType) -> None:
    """Where no run has a value of any measure it still answers, or refuses in words."""
    settings = small(module)
    *_, design = rounds(module, settings)  # values there were, but only while it was decided what to run
    with suppress(SettingsError):
        _refuse_incomplete(module.answer(settings, design, runs_of(design, known=False), _measures()))
    with suppress(SettingsError):
        _refuse_incomplete(answered(module, settings, known=False)[0])


def _refuse_incomplete(answer: Answer) -> None:
    if not isinstance(answer, Answer):
        broken(f"answer returned {type(answer).__name__}, not an Answer.")
    if not answer.tables:
        broken("its answer has no table.")
    for name, table in answer.tables.items():
        if not FILE_NAME.fullmatch(name):
            broken(f"'{name}' is no name of a file: small letters, digits and _.")
        if not isinstance(table, pd.DataFrame):
            broken(f"{name} is a {type(table).__name__}, not a DataFrame.")
        if table.columns.has_duplicates:
            broken(f"{name} has two columns of one name.")
    if not answer.sentences or not all(isinstance(each, str) and each.strip() for each in answer.sentences):
        broken("its answer has no sentence, or an empty one.")
    console = Console(file=io.StringIO(), width=120)
    for each in answer.printed:
        console.print(each)


def the_answer_is_a_function_of_the_runs(module: ModuleType) -> None:
    """The same runs give the same tables and sentences, and are left as they were."""
    settings = small(module)
    one, design = answered(module, settings)
    runs = runs_of(design)
    again = module.answer(settings, design, runs, _measures())
    if one.sentences != again.sentences:
        broken("two answers to the same runs differ in their sentences.")
    for name, table in one.tables.items():
        if name not in again.tables or not table.equals(again.tables[name]):
            broken(f"two answers to the same runs differ in the table {name}.")
    if not runs.equals(runs_of(design)):
        broken("its answer changes the table of runs.")


def it_can_be_reported(module: ModuleType) -> None:
    """A report tells all its sentences; what it says of its report names tables that it makes."""
    settings = small(module)
    answer, _ = answered(module, settings)
    _refuse_unfit(getattr(module, "REPORT", {}), answer)
    with tempfile.TemporaryDirectory(prefix="simorg-contracts-") as temporary:
        store(module, settings, Path(temporary))
        page = page_of(StoredRun(Path(temporary)))
    told = {text for section in page.sections for text in (*section.notes, *section.texts)}
    for text in answer.sentences:
        if " ".join(text.split()) not in told:
            broken(f"its report does not tell: {text}")
    if len(html_of(page).encode()) > LARGEST:
        broken("its report has more than 2 MB.")


def _refuse_unfit(report: object, answer: Answer) -> None:
    if not isinstance(report, dict) or not set(report) <= REPORTED:
        broken(f"REPORT is no table with some of the keys {', '.join(sorted(REPORTED))}.")
    for key in sorted(REPORTED - {"question"} & set(report)):
        names = report[key]
        if isinstance(names, str) or not set(names) <= set(answer.tables):
            broken(f"{key} of REPORT is no list of tables that it makes: {names}.")


def _measures() -> tuple[object, ...]:
    from simorg.measures import registry

    return tuple(registry().values())


CONTRACTS = (
    design_has_scenarios, scenarios_can_be_built, the_same_twice, rounds_only_grow,
    bad_structures_are_refused, it_answers, it_answers_without_values, the_answer_is_a_function_of_the_runs,
    it_can_be_reported,
)  # fmt: skip
