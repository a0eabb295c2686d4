"""Every contract can be broken: one example each that keeps the others' words and breaks this one."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib import pyplot as plt

from simorg.contracts.verdict import contracts, verdict_on
from simorg.experiments.design import Answer, Design, Scenario
from simorg.measures.episodes import Episodes
from simorg.measures.measure import Measure
from simorg.organisation.graph import OWNER, PERSON, ROUTE, TEAM, TIE, Organisation
from simorg.plugins import registry
from simorg.plugins.sorts import SORTS
from simorg.rules.drift import NEVER, LawNumbers

mpl.use("Agg")


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    plt.close("all")


def module(name: str, **what: Any) -> ModuleType:
    made = ModuleType(f"broken.{name}")
    vars(made).update(what)
    return made


# structures


def wired(change: Callable[[Organisation], object]) -> ModuleType:
    """Return hub and spoke with a change of its graph."""

    def build(*given: Any) -> Organisation:
        found: Organisation = registry.module("structures", "hub_and_spoke").build(*given)
        change(found)
        return found

    return module("mine", build=build)


def seated(choose: Callable[[Any], Any]) -> ModuleType:
    """Return hub and spoke of other people than it was given."""
    hub = registry.module("structures", "hub_and_spoke")
    return module("mine", build=lambda people, *others: hub.build(choose(people), *others))


def without_first(relation: str) -> Callable[[Organisation], None]:
    def change(organisation: Organisation) -> None:
        edges = organisation.graph.edges(keys=True, data=True)
        first = next(edge for edge in edges if edge[3]["relation"] == relation)
        organisation.graph.remove_edge(*first[:3])

    return change


def change_ties(length: Callable[[], float]) -> Callable[[Organisation], None]:
    def change(organisation: Organisation) -> None:
        for _, _, data in organisation.edges(TIE):
            data["length"] = length()

    return change


def serve_risk(organisation: Organisation) -> None:
    for name in organisation.nodes(PERSON):
        person = organisation.person(name)
        person["serves"] = tuple(sorted({*person["serves"], "risk"}))


def found_a_ghost(organisation: Organisation) -> None:
    organisation.graph.add_node((TEAM, "ghost"), kind=TEAM, name="ghost", unit="", decided_by="all")


def forget_homes(organisation: Organisation) -> None:
    for team in organisation.nodes(TEAM):
        del organisation.graph.nodes[TEAM, team]["unit"]


numbers = itertools.count(1)
STRUCTURES = {
    "people_are_the_same": (seated(lambda people: people[:-1]), "is only among those who are listed"),
    "people_serve_what_they_can": (wired(serve_risk), "serves risk, which is beyond them"),
    "every_unit_is_served": (wired(without_first(ROUTE)), "has no route for"),
    "rights_are_complete": (wired(without_first(OWNER)), "has 0 edges 'owner', not one"),
    "distances_are_distances": (wired(change_ties(lambda: -1.0)), "a tie of length -1"),
    "one_person_is_an_organisation": (wired(found_a_ghost), "sits in 2 teams"),
    "the_same_twice": (wired(change_ties(lambda: next(numbers) * 1e-3)), "differ between two builds"),
    "names_mean_nothing": (
        seated(lambda people: sorted(people, key=lambda p: p.name[::-1])),
        "other names of people",
    ),
    "it_can_be_drawn": (wired(forget_homes), "KeyError: 'unit'"),
}


# drift laws


def law(breach_days: Callable[[LawNumbers, float], float], closed_form: float = 0.0) -> ModuleType:
    return module(
        "mine",
        breach_days=breach_days,
        recovery_days=lambda law, u: NEVER,
        breached_by=lambda law, days: closed_form,
    )


def unless_off(days: Callable[[LawNumbers, float], float]) -> Callable[[LawNumbers, float], float]:
    return lambda law, u: NEVER if law.rate <= 0.0 else days(law, u)


DRIFT = {
    "times_are_times": (law(lambda law, u: -1.0), "breach_days is -1.0"),
    "no_rate_no_breach": (law(lambda law, u: 5.0), "a breach after 5 days"),
    "almost_no_margin_breaches_at_once": (law(lambda law, u: 30.0), "a breach after 30 days"),
    "faster_drift_breaches_sooner": (
        law(unless_off(lambda law, u: 1e3 * law.rate)),
        "a higher rate moves it",
    ),
    "more_margin_breaches_later": (law(unless_off(lambda law, u: 1.0 / law.margin)), "more margin moves it"),
    "one_chance_one_time": (law(lambda law, u: abs(u - 0.5)), "both rises and falls"),
    "simulated_as_in_closed_form": (law(lambda law, u: 100.0 * u, 0.5), "in closed form 0.500"),
    "compiled_as_written": (law(lambda law, u: NEVER), "breach_days lacks @kernel"),
}


# measures


def measure(name: str = "mine", unit: str = "share", label: str = "Mine") -> Measure:
    return Measure(name, label, unit, "none", "A number.")


def family(compute: Callable[[Episodes], dict[str, float]], *measures: Measure) -> ModuleType:
    return module("mine", MEASURES=measures or (measure(),), compute=compute)


def meddle(e: Episodes) -> dict[str, float]:
    e.items.created[:] = 0.0
    return {"mine": math.nan}


MEASURES = {
    "every_measure_says_what_it_is": (family(dict, measure("Mine")), "other signs than small letters"),
    "no_two_share_a_name_or_label": (family(dict, measure(label="Median lead time")), "share their name or"),
    "it_measures_what_it_declares": (family(lambda e: {"mine": 0.0, "more": 1.0}), "more is not declared"),
    "numbers_are_numbers": (family(lambda e: {"mine": math.inf}), "mine is infinite"),
    "nothing_is_missing_and_not_zero": (
        family(lambda e: {"mine": 0.0}, measure(unit="day")), "mine is 0 where nothing happened",
    ),
    "windows_merge": (
        family(lambda e: {"mine": float(len(e.items.ended))}, measure(unit="1/quarter")), "mine is",
    ),
    "the_order_does_not_matter": (family(meddle), "computed after it: lead_time_p50_days is"),
}  # fmt: skip


# figures


def figure(
    draw: Callable[..., Any], about: str = "a line", columns: tuple[str, ...] = ("measure", "mean")
) -> ModuleType:
    return module("mine", ABOUT=about, TABLES={"summary": columns}, draw=draw)


def page(width_mm: float = 89.0) -> Any:
    return plt.figure(figsize=(width_mm / 25.4, 2.0)).subplots()


def draw_and_change(summary: pd.DataFrame, **options: Any) -> Any:
    summary["mean"] = 0.0
    return page()


def draw_one_measure(summary: pd.DataFrame, **options: Any) -> Any:
    ax = page()
    ax.plot(summary.set_index("measure").loc["lead_time_p50_days", "mean"])
    return ax


def draw_numbered(summary: pd.DataFrame, **options: Any) -> Any:
    ax = page()
    ax.set_title(str(next(numbers)))
    return ax


def draw_over_each_other(summary: pd.DataFrame, width_mm: float = 89.0) -> Any:
    ax = page(width_mm)
    for text in ("one", "other"):
        ax.text(0.5, 0.5, text)
    return ax


FIGURES = {
    "it_says_what_it_shows": (
        figure(lambda *_: page(), columns=("no_such",)),
        "summary has no column no_such",
    ),
    "it_draws_stored_tables": (figure(draw_and_change), "it changes the table summary"),
    "it_says_what_is_missing": (figure(draw_one_measure), "measures that nobody knows: KeyError"),
    "the_same_bytes_twice": (figure(draw_numbered), "two drawings of the same tables differ"),
    "every_text_has_its_place": (figure(draw_over_each_other), "'one' over 'other'"),
    "it_goes_into_axes_of_others": (figure(lambda summary, ax: page()), "returns other Axes"),
}


# kinds of experiment


def kind(**changes: Any) -> ModuleType:
    compare = registry.module("kinds", "compare")
    return module("compare", **({"design": compare.design, "answer": compare.answer} | changes))


def scenario(settings: Any, name: str = "one") -> Scenario:
    return Scenario(name, settings, 2)


def nobody_left(settings: Any) -> Any:
    workforce = settings.workforce.model_copy(update={"headcount": {"legal_risk_officer": 1}})
    return settings.model_copy(update={"workforce": workforce})


def shrinking(settings: Any, design: Design, runs: pd.DataFrame) -> Design:
    return Design(design.scenarios[1:]) if len(design.scenarios) > 1 else design


def design_by_a_table(settings: Any) -> Design:
    known = {None: 1, ("hub_and_spoke",): 1}
    assert known[settings.experiment.structures]
    return Design((scenario(settings),))


def answer_with(sentence: Callable[[pd.DataFrame], str]) -> Callable[..., Answer]:
    return lambda settings, design, runs, measures: Answer({"runs": runs.head()}, [sentence(runs)])


def divide(runs: pd.DataFrame) -> str:
    return str(1 // int(runs["lead_time_p50_days"].notna().sum()))


def add_a_column(runs: pd.DataFrame) -> str:
    runs["mine"] = 1.0
    return "Done."


KINDS = {
    "design_has_scenarios": (
        kind(design=lambda settings: Design((scenario(settings), scenario(settings)))), "or of more than one",
    ),
    "scenarios_can_be_built": (
        kind(design=lambda settings: Design((scenario(nobody_left(settings)),))), "one cannot be built",
    ),
    "the_same_twice": (
        kind(design=lambda s: Design((scenario(s.model_copy(update={"seed": next(numbers)})),))), "differ",
    ),
    "rounds_only_grow": (kind(extend=shrinking), "has lost the scenario"),
    "bad_structures_are_refused": (kind(design=design_by_a_table), "KeyError: ()"),
    "it_answers": (kind(answer=lambda *_: Answer({}, ["Yes."])), "its answer has no table"),
    "it_answers_without_values": (kind(answer=answer_with(divide)), "ZeroDivisionError"),
    "the_answer_is_a_function_of_the_runs": (kind(answer=answer_with(add_a_column)), "changes the table of"),
    "it_can_be_reported": (kind(REPORT={"compared": ["no_such_table"]}), "is no list of tables that it"),
}  # fmt: skip


BROKEN = {"structures": STRUCTURES, "drift": DRIFT, "measures": MEASURES, "figures": FIGURES, "kinds": KINDS}
EXAMPLES = [
    pytest.param(sort, name, *example, id=f"{sort}-{name}")
    for sort, examples in BROKEN.items()
    for name, example in examples.items()
]


@pytest.mark.parametrize(("sort", "name", "example", "said"), EXAMPLES)
def test_what_breaks_a_contract_is_caught(sort: str, name: str, example: ModuleType, said: str) -> None:
    contract = next(each for each in contracts(sort) if each.__name__ == name)
    verdict = verdict_on(example, contract)
    assert not verdict.kept
    assert said in verdict.said


@pytest.mark.parametrize("sort", SORTS)
def test_every_contract_has_an_example_that_breaks_it(sort: str) -> None:
    assert list(BROKEN[sort]) == [contract.__name__ for contract in contracts(sort)]
