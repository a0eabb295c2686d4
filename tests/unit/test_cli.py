"""The command line: exit codes, one message on bad input, nothing written, quick to start."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest

from simorg import cli
from simorg.commands import commands
from simorg.config.errors import SettingsError
from simorg.config.settings import Settings
from simorg.config.sweeps import combinations


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch, empty: Path) -> list[Settings]:
    """Replace the experiment by a list of what it would have run; seed 13 fails, 14 partly, 15 breaks."""
    ran: list[Settings] = []
    answers = {13: 1, 14: 3}

    def fake(settings: Settings, draw: object, brief: bool) -> int:
        ran.append(settings)
        if settings.seed == 15:
            raise RuntimeError("broken")
        if settings.seed == 16:
            raise KeyboardInterrupt
        return answers.get(settings.seed, 0)

    module = type(sys)("simorg.experiments.run")
    module.run_experiment = fake  # type: ignore[attr-defined]
    module.run_folder = lambda settings: Path("nowhere")  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "simorg.experiments.run", module)
    monkeypatch.setattr(cli, "buildable", lambda settings: None)
    return ran


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["run", "drift.rat=1"], "did you mean 'drift.rate'"),
        (["run", "structure=hub"], "did you mean 'hub_and_spoke'"),
        (["run", "drift.rate=x"], "must be a number"),
        (["run", "seed=-1"], "seed = -1: must be >= 0"),
        (["run", "experiment.name=../x"], "no path"),
        (["run", "-m", "seed=1,-2"], "seed = -2"),
        (["run", "-m", "structure=hub,informal_network"], "did you mean 'hub_and_spoke'"),
        (["run", "--nonsense"], "unrecognized arguments"),
        (["runn"], "did you mean 'run'"),
        (["params", "--only", "drfit"], "did you mean 'drift'"),
        (["params", "--format", "xml"], "invalid choice"),
        (["measures", "--only", "led"], "no measure starts with this; did you mean 'lead'"),
        (["describe", "--figure", "a.doc"], ".svg"),
        (["describe", "drift.rat=1"], "did you mean 'drift.rate'"),
    ],
)
def test_bad_input_is_one_message_and_exit_code_2(
    arguments: list[str], told: str, jobs: list[Settings], empty: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(arguments) == 2
    out, err = capfd.readouterr()
    assert told in err
    assert "Traceback" not in err
    assert "Error executing job" not in err
    assert out == ""
    assert not jobs
    assert not list(empty.iterdir())


def test_run_composes_one_job(jobs: list[Settings], empty: Path) -> None:
    assert cli.main(["run", "drift.rate=0.02"]) == 0
    assert [s.drift.rate for s in jobs] == [0.02]
    assert jobs[0].experiment.structures is not None
    assert len(jobs[0].experiment.structures) == 4
    assert not list(empty.iterdir())


def test_a_structure_that_is_named_runs_alone(jobs: list[Settings]) -> None:
    assert cli.main(["run", "-m", "structure=hub_and_spoke,informal_network", "drift=fast,none"]) == 0
    assert [(s.structure.name, s.drift.law) for s in jobs] == [
        ("hub_and_spoke", "gradual"), ("hub_and_spoke", "none"),
        ("informal_network", "gradual"), ("informal_network", "none"),
    ]  # fmt: skip
    assert {s.experiment.structures for s in jobs} == {None}


def test_a_structure_is_not_alone_when_an_experiment_is_named(jobs: list[Settings]) -> None:
    assert cli.main(["run", "structure=informal_network", "experiment=all_structures"]) == 0
    assert len(jobs[0].experiment.structures or ()) == 6


@pytest.mark.parametrize(("seeds", "code"), [("1,2", 0), ("14,1", 3), ("14,13,1", 1), ("15,1,14", 1)])
def test_a_sweep_goes_on_and_returns_the_worst(seeds: str, code: int, jobs: list[Settings]) -> None:
    assert cli.main(["run", "-m", f"seed={seeds}"]) == code
    assert [s.seed for s in jobs] == [int(seed) for seed in seeds.split(",")]


@pytest.mark.parametrize(("seed", "code"), [(13, 1), (14, 3), (15, 1), (16, 130), (0, 0)])
def test_one_job_returns_its_code(seed: int, code: int, jobs: list[Settings]) -> None:
    assert cli.main(["run", f"seed={seed}"]) == code


def test_impossible_combinations_stop_a_sweep_before_it_starts(
    jobs: list[Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(settings: Settings) -> None:
        if settings.seed == 2:
            raise SettingsError("nobody can do that")

    monkeypatch.setattr(cli, "buildable", refuse)
    assert cli.main(["run", "-m", "seed=1,2"]) == 2
    assert not jobs


def test_verbs_are_found_by_listing(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 0
    told = capfd.readouterr().out
    assert {"describe", "measures", "params"} <= set(commands())
    assert all(verb in told for verb in ("run", *commands()))


def test_measures_are_listed_in_every_form(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["measures", "--only", "lead_time_p50", "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capfd.readouterr().out)))
    assert [(row["name"], row["better"], row["headline"]) for row in rows] == [
        ("lead_time_p50_days", "lower", "True")
    ]
    assert cli.main(["measures", "--only", "queue_wait"]) == 0
    text = capfd.readouterr().out
    assert "queue_wait_mean_days: Mean wait in an in-tray, days, lower is better\n" in text
    assert text.count("priority_K") == 1 and "Rewards: Many short jobs" in text


def test_params_prints_the_registry(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["params", "--only", "drift.rate", "--format", "csv"]) == 0
    assert capfd.readouterr().out.startswith("key,type,unit,default,allowed")


def test_large_sweeps_are_checked_value_by_value() -> None:
    sweep = [
        "seed=" + ",".join(map(str, range(20))),
        "replications=" + ",".join(map(str, range(1, 21))),
        "drift=fast",
    ]
    assert len(list(combinations(sweep))) == 41
    assert len(list(combinations(sweep[:1] + sweep[2:]))) == 20
    assert all(combination[-1] == "drift=fast" for combination in combinations(sweep))


def test_import_simorg_is_light() -> None:
    heavy = {
        "numba",
        "scipy",
        "matplotlib",
        "pandas",
        "pyarrow",
        "hydra",
        "omegaconf",
        "networkx",
        "numpy",
        "rich",
    }
    heavy |= {"simpy", "pydantic"}
    code = f"import sys, simorg; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
