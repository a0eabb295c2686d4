"""What ``simorg facts`` shows in a terminal or a log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from simorg.validation.facts.cannot_speak import UNSPOKEN
from simorg.validation.facts.fact import Fact

if TYPE_CHECKING:
    import pandas as pd

LOG_WIDTH = 170
COLOURS = {"CONFIRM": "green", "REFUTE": "red", "NEUTRAL": "yellow"}


def print_list(terminal: Console, facts: Sequence[Fact], everything: bool) -> None:
    """Print statements by number; with `everything` also those that the model cannot speak to."""
    table = Table(title="Statements that can be tested")
    for column in ("number", "name", "statement"):
        table.add_column(column, justify="right" if column == "number" else "left", overflow="fold")
    for fact in facts:
        table.add_row(str(fact.number), fact.name, fact.statement)
    terminal.print(table)
    if not everything:
        return
    table = Table(title="Statements that this model cannot speak to")
    for column in ("number", "statement", "because"):
        table.add_column(column, justify="right" if column == "number" else "left", overflow="fold")
    for each in UNSPOKEN:
        table.add_row(str(each.number), each.statement, each.reason)
    terminal.print(table)


def print_verdicts(terminal: Console, facts: pd.DataFrame) -> None:
    """Print one line a claim: verdict, counts of backgrounds, effect."""
    table = Table(title="Stylised facts")
    table.add_column("number", justify="right")
    table.add_column("fact", overflow="fold")
    table.add_column("claim", overflow="fold")
    table.add_column("verdict")
    table.add_column("agree / contradict / undecided", justify="right")
    table.add_column("effect: median over backgrounds [95 %]", justify="right")
    for row in facts.to_dict("records"):
        colour = COLOURS[row["verdict"]]
        table.add_row(
            str(row["number"]), row["fact"], row["statement"], f"[{colour}]{row['verdict']}[/{colour}]",
            f"{row['confirming']} / {row['refuting']} / {row['neutral']}",
            f"{row['effect']:.3g} \\[{row['effect_low']:.3g}, {row['effect_high']:.3g}] {row['unit']}",
        )  # fmt: skip
    terminal.print(table)
    counts = facts["verdict"].value_counts()
    terminal.print(", ".join(f"{counts.get(word, 0)} {word}" for word in COLOURS))
