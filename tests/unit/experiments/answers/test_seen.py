"""Words for differences: better and worse, what could have been seen, where what holds; known on paper."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest

from simorg.experiments.answers.advice import missing, recommendation
from simorg.experiments.answers.caveats import strongest_first
from simorg.experiments.answers.maps import map_sentence
from simorg.experiments.answers.reasons import reason
from simorg.experiments.answers.seen import measured, not_shown, places, rounded, sized, under, value_of
from simorg.experiments.answers.summary import HIGHER, LOWER, NOT_SHOWN, TOO_FEW
from simorg.measures import registry
from tests.unit.experiments.made_up_runs import INCIDENTS, LEAD, SPEED, noise

BREACH, BUSY = "slo_breach_share", "utilisation_max_role"


def row(
    measure: str, structure: str, difference: float, half: float, pairs: int = 20, needed: float = 0.0
) -> dict[str, Any]:
    """Return a difference, decided by its interval as `decide` would."""
    known = registry()[measure]
    low, high = difference - half, difference + half
    clear = LOWER if high < 0.0 else HIGHER if low > 0.0 else NOT_SHOWN
    decision = TOO_FEW if math.isnan(half) else clear
    return {
        "measure": measure, "unit": known.unit, "better": known.better, "structure": structure,
        "baseline": "base", "difference": difference, "low": low, "high": high, "half_width": half,
        "n_pairs": pairs, "n_missing": 0, "replications_needed": needed, "decision": decision,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (row(LEAD, "a", -12.0, 4.1), "12.0 ± 4.1 days shorter (better)"),
        (row(LEAD, "a", 12.0, 4.1), "12.0 ± 4.1 days longer (worse)"),
        (row(SPEED, "a", 0.5, 0.1), "0.50 ± 0.10 higher (better)"),
        (row(SPEED, "a", -0.5, 0.1), "0.50 ± 0.10 lower (worse)"),
        (row(BREACH, "a", 0.0125, 0.0028), "1.25 ± 0.28 percentage points higher (worse)"),
        (row(INCIDENTS, "a", -0.4, 0.1), "0.40 ± 0.10 lower (better)"),
        (row(BUSY, "a", -0.04, 0.01), "4.0 ± 1.0 percentage points lower"),
    ],
)
def test_a_difference_says_which_side_it_is_on_and_whether_that_is_good(
    given: dict[str, Any], said: str
) -> None:
    assert sized(given) == said
    assert value_of(row(LEAD, "a", 1.0, 2.0)) == ""


def test_what_is_not_shown_says_how_small_it_could_have_been_and_how_many_runs_would_do() -> None:
    rows = [row(LEAD, "hub", 2.0, 4.0, needed=57.0), row(LEAD, "silos", -1.0, 6.0, needed=700.0)]
    assert measured(rows, under, "under base") == (
        "Median lead time, against base: no difference could be seen under hub and silos; the smallest that "
        "could have been seen is 4.0 to 6.0 days (if the 2.0 days seen under hub are real, about 77 runs "
        "would show it)."
    )
    (none,) = not_shown([row(LEAD, "hub", 0.0, 0.0)], under)
    assert none == "equal in every run under hub"
    (far,) = not_shown([row(LEAD, "hub", 0.001, 4.0, needed=math.inf)], under)
    assert far.endswith("the smallest that could have been seen is 4.0 days")
    (few,) = not_shown([row(LEAD, "hub", 2.0, math.nan, pairs=1)], under)
    assert few == "too few runs to say under hub: replications=20 would give an interval"
    (gone,) = not_shown([row(LEAD, "hub", math.nan, math.nan, pairs=0)], under)
    assert gone == "no value in any pair of runs under hub"


def test_numbers_of_runs_are_rounded_upwards_and_long_lists_are_not_told() -> None:
    assert [rounded(runs) for runs in (3.2, 77.0, 128.1, 10_432.0)] == ["4", "77", "130", "11,000"]
    many = [row(LEAD, f"s{n}", 1.0, 2.0) for n in range(6)]
    assert places(many, under) == "for the others"
    assert places(many[:3], under) == "under s0, s1 and s2"
    assert places(many[:2], lambda each: f"with {each['structure']}") == "with s0 and s1"


def test_a_recommendation_weighs_nothing_it_was_not_told_to() -> None:
    good, bad = row(LEAD, "hub", -9.0, 3.0), row(BREACH, "hub", 0.02, 0.01)
    busy = row(BUSY, "silos", -0.04, 0.01)
    assert recommendation([busy], "structure", "base") == ""
    assert recommendation([good, busy], "structure", "base").startswith("Take hub rather than base: median")
    assert "has a price" in recommendation([good, bad], "structure", "base")
    two = [good, row(LEAD, "silos", -5.0, 3.0), row(BREACH, "silos", -0.02, 0.01)]
    assert recommendation(two, "structure", "base").startswith("Take silos or hub rather than base: under")
    alike = [row(LEAD, name, -5.0, 3.0) for name in ("hub", "silos", "net")]
    assert recommendation(alike, "structure", "base") == (
        "Take hub, silos or net rather than base: median lead time is shorter there, and nothing asked for "
        "is shown to be worse."
    )
    lost = [row(LEAD, "hub", 9.0, 3.0), row(LEAD, "silos", 9.0, 3.0), row(LEAD, "net", 1.0, 3.0)]
    assert recommendation(lost, "structure", "base") == (
        "Stay with base: under hub and silos, median lead time is longer, and nothing asked for is shown to "
        "be better. As far as could be seen, net would do as well."
    )


def test_what_has_too_few_runs_is_not_told_as_no_difference() -> None:
    rows = [row(BREACH, "hub", 0.01, 0.04), row(LEAD, "hub", -1.0, math.nan)]
    assert recommendation(rows, "structure", "base") == (
        "Nothing is shown to speak for leaving base, nor against it: no difference in time in SLO breach."
    )


def test_what_is_left_out_comes_first_whatever_is_odd_besides() -> None:
    told = ["Acme as it is: odd.", "Take hub.", "Caveat: 40 % of the design is left out.", "More."]
    assert strongest_first(told) == [told[2], told[0], told[1], told[3]]


def test_what_lacks_a_value_is_told_from_a_tenth_on() -> None:
    rows = [row(LEAD, "hub", 1.0, 2.0) | {"n_missing": lost, "n_pairs": 20 - lost} for lost in (1, 2, 20)]
    assert missing(rows[:1]) == []
    assert missing(rows[1:2])[0].startswith("Caveat: runs without a value are left out of the differences")
    assert missing(rows[2:]) == [], "no value at all is said by itself"


def cells(better: dict[tuple[float, float], float]) -> list[dict[str, Any]]:
    return [row(LEAD, "hub", gap, 1.0) | {"x": x, "y": y} for (x, y), gap in better.items()]


AXES = {"x": "demand.initiatives_per_unit_quarter", "y": "handoff.context_cost"}


def test_a_map_says_on_which_side_of_which_condition_each_is_better() -> None:
    grid = {(x, y): 20.0 * y - 4.0 for x in (1.0, 2.0, 3.0) for y in (0.0, 0.2, 0.4)}
    edges = pd.DataFrame({"x": [1.0, 3.0], "y": [0.2, math.inf], "low": [0.1, 0.3], "high": [0.3, math.inf]})
    assert map_sentence(cells(grid), AXES, edges) == (
        "If median lead time counts, take hub where context cost is low, and base where context cost is "
        "high; it turns where context cost is above the map [30, above the map] at ideas per unit and "
        "quarter 3.0 and 20 % [10, 30] at ideas per unit and quarter 1.0; at most it is 4.0 ± 1.0 days "
        "shorter (better) under hub, at ideas per unit and quarter 1.0 and context cost 0.0; no difference "
        "could be seen elsewhere; the smallest that could have been seen is 1.0 days."
    )


def test_one_that_wins_everywhere_and_one_that_wins_in_a_corner() -> None:
    everywhere = map_sentence(cells({(x, 0.0): -5.0 for x in (1.0, 2.0)}), AXES)
    assert everywhere.startswith("If median lead time counts, take hub everywhere; nowhere is base")
    grid = dict.fromkeys([(x, y) for x in (1.0, 2.0, 3.0) for y in (0.0, 0.2, 0.4)], 0.5)
    corner = map_sentence(cells(grid | {(3.0, 0.0): -9.0}), AXES)
    assert "take hub where ideas per unit and quarter is high and context cost is low; nowhere is" in corner


def test_reasons_are_parts_that_point_the_same_way_and_those_that_do_not_are_told_apart() -> None:
    parts = {"lead_queue_days": 5.0, "lead_handoff_days": -2.0, "lead_work_days": 0.0}
    rows = [
        {"scenario": name, "replication": r, LEAD: 100.0 + 10.0 * noise(1, r) + 3.0 * (name == "hub")}
        | {
            part: 20.0 + noise(2, r, n) + size * (name == "hub")
            for n, (part, size) in enumerate(parts.items())
        }
        for name in ("hub", "base")
        for r in range(12)
    ]
    measures = [registry()[name] for name in (LEAD, *parts)]
    said = reason(pd.DataFrame(rows), ["hub"], ["base"], LEAD, measures)
    assert said.startswith(
        "the difference in median lead time goes with these parts of the mean lead time: queue 5.0"
    )
    assert "; the other way go these parts of the mean lead time: handoff 2.0" in said
    assert "work " not in said
    same = pd.DataFrame(rows).assign(scenario=lambda t: t["scenario"], **dict.fromkeys(parts, 1.0))
    assert reason(same, ["hub"], ["base"], LEAD, measures) == ""
