"""A crossover traces the boundary on which two structures are equal: made-up runs whose answer is known."""

from __future__ import annotations

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


def crossover(*changes: str) -> simorg.config.settings.Settings:
    return simorg.load(
        ["experiment=crossover", f"experiment.measures=[{LEAD}]", "replications=10",
         "experiment.crossover.x=demand.initiatives_per_unit_quarter",
         "experiment.crossover.x_values=[1,2,3]",
         "experiment.crossover.y=handoff.context_cost", "experiment.crossover.y_values=[0.8,0,0.4]", *changes]
    )  # fmt: skip


def test_a_crossover_traces_the_known_boundary() -> None:
    """The centre is ahead where y < x / 10, whatever the order of the values."""

    def values(s: Scenario, r: int) -> dict[str, float]:
        x, y = s.settings.demand.initiatives_per_unit_quarter, s.settings.handoff.context_cost
        centre = s.settings.structure.name == "centre_of_excellence"
        behind = 100.0 * (y - x / 10.0) + 2.0 * noise(2, r)
        return {LEAD: 200.0 + 30.0 * noise(1, r) + (behind if centre else 0.0)}

    found, design = experiment(crossover(), values)
    assert design.size == 2 * 9 * 10
    edge = found.tables["boundary"]
    assert edge["x"].tolist() == [1, 2, 3]
    assert edge["y"].to_numpy() == pytest.approx([0.1, 0.2, 0.3], abs=0.01)
    assert ((edge["low"] < [0.1, 0.2, 0.3]) & (edge["high"] > [0.1, 0.2, 0.3])).all()
    cells = found.tables["crossover"]
    assert by(cells, x=1, y=0.8)["decision"] == "higher"
    assert by(cells, x=3, y=0.0)["decision"] == "lower"
    assert by(cells, x=2, y=0.4)["difference"] == pytest.approx(20.0, abs=1.0)
    said = words(found.sentences, "If median lead time counts")
    assert said.startswith(
        "If median lead time counts, take centre of excellence where context cost is low, and embedded "
        "squads where context cost is high; it turns where context cost is 30 % ["
    )
    assert " at ideas per unit and quarter 3, 20 % [" in said
    assert "at most it is 69.95" in said and "at ideas per unit and quarter 1 and context cost 0.8" in said


def test_a_map_without_a_change_of_sign_says_so_and_words_make_no_boundary() -> None:
    def ahead(s: Scenario, r: int) -> dict[str, float]:
        return {
            LEAD: 10.0 + noise(1, r, hash_of(s.name)) + 5.0 * (s.settings.structure.name == "embedded_squads")
        }

    found, _ = experiment(crossover(), ahead)
    said = words(
        found.sentences, "take centre of excellence everywhere; nowhere is embedded squads shown to be"
    )
    assert "turns" not in said
    level, _ = experiment(crossover(), lambda s, r: {LEAD: 10.0 + noise(1, r, hash_of(s.name))})
    words(level.sentences, "no difference could be seen anywhere; the smallest that could have been seen is")
    assert "inf" not in " ".join(level.sentences)
    scaled, _ = experiment(crossover("experiment.crossover.y_values=[x0.5,x2]"), ahead)
    assert "boundary" not in scaled.tables


def test_a_crossover_replicates_until_precise() -> None:
    settings = crossover("experiment.precision.relative=0.05", f"experiment.precision.measures=[{LEAD}]")
    found, design = experiment(settings, lambda s, r: {LEAD: 100.0 + 100.0 * noise(1, r)})
    assert len({s.replications for s in design.scenarios}) == 1
    assert design.scenarios[0].replications > 100
    words(found.sentences, "Precision: ± 5.0", "was reached")
