"""Robustness finds what is best in how many worlds: made-up runs whose answer is known."""

from __future__ import annotations

import math

import numpy as np
import pytest

import simorg
from simorg.experiments.design import Scenario
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

TWO = "experiment.structures=[hub_and_spoke,centre_of_excellence]"


def robustness(*changes: str) -> simorg.config.settings.Settings:
    return simorg.load(
        ["experiment=robustness", TWO, f"experiment.measures=[{LEAD},{SPEED}]", "replications=2",
         "experiment.robustness.worlds=40", "experiment.robustness.keys=[drift.rate,handoff]", *changes]
    )  # fmt: skip


def test_robustness_finds_the_best_and_what_another_choice_gives_away() -> None:
    """Hub and spoke is 3 days ahead in every world, and behind in speed where drift is fast."""

    def values(s: Scenario, r: int) -> dict[str, float]:
        hub = s.settings.structure.name == "hub_and_spoke"
        fast = rate(s) > 0.0004
        return {LEAD: 100.0 + noise(s.settings.seed, r) - 3.0 * hub, SPEED: 5.0 - (hub and fast) + 0.5 * hub,
                "utilisation_max_role_in_team": 0.999 if hub else 0.5}  # fmt: skip

    found, design = experiment(robustness(), values)
    table = found.tables["robustness"]
    best = by(table, structure="hub_and_spoke", measure=LEAD)
    assert (best["probability_best"], best["regret_mean"], best["regret_worst"]) == (1.0, 0.0, 0.0)
    assert best["probability_low"] > 0.9
    other = by(table, structure="centre_of_excellence", measure=LEAD)
    assert (other["probability_best"], other["regret_mean"]) == (0.0, pytest.approx(3.0))
    words(
        found.sentences,
        "Median lead time: take hub and spoke, which is best in 100 % [91.2, 100] of the worlds",
    )
    rates = [rate(s) for s in design.scenarios[:40]]
    share = float(np.mean(np.array(rates) > 0.0004))
    behind = by(table, structure="centre_of_excellence", measure=SPEED)
    assert behind["probability_best"] == pytest.approx(share)
    assert found.sentences[0].startswith(
        "Caveat: in 50.0 % of the cases some role of some team is busy beyond"
    )


def test_worlds_have_seeds_of_their_own_that_structures_share() -> None:
    _, design = experiment(robustness(), lambda s, r: {LEAD: 1.0, SPEED: 1.0})
    seeds = [s.settings.seed for s in design.scenarios]
    assert len(set(seeds[:40])) == 40
    assert seeds[:40] == seeds[40:]


def test_robustness_leaves_out_worlds_without_a_value_and_says_so() -> None:
    def values(s: Scenario, r: int) -> dict[str, float]:
        lacks = s.settings.structure.name == "hub_and_spoke" and s.name.endswith(("1", "2"))
        return {LEAD: math.nan if lacks else 1.0 + noise(s.settings.seed, r, hash_of(s.name))}

    found, _ = experiment(robustness(), values)
    row = by(found.tables["robustness"], structure="hub_and_spoke", measure=LEAD)
    assert (row["n"], row["n_missing"]) == (32, 8)
    words(
        found.sentences, "edian lead time:", "of the worlds (left out: 20.0 % of the worlds, without a value)"
    )
    words(found.sentences, "Initiatives delivered per quarter: no ranking")


def test_ties_in_robustness_are_broken_by_regret_and_told() -> None:
    def values(s: Scenario, r: int) -> dict[str, float]:
        hub, odd = s.settings.structure.name == "hub_and_spoke", int(s.name[-2:]) % 2
        return {LEAD: 10.0 + (1.0 if hub and odd else 0.0) + (4.0 if not hub and not odd else 0.0)}

    found, _ = experiment(robustness("experiment.structures=[centre_of_excellence,hub_and_spoke]"), values)
    said = words(found.sentences, "lead time")
    assert "ahead is hub and spoke, best in 50.0 %" in said
    assert "as often as centre of excellence" in said
