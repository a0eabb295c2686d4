"""The command line: exit codes, one message on bad input, nothing written, quick to start."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest

from simorg import cli
from simorg.commands import _experiment, names
from simorg.config.errors import SettingsError
from simorg.config.settings import Settings
from simorg.config.sweeps import combinations

pytestmark = pytest.mark.usefixtures("undrawn")


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
        (["params", "--search", "dealy"], "did you mean 'delay'"),
        (["params", "--search", "  "], "must be one or more words"),
        (
            ["params", "--only", "drift", "--search", "approval"],
            "no parameter that starts with 'drift' says this",
        ),
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


def test_an_empty_table_is_empty_on_the_command_line(jobs: list[Settings], empty: Path) -> None:
    assert cli.main(["run", "workforce.second_skills={ml_engineer: {}}"]) == 0
    assert [s.workforce.second_skills["ml_engineer"] for s in jobs] == [{}]
    (empty / "mine" / "workforce").mkdir(parents=True)
    (empty / "mine" / "workforce" / "alone.yaml").write_text("second_skills: {ml_engineer: {}}\n")
    given = ["workforce=alone", "workforce.second_skills.data_engineer={},{ml:0.1}"]
    assert cli.main(["run", "-m", "--config-dir", "mine", *given]) == 0
    found = [s.workforce.second_skills for s in jobs[1:]]
    assert [skills["ml_engineer"] for skills in found] == [{}, {}]
    assert [skills["data_engineer"] for skills in found] == [{}, {"ml": 0.1, "software": 0.6}]


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
    assert cli.main(["run", "structure=informal_network", "experiment.objective=wip_mean"]) == 0
    assert (jobs[-1].structure.name, jobs[-1].experiment.structures) == ("informal_network", None)


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

    monkeypatch.setattr(_experiment, "buildable", refuse)
    assert cli.main(["run", "-m", "seed=1,2"]) == 2
    assert not jobs


def test_verbs_are_found_by_listing(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 0
    told = capfd.readouterr().out
    assert {"describe", "measures", "params"} <= set(names())
    assert all(verb in told for verb in names())


def test_measures_are_listed_in_every_form(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["measures", "--only", "lead_time_p50", "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capfd.readouterr().out)))
    assert [(row["name"], row["better"], row["headline"]) for row in rows] == [
        ("lead_time_p50_days", "lower", "True")
    ]
    assert cli.main(["measures", "--only", "queue_wait"]) == 0
    text = capfd.readouterr().out
    assert "queue_wait_mean_days: Mean wait in a queue, days, lower is better\n" in text
    assert text.count("priority_K") == 1 and "Rewards: Many short jobs" in text


def test_params_prints_the_registry(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["params", "--only", "drift.rate", "--format", "csv"]) == 0
    assert capfd.readouterr().out.startswith("key,type,unit,default,allowed")


def test_params_searches_and_gives_the_sources(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["params", "--search", "delay"]) == 0
    assert "monitoring.label_delay_days = 10 day" in capfd.readouterr().out
    assert cli.main(["params", "--only", "handoff.unanswered", "--format", "bib"]) == 0
    assert capfd.readouterr().out.startswith("@inproceedings{breu2010,")


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
