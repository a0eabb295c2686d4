"""Attribution shares out a change between the axes of a wiring: made-up runs whose answer is known."""

from __future__ import annotations

import pytest

import simorg
from simorg.experiments.design import Scenario
from tests.unit.experiments.made_up_runs import (
    LEAD,
    experiment,
    hash_of,
    noise,
    words,
)


def attribution(*changes: str) -> simorg.config.settings.Settings:
    return simorg.load(
        ["experiment=attribution", f"experiment.measures=[{LEAD}]", "replications=8", *changes]
    )


def test_attribution_shares_out_the_whole_change() -> None:
    """Seats give -10, seats and ties together -6 more, which they share; deciders give +2."""

    def values(s: Scenario, r: int) -> dict[str, float]:
        new = {axis: value == "hub_and_spoke" for axis, value in s.settings.structure.mix}
        change = -10.0 * new["seats"] - 6.0 * (new["seats"] and new["ties"]) + 2.0 * new["decides"]
        return {LEAD: 100.0 + 40.0 * noise(1, r) + change + 0.01 * noise(1, r, hash_of(s.name))}

    found, design = experiment(attribution(), values)
    assert design.size == 64 * 8
    table = found.tables["attribution"].set_index("axis")
    known = {"seats": -13.0, "ties": -3.0, "decides": 2.0, "backs_up": 0.0, "owns": 0.0, "approves": 0.0}
    for axis, share in known.items():
        assert table.loc[axis, "share"] == pytest.approx(share, abs=0.01)
        assert table.loc[axis, "low"] - 0.01 <= share <= table.loc[axis, "high"] + 0.01
    assert table.loc[list(known), "share"].sum() == pytest.approx(table.loc["total", "share"])
    assert table.loc["to", "share"] - table.loc["from", "share"] == pytest.approx(table.loc["total", "share"])
    said = words(found.sentences, "Of this, who sits where makes it 1")
    assert said.startswith("Median lead time is 1")
    assert said.endswith(
        "To have the gain without the loss: who sits where and who knows whom as in hub and spoke, who "
        "decides as in centre of excellence."
    )
    assert said.index("who sits where") < said.index("who knows whom") < said.index("who decides")


def test_axes_in_which_two_structures_are_alike_contribute_nothing() -> None:
    def values(s: Scenario, r: int) -> dict[str, float]:
        return {
            LEAD: 100.0 + 9.0 * noise(1, r) + 5.0 * (s.settings.structure.mix.backs_up == "hub_and_spoke")
        }

    found, _ = experiment(attribution(), values)
    table = found.tables["attribution"].set_index("axis")
    alike = table.loc[["seats", "owns", "approves", "decides", "ties"]]
    assert alike[["share", "low", "high"]].abs().to_numpy().max() < 1e-9
    said = words(found.sentences, "Of this, who backs up makes it 5.00 ± 0 days longer (worse)")
    assert "no contribution shown of" in said
    assert "the same in both structures: who approves and who decides." in said
    assert "To have the gain" not in said
