"""What the page of stylised facts says by hand of a claim is what the published table says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pytest

from simorg.validation.facts.page import BEGIN, END, STATEMENTS, VERDICTS
from simorg.validation.facts.verdict import CONFIRM, NEUTRAL, REFUTE

ROOT = Path(__file__).parents[3]
RESULTS = ROOT / "results" / "stylised_facts"
Row = dict[Any, Any]
WORDS = {"confirmed": CONFIRM, "refuted": REFUTE, "open": NEUTRAL}
COUNTS = {"agree": "confirming", "contradict": "refuting"}
PERCENT = 100.0


class Said(NamedTuple):
    """A claim by its name, and what stands in brackets behind it."""

    claim: str
    brackets: tuple[str, ...]


def by_hand() -> str:
    """Return what is written by hand, as one line."""
    page = (ROOT / "docs" / "stylised_facts.md").read_text(encoding="utf-8")
    for name in (VERDICTS, STATEMENTS):
        before, rest = page.split(BEGIN.format(name))
        page = before + rest.split(END.format(name))[1]
    return " ".join(page.split())


def said(prose: str, claims: set[str]) -> list[Said]:
    """Return the claims that are named, and what is spoken of like one, with what stands behind."""
    named = re.findall(r"`([\w.]+)`(?: \(([^)]*)\))?", prose)
    return [Said(name, tuple(inside.split(", "))) for name, inside in named
            if name in claims or inside.split(", ")[0] in WORDS]  # fmt: skip


def wrong(each: Said, row: Row) -> list[str]:
    """Return what does not agree with the table: the verdict first, then counts and the effect."""
    word, *rest = each.brackets
    bad = [] if WORDS.get(word) == row["verdict"] else [word or "no verdict"]
    return [f"{each.claim}: {part}" for part in (*bad, *(part for part in rest if not holds(part, row)))]


def holds(part: str, row: Row) -> bool:
    """Tell whether a count, or an effect to the digits that are told, is that of the table."""
    number, _, unit = part.partition(" ")
    if unit.rstrip("s") in COUNTS:
        return row[COUNTS[unit.rstrip("s")]] == (0 if number == "none" else int(number))
    scale = scales(row["unit"]).get(unit)
    if scale is None or not re.fullmatch(r"-?\d+(\.\d+)?", number):
        return False
    digits = len(number.partition(".")[2])
    return abs(row["effect"] * scale - float(number)) <= 0.5 * 10.0**-digits + 1e-9


def scales(unit: str) -> dict[str, float]:
    """Return the units in which an effect may be told, with their size."""
    return {
        "share": {"share": 1.0, "%": PERCENT, "points": PERCENT},
        "x": {"times": 1.0},
        "1": {"": 1.0},
    }.get(unit, {unit: 1.0})


@pytest.fixture(scope="module")
def table() -> dict[str, Row]:
    facts = pd.read_csv(RESULTS / "facts.csv")
    return {row["fact"]: row for row in facts.to_dict("records")}


def sections() -> tuple[str, str]:
    """Return what is said under the two headings: of what holds, and of what does not."""
    discussed = by_hand().split("## What holds")[1].split("## Caveats")[0]
    holds_, open_ = discussed.split("## What does not hold, or stays open")
    return holds_, open_


def points() -> list[str]:
    return sections()[1].split(" - ")[1:]


def led_by(point: str, claims: set[str]) -> list[str]:
    """Return the claims that a point is about: those before its first sentence."""
    return [each.claim for each in said(point.partition("). ")[0] + ")", claims)]


def test_prose_says_of_every_claim_what_the_table_says(table: dict[str, Row]) -> None:
    found = said(by_hand(), set(table))
    assert [each.claim for each in found if each.claim not in table] == [], "there are no such claims"
    assert [fault for each in found for fault in wrong(each, table[each.claim])] == []


def test_every_confirmed_claim_and_no_other_stands_under_what_holds(table: dict[str, Row]) -> None:
    confirmed = {name for name, row in table.items() if row["verdict"] == CONFIRM}
    assert {each.claim for each in said(sections()[0], set(table))} == confirmed


def test_every_other_claim_begins_a_point_under_what_does_not(table: dict[str, Row]) -> None:
    leading = {claim for point in points() for claim in led_by(point, set(table))}
    assert leading == {name for name, row in table.items() if row["verdict"] != CONFIRM}


def test_a_verdict_stands_nowhere_but_behind_the_name_of_its_claim() -> None:
    left = re.sub(r"`[\w.]+` \([^)]*\)", "", " ".join(sections()))
    assert re.findall(r"\b(?:confirmed|refuted|CONFIRM|REFUTE|NEUTRAL)\b", left) == []


def test_short_names_of_claims_are_not_used(table: dict[str, Row]) -> None:
    short = {name.partition(".")[2] for name in table}
    assert short & set(re.findall(r"`(\w+)`", " ".join(sections()))) == set()


def test_a_rank_correlation_is_that_of_the_published_tables(table: dict[str, Row]) -> None:
    effects = pd.read_csv(RESULTS / "effects.csv").pivot(index="background", columns="fact", values="effect")
    backgrounds = pd.read_csv(RESULTS / "backgrounds.csv", index_col="background")
    told = [
        (led_by(point, set(table))[0], key, float(number))
        for point in points()
        for key, number in re.findall(r"rank correlation with `([\w.]+)` (-?\d\.\d\d)", point)
    ]
    assert told and len(told) == by_hand().count("rank correlation with")
    for claim, key, number in told:
        both = pd.concat([effects[claim], backgrounds[key]], axis=1, join="inner")
        assert both.corr("spearman").iloc[0, 1] == pytest.approx(number, abs=0.0051), claim


OPEN = {"verdict": NEUTRAL, "confirming": 8, "refuting": 0, "effect": -0.0453, "unit": "share"}


@pytest.mark.parametrize(
    ("brackets", "faults"),
    [
        ("open", 0),
        ("open, 8 agree, none contradicts, -5 %", 0),
        ("open, -4.5 points", 0),
        ("", 1),
        ("confirmed", 1),
        ("refuted", 1),
        ("open, 9 agree", 1),
        ("open, 8 agree, 1 contradicts", 1),
        ("open, -6 %", 1),
        ("open, 4.5 points", 1),
        ("open, -4.5 days", 1),
        ("open, hardly", 1),
    ],
)
def test_a_sentence_that_differs_from_the_table_is_noticed(brackets: str, faults: int) -> None:
    (each,) = said(f"Ties: `a.claim` ({brackets}), and `other.key` (0.5).", {"a.claim"})
    assert len(wrong(each, OPEN)) == faults


def test_a_name_without_a_verdict_is_noticed() -> None:
    (each,) = said("Ties prevent failures, `a.claim`.", {"a.claim"})
    assert wrong(each, OPEN) == ["a.claim: no verdict"]
