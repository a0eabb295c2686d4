"""``simorg explain``: what it refuses, what it shows, and what it makes of run folders."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pandas as pd
import pytest
from rich.console import Console

from simorg import cli, load
from simorg.commands import _explain_printing as printing
from simorg.experiments.answers.seats import people_table
from simorg.experiments.results.stored_seats import stored_seats
from simorg.experiments.running import task
from simorg.experiments.running.first_look import Look, enough, looks
from simorg.experiments.running.replicate import replicate

pytestmark = pytest.mark.usefixtures("undrawn")

SHORT = ["lifecycle=minimal", "horizon_days=60", "warm_up_days=10"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["explain", "demand=hihg"], "did you mean 'high'"),
        (["explain", "--structures", "hub_and_spok"], "did you mean 'hub_and_spoke'"),
        (["explain", "--structures", "hub_and_spoke,hub_and_spoke"], "once"),
        (["explain", "--structures", "hub_and_spoke,"], "once"),
        (["explain", "+textbook=mmc", "--structures", "hub_and_spoke"], "no structure"),
        (["explain", "no/such/folder"], "no such run folder"),
        (["explain", "."], "no config.yaml"),
        (["explain", ".", "demand=high"], "not both"),
        (["explain", "replications=0"], "replications"),
        (["explain", "--csv", "no/such/table.csv"], "no such folder"),
        (["explain", "--format", "pdf"], "invalid choice"),
        (["explain", "workforce.headcount.ml_engineer=0", "workforce.headcount.data_scientist=0",
          "workforce.headcount.data_engineer=0", "workforce.headcount.software_engineer=0"], "needs skill"),
    ],
)  # fmt: skip
def test_bad_input_is_one_message_and_nothing_is_written(
    arguments: list[str],
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(arguments) == 2
    out, err = capfd.readouterr()
    assert told in err
    assert "Traceback" not in err
    assert out == ""
    assert not list(tmp_path.iterdir())


def test_a_first_look_gets_better_and_ends_as_the_replications_say() -> None:
    settings = {name: load([*SHORT, f"structure={name}"]) for name in ("functional_silos", "embedded_squads")}
    found = list(looks(settings, 6))
    assert [look.done for look in found] == list(range(1, 13)) and found[0].wanted == 12
    few = next(look for look in found if enough(look))
    assert few.done >= 8 and few.seats["n"].between(4, 6).all()
    assert not enough(Look(found[-1].results[:6], ("functional_silos", "embedded_squads"), 12))  # of one only
    seats = found[-1].seats
    assert seats["scenario"].unique().tolist() == list(settings) and (seats["n"] == 6).all()
    runs = replicate(settings["functional_silos"], 6, workers=1)
    people = people_table(seats[seats["scenario"] == "functional_silos"]).set_index("role")
    for role in ("ml_engineer", "data_scientist"):  # a team each
        assert people["busy_share"][role] == pytest.approx(runs[f"utilisation_{role}"].mean(), rel=1e-12)


def test_a_replication_that_fails_is_named(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def failing(*_: object) -> object:
        raise ValueError("no such luck")

    monkeypatch.setattr(task, "simulate", failing)
    assert cli.main(["explain", *SHORT, "replications=1"]) == 2
    err = capfd.readouterr().err
    assert "hub_and_spoke, replication 0 failed: ValueError: no such luck" in err
    assert "simorg.simulate(settings, replication=0" in err


def test_the_command_prints_tables_and_names_the_busiest(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "seats.csv"
    assert (
        cli.main(["explain", *SHORT, "replications=2", "structure=functional_silos", "--csv", str(path)]) == 0
    )
    out = capfd.readouterr().out
    assert "functional silos, 2 replications: who is asked for how much, and what waits" in out
    assert "what people's time goes into" in out and "Busiest: " in out
    table = pd.read_csv(path)
    assert set(table["scenario"]) == {"functional_silos"}
    assert table["people"].sum() == 60


def test_without_a_number_twenty_replications_run(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["explain", *SHORT, "--format", "csv"]) == 0
    assert set(pd.read_csv(io.StringIO(capfd.readouterr().out))["n"]) == {20}


def test_structures_stand_below_each_other(capfd: pytest.CaptureFixture[str]) -> None:
    names = "functional_silos,embedded_squads"
    assert cli.main(["explain", *SHORT, "replications=2", "--structures", names, "--format", "md"]) == 0
    out = capfd.readouterr().out
    assert out.index("**functional silos, 2 repl") < out.index("**embedded squads, 2 repl")
    assert out.count("| team | skill | who can do it |") == 2


def test_without_demand_and_models_one_sentence_is_enough(capfd: pytest.CaptureFixture[str]) -> None:
    nothing = ["mechanisms=none", "demand=none", "demand.initial_models_per_unit=0", "replications=1"]
    assert cli.main(["explain", *SHORT, *nothing]) == 0
    assert capfd.readouterr().out.strip() == "Nobody has anything to do: no demand and no live models."


def test_a_long_table_says_how_many_rows_it_leaves_out(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(printing, "ALONE", 3)
    assert cli.main(["explain", *SHORT, "replications=1", "structure=functional_silos"]) == 0
    assert capfd.readouterr().out.count("5 more rows; --csv PATH writes them all") == 2


def test_a_terminal_sees_a_table_while_replications_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "REDRAW_SECONDS", 0.0)
    out = io.StringIO()
    shown = Console(file=out, force_terminal=True, width=150, height=60, highlight=False)
    monkeypatch.setattr(printing, "terminal", lambda *_: shown)
    last = printing.watched(looks({"functional_silos": load([*SHORT, "structure=functional_silos"])}, 6))
    assert last.done == 6
    text = out.getvalue()
    assert text.index("1 of 6 replications") < text.index("functional silos, 4 replications")
    assert "6 of 6 replications" in text


def test_a_log_gets_a_line_now_and_then(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(printing, "LINE_SECONDS", 0.0)
    printing.watched(looks({"silos": load([*SHORT, "structure=functional_silos"])}, 2))
    assert capfd.readouterr().err == "1 of 2 replications\n2 of 2 replications\n"


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Path:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["run", *SHORT, "replications=2", "structure=functional_silos"]) == 0
    (folder,) = Path("results/runs").iterdir()
    capfd.readouterr()
    return folder


def test_a_finished_run_folder_is_explained(kept: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["explain", str(kept), "--format", "csv"]) == 0
    table = pd.read_csv(io.StringIO(capfd.readouterr().out)).set_index("role")
    runs = pd.concat(pd.read_parquet(part) for part in (kept / "runs").glob("*.parquet"))
    assert table["busy_share"]["ml_engineer"] == pytest.approx(
        runs["utilisation_ml_engineer"].mean(), abs=1e-5
    )
    assert cli.main(["explain", str(kept), "--structures", "functional_silo"]) == 2
    assert "did you mean 'functional_silos'" in capfd.readouterr().err
    (kept / "seats.csv").unlink()
    assert cli.main(["explain", str(kept)]) == 2
    assert "has no seats.csv: it was made before seats were kept" in capfd.readouterr().err


def test_a_folder_of_many_scenarios_asks_for_names(kept: Path, capfd: pytest.CaptureFixture[str]) -> None:
    seats = stored_seats(kept)
    many = pd.concat([seats.assign(scenario=f"s{n}") for n in range(13)])
    many.to_csv(kept / "seats.csv", index=False)
    assert cli.main(["explain", str(kept)]) == 2
    assert (
        "has 13 scenarios: name at most 12 with --structures, e.g. --structures s0,s1"
        in capfd.readouterr().err
    )
    assert cli.main(["explain", str(kept), "--structures", "s3"]) == 0
    assert "s3, 2 replications" in capfd.readouterr().out


def test_an_unfinished_run_folder_is_said_to_be_one(kept: Path, capfd: pytest.CaptureFixture[str]) -> None:
    manifest = json.loads((kept / "manifest.json").read_text())
    finished = stored_seats(kept)
    (kept / "manifest.json").write_text(json.dumps(manifest | {"ended": None}))
    (kept / "seats.csv").unlink()
    assert cli.main(["explain", str(kept)]) == 0
    out, err = capfd.readouterr()
    assert err.count("\n") == 1
    assert "is not finished: so far 1 scenario has replications, 2 in all" in err
    assert "functional silos, 2 replications" in out
    pd.testing.assert_frame_equal(stored_seats(kept), finished, check_dtype=False)  # CSV has no types
    for part in [*(kept / "runs").glob("*.parquet"), *(kept / "seats").glob("*.parquet")]:
        part.unlink()
    assert cli.main(["explain", str(kept)]) == 2
    assert "is not finished: no replications are stored yet" in capfd.readouterr().err


@pytest.mark.parametrize(
    "command", ["explain", *(pytest.param(verb, marks=pytest.mark.slow) for verb in ("log", "reproduce"))]
)
def test_a_folder_of_another_version_is_told_in_one_sentence(
    command: str, kept: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    manifest = json.loads((kept / "manifest.json").read_text())
    (kept / "manifest.json").write_text(json.dumps(manifest | {"commit": "abc123"}))
    (kept / "config.yaml").write_text("sead: 1\n" + (kept / "config.yaml").read_text())
    (kept / "seats.csv").unlink()  # with it, explain needs no configuration
    assert cli.main([command, str(kept)]) == 2
    out, err = capfd.readouterr()
    assert out == "" and err.count("\n") == 1 and len(err) < 300
    assert "sead = 1: unknown key; it was made by commit abc123; run it again" in err


def test_progress_of_a_reproduction_is_told_and_its_answer_is_not(
    kept: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("simorg.experiments.running.progress.LINE_SECONDS", 0.0)
    assert cli.main(["reproduce", str(kept), "--workers", "1"]) == 0
    out, err = capfd.readouterr()
    assert out.startswith("Reproduced: 2 replications")
    assert err.splitlines()[-1].startswith("2 of 2 replications, ") and "Written" not in err
