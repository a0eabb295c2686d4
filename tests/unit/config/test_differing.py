"""What settings set otherwise than others is found, and set again."""

from __future__ import annotations

import pytest

import simorg
from simorg.config.differing import differing, set_again

BASE = simorg.load(["work.stand_in_days=3"])


@pytest.mark.parametrize(
    ("overrides", "found"),
    [
        ([], {}),
        (["drift.rate=0.002", "seed=7"], {"seed": 7, "drift.rate": 0.002}),
        (["structure=embedded_squads"], {"structure.name": "embedded_squads"}),
        (["workforce.headcount.ml_engineer=11"], {"workforce.headcount.ml_engineer": 11}),
        (["experiment.structures=[hub_and_spoke]"], {"experiment.structures": ["hub_and_spoke"]}),
        (
            ["demand.size={family: constant, mean: 2.0}"],
            {"demand.size": {"family": "constant", "mean": 2.0}},
        ),
    ],
    ids=["nothing", "numbers", "structure", "an entry of a table", "a list", "another family"],
)  # fmt: skip
def test_what_differs_is_found_and_set_again(overrides: list[str], found: dict[str, object]) -> None:
    settings = simorg.load(["work.stand_in_days=3", *overrides])
    assert differing(settings, BASE) == found
    assert set_again(BASE, found) == settings


def test_a_textbook_case_is_set_again_and_taken_away_again() -> None:
    case = simorg.load(["work.stand_in_days=3", "+textbook=mmc"])
    assert set_again(BASE, differing(case, BASE)) == case
    assert set_again(case, differing(BASE, case)) == BASE


def test_a_key_of_another_version_is_refused() -> None:
    with pytest.raises(simorg.SettingsError, match=r"drift\.speed"):
        set_again(BASE, {"drift.speed": 1.0})
