"""Stylised facts: the rule that judges, the population, the catalogue, and what a run leaves behind."""

from __future__ import annotations

import io
import math
from itertools import islice
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from simorg import plan
from simorg.cli import main
from simorg.config.compose import load
from simorg.config.settings import Settings
from simorg.experiments.kinds import facts as kind
from simorg.experiments.results.reproduce import reproduce
from simorg.experiments.run import run_experiment
from simorg.experiments.running.task import Result, Task, run_task
from simorg.validation.facts import backgrounds, environment, verdict
from simorg.validation.facts.cannot_speak import LAST_NUMBER, UNSPOKEN
from simorg.validation.facts.fact import Claim, Fact, catalogue, chosen
from simorg.validation.facts.page import BEGIN, END, STATEMENTS, VERDICTS, fill
from simorg.validation.facts.verdict import AGREES, CONTRADICTS, UNDECIDED, Decision, decide, judge

ROOT = Path(__file__).parents[3]
PAGE, RESULTS = ROOT / "docs" / "stylised_facts.md", ROOT / "results" / "stylised_facts"
RISES = Claim("rises", "it rises", "days", above=0.0)


def decisions(agree: int, contradict: int, undecided: int = 0) -> list[Decision]:
    words = [AGREES] * agree + [CONTRADICTS] * contradict + [UNDECIDED] * undecided
    return [Decision(float(n), float(n), float(n), word) for n, word in enumerate(words)]


# the rule


@pytest.mark.parametrize(
    ("agree", "contradict", "undecided", "word"),
    [
        (30, 0, 0, verdict.CONFIRM),
        (18, 2, 10, verdict.CONFIRM),  # 90 % of the decided, 2 of 20: p = 0.0004
        (17, 3, 10, verdict.NEUTRAL),  # 85 % are not enough
        (5, 0, 25, verdict.NEUTRAL),  # five of five is a coin toss: p = 0.0625
        (6, 0, 24, verdict.CONFIRM),  # p = 0.031
        (15, 15, 0, verdict.NEUTRAL),
        (10, 20, 0, verdict.NEUTRAL),  # p = 0.099
        (9, 21, 0, verdict.REFUTE),  # p = 0.043
        (0, 6, 24, verdict.REFUTE),
        (0, 0, 30, verdict.NEUTRAL),
    ],
)
def test_the_verdict_follows_the_stated_rule(agree: int, contradict: int, undecided: int, word: str) -> None:
    found = judge(RISES, decisions(agree, contradict, undecided))
    assert (found.verdict, found.confirming, found.refuting, found.neutral) == (
        word,
        agree,
        contradict,
        undecided,
    )


def test_one_contradiction_refutes_an_identity() -> None:
    identity = RISES._replace(identity=True)
    assert judge(identity, decisions(30, 0)).verdict == verdict.CONFIRM
    assert judge(identity, decisions(29, 1)).verdict == verdict.REFUTE
    assert judge(identity, decisions(29, 0, 1)).verdict == verdict.NEUTRAL


@pytest.mark.parametrize(
    ("values", "holds"),
    [
        ([1.0, 1.1, 0.9, 1.0], AGREES),
        ([-1.0, -1.1, -0.9, -1.0], CONTRADICTS),
        ([1.0, -1.0, 2.0, -2.0], UNDECIDED),
        ([0.0, 0.0, 0.0, 0.0], UNDECIDED),  # nothing happened: that is not a rise, nor a fall
        ([1.0, math.nan, 1.0, 1.0], UNDECIDED),
        ([5.0], UNDECIDED),  # one replication has no interval
    ],
)
def test_a_background_decides_by_its_interval(values: list[float], holds: str) -> None:
    assert decide(RISES, np.array(values)).holds == holds


def test_a_region_with_two_ends_is_left_on_both_sides() -> None:
    between = Claim("same", "it stays", "share", above=-0.1, below=0.1)
    assert decide(between, np.array([0.01, -0.01, 0.0])).holds == AGREES
    assert decide(between, np.array([0.21, 0.2, 0.2])).holds == CONTRADICTS
    assert decide(between, np.array([-0.21, -0.2, -0.2])).holds == CONTRADICTS
    assert decide(between, np.array([0.09, 0.11, 0.1])).holds == UNDECIDED


def test_the_interval_of_a_median_is_the_textbook_one() -> None:
    """n = 30: the 10th and 21st values hold the median with 95.7 %; n = 5: the range is all there is."""
    assert verdict.median_interval([float(n) for n in range(1, 31)]) == (15.5, 10.0, 21.0)
    assert verdict.median_interval([3.0, 1.0, math.nan, 2.0, 5.0, 4.0]) == (3.0, 1.0, 5.0)
    assert all(math.isnan(value) for value in verdict.median_interval([math.nan]))


# the catalogue


def test_every_statement_of_the_catalogue_is_a_fact_or_is_listed_as_unspoken() -> None:
    spoken = {fact.number for fact in catalogue().values()}
    unspoken = [each.number for each in UNSPOKEN]
    assert sorted([*spoken, *unspoken]) == list(range(1, LAST_NUMBER + 1))


facts = pytest.mark.parametrize("fact", catalogue().values(), ids=lambda fact: fact.name)


def population() -> Settings:
    return load(["experiment=facts"])


@pytest.fixture(scope="module")
def background() -> backgrounds.Background:
    return next(b for b in backgrounds.candidates(population()) if not b.rejected)


@facts
def test_a_fact_says_what_it_claims_where_it_comes_from_and_how_it_is_tested(fact: Fact) -> None:
    assert len(fact.statement) > 30 and len(fact.source) > 20 and len(fact.test) > 40
    assert "[" in fact.source, "a source carries its standing"
    names = [claim.name for claim in fact.claims]
    assert names and len(set(names)) == len(names)
    for claim in fact.claims:
        assert claim.above < claim.below
        assert math.isfinite(claim.above) or math.isfinite(claim.below), f"{claim.name} claims nothing"


@facts
def test_a_fact_builds_its_arms_on_a_background(fact: Fact, background: backgrounds.Background) -> None:
    arms = fact.module.conditions(background.settings)
    assert arms
    for settings in arms.values():
        plan.plan_of(settings)
        assert settings.seed == background.settings.seed, "arms are paired"
    organisations = {(s.horizon_days, s.warm_up_days) for s in arms.values() if s.textbook is None}
    assert len(organisations) == 1, "arms observe the same time"
    assert len({settings.model_dump_json() for settings in arms.values()}) == len(arms), (
        "two arms are the same"
    )


def test_an_unknown_fact_is_refused_with_the_nearest_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["facts", "batchsize", "--out", str(tmp_path / "none")]) == 2
    assert "did you mean 'batch_size'?" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()


def test_performance_is_the_mean_rank_over_what_dora_clusters_by() -> None:
    """Communities are best in all four; the centre second in three and last in the fourth; the rest tie."""
    fact = catalogue()["communities_perform"].module
    arms = {name: {} for name in fact.available()}
    for measure in (*fact.LOW_IS_GOOD, *fact.HIGH_IS_GOOD):
        sign = 1.0 if measure in fact.LOW_IS_GOOD else -1.0
        for name in arms:
            place = {fact.COMMUNITIES: 1.0, fact.CENTRE: 9.0 if sign < 0.0 else 2.0}.get(name, 5.0)
            arms[name][measure] = np.array([10.0 + sign * place] * 2)
    found = fact.effects(arms)
    assert found["communities_above"].tolist() == [2.5, 2.5]
    assert found["centres_below"].tolist() == [-0.5, -0.5], "(2 + 2 + 2 + 6) / 4 = 3"
    assert found["communities_over_centres"].tolist() == [2.0, 2.0]
    assert found["faster"].tolist() == found["more_stable"].tolist() == [1.0, 1.0]
    arms[fact.CENTRE]["time_to_restore_p50_days"] = np.array([math.nan, 1.0])
    assert np.isnan(fact.effects(arms)["centres_below"]).tolist() == [True, False]


def test_lumping_can_hold_where_the_centre_alone_is_slow() -> None:
    fact = catalogue()["central_or_hub"].module
    arms = {name: {fact.DELIVERED: np.array([4.0, 4.0]), fact.LEAD: np.array([100.0, 100.0])}
            for name in (*fact.CENTRAL, *fact.DECENTRAL)}  # fmt: skip
    arms["hub_and_spoke"][fact.DELIVERED] = np.array([12.0, 2.0])
    arms["centre_of_excellence"][fact.LEAD] = np.array([130.0, 130.0])
    found = fact.effects(arms)
    assert found["more"].tolist() == [4.0, -1.0] and found["twice"].tolist() == [2.0, 0.75]
    assert found["centre_slower"].tolist() == [30.0, 30.0] and found["both"].tolist() == [1.0, 0.0]
    arms["hub_and_spoke"][fact.DELIVERED] = np.array([math.nan, 12.0])
    assert np.isnan(fact.effects(arms)["both"]).tolist() == [True, False]


# the population


def test_backgrounds_lie_inside_the_ranges_and_differ(background: backgrounds.Background) -> None:
    found = list(islice(backgrounds.candidates(population()), 20))
    for dimension in environment.dimensions(population()):
        assert dimension.low < dimension.high, dimension.key
        assert (
            dimension.low <= dimension.at(0.0) <= dimension.at(0.5) <= dimension.at(0.999) <= dimension.high
        )
    assert len({str(b.values) for b in found}) == len(found)
    assert len({b.settings.seed for b in found}) == len(found)
    assert found[0] == background, "the same backgrounds every time"
    assert next(backgrounds.candidates(population(), 7)) == found[7]


def test_a_population_is_the_beginning_of_a_larger_one() -> None:
    """Call every third organisation overloaded."""
    pilots = {
        number: {
            "utilisation_max_role": np.array([0.99 if number % 3 == 0 else 0.5]),
            "utilisation_max_role_in_team": np.array([0.5]),
        }
        for number in range(16)
    }
    few = backgrounds.judged(population(), 3, pilots)
    many = backgrounds.judged(population(), 7, pilots)
    assert [b.number for b in few if not b.rejected] == [1, 2, 4]
    assert [b.number for b in many if not b.rejected] == [1, 2, 4, 5, 7, 8, 10]
    assert few == many[: len(few)] and len(many) == 11, "none is listed behind the last that was needed"
    assert all("busiest role 99%" in b.rejected for b in many if b.number % 3 == 0)


def test_who_knows_too_few_candidates_asks_for_more() -> None:
    known = backgrounds.judged(population(), 3, {})
    assert not known
    crowded = {"utilisation_max_role": np.array([0.5]), "utilisation_max_role_in_team": np.array([0.999])}
    known = backgrounds.judged(population(), 3, {0: crowded, 1: crowded})
    assert [b.rejected for b in known] == ["overloaded: busiest role in one team 100%"] * 2


# from end to end


CHEAP = ["littles_law", "staged_exposure"]
SMALL = ["experiment=facts", "experiment.facts.backgrounds=2", "replications=2", "executor.workers=1"]


def outcome_of(folder: Path, *names: str, workers: int = 1) -> dict[str, pd.DataFrame]:
    """Run some statements, and return their tables."""
    settings = load(
        [*SMALL, f"experiment.facts.statements=[{','.join(names)}]", f"executor.workers={workers}"]
    )
    assert run_experiment(settings, folder / "facts", io.StringIO()) == 0
    return {path.stem: pd.read_csv(path) for path in (folder / "facts").glob("*.csv")}


@pytest.fixture(scope="module")
def cheap(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run the cheap statements, and return where."""
    place = tmp_path_factory.mktemp("cheap")
    outcome_of(place, *CHEAP)
    return place


@pytest.fixture
def findings(cheap: Path) -> dict[str, pd.DataFrame]:
    return {path.stem: pd.read_csv(path) for path in (cheap / "facts").glob("*.csv")}


def test_numbers_do_not_depend_on_workers_or_on_what_is_tested_together(
    findings: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    alone = outcome_of(tmp_path, "staged_exposure", workers=2)
    for table in ("facts", "effects", "arms"):
        together = findings[table]
        mine = together[together["fact"].str.startswith("staged_exposure")].reset_index(drop=True)
        pd.testing.assert_frame_equal(mine, alone[table], check_dtype=False)
    pd.testing.assert_frame_equal(findings["backgrounds"], alone["backgrounds"])


def test_tables_say_what_was_found(findings: dict[str, pd.DataFrame]) -> None:
    facts, effects = findings["facts"], findings["effects"]
    assert list(facts["fact"]) == [
        "littles_law.exact", "littles_law.long_run", "staged_exposure.lead_time", "staged_exposure.incidents",
    ]  # fmt: skip
    assert facts.loc[0, "verdict"] == verdict.CONFIRM and (facts["n_backgrounds"] == 2).all()
    assert len(effects) == len(facts) * 2
    assert {"little_gap", "jobs_per_day"} <= set(findings["arms"]["measure"])


def test_what_a_statement_reads_from_a_trace_is_a_column_of_its_rows(cheap: Path) -> None:
    runs = pd.read_parquet(cheap / "facts" / "runs")
    arms = runs[runs["scenario"].str.startswith("littles_law.")]
    assert len(arms) == 4 and (arms["little_gap"].abs() < 1e-9).all()
    assert runs.loc[~runs.index.isin(arms.index), "little_gap"].isna().all(), (
        "pilots and others read nothing more"
    )


def test_a_replication_that_fails_is_reported_and_decides_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(*_: object) -> dict[str, float]:
        raise ZeroDivisionError("broken reader")

    fact = chosen(["littles_law"])[0]._replace(readers=(broken,))
    monkeypatch.setattr(kind, "_facts", lambda _: (fact,))
    settings = load([*SMALL, "experiment.facts.statements=[littles_law]", "seed=2"])
    told = io.StringIO()
    assert run_experiment(settings, tmp_path / "facts", told) == 3
    assert "broken reader" in told.getvalue()
    facts = pd.read_csv(tmp_path / "facts" / "facts.csv")
    assert set(facts["verdict"]) == {verdict.NEUTRAL} and (facts["n_missing"] == 2).all()


@pytest.mark.slow
def test_a_run_that_was_interrupted_goes_on_where_it_was(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, findings: dict[str, pd.DataFrame]
) -> None:
    monkeypatch.chdir(tmp_path)
    command = ["facts", *CHEAP, "--backgrounds", "2", "--replications", "2", "--workers", "1"]
    ran: list[str] = []

    def counting(task: Task) -> Result:
        ran.append(task.scenario)
        if len(ran) == 10:
            raise KeyboardInterrupt
        return run_task(task)

    monkeypatch.setattr("simorg.experiments.running.task.run_task", counting)
    assert main(command) == 130
    assert len(ran) == 10
    assert main(command) == 0
    (folder,) = (tmp_path / "results" / "runs").iterdir()
    rows = len(pd.read_parquet(folder / "runs"))
    assert len(ran) - 1 == rows, "nothing but the one that was interrupted is run again"
    pd.testing.assert_frame_equal(pd.read_csv(folder / "effects.csv"), findings["effects"])
    assert reproduce(folder, 1).differing == ()


def test_a_folder_that_is_a_file_is_refused_before_anything_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    assert main(["facts", "--out", str(tmp_path / "taken" / "below")]) == 2
    assert "taken' is not a folder that can be written to" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("option", "key"),
    [("--backgrounds", "experiment.facts.backgrounds"), ("--replications", "replications")],
)
def test_too_few_are_refused(
    option: str, key: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["facts", "littles_law", option, "1", "--out", str(tmp_path / "none")]) == 2
    assert f"{key} = 1" in capsys.readouterr().err


# what is published


def test_the_page_is_what_the_published_table_says() -> None:
    """Mend with: simorg facts --out results/stylised_facts --page docs/stylised_facts.md."""
    page = PAGE.read_text(encoding="utf-8")
    assert page == fill(page, pd.read_csv(RESULTS / "facts.csv"))


def test_every_claim_that_was_not_confirmed_is_discussed() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name in (VERDICTS, STATEMENTS):
        before, rest = page.split(BEGIN.format(name))
        page = before + rest.split(END.format(name))[1]
    table = pd.read_csv(RESULTS / "facts.csv")
    open_ = table.loc[table["verdict"] != verdict.CONFIRM, "fact"]
    assert [fact for fact in open_ if f"`{fact}`" not in page] == []


def test_the_published_table_covers_the_catalogue_on_thirty_backgrounds() -> None:
    table = pd.read_csv(RESULTS / "facts.csv")
    assert list(table["fact"]) == [
        fact.label(claim) for fact in catalogue().values() for claim in fact.claims
    ]
    assert (table["n_backgrounds"] >= 30).all()


@pytest.mark.slow
def test_two_published_facts_come_out_the_same_again(tmp_path: Path) -> None:
    names = ["littles_law", "fallback"]
    settings = load(["experiment=facts", f"experiment.facts.statements=[{','.join(names)}]"])
    assert run_experiment(settings, tmp_path / "facts", io.StringIO()) == 0
    again = pd.read_csv(tmp_path / "facts" / "effects.csv")
    published = pd.read_csv(RESULTS / "effects.csv")
    mine = published[published["fact"].str.partition(".")[0].isin(names)].reset_index(drop=True)
    columns = ["effect", "low", "high"]
    np.testing.assert_allclose(mine[columns], again[columns], rtol=1e-4, atol=1e-12)
    assert list(mine["holds"]) == list(again["holds"])
