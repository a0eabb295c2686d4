"""Timelines averaged, and the warm-up that an organisation needs."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import simorg
from simorg import cli
from simorg.experiments.answers.timelines import BINS, FEWEST, settling_words, timeline_table, too_late
from simorg.experiments.run import run_experiment
from simorg.statistics.warmup import mser5

HORIZON = 720.0
DAYS = np.linspace(HORIZON / BINS, HORIZON, BINS)


def replications(wip: np.ndarray, name: str = "mine", n: int = 8) -> pd.DataFrame:
    """Return timelines that differ by chance, each the other way than the last: on average by nothing."""
    noise = np.random.default_rng(1).normal(0.0, 0.05, BINS)
    sides = [(-1.0) ** r * noise for r in range(n)]
    tables = [
        {"scenario": name, "replication": r, "day": DAYS, "wip": wip + r + side}
        for r, side in enumerate(sides)
    ]
    return pd.concat(map(pd.DataFrame, tables))


def filling(until: float) -> np.ndarray:
    """Rises to 30 in the bin that begins on a day, then goes up and down by a tenth."""
    return np.minimum(DAYS / (until + DAYS[0]), 1.0) * 30.0 + 0.1 * (-1.0) ** np.arange(BINS)


def test_the_average_is_over_the_replications_of_a_bin() -> None:
    rows = pd.DataFrame({
        "scenario": ["b", "b", "b", "b", "a"], "replication": [0, 0, 1, 1, 0],
        "day": [1.0, 2.0, 1.0, 2.0, 1.0], "wip": [1.0, 2.0, 3.0, 6.0, 9.0],
    })  # fmt: skip
    assert timeline_table(rows).to_dict("list") == {
        "scenario": ["b", "b", "a"], "day": [1.0, 2.0, 1.0], "n": [2, 2, 1], "wip": [2.0, 4.0, 9.0],
    }  # fmt: skip
    assert timeline_table(pd.DataFrame()).empty


@pytest.mark.parametrize(
    ("warm_up", "late"), [(0.0, True), (100.0, True), (220.0, True), (240.0, False), (300.0, False)]
)
def test_what_fills_for_240_days_needs_that(warm_up: float, late: bool) -> None:
    found = too_late(replications(filling(240.0)), {"mine": warm_up})
    assert [each.after_days for each in found] == ([240.0] if late else [])


def test_waves_of_a_short_run_are_no_start() -> None:
    """Alone, MSER-5 would ask for more than half of it."""
    wave = 20.0 + np.random.default_rng(3).normal(0.0, 1.0, (8, BINS)).cumsum(axis=1)
    rows = pd.concat(replications(each, n=1).assign(replication=r) for r, each in enumerate(wave))
    assert not mser5(wave.mean(axis=0), 1).reliable
    assert too_late(rows, {"mine": 180.0}) == []


def test_the_sentence_says_what_to_set() -> None:
    both = pd.concat([replications(filling(240.0), "a_b"), replications(filling(300.0), "c")])
    (said,) = settling_words(too_late(both, {"a_b": 100.0, "c": 100.0}))
    assert "A warm-up of 100 days is too short" in said
    assert "after 240 days (a b) and 300 days (c)" in said
    assert "warm_up_days=300 horizon_days=920" in said


def test_what_grows_all_the_time_has_no_warm_up() -> None:
    (said,) = settling_words(too_late(replications(DAYS), {"mine": 300.0}))
    assert "(mine) still changes" in said and "cannot tell from 720 days" in said
    assert "horizon_days=1440" in said


def test_too_few_replications_and_no_timelines_say_nothing() -> None:
    assert too_late(replications(DAYS, n=FEWEST - 1), {"mine": 1.0}) == []
    assert too_late(replications(DAYS), {}) == too_late(replications(DAYS), {"mine": 700.0}) == []
    assert too_late(pd.DataFrame(), {"mine": 1.0}) == []


def test_an_answer_and_explain_say_the_same_of_a_short_warm_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    wanted = ["warm_up_days=5", "replications=4", "workforce=small", "structure=functional_silos"]
    settings = simorg.load([*wanted, "experiment.structures=null", "executor.workers=1"])
    assert run_experiment(settings, out=io.StringIO()) == 0
    (folder,) = Path("results/runs").iterdir()
    (told,) = [line for line in (folder / "answer.md").read_text().splitlines() if "MSER-5" in line]
    for what in ([str(folder)], wanted):
        capfd.readouterr()
        assert cli.main(["explain", *what]) == 0
        assert told in capfd.readouterr().out.splitlines()
