"""A multirun ends in one table, whichever launcher ran its jobs, and stops when the user says so."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hydra._internal.core_plugins.basic_sweeper import BasicSweeper
from hydra.core.plugins import Plugins
from omegaconf import DictConfig

from simorg import cli
from simorg.commands import _sweep
from simorg.config.settings import Settings
from simorg.experiments import run as runner
from simorg.experiments.results.gather import Note, best, gather, leave_note

pytestmark = pytest.mark.usefixtures("undrawn")

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


@pytest.mark.slow
def test_a_job_returns_the_mean_that_a_sweeper_may_minimise(monkeypatch: pytest.MonkeyPatch) -> None:
    returned: list[float | None] = []
    job = _sweep.Job.__call__

    def told(self: _sweep.Job, config: DictConfig) -> float | None:
        returned.append(job(self, config))
        return returned[-1]

    monkeypatch.setattr(_sweep.Job, "__call__", told)
    few = [*TINY, "engine=reference", "replications=2", "experiment.structures=[hub_and_spoke]"]
    assert cli.main(["run", "-m", *few, "experiment.objective=wip_mean", "drift.rate=0.0004,0.002"]) == 0
    table = the_table()
    for job_number, value in enumerate(returned):
        row = table[(table["job"] == job_number) & (table["measure"] == "wip_mean")].iloc[0]
        assert value == pytest.approx(row["mean"])
    assert len(returned) == 2
    monkeypatch.setattr(runner, "run_experiment", lambda settings, **_: 0)
    assert cli.main(["run", "-m", *few, "drift.rate=0.0004,0.002"]) == 0
    assert returned[2:] == [None, None]


def downhill(sweeper: BasicSweeper, arguments: list[str]) -> None:
    """Try the ends of an interval, then the half beside the better one: an optimising sweeper in short."""
    assert sweeper.launcher is not None
    free = next(text for text in arguments if "interval(" in text)
    (key, ends), fixed = free.split("=", 1), [text for text in arguments if text != free]
    low, high = map(float, ends.removeprefix("interval(").rstrip(")").split(","))
    for number in range(3):
        jobs = [[*fixed, f"{key}={value}"] for value in (low, high)]
        at_low, at_high = (each.return_value for each in sweeper.launcher.launch(jobs, 2 * number))
        middle = (low + high) / 2.0
        low, high = (low, middle) if at_low < at_high else (middle, high)
    Path("best.txt").write_text(f"{(low + high) / 2.0}")


def test_an_optimising_sweeper_finds_the_least(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its value is least at a rate of 0.001; jobs are made up, Hydra is not."""
    name = f"{BasicSweeper.__module__}.{BasicSweeper.__name__}"
    monkeypatch.setattr(Plugins.instance().class_name_to_class[name], "sweep", downhill)
    monkeypatch.setattr(runner, "run_experiment", lambda settings, **_: 0)
    monkeypatch.setattr(_sweep, "objective", lambda folder, settings: (settings.drift.rate - 0.001) ** 2)
    assert cli.main(["run", "-m", "drift.rate=interval(0.0008,0.0024)"]) == 0
    assert float(Path("best.txt").read_text()) == pytest.approx(0.0009, abs=0.0002)


@pytest.mark.slow
def test_an_optimising_sweeper_minimises_what_simulated_jobs_return(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Nothing is made up: fewer ideas are less work in progress, so the search ends at the low end."""
    name = f"{BasicSweeper.__module__}.{BasicSweeper.__name__}"
    monkeypatch.setattr(Plugins.instance().class_name_to_class[name], "sweep", downhill)
    key = "demand.initiatives_per_unit_quarter"
    few = [*TINY, "engine=reference", "experiment.objective=wip_mean", "structure=embedded_squads"]
    assert cli.main(["run", "-m", *few, f"{key}=interval(1,9)"]) == 0
    table = the_table()
    assert set(table["scenario"]) == {"embedded_squads"}, "a structure that is named runs alone"
    tried = table[table["measure"] == "wip_mean"].set_index("job")
    assert tried[key].tolist() == [1.0, 9.0, 1.0, 5.0, 1.0, 3.0]
    assert tried[key][tried["mean"] == tried["mean"].min()].unique() == [1.0]
    assert f"in job {tried['mean'].idxmin()} with {key} = 1.0." in capfd.readouterr().out


def test_the_best_job_is_told_by_the_good_side_of_its_measure() -> None:
    jobs = [
        Note(n, {"drift.rate": str(rate)}, 0, "", "slo_breach_share", value)
        for n, (rate, value) in enumerate([(0.1, 0.25), (0.2, 0.125), (0.3, float("nan")), (0.4, None)])
    ]
    assert best(jobs) == ["Lowest time in SLO breach: 12.5 % in job 1 with drift.rate = 0.2."]
    higher = [note._replace(objective="throughput_per_quarter") for note in jobs]
    assert best(higher)[0].startswith("Highest initiatives delivered per quarter: 0.250 per quarter in job 0")
    neither = [note._replace(objective="changes_per_quarter", overrides={}) for note in jobs]
    assert [text.split(":")[0].split()[0] for text in best(neither)] == ["Lowest", "Highest"]
    assert best([Note(0, {}, 0, "")]) == []


def test_an_objective_that_is_no_measure_is_refused(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["run", *TINY, "experiment=single", "experiment.objective=wip_men"]) == 2
    assert "experiment.objective: unknown measure 'wip_men'; did you mean 'wip_mean'" in capfd.readouterr().err


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
