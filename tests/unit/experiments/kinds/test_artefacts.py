"""Artefacts are told from what survives and from what rights hide: made-up runs and a small organisation."""

from __future__ import annotations

import math
import re

import pandas as pd
import pytest

import simorg
from simorg.config.settings import Settings
from simorg.config.vocabulary import WIRING
from simorg.experiments.answers import artefact_words
from simorg.experiments.answers.artefact import ALL, AS_WIRED, judge
from simorg.experiments.answers.summary import HIGHER, LOWER, NOT_SHOWN, TOO_FEW
from simorg.experiments.design import Scenario
from simorg.experiments.kinds import artefacts
from simorg.experiments.running.replicate import replicate
from simorg.measures import catalogue
from simorg.organisation.wiring.mixture import AXES
from simorg.plan import build
from tests.unit.experiments.made_up_runs import (
    INCIDENTS,
    LEAD,
    SPEED,
    by,
    experiment,
    noise,
    numbers_of,
)

THREE = "experiment.structures=[centre_of_excellence,hub_and_spoke,communities_of_practice]"


def variants(
    wired: str, alone: dict[str, tuple[str, str]], together: tuple[str, str]
) -> list[dict[str, object]]:
    """Return rows from decisions: as wired, and (difference, change) where a right is, or all are, equal."""
    kept = dict.fromkeys(artefacts.RIGHTS, (wired, NOT_SHOWN)) | alone | {ALL: together}
    named = {
        "structure": "hub_and_spoke", "baseline": "centre_of_excellence", "measure": LEAD, "unit": "day",
        "better": "lower", "difference": 1.0, "low": 0.5, "high": 1.5, "half_width": 0.5, "n_pairs": 9,
        "replications_needed": 3.0,
    }  # fmt: skip
    first = named | {"equal": AS_WIRED, "decision": wired, "change_decision": None}
    return [first] + [
        named | {"equal": name, "decision": decision, "change_decision": change}
        for name, (decision, change) in kept.items()
    ]


SAME = (HIGHER, NOT_SHOWN)
GONE = (NOT_SHOWN, LOWER)


@pytest.mark.parametrize(
    ("wired", "alone", "together", "said"),
    [
        (HIGHER, {}, SAME, "survives"),
        (HIGHER, {"decides": GONE}, GONE, "only because of who decides"),
        (HIGHER, {"decides": GONE, "owns": GONE}, GONE, "only because of who decides and who owns models"),
        (HIGHER, {}, GONE, "only because of several rights together"),
        (HIGHER, {"backs_up": (HIGHER, LOWER)}, (HIGHER, LOWER), "partly because of who backs up"),
        (HIGHER, {}, (HIGHER, LOWER), "partly because of several rights together"),
        (HIGHER, {"backs_up": (HIGHER, HIGHER)}, (HIGHER, HIGHER), "survives"),  # rights only hid some of it
        (HIGHER, {"approves": (LOWER, LOWER)}, (LOWER, LOWER), "reversed by who approves"),
        (HIGHER, {"approves": GONE}, SAME, "depends on who approves"),
        (HIGHER, {}, (NOT_SHOWN, NOT_SHOWN), "cannot be told"),  # an interval more holds zero: no news
        (HIGHER, {"owns": (NOT_SHOWN, NOT_SHOWN)}, SAME, "cannot be told"),
        (NOT_SHOWN, {}, (NOT_SHOWN, NOT_SHOWN), "too small to see"),
        (NOT_SHOWN, {}, (HIGHER, NOT_SHOWN), "too small to see"),
        (NOT_SHOWN, {"backs_up": (LOWER, LOWER)}, (LOWER, LOWER), "hidden by who backs up"),
        (NOT_SHOWN, {"backs_up": (LOWER, LOWER)}, (NOT_SHOWN, NOT_SHOWN), "depends on who backs up"),
        (TOO_FEW, {}, (TOO_FEW, TOO_FEW), "too few runs"),
    ],
)  # fmt: skip
def test_a_verdict_follows_the_differences_and_the_changes(
    wired: str, alone: dict[str, tuple[str, str]], together: tuple[str, str], said: str
) -> None:
    if wired == NOT_SHOWN:
        alone = dict.fromkeys(artefacts.RIGHTS, (NOT_SHOWN, NOT_SHOWN)) | alone
    found = judge(variants(wired, alone, together))
    assert found.words == said
    others = (TOO_FEW, "no value")
    assert found.verdict in others or artefact_words.sentences([found], "centre_of_excellence")


def test_every_right_that_can_be_made_equal_has_words_and_an_axis() -> None:
    assert set(artefacts.RIGHTS) == set(WIRING) - {"seats", "ties"}
    assert tuple(WIRING) == AXES


def fair(*changes: str) -> Settings:
    return simorg.load(
        ["experiment=artefacts", "replications=12", THREE,
         f"experiment.measures=[{LEAD},{INCIDENTS},{SPEED}]", *changes]
    )  # fmt: skip


def values(s: Scenario, r: int) -> dict[str, float]:
    """Return what is made of seats, of deciders, and of help that hides what seats do."""
    name, equal = s.settings.structure.name, s.settings.structure.equal
    hub, communities = name == "hub_and_spoke", name == "communities_of_practice"
    stream = 1 + 7 * len(equal) + len(name)
    own = 0.01 * noise(1, r, stream)
    undecided = communities and "decides" not in equal
    helped = hub and "backs_up" not in equal
    return {
        LEAD: 100.0 + 40.0 * noise(1, r) + 9.0 * communities + 9.0 * hub - 9.0 * helped + own,
        INCIDENTS: 3.0 + noise(1, r) + 0.3 * undecided + own,
        SPEED: 5.0 + 30.0 * noise(1, r, stream) if communities else 5.0 + noise(1, r),
    }


def test_artefacts_are_told_from_what_survives_and_from_what_is_hidden() -> None:
    found, design = experiment(fair(), values)
    assert design.size == 3 * 6 * 12
    said = {(row["structure"], row["measure"]): f"{row['verdict']} {row['because']}".strip()
            for row in found.tables["verdicts"].to_dict("records")}  # fmt: skip
    assert said == {
        ("communities_of_practice", LEAD): "survives",
        ("hub_and_spoke", LEAD): "hidden by backs_up",
        ("communities_of_practice", INCIDENTS): "only because of decides",
        ("hub_and_spoke", INCIDENTS): "too small to see",
        ("communities_of_practice", SPEED): "too small to see",
        ("hub_and_spoke", SPEED): "too small to see",
    }
    table = found.tables["artefacts"]
    row = by(table, structure="communities_of_practice", measure=INCIDENTS, equal="decides")
    assert (row["decision"], row["change_decision"]) == (NOT_SHOWN, LOWER)
    assert row["change"] == pytest.approx(-0.3, abs=0.02)
    wired = by(table, structure="communities_of_practice", measure=INCIDENTS, equal=AS_WIRED)
    assert wired["difference"] == pytest.approx(0.3, abs=0.02)
    assert wired[["change", "change_low", "change_high"]].isna().all()
    assert found.sentences[:4] == [
        "By what stays whoever is given which right: stay with centre of excellence: under communities of "
        "practice, median lead time is longer, and nothing asked for is shown to be better. As far as could "
        "be seen, hub and spoke would do as well.",
        "Only because of who decides, incidents per healthy model-year is 0.2993 higher (worse) under "
        "communities of practice than under centre of excellence: who wants to be rid of it hands that out "
        "by the rule for all, and need not reorganise.",
        "With who backs up the same for all, median lead time would be 9.0006 days longer (worse) under hub "
        "and spoke than under centre of excellence: who goes there has to bring that along.",
        "Median lead time is 8.9993 days longer (worse) under communities of practice than under centre of "
        "excellence, whoever is given which right.",
    ]
    assert found.sentences[4].startswith(
        "Incidents per healthy model-year, against centre of excellence: no difference could be seen under"
    )


def test_intervals_of_differences_and_changes_hold_together() -> None:
    """Of 4 differences, 6 variants and 5 changes each, 44 in all: every t interval has 1 - 0.05 / 44."""
    from simorg.statistics.pairing import paired_difference

    settings = fair(f"experiment.measures=[{LEAD},{INCIDENTS}]")
    found, design = experiment(settings, values)
    runs = pd.DataFrame(
        [{"scenario": s.name, "replication": r, **values(s, r)} for s in design.scenarios for r in range(12)]
    ).pivot(index="replication", columns="scenario", values=LEAD)
    row = by(found.tables["artefacts"], structure="hub_and_spoke", measure=LEAD, equal=ALL)
    pair = paired_difference(
        runs["hub_and_spoke-all"], runs["centre_of_excellence-all"], 1.0 - 0.05 / (2 * 2 * 11)
    )
    assert (row["low"], row["high"]) == (pytest.approx(pair.low), pytest.approx(pair.high))


def test_one_replication_says_nothing_of_artefacts() -> None:
    found, _ = experiment(fair("replications=1"), values)
    assert set(found.tables["verdicts"]["verdict"]) == {TOO_FEW}
    assert found.sentences[0].startswith("Too few runs for a recommendation")
    assert "nan" not in " ".join(found.sentences)
    nothing, _ = experiment(fair(), lambda s, r: {})
    assert set(nothing.tables["verdicts"]["verdict"]) == {"no value"}
    assert math.isnan(nothing.tables["artefacts"]["difference"].iloc[0])


def test_no_sentence_repeats_the_table_or_names_a_key() -> None:
    found, _ = experiment(fair(), values)
    text = "\n".join(found.sentences)
    assert not [cell for cell in numbers_of(found) if cell.lstrip("~ ") in text]
    assert "_" not in text.replace("experiment.", "")
    assert not re.search(r"\bin \d+, (slower|worse|open)", text)


SMALL = [
    "experiment=artefacts", "workforce=small", "lifecycle=minimal", "horizon_days=520", "warm_up_days=65",
    "replications=12", "approvals.catches=1", "experiment.structures=[centre_of_excellence,mixture]",
]  # fmt: skip


@pytest.mark.parametrize(
    ("axis", "measure", "verdict", "because"),
    [
        ("approves", "change_failure_rate", "only because of", "approves"),
        ("seats", "block_mean_days", "survives", ""),
    ],
)
def test_a_difference_by_one_right_is_told_from_one_by_seats(
    axis: str, measure: str, verdict: str, because: str
) -> None:
    """The informal network's way in one axis, in all others the centre's: nobody signs, or other seats."""
    parts = dict.fromkeys(AXES, "centre_of_excellence") | {axis: "informal_network"}
    mixed = [f"structure.mix.{each}={name}" for each, name in parts.items()]
    settings = simorg.load([*SMALL, *mixed, f"experiment.measures=[{measure}]"])
    design = artefacts.design(settings)
    runs = pd.concat(
        [replicate(s.settings, s.replications, workers=1).assign(scenario=s.name) for s in design.scenarios]
    )
    found = artefacts.answer(settings, design, runs, catalogue(build(settings)))
    row = found.tables["verdicts"].iloc[0]
    assert (row["verdict"], row["because"]) == (verdict, because)
    if axis == "approves":  # with that right equal it is the same organisation, and has the same traces
        alone = by(found.tables["artefacts"], equal=axis)
        assert alone["low"] == alone["high"] == 0.0
