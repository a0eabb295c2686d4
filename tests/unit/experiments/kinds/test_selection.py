"""A selection drops the hopeless and guarantees the best: made-up runs whose answer is known."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pytest

import simorg
from simorg.experiments.design import Scenario
from tests.unit.experiments.made_up_runs import (
    LEAD,
    by,
    experiment,
    hash_of,
    noise,
    words,
)


def selection(*changes: str) -> simorg.config.settings.Settings:
    return simorg.load(
        ["experiment=selection", "experiment.structures=[hub_and_spoke,centre_of_excellence,embedded_squads]",
         "experiment.selection.first_stage=10", "experiment.selection.indifference=5",
         "experiment.selection.cap=200", *changes]
    )  # fmt: skip


def race(spread: float, lead: Mapping[str, float]) -> object:
    def values(s: Scenario, r: int) -> dict[str, float]:
        return {LEAD: 100.0 + lead.get(s.name, 0.0) + spread * noise(1, r, hash_of(s.name))}

    return values


def test_a_selection_drops_the_hopeless_early_and_guarantees_the_best() -> None:
    lead = {"hub_and_spoke": -6.0, "embedded_squads": 60.0}
    found, design = experiment(selection(), race(40.0, lead))  # type: ignore[arg-type]
    table = found.tables["selection"]
    best = by(table, structure="hub_and_spoke")
    assert best["chosen"]
    assert best["guaranteed"]
    hopeless = by(table, structure="embedded_squads")
    assert hopeless["out_after"] == 10
    assert hopeless["replications"] == 10 < best["replications"] <= 200
    assert design.size < 600
    assert "right with probability 95.0 %" in words(found.sentences, "Take hub and spoke: it has the lowest")


def test_a_selection_stopped_by_its_cap_guarantees_nothing() -> None:
    found, design = experiment(selection("experiment.selection.cap=15"), race(300.0, {}))  # type: ignore[arg-type]
    assert {s.replications for s in design.scenarios} == {15}
    assert not found.tables["selection"]["guaranteed"].any()
    said = words(found.sentences, "Nothing is guaranteed")
    assert "the cap stopped it after 15 replications" in said
    assert "Still in the race" in said


@pytest.mark.parametrize("lacking", [1.0, 0.5])
def test_a_selection_on_a_measure_that_is_missing_ends_at_its_cap(lacking: float) -> None:
    def values(s: Scenario, r: int) -> dict[str, float]:
        return {LEAD: math.nan if (r % 10) / 10.0 < lacking else 100.0 + 300.0 * noise(1, r, hash_of(s.name))}

    found, design = experiment(selection("experiment.selection.cap=30"), values)
    assert {s.replications for s in design.scenarios} == {30}
    assert not found.tables["selection"]["guaranteed"].any()
    words(found.sentences, "No structure was chosen" if lacking == 1.0 else "Nothing is guaranteed")
