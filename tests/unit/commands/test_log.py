"""``simorg log``: from a run folder, a recorded trace or overrides; one message on bad input."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pandas as pd
import pytest

import simorg
from simorg.cli import main
from simorg.config.compose import resolved
from simorg.engines import run as engine
from simorg.engines.run import simulate
from simorg.plan import Plan
from simorg.trace.log.calendar import starting
from simorg.trace.log.columns import event_log
from simorg.trace.rows import Trace
from tests.logs import CASE, SHORT, TIME, read
from tests.unit.trace.log.test_formats import refuse_invalid_xes

pytestmark = pytest.mark.usefixtures("undrawn")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write_folder(made: Path) -> Path:
    """Make a folder that says what a run folder of two structures says."""
    made.mkdir()
    two = simorg.load([*SHORT[1:], "experiment.structures=[functional_silos,embedded_squads]"])
    (made / "config.yaml").write_text(json.dumps(resolved(two)))
    return made


@pytest.fixture
def folder(here: Path) -> Path:
    return write_folder(here / "runs")


def test_overrides_are_simulated_and_told_on_stdout(
    here: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["log", *SHORT]) == 0
    told = read(capsysbinary.readouterr().out, "csv")
    pd.testing.assert_frame_equal(told, event_log(simulate(simorg.load(SHORT)), starting()))
    assert list(here.iterdir()) == []


def test_an_override_may_be_longer_than_a_file_name(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    every = [
        "hub_and_spoke",
        "informal_network",
        "embedded_squads",
        "functional_silos",
        "centre_of_excellence",
    ]
    long = f"experiment.structures=[{','.join(every * 3)}]"
    assert len(long) > 255
    assert main(["log", long, "drift.rat=1"]) == 2
    assert "drift.rat = 1: unknown key" in capsys.readouterr().err


def test_a_folder_may_lie_in_the_home_of_its_user(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOME", str(folder.parent))
    assert main(["log", "~/nowhere"]) == 2
    assert f"{folder.parent / 'nowhere'}: no such run folder" in capsys.readouterr().err
    assert main(["log", f"~/{folder.name}", "--scenario", "nobody"]) == 2
    assert "scenario = 'nobody' is not in" in capsys.readouterr().err


def test_the_ending_chooses_the_format_and_packing(here: Path) -> None:
    names = ["log.csv", "log.parquet", "log.xes", "log.xes.gz", "LOG.CSV.GZ"]
    for name in names:
        assert main(["log", *SHORT, "--output", name]) == 0
    assert sorted(path.name for path in here.iterdir()) == sorted(names)
    assert gzip.decompress((here / "log.xes.gz").read_bytes()) == (here / "log.xes").read_bytes()
    assert gzip.decompress((here / "LOG.CSV.GZ").read_bytes()) == (here / "log.csv").read_bytes()
    first = (here / "log.xes.gz").read_bytes()
    assert main(["log", *SHORT, "--output", "log.xes.gz"]) == 0
    assert (here / "log.xes.gz").read_bytes() == first
    refuse_invalid_xes((here / "log.xes").read_bytes())


def test_a_run_folder_is_simulated_again(
    folder: Path, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["log", str(folder), "--output", "first.parquet"]) == 0
    assert (
        main(
            [
                "log",
                str(folder),
                "--scenario",
                "embedded_squads",
                "--replication",
                "2",
                "--output",
                "other.parquet",
            ]
        )
        == 0
    )
    first, other = (read((here / f"{name}.parquet").read_bytes(), "parquet") for name in ("first", "other"))
    assert set(first["case:structure"]) == {"functional_silos"} and set(first["case:replication"]) == {0}
    assert set(other["case:structure"]) == {"embedded_squads"} and set(other["case:replication"]) == {2}
    same = simorg.load([*SHORT[1:], "structure=embedded_squads"])
    pd.testing.assert_frame_equal(other, event_log(simulate(same, 2), starting()))
    assert "written to other.parquet" in capsys.readouterr().out


def test_a_folder_of_other_code_is_noted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stored = {"fingerprint": {"code": "of another day", "versions": {}}}
    (folder / "manifest.json").write_text(json.dumps(stored))
    assert main(["log", str(folder), "--output", "log.csv"]) == 0
    assert "other code" in capsys.readouterr().err


def test_a_recorded_trace_is_told_as_it_was(here: Path) -> None:
    assert main(["trace", "record", "run.npz", "--replication", "3", *SHORT]) == 0
    assert main(["log", "run.npz", "--output", "log.parquet", "--start", "2030-06-03"]) == 0
    told = read((here / "log.parquet").read_bytes(), "parquet")
    expected = event_log(simulate(simorg.load(SHORT), 3), starting("2030-06-03"))
    pd.testing.assert_frame_equal(told, expected)
    assert told[TIME].min() == pd.Timestamp("2030-06-03 09:00", tz="UTC")


def test_replications_have_distinct_cases(here: Path) -> None:
    assert main(["log", *SHORT, "--replication", "4", "--replications", "3", "--output", "log.csv"]) == 0
    told = read((here / "log.csv").read_bytes(), "csv")
    assert told["case:replication"].unique().tolist() == [4, 5, 6]
    assert told.groupby(CASE)["case:replication"].nunique().max() == 1
    assert told.groupby("case:replication")[CASE].nunique().sum() == told[CASE].nunique()


BAD = {
    "no such path": (["results/nowhere"], "no such run folder or trace file"),
    "no run folder": (["empty"], "no config.yaml"),
    "damaged folder": (["damaged"], "config.yaml: cannot be read"),
    "folder of another version": (["older"], "is not of this version of simorg: sead = 1: unknown key"),
    "no trace": (["file.txt"], "not a recorded trace"),
    "an empty trace": (["nothing.npz"], "not a recorded trace"),
    "half a trace": (["half.npz"], "not a recorded trace"),
    "path and overrides": (["empty", "seed=3"], "not both"),
    "two paths": (["empty", "damaged"], "not both"),
    "unknown key": (["structur=hub_and_spoke"], "structure"),
    "unknown scenario": (["runs", "--scenario", "embeded_squads"], "did you mean 'embedded_squads'"),
    "scenario of overrides": (["seed=3", "--scenario", "hub_and_spoke"], "is for run folders"),
    "replication of a trace": (["run.npz", "--replication", "1"], "holds one replication"),
    "negative replication": (["seed=3", "--replication", "-1"], "--replication = -1: must be 0 or more"),
    "no replications": (["seed=3", "--replications", "0"], "--replications = 0: must be 1 or more"),
    "a Tuesday": (["seed=3", "--start", "2024-01-02"], "the one before is 2024-01-01"),
    "no date": (["seed=3", "--start", "Monday"], "must be a date and time"),
    "too late a start": (["seed=3", "--start", "2024-01-01T16:01"], "start by 16:00"),
    "the year 10000": (["seed=3", "--start", "9999-12-27"], "five digits"),
    "no ending": (["seed=3", "--output", "log"], "must end in .csv, .parquet, .xes or .jsonocel"),
    "another ending": (
        ["seed=3", "--format", "xes", "--output", "log.csv"],
        "ends in .csv, but --format is xes",
    ),
    "packed parquet": (["seed=3", "--output", "log.parquet.gz"], "leave out .gz"),
    "parquet on stdout": (["seed=3", "--format", "parquet"], "--output FILE"),
    "a folder to write": (["seed=3", "--output", "empty", "--format", "csv"], "is a folder"),
    "no folder to write in": (["seed=3", "--output", "no/log.csv"], "no such folder"),
}


@pytest.fixture(scope="module")
def littered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder with things that are no runs, and two that are."""
    place = tmp_path_factory.mktemp("littered")
    write_folder(place / "runs")
    for name in ("empty", "damaged", "older"):
        (place / name).mkdir()
    older = json.loads((place / "runs" / "config.yaml").read_text()) | {"sead": 1}
    (place / "older" / "config.yaml").write_text(json.dumps(older))
    (place / "damaged" / "config.yaml").write_text("seed: [1")
    (place / "file.txt").write_text("a text")
    (place / "nothing.npz").touch()
    assert main(["trace", "record", str(place / "run.npz"), "horizon_days=5", "warm_up_days=0"]) == 0
    (place / "half.npz").write_bytes((place / "run.npz").read_bytes()[:700])
    return place


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_one_message_and_nothing_is_written(
    case: str, littered: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(littered)
    before = sorted(littered.rglob("*"))
    arguments, message = BAD[case]
    assert main(["log", *arguments]) == 2
    out, err = capsys.readouterr()
    assert message in err and err.startswith("simorg: ") and err.count("\n") == 1
    assert out == "" and sorted(littered.rglob("*")) == before


def test_a_failing_run_leaves_no_file(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = engine.simulate

    def fails_later(settings: object, replication: int, plan: Plan) -> Trace:
        if replication == 1:
            raise RuntimeError("ran away")
        return original(plan.settings, replication, plan=plan)

    monkeypatch.setattr(engine, "simulate", fails_later)
    for ending in ("csv", "parquet", "xes", "xes.gz"):
        assert main(["log", *SHORT, "--replications", "2", "--output", f"log.{ending}"]) == 1
    assert list(here.iterdir()) == []
