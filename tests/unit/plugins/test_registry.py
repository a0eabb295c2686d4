"""Names come from folders, plug-ins behind what is built in; what is wrong with one is told with its file."""

from __future__ import annotations

import re
import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from simorg import load
from simorg.config.errors import SettingsError
from simorg.config.files import options
from simorg.experiments.results.fingerprint import environment, fingerprint, short
from simorg.experiments.results.rerun import command
from simorg.plugins import elsewhere, folder, registry
from simorg.rules.drift import laws
from tests.unit.plugins.conftest import LAW, written

BUILDER = "def build(people, units, settings):\n    return None\n"


def refused(given: object) -> str:
    with pytest.raises(SettingsError) as caught:
        registry.use(str(given))
        registry.load_all()
    return str(caught.value)


def test_plug_ins_stand_behind_what_is_built_in(mine: Path) -> None:
    before = laws()
    registry.use(mine)
    assert laws() == (*before, "calm")
    assert registry.module("drift", "calm").breach_days.__name__ == "breach_days"
    assert registry.path_of("drift", "calm") == mine / "drift" / "calm.py"
    assert registry.path_of("drift", "gradual").name == "gradual.py"


def test_nothing_is_imported_before_it_is_asked_for(tmp_path: Path) -> None:
    registry.use(written(tmp_path / "loud", {"drift/calm.py": "raise RuntimeError('imported')\n"}))
    assert "calm" in laws()
    with pytest.raises(
        SettingsError, match=r"calm\.py: cannot be imported \(RuntimeError: imported, line 1\)"
    ):
        registry.module("drift", "calm")


def test_files_of_a_folder_import_each_other(tmp_path: Path) -> None:
    files = {"structures/mine.py": "from .. import shared\nfrom . import _beside\nbuild = shared.build\n"}
    files |= {"shared.py": BUILDER, "structures/_beside.py": ""}
    registry.use(written(tmp_path / "two", files))
    assert registry.module("structures", "mine").build(1, 2, 3) is None
    assert registry.names("structures")[-1] == "mine"


BROKEN = {
    "drift/calm.py": {
        "import no_such_package\n": r"cannot be imported \(ModuleNotFoundError: .*line 1",
        "def breach_days(:\n": r"cannot be imported \(SyntaxError: .*line 1",
        LAW.replace("def recovery", "def recover"): r"no drift law: has no function recovery_days\(law, u\)",
    },
    "structures/mine.py": {
        "def build(people):\n    pass\n": r"build\(people\) cannot be called as build\(people, units,",
        "build = 3\n": r"no structure: build is no function",
    },
    "measures/mine.py": {"def compute(e):\n    pass\n": "no family of measures: has no MEASURES"},
    "figures/mine.py": {
        "ABOUT, TABLES = '', ('a', 'b')\ndef draw(a, ax=None, width_mm=1.0):\n    pass\n": (
            r"no figure: draw.* cannot be called as draw\(a, b, ax=, width_mm=\)"
        )
    },
    "kinds/mine.py": {
        "def design(settings):\n    pass\n": (
            r"no kind of experiment: has no function answer\(settings, design, runs, measures\)"
        )
    },
    "structures/Mine.py": {BUILDER: "a name has small letters"},
    "structure/mine.py": {BUILDER: "no plug-in in it; expected wrong/{struct.*did you mean 'structures'"},
    "structures/hub_and_spoke.py": {
        BUILDER: r"two files are the structure .hub_and_spoke.: .*organisation/structures/hub_and_spoke"
    },
}


@pytest.mark.parametrize(
    ("file", "text", "said"), [(file, *case) for file, cases in BROKEN.items() for case in cases.items()]
)
def test_what_is_wrong_is_told_with_its_file(file: str, text: str, said: str, tmp_path: Path) -> None:
    message = refused(written(tmp_path / "wrong", {file: text}))
    assert re.search(said, message)
    assert file in message or "no plug-in in it" in message


def test_two_plug_ins_of_one_name_are_told_with_both_files(mine: Path, tmp_path: Path) -> None:
    registry.use(mine)
    other = written(tmp_path / "other", {"drift/calm.py": LAW})
    assert refused(other).endswith(f"{mine}/drift/calm.py and {other}/drift/calm.py; rename one")
    assert "two folders of plug-ins are called mine" in refused(
        written(tmp_path / "b" / "mine", {"drift/b.py": LAW})
    )
    assert len(registry.in_use()) == 1


def test_a_folder_is_used_once_and_must_not_change(mine: Path) -> None:
    registry.use(mine)
    registry.use(mine)
    assert len(registry.in_use()) == 1
    (mine / "drift" / "calm.py").write_text(LAW + "\n", encoding="utf-8")
    assert "was changed while it is in use" in refused(mine)


def test_laws_and_measures_come_before_compiled_code_is_loaded(
    mine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "DECIDES_WHERE_CODE_LIES", "sys")
    assert "call simorg.use_plugins right after `import simorg`" in refused(mine)
    registry.use(written(tmp_path / "late", {"structures/late.py": BUILDER}))
    assert registry.names("structures")[-1] == "late"


def test_an_installed_package_offers_plug_ins(
    mine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "acme_plugs").symlink_to(mine)
    monkeypatch.syspath_prepend(str(tmp_path))
    points = [
        EntryPoint("acme", "acme_plugs", folder.GROUP),
        EntryPoint("gone", "no_such_plugs", folder.GROUP),
    ]
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: points)
    monkeypatch.chdir(tmp_path)
    assert registry.use("acme").name == "acme"
    assert "its entry point names no_such_plugs, which is no package" in refused("gone")
    assert "nor does an installed package offer plug-ins of this name; did you mean 'acme'?" in refused(
        "acmee"
    )
    (tmp_path / "gone").mkdir()
    assert "both a folder and an installed package; for the folder write ./gone" in refused("gone")


def test_presets_name_plug_ins(mine: Path) -> None:
    written(mine, {"structures/matrix.py": BUILDER, "drift/fast.py": LAW})
    registry.use(mine)
    assert "matrix" in options("structure") and "calm" in options("drift")
    settings = load(["structure=matrix", "drift=calm"])
    assert (settings.structure.name, settings.drift.law) == ("matrix", "calm")
    assert load(["drift=fast"]).drift.law == "gradual"  # a preset that is shipped stays what it is
    assert load(["drift.law=fast"]).drift.law == "fast"


def test_a_fingerprint_has_plug_ins_only_where_there_are_some(mine: Path) -> None:
    before = fingerprint(load())
    assert "plugins" not in before
    registry.use(mine)
    assert list(environment()["plugins"]["mine"]) == ["drift/calm.py"]
    assert short(fingerprint(load())) != short(before)


def test_figures_decide_no_row(tmp_path: Path) -> None:
    draw = "ABOUT, TABLES = '', {}\ndef draw(ax=None, width_mm=1.0):\n    pass\n"
    registry.use(written(tmp_path / "seen", {"figures/mine.py": draw}))
    assert "plugins" not in environment()


def test_the_line_that_repeats_a_replication_brings_its_plug_ins(mine: Path) -> None:
    registry.use(mine)
    line = command(Path("results"), "hub")
    assert f"import simorg; simorg.use_plugins('{mine}'); from simorg.experiments.results.rerun" in line


def test_other_processes_take_over_the_same_plug_ins(mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    registry.use(mine)
    said, sent = elsewhere.told(), elsewhere.packed()
    monkeypatch.setattr(registry, "_USED", [])
    elsewhere.take_over(said)
    assert laws()[-1] == "calm"
    monkeypatch.setattr(registry, "_USED", [])
    assert elsewhere.call(sent, elsewhere.later(laws)) == laws()
    assert registry.in_use()[0].folder != mine
    assert registry.in_use()[0].package == sent[0].plugins.package
    (mine / "drift" / "calm.py").write_text(LAW + "\n", encoding="utf-8")
    monkeypatch.setattr(registry, "_USED", [])
    with pytest.raises(SettingsError, match="plug-ins were changed during a run"):
        elsewhere.take_over(said)


def test_a_worker_that_ran_without_them_is_to_be_restarted(
    mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry.use(mine)
    sent = elsewhere.packed()
    monkeypatch.setattr(registry, "_USED", [])
    monkeypatch.setattr(registry, "DECIDES_WHERE_CODE_LIES", "sys")
    with pytest.raises(SettingsError, match="has run simorg without the plug-ins mine before: restart it"):
        elsewhere.call(sent, elsewhere.later(sys.getsizeof, 1))


def test_only_kinds_of_plug_ins_take_options(mine: Path) -> None:
    written(mine, {"kinds/mine.py": "def design(settings):\n    pass\ndef answer(a, b, c, d):\n    pass\n"})
    registry.use(mine)
    chosen = load(["experiment=mine", "experiment.options.rungs=3", "experiment.options={word: x}"])
    assert chosen.experiment.options == {"rungs": 3, "word": "x"}
    with pytest.raises(SettingsError, match="only a kind of a plug-in takes some, not 'compare'"):
        load(["experiment.options.rungs=3"])
