"""Replications grow until a mean is as precise as was asked for: made-up runs."""

from __future__ import annotations

import math
import re

import simorg
from simorg.experiments.design import kind_of
from tests.unit.experiments.made_up_runs import (
    LEAD,
    SPEED,
    noise,
    runs_of,
)


def precise(*changes: str) -> simorg.config.settings.Settings:
    return simorg.load(
        ["experiment=single", "replications=5", "experiment.precision.relative=0.1",
         f"experiment.precision.measures=[{LEAD}]", *changes]
    )  # fmt: skip


def rounds(settings: simorg.config.settings.Settings, values: object) -> tuple[int, list[str]]:
    """Return the replications that precision takes, and what is said of it."""
    from simorg.experiments.running.precision import precision_reached, until_precise

    design = kind_of(settings).design(settings)
    while True:
        runs = runs_of(design, values)  # type: ignore[arg-type]
        larger = until_precise(settings, design, runs)
        if larger.size == design.size:
            return design.scenarios[0].replications, precision_reached(settings, design, runs)
        design = larger


def test_replications_grow_until_the_mean_is_precise() -> None:
    wide, said = rounds(precise(), lambda s, r: {LEAD: 100.0 + 150.0 * noise(1, r)})
    assert 40 <= wide <= 160, "t(0.975) x 43 / sqrt(n) <= 10 at n = 74"
    assert said == [f"Precision: ± 10.0 % of the mean for median lead time was reached with {wide} "
                    "replications of each scenario."]  # fmt: skip
    certain, _ = rounds(precise(), lambda s, r: {LEAD: 100.0})
    assert certain == 5


def test_a_cap_is_kept_and_said_with_what_would_be_needed() -> None:
    runs, said = rounds(
        precise("experiment.precision.cap=50"), lambda s, r: {LEAD: 100.0 + 300.0 * noise(1, r)}
    )
    assert runs == 50
    assert "the cap of 50 replications was hit first" in said[0]
    assert "which needs about" in said[0]


def test_what_has_no_value_is_out_of_reach() -> None:
    runs, said = rounds(precise("experiment.precision.cap=50"), lambda s, r: {LEAD: math.nan})
    assert runs == 50
    assert "out of reach" in said[0]


def test_precision_names_what_is_open_and_why() -> None:
    """Nearly all values are alike and one is far out: the interval is narrow, and not to be trusted."""
    runs, said = rounds(
        precise("experiment.precision.cap=40", f"experiment.precision.measures=[{SPEED},{LEAD}]"),
        lambda s, r: {LEAD: 100.0 + (60.0 if r == 3 else 0.01 * (r % 3)), SPEED: 5.0},
    )
    assert runs == 40
    assert "of the mean for median lead time was not reached" in said[0]
    assert "its interval is narrow enough, but that of so few runs of a skewed measure" in said[0]
    assert re.search(r"needs about [\d,]+ runs\.", said[0])
