"""Flags of ``simorg run``: anywhere among the overrides, or refused in words; nothing outside of results/."""

from __future__ import annotations

import argparse
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import pytest
import yaml

from simorg import cli, load
from simorg.commands import names
from simorg.config.settings import Settings

pytestmark = pytest.mark.usefixtures("undrawn")

BOTH = ["structure=hub_and_spoke,informal_network", "drift=fast"]


@pytest.mark.parametrize(
    "arguments",
    [["-m", *BOTH], [*BOTH, "-m"], [BOTH[0], "--multirun", BOTH[1]], [*BOTH, "hydra.mode=MULTIRUN"]],
)
def test_a_sweep_is_asked_for_anywhere(arguments: list[str], jobs: list[Settings]) -> None:
    assert cli.main(["run", *arguments]) == 0
    assert [s.structure.name for s in jobs] == ["hub_and_spoke", "informal_network"]


@pytest.mark.parametrize(
    "arguments",
    [["--cfg", "job", "-p", "drift", "drift=fast"], ["drift=fast", "-p", "drift", "--cfg", "job"]],
)
def test_the_configuration_is_shown_as_it_would_run(
    arguments: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["run", *arguments]) == 0
    assert yaml.safe_load(capfd.readouterr().out)["rate"] == load(["drift=fast"]).drift.rate


def test_a_structure_that_is_named_is_shown_as_it_runs_alone(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["run", "structure=hub_and_spoke", "--cfg", "job", "-p", "experiment.name"]) == 0
    assert capfd.readouterr().out.strip() == "single"


def test_where_the_configuration_comes_from_is_shown(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["run", "drift=fast", "--info", "searchpath"]) == 0
    assert "pkg://simorg.conf" in capfd.readouterr().out


@pytest.mark.parametrize("place", [0, 2])
def test_presets_of_ones_own(place: int, tmp_path: Path, jobs: list[Settings]) -> None:
    folder = tmp_path / "my [own] presets, é"
    (folder / "drift").mkdir(parents=True)
    (folder / "drift" / "mine.yaml").write_text("rate: 0.00123\n", encoding="utf-8")
    arguments = ["drift=mine", "seed=1,2", "-m"]
    arguments[place:place] = ["--config-dir", str(folder)]
    assert cli.main(["run", *arguments]) == 0
    assert [s.drift.rate for s in jobs] == [0.00123, 0.00123]
    assert cli.main(["run", "drift=mine", "-cd", str(folder)]) == 0
    assert jobs[-1].drift.rate == 0.00123


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--cfg", "jobs"], "invalid choice"),
        (["--cfg", "job", "-p", "drft"], "did you mean 'drift'"),
        (["--cfg", "job", "drift.rat=1"], "did you mean 'drift.rate'"),
        (["-p", "drift"], "go with --cfg"),
        (["--resolve"], "go with --cfg"),
        (["-m", "--cfg", "job"], "not allowed with"),
        (["--info", "nothing"], "invalid choice"),
        (["--config-dir", "nowhere"], "nowhere: no such folder"),
        (["--config-path", "/"], "unrecognized arguments"),
        (["--config-name", "other"], "unrecognized arguments"),
        (["--experimental-rerun", "config.pickle"], "unrecognized arguments"),
        (["-sc", "install=bash"], "is of simorg-run"),
        (["hydra.run.dir=elsewhere"], "keeps everything in results/"),
        (["hydra.verbose=true"], "add -m"),
        (["hydra/launcher=joblib"], "add -m"),
        (["-m", "seed=1,2", "hydra.sweep.dir=elsewhere"], "keeps everything in results/"),
        (["-m", "seed=1,2", "hydra.sweep.subdir=../elsewhere"], "keeps everything in results/"),
        (["-m", "seed=1,2", "hydra.output_subdir=.hydra"], "keeps everything in results/"),
        (["-m", "seed=1,2", "hydra.job.chdir=true"], "keeps everything in results/"),
    ],
)
def test_what_does_not_work_is_refused_in_words(
    arguments: list[str], told: str, jobs: list[Settings], empty: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["run", *arguments]) == 2
    out, err = capfd.readouterr()
    assert told in err
    assert "Traceback" not in err
    assert out == ""
    assert not jobs
    assert not list(empty.iterdir())


def test_what_the_environment_holds_is_in_no_note_of_a_sweep(
    jobs: list[Settings], empty: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SIMORG_SECRET", "s3cret")
    assert cli.main(["run", "-m", "seed=1,2", "executor.address=${oc.env:SIMORG_SECRET}"]) == 0
    assert [settings.executor.address for settings in jobs] == ["s3cret", "s3cret"]
    told = "".join(capfd.readouterr())
    written = [path.read_text(encoding="utf-8") for path in empty.rglob("*") if path.is_file()]
    assert len(written) >= 3
    assert "SIMORG_SECRET" in told
    assert "s3cret" not in "".join([told, *written])


@pytest.fixture
def help_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Check help texts while options are declared, as Python 3.14 does; Hydra's own parser fails this."""
    declare = argparse._ActionsContainer.add_argument

    def checked(self: Any, *names: str, **options: Any) -> argparse.Action:
        action = declare(self, *names, **options)
        if action.help and "%" in action.help:  # a lazy help, as Hydra has, has no `in`
            ArgumentParser()._get_formatter()._expand_help(action)
        return action

    monkeypatch.setattr(argparse._ActionsContainer, "add_argument", checked)


@pytest.mark.usefixtures("help_is_checked")
def test_the_check_of_python_3_14_would_stop_hydra() -> None:
    from hydra._internal.utils import get_args_parser

    with pytest.raises((TypeError, ValueError)):
        get_args_parser()


@pytest.mark.usefixtures("help_is_checked")
@pytest.mark.parametrize("verb", names())
def test_every_parser_passes_the_check_of_python_3_14(verb: str) -> None:
    assert cli.parser_of(verb, f"simorg {verb}").format_help()


@pytest.mark.usefixtures("help_is_checked")
def test_a_run_passes_the_check_of_python_3_14(jobs: list[Settings]) -> None:
    assert cli.main(["run", "seed=3"]) == 0
    assert cli.main(["run", "-m", "seed=4,5"]) == 0
    assert [s.seed for s in jobs] == [3, 4, 5]


@pytest.mark.usefixtures("help_is_checked")
def test_words_are_completed(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    line = "simorg-run drift="
    monkeypatch.setenv("COMP_LINE", line)
    monkeypatch.setenv("COMP_POINT", str(len(line)))
    monkeypatch.setattr("sys.argv", ["simorg-run", "-sc", "query=bash"])
    assert cli.run_app() == 0
    assert "drift=fast" in capfd.readouterr().out
