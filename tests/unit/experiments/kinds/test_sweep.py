"""A sweep finds what each lever does: made-up runs whose answer is known."""

from __future__ import annotations

import math

import pytest

import simorg
from simorg.config.errors import SettingsError
from simorg.experiments.design import Scenario, design_of
from tests.unit.experiments.made_up_runs import (
    LEAD,
    SPEED,
    by,
    experiment,
    hash_of,
    noise,
    rate,
    words,
)


def sweep(*changes: str) -> simorg.config.settings.Settings:
    return simorg.load(
        ["experiment=sweep", "replications=12", f"experiment.measures=[{LEAD},{SPEED}]", *changes]
    )


def test_a_sweep_finds_what_each_lever_does_and_what_none_does() -> None:
    settings = sweep(
        "experiment.sweep.levers=[{key: drift.rate, values: [0.001, 0.002, 0.004]}, "
        "{key: handoff.questions, values: [0, 2]}]"
    )

    def values(s: Scenario, r: int) -> dict[str, float]:
        steep = 2000.0 if s.settings.structure.name == "hub_and_spoke" else 0.0
        own = noise(1, r, hash_of(s.name))
        return {LEAD: 50.0 + steep * rate(s) + 9.0 * noise(1, r) + 0.1 * own, SPEED: 8.0 + own}

    found, design = experiment(settings, values)
    assert design.size == 3 * 2 * 2 * 12
    effects = found.tables["effects"]
    hub = by(effects, lever="drift.rate", structure="hub_and_spoke", measure=LEAD)
    assert hub["low"] < 6.0 < hub["high"]
    assert hub["decision"] == "higher"
    assert hub["variance_saved"] > 0.9
    assert hub["n_pairs"] == 12
    others = effects[(effects["measure"] == LEAD) & (effects.index != hub.name)]
    assert (others["decision"] == "no difference shown").all()
    said = words(found.sentences, "With drift rate at 0.004, on average over questions of a handoff: median")
    assert "days longer (worse) under hub and spoke than with drift rate at 0.001" in said
    assert "no difference could be seen under centre of excellence" in said
    gaps = found.tables["differences"]
    row = by(gaps, measure=LEAD, **{"drift.rate": 0.004, "handoff.questions": 2})
    assert (row["structure"], row["baseline"]) == ("hub_and_spoke", "centre_of_excellence")
    assert row["low"] < 8.0 < row["high"]
    more = by(found.tables["interactions"], lever="drift.rate", measure=LEAD)
    assert more["low"] < 6.0 < more["high"]
    assert by(found.tables["interactions"], lever="handoff.questions", measure=LEAD)["low"] < 0.0
    first = words(found.sentences, "If median lead time counts")
    assert first.startswith(
        "If median lead time counts, take centre of excellence everywhere; nowhere is hub"
    )
    said = words(found.sentences, "Does what drift rate does to median lead time depend on the structure?")
    assert "Under hub and spoke it becomes 5.98" in said or "Under hub and spoke it becomes 6.0" in said
    said = words(found.sentences, "Does what questions of a handoff does to median lead time")
    assert "No difference could be seen under hub and spoke" in said
    assert "hold together" in words(found.sentences, "Bonferroni")
    responses = found.tables["responses"]
    row = responses[(responses["drift.rate"] == 0.002) & (responses["structure"] == "hub_and_spoke")]
    assert row[row["measure"] == LEAD]["mean"].to_numpy() == pytest.approx(54.0, abs=2.0)


def test_a_sweep_over_single_values_has_responses_and_no_effects() -> None:
    found, _ = experiment(
        sweep("experiment.sweep.levers=[{key: drift.rate, values: [0.001]}]"), lambda s, r: {LEAD: float(r)}
    )
    assert set(found.tables) == {"responses", "differences"}
    alone, _ = experiment(
        sweep("experiment.sweep.levers=[{key: drift.rate, values: [0.001]}]",
              "experiment.structures=[hub_and_spoke]"), lambda s, r: {LEAD: float(r)}
    )  # fmt: skip
    assert set(alone.tables) == {"responses"}
    assert alone.sentences == []


def test_a_zipped_sweep_moves_its_levers_together() -> None:
    settings = sweep(
        "experiment.sweep.zip=true",
        "experiment.sweep.levers=[{key: drift.rate, values: [0.001, 0.002, 0.002]}, "
        "{key: handoff.questions, values: [0, 1, 2]}]",
    )
    found, design = experiment(
        settings, lambda s, r: {LEAD: 1000.0 * rate(s) + s.settings.handoff.questions + noise(1, r)}
    )
    levers = [tuple(s.levers.values()) for s in design.scenarios[:3]]
    assert levers == [(0.001, 0), (0.002, 1), (0.002, 2)]
    assert len(design.scenarios) == 6
    row = by(found.tables["effects"], structure="hub_and_spoke", measure=LEAD)
    assert (row["lever"], row["from"], row["to"]) == (
        "drift.rate+handoff.questions",
        "0.001 and 0",
        "0.002 and 2",
    )
    assert row["difference"] == pytest.approx(3.0)
    words(
        found.sentences, "With drift rate and questions of a handoff at 0.002 and 2: median lead time is 3.0"
    )


@pytest.mark.parametrize(
    ("levers", "rule"),
    [
        ("[{key: drift.rate, values: [0.001, 0.002]}, {key: handoff.questions, values: [0]}]",
         r"levers\[1\].values: 1 values, but drift.rate has 2"),
        ("[{key: drift.rate, values: [0.001, 0.001]}, {key: handoff.questions, values: [0, 0]}]",
         "appears twice"),
    ],
)  # fmt: skip
def test_a_zipped_sweep_needs_values_side_by_side(levers: str, rule: str) -> None:
    with pytest.raises(SettingsError, match=rule):
        design_of(sweep("experiment.sweep.zip=true", f"experiment.sweep.levers={levers}"))


def test_effects_leave_out_replications_that_one_side_lacks_and_count_them() -> None:
    def values(s: Scenario, r: int) -> dict[str, float]:
        missing = rate(s) == 0.002 and r < 3
        return {LEAD: math.nan if missing else 10.0 + rate(s) * 1000.0 + 100.0 * r}

    found, _ = experiment(
        sweep("experiment.sweep.levers=[{key: drift.rate, values: [0.001, 0.002]}]"), values
    )
    row = by(found.tables["effects"], structure="hub_and_spoke", measure=LEAD)
    assert (row["n_pairs"], row["n_missing"]) == (9, 3)
    assert row["difference"] == pytest.approx(1.0)
