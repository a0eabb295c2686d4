"""Structure is wiring: what is wired alike behaves alike, whatever it is called."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import numpy as np
import pytest

from simorg import compare, load, simulate
from simorg.config.settings import Settings
from simorg.organisation import structures
from simorg.organisation.files.yaml_writer import to_yaml

SHORT = ("horizon_days=200", "warm_up_days=0")
EVERYTHING_EQUAL = (
    "structure.equal=[decides,backs_up,approves,owns]",
    "structure.tie_close=0",
    "structure.tie_weak=0",
    "structure.distance_unconnected=1e-9",
)


def settings_of(name: str, *overrides: str) -> Settings:
    return load([f"structure={name}", *SHORT, *overrides])


@pytest.mark.parametrize("name", structures.available())
def test_a_structure_from_its_own_file_gives_the_same_trace(name: str, tmp_path: Path, engine: str) -> None:
    settings = settings_of(name)
    path = tmp_path / "again.yaml"
    path.write_text(to_yaml(structures.build(settings), settings), encoding="utf-8")
    again = settings_of("custom", f"structure.file={path}")
    assert simulate(settings, 0, engine).rows.tobytes() == simulate(again, 0, engine).rows.tobytes()


def test_names_of_structures_and_teams_mean_nothing(tmp_path: Path, engine: str) -> None:
    settings = settings_of("hub_and_spoke")
    text = to_yaml(structures.build(settings), settings)
    path = tmp_path / "renamed.yaml"
    renamed = text.replace("name: hub_and_spoke", "name: centre_of_excellence")
    path.write_text(re.sub(r"\bhub\b", "community", renamed), encoding="utf-8")
    other = settings_of("custom", f"structure.file={path}")
    assert structures.build(other).name == "centre_of_excellence"
    assert simulate(settings, 0, engine).rows.tobytes() == simulate(other, 0, engine).rows.tobytes()


@pytest.mark.slow
def test_wired_alike_all_structures_are_equally_stable() -> None:
    """Equal rights and no distance: incidents a model-year differ by chance alone.

    Who sits where still differs, and so does who waits for whom: an incident that is ended sooner lets the
    next one come sooner. So the rate is per healthy model-year. Fifteen pairs of 99.9 % intervals: a false
    alarm in 1.5 % of seeds; the seed is fixed.
    """
    runs = [load([f"structure={name}", *EVERYTHING_EQUAL]) for name in structures.available()]
    table = compare(runs, replications=40).runs
    rate = "incidents_per_healthy_model_year"
    by_structure = {
        name: part.sort_values("replication")[rate].to_numpy() for name, part in table.groupby("scenario")
    }
    for one, other in itertools.combinations(by_structure, 2):
        gap = by_structure[one] - by_structure[other]
        half = 3.6 * gap.std(ddof=1) / np.sqrt(len(gap))
        assert abs(gap.mean()) <= half, f"{one} - {other}: {gap.mean():.3f} +- {half:.3f}"
