"""A stored experiment comes out the same again, or the first number that differs is named."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import simorg
from simorg.cli import main
from simorg.experiments.results.reproduce import reproduce
from simorg.experiments.run import run_experiment

pytestmark = pytest.mark.usefixtures("undrawn")

SHORT = [
    "lifecycle=minimal", "horizon_days=60", "warm_up_days=10", "replications=3", "executor.workers=1",
    "experiment.structures=[embedded_squads,functional_silos]",
]  # fmt: skip


@pytest.fixture
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    assert run_experiment(simorg.load(SHORT), Path("results/mine"), io.StringIO()) == 0
    return Path("results/mine")


def content(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def reproduced(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    code = main(["reproduce", str(folder), "--workers", "1"])
    said = capsys.readouterr()
    return code, said.out + said.err


def test_what_is_stored_comes_out_again_and_is_not_touched(
    stored: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = content(Path())
    for folder in (stored, *Path("results/runs").iterdir()):
        assert reproduced(folder, capsys) == (
            0, "Reproduced: 6 replications and 6 tables, every number the same.\n"
        )  # fmt: skip
    assert content(Path()) == before
    assert not [name for name, text in content(stored).items() if str(stored.absolute()).encode() in text]


def test_a_number_that_differs_is_named_with_both_values(
    stored: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    part = stored / "runs" / "part-all.parquet"
    table = pq.read_table(part)
    where = table.column_names.index("wip_mean")
    values = table.column("wip_mean").to_pylist()
    name, replication = table.column("scenario")[4].as_py(), table.column("replication")[4].as_py()
    changed = [*values[:4], values[4] + 1e-12, *values[5:]]
    pq.write_table(table.set_column(where, table.field(where), pa.array(changed)), part)
    summary = (stored / "summary.csv").read_text().splitlines()
    summary[1] = summary[1].replace(",", ",again ", 1)
    (stored / "summary.csv").write_text("\n".join(summary))
    code, said = reproduced(stored, capsys)
    assert code == 1
    expected = (
        f"scenario {name}, replication {replication}, wip_mean: {changed[4]!r} is stored, {values[4]!r} came"
    )
    assert f"runs: {expected} out" in said
    assert "summary.csv: " in said and "comparison.csv" not in said


def test_lost_rows_and_tables_are_named(stored: Path, capsys: pytest.CaptureFixture[str]) -> None:
    part = stored / "runs" / "part-all.parquet"
    pd.read_parquet(part).iloc[1:].to_parquet(part)
    (stored / "timelines.csv").unlink()
    code, said = reproduced(stored, capsys)
    assert code == 1
    assert (
        "runs: 5 rows are stored, 6 came out; the first that is only in one of them: scenario embed" in said
    )
    assert "timelines.csv: the stored experiment has no such table" in said


def test_another_version_is_said_and_still_compared(stored: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manifest = json.loads((stored / "manifest.json").read_text())
    manifest["fingerprint"]["versions"]["numpy"] = "1.0"
    (stored / "manifest.json").write_text(json.dumps(manifest))
    code, said = reproduced(stored, capsys)
    assert code == 0
    assert "another version" in said and "numpy" in said and "1.0 there" in said and "Reproduced" in said


def test_what_cannot_be_reproduced_is_refused(stored: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert reproduced(Path("nowhere"), capsys)[0] == 2
    manifest = json.loads((stored / "manifest.json").read_text())
    (stored / "manifest.json").write_text(json.dumps(manifest | {"ended": None}))
    code, said = reproduced(stored, capsys)
    assert code == 2 and "not finished" in said
    assert main(["reproduce", str(stored), "--workers", "-1"]) == 2
    (stored / "manifest.json").write_text(json.dumps(manifest | {"commit": "abc123"}))
    (stored / "config.yaml").write_text("no_such_key: 1\n" + (stored / "config.yaml").read_text())
    code, said = reproduced(stored, capsys)
    assert code == 2 and "commit abc123" in said and "no_such_key" in said


def test_how_far_it_is_is_shown_and_the_answer_is_not_told_twice(
    stored: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("FORCE_COLOR", "1")
    shown = Terminal()
    assert reproduce(stored, 1, shown).differing == ()
    assert "6/6" in shown.getvalue() and "Written" not in shown.getvalue()
    assert capsys.readouterr() == ("", "")
