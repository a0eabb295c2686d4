"""Levers: settings changed by key path, with the same checks as everywhere."""

from __future__ import annotations

import pytest

import simorg
from simorg.config.errors import SettingsError
from simorg.config.levers import apply, read
from simorg.organisation.structures import build

BASE = simorg.load([])


@pytest.mark.parametrize(
    ("key", "value", "there"),
    [
        ("drift.rate", 0.002, 0.002),
        ("drift.rate", "x2", 0.0008),
        ("structure", "embedded_squads", "embedded_squads"),
        ("workforce.headcount.data_scientist", 15, 15),
        ("workforce.headcount.data_scientist", "x1.5", 18),
        ("workforce.headcount.ml_engineer", "x1.5", 14),  # 13.5 rounded to the even one
        ("lifecycle.initiative.0.drop", 0.5, 0.5),
        ("handoff.latency_days.mean", 3.0, 3.0),
        ("demand.unit_weights", None, None),
    ],
)
def test_a_lever_sets_or_multiplies_what_stands_at_its_key(key: str, value: object, there: object) -> None:
    changed = apply(BASE, {key: value})  # type: ignore[dict-item]
    assert read(changed, key) == (pytest.approx(there) if isinstance(there, float) else there)
    assert read(BASE, "drift.rate") == 0.0004


def test_a_distribution_is_scaled_and_keeps_its_shape() -> None:
    changed = apply(BASE, {"demand.size": "x3"})
    assert read(changed, "demand.size") == {"family": "lognormal", "mean": 3.0, "cv": 0.6}


def test_several_keys_move_together() -> None:
    keys = "workforce.headcount.data_scientist+workforce.headcount.data_engineer"
    changed = apply(BASE, {keys: "x0.5"})
    assert changed.workforce.headcount["data_scientist"] == changed.workforce.headcount["data_engineer"] == 6
    assert read(changed, keys) == 6


def test_a_stage_is_found_by_name() -> None:
    name = BASE.lifecycle.initiative[2].name
    changed = apply(BASE, {f"lifecycle.initiative.{name}.drop": 0.25})
    assert changed.lifecycle.initiative[2].drop == 0.25


@pytest.mark.parametrize(
    ("levers", "message"),
    [
        ({"drift.rat": 1.0}, "drift.rat = 1: unknown key; did you mean 'drift.rate'"),
        ({"drift.rate": -1.0}, "drift.rate = -1: must be >= 0"),
        ({"drift.rate": "fast"}, "drift.rate = fast: must be a number"),
        ({"drift": 3}, "drift = 3: is a group"),
        ({"drift.law": "x2"}, "drift.law = x2: cannot multiply 'gradual'"),
        ({"workforce.units": 2.5}, "workforce.units = 2.5: must be a whole number"),
        ({"drift.rat": 1.0, "breaks.los": 1.0}, "2 problems in the settings"),
    ],
)
def test_a_bad_lever_is_one_clear_message(levers: dict[str, object], message: str) -> None:
    with pytest.raises(SettingsError) as raised:
        apply(BASE, levers)  # type: ignore[arg-type]
    assert message in str(raised.value)


def test_a_hire_moves_nobody_else() -> None:
    before = build(BASE)
    after = build(apply(BASE, {"workforce.hires": "junior data_scientist@unit_3"}))
    old, new = ({n: d for n, d in o.graph.nodes(data=True) if n[0] == "person"} for o in (before, after))
    (hired,) = set(new) - set(old)
    assert [name for name in new if name != hired] == list(old)
    assert all(new[name] == old[name] for name in old)
    assert new[hired]["seniority"] == "junior" and new[hired]["home_unit"] == "unit_3"


@pytest.mark.parametrize(
    ("hire", "message"),
    [
        ("wizard", "unknown role in 'wizard'"),
        ("junio ml_engineer", "did you mean 'junior'"),
        ("ml_engineer@unit_9", "unknown unit in 'ml_engineer@unit_9'"),
        ("", "unknown role in ''"),
    ],
)
def test_a_bad_hire_is_refused(hire: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        simorg.load([f"workforce.hires=['{hire}']"])
