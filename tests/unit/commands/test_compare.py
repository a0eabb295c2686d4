"""``simorg compare``: like with like, in pairs where it may; made-up runs whose answer is known."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
import yaml

import simorg
from simorg.cli import main
from simorg.config.compose import resolved
from tests.unit.experiments.made_up_runs import INCIDENTS, LEAD, noise

pytestmark = pytest.mark.usefixtures("undrawn")

HUB = "structure=hub_and_spoke"
BREACH = "slo_breach_share"


def stored(folder: Path, *changes: str, longer: float = 0.0, own: float = 0.1, size: int = 12) -> Path:
    """Return a finished run whose lead time shares noise with others of its seed, and has some of its own."""
    settings = simorg.load(["experiment=single", HUB, f"replications={size}", *changes])
    (folder / "runs").mkdir(parents=True)
    (folder / "config.yaml").write_text(yaml.safe_dump(resolved(settings)))
    name = settings.structure.name
    rows = [
        {"scenario": name, "replication": r, "status": "ok", "error": "", INCIDENTS: 5.0, BREACH: 0.2,
         LEAD: 100.0 + longer + 50.0 * noise(settings.seed, r) + own * noise(7, r, int(longer) + 1)}
        for r in range(size)
    ]  # fmt: skip
    pd.DataFrame(rows).to_parquet(folder / "runs" / "part-all.parquet")
    pd.DataFrame({"scenario": [name], "structure": [name], "replications": [size]}).to_csv(
        folder / "scenarios.csv", index=False
    )
    facts = {"kind": settings.experiment.kind, "ended": "today", "fingerprint": {"code": "a"}}
    (folder / "manifest.json").write_text(json.dumps(facts))
    return folder


def compared(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = main(["compare", *map(str, arguments)])
    said = capsys.readouterr()
    return code, " ".join(said.out.split()), said.err


def test_runs_of_one_seed_are_paired_and_what_differs_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = stored(tmp_path / "a"), stored(tmp_path / "b", "drift.rate=0.002", longer=3.0)
    out = tmp_path / "new" / "gaps.csv"
    code, said, _ = compared(capsys, first, second, "--output", out)
    assert code == 0
    assert "Differences are paired" in said
    assert (
        "What differs, in the first run and in the second run: Drift rate (share per day): 0.0004 and 0.002."
        in said
    )
    assert "Of the two: stay with the first run: under the second run, median lead time is longer" in said
    assert "days longer (worse) in the second run than in the first run" in said
    assert "equal in every run in the second run" in said
    row = pd.read_csv(out).set_index("measure").loc[LEAD]
    assert row["difference"] == pytest.approx(3.0, abs=0.1)
    assert (row["decision"], row["n_pairs"], bool(row["paired"])) == ("higher", 12, True)


def test_another_seed_or_horizon_forbids_pairs_and_the_reason_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = stored(tmp_path / "a")
    second = stored(tmp_path / "b", "seed=5", "horizon_days=900", longer=3.0, size=20)
    code, said, _ = compared(capsys, first, second)
    assert code == 0
    assert (
        "Caveat: replications are no pairs, because the runs differ in Seed 1 and 5 and Length of a run "
        "(working days) 1040 and 900"
    ) in said
    assert "no difference could be seen in the second run; the smallest that could have been seen is" in said
    far = stored(tmp_path / "c", "seed=5", longer=60.0)
    assert "longer (worse) in the second run" in compared(capsys, first, far)[1]


def test_more_runs_on_one_side_pair_as_far_as_both_go(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = stored(tmp_path / "a", size=30), stored(tmp_path / "b", longer=3.0)
    _, said, _ = compared(capsys, first, second)
    assert "No setting differs between the two runs." in said
    assert "longer (worse)" in said


def test_other_code_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = stored(tmp_path / "a"), stored(tmp_path / "b")
    manifest = json.loads((second / "manifest.json").read_text())
    manifest["fingerprint"] = {"code": "b"}
    (second / "manifest.json").write_text(json.dumps(manifest))
    assert "Caveat: the code of simorg changed in between" in compared(capsys, first, second)[1]


def test_unlike_things_are_refused_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = stored(tmp_path / "a")
    levers = "experiment.sweep.levers=[{key: drift.rate, values: [0.1]}]"
    sweep = stored(tmp_path / "b", "experiment=sweep", levers)
    drawn = stored(tmp_path / "c", "experiment=sensitivity")
    open_ = stored(tmp_path / "d")
    (open_ / "manifest.json").write_text(json.dumps({"kind": "compare", "ended": None}))
    two = stored(tmp_path / "e")
    pd.DataFrame({"scenario": ["x", "y"], "structure": ["x", "y"]}).to_csv(two / "scenarios.csv", index=False)
    for other, rule in (
        (sweep, "of kind compare, "),
        (first, "are one run; name two"),
        (open_, "is not finished"),
        (two, "no scenario is in both (hub_and_spoke; x, y)"),
        (tmp_path / "nowhere", "no such folder"),
    ):
        code, _, err = compared(capsys, first, other)
        assert code == 2
        assert rule in err
        assert len(err.strip().splitlines()) == 1
    code, _, err = compared(capsys, drawn, stored(tmp_path / "f", "experiment=sensitivity"))
    assert (code, "points that were drawn" in err) == (2, True)
    code, _, err = compared(capsys, first, stored(tmp_path / "g"), "--measure", "lead_time_p50_day")
    assert (code, "did you mean 'lead_time_p50_days'" in err) == (2, True)
    code, _, err = compared(capsys, first, tmp_path / "g", "--figure", "a.doc")
    assert (code, "must end in .png, .svg or .pdf" in err) == (2, True)


def test_a_figure_of_two_measures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = stored(tmp_path / "a"), stored(tmp_path / "b", longer=3.0)
    code, said, _ = compared(capsys, first, second, "--figure", tmp_path / "f.svg")
    assert code == 0
    assert "Hub and spoke, second run" in (tmp_path / "f.svg").read_text()
    one = compared(capsys, first, second, "--measure", LEAD, "--figure", tmp_path / "g.svg")
    assert (one[0], "give --measure twice" in one[2]) == (2, True)
    assert "lead time" in said


def test_a_roster_of_one_name_with_other_people_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = stored(tmp_path / "a"), stored(tmp_path / "b")
    for folder, mark in ((first, "1"), (second, "2")):
        manifest = json.loads((folder / "manifest.json").read_text())
        manifest["fingerprint"]["files"] = {"structure.file": mark}
        (folder / "manifest.json").write_text(json.dumps(manifest))
    assert "the same name with other contents" in compared(capsys, first, second)[1]
