"""Scenarios of a run folder are read back as the settings that were run, whatever kind made them."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

import simorg
from simorg.config.errors import SettingsError
from simorg.experiments.design import design_of
from simorg.experiments.results.rerun import repeat
from simorg.experiments.results.run_folder import RunFolder
from simorg.experiments.results.stored_run import StoredRun
from simorg.experiments.results.stored_scenarios import FILE, scenario_in
from simorg.experiments.run import run_experiment

KINDS = ["compare_structures", "sweep", "crossover", "attribution", "staffing", "robustness", "optimise", "facts"]
SMALL = {"robustness": ["experiment.robustness.worlds=2"], "facts": ["experiment.facts.backgrounds=2"]}
FACTS = [
    "experiment=facts", "experiment.facts.backgrounds=2", "experiment.facts.statements=[littles_law]",
    "replications=2", "executor.workers=1",
]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_scenario_of_a_design_is_read_back(kind: str, tmp_path: Path) -> None:
    settings = simorg.load([f"experiment={kind}", *SMALL.get(kind, [])])
    design = design_of(settings)
    RunFolder(tmp_path, settings, ()).expect(design)
    stored = StoredRun(tmp_path)
    assert scenario_in(stored) == (design.scenarios[0].name, design.scenarios[0].settings)
    for scenario in design.scenarios:
        assert scenario_in(stored, scenario.name)[1] == scenario.settings


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run a statement, and return its folder."""
    found = tmp_path_factory.mktemp("run") / "facts"
    assert run_experiment(simorg.load(FACTS), found, io.StringIO()) == 0
    return found


def test_what_later_rounds_ran_can_be_repeated(folder: Path) -> None:
    """The arms of a statement are made on backgrounds that only a pilot finds, and are no levers."""
    runs = pd.read_parquet(folder / "runs")
    arm = runs[runs["scenario"].str.startswith("littles_law.")].iloc[-1]
    again = repeat(folder, arm["scenario"], int(arm["replication"]))
    assert all(again[name] == arm[name] or pd.isna(arm[name]) for name in again)
    with pytest.raises(SettingsError, match="is not in .*; did you mean 'littles_law"):
        repeat(folder, arm["scenario"][:-1], 0)


def test_without_the_list_only_what_a_kind_starts_with_is_known(folder: Path, tmp_path: Path) -> None:
    mine = shutil.copytree(folder, tmp_path / "facts")
    names = list(json.loads((mine / FILE).read_text())["scenarios"])
    first = scenario_in(StoredRun(mine))
    (mine / FILE).unlink()
    assert scenario_in(StoredRun(mine)) == first
    with pytest.raises(SettingsError, match=f"has no {FILE}.*run it again"):
        scenario_in(StoredRun(mine), names[-1])


@pytest.mark.parametrize("text", ["{", "[]", '{"keys": []}'])
def test_a_damaged_list_is_told(text: str, tmp_path: Path) -> None:
    RunFolder(tmp_path, simorg.load(), ())
    (tmp_path / FILE).write_text(text)
    with pytest.raises(SettingsError, match=f"{FILE}: cannot be read"):
        scenario_in(StoredRun(tmp_path))
