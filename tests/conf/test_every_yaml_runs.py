"""Every preset, shipped example and experiment is valid, written and read back, and runs, made short."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest

from simorg import load, measures
from simorg.config.compose import resolved, settings_from_config
from simorg.config.files import groups, options
from simorg.contracts.made_up import QUICK, SMALL
from simorg.engines.run import simulate
from simorg.experiments.run import run_experiment
from simorg.measures.families.people import ACCOUNTS
from simorg.trace.events import Event

PRESETS = [
    (group, option)
    for group in groups()
    if group not in ("examples", "experiment", "engine")
    for option in options(group)
    if (group, option) != ("structure", "custom")
]
EXAMPLES = {
    "insurer": ["structure.file=simorg:examples/insurer.yaml"],
    "roster": [
        "structure.file=simorg:examples/roster.csv",
        "structure.titles=simorg:examples/titles.csv",
        "structure.ties=simorg:examples/ties.csv",
    ],
}


def runs(overrides: list[str], engine: str) -> None:
    """Run 60 days and hold the identities that every run obeys against the measures."""
    settings = load([*overrides, "horizon_days=60", "warm_up_days=5"])
    assert settings_from_config(resolved(settings)) == settings
    trace = simulate(settings, 0, engine=engine)
    assert trace.rows["event"][-1] == Event.RUN_ENDED
    found = measures.compute(trace)
    accounts = (*ACCOUNTS, "idle", "absent")
    assert np.isclose(sum(found[f"work_{account}_share"] for account in accounts), 1.0, rtol=1e-12)
    assert found["utilisation_max_role"] <= 1.0 + 1e-12


@pytest.mark.parametrize(("group", "option"), PRESETS)
def test_preset_runs(group: str, option: str, engine: str) -> None:
    plus = "+" if group == "textbook" else ""
    people = ["structure=informal_network"] if option == "one_person" else []
    runs([f"{plus}{group}={option}", *people], engine)


@pytest.mark.parametrize("example", EXAMPLES)
def test_shipped_example_runs(example: str, engine: str) -> None:
    runs(["structure=custom", *EXAMPLES[example]], engine)


@pytest.mark.parametrize("structure", options("structure"))
def test_one_person_with_every_role_runs_in_every_structure(structure: str, engine: str) -> None:
    if structure != "custom":
        runs(["workforce=one_person", f"structure={structure}"], engine)


@pytest.mark.parametrize("option", options("experiment"))
def test_experiment_runs(option: str, engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    short = [*QUICK, "replications=2"]
    kind = load([f"experiment={option}"]).experiment.kind
    mine = ["structure.file=simorg:examples/insurer.yaml"] if option == "my_organisation" else []
    settings = load([f"experiment={option}", *short, *SMALL.get(kind, ()), *mine, f"engine={engine}"])
    assert settings_from_config(resolved(settings)) == settings
    assert run_experiment(settings, out=io.StringIO()) == 0
    (folder,) = Path("results/runs").iterdir()
    assert (folder / "answer.md").read_text(encoding="utf-8").count("\n") > 2
    assert not (folder / "damaged").exists()
