"""The space of parameters: every range is one that settings allow, centred where the settings are."""

from __future__ import annotations

import pytest

import simorg
from simorg.config.errors import SettingsError
from simorg.config.levers import apply, read
from simorg.config.settings import Settings
from simorg.experiments.designs.factors import Factor, factors


@pytest.fixture(scope="module")
def settings() -> Settings:
    return simorg.load(["experiment=robustness"])


def test_every_factor_can_take_both_ends_and_the_middle(settings: Settings) -> None:
    found = factors(settings, ())
    assert len(found) > 60
    for share in (0.0, 0.5, 1.0):
        for factor in found:
            apply(settings, {factor.key: factor.at(share)})


def test_factors_go_part_of_the_way_from_where_the_settings_are(settings: Settings) -> None:
    whole = {factor.key: factor for factor in factors(settings, ())}
    for factor in factors(settings, (), 0.5):
        centre, full = float(read(settings, factor.key)), whole[factor.key]
        assert factor.low <= centre <= factor.high, factor.key
        if full.low <= centre <= full.high:
            assert full.low - 1e-12 <= factor.low, factor.key
            assert factor.high <= full.high + 1e-12, factor.key


def test_a_range_of_a_factor_of_ten_is_even_in_its_logarithm() -> None:
    wide, narrow = Factor("a", 0.1, 10.0, False, True), Factor("b", 2.0, 6.0, True, False)
    assert [wide.at(share) for share in (0.0, 0.5, 1.0)] == pytest.approx([0.1, 1.0, 10.0])
    assert [narrow.at(share) for share in (0.0, 0.3, 1.0)] == [2, 3, 6]
    assert isinstance(narrow.at(0.3), int)


def test_keys_choose_by_whole_names(settings: Settings) -> None:
    drift = factors(settings, ("drift",))
    assert drift
    assert all(factor.key.startswith("drift.") for factor in drift)
    (rate,) = factors(settings, ("drift.rate",))
    assert rate in drift
    spread = factors(settings, ("demand.size",))
    assert [factor.key for factor in spread] == ["demand.size.cv"]
    for wrong in ("drif", "drift.rat", "executor.workers", "work.priority_change"):
        with pytest.raises(SettingsError, match=r"experiment\.robustness\.keys: no parameter with a range"):
            factors(settings, (wrong,))


def test_a_distribution_without_the_parameter_is_no_factor() -> None:
    constant = simorg.load(["demand.size={family: constant, mean: 1.0}"])
    assert "demand.size.cv" not in {factor.key for factor in factors(constant, ())}


def test_a_value_of_nought_has_no_ratio() -> None:
    settings = simorg.load(["experiment=robustness"])
    (factor,) = factors(settings, ("drift.rate",))
    assert factor.logarithmic
    none = apply(settings, {"drift.rate": 0.0})
    (shortened,) = factors(none, ("drift.rate",), 0.5)
    assert shortened.at(0.0) == 0.0 < shortened.at(1.0)
