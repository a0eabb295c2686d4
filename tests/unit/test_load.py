"""The static load against arithmetic by hand, textbook queues, conservation, and a short simulation."""

from __future__ import annotations

import json
import math
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from simorg import cli, load
from simorg.config.groups.distribution import constant
from simorg.config.settings import Settings
from simorg.config.vocabulary import SKILLS
from simorg.engines.trace import JobKind
from simorg.experiments.replicate import replicate
from simorg.organisation import Draft, Organisation, Person
from simorg.plan import Plan, build
from simorg.workload import Prediction, predict
from simorg.workload.ageing import shocks_per_day
from simorg.workload.comparing import compared, verdict
from simorg.workload.sharing import share_out
from simorg.workload.tables import bottleneck, by_role, by_source, by_team_role, sentences, spent

STRUCTURES = ("centre_of_excellence", "hub_and_spoke", "embedded_squads", "functional_silos")


@cache
def settings(*overrides: str) -> Settings:
    return load(list(overrides))


@cache
def prediction(*overrides: str) -> Prediction:
    return predict(build(settings(*overrides)))


def person(name: str, role: str, efficiency: dict[str, float], availability: float = 1.0) -> Person:
    return Person(name, role, "regular", "", availability, 0.0, efficiency)


def quiet(**updates: dict[str, Any]) -> Settings:
    """Return settings in which only initiatives make work: three stages, no defects, no live models."""
    base = settings(
        "lifecycle=minimal", "drift=none", "faults.per_model_year=0", "breaks.per_model_year=0",
        "retraining=none", "monitoring=none", "demand.initial_models_per_unit=0",
        "demand.improvements_per_model_year=0", "demand.sensitive_share=0", "handoff=free", "routing=perfect",
        "workforce.units=1", "demand.initiatives_per_unit_quarter=6.5", "horizon_days=3000",
        "warm_up_days=1000",
    )  # fmt: skip
    stages = tuple(s.model_copy(update={"defects": {}}) for s in base.lifecycle.initiative)
    changed: dict[str, Any] = {
        "lifecycle": base.lifecycle.model_copy(update={"initiative": stages}),
        "demand": base.demand.model_copy(update={"size": constant(1.0)}),
        "release": base.release.model_copy(
            update={"steps": tuple(s.model_copy(update={"drop": 0.0}) for s in base.release.steps)}
        ),
    }
    for group, values in updates.items():
        changed[group] = changed.get(group, getattr(base, group)).model_copy(update=values)
    return base.model_copy(update=changed)


def one_team(distance: float = 0.0) -> Organisation:
    """Return a scientist and an ML engineer in one team, an operator in another."""
    draft = Draft()
    draft.unit("unit_1")
    for team in ("makers", "operations"):
        draft.team(team)
    draft.seat(person("sam", "data_scientist", {"science": 1.0}), "makers", ("science",))
    draft.seat(person("max", "ml_engineer", {"ml": 2.0}, 0.5), "makers", ("ml",))
    draft.seat(person("ola", "operations_engineer", {"operations": 1.0}), "operations", ("operations",))
    for skill, team in (("science", "makers"), ("ml", "makers"), ("operations", "operations")):
        draft.route("unit_1", skill, team)
    draft.owner("unit_1", "makers")
    draft.tie("makers", "operations", distance)
    return draft.finish("by_hand", 3.0)


def busy(found: Prediction) -> dict[str, float]:
    return dict(zip(found.plan.labels.people, found.offered.shared.busy.tolist(), strict=True))


def test_a_small_organisation_by_hand() -> None:
    """0.1 ideas a day; experiment 10 days, half die; pipeline 10; release 0.5 and four steps of 0.25."""
    found = busy(predict(build(quiet(), one_team())))
    assert found["sam"] == pytest.approx(0.1 * 10.0, rel=1e-6)
    # efficiency 2 at availability 0.5 does one person-day a day
    assert found["max"] == pytest.approx(0.1 * 0.5 * 10.0, rel=0.03)
    assert found["ola"] == pytest.approx(0.1 * 0.5 * (0.5 + 4 * 0.25), rel=0.03)


def test_person_days_count_time_spent_not_work_done() -> None:
    found = predict(build(quiet(), one_team()))
    days = dict(zip(found.plan.labels.people, spent(found.offered, found).sum(axis=1).tolist(), strict=True))
    assert days["max"] == pytest.approx(0.5 * busy(found)["max"])


def test_repeats_are_a_geometric_series() -> None:
    stages = quiet().lifecycle.initiative
    again = (stages[0].model_copy(update={"drop": 0.2, "repeat": 0.6}), *stages[1:])
    found = busy(predict(build(quiet(lifecycle={"initiative": again}), one_team())))
    assert found["sam"] == pytest.approx(0.1 * 10.0 / 0.4, rel=1e-3)
    assert found["max"] == pytest.approx(0.1 * 0.2 / 0.4 * 10.0, rel=0.05)


def test_work_grows_with_distance_by_the_context_cost() -> None:
    stages = quiet().lifecycle.initiative
    far = (*stages[:2], stages[2].model_copy(update={"needs_context": True}))
    near = busy(predict(build(quiet(lifecycle={"initiative": far}), one_team())))
    cost = {"context_cost": 0.2}
    away = busy(predict(build(quiet(lifecycle={"initiative": far}, handoff=cost), one_team(1.0))))
    # only the work of the stage grows, that of the four steps does not
    assert away["ola"] / near["ola"] == pytest.approx((0.5 * 1.2 + 1.0) / 1.5, rel=0.01)


def test_questions_come_back_to_the_sender() -> None:
    handoff = {"questions": 2.0, "unanswered": 0.25, "answer_days": constant(0.4), "context_cost": 0.0}
    found = predict(build(quiet(handoff=handoff), one_team(1.0)))
    answers = found.offered.flows.ledgers["initiatives"].work[JobKind.ANSWER].sum()
    handed_over = 0.1 * 0.5
    assert answers == pytest.approx(handed_over * 2.0 * 0.75 * 0.4, rel=0.03)


@pytest.mark.parametrize(
    ("case", "offered"),
    [
        (["+textbook=mmc"], {"data_engineer": 2.55 * 1.0 / 3.0}),
        (["+textbook=mg1"], {"data_engineer": 0.8}),
        (["+textbook=priority"], {"data_engineer": 0.8}),
        (
            ["+textbook=jackson"],
            {
                "data_engineer": 0.8 / 0.85 / 2,
                "data_scientist": 1.2 / 0.85 / 2,
                "ml_engineer": 0.6 / 0.85,
            },
        ),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_textbook_queues_are_offered_lambda_over_mu(case: list[str], offered: dict[str, float]) -> None:
    table = by_role(predict(build(load(case)))).set_index("role")
    for role, utilisation in offered.items():
        assert table["utilisation"][role] == pytest.approx(utilisation, rel=2e-3)


def test_the_wait_at_the_bottleneck_is_that_of_the_queue() -> None:
    """M/G/1 at 0.8 with cv 2 and service 1: 0.8 / 0.2 * (1 + 4) / 2 = 10 days."""
    assert bottleneck(predict(build(load(["+textbook=mg1"])))).queue.wait_days == pytest.approx(
        10.0, rel=1e-3
    )


def test_machines_that_stand_still_do_not_fail() -> None:
    assert shocks_per_day(0.05, 0.0) == pytest.approx(0.05)
    assert shocks_per_day(0.05, 20.0) == pytest.approx(1.0 / 40.0)


@pytest.mark.parametrize("structure", STRUCTURES)
def test_roles_teams_and_sources_add_up_to_the_same_work(structure: str) -> None:
    found = prediction(f"structure={structure}")
    total = by_source(found)["load_days"].sum()
    assert total > 0.0
    assert by_role(found)["load_days"].sum() == pytest.approx(total)
    assert by_team_role(found)["load_days"].sum() == pytest.approx(total)
    accounts = by_role(found)[["direct", "rework", "coordination", "response"]].to_numpy().sum()
    assert accounts == pytest.approx(total)
    capacity = (found.plan.people["availability"] * found.offered.shared.busy).sum()
    assert capacity == pytest.approx(total)


def test_every_kind_of_work_is_predicted() -> None:
    """Whatever kind of job a run can hold has a place in the prediction of some structure."""
    ledgers = [x for s in STRUCTURES for x in prediction(f"structure={s}").offered.flows.ledgers.values()]
    jobs = sum(ledger.jobs.sum(axis=(1, 2)) for ledger in ledgers)
    assert [kind.name for kind in JobKind if not jobs[kind] > 0.0] == []


def test_without_demand_only_upkeep_is_left() -> None:
    found = prediction("structure=hub_and_spoke", "demand=none")
    table = by_source(found).set_index("source")["load_days"]
    assert table["initiatives"] == 0.0
    assert table["retraining"] > 0.0
    assert table["incidents"] > 0.0
    assert math.isnan(found.unhindered_days)


def test_without_demand_and_models_nobody_works() -> None:
    found = prediction("demand=none", "demand.initial_models_per_unit=0")
    assert by_role(found)["utilisation"].max() == 0.0
    assert sentences(found) == ["Nobody has anything to do: no demand and no live models."]


def test_overload_is_a_warning_and_less_gets_through() -> None:
    found = prediction("structure=functional_silos", "demand.initiatives_per_unit_quarter=8")
    assert by_team_role(found)["utilisation"].max() > 1.0
    assert any(sentence.startswith("WARNING") for sentence in sentences(found))
    assert found.carried.shared.busy.max() < 1.05
    assert found.carried.flows.delivered.sum() < 0.9 * found.offered.flows.delivered.sum()


@pytest.mark.parametrize(
    ("overrides", "low", "high"),
    [
        (("demand=high", "workforce=small"), 0.5, 0.999),
        (("workforce=one_person",), 0.0, 0.01),
        (("structure=functional_silos", "demand.initiatives_per_unit_quarter=8"), 0.1, 0.9),
    ],
)
def test_no_more_initiatives_get_through_than_are_asked_for(
    overrides: tuple[str, ...], low: float, high: float
) -> None:
    found = prediction(*overrides)
    assert by_team_role(found)["utilisation"].max() > 1.0
    asked, passed = found.offered.flows.passed, found.carried.flows.passed
    assert (passed <= asked * (1.0 + 1e-9)).all()
    share = passed.sum() / asked.sum()
    assert low <= share <= high
    (warning,) = (sentence for sentence in sentences(found) if sentence.startswith("WARNING"))
    assert f"{share:.0%} of the" in warning if share > 0.01 else "hardly any of the" in warning


def test_more_demand_is_more_load() -> None:
    low, high = (
        by_role(prediction("structure=embedded_squads", f"demand={d}")).set_index("role")
        for d in ("low", "high")
    )
    assert (high["load_days"] - low["load_days"] > 0.0).all()


def test_people_for_85_per_cent_are_enough_and_one_less_is_not() -> None:
    for row in by_role(prediction("structure=functional_silos")).to_dict("records"):
        each = row["capacity_days"] / row["people"]
        assert row["load_days"] <= 0.85 * each * row["people_for_85"] * (1.0 + 1e-9)
        assert row["load_days"] > 0.85 * each * (row["people_for_85"] - 1)


def pool(*speeds: float) -> Plan:
    """Return a plan with one team of data engineers of these speeds."""
    draft = Draft()
    draft.unit("unit_1")
    for team in ("pool", "rest"):
        draft.team(team)
    for n, speed in enumerate(speeds):
        draft.seat(person(f"p{n}", "data_engineer", {"data": speed}), "pool", ("data",))
    others = tuple(skill for skill in SKILLS if skill != "data")
    draft.seat(person("all", "ml_engineer", dict.fromkeys(others, 1.0)), "rest", others)
    for skill in SKILLS:
        draft.route("unit_1", skill, "pool" if skill == "data" else "rest")
    draft.owner("unit_1", "rest")
    return build(quiet(), draft.finish("pool", 1.0))


@pytest.mark.parametrize("asked", [0.01, 0.9, 2.0, 2.9])
def test_all_work_is_shared_out_and_the_fastest_get_most(asked: float) -> None:
    plan = pool(1.4, 1.0, 0.7)
    work = np.zeros((2, len(SKILLS)))
    data = SKILLS.index("data")
    work[0, data] = asked
    shared = share_out(plan, work)
    part = shared.share[:3, data]
    assert part.sum() == pytest.approx(1.0, abs=1e-3)
    assert part[0] > part[1] > part[2]
    if asked < 0.1:
        assert part[0] == pytest.approx(1.0, abs=0.02)  # the fastest is nearly always free
    else:
        assert shared.busy.max() < 1.0  # nobody is over the limit while others have time


def test_the_prediction_meets_a_short_simulation() -> None:
    """Ten replications: half-widths of role utilisation are about 3 points, the tolerance is 5."""
    runs = replicate(settings("structure=centre_of_excellence"), 10, workers=1)
    table = compared(prediction("structure=centre_of_excellence"), runs).set_index("measure")
    roles = table[[n.startswith("utilisation_") and "_max_" not in n for n in table.index]]
    assert len(roles) == 8
    assert roles["error"].abs().max() < 0.05
    accounts = table.loc[["work_direct_share", "work_rework_share", "work_coordination_share"]]
    assert accounts["error"].abs().max() < 0.03
    assert table["predicted"]["live_models_mean"] == pytest.approx(
        table["measured"]["live_models_mean"], rel=0.1
    )


def test_the_verdict_names_the_role_that_is_farthest_off() -> None:
    found = prediction("structure=centre_of_excellence")
    table = compared(
        found, pd.DataFrame({"utilisation_ml_engineer": [0.1, 0.1], "utilisation_x": [0.5, 0.5]})
    )
    assert list(table["measure"]) == ["utilisation_ml_engineer"]
    told = " ".join(verdict(table, found))
    assert "0 of 1 roles within 5 points; farthest off: ml engineer" in told
    assert "measured 10.0%" in told


@pytest.mark.parametrize(
    ("measured", "told"),
    [
        ([0.1, 0.9], "no more than chance: the 95 % interval of 2 replications"),
        ([0.1], "One replication says nothing"),
        ([0.1, 0.1], "The amount of work"),
    ],
)
def test_causes_are_named_only_where_the_error_is_more_than_chance(measured: list[float], told: str) -> None:
    found = prediction("structure=centre_of_excellence")
    table = compared(found, pd.DataFrame({"utilisation_ml_engineer": measured}))
    said = " ".join(verdict(table, found))
    assert told in said
    assert ("The amount of work" in said) == (told == "The amount of work")


def test_close_to_full_is_a_cause() -> None:
    crowded = prediction("demand.initiatives_per_unit_quarter=4.85")
    assert 0.95 < by_team_role(crowded)["utilisation"].max() <= 1.0
    runs = pd.DataFrame({"utilisation_ml_engineer": [0.1, 0.1]})
    assert "is close to full (" in " ".join(verdict(compared(crowded, runs), crowded))
    calm = prediction("demand=none")
    assert "close to full" not in " ".join(verdict(compared(calm, runs), calm))


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
        (["explain", ".", "--measure", "2"], "measured already"),
        (["explain", "--measure", "0"], "at least 1"),
        (["explain", "--csv", "no/such/table.csv"], "no such folder"),
        (["explain", "--format", "pdf"], "invalid choice"),
    ],
)
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


def test_the_command_prints_tables_and_names_the_bottleneck(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "load.csv"
    assert cli.main(["explain", "workforce=small", "structure=functional_silos", "--csv", str(path)]) == 0
    out = capfd.readouterr().out
    assert "Bottleneck: ml engineer in team" in out
    assert "Not in the prediction" in out
    table = pd.read_csv(path)
    assert set(table["scenario"]) == {"functional_silos"}
    assert table["people"].sum() == 15


def test_structures_stand_side_by_side(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["explain", "demand=none", "--structures", "functional_silos,embedded_squads",
                     "--format", "md"]) == 0  # fmt: skip
    out = capfd.readouterr().out
    assert "| role | functional_silos | embedded_squads |" in out


def test_csv_is_read_back(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert cli.main(["explain", "+textbook=mmc", "--format", "csv"]) == 0
    lines = tmp_path / "out.csv"
    lines.write_text(capfd.readouterr().out, encoding="utf-8")
    assert pd.read_csv(lines)["utilisation"].tolist() == pytest.approx([0.85])


def test_a_finished_run_folder_is_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["run", "structure=functional_silos", "workforce=small", "replications=2"]) == 0
    (folder,) = (tmp_path / "results" / "runs").iterdir()
    capfd.readouterr()
    assert cli.main(["explain", str(folder), "--format", "csv"]) == 0
    (tmp_path / "out.csv").write_text(capfd.readouterr().out, encoding="utf-8")
    table = pd.read_csv(tmp_path / "out.csv").set_index("measure")
    runs = pd.concat(pd.read_parquet(part) for part in (folder / "runs").glob("*.parquet"))
    assert table["measured"]["utilisation_ml_engineer"] == pytest.approx(
        runs["utilisation_ml_engineer"].mean(), abs=1e-5
    )
    assert cli.main(["explain", str(folder), "--structures", "functional_silo"]) == 2
    assert "did you mean 'functional_silos'" in capfd.readouterr().err


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Path:
    monkeypatch.chdir(tmp_path)
    short = [
        "lifecycle=minimal",
        "horizon_days=60",
        "warm_up_days=10",
        "replications=2",
        "structure=functional_silos",
    ]
    assert cli.main(["run", *short]) == 0
    (folder,) = Path("results/runs").iterdir()
    capfd.readouterr()
    return folder


def test_an_unfinished_run_folder_is_said_to_be_one(kept: Path, capfd: pytest.CaptureFixture[str]) -> None:
    manifest = json.loads((kept / "manifest.json").read_text())
    assert cli.main(["explain", str(kept)]) == 0
    assert "not finished" not in capfd.readouterr().err
    (kept / "manifest.json").write_text(json.dumps(manifest | {"ended": None}))
    assert cli.main(["explain", str(kept)]) == 0
    out, err = capfd.readouterr()
    assert err.count("\n") == 1
    assert "is not finished: so far 1 scenario has replications, 2 in all" in err
    assert "prediction against 2 replications" in out
    for part in (kept / "runs").glob("*.parquet"):
        part.unlink()
    assert cli.main(["explain", str(kept)]) == 2
    assert "is not finished: no replications are stored yet" in capfd.readouterr().err


@pytest.mark.parametrize("command", ["explain", "log", "reproduce"])
def test_a_folder_of_another_version_is_told_in_one_sentence(
    command: str, kept: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    manifest = json.loads((kept / "manifest.json").read_text())
    (kept / "manifest.json").write_text(json.dumps(manifest | {"commit": "abc123"}))
    (kept / "config.yaml").write_text("sead: 1\n" + (kept / "config.yaml").read_text())
    assert cli.main([command, str(kept)]) == 2
    out, err = capfd.readouterr()
    assert out == "" and err.count("\n") == 1 and len(err) < 300
    assert "sead = 1: unknown key; it was made by commit abc123; run it again" in err


def test_progress_of_a_reproduction_is_told_and_its_answer_is_not(
    kept: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("simorg.experiments.rounds.LINE_SECONDS", 0.0)
    assert cli.main(["reproduce", str(kept), "--workers", "1"]) == 0
    out, err = capfd.readouterr()
    assert out.startswith("Reproduced: 2 replications")
    assert err.splitlines()[-1].startswith("2 of 2 replications, ") and "Written" not in err
