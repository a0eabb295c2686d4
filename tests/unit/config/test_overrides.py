"""Values as a shell hands them over: any file name is a value, whatever Hydra's grammar makes of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hydra.core.override_parser.overrides_parser import OverridesParser

from simorg import cli, load
from simorg.config.errors import SettingsError
from simorg.config.files import conf_folder
from simorg.config.overrides import readable
from simorg.config.settings import Settings

NAMES = [
    "Müller.yaml", "日本.yaml", "a b.yaml", "[draft] a.yaml", "a (2).yaml", "it's.yaml", 'a "new" one.yaml',
    "a=b.yaml", "R&D #1.yaml", "{x}.yaml", "50%.yaml", "a;b!.yaml", "c:d.yaml", "b\\s'.yaml", "$H.yaml",
]  # fmt: skip


def placed(folder: Path, name: str) -> Path:
    folder.mkdir()
    (folder / name).write_bytes((conf_folder() / "examples" / "insurer.yaml").read_bytes())
    return folder / name


@pytest.mark.parametrize("name", NAMES)
def test_any_file_name_is_a_value(name: str, tmp_path: Path) -> None:
    path = placed(tmp_path / "Übersicht [neu]", name)
    typed = str(path.relative_to(tmp_path))
    assert load(["structure=custom", f"structure.file={typed}"], base=tmp_path).structure.file == str(path)


def test_any_file_name_is_a_value_of_a_run_and_of_a_sweep(empty: Path, jobs: list[Settings]) -> None:
    path = placed(empty / "Übersicht [neu]", "it's R&D (2).yaml")
    chosen = ["structure=custom", f"structure.file={path}"]
    assert cli.main(["run", *chosen]) == 0
    assert cli.main(["run", "-m", "seed=1,2", *chosen]) == 0
    assert [settings.structure.file for settings in jobs] == [str(path)] * 3


def test_home_is_where_the_user_lives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "org.yaml").touch()
    assert load(["structure=custom", "structure.file=~/org.yaml"]).structure.file == str(
        tmp_path / "org.yaml"
    )


def test_values_of_a_sweep_are_quoted_one_by_one() -> None:
    assert readable("structure.file=ä.csv,b.csv", sweeping=True) == "structure.file='ä.csv',b.csv"
    assert readable("structure.file=ä.csv,b.csv") == "structure.file='ä.csv,b.csv'"


@pytest.mark.parametrize(
    "typed",
    [
        "structure.file=plain.csv",
        "structure.file='quoted.csv'",
        "drift.rate=ä",
        "~drift.rate",
        "x",
        "seed=[1",
    ],
)
def test_what_hydra_reads_or_no_text_is_left_alone(typed: str) -> None:
    assert readable(typed) == typed


@pytest.mark.parametrize("text", ["ä'", "ä\\", "ä\\'", 'ä"', "ä\\\\'x", "'ä"])
def test_quotes_say_what_was_typed(text: str) -> None:
    read = OverridesParser.create().parse_override(readable(f"structure.file={text}"))
    assert read.value() == text


def test_what_the_environment_holds_names_no_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMORG_SECRET", "s3cret")
    with pytest.raises(SettingsError, match="written out") as refused:
        load(["experiment.name=a_${oc.env:SIMORG_SECRET}"])
    assert "s3cret" not in str(refused.value)
    monkeypatch.setenv("SIMORG_SEED", "7")
    assert load(["seed='${oc.decode:${oc.env:SIMORG_SEED}}'"]).seed == 7
    assert load(["experiment.name=seed_${seed}", "seed=5"]).experiment.name == "seed_5"
