"""A population says how often, and where; comparisons tell of it: made-up runs whose answer is known."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import simorg
from simorg.config.settings import Settings
from simorg.experiments.answers import beside
from simorg.experiments.design import Scenario
from simorg.experiments.designs import coping
from simorg.experiments.kinds import population
from tests.unit.experiments.made_up_runs import (
    BUSY,
    INCIDENTS,
    LEAD,
    SPEED,
    by,
    experiment,
    noise,
    numbers_of,
)

THREE = "experiment.structures=[centre_of_excellence,hub_and_spoke,communities_of_practice]"


TRIES = ["experiment.population.backgrounds=40", "experiment.population.keys=[drift.rate,handoff]"]


def many(*changes: str) -> Settings:
    return simorg.load(
        ["experiment=population", f"experiment.measures=[{LEAD},{INCIDENTS},{SPEED}]", "replications=5",
         THREE, *TRIES, *changes]
    )  # fmt: skip


def number(s: Scenario) -> int:
    return int(s.name.rpartition("-b")[2])


def crowd(s: Scenario, r: int) -> dict[str, float]:
    """Communities are 5 days faster in five organisations of six, slower in the rest; every fifth drowns."""
    communities = s.settings.structure.name == "communities_of_practice"
    drowns = number(s) % 5 == 0 and communities
    gain = -5.0 if number(s) % 6 else 5.0
    own = noise(s.settings.seed, r, len(s.name))
    return {
        LEAD: 100.0 + 50.0 * noise(s.settings.seed, r) + (gain if communities else 0.0) + 0.1 * own,
        INCIDENTS: 3.0 + own, SPEED: 5.0,
        BUSY: 0.999 if drowns else 0.7,
    }  # fmt: skip


def test_a_population_counts_who_is_better_where_and_leaves_out_who_drowns() -> None:
    found, design = experiment(many(), crowd)
    table, judged = found.tables["population"], found.tables["backgrounds"]
    used = judged[judged["used"]]["background"].tolist()
    assert len(used) == 40 and not [n for n in used if n % 5 == 0]
    assert judged["background"].tolist() == list(range(1, 51)), "ten more for the eight that drowned"
    full = {number(s) for s in design.scenarios if s.replications == 5}
    assert full == set(used)
    row = by(table, measure=LEAD, structure="communities_of_practice", baseline="centre_of_excellence")
    slower = sum(n % 6 == 0 for n in used)
    assert (row["better"], row["worse"], row["open"], row["n"]) == (40 - slower, slower, 0, 40)
    assert row["median"] == pytest.approx(-5.0, abs=0.1)
    assert row["verdict"] == "more often better"
    same = by(table, measure=LEAD, structure="communities_of_practice", baseline="hub_and_spoke")
    assert (same["better"], same["worse"]) == (row["better"], row["worse"])
    nothing = by(table, measure=SPEED, structure="hub_and_spoke", baseline="centre_of_excellence")
    assert (nothing["open"], nothing["verdict"]) == (40, "neither more often")
    assert len(table) == 3 * 3 and len(found.tables["differences"]) == 3 * 2 * 40
    assert found.sentences[0].startswith(
        "Caveat: 20.0 % of the candidates tried did not cope and are left out, because a role of a team was "
        "busy beyond 99.5 % or nothing was delivered, some of them under communities of practice alone. What "
        "follows is of the others: 40 organisations around the configured one"
    )
    assert found.sentences[1] == (
        "In most organisations that decide: take communities of practice rather than centre of excellence: "
        "median lead time is shorter there, and nothing asked for is shown to be worse."
    )
    (said,) = [text for text in found.sentences if text.startswith("Median lead time, against")]
    assert said.startswith(
        "Median lead time, against centre of excellence: more often shorter (better) under communities of "
        f"practice (in {100 * (40 - slower) / 40:.0f} % of the organisations, the other way in "
        f"{100 * slower / 40:.0f} %, typically by 5.0 days); neither is shown under hub and spoke. In half "
    )


def test_without_a_difference_few_organisations_decide_and_the_smallest_to_be_seen_is_told() -> None:
    """Differences of 2 x uniform noise, 5 pairs each: half-widths t(4) x sqrt(2 / 12 / 5), about 0.51."""
    found, _ = experiment(many(), crowd)
    table = found.tables["population"]
    incidents = table[table["measure"] == INCIDENTS]
    assert (incidents[["better", "worse"]].sum(axis=1) <= 8).all(), "2 expected of 40; P(> 8) = 0.0001"
    assert (incidents["verdict"] == "neither more often").all()
    assert incidents["seen"].to_numpy() == pytest.approx(0.5, abs=0.1)
    (said,) = [text for text in found.sentences if text.startswith("Incidents")]
    assert "neither better nor worse is shown to be the more frequent under hub and spoke and comm" in said
    assert "a difference had to exceed 0." in said


def test_too_few_organisations_are_told_with_how_many_would_do() -> None:
    """Nine pairs and measures: 2 x 0.5**9 x 9 is the first that is below 0.05."""
    found, _ = experiment(many("experiment.population.backgrounds=4"), crowd)
    assert found.sentences[1] == (
        "Too few organisations for a recommendation: fewer than 9 that all decide alike may be chance in one "
        "of so many pairs; experiment.population.backgrounds=9 or more."
    )
    assert not any("In most organisations" in text for text in found.sentences)


def test_a_population_says_where_a_difference_is_larger() -> None:
    """Communities gain ten times what answers take; of the parameters that vary only that one does it."""

    def values(s: Scenario, r: int) -> dict[str, float]:
        gain = 10.0 * s.settings.handoff.answer_days.mean if "communities" in s.name else 0.0
        own = 0.1 * noise(s.settings.seed, r, len(s.name))
        return {LEAD: 100.0 - gain + own, INCIDENTS: 3.0 + own, SPEED: 5.0, BUSY: 0.7}

    found, _ = experiment(many(), values)
    table = found.tables["conditions"]
    clear = table[table["shown"]]
    assert set(clear["structure"]) == {"communities_of_practice"} and set(clear["measure"]) == {LEAD}
    first = clear.sort_values("p_value").iloc[0]
    assert first["key"] == "handoff.answer_days.mean" and first["correlation"] < -0.9
    (said,) = [text for text in found.sentences if " is typically " in text]
    assert said.startswith("Median lead time under communities of practice is typically ")
    assert "days shorter than under centre of excellence where " in said and said.endswith("elsewhere.")


def test_structures_of_an_organisation_share_everything_but_their_wiring() -> None:
    settings = many()
    design = population.design(settings)
    assert {s.replications for s in design.scenarios} == {2}
    one, two, three = design.scenarios[:3]
    assert [s.settings.structure.name for s in (one, two, three)] == list(
        settings.experiment.structures or ()
    )
    assert one.levers == two.levers == three.levers
    assert one.settings.seed == two.settings.seed != design.scenarios[3].settings.seed
    assert 4 <= one.settings.workforce.units <= 9
    assert one.settings.workforce.headcount != design.scenarios[3].settings.workforce.headcount


def test_more_candidates_change_none_of_those_before() -> None:
    few = coping.scenarios(many(), ["hub_and_spoke"], range(1, 71))
    more = coping.scenarios(many("experiment.population.backgrounds=200"), ["hub_and_spoke"], range(60, 71))
    assert [(s.name, s.levers) for s in few[59:]] == [(s.name, s.levers) for s in more]


def test_a_population_that_cannot_be_filled_says_so() -> None:
    tight = ["experiment.population.backgrounds=4", "experiment.population.candidates=6"]
    found, design = experiment(many(*tight), lambda s, r: crowd(s, r) | {BUSY: 0.5 + 0.1 * number(s)})
    assert len(design.scenarios) == 3 * 4, "all four cope: no more are tried"
    assert "Fewer than the 4 wanted" not in found.sentences[0]
    none, design = experiment(many(*tight), lambda s, r: crowd(s, r) | {SPEED: 0.0})
    assert len(design.scenarios) == 3 * 6
    assert none.tables["population"].empty and not none.tables["backgrounds"]["copes"].any()
    assert "0 organisations" in none.sentences[0] and "Fewer than the 4 wanted cope" in none.sentences[0]
    assert (
        none.tables["backgrounds"]["fails"].iloc[0].startswith("centre_of_excellence: delivers nothing; hub")
    )


def test_no_sentence_repeats_the_table_or_names_a_key() -> None:
    found, _ = experiment(many(), crowd)
    text = "\n".join(found.sentences)
    assert not [cell for cell in numbers_of(found) if cell.lstrip("~ ") in text]
    assert "_" not in text.replace("experiment.", "")
    assert not re.search(r"\bin \d+, (slower|worse|open)", text)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(beside, "FILE", tmp_path / "population.json")
    return tmp_path / "population.json"


def test_a_comparison_without_a_population_says_how_to_make_one(kept: Path) -> None:
    said = beside.sentences(["hub_and_spoke"], "centre_of_excellence")
    assert len(said) == 1 and said[0].endswith("simorg run experiment=population experiment.publish=true")
    assert beside.sentences(["mine"], "yours") == []


def test_a_comparison_reads_the_counts_either_way_round(kept: Path) -> None:
    settings = many()
    found, _ = experiment(settings, crowd)
    row = by(found.tables["population"], measure=LEAD, structure="communities_of_practice",
             baseline="centre_of_excellence")  # fmt: skip
    assert "population.json" in population.keep(settings, found)
    first, lead, incidents = beside.sentences(["communities_of_practice", "mine"], "centre_of_excellence")
    assert first.startswith("One organisation is a case; beside it stand 40 other organisations")
    assert first.endswith("around the default one that cope.")
    better, worse = (f"{100 * row[word] / 40:.0f} %" for word in ("better", "worse"))
    shares = f"in {better} of the organisations, the other way in {worse})"
    assert f"more often shorter (better) under communities of practice ({shares}" in lead
    assert incidents.startswith("Incidents per healthy model-year, against centre of excellence: neither bet")
    _, turned, _ = beside.sentences(["centre_of_excellence"], "communities_of_practice")
    assert (
        f"against communities of practice: more often longer (worse) under centre of excellence ({shares}"
        in (turned)
    )


def test_counts_of_another_model_are_told_as_such(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = many()
    population.keep(settings, experiment(settings, crowd)[0])
    assert "another version" not in beside.sentences(["hub_and_spoke"], "centre_of_excellence")[0]
    monkeypatch.setattr(beside, "model_mark", lambda: "another")
    assert (
        "They ran on another version of the model"
        in beside.sentences(["hub_and_spoke"], "centre_of_excellence")[0]
    )


def test_only_the_population_of_that_name_is_kept(kept: Path) -> None:
    settings = many("experiment.name=mine")
    assert population.keep(settings, experiment(settings, crowd)[0]) == ""
    assert not kept.exists()


def test_a_comparison_ends_with_its_population(kept: Path) -> None:
    settings = many()
    population.keep(settings, experiment(settings, crowd)[0])
    compared, _ = experiment(
        simorg.load(["experiment=compare_structures", THREE, "replications=4"]),
        lambda s, r: {LEAD: 1.0 + noise(1, r), INCIDENTS: 1.0, SPEED: 1.0},
    )
    assert any("beside it stand 40 other organisations" in text for text in compared.sentences)
