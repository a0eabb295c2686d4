"""Staffing prices hires, one and two: made-up runs whose answer is known."""

from __future__ import annotations

import pytest

import simorg
from simorg.experiments.design import Scenario
from tests.unit.experiments.made_up_runs import (
    INCIDENTS,
    LEAD,
    by,
    experiment,
    hash_of,
    noise,
    words,
)


def test_staffing_prices_each_hire_and_follows_the_bottleneck() -> None:
    settings = simorg.load(
        ["experiment=staffing", f"experiment.measures=[{LEAD},{INCIDENTS}]", "replications=10",
         "experiment.staffing.roles=[data_engineer,ml_engineer]"]
    )  # fmt: skip

    def values(s: Scenario, r: int) -> dict[str, float]:
        data = "data_engineer" in s.name
        busy = {"utilisation_data_engineer": 0.7 if data else 0.9, "utilisation_ml_engineer": 0.8}
        return busy | {
            LEAD: 100.0 + 50.0 * noise(1, r) - 8.0 * data,
            INCIDENTS: 5.0 + noise(1, r, hash_of(s.name)),
        }

    found, design = experiment(settings, values)
    assert [s.name for s in design.scenarios] == [
        "hub_and_spoke-as_is", "hub_and_spoke-data_engineer-unit_1", "hub_and_spoke-ml_engineer-unit_1",
    ]  # fmt: skip
    assert design.scenarios[1].settings.workforce.hires == ("regular data_engineer@unit_1",)
    table = found.tables["staffing"]
    row = by(table, role="data_engineer", measure=LEAD)
    assert (row["difference"], row["decision"]) == (pytest.approx(-8.0), "lower")
    assert row["utilisation"] == pytest.approx(0.9)
    assert row["cost_eur_per_year"] == 600.0 * 260.0
    assert by(table, role="ml_engineer", measure=LEAD)["difference"] == 0.0
    said = words(found.sentences, "the busiest role is the data engineer (90.0 % busy)")
    assert "the bottleneck moves to the ML engineer (80.0 %)" in said
    assert found.sentences[0].startswith(
        "Under hub and spoke, hire one more data engineer for 156,000 EUR a year: median lead time gets "
        "shorter, and nothing asked for is shown to get worse."
    )


def two_hires(*changes: str) -> simorg.config.settings.Settings:
    return simorg.load(
        ["experiment=staffing", f"experiment.measures=[{LEAD}]", "replications=20",
         "experiment.staffing.hires=2",
         "experiment.staffing.roles=[data_engineer,ml_engineer,product_manager]", *changes]
    )  # fmt: skip


def worth(s: Scenario, r: int, ml: float) -> dict[str, float]:
    """Return a lead time that one data engineer shortens by 8 days, a second one by nothing more."""
    hires = s.settings.workforce.hires
    data, machine = (sum(f" {role}@" in hire for hire in hires) for role in ("data_engineer", "ml_engineer"))
    own = 0.1 * noise(1, r, hash_of(s.name))
    return {
        LEAD: 100.0 + 50.0 * noise(1, r) - 8.0 * min(data, 1) - ml * min(machine, 1) + own,
        "utilisation_data_engineer": 0.9,
    }


def test_two_more_hires_are_ranked_and_it_is_said_what_the_second_adds() -> None:
    found, design = experiment(two_hires(), lambda s, r: worth(s, r, 3.0))
    assert len(design.scenarios) == 1 + 3 + 6
    both = design.named("hub_and_spoke-data_engineer-unit_1+ml_engineer-unit_1")
    assert both.settings.workforce.hires == ("regular data_engineer@unit_1", "regular ml_engineer@unit_1")
    pairs = found.tables["pairs"]
    best = by(pairs, first="data_engineer", second="ml_engineer")
    assert best["difference"] == pytest.approx(-11.0, abs=0.1)
    assert (best["added_to"], best["added_decision"]) == ("data_engineer", "lower")
    assert best["added"] == pytest.approx(-3.0, abs=0.1)
    assert pairs["in_the_running"].tolist() == [False, True, False, False, False, False]
    assert by(pairs, first="data_engineer", second="data_engineer")["added_decision"] == "no difference shown"
    first = found.sentences[0]
    assert first.startswith(
        "Two more under hub and spoke, for median lead time: data engineer in unit 1 and ML"
    )
    assert "The second adds: it is 3.0" in first
    assert first.endswith("Every other pair is shown to be worse than it.")
    assert not found.tables["busy"]["scenario"].str.contains("+", regex=False).any()


def test_where_the_second_adds_nothing_it_is_said_and_pairs_are_not_told_apart() -> None:
    found, _ = experiment(two_hires(), lambda s, r: worth(s, r, 0.0))
    pairs = found.tables["pairs"]
    with_data = (pairs["first"] == "data_engineer") | (pairs["second"] == "data_engineer")
    assert pairs["in_the_running"].tolist() == with_data.tolist()
    first = found.sentences[0]
    assert "is not shown to add anything to one more data engineer in unit 1 alone" in first
    assert "Not shown to be worse than it: " in first
    nothing, _ = experiment(two_hires("replications=1"), lambda s, r: worth(s, r, 3.0))
    assert "no pair is shown to make it better; too few runs to say with any two" in nothing.sentences[0]
    assert nothing.tables["pairs"]["in_the_running"].all()
