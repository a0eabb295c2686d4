"""What people call keys and units."""

from __future__ import annotations

import pytest

from simorg.config.labels import inside, joined, key_label, sentence, unit_words, with_unit


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("monitoring.label_delay_days", "Label delay (working days)"),
        ("drift.rate", "Drift rate (share per day)"),
        ("drift.rate_cv", "CV of the drift rate"),
        ("structure", "Structure"),
        ("structure.name", "Structure"),
        ("demand.initiatives_per_unit_quarter", "Ideas per unit and quarter"),
        ("practices.velocity", "Velocity"),
        ("handoff.latency_days.mean", "Latency of a handoff, mean (working days)"),
        ("demand.size.cv", "Size of an initiative, CV"),
        ("workforce.units", "Business units"),
        ("workforce.headcount.ml_engineer", "Head count, ML engineer (people)"),
        ("workforce.second_skills.data_engineer.ml", "Efficiency, data engineer at ML (factor)"),
        ("lifecycle.initiative.build.effort.mean", "Effort of build, mean (person-days)"),
        ("lifecycle.change.release.drop", "Drop of release (probability)"),
        ("release.steps.canary.dwell_days", "Dwell of canary (working days)"),
        ("nobody.knows.this_one", "Nobody: knows: this one"),
    ],
)
def test_a_key_has_one_label_with_its_unit(key: str, label: str) -> None:
    assert key_label(key) == label


def test_keys_that_move_together_share_what_they_have_in_common() -> None:
    heads = [f"workforce.headcount.{role}" for role in ("data_engineer", "data_scientist", "ml_engineer")]
    assert key_label("+".join(heads)) == "Head count, data engineer, data scientist and ML engineer (people)"
    assert key_label("drift.rate+drift.volatility") == "Drift rate and drift volatility"
    assert key_label("breaks.loss.mean+faults.loss.mean") == (
        "Loss from a data break, mean and loss from a fault, mean (share)"
    )


def test_a_unit_is_not_said_twice() -> None:
    assert with_unit("Median lead time", "day") == "Median lead time (days)"
    assert with_unit("Incidents per model-year", "incidents/model-year") == "Incidents per model-year"
    assert with_unit("Incidents", "incidents/model-year") == "Incidents (incidents per model-year)"
    assert with_unit("Initiatives in progress", "initiatives") == "Initiatives in progress"
    assert with_unit("Value net of loss", "EUR/quarter") == "Value net of loss (EUR per quarter)"
    assert with_unit("Correlation", "1") == "Correlation"


def test_units_and_names_in_words() -> None:
    assert [unit_words(unit) for unit in ("1/quarter", "day", "share/day", "1")] == [
        "per quarter", "days", "share per day", "",
    ]  # fmt: skip
    assert [inside(sentence(name)) for name in ("ml_engineer", "data_engineer")] == [
        "ML engineer", "data engineer",
    ]  # fmt: skip
    assert joined(["a"]) == "a"
    assert joined(["a", "b", "c"]) == "a, b and c"
