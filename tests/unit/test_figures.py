"""Figures come from stored tables alone: the same tables, the same bytes."""

from __future__ import annotations

import json
import math
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

from simorg.figures import frontier, lead_time, model_health
from simorg.figures.gallery import write_all

mpl.use("Agg")
SCENARIOS = ("centre_of_excellence", "hub_and_spoke", "my_own_wiring")


def summary() -> pd.DataFrame:
    """Return a summary of three scenarios, one of them unknown to the style."""
    rows = []
    for n, scenario in enumerate(SCENARIOS):
        means = {"lead_time_p50_days": 100.0 + 20.0 * n, "incidents_per_model_year": 8.0 - n}
        means |= {f"lead_{part}_days": 10.0 + n for part in lead_time.PARTS}
        rows += [
            {"scenario": scenario, "measure": name, "mean": mean, "low": mean - 2.0, "high": mean + 2.0}
            for name, mean in means.items()
        ]
    return pd.DataFrame(rows)


def timelines() -> pd.DataFrame:
    days = np.arange(1, 13) * 65.0
    tables = [
        pd.DataFrame(
            {"scenario": name, "day": days, "silent_breach_share": 0.05,
             "known_breach_share": 0.1 * days / 780.0, "healthy_share": 0.95 - 0.1 * days / 780.0}
        )
        for name in SCENARIOS
    ]  # fmt: skip
    return pd.concat(tables, ignore_index=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    summary().to_csv(tmp_path / "summary.csv", index=False)
    timelines().to_csv(tmp_path / "timelines.csv", index=False)
    (tmp_path / "manifest.json").write_text(json.dumps({"warm_up_days": 260.0}))
    return tmp_path


def test_the_same_tables_give_the_same_bytes(folder: Path) -> None:
    first = {path.name: path.read_bytes() for path in write_all(folder)}
    again = {path.name: path.read_bytes() for path in write_all(folder)}
    assert sorted(first) == [
        f"{name}.{suffix}" for name in ("frontier", "lead_time", "model_health") for suffix in ("png", "svg")
    ]
    assert first == again
    assert all(b"<dc:date>" not in content for name, content in first.items() if name.endswith("svg"))
    assert not (folder / ".incoming").exists()


def test_without_timelines_the_other_figures_are_drawn(folder: Path) -> None:
    (folder / "timelines.csv").write_text("\n")
    assert {path.stem for path in write_all(folder)} == {"frontier", "lead_time"}


def test_frontier_names_every_scenario_and_says_which_has_no_value() -> None:
    table = summary()
    table.loc[(table["scenario"] == "hub_and_spoke"), "mean"] = math.nan
    ax = frontier.draw(table)
    texts = {text.get_text() for text in ax.texts}
    assert {frontier.label_of("centre_of_excellence"), "My own wiring"} <= texts
    assert f"no value for {frontier.label_of('hub_and_spoke')}" in ax.get_title(loc="right")


def test_frontier_draws_single_runs_without_intervals() -> None:
    table = summary()
    table[["low", "high"]] = math.nan
    assert len(frontier.draw(table).containers) == len(SCENARIOS)


def test_lead_time_bars_add_up_and_follow_the_order_of_the_table() -> None:
    ax = lead_time.draw(summary())
    ends = [
        max(bar.get_x() + bar.get_width() for bars in ax.containers for bar in [bars[row]])
        for row in range(3)
    ]
    assert ends == pytest.approx([80.0, 88.0, 96.0])
    assert ax.get_yticklabels()[0].get_text() == frontier.label_of("centre_of_excellence")
    assert ax.yaxis_inverted()


def test_lead_time_of_a_scenario_without_deliveries_says_so() -> None:
    table = summary()
    table.loc[table["scenario"] == "my_own_wiring", "mean"] = math.nan
    assert " no delivery" in {text.get_text() for text in lead_time.draw(table).texts}


@pytest.mark.parametrize("count", [1, 2, 3])
def test_model_health_has_one_panel_a_scenario_on_one_scale(count: int) -> None:
    table = timelines()
    table = table[table["scenario"].isin(SCENARIOS[:count])]
    axes = model_health.draw(table, warm_up_days=260.0)
    assert len(axes) == count
    assert {ax.get_ylim() for ax in axes} == {(0.0, 0.18)}


def test_model_health_without_models_still_draws() -> None:
    table = timelines()
    table[["silent_breach_share", "known_breach_share", "healthy_share"]] = math.nan
    assert len(model_health.draw(table)) == len(SCENARIOS)
