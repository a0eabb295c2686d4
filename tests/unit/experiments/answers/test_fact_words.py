"""Verdicts on the literature in words: made-up verdicts on the statements of the catalogue."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from simorg.experiments.answers.fact_words import left_out, sentences
from simorg.validation.facts.fact import catalogue
from simorg.validation.facts.verdict import CONFIRM, NEUTRAL, REFUTE

PUBLISHED = Path(__file__).parents[4] / "results" / "stylised_facts" / "facts.csv"


def row(name: str, theme: str, verdict: str, confirming: int, refuting: int) -> dict[str, Any]:
    statement, claim = name.split(".")
    fact = catalogue()[statement]
    says = next(each.says for each in fact.claims if each.name == claim)
    return {"fact": name, "number": fact.number, "theme": theme, "statement": says, "verdict": verdict,
            "confirming": confirming, "refuting": refuting}  # fmt: skip


ROWS = [
    row("pooling.wait", "structure", CONFIRM, 30, 0),
    row("handoff_count.handoffs", "structure", CONFIRM, 30, 0),
    row("littles_law.exact", "flow", CONFIRM, 30, 0),
    row("wait_dominates_touch.faster_work", "flow", REFUTE, 2, 28),
    row("work_in_progress.throughput", "flow", NEUTRAL, 12, 9),
    row("batch_size.recovery", "flow", NEUTRAL, 4, 1),
]


def said_of(rows: list[dict[str, Any]]) -> list[str]:
    return sentences(pd.DataFrame(rows), catalogue().values(), 10)


def test_the_answer_says_where_to_lean_on_the_model_and_where_not() -> None:
    assert said_of(ROWS) == [
        "Lean on the model first in questions of structures: of what is said of structures, 100 % is "
        "confirmed and 0 % contradicted; of what is said of flow, 25 % is confirmed and 25 % contradicted.",
        "Do not lean on the model where it contradicts the literature: it does not hold here that half the "
        "work cuts the median lead time by less than a quarter.",
        "Confirmed, but no evidence, because a parameter says so: that teams per function hand over more "
        "often than squads.",
        "It depends on the organisation whether twice the ideas, beyond capacity, raise deliveries by less "
        "than 5 %.",
        "Not settled, because too few organisations decide, whether restoring after a defect takes longer "
        "with large improvements. replications=40 would halve their intervals.",
    ]  # fmt: skip


def test_nothing_is_said_of_what_is_not_there() -> None:
    assert said_of(ROWS[:1]) == ["Of what is said of structures, 100 % is confirmed and 0 % contradicted."]


@pytest.mark.parametrize(
    ("tried", "out", "start"),
    [(40, 20, "Caveat: 50.0 % of the candidates"), (40, 2, "5.00 % of the candidates"), (30, 0, "")],
)
def test_what_is_left_out_is_a_caveat_where_it_is_much(tried: int, out: int, start: str) -> None:
    said = left_out(tried, out)
    assert said.startswith(start) and bool(said) == bool(out)
    assert not out or said.endswith(f"of the others: {tried - out} organisations.")


def test_published_verdicts_are_told_without_names_of_claims() -> None:
    table = pd.read_csv(PUBLISHED)
    text = "\n".join(sentences(table, catalogue().values(), 10))
    assert "_" not in text
    assert not [name for name in table["fact"] if name in text]
    assert not re.search(r"\d+ / \d+", text)
    for verdict, start in ((REFUTE, "that "), (NEUTRAL, "whether ")):
        missing = [
            says for says in table.loc[table["verdict"] == verdict, "statement"] if start + says not in text
        ]
        assert missing == []
