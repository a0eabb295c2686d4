"""The registry: complete, with every fact that a reader needs to defend a value."""

from __future__ import annotations

import csv
import io
from typing import get_args

from simorg.config.parameter import Mark
from simorg.config.registry import registry, registry_table, shown
from simorg.config.settings import Settings


def test_every_parameter_can_be_defended() -> None:
    for row in registry():
        assert row.about.endswith((".", "?", ")")), row.key
        assert row.unit, row.key
        assert row.source, row.key
        assert row.mark in get_args(Mark), row.key


def test_keys_are_unique_and_every_group_is_there() -> None:
    keys = [row.key for row in registry()]
    assert len(keys) == len(set(keys))
    assert {key.split(".")[0].split("[")[0] for key in keys} == set(Settings.model_fields)


def test_stages_are_told_once() -> None:
    keys = [row.key for row in registry()]
    assert "lifecycle.initiative[].effort" in keys
    assert "lifecycle.change" in keys
    assert "lifecycle.change[].effort" not in keys


def test_a_distribution_is_one_parameter() -> None:
    row = next(row for row in registry() if row.key == "work.resumption_days")
    assert row.default == "lognormal(median 0.025, sigma 0.8)"
    assert not any(r.key.startswith("work.resumption_days.") for r in registry())


def test_plausible_lies_within_allowed() -> None:
    for row in registry():
        if row.plausible and row.allowed.startswith(("[", "(")):
            low, high = (float(part) for part in row.plausible.split(" to "))
            floor, ceiling = (float(part) for part in row.allowed[1:-1].split(", "))
            assert floor <= low <= high <= ceiling, row.key


def test_tables_carry_every_row() -> None:
    rows = list(csv.DictReader(io.StringIO(registry_table("csv"))))
    assert [row["key"] for row in rows] == [row.key for row in registry()]
    assert registry_table("md").count("\n") == len(registry()) + 2
    assert registry_table("text", "drift.").count("\n    source") == 0
    assert registry_table("text", "drift.rate").startswith("drift.rate = 0.0004 share/day\n")
    assert registry_table("text", "nothing.") == ""


def test_values_are_shown_plainly() -> None:
    assert [shown(v) for v in (None, True, 260.0, 1e-5, [1, 2.5])] == [
        "none",
        "true",
        "260",
        "1e-05",
        "[1, 2.5]",
    ]
