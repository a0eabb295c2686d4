"""Parts of the model, each alone and all together: made-up runs whose answer is known."""

from __future__ import annotations

import math
import re

import pytest

import simorg
from simorg.config.settings import Settings
from simorg.experiments.answers.ablated import ALL, NONE
from simorg.experiments.design import Scenario, design_of
from simorg.experiments.kinds.ablation import variants_of
from tests.unit.experiments.kinds.test_answers import by, words
from tests.unit.experiments.made_up_runs import LEAD, SPEED, experiment, noise

HUB, CENTRE = "hub_and_spoke", "centre_of_excellence"
PARTS = (
    "experiment.ablation.parts=[{name: drift, without: [{key: drift.rate, value: 0.0}]}, "
    "{name: outages, without: [{key: outages.per_year, value: 0.0}, {key: outages.hits, value: 0.0}]}]"
)


def parts(*changes: str, structures: tuple[str, ...] = (CENTRE, HUB), replications: int = 12) -> Settings:
    return simorg.load(
        ["experiment.kind=ablation", f"experiment.structures=[{','.join(structures)}]", PARTS,
         f"experiment.measures=[{LEAD},{SPEED}]", f"replications={replications}", "drift.rate=0.001",
         "outages.per_year=4", "outages.hits=0.5", *changes]
    )  # fmt: skip


def made_up(scenario: Scenario, replication: int) -> dict[str, float]:
    """Drift adds 10 days, outages 4 and under the hub 8 more, and both together 3 more."""
    drift = float(scenario.settings.drift.rate > 0.0)
    outages = float(scenario.settings.outages.per_year > 0.0)
    hub = 8.0 if scenario.settings.structure.name == HUB else 0.0
    days = 50.0 + 10.0 * drift + (4.0 + hub) * outages + 3.0 * drift * outages
    own = noise(2, replication, len(scenario.name))
    return {LEAD: days + 9.0 * noise(1, replication) + 0.01 * own, SPEED: 8.0 + own}


def test_variants_switch_off_what_they_do_not_have() -> None:
    settings = parts()
    assert variants_of(settings) == {
        NONE: {"drift.rate": 0.0, "outages.per_year": 0.0, "outages.hits": 0.0},
        "drift": {"outages.per_year": 0.0, "outages.hits": 0.0},
        "outages": {"drift.rate": 0.0},
        ALL: {},
    }
    design = design_of(settings)
    assert design.size == 2 * 4 * 12
    on = design.named(f"{HUB}-{ALL}").settings
    assert (on.drift.rate, on.outages.per_year, on.outages.hits) == (0.001, 4.0, 0.5)
    off = design.named(f"{HUB}-{NONE}").settings
    assert (off.drift.rate, off.outages.per_year, off.outages.hits) == (0.0, 0.0, 0.0)
    alone = design.named(f"{CENTRE}-outages").settings
    assert (alone.drift.rate, alone.outages.per_year, alone.structure.name) == (0.0, 4.0, CENTRE)


def test_what_parts_do_alone_and_together_is_found() -> None:
    found, _ = experiment(parts(), made_up)
    changes = found.tables["changes"]
    for structure, variant, days in (
        (CENTRE, "drift", 10.0), (CENTRE, "outages", 4.0), (CENTRE, ALL, 17.0),
        (HUB, "drift", 10.0), (HUB, "outages", 12.0), (HUB, ALL, 25.0),
    ):  # fmt: skip
        row = by(changes, structure=structure, variant=variant, measure=LEAD)
        assert row["low"] < days < row["high"] and row["decision"] == "higher"
        assert row["half_width"] < 0.1
    assert (changes[changes["measure"] == SPEED]["decision"] == "no difference shown").all()
    levels = found.tables["levels"]
    assert by(levels, structure=CENTRE, variant=NONE, measure=LEAD)["mean"] == pytest.approx(50.0, abs=9.0)
    said = words(found.sentences, "Median lead time under centre of excellence")
    shown = [float(number) for number in re.findall(r" \+([\d.]+) ± ", said)]
    assert shown == pytest.approx([10.0, 4.0, 17.0], abs=0.1)
    assert re.search(r": drift \+.*; outages \+.*; all \+", said)


def test_what_becomes_of_the_gap_between_structures_is_found() -> None:
    found, _ = experiment(parts(), made_up)
    gaps = found.tables["gaps"]
    none, drift, outages, both = (
        by(gaps, structure=HUB, variant=variant, measure=LEAD) for variant in (NONE, "drift", "outages", ALL)
    )
    assert none["decision"] == drift["decision"] == "no difference shown"
    assert math.isnan(none["change"]) and none["change_decision"] not in ("lower", "higher")
    assert drift["change_decision"] == "no difference shown"
    for row in (outages, both):
        assert row["change_low"] < 8.0 < row["change_high"] and row["change_decision"] == "higher"
        assert row["low"] < 8.0 < row["high"] and row["baseline"] == CENTRE
    said = words(found.sentences, "less that of centre of excellence, changes with all parts")
    assert "hub and spoke" in said and "with none" in said


def test_one_structure_has_no_gaps() -> None:
    found, _ = experiment(parts(structures=(HUB,)), made_up)
    assert set(found.tables) == {"levels", "changes"}
    assert not any("less that of" in sentence for sentence in found.sentences)
    assert len(found.printed) == 1


def test_one_replication_shows_nothing() -> None:
    found, _ = experiment(parts(replications=1), made_up)
    assert (found.tables["changes"]["decision"] == "too few runs").all()
    assert "nothing is shown to move it" in words(found.sentences, "Median lead time under")
