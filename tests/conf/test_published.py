"""Published results belong to this version: their settings are valid, their tables are whole."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import yaml

from simorg.config.compose import settings_from_config
from simorg.experiments.answers import beside
from simorg.experiments.design import design_of

ROOT = Path(__file__).resolve().parents[2]
PUBLISHED = sorted(path.parent for path in (ROOT / "results").glob("*/config.yaml"))
QUICK = 200  # scenarios; building those of a large design takes seconds
QUESTIONS = sorted(path.parent.name for path in (ROOT / "experiments").glob("*/question.md"))


def test_every_question_has_an_answer() -> None:
    assert [path.name for path in PUBLISHED] == QUESTIONS


@pytest.mark.parametrize("folder", PUBLISHED, ids=lambda folder: folder.name)
def test_a_published_folder_can_be_run_again(folder: Path) -> None:
    settings = settings_from_config(yaml.safe_load((folder / "config.yaml").read_text(encoding="utf-8")))
    assert settings.experiment.name == folder.name
    listed, runs = pd.read_csv(folder / "scenarios.csv"), pd.read_parquet(folder / "runs")
    assert set(runs["scenario"]) == set(listed["scenario"])
    assert len(runs) == listed["replications"].sum()
    assert not runs.duplicated(["scenario", "replication"]).any()
    if len(listed) <= QUICK:
        assert list(listed["scenario"]) == [scenario.name for scenario in design_of(settings).scenarios]


@pytest.mark.parametrize("folder", PUBLISHED, ids=lambda folder: folder.name)
def test_a_published_folder_says_what_it_found(folder: Path) -> None:
    assert len((folder / "answer.md").read_text(encoding="utf-8")) > 200
    assert list((folder / "figures").glob("*.svg"))
    for table in folder.glob("*.csv"):
        assert not pd.read_csv(table).empty, table.name


def test_the_counts_under_comparisons_are_those_of_the_published_population() -> None:
    """Mend with: simorg run experiment=population experiment.publish=true."""
    facts = beside.stored()
    published = ROOT / "results" / "population" / "population.csv"
    assert (facts is None) == (not published.is_file())
    if facts is not None:
        table = pd.read_csv(published)[["measure", "structure", "baseline", "better", "worse", "open"]]
        assert pd.DataFrame(facts["pairs"])[list(table)].to_dict() == table.to_dict()
