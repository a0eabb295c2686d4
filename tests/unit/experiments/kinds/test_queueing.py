"""Theory beside simulation: what agrees, what does not, what has no value, and what is refused."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from simorg import load
from simorg.config.errors import SettingsError
from simorg.experiments.design import Answer, design_of
from simorg.experiments.kinds import queueing
from simorg.theory import handoffs
from simorg.validation.oracles import CASES

GIVEN = ["experiment=queueing", "experiment.queueing.cases=[routing]", "replications=3"]
HOPS = 1.0 + handoffs.mean_wrong_hops(0.4, 0.45)
BACK = handoffs.returned_probability(0.4, 0.45, 0.56, 4)


def answered(hops: list[float], back: list[float]) -> Answer:
    """Return the answer to runs that nobody simulated."""
    settings = load(GIVEN)
    runs = pd.DataFrame({"scenario": "routing", "handoffs_mean": hops, "ping_pong_share": back})
    return queueing.answer(settings, design_of(settings), runs, ())


def test_what_lies_in_its_interval_agrees_and_what_does_not_differs() -> None:
    found = answered([HOPS - 0.01, HOPS, HOPS + 0.01], [BACK + 0.1, BACK + 0.1001, BACK + 0.0999])
    table = found.tables["theory"].set_index("measure")
    assert table["verdict"].to_dict() == {"handoffs_mean": "agrees", "ping_pong_share": "differs"}
    assert table.loc["handoffs_mean", "low"] < HOPS < table.loc["handoffs_mean", "high"]
    assert found.sentences[0] == "1 of 2 quantities in 1 textbook case agree with theory."
    assert "Differs: ping_pong_share of routing." in found.sentences


def test_what_nobody_could_count_is_neither() -> None:
    found = answered([HOPS - 0.01, HOPS, HOPS + 0.01], [math.nan] * 3)
    assert list(found.tables["theory"]["verdict"]) == ["agrees", "no value"]
    assert "No value: ping_pong_share of routing." in found.sentences


def test_cases_keep_their_horizon_and_take_seed_and_engine() -> None:
    (scenario,) = design_of(load([*GIVEN, "seed=9", "engine=reference", "horizon_days=800"])).scenarios
    alone = load(["+textbook=routing"])
    assert scenario.settings.horizon_days == alone.horizon_days
    assert (scenario.settings.seed, scenario.settings.engine) == (9, "reference")
    assert scenario.replications == 3


def test_all_cases_run_when_none_is_named() -> None:
    names = {scenario.name for scenario in design_of(load(["experiment=queueing"])).scenarios}
    assert names == set(CASES)


@pytest.mark.parametrize(
    ("override", "message"),
    [
        (
            "experiment.queueing.cases=[rooting]",
            "experiment.queueing.cases: unknown textbook case 'rooting'.*routing",
        ),
        ("experiment.queueing.cases=[mmc,mmc]", "'mmc' is named twice"),
        ("replications=1", "replications = 1: .* nearest valid: 2"),
        ("experiment.measures=[wip_mean]", r"experiment.measures = \[wip_mean\]: .* takes none"),
        (
            "experiment.structures=[hub_and_spoke]",
            r"experiment.structures = \[hub_and_spoke\]: .* takes none",
        ),
    ],
)
def test_what_the_kind_cannot_heed_is_refused(override: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        design_of(load(["experiment=queueing", override]))
