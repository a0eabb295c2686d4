"""The registry: complete, with every fact that a reader needs to defend a value."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import replace
from typing import get_args

from simorg.config.listing import registry_table
from simorg.config.parameter import MARKS, Mark
from simorg.config.registry import Limits, registry, shown
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
        if row.span and row.limits:
            assert row.limits.low <= row.span[0] <= row.span[1] <= row.limits.high, row.key


def test_ranges_are_numbers_and_their_text_follows() -> None:
    rows = {row.key: row for row in registry()}
    rate, cost = rows["drift.rate"], rows["handoff.context_cost"]
    assert rate.span is not None and rate.plausible == f"{rate.span[0]:g} to {rate.span[1]:g}"
    assert cost.limits is not None and str(cost.limits) == cost.allowed
    assert rows["engine"].limits is rows["engine"].span is None and "reference" in rows["engine"].choices
    assert (
        str(Limits(0.0, math.inf, True)) == "(0, inf)" and str(Limits(-math.inf, 2.5, True)) == "(-inf, 2.5]"
    )
    whole = replace(rate, limits=Limits(0.0, 1.0, False), span=(0.0, 1.0))
    assert whole.allowed == "[0, 1]" and whole.plausible == "", (
        "what is all that is allowed is not said twice"
    )


def test_tables_carry_every_row() -> None:
    rows = list(csv.DictReader(io.StringIO(registry_table("csv"))))
    assert [row["key"] for row in rows] == [row.key for row in registry()]
    page = registry_table("md").split("\n")
    assert sum(line.startswith("| ") for line in page) == len(registry()) + 2
    assert registry_table("text", "drift.rate").startswith("drift.rate = 0.0004 share/day\n")
    assert registry_table("text", "nothing.") == ""


def test_every_mark_has_its_meaning_and_the_table_says_it() -> None:
    assert list(MARKS) == list(get_args(Mark))
    text = registry_table("text")
    for mark, words in MARKS.items():
        number = sum(row.mark == mark for row in registry())
        assert f"    {mark:<3}{number:>4}  {words}\n" in text
        assert f"- **{mark}** ({number} of {len(registry())}): {words}\n" in registry_table("md")
    assert "recalled (R): decision time-out" in registry_table("text", "handoff.patience_days")
    assert "judgement (J)" not in registry_table("text", "handoff.patience_days")


def keys_found(search: str, only: str = "") -> set[str]:
    return {row["key"] for row in csv.DictReader(io.StringIO(registry_table("csv", only, search)))}


def test_a_search_looks_at_key_meaning_unit_and_source() -> None:
    assert "monitoring.label_delay_days" in keys_found("DELAY")  # key
    assert "lifecycle.initiative[].wait" in keys_found("delay")  # meaning
    assert keys_found("eur/day") == {"workforce.day_cost_eur", "demand.value_eur_per_day"}  # unit
    assert keys_found("breu") == {"handoff.unanswered"}  # source


def test_a_search_keeps_what_says_all_words_below_the_prefix() -> None:
    both = keys_found("label delay")
    assert both == keys_found("label") & keys_found("delay")
    assert keys_found("label delay", "monitoring.") == {k for k in both if k.startswith("monitoring.")}
    assert "monitoring.label_delay_days" in both
    assert registry_table("text", "", "no such words") == ""


def test_values_are_shown_plainly() -> None:
    assert [shown(v) for v in (None, True, 260.0, 1e-5, [1, 2.5])] == [
        "none",
        "true",
        "260",
        "1e-05",
        "[1, 2.5]",
    ]
