"""What holds of every family of measures: it says what it measures, and measures just that."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from types import ModuleType
from typing import get_args

import numpy as np

from simorg.config.compose import load
from simorg.contracts.verdict import broken
from simorg.measures.episodes import Episodes, read
from simorg.measures.families import all_families, declared
from simorg.measures.measure import Better, Measure
from simorg.plan import Plan, plan_of
from simorg.trace.rows import Trace

PER_TIME = re.compile(r".+/(day|month|quarter|year|person-month|([a-z]+ )?model-year)")
"""Units of rates: of them alone it is promised that windows merge."""
PER_DAY = re.compile(r".+/(day|month|quarter|year)")
"""Units of rates over the days of the window, which are weighted by them."""
WINDOWS = ((130.0, 325.0, 845.0), (325.0, 585.0, 845.0), (0.0, 260.0, 325.0))
"""Start, middle and end, in days."""
TOLERANCE = 1e-9


def every_measure_says_what_it_is(module: ModuleType) -> None:
    """Every measure has a name, a label, a unit, a definition, a direction, and says what it rewards."""
    if not declared(module):
        broken("MEASURES is empty.")
    for measure in declared(module):
        if not isinstance(measure, Measure):
            broken(f"MEASURES holds {measure!r}, which is no Measure.")
        _refuse_untold(measure)


def _refuse_untold(measure: Measure) -> None:
    name = measure.name
    rules = {
        "its name has other signs than small letters, digits and _": re.fullmatch(r"[a-z][a-z0-9_]*", name),
        "it has no unit": measure.unit,
        f"better is '{measure.better}'": measure.better in get_args(Better),
        "its label does not begin like a sentence": measure.label[:1].isupper(),
        "its label ends with a full stop": not measure.label.endswith("."),
        "its definition is no sentence": measure.definition.endswith("."),
        "one way is better, but it does not say what it rewards besides, or the other way round": (
            bool(measure.rewards) == (measure.better != "none")
        ),
        "what it rewards is no sentence": not measure.rewards or measure.rewards.endswith("."),
    }
    for fault, right in rules.items():
        if not right:
            broken(f"{name}: {fault}.")


def no_two_share_a_name_or_label(module: ModuleType) -> None:
    """No measure of any family has the name or the label of another."""
    mine = declared(module)
    others = [measure for family in all_families() if family is not module for measure in declared(family)]
    for n, measure in enumerate(mine):
        for other in [*mine[:n], *others]:
            if measure.name == other.name or measure.label == other.label:
                broken(f"{measure.name} and {other.name} share their name or their label '{measure.label}'.")


def it_measures_what_it_declares(module: ModuleType) -> None:
    """It gives one number for each measure of a plan, and none besides."""
    found, wanted = set(module.compute(_seen())), {measure.name for measure in _of_plan(module)}
    for name in sorted(found ^ wanted):
        broken(f"{name} is {'not computed' if name in wanted else 'not declared'}.")


def numbers_are_numbers(module: ModuleType) -> None:
    """Every number is finite or missing (NaN); shares lie between 0 and 1, times are not negative."""
    for what, numbers in _situations(module):
        for measure in _of_plan(module):
            value = numbers[measure.name]
            if not isinstance(value, (float, int)) or isinstance(value, bool):
                broken(f"{what}: {measure.name} is {value!r}, which is no number.")
            if math.isinf(value):
                broken(f"{what}: {measure.name} is infinite; where there is nothing to count it is missing.")
            if (
                measure.unit == "share"
                and not math.isnan(value)
                and not -TOLERANCE <= value <= 1.0 + TOLERANCE
            ):
                broken(f"{what}: {measure.name} is a share of {value:g}.")
            if measure.unit == "day" and value < 0.0:
                broken(f"{what}: {measure.name} is {value:g} days.")


def nothing_is_missing_and_not_zero(module: ModuleType) -> None:
    """Without any event, a time, and a number for each of something, is missing and not 0."""
    numbers = module.compute(_seen(until=-1.0))
    for measure in _of_plan(module):
        each = "/" in measure.unit and not PER_TIME.fullmatch(measure.unit)
        if (measure.unit == "day" or each) and not math.isnan(numbers[measure.name]):
            broken(f"{measure.name} is {numbers[measure.name]:g} where nothing happened.")


def windows_merge(module: ModuleType) -> None:
    """A rate over two windows that follow each other is the mean of the rates in each, by their lengths."""
    rates = [measure for measure in _of_plan(module) if PER_TIME.fullmatch(measure.unit)]
    for start, middle, end in WINDOWS:
        first, second = (module.compute(_seen(a, b)) for a, b in ((start, middle), (middle, end)))
        whole = module.compute(_seen(start, end))
        for measure in rates:
            parts = [numbers[measure.name] for numbers in (first, second)]
            _refuse_unmerged(measure, f"days {start:g} to {end:g}", whole[measure.name], parts)
            wanted = (parts[0] * (middle - start) + parts[1] * (end - middle)) / (end - start)
            found = whole[measure.name]
            exact = math.isclose(found, wanted, rel_tol=1e-7, abs_tol=TOLERANCE)
            if PER_DAY.fullmatch(measure.unit) and not exact:
                broken(f"days {start:g} to {end:g}: {measure.name} is {found:g}, from its halves {wanted:g}.")


def _refuse_unmerged(measure: Measure, what: str, whole: float, parts: list[float]) -> None:
    known = [value for value in parts if not math.isnan(value)]
    if not known:
        if not math.isnan(whole):
            broken(f"{what}: {measure.name} is {whole:g}, and missing in both halves.")
        return
    room = 1e-7 * max(1.0, *map(abs, known))
    if not min(known) - room <= whole <= max(known) + room:
        broken(f"{what}: {measure.name} is {whole:g}, in its halves {parts[0]:g} and {parts[1]:g}.")


def the_order_does_not_matter(module: ModuleType) -> None:
    """It changes nothing that other families read: twice, and after all others, it gives the same."""
    episodes = read(_trace())
    first = dict(module.compute(episodes))
    others = [(family, dict(family.compute(episodes))) for family in all_families() if family is not module]
    _refuse_changed("computed again", first, module.compute(episodes))
    for family, before in others:
        _refuse_changed(f"{family.__name__}, computed after it", before, family.compute(_seen()))
    _refuse_changed_arrays(episodes)


def _refuse_changed(what: str, before: Mapping[str, float], after: Mapping[str, float]) -> None:
    for name, value in before.items():
        if not (value == after[name] or (math.isnan(value) and math.isnan(after[name]))):
            broken(f"{what}: {name} is {after[name]:g}, before it was {value:g}.")


def _refuse_changed_arrays(episodes: Episodes) -> None:
    wanted, found = _seen().items, episodes.items
    for name in wanted._fields:
        if not np.array_equal(getattr(wanted, name), getattr(found, name)):
            broken(f"it changed what it was given: {name} of the items.")


def _situations(module: ModuleType) -> Iterator[tuple[str, Mapping[str, float]]]:
    """Yield numbers of a usual run, of one without an event, and of one that ends while all is open."""
    for what, seen in (
        ("a usual run", _seen()), ("no event at all", _seen(until=-1.0)),
        ("everything is open at the end", _seen(0.0, 10.0)), ("a short window", _seen(844.0, 845.0)),
    ):  # fmt: skip
        yield what, module.compute(seen)


def _others(module: ModuleType) -> list[ModuleType]:
    return [family for family in all_families() if family is not module]


def _of_plan(module: ModuleType) -> list[Measure]:
    return [*module.MEASURES, *(module.measures(_plan()) if hasattr(module, "measures") else ())]


@cache
def _plan() -> Plan:
    return plan_of(load(["workforce=small", "drift=fast", "horizon_days=845", "warm_up_days=325"]))


@cache
def _whole() -> Trace:
    from simorg.engines.run import simulate

    return simulate(_plan().settings, engine="reference", plan=_plan())


def _trace(start: float = 325.0, end: float = 845.0, until: float = math.inf) -> Trace:
    """Return the rows of a run up to a day, as if the run were watched from `start` and ended at `end`."""
    settings = _plan().settings.model_copy(update={"warm_up_days": start, "horizon_days": end})
    rows = _whole().rows[_whole().rows["time"] <= min(end, until)]
    return Trace(rows, replace(_plan(), settings=settings), 0, "reference")


@cache
def _seen(start: float = 325.0, end: float = 845.0, until: float = math.inf) -> Episodes:
    return read(_trace(start, end, until))


CONTRACTS = (
    every_measure_says_what_it_is, no_two_share_a_name_or_label, it_measures_what_it_declares,
    numbers_are_numbers, nothing_is_missing_and_not_zero, windows_merge, the_order_does_not_matter,
)  # fmt: skip
