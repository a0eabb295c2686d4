"""Parts of the model, each alone and all together: made-up runs whose answer is known."""

from __future__ import annotations

import math
import re

import pytest

import simorg
from simorg.config.settings import Settings
from simorg.experiments.design import Scenario, design_of
from simorg.experiments.designs.parts import ALL, NONE
from simorg.experiments.kinds.ablation import variants_of
from tests.unit.experiments.made_up_runs import LEAD, SPEED, by, experiment, hash_of, noise, words

HUB, CENTRE = "hub_and_spoke", "centre_of_excellence"
PARTS = (
    "experiment.ablation.parts=[{name: review, keys: [review]}, {name: rest, keys: [duties, requests, work, "
    "routing, monitoring.traffic_cv, monitoring.unseen_drift_share, severity, on_call, lanes, mitigation, "
    "outages]}]"
)


def parts(structures: tuple[str, ...] = (CENTRE, HUB), replications: int = 12) -> Settings:
    return simorg.load(
        ["experiment=mechanisms", f"experiment.structures=[{','.join(structures)}]", PARTS,
         f"experiment.measures=[{LEAD},{SPEED}]", f"replications={replications}"]
    )  # fmt: skip


def made_up(scenario: Scenario, replication: int) -> dict[str, float]:
    """Reviews add 10 days, the rest 4 and under the hub 8 more, and both together 3 more."""
    settings = scenario.settings
    review, rest = float(settings.review.held), float(settings.outages.per_year > 0.0)
    hub = 8.0 if settings.structure.name == HUB else 0.0
    days = 50.0 + 10.0 * review + (4.0 + hub) * rest + 3.0 * review * rest
    own = noise(2, replication, hash_of(scenario.name))
    return {LEAD: days + 9.0 * noise(1, replication) + 0.01 * own, SPEED: 8.0 + noise(1, replication)}


def test_variants_switch_off_what_they_do_not_have() -> None:
    settings = parts()
    variants = variants_of(settings)
    assert list(variants) == [NONE, "review", "rest", ALL]
    assert variants[ALL] == {} and variants["rest"] == {"review.held": False}
    assert variants[NONE] == variants["rest"] | variants["review"]
    assert variants["review"]["lanes.expedited_steps"] == 0
    without = simorg.load(["mechanisms=none"])
    design = design_of(settings)
    assert design.size == 2 * 4 * 12
    for name in ("duties", "work", "routing", "monitoring", "severity", "on_call", "lanes", "outages"):
        off, on = (design.named(f"{HUB}-{variant}").settings for variant in (NONE, ALL))
        assert getattr(off, name) == getattr(without, name) != getattr(on, name), name
    alone = design.named(f"{CENTRE}-review").settings
    assert alone.review.held and alone.structure.name == CENTRE and alone.outages == without.outages


def test_without_parts_each_group_of_keys_is_one() -> None:
    variants = variants_of(simorg.load(["experiment=mechanisms", "experiment.ablation.parts=[]"]))
    assert {"duties", "work", "monitoring", "lanes"} < set(variants)
    assert not any(key.startswith("monitoring.") for key in variants["monitoring"])
    assert "monitoring.traffic_cv" in variants["lanes"]


def test_the_published_experiment_knows_every_mechanism() -> None:
    variants = variants_of(simorg.load(["experiment=mechanisms"]))
    assert {"other_duties", "several_items", "review", "severity", "on_call", "lanes"} < set(variants)


def test_what_parts_do_alone_and_together_is_found() -> None:
    found, _ = experiment(parts(), made_up)
    changes = found.tables["changes"]
    for structure, variant, days in (
        (CENTRE, "review", 10.0), (CENTRE, "rest", 4.0), (CENTRE, ALL, 17.0),
        (HUB, "review", 10.0), (HUB, "rest", 12.0), (HUB, ALL, 25.0),
    ):  # fmt: skip
        row = by(changes, structure=structure, variant=variant, measure=LEAD)
        assert row["difference"] == pytest.approx(days, abs=0.01) and row["decision"] == "higher"
    assert (changes[changes["measure"] == SPEED]["decision"] == "no difference shown").all()
    levels = found.tables["levels"]
    assert by(levels, structure=CENTRE, variant=NONE, measure=LEAD)["mean"] == pytest.approx(50.0, abs=9.0)
    said = words(found.sentences, "Median lead time under centre of excellence")
    shown = [float(number) for number in re.findall(r" \+([\d.]+) ± ", said)]
    assert shown == pytest.approx([10.0, 4.0, 17.0], abs=0.1)
    assert re.search(r": review \+.*; rest \+.*; all \+", said)


def test_what_becomes_of_the_gap_between_structures_is_found() -> None:
    found, _ = experiment(parts(), made_up)
    gaps = found.tables["gaps"]
    none, review, rest, both = (
        by(gaps, structure=HUB, variant=variant, measure=LEAD) for variant in (NONE, "review", "rest", ALL)
    )
    assert none["decision"] == review["decision"] == "no difference shown"
    assert math.isnan(none["change"]) and none["change_decision"] not in ("lower", "higher")
    assert review["change_decision"] == "no difference shown"
    for row in (rest, both):
        assert row["change"] == pytest.approx(8.0, abs=0.01) and row["change_decision"] == "higher"
        assert row["difference"] == pytest.approx(8.0, abs=0.01) and row["baseline"] == CENTRE
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
