"""The sitting of docs/my_organisation.md: every command on the page, in order, on the shipped roster."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import pytest

from simorg import cli, load
from simorg.config.files import conf_folder
from simorg.experiments.design import design_of

pytestmark = pytest.mark.usefixtures("undrawn")

PAGE = Path(__file__).parents[1] / "docs" / "my_organisation.md"
QUICK = ["horizon_days=60", "warm_up_days=5", "replications=1", "engine=reference", "executor.workers=1"]
SHORT = {"experiment=staffing": ["experiment.staffing.roles=[data_engineer]"]}


def commands() -> list[list[str]]:
    """Return the commands of the page, as a shell would split them."""
    lines = [line.strip() for line in PAGE.read_text(encoding="utf-8").split("\n")]
    return [shlex.split(line)[1:] for line in lines if line.startswith("simorg ")]


@pytest.mark.slow
def test_every_command_of_the_page_runs_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(conf_folder() / "examples" / "roster.csv", "hr.csv")
    for verb, *arguments in commands():
        quick = QUICK if verb in ("run", "explain") else []
        quick = quick + [more for key in arguments for more in SHORT.get(key, [])]
        assert cli.main([verb, *arguments, *quick]) == 0, (verb, arguments)
    assert Path("chart.png").is_file()
    answers = list(Path("results/runs").glob("*/answer.md"))
    assert len(answers) == 3
    assert any("Acme" in answer.read_text(encoding="utf-8") for answer in answers)


def test_the_three_commands_of_the_readme_are_those_of_the_page() -> None:
    readme = (PAGE.parents[1] / "README.md").read_text(encoding="utf-8")
    said = [line.split("#")[0].strip() for line in readme.split("\n")]
    assert all(shlex.join(["simorg", *command]) in said for command in commands()[:3])


def test_the_page_says_how_many_runs_each_command_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = PAGE.read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    shutil.copy(conf_folder() / "examples" / "roster.csv", "hr.csv")
    assert cli.main(commands()[0]) == 0
    for verb, *arguments in commands():
        if verb == "run":
            settings = load(arguments)
            assert f"| `{arguments[0]}` | {design_of(settings).size:,}: " in page
