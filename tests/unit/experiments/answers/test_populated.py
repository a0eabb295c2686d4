"""Counts of organisations in words, and the conditions under which a difference is larger."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

from simorg.experiments.answers.conditions import conditions, sentences
from simorg.experiments.answers.populated import NEITHER, OFTEN_BETTER, OFTEN_WORSE, fewest, measured
from tests.unit.experiments.made_up_runs import LEAD, noise

PAIR = {"measure": LEAD, "unit": "day", "direction": "lower", "baseline": "centre_of_excellence"}


def row(structure: str, better: int, worse: int, verdict: str, **other: Any) -> dict[str, Any]:
    known = {"n": 50, "median": math.nan, "seen": 4.0, "runs": 10}
    return (
        PAIR | known | {"structure": structure, "better": better, "worse": worse, "verdict": verdict} | other
    )


def test_structures_of_which_the_same_is_said_are_told_together_as_a_range() -> None:
    said = measured(
        [row("hub_and_spoke", 30, 1, OFTEN_BETTER, median=-8.04),
         row("informal_network", 35, 4, OFTEN_BETTER, median=-12.0, seen=6.0),
         row("functional_silos", 0, 49, OFTEN_WORSE, median=41.0)]
    )  # fmt: skip
    assert said == (
        "Median lead time, against centre of excellence: more often shorter (better) under hub and spoke and "
        "informal network (in 60 to 70 % of the organisations, the other way in 2 to 8 %, typically by 8.0 "
        "to 12 days); more often longer (worse) under functional silos (in 98 % of the organisations, the "
        "other way in 0 %, typically by 41 days). In half of them a difference had to exceed 4.0 to 6.0 days "
        "to be seen."
    )


def test_what_is_not_shown_says_how_many_runs_would_do() -> None:
    """Seen 4 days with 10 runs; the half-width goes with the root: 2 days take 4 times as many."""
    said = measured([row("hub_and_spoke", 9, 4, NEITHER, median=-2.0)])
    assert "neither better nor worse is shown to be the more frequent under hub and spoke." in said
    assert said.endswith("(the 2.0 days typical under hub and spoke would take about 40 runs in each).")
    known = row("hub_and_spoke", 9, 4, NEITHER)
    assert "would take" not in measured([known])
    assert "would take" not in measured([known | {"median": -0.01}])
    assert measured([known | {"seen": math.nan}]).endswith("No organisation has an interval.")


def test_a_typical_difference_is_left_out_where_it_points_the_other_way() -> None:
    assert "typically" not in measured([row("hub_and_spoke", 20, 2, OFTEN_BETTER, median=0.5)])


@pytest.mark.parametrize(("pairs", "expected"), [(1, 6), (6, 8), (90, 12)])
def test_the_fewest_organisations_are_those_that_holm_lets_pass(pairs: int, expected: int) -> None:
    from simorg.statistics.signs import sign_test

    assert fewest(pairs) == expected
    assert sign_test(expected, expected) * pairs <= 0.05 < sign_test(expected - 1, expected - 1) * pairs


def differences(size: int, gap: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return organisations whose hub is faster by as much as questions are many; ties do nothing."""
    numbers = list(range(1, size + 1))
    levers = pd.DataFrame(
        {"structure.tie_weak": [noise(3, n) for n in numbers], "handoff.questions": [n % 5 for n in numbers]},
        index=numbers,
    )
    found = [-gap * levers.loc[n, "handoff.questions"] + noise(7, n) for n in numbers]
    return pd.DataFrame(
        PAIR | {"structure": "hub_and_spoke", "background": numbers, "difference": found}
    ), levers


def test_a_condition_is_found_among_others_and_told_with_what_is_typical_on_both_sides() -> None:
    found, levers = differences(40, 3.0)
    table = conditions(found, levers)
    assert table.set_index("key")["shown"].to_dict() == {
        "structure.tie_weak": False,
        "handoff.questions": True,
    }
    row = table.set_index("key").loc["handoff.questions"]
    high = levers["handoff.questions"] > 2
    apart = found.set_index("background")["difference"]
    assert (row["median_above"], row["median_below"]) == (apart[high].median(), apart[~high].median())
    (said,) = sentences(table)
    assert (
        said.startswith("Median lead time under hub and spoke is typically 1") and "where questions" in said
    )
    assert "is above 2" in said and said.endswith("days shorter elsewhere.")


def test_without_a_condition_it_is_said_and_missing_differences_are_left_out() -> None:
    found, levers = differences(40, 0.0)
    assert sentences(conditions(found, levers)) == [
        "None of the 2 parameters that vary is shown to go with a difference in what counts."
    ]
    found, levers = differences(40, 3.0)
    holes = found.assign(difference=np.where(found["background"] < 11, np.nan, found["difference"]))
    assert set(conditions(holes, levers)["organisations"]) == {30}
    assert sentences(conditions(found.iloc[:0], levers)) == []
