"""Every kind of experiment finds what is there: made-up runs whose answer is known."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

import simorg
from simorg.config.errors import SettingsError
from simorg.config.groups.kinds import SensitivitySettings
from simorg.experiments.answers.sensitivity_indices import indices, points
from simorg.experiments.design import Scenario, design_of, kind_of
from tests.unit.experiments.made_up_runs import INCIDENTS, LEAD, SPEED, experiment, noise, runs_of

TWO = "experiment.structures=[hub_and_spoke,centre_of_excellence]"


def by(table: pd.DataFrame, **cell: object) -> pd.Series:
    """Return the only row of a table with these values."""
    found = table[np.logical_and.reduce([table[key] == value for key, value in cell.items()])]
    assert len(found) == 1, f"{len(found)} rows with {cell}"
    return found.iloc[0]


def words(sentences: list[str], *starts: str) -> str:
    """Return the only sentence that holds these words."""
    found = [sentence for sentence in sentences if all(start in sentence for start in starts)]
    assert len(found) == 1, sentences
    return found[0]


def rate(scenario: Scenario) -> float:
    return scenario.settings.drift.rate


# --- sweep


def sweep(*changes: str) -> simorg.config.settings.Settings:
    return simorg.load(
        ["experiment=sweep", "replications=12", f"experiment.measures=[{LEAD},{SPEED}]", *changes]
    )


def test_a_sweep_finds_what_each_lever_does_and_what_none_does() -> None:
    settings = sweep(
        "experiment.sweep.levers=[{key: drift.rate, values: [0.001, 0.002, 0.004]}, "
        "{key: handoff.questions, values: [0, 2]}]"
    )

    def values(s: Scenario, r: int) -> dict[str, float]:
        steep = 2000.0 if s.settings.structure.name == "hub_and_spoke" else 0.0
        own = noise(1, r, hash_of(s.name))
        return {LEAD: 50.0 + steep * rate(s) + 9.0 * noise(1, r) + 0.1 * own, SPEED: 8.0 + own}

    found, design = experiment(settings, values)
    assert design.size == 3 * 2 * 2 * 12
    effects = found.tables["effects"]
    hub = by(effects, lever="drift.rate", structure="hub_and_spoke", measure=LEAD)
    assert hub["low"] < 6.0 < hub["high"]
    assert hub["decision"] == "higher"
    assert hub["variance_saved"] > 0.9
    assert hub["n_pairs"] == 12
    others = effects[(effects["measure"] == LEAD) & (effects.index != hub.name)]
    assert (others["decision"] == "no difference shown").all()
    said = words(found.sentences, "With drift rate at 0.004, on average over questions of a handoff: median")
    assert "days longer (worse) under hub and spoke than with drift rate at 0.001" in said
    assert "no difference could be seen under centre of excellence" in said
    gaps = found.tables["differences"]
    row = by(gaps, measure=LEAD, **{"drift.rate": 0.004, "handoff.questions": 2})
    assert (row["structure"], row["baseline"]) == ("hub_and_spoke", "centre_of_excellence")
    assert row["low"] < 8.0 < row["high"]
    more = by(found.tables["interactions"], lever="drift.rate", measure=LEAD)
    assert more["low"] < 6.0 < more["high"]
    assert by(found.tables["interactions"], lever="handoff.questions", measure=LEAD)["low"] < 0.0
    first = words(found.sentences, "If median lead time counts")
    assert first.startswith(
        "If median lead time counts, take centre of excellence everywhere; nowhere is hub"
    )
    said = words(found.sentences, "Does what drift rate does to median lead time depend on the structure?")
    assert "Under hub and spoke it becomes 5.98" in said or "Under hub and spoke it becomes 6.0" in said
    said = words(found.sentences, "Does what questions of a handoff does to median lead time")
    assert "No difference could be seen under hub and spoke" in said
    assert "hold together" in words(found.sentences, "Bonferroni")
    responses = found.tables["responses"]
    row = responses[(responses["drift.rate"] == 0.002) & (responses["structure"] == "hub_and_spoke")]
    assert row[row["measure"] == LEAD]["mean"].to_numpy() == pytest.approx(54.0, abs=2.0)


def test_a_sweep_over_single_values_has_responses_and_no_effects() -> None:
    found, _ = experiment(
        sweep("experiment.sweep.levers=[{key: drift.rate, values: [0.001]}]"), lambda s, r: {LEAD: float(r)}
    )
    assert set(found.tables) == {"responses", "differences"}
    alone, _ = experiment(
        sweep("experiment.sweep.levers=[{key: drift.rate, values: [0.001]}]",
              "experiment.structures=[hub_and_spoke]"), lambda s, r: {LEAD: float(r)}
    )  # fmt: skip
    assert set(alone.tables) == {"responses"}
    assert alone.sentences == []


def test_a_zipped_sweep_moves_its_levers_together() -> None:
    settings = sweep(
        "experiment.sweep.zip=true",
        "experiment.sweep.levers=[{key: drift.rate, values: [0.001, 0.002, 0.002]}, "
        "{key: handoff.questions, values: [0, 1, 2]}]",
    )
    found, design = experiment(
        settings, lambda s, r: {LEAD: 1000.0 * rate(s) + s.settings.handoff.questions + noise(1, r)}
    )
    levers = [tuple(s.levers.values()) for s in design.scenarios[:3]]
    assert levers == [(0.001, 0), (0.002, 1), (0.002, 2)]
    assert len(design.scenarios) == 6
    row = by(found.tables["effects"], structure="hub_and_spoke", measure=LEAD)
    assert (row["lever"], row["from"], row["to"]) == (
        "drift.rate+handoff.questions",
        "0.001 and 0",
        "0.002 and 2",
    )
    assert row["difference"] == pytest.approx(3.0)
    words(
        found.sentences, "With drift rate and questions of a handoff at 0.002 and 2: median lead time is 3.0"
    )


@pytest.mark.parametrize(
    ("levers", "rule"),
    [
        ("[{key: drift.rate, values: [0.001, 0.002]}, {key: handoff.questions, values: [0]}]",
         r"levers\[1\].values: 1 values, but drift.rate has 2"),
        ("[{key: drift.rate, values: [0.001, 0.001]}, {key: handoff.questions, values: [0, 0]}]",
         "appears twice"),
    ],
)  # fmt: skip
def test_a_zipped_sweep_needs_values_side_by_side(levers: str, rule: str) -> None:
    with pytest.raises(SettingsError, match=rule):
        design_of(sweep("experiment.sweep.zip=true", f"experiment.sweep.levers={levers}"))


def test_effects_leave_out_replications_that_one_side_lacks_and_count_them() -> None:
    def values(s: Scenario, r: int) -> dict[str, float]:
        missing = rate(s) == 0.002 and r < 3
        return {LEAD: math.nan if missing else 10.0 + rate(s) * 1000.0 + 100.0 * r}

    found, _ = experiment(
        sweep("experiment.sweep.levers=[{key: drift.rate, values: [0.001, 0.002]}]"), values
    )
    row = by(found.tables["effects"], structure="hub_and_spoke", measure=LEAD)
    assert (row["n_pairs"], row["n_missing"]) == (9, 3)
    assert row["difference"] == pytest.approx(1.0)


def hash_of(name: str) -> int:
    return sum(ord(letter) * (n + 1) for n, letter in enumerate(name))


# --- crossover


def crossover(*changes: str) -> simorg.config.settings.Settings:
    return simorg.load(
        ["experiment=crossover", f"experiment.measures=[{LEAD}]", "replications=10",
         "experiment.crossover.x=demand.initiatives_per_unit_quarter",
         "experiment.crossover.x_values=[1,2,3]",
         "experiment.crossover.y=handoff.context_cost", "experiment.crossover.y_values=[0.8,0,0.4]", *changes]
    )  # fmt: skip


def test_a_crossover_traces_the_known_boundary() -> None:
    """The centre is ahead where y < x / 10, whatever the order of the values."""

    def values(s: Scenario, r: int) -> dict[str, float]:
        x, y = s.settings.demand.initiatives_per_unit_quarter, s.settings.handoff.context_cost
        centre = s.settings.structure.name == "centre_of_excellence"
        behind = 100.0 * (y - x / 10.0) + 2.0 * noise(2, r)
        return {LEAD: 200.0 + 30.0 * noise(1, r) + (behind if centre else 0.0)}

    found, design = experiment(crossover(), values)
    assert design.size == 2 * 9 * 10
    edge = found.tables["boundary"]
    assert edge["x"].tolist() == [1, 2, 3]
    assert edge["y"].to_numpy() == pytest.approx([0.1, 0.2, 0.3], abs=0.01)
    assert ((edge["low"] < [0.1, 0.2, 0.3]) & (edge["high"] > [0.1, 0.2, 0.3])).all()
    cells = found.tables["crossover"]
    assert by(cells, x=1, y=0.8)["decision"] == "higher"
    assert by(cells, x=3, y=0.0)["decision"] == "lower"
    assert by(cells, x=2, y=0.4)["difference"] == pytest.approx(20.0, abs=1.0)
    said = words(found.sentences, "If median lead time counts")
    assert said.startswith(
        "If median lead time counts, take centre of excellence where context cost is low, and embedded "
        "squads where context cost is high; it turns where context cost is 30 % ["
    )
    assert " at ideas per unit and quarter 3, 20 % [" in said
    assert "at most it is 69.95" in said and "at ideas per unit and quarter 1 and context cost 0.8" in said


def test_a_map_without_a_change_of_sign_says_so_and_words_make_no_boundary() -> None:
    def ahead(s: Scenario, r: int) -> dict[str, float]:
        return {
            LEAD: 10.0 + noise(1, r, hash_of(s.name)) + 5.0 * (s.settings.structure.name == "embedded_squads")
        }

    found, _ = experiment(crossover(), ahead)
    said = words(
        found.sentences, "take centre of excellence everywhere; nowhere is embedded squads shown to be"
    )
    assert "turns" not in said
    level, _ = experiment(crossover(), lambda s, r: {LEAD: 10.0 + noise(1, r, hash_of(s.name))})
    words(level.sentences, "no difference could be seen anywhere; the smallest that could have been seen is")
    assert "inf" not in " ".join(level.sentences)
    scaled, _ = experiment(crossover("experiment.crossover.y_values=[x0.5,x2]"), ahead)
    assert "boundary" not in scaled.tables


def test_a_crossover_replicates_until_precise() -> None:
    settings = crossover("experiment.precision.relative=0.05", f"experiment.precision.measures=[{LEAD}]")
    found, design = experiment(settings, lambda s, r: {LEAD: 100.0 + 100.0 * noise(1, r)})
    assert len({s.replications for s in design.scenarios}) == 1
    assert design.scenarios[0].replications > 100
    words(found.sentences, "Precision: ± 5.0", "was reached")


# --- robustness


def robustness(*changes: str) -> simorg.config.settings.Settings:
    return simorg.load(
        ["experiment=robustness", TWO, f"experiment.measures=[{LEAD},{SPEED}]", "replications=2",
         "experiment.robustness.worlds=40", "experiment.robustness.keys=[drift.rate,handoff]", *changes]
    )  # fmt: skip


def test_robustness_finds_the_best_and_what_another_choice_gives_away() -> None:
    """Hub and spoke is 3 days ahead in every world, and behind in speed where drift is fast."""

    def values(s: Scenario, r: int) -> dict[str, float]:
        hub = s.settings.structure.name == "hub_and_spoke"
        fast = rate(s) > 0.0004
        return {LEAD: 100.0 + noise(s.settings.seed, r) - 3.0 * hub, SPEED: 5.0 - (hub and fast) + 0.5 * hub,
                "utilisation_max_role_in_team": 0.99 if hub else 0.5}  # fmt: skip

    found, design = experiment(robustness(), values)
    table = found.tables["robustness"]
    best = by(table, structure="hub_and_spoke", measure=LEAD)
    assert (best["probability_best"], best["regret_mean"], best["regret_worst"]) == (1.0, 0.0, 0.0)
    assert best["probability_low"] > 0.9
    other = by(table, structure="centre_of_excellence", measure=LEAD)
    assert (other["probability_best"], other["regret_mean"]) == (0.0, pytest.approx(3.0))
    words(
        found.sentences,
        "Median lead time: take hub and spoke, which is best in 100 % [91.2, 100] of the worlds",
    )
    rates = [rate(s) for s in design.scenarios[:40]]
    share = float(np.mean(np.array(rates) > 0.0004))
    behind = by(table, structure="centre_of_excellence", measure=SPEED)
    assert behind["probability_best"] == pytest.approx(share)
    assert found.sentences[0].startswith(
        "Caveat: in 50.0 % of the cases some role of some team is busy beyond"
    )


def test_worlds_have_seeds_of_their_own_that_structures_share() -> None:
    _, design = experiment(robustness(), lambda s, r: {LEAD: 1.0, SPEED: 1.0})
    seeds = [s.settings.seed for s in design.scenarios]
    assert len(set(seeds[:40])) == 40
    assert seeds[:40] == seeds[40:]


def test_robustness_leaves_out_worlds_without_a_value_and_says_so() -> None:
    def values(s: Scenario, r: int) -> dict[str, float]:
        lacks = s.settings.structure.name == "hub_and_spoke" and s.name.endswith(("1", "2"))
        return {LEAD: math.nan if lacks else 1.0 + noise(s.settings.seed, r, hash_of(s.name))}

    found, _ = experiment(robustness(), values)
    row = by(found.tables["robustness"], structure="hub_and_spoke", measure=LEAD)
    assert (row["n"], row["n_missing"]) == (32, 8)
    words(
        found.sentences, "edian lead time:", "of the worlds (left out: 20.0 % of the worlds, without a value)"
    )
    words(found.sentences, "Initiatives delivered per quarter: no ranking")


# --- selection


def selection(*changes: str) -> simorg.config.settings.Settings:
    return simorg.load(
        ["experiment=selection", "experiment.structures=[hub_and_spoke,centre_of_excellence,embedded_squads]",
         "experiment.selection.first_stage=10", "experiment.selection.indifference=5",
         "experiment.selection.cap=200", *changes]
    )  # fmt: skip


def race(spread: float, lead: Mapping[str, float]) -> object:
    def values(s: Scenario, r: int) -> dict[str, float]:
        return {LEAD: 100.0 + lead.get(s.name, 0.0) + spread * noise(1, r, hash_of(s.name))}

    return values


def test_a_selection_drops_the_hopeless_early_and_guarantees_the_best() -> None:
    lead = {"hub_and_spoke": -6.0, "embedded_squads": 60.0}
    found, design = experiment(selection(), race(40.0, lead))  # type: ignore[arg-type]
    table = found.tables["selection"]
    best = by(table, structure="hub_and_spoke")
    assert best["chosen"]
    assert best["guaranteed"]
    hopeless = by(table, structure="embedded_squads")
    assert hopeless["out_after"] == 10
    assert hopeless["replications"] == 10 < best["replications"] <= 200
    assert design.size < 600
    assert "right with probability 95.0 %" in words(found.sentences, "Take hub and spoke: it has the lowest")


def test_a_selection_stopped_by_its_cap_guarantees_nothing() -> None:
    found, design = experiment(selection("experiment.selection.cap=15"), race(300.0, {}))  # type: ignore[arg-type]
    assert {s.replications for s in design.scenarios} == {15}
    assert not found.tables["selection"]["guaranteed"].any()
    said = words(found.sentences, "Nothing is guaranteed")
    assert "the cap stopped it after 15 replications" in said
    assert "Still in the race" in said


@pytest.mark.parametrize("lacking", [1.0, 0.5])
def test_a_selection_on_a_measure_that_is_missing_ends_at_its_cap(lacking: float) -> None:
    def values(s: Scenario, r: int) -> dict[str, float]:
        return {LEAD: math.nan if (r % 10) / 10.0 < lacking else 100.0 + 300.0 * noise(1, r, hash_of(s.name))}

    found, design = experiment(selection("experiment.selection.cap=30"), values)
    assert {s.replications for s in design.scenarios} == {30}
    assert not found.tables["selection"]["guaranteed"].any()
    words(found.sentences, "No structure was chosen" if lacking == 1.0 else "Nothing is guaranteed")


# --- sensitivity


def additive(x: np.ndarray) -> np.ndarray:
    return np.asarray(4.0 * x[:, 0] + 2.0 * x[:, 1])


def test_morris_gives_the_slopes_of_an_additive_function() -> None:
    wanted, names = SensitivitySettings(samples=12), ["steep", "flat", "inert"]
    x = points(wanted, names, 1)
    assert x.shape == (12 * 4, 3)
    found = {(i.key, i.name): i for i in indices(wanted, names, x, additive(x), 1)}
    for key, slope in zip(names, (4.0, 2.0, 0.0), strict=True):
        assert found[key, "mu_star"].value == pytest.approx(slope, abs=1e-9)
        assert found[key, "mu"].value == pytest.approx(slope, abs=1e-9)
        assert found[key, "sigma"].value == pytest.approx(0.0, abs=1e-9)
        assert math.isnan(found[key, "sigma"].low)


def test_sobol_gives_the_shares_of_an_additive_function() -> None:
    wanted, names = SensitivitySettings(method="sobol", samples=512), ["steep", "flat", "inert"]
    x = points(wanted, names, 1)
    assert x.shape == (512 * 5, 3)
    found = {(i.key, i.name): i for i in indices(wanted, names, x, additive(x), 1)}
    for key, share in zip(names, (0.8, 0.2, 0.0), strict=True):
        for name in ("S1", "ST"):
            index = found[key, name]
            assert index.value == pytest.approx(share, abs=0.03)
            assert index.low <= share + 0.03
            assert index.high >= share - 0.03


def sensitivity(*changes: str) -> simorg.config.settings.Settings:
    return simorg.load(
        ["experiment=sensitivity", f"experiment.measures=[{LEAD}]", "replications=2",
         "experiment.sensitivity.keys=[drift.rate,handoff.questions,handoff.context_cost]", *changes]
    )  # fmt: skip


def additive_settings(s: Scenario, r: int) -> dict[str, float]:
    """Return a lead time in which questions matter much, the structure some, context not."""
    steps = {"hub_and_spoke": 0.0, "centre_of_excellence": 4.0, "communities_of_practice": 8.0}
    return {
        LEAD: 20.0 * s.settings.handoff.questions
        + steps.get(s.settings.structure.name, 12.0)
        + noise(s.settings.seed, r)
    }


@pytest.mark.parametrize(("method", "samples"), [("morris", 20), ("sobol", 64)])
def test_sensitivity_tells_what_matters_from_noise(method: str, samples: int) -> None:
    settings = sensitivity(
        f"experiment.sensitivity.method={method}", f"experiment.sensitivity.samples={samples}"
    )
    found, design = experiment(settings, additive_settings)
    names = ["handoff.questions", "handoff.context_cost", "drift.rate", "structure", "seed"]
    assert len(design.scenarios) == samples * (len(names) + (1 if method == "morris" else 2))
    everything = found.tables["sensitivity"]
    index = "mu_star" if method == "morris" else "ST"
    table = everything[everything["index"] == index].set_index("key")
    assert list(table.index) == names
    matters = table["low"] > table["noise_floor"]
    assert matters.to_dict() == dict(zip(names, (True, False, False, True, False), strict=True))
    assert table["value"].idxmax() == "handoff.questions"
    assert 0.0 < table.loc["seed", "value"] <= table["noise_floor"].iloc[0]
    assert found.sentences[0] == (
        "Before choosing, find out how things stand with questions of a handoff (for median lead time). The "
        "structure matters for median lead time."
    )
    said = words(found.sentences, "Median lead time")
    assert "depends most of all on questions of a handoff, " in said
    assert "; structure, " in said and said.endswith("; nothing else stands out from noise.")


def test_blocks_with_a_missing_point_are_left_out_and_said() -> None:
    def values(s: Scenario, r: int) -> dict[str, float]:
        return {LEAD: math.nan} if s.name == "p001" else additive_settings(s, r)

    settings = sensitivity("experiment.sensitivity.samples=20")
    found, _ = experiment(settings, values)
    assert found.sentences[0].startswith(
        "Caveat: points without a value are left out of the design, with all"
    )
    assert "5.00 % for median lead time" in found.sentences[0]
    assert (
        found.tables["sensitivity"].query("key == 'handoff.questions' and index == 'mu_star'")["value"].item()
        > 5
    )


@pytest.mark.parametrize(
    ("value", "said"),
    [(math.nan, "too few complete trajectories (0 of 10, 4 are needed)"), (3.0, "same at every point")],
)
def test_no_indices_of_what_is_missing_or_never_varies(value: float, said: str) -> None:
    found, _ = experiment(sensitivity(), lambda s, r: {LEAD: value})
    assert found.tables["sensitivity"].empty
    assert "mu_star" not in found.tables["sensitivity"]
    assert list(found.tables["sensitivity"].columns[:3]) == ["method", "measure", "unit"]
    words(found.sentences, said)


# --- attribution


def attribution(*changes: str) -> simorg.config.settings.Settings:
    return simorg.load(
        ["experiment=attribution", f"experiment.measures=[{LEAD}]", "replications=8", *changes]
    )


def test_attribution_shares_out_the_whole_change() -> None:
    """Seats give -10, seats and ties together -6 more, which they share; deciders give +2."""

    def values(s: Scenario, r: int) -> dict[str, float]:
        new = {axis: value == "hub_and_spoke" for axis, value in s.settings.structure.mix}
        change = -10.0 * new["seats"] - 6.0 * (new["seats"] and new["ties"]) + 2.0 * new["decides"]
        return {LEAD: 100.0 + 40.0 * noise(1, r) + change + 0.01 * noise(1, r, hash_of(s.name))}

    found, design = experiment(attribution(), values)
    assert design.size == 64 * 8
    table = found.tables["attribution"].set_index("axis")
    known = {"seats": -13.0, "ties": -3.0, "decides": 2.0, "backs_up": 0.0, "owns": 0.0, "approves": 0.0}
    for axis, share in known.items():
        assert table.loc[axis, "share"] == pytest.approx(share, abs=0.01)
        assert table.loc[axis, "low"] - 0.01 <= share <= table.loc[axis, "high"] + 0.01
    assert table.loc[list(known), "share"].sum() == pytest.approx(table.loc["total", "share"])
    assert table.loc["to", "share"] - table.loc["from", "share"] == pytest.approx(table.loc["total", "share"])
    said = words(found.sentences, "Of this, who sits where makes it 1")
    assert said.startswith("Median lead time is 1")
    assert said.endswith(
        "To have the gain without the loss: who sits where and who knows whom as in hub and spoke, who "
        "decides as in centre of excellence."
    )
    assert said.index("who sits where") < said.index("who knows whom") < said.index("who decides")


def test_axes_in_which_two_structures_are_alike_contribute_nothing() -> None:
    def values(s: Scenario, r: int) -> dict[str, float]:
        return {
            LEAD: 100.0 + 9.0 * noise(1, r) + 5.0 * (s.settings.structure.mix.backs_up == "hub_and_spoke")
        }

    found, _ = experiment(attribution(), values)
    table = found.tables["attribution"].set_index("axis")
    alike = table.loc[["seats", "owns", "approves", "decides", "ties"]]
    assert alike[["share", "low", "high"]].abs().to_numpy().max() < 1e-9
    said = words(found.sentences, "Of this, who backs up makes it 5.00 ± 0 days longer (worse)")
    assert "no contribution shown of" in said
    assert "the same in both structures: who approves and who decides." in said
    assert "To have the gain" not in said


# --- staffing


def test_staffing_prices_each_hire_and_follows_the_bottleneck() -> None:
    settings = simorg.load(
        ["experiment=staffing", f"experiment.measures=[{LEAD},{INCIDENTS}]", "replications=10",
         "experiment.staffing.roles=[data_engineer,ml_engineer]"]
    )  # fmt: skip

    def values(s: Scenario, r: int) -> dict[str, float]:
        data = "data_engineer" in s.name
        busy = {"utilisation_data_engineer": 0.7 if data else 0.9, "utilisation_ml_engineer": 0.8}
        return busy | {
            LEAD: 100.0 + 50.0 * noise(1, r) - 8.0 * data,
            INCIDENTS: 5.0 + noise(1, r, hash_of(s.name)),
        }

    found, design = experiment(settings, values)
    assert [s.name for s in design.scenarios] == [
        "hub_and_spoke-as_is", "hub_and_spoke-data_engineer-unit_1", "hub_and_spoke-ml_engineer-unit_1",
    ]  # fmt: skip
    assert design.scenarios[1].settings.workforce.hires == ("regular data_engineer@unit_1",)
    table = found.tables["staffing"]
    row = by(table, role="data_engineer", measure=LEAD)
    assert (row["difference"], row["decision"]) == (pytest.approx(-8.0), "lower")
    assert row["utilisation"] == pytest.approx(0.9)
    assert row["cost_eur_per_year"] == 600.0 * 260.0
    assert by(table, role="ml_engineer", measure=LEAD)["difference"] == 0.0
    said = words(found.sentences, "the busiest role is the data engineer (90.0 % busy)")
    assert "the bottleneck moves to the ML engineer (80.0 %)" in said
    assert found.sentences[0].startswith(
        "Under hub and spoke, hire one more data engineer for 156,000 EUR a year: median lead time gets "
        "shorter, and nothing asked for is shown to get worse."
    )


def two_hires(*changes: str) -> simorg.config.settings.Settings:
    return simorg.load(
        ["experiment=staffing", f"experiment.measures=[{LEAD}]", "replications=20",
         "experiment.staffing.hires=2",
         "experiment.staffing.roles=[data_engineer,ml_engineer,product_manager]", *changes]
    )  # fmt: skip


def worth(s: Scenario, r: int, ml: float) -> dict[str, float]:
    """Return a lead time that one data engineer shortens by 8 days, a second one by nothing more."""
    hires = s.settings.workforce.hires
    data, machine = (sum(f" {role}@" in hire for hire in hires) for role in ("data_engineer", "ml_engineer"))
    own = 0.1 * noise(1, r, hash_of(s.name))
    return {
        LEAD: 100.0 + 50.0 * noise(1, r) - 8.0 * min(data, 1) - ml * min(machine, 1) + own,
        "utilisation_data_engineer": 0.9,
    }


def test_two_more_hires_are_ranked_and_it_is_said_what_the_second_adds() -> None:
    found, design = experiment(two_hires(), lambda s, r: worth(s, r, 3.0))
    assert len(design.scenarios) == 1 + 3 + 6
    both = design.named("hub_and_spoke-data_engineer-unit_1+ml_engineer-unit_1")
    assert both.settings.workforce.hires == ("regular data_engineer@unit_1", "regular ml_engineer@unit_1")
    pairs = found.tables["pairs"]
    best = by(pairs, first="data_engineer", second="ml_engineer")
    assert best["difference"] == pytest.approx(-11.0, abs=0.1)
    assert (best["added_to"], best["added_decision"]) == ("data_engineer", "lower")
    assert best["added"] == pytest.approx(-3.0, abs=0.1)
    assert pairs["in_the_running"].tolist() == [False, True, False, False, False, False]
    assert by(pairs, first="data_engineer", second="data_engineer")["added_decision"] == "no difference shown"
    first = found.sentences[0]
    assert first.startswith(
        "Two more under hub and spoke, for median lead time: data engineer in unit 1 and ML"
    )
    assert "The second adds: it is 3.0" in first
    assert first.endswith("Every other pair is shown to be worse than it.")
    assert not found.tables["busy"]["scenario"].str.contains("+", regex=False).any()


def test_where_the_second_adds_nothing_it_is_said_and_pairs_are_not_told_apart() -> None:
    found, _ = experiment(two_hires(), lambda s, r: worth(s, r, 0.0))
    pairs = found.tables["pairs"]
    with_data = (pairs["first"] == "data_engineer") | (pairs["second"] == "data_engineer")
    assert pairs["in_the_running"].tolist() == with_data.tolist()
    first = found.sentences[0]
    assert "is not shown to add anything to one more data engineer in unit 1 alone" in first
    assert "Not shown to be worse than it: " in first
    nothing, _ = experiment(two_hires("replications=1"), lambda s, r: worth(s, r, 3.0))
    assert "no pair is shown to make it better; too few runs to say with any two" in nothing.sentences[0]
    assert nothing.tables["pairs"]["in_the_running"].all()


# --- rounds until precise


def precise(*changes: str) -> simorg.config.settings.Settings:
    return simorg.load(
        ["experiment=single", "replications=5", "experiment.precision.relative=0.1",
         f"experiment.precision.measures=[{LEAD}]", *changes]
    )  # fmt: skip


def rounds(settings: simorg.config.settings.Settings, values: object) -> tuple[int, list[str]]:
    """Return the replications that precision takes, and what is said of it."""
    from simorg.experiments.running.precision import precision_reached, until_precise

    design = kind_of(settings).design(settings)
    while True:
        runs = runs_of(design, values)  # type: ignore[arg-type]
        larger = until_precise(settings, design, runs)
        if larger.size == design.size:
            return design.scenarios[0].replications, precision_reached(settings, design, runs)
        design = larger


def test_replications_grow_until_the_mean_is_precise() -> None:
    wide, said = rounds(precise(), lambda s, r: {LEAD: 100.0 + 150.0 * noise(1, r)})
    assert 40 <= wide <= 160, "t(0.975) x 43 / sqrt(n) <= 10 at n = 74"
    assert said == [f"Precision: ± 10.0 % of the mean for median lead time was reached with {wide} "
                    "replications of each scenario."]  # fmt: skip
    certain, _ = rounds(precise(), lambda s, r: {LEAD: 100.0})
    assert certain == 5


def test_a_cap_is_kept_and_said_with_what_would_be_needed() -> None:
    runs, said = rounds(
        precise("experiment.precision.cap=50"), lambda s, r: {LEAD: 100.0 + 300.0 * noise(1, r)}
    )
    assert runs == 50
    assert "the cap of 50 replications was hit first" in said[0]
    assert "which needs about" in said[0]


def test_what_has_no_value_is_out_of_reach() -> None:
    runs, said = rounds(precise("experiment.precision.cap=50"), lambda s, r: {LEAD: math.nan})
    assert runs == 50
    assert "out of reach" in said[0]


def test_precision_names_what_is_open_and_why() -> None:
    """Nearly all values are alike and one is far out: the interval is narrow, and not to be trusted."""
    runs, said = rounds(
        precise("experiment.precision.cap=40", f"experiment.precision.measures=[{SPEED},{LEAD}]"),
        lambda s, r: {LEAD: 100.0 + (60.0 if r == 3 else 0.01 * (r % 3)), SPEED: 5.0},
    )
    assert runs == 40
    assert "of the mean for median lead time was not reached" in said[0]
    assert "its interval is narrow enough, but that of so few runs of a skewed measure" in said[0]
    assert re.search(r"needs about [\d,]+ runs\.", said[0])


# --- too few runs, or no value


@pytest.mark.parametrize(
    ("value", "said"), [(1.0, "too few runs"), (math.nan, "no value")], ids=["one run", "no value"]
)
@pytest.mark.parametrize("kind", ["crossover", "sweep", "attribution", "staffing"])
def test_too_few_runs_are_not_told_as_no_difference(kind: str, value: float, said: str) -> None:
    levers = ["experiment.sweep.levers=[{key: drift.rate, values: [0.001, 0.002]}]"]
    found, _ = experiment(
        simorg.load(
            [f"experiment={kind}", f"experiment.measures=[{LEAD}]", "replications=1"]
            + (levers if kind == "sweep" else [])
        ),
        lambda s, r: {LEAD: value + hash_of(s.name), "utilisation_data_engineer": 0.5},
    )
    about = [sentence for sentence in found.sentences if "edian lead time" in sentence]
    assert about
    assert all(said in sentence.lower() for sentence in about)
    for wrong in ("no difference", "nan", "sign of the difference", "no contribution"):
        assert wrong not in " ".join(found.sentences)
    out = io.StringIO()
    for part in found.printed:
        Console(file=out, width=200).print(part)
    assert "nan" not in out.getvalue()


def test_ties_in_robustness_are_broken_by_regret_and_told() -> None:
    def values(s: Scenario, r: int) -> dict[str, float]:
        hub, odd = s.settings.structure.name == "hub_and_spoke", int(s.name[-2:]) % 2
        return {LEAD: 10.0 + (1.0 if hub and odd else 0.0) + (4.0 if not hub and not odd else 0.0)}

    found, _ = experiment(robustness("experiment.structures=[centre_of_excellence,hub_and_spoke]"), values)
    said = words(found.sentences, "lead time")
    assert "ahead is hub and spoke, best in 50.0 %" in said
    assert "as often as centre of excellence" in said
