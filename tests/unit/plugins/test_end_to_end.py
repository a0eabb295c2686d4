"""The shipped example from end to end: run, resumed, reproduced, opened without it; both engines alike."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import simorg
from simorg.config.errors import SettingsError

EXAMPLE = ("--plugins", "simorg:examples/plugins")
TINY = (
    "structure=regional_centres", "drift=wear_out", "workforce=small", "lifecycle=minimal", "mechanisms=none",
    "horizon_days=200", "warm_up_days=65", "executor.workers=2",
)  # fmt: skip


def typed(where: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "import sys; from simorg.cli import main; sys.exit(main())", *arguments]
    return subprocess.run(command, cwd=where, capture_output=True, text=True, timeout=600)


def folder_of(done: subprocess.CompletedProcess[str], where: Path) -> Path:
    assert done.returncode == 0, done.stderr
    written = next(line for line in done.stdout.splitlines() if line.startswith("Written to "))
    return where / written.removeprefix("Written to ").rstrip("/")


def runs_in(folder: Path) -> pd.DataFrame:
    return simorg.open(folder)["runs"].drop(columns="command")


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("plugins")


@pytest.fixture(scope="module")
def stored(where: Path) -> Path:
    """Return a run folder that was begun with two replications and resumed with four."""
    first = folder_of(typed(where, "run", *EXAMPLE, *TINY, "engine=reference", "replications=2"), where)
    before = runs_in(first)
    again = folder_of(typed(where, "run", *EXAMPLE, *TINY, "engine=reference", "replications=4"), where)
    assert again == first
    pd.testing.assert_frame_equal(runs_in(again).head(2), before)
    return again


@pytest.mark.slow
def test_a_run_has_the_measures_and_figures_of_plug_ins(stored: Path) -> None:
    runs = runs_in(stored)
    assert len(runs) == 4 and (runs["status"] == "ok").all()
    assert set(runs["structure"]) == {"regional_centres"}
    assert runs["lulls_per_quarter"].notna().all()
    assert (stored / "figures" / "dry_spells.svg").exists()


@pytest.mark.slow
def test_it_is_opened_without_them_and_says_what_it_lacks(stored: Path) -> None:
    found = simorg.open(stored)
    assert "dry_spell_longest_days" in set(found["summary"]["measure"])
    assert list(found.manifest["fingerprint"]["plugins"]) == ["plugins"]
    with pytest.raises(SettingsError, match=r"the plug-ins plugins: .*wear_out.*take them into use"):
        _ = found.settings


@pytest.mark.slow
def test_it_is_reproduced_with_them_only(stored: Path, where: Path) -> None:
    without = typed(where, "reproduce", str(stored))
    assert (without.returncode, "was made with the plug-ins plugins; add --plugins" in without.stderr) == (
        2,
        True,
    )
    assert "every number the same" in typed(where, "reproduce", str(stored), *EXAMPLE).stdout


def test_without_them_nothing_of_them_is_known(where: Path) -> None:
    refused = typed(where, "run", *TINY)
    assert refused.returncode == 2
    assert "structure = regional_centres: no such preset" in refused.stderr


def test_a_broken_one_is_told_before_anything_is_written(tmp_path: Path) -> None:
    broken = tmp_path / "mine" / "figures" / "late.py"
    broken.parent.mkdir(parents=True)
    broken.write_text("import no_such_package\n", encoding="utf-8")
    done = typed(tmp_path, "run", "--plugins", "mine", *TINY[2:], "replications=1")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1 and f"{broken}: cannot be imported" in done.stderr
    assert not (tmp_path / "results").exists()


@pytest.mark.slow
def test_a_kind_of_a_plug_in_answers(where: Path) -> None:
    chosen = ("experiment=breaking_point", "experiment.options.steps=2", "replications=2", "engine=reference")
    done = typed(where, "run", *EXAMPLE, *TINY[2:], *chosen)
    folder = folder_of(done, where)
    assert list(simorg.open(folder)["breaking_point"]["structure"]) == ["hub_and_spoke"]
    refused = typed(where, "run", *EXAMPLE, *TINY[2:], *chosen, "experiment.options.step=2")
    assert (refused.returncode, "experiment.options.step: unknown" in refused.stderr) == (2, True)


@pytest.mark.slow
def test_lists_have_them(where: Path) -> None:
    assert "  wear_out  (" in typed(where, "plugins", "list", *EXAMPLE).stdout
    assert "lulls_per_quarter: " in typed(where, "measures", *EXAMPLE).stdout
    assert "dry_spells" in typed(where, "figures", *EXAMPLE, "--help").stdout
    assert "regional_centres" in typed(where, "run", *EXAMPLE, "--help").stdout


def test_a_broken_contract_is_told_and_counts(where: Path, tmp_path: Path) -> None:
    law = tmp_path / "worse" / "drift" / "early.py"
    law.parent.mkdir(parents=True)
    law.write_text(
        "def breach_days(law, u):\n    return 1.0\n\n\nrecovery_days = breach_days\n", encoding="utf-8"
    )
    done = typed(tmp_path, "plugins", "check", "worse")
    assert done.returncode == 1
    assert (
        "  BROKEN  A rate of 0 switches the law off.\n          rate = 0: a breach after 1 days."
        in done.stdout
    )
    assert "  kept    A higher rate never makes the breach later." in done.stdout
    assert "6 of 8 contracts are kept." in done.stdout


@pytest.mark.slow
def test_both_engines_give_the_same_rows(stored: Path, where: Path) -> None:
    compiled = typed(where, "run", *EXAMPLE, *TINY, "engine=compiled", "replications=4")
    pd.testing.assert_frame_equal(runs_in(folder_of(compiled, where)), runs_in(stored))


@pytest.mark.slow
def test_dask_workers_get_the_sources(stored: Path, where: Path) -> None:
    pytest.importorskip("distributed")
    shared = typed(where, "run", *EXAMPLE, *TINY, "engine=reference", "replications=4", "executor=dask",
                   "experiment=single", "experiment.name=shared")  # fmt: skip
    pd.testing.assert_frame_equal(runs_in(folder_of(shared, where)), runs_in(stored))
