"""Sensitivity tells what matters from noise: functions and made-up runs whose indices are known."""

from __future__ import annotations

import math

import numpy as np
import pytest

import simorg
from simorg.config.groups.kinds import SensitivitySettings
from simorg.experiments.answers.sensitivity_indices import indices, points
from simorg.experiments.design import Scenario
from tests.unit.experiments.made_up_runs import (
    LEAD,
    experiment,
    noise,
    words,
)


def additive(x: np.ndarray) -> np.ndarray:
    return np.asarray(4.0 * x[:, 0] + 2.0 * x[:, 1])


def test_morris_gives_the_slopes_of_an_additive_function() -> None:
    wanted, names = SensitivitySettings(samples=12), ["steep", "flat", "inert"]
    x = points(wanted, names, 1)
    assert x.shape == (12 * 4, 3)
    found = {(i.key, i.name): i for i in indices(wanted, names, x, additive(x), 1)}
    for key, slope in zip(names, (4.0, 2.0, 0.0), strict=True):
        assert found[key, "mu_star"].value == pytest.approx(slope, abs=1e-9)
        assert found[key, "mu"].value == pytest.approx(slope, abs=1e-9)
        assert found[key, "sigma"].value == pytest.approx(0.0, abs=1e-9)
        assert math.isnan(found[key, "sigma"].low)


def test_sobol_gives_the_shares_of_an_additive_function() -> None:
    wanted, names = SensitivitySettings(method="sobol", samples=512), ["steep", "flat", "inert"]
    x = points(wanted, names, 1)
    assert x.shape == (512 * 5, 3)
    found = {(i.key, i.name): i for i in indices(wanted, names, x, additive(x), 1)}
    for key, share in zip(names, (0.8, 0.2, 0.0), strict=True):
        for name in ("S1", "ST"):
            index = found[key, name]
            assert index.value == pytest.approx(share, abs=0.03)
            assert index.low <= share + 0.03
            assert index.high >= share - 0.03


def sensitivity(*changes: str) -> simorg.config.settings.Settings:
    return simorg.load(
        ["experiment=sensitivity", f"experiment.measures=[{LEAD}]", "replications=2",
         "experiment.sensitivity.keys=[drift.rate,handoff.questions,handoff.context_cost]", *changes]
    )  # fmt: skip


def additive_settings(s: Scenario, r: int) -> dict[str, float]:
    """Return a lead time in which questions matter much, the structure some, context not."""
    steps = {"hub_and_spoke": 0.0, "centre_of_excellence": 4.0, "communities_of_practice": 8.0}
    return {
        LEAD: 20.0 * s.settings.handoff.questions
        + steps.get(s.settings.structure.name, 12.0)
        + noise(s.settings.seed, r)
    }


@pytest.mark.parametrize(("method", "samples"), [("morris", 20), ("sobol", 64)])
def test_sensitivity_tells_what_matters_from_noise(method: str, samples: int) -> None:
    settings = sensitivity(
        f"experiment.sensitivity.method={method}", f"experiment.sensitivity.samples={samples}"
    )
    found, design = experiment(settings, additive_settings)
    names = ["handoff.questions", "handoff.context_cost", "drift.rate", "structure", "seed"]
    assert len(design.scenarios) == samples * (len(names) + (1 if method == "morris" else 2))
    everything = found.tables["sensitivity"]
    index = "mu_star" if method == "morris" else "ST"
    table = everything[everything["index"] == index].set_index("key")
    assert list(table.index) == names
    matters = table["low"] > table["noise_floor"]
    assert matters.to_dict() == dict(zip(names, (True, False, False, True, False), strict=True))
    assert table["value"].idxmax() == "handoff.questions"
    assert 0.0 < table.loc["seed", "value"] <= table["noise_floor"].iloc[0]
    assert found.sentences[0] == (
        "Before choosing, find out how things stand with questions of a handoff (for median lead time). The "
        "structure matters for median lead time."
    )
    said = words(found.sentences, "Median lead time")
    assert "depends most of all on questions of a handoff, " in said
    assert "; structure, " in said and said.endswith("; nothing else stands out from noise.")


def test_blocks_with_a_missing_point_are_left_out_and_said() -> None:
    def values(s: Scenario, r: int) -> dict[str, float]:
        return {LEAD: math.nan} if s.name == "p001" else additive_settings(s, r)

    settings = sensitivity("experiment.sensitivity.samples=20")
    found, _ = experiment(settings, values)
    assert found.sentences[0].startswith(
        "Caveat: points without a value are left out of the design, with all"
    )
    assert "5.00 % for median lead time" in found.sentences[0]
    assert (
        found.tables["sensitivity"].query("key == 'handoff.questions' and index == 'mu_star'")["value"].item()
        > 5
    )


@pytest.mark.parametrize(
    ("value", "said"),
    [(math.nan, "too few complete trajectories (0 of 10, 4 are needed)"), (3.0, "same at every point")],
)
def test_no_indices_of_what_is_missing_or_never_varies(value: float, said: str) -> None:
    found, _ = experiment(sensitivity(), lambda s, r: {LEAD: value})
    assert found.tables["sensitivity"].empty
    assert "mu_star" not in found.tables["sensitivity"]
    assert list(found.tables["sensitivity"].columns[:3]) == ["method", "measure", "unit"]
    words(found.sentences, said)
