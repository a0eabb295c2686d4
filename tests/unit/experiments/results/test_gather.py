"""A multirun ends in one table, whichever launcher ran its jobs, and stops when the user says so."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from simorg import cli
from simorg.config.settings import Settings
from simorg.experiments import run as runner
from simorg.experiments.results.gather import Note, gather, leave_note

TINY = ["lifecycle=minimal", "horizon_days=60", "warm_up_days=10", "replications=1", "executor.workers=1"]
SWEEP = ["structure=embedded_squads,functional_silos", "drift.rate=0.0004,0.002"]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def the_table() -> pd.DataFrame:
    (folder,) = Path("results/runs").glob("multirun-*")
    return pd.read_csv(folder / "table.csv")


def check_table() -> None:
    table = the_table()
    assert list(table.columns[:4]) == ["job", "structure", "drift.rate", "scenario"]
    assert set(zip(table["job"], table["structure"], table["drift.rate"], strict=True)) == {
        (0, "embedded_squads", 0.0004), (1, "embedded_squads", 0.002),
        (2, "functional_silos", 0.0004), (3, "functional_silos", 0.002),
    }  # fmt: skip
    assert (table["structure"] == table["scenario"]).all()
    assert table.groupby("job")["measure"].nunique().nunique() == 1
    assert not table["mean"].isna().all()


def test_a_multirun_gathers_into_one_table(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["run", "-m", *TINY, *SWEEP]) == 0
    check_table()
    printed = capfd.readouterr().out
    assert "All jobs in one table: results/runs/multirun-" in printed
    assert printed.count("drift.rate") >= 5


@pytest.mark.slow
def test_the_joblib_launcher_gives_the_same_table() -> None:
    assert cli.main(["run", "-m", *TINY, *SWEEP]) == 0
    alone = the_table()
    for path in Path("results/runs").glob("multirun-*"):
        path.rename("results/before")
    assert cli.main(["run", "-m", "hydra/launcher=joblib", *TINY, *SWEEP]) == 0
    check_table()
    pd.testing.assert_frame_equal(the_table(), alone)


def test_interrupting_a_job_stops_the_sweep(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def interrupted(settings: Settings, **_: object) -> int:
        seen.append(settings.seed)
        return 130 if settings.seed == 2 else 0

    monkeypatch.setattr(runner, "run_experiment", interrupted)
    assert cli.main(["run", "-m", "seed=1,2,3"]) == 130
    assert seen == [1, 2]


def test_a_job_without_results_leaves_no_rows(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "summary.csv").write_text("scenario,measure,mean\nhub,wait,1.5\n")
    leave_note(tmp_path, Note(0, {"seed": "1"}, 0, str(tmp_path / "one")))
    leave_note(tmp_path, Note(1, {"seed": "2"}, 1, ""))
    table = gather(tmp_path)
    assert table.to_dict("records") == [
        {"job": 0, "seed": "1", "scenario": "hub", "measure": "wait", "mean": 1.5}
    ]
    assert pd.read_csv(tmp_path / "table.csv").shape == (1, 5)
