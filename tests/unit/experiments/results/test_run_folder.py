"""Run folders: resumed after a kill, never half-written, one writer, no mixing of experiments."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
import yaml

import simorg
from simorg.config.errors import SettingsError
from simorg.config.settings import Settings
from simorg.experiments.results import run_folder
from simorg.experiments.results.lock import FolderBusyError, FolderLock
from simorg.experiments.results.rerun import repeat
from simorg.experiments.results.run_folder import RunFolder
from simorg.experiments.run import run_experiment
from simorg.experiments.running import task

TABLES = ("measures.csv", "summary.csv", "comparison.csv", "timelines.csv", "seats.csv", "scenarios.csv")
SHORT = [
    "lifecycle=minimal", "horizon_days=60", "warm_up_days=10", "replications=3", "executor.workers=1",
    "experiment.structures=[embedded_squads,functional_silos]",
]  # fmt: skip


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def many_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write every batch at once: a short experiment would be one part."""
    monkeypatch.setattr(run_folder, "MOST_ROWS", 1)


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """List every replication that is really run."""
    calls: list[tuple[str, int]] = []
    original = task._run_one

    def spy(settings: Settings, plan: object, replication: int, which: task.Task) -> object:
        calls.append((which.scenario, replication))
        return original(settings, plan, replication, which)  # type: ignore[arg-type]

    monkeypatch.setattr(task, "_run_one", spy)
    return calls


def run(*changes: str, folder: Path | None = None) -> tuple[int, str]:
    out = io.StringIO()
    code = run_experiment(simorg.load([*SHORT, *changes]), folder, out)
    return code, out.getvalue()


def only_run_folder() -> Path:
    (found,) = Path("results/runs").iterdir()
    return found


def tables(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.csv"))}


def rows(folder: Path) -> pd.DataFrame:
    parts = [pd.read_parquet(path) for path in sorted((folder / "runs").glob("*.parquet"))]
    return pd.concat(parts).sort_values(["scenario", "replication"]).reset_index(drop=True)


def test_a_run_folder_holds_everything(here: Path) -> None:
    code, text = run()
    folder = only_run_folder()
    assert code == 0
    assert f"Written to {Path('results/runs') / folder.name}/" in text
    assert set(tables(folder)) == set(TABLES) and (folder / "scenarios.json").is_file()
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["counts"] == {"ok": 6, "failed": 0}
    assert manifest["seed"] == 1 and manifest["engine"] == "auto" and manifest["ended"]
    assert yaml.safe_load((folder / "config.yaml").read_text())["horizon_days"] == 60
    part = next((folder / "runs").glob("*.parquet"))
    assert pq.read_schema(part).field("lead_time_p50_days").metadata[b"unit"] == b"day"
    assert rows(folder)["replication"].tolist() == [0, 1, 2, 0, 1, 2]
    assert not (folder / ".incoming").exists() or not list((folder / ".incoming").iterdir())


@pytest.mark.usefixtures("many_parts")
def test_a_killed_run_resumes_and_equals_an_uninterrupted_one(here: Path, ran: list[tuple[str, int]]) -> None:
    run()
    folder = only_run_folder()
    complete, complete_rows = tables(folder), rows(folder)
    parts = sorted((folder / "runs").glob("*.parquet"))
    parts[0].unlink()  # never written
    parts[1].write_bytes(parts[1].read_bytes()[:200])  # cut by the disk
    (folder / "timelines" / parts[2].name).unlink()
    (folder / "seats" / parts[3].name).write_bytes(b"PAR1")
    (folder / ".incoming").mkdir(exist_ok=True)
    (folder / ".incoming" / "part-half.parquet").write_bytes(b"PAR1")
    (folder / "runs" / "notes.txt").write_text("a stray file")
    for name in complete:
        (folder / name).unlink()
    ran.clear()
    assert run()[0] == 0
    assert len(ran) == 4
    assert tables(folder) == complete
    pd.testing.assert_frame_equal(rows(folder), complete_rows)


def test_nothing_runs_twice_and_more_replications_are_added(here: Path, ran: list[tuple[str, int]]) -> None:
    run()
    ran.clear()
    run()
    assert ran == []
    run("replications=4")
    assert ran == [("embedded_squads", 3), ("functional_silos", 3)]
    grown = tables(only_run_folder())
    folder = only_run_folder()
    for path in (folder / "runs").glob("*"):
        path.unlink()
    run("replications=4")
    assert tables(only_run_folder()) == grown


def test_an_interrupt_keeps_what_is_finished(
    here: Path, ran: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    spied = task._run_one

    def interrupted(settings: object, plan: object, replication: int, which: task.Task) -> object:
        if len(ran) == 4:
            raise KeyboardInterrupt
        return spied(settings, plan, replication, which)  # type: ignore[arg-type]

    monkeypatch.setattr(task, "_run_one", interrupted)
    code, text = run()
    assert code == 130
    assert "4 of 6 replications are kept" in text
    monkeypatch.setattr(task, "_run_one", spied)
    ran.clear()
    assert run()[0] == 0
    assert ran == [("functional_silos", 1), ("functional_silos", 2)]


def test_a_failed_replication_is_a_row_with_the_command_that_repeats_it(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = task._run_one

    def failing(settings: object, plan: object, replication: int, which: task.Task) -> object:
        if (which.scenario, replication) == ("functional_silos", 1):
            raise ZeroDivisionError("one in six")
        return original(settings, plan, replication, which)  # type: ignore[arg-type]

    monkeypatch.setattr(task, "_run_one", failing)
    code, text = run()
    assert code == 3
    assert "one in six" in text
    table = rows(only_run_folder())
    failed = table[table["status"] == "failed"].iloc[0]
    assert "ZeroDivisionError: one in six" in failed["error"]
    assert failed["command"] in text
    assert table[table["status"] == "ok"]["error"].eq("").all()
    assert pd.isna(failed["wip_mean"])
    summary = pd.read_csv(only_run_folder() / "summary.csv").set_index(["scenario", "measure"])
    assert summary.loc[("functional_silos", "wip_mean"), ["n", "n_missing"]].tolist() == [2, 1]
    call = failed["command"].split('"')[1].split("; ")[1]
    assert call == f"repeat('{Path('results/runs') / only_run_folder().name}', 'functional_silos', 1)"
    wanted = table[(table["scenario"] == "functional_silos") & (table["replication"] == 0)].iloc[0]
    assert repeat(only_run_folder(), "functional_silos", 0)["wip_mean"] == wanted["wip_mean"]


def test_another_experiment_in_the_folder_is_refused_with_the_difference(tmp_path: Path) -> None:
    RunFolder(tmp_path, simorg.load(SHORT), ()).write_manifest()
    RunFolder(tmp_path, simorg.load([*SHORT, "replications=9", "executor.workers=2"]), ())
    with pytest.raises(SettingsError, match=r"drift\.rate: 0\.02 now, 0\.\d+ there"):
        RunFolder(tmp_path, simorg.load([*SHORT, "drift.rate=0.02"]), ())


HOLD = """
import sys
from pathlib import Path
from simorg.experiments.results.lock import FolderLock
with FolderLock(Path(sys.argv[1])):
    sys.stdout.write("held\\n"); sys.stdout.flush(); sys.stdin.read()
"""


def test_a_second_writer_is_told_and_a_dead_one_forgotten(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None and holder.stdout.readline() == "held\n"
    with pytest.raises(FolderBusyError, match=f"process {holder.pid}"), FolderLock(tmp_path):
        pass
    holder.kill()  # no clean-up runs: the lock file stays
    holder.wait()
    holder.communicate()
    assert f"process {holder.pid} on " in (tmp_path / ".lock").read_text()
    with FolderLock(tmp_path):
        pass


def test_publishing_replaces_the_folder_whole(here: Path) -> None:
    target = Path("published/compare")
    target.mkdir(parents=True)
    (target / "old.txt").write_text("yesterday")
    with pytest.raises(SettingsError, match="is no published experiment"):
        run(folder=target)
    assert (target / "old.txt").exists() and not (target.parent / "runs").exists()
    (target / "manifest.json").write_text("{}")
    code, text = run(folder=target)
    assert code == 0 and "Written to published/compare/" in text
    assert not (target / "old.txt").exists()
    names = {path.name for path in target.iterdir()}
    assert names == {"config.yaml", "manifest.json", "answer.md", "runs", "scenarios.json", *TABLES}
    assert len(rows(target)) == 6
    assert {path.name for path in Path("published").iterdir()} == {"compare", "runs"}


def test_an_answer_that_uses_less_than_the_folder_holds_says_so(here: Path) -> None:
    run("replications=4")
    _, text = run("replications=2")
    assert "runs/ holds more replications than this answer uses: the first 2 of each scenario." in text
    assert "holds more" not in run("replications=4")[1]


def test_bad_input_writes_nothing(here: Path) -> None:
    settings = simorg.load([*SHORT, "experiment.structures=[embedded_squads,no_such_wiring]"])
    with pytest.raises(SettingsError):
        run_experiment(settings, out=io.StringIO())
    assert not list(here.iterdir())


def test_figures_are_drawn_before_the_folder_is_published(here: Path) -> None:
    seen: list[Path] = []
    settings = simorg.load([*SHORT, "replications=2", "experiment.publish=true", "experiment.name=mine"])

    def draw(folder: Path) -> dict[str, str]:
        seen.append(folder)
        (folder / "figures").mkdir()
        (folder / "figures" / "a.svg").write_text("drawn")
        return {}

    assert run_experiment(settings, out=io.StringIO(), draw=draw) == 0
    assert seen[0].parent == Path("results/runs")
    assert Path("results/mine/figures/a.svg").read_text() == "drawn"


def test_single_runs_are_not_drawn(here: Path) -> None:
    def draw(folder: Path) -> dict[str, str]:
        raise AssertionError("drawn")

    settings = simorg.load([*SHORT, "replications=1"])
    out = io.StringIO()
    assert run_experiment(settings, out=out, draw=draw) == 0
    assert "Single runs are not drawn; simorg figures results" in out.getvalue()


def test_the_address_of_a_cluster_is_not_kept(here: Path) -> None:
    settings = simorg.load([*SHORT, "executor.address=tcp://name:password@10.0.0.1:8786"])
    RunFolder(here, settings, ())
    assert "password" not in "".join(path.read_text() for path in here.glob("*.*") if path.is_file())


@pytest.mark.parametrize("whole", [True, False])
def test_figures_that_fail_are_a_note_below_the_answer(whole: bool, here: Path) -> None:
    def draw(folder: Path) -> dict[str, str]:
        if whole:
            raise ImportError("no such backend")
        return {"frontier": "ZeroDivisionError: no width"}

    out = io.StringIO()
    settings = simorg.load([*SHORT, "replications=2", "experiment.publish=true", "experiment.name=mine"])
    assert run_experiment(settings, out=out, draw=draw) == 0
    told = "figures could not be drawn (ImportError: no such backend)"
    told = told if whole else "frontier could not be drawn (ZeroDivisionError: no width)"
    assert 0 < out.getvalue().index("95 % interval") < out.getvalue().index(told)
    assert Path("results/mine/summary.csv").is_file()
