"""Every preset and every shipped example runs one short replication on the chosen engine."""

from __future__ import annotations

import numpy as np
import pytest

from simorg import load, measures
from simorg.config.files import groups, options
from simorg.engines.run import simulate
from simorg.engines.trace import Event

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
    trace = simulate(load([*overrides, "horizon_days=60", "warm_up_days=5"]), 0, engine=engine)
    assert trace.rows["event"][-1] == Event.RUN_ENDED
    found = measures.compute(trace)
    accounts = ("direct", "rework", "coordination", "response", "idle", "absent")
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
