"""What a session sees of an experiment: stored results opened again, things told in five lines, a bar."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

import simorg
from simorg.config.brief import in_html, in_lines
from simorg.config.compose import resolved
from simorg.config.listing import departures
from simorg.experiments.compare import Comparison
from simorg.experiments.running import progress
from simorg.experiments.running.progress import bar

SHORT = ["lifecycle=minimal", "horizon_days=60", "warm_up_days=10", "engine=reference"]


@pytest.fixture
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with one run, in which a scenario is called NA and another 01."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "results" / "runs" / "compare-123"
    (folder / "runs").mkdir(parents=True)
    names = ["NA", "01"]
    rows = [{"scenario": name, "measure": "wip_mean", "unit": "1", "mean": value, "n": 2}
            for name, value in zip(names, (1.5, np.nan), strict=True)]  # fmt: skip
    pd.DataFrame(rows).to_csv(folder / "summary.csv", index=False)
    pd.DataFrame({"scenario": names, "structure": "hub_and_spoke"}).to_csv(
        folder / "scenarios.csv", index=False
    )
    runs = pd.DataFrame({"scenario": ["01", "NA", "01", "NA"], "replication": [1, 1, 0, 0], "wip_mean": 1.0})
    runs.to_parquet(folder / "runs" / "part-all.parquet")
    facts = {"kind": "compare", "experiment": "<b>mine</b>", "counts": {"ok": 4}, "seed": 7, "ended": "today"}
    (folder / "manifest.json").write_text(json.dumps(facts))
    (folder / "config.yaml").write_text(yaml.safe_dump(resolved(simorg.load(["drift.rate=0.002"]))))
    (folder / "answer.md").write_text("# mine\n")
    return folder


def test_a_stored_experiment_is_a_mapping_of_its_tables(stored: Path) -> None:
    found = simorg.open(stored)
    assert list(found) == ["scenarios", "summary", "runs"] and len(found) == 3
    assert (found.kind, found.finished, found.answer) == ("compare", True, "# mine\n")
    assert found.settings.drift.rate == 0.002
    assert found.manifest["seed"] == 7
    assert found["runs"][["scenario", "replication"]].to_numpy().tolist() == [
        ["NA", 0], ["NA", 1], ["01", 0], ["01", 1],
    ]  # fmt: skip


def test_names_stay_names_and_only_empty_numbers_are_missing(stored: Path) -> None:
    table = simorg.open(str(stored))["summary"]
    assert table["scenario"].tolist() == ["NA", "01"]
    assert table["mean"].isna().tolist() == [False, True]


def test_what_is_changed_in_a_table_is_changed_nowhere_else(stored: Path) -> None:
    found = simorg.open(stored)
    mine = found["summary"]
    mine["mean"] = 0.0
    assert found["summary"]["mean"].iloc[0] == 1.5


def test_a_folder_that_holds_no_experiment_is_refused_with_the_nearest_that_does(stored: Path) -> None:
    near = "results/runs/compare-123"
    for wrong in ("results/runs/compare-12", "compare-123"):
        with pytest.raises(simorg.SettingsError, match=f"{wrong}: no such folder; did you mean '{near}'"):
            simorg.open(wrong)
    with pytest.raises(simorg.SettingsError, match="no experiment is stored there; valid: compare-123"):
        simorg.open(stored.parent)
    with pytest.raises(simorg.SettingsError, match=f"no such folder; did you mean '{near}'"):
        simorg.open("compare-12")
    with pytest.raises(KeyError, match="did you mean 'summary'"):
        simorg.open(stored)["summery"]


def test_a_configuration_of_another_version_is_told_when_it_is_asked_for(stored: Path) -> None:
    (stored / "config.yaml").write_text("drift: {no_such_key: 1}\n")
    found = simorg.open(stored)
    assert len(found["summary"]) == 2
    with pytest.raises(simorg.SettingsError, match="is not of this version of simorg"):
        _ = found.settings


def test_things_are_told_in_five_lines_and_escaped(stored: Path) -> None:
    settings = simorg.load([*SHORT, "drift.rate=0.003", "structure=embedded_squads"])
    compared = simorg.compare(
        {"<i>a</i>": settings, "b": settings}, 2, measures=["wip_mean"], workers=1, progress=False
    )
    assert isinstance(compared, Comparison)
    things = [settings, simorg.simulate(settings), compared, simorg.open(stored)]
    for thing in things:
        lines = repr(thing).split("\n")
        assert len(lines) == 5 and max(map(len, lines)) <= 96
        html = thing._repr_html_()
        assert html.startswith("<table>") and "<i>" not in html and "<b>" not in html
    assert "drift.rate = 0.003" in str(settings) and "embedded_squads" in str(settings)
    assert "&lt;i&gt;a&lt;/i&gt;" in compared._repr_html_()
    assert "0 of 1 are shown, to <i>a</i>" in repr(compared)


def test_only_what_differs_from_its_default_is_told() -> None:
    assert departures(simorg.load(["seed=3"])) == departures(simorg.load())
    changed = departures(simorg.load(["handoff.context_cost=0.3", "practices.velocity=0.9"]))
    assert {"handoff.context_cost = 0.3", "practices.velocity = 0.9"} <= set(changed)


def test_long_facts_are_cut_in_lines_and_whole_in_html() -> None:
    said = {"fact": "x" * 200, "nothing": ""}
    assert in_lines("t", said).split("\n")[1].endswith("...")
    assert "x" * 200 in in_html("t", said)


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("stream", "wanted", "shown"), [
    (Terminal, True, True), (Terminal, False, False), (io.StringIO, True, False),
])  # fmt: skip
def test_a_bar_is_shown_where_somebody_looks(
    stream: type[io.StringIO], wanted: bool, shown: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("FORCE_COLOR", "1")  # takes no log for a terminal
    out = stream()
    monkeypatch.setattr(progress.sys, "stderr", out)
    with bar("compare", 4, wanted) as advance:
        assert (advance is not None) == shown
        if advance is not None:
            advance(2, 4)
            advance(4, 4)
    assert ("4/4" in out.getvalue()) == shown
