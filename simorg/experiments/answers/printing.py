"""The answer as one readable table in a terminal or a log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from rich import box
from rich.console import Console, ConsoleOptions, RenderResult
from rich.markup import escape
from rich.table import Table

from simorg.experiments.answers.seat_words import seat_words, share_words
from simorg.experiments.answers.seats import busiest
from simorg.experiments.answers.summary import HIGHER, LOWER, NOT_SHOWN, TOO_FEW
from simorg.experiments.answers.terminal import COLUMN_WIDTH, LABEL_WIDTH
from simorg.experiments.answers.words import NO_VALUE, counted, measure_head, plain, verdict, with_interval
from simorg.experiments.compare import Comparison
from simorg.measures import registry

NOTE = (
    "Differences are paired on common random numbers; their intervals hold together (95 %, Bonferroni). "
    "~ no difference shown."
)

QUEUES = (
    "queue_wait_mean_days", "time_in_system_mean_days", "number_in_queue_mean", "number_in_system_mean",
    "utilisation_max_role",
)  # fmt: skip
"""What is printed where nothing is delivered, as in textbook cases."""


BUSIEST = "busiest people of a team (% busy)"


class ComparisonTables:
    """Means and paired differences, as many scenarios beside each other as fit, the rest below.

    Parameters
    ----------
    found : Comparison
        What to print.
    asked : sequence of str
        Measures to print; none = the headline.
    """

    def __init__(self, found: Comparison, asked: Sequence[str] = ()) -> None:
        self._found, self._asked = found, asked

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield what a console of this width can show."""
        scenarios = list(dict.fromkeys(self._found.summary["scenario"]))
        shown = self._asked or headline_of(self._found)
        fitting = max(1, (options.max_width - LABEL_WIDTH) // COLUMN_WIDTH)
        for first in range(0, len(scenarios), fitting):
            yield answer_table(self._found, scenarios[first : first + fitting], shown)
        if len(scenarios) > 1:
            yield f"[dim]{NOTE}"


def answer_table(found: Comparison, scenarios: list[str], shown: Sequence[str]) -> Table:
    """Return some measures: means with 95 % intervals, then paired differences."""
    n = int(found.runs.groupby("scenario")["replication"].count().max())
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(
        f"mean ± 95 % interval, {counted(n, 'run', 'runs')} each", no_wrap=True, width=LABEL_WIDTH - 2
    )
    for scenario in scenarios:
        table.add_column(plain(scenario), justify="right", width=COLUMN_WIDTH - 3)
    means = found.summary.set_index(["measure", "scenario"])
    for measure in shown:
        table.add_row(measure_head(measure), *(_mean(means.loc[[(measure, s)]].iloc[0]) for s in scenarios))
    seats = {row["scenario"]: row for row in busiest(found.seats).to_dict("records")}
    if seats:
        table.add_row(BUSIEST, *(_seat(seats.get(scenario), found.seats) for scenario in scenarios))
    if any(scenario != found.baseline for scenario in scenarios):
        table.add_section()
        table.add_row(f"[bold]difference to {plain(found.baseline)}")
        pairs = found.comparison.set_index(["measure", "scenario"])
        for measure in shown:
            cells = [
                "" if s == found.baseline else _difference(pairs.loc[[(measure, s)]].iloc[0])
                for s in scenarios
            ]
            table.add_row(measure_head(measure), *cells)
    return table


def headline_of(found: Comparison) -> list[str]:
    """Return the measures to print: the headline, or queues where there are neither models nor deliveries."""
    summary = found.summary.set_index("measure")
    lives = (summary.loc[["incidents_per_model_year"], "n"] > 0).any()
    delivers = (summary.loc[["throughput_per_quarter"], "mean"] > 0.0).any()
    headline = [measure.name for measure in registry().values() if measure.headline]
    there = set(found.summary["measure"])
    return [name for name in (headline if lives or delivers else QUEUES) if name in there]


def _mean(row: pd.Series[Any]) -> str:
    if row["n"] == 0:
        return "-"
    few = f" ({row['n']})" if row["n_missing"] else ""
    return with_interval(row["mean"], row["half_width"], row["unit"]) + few


def _seat(row: dict[Any, Any] | None, seats: pd.DataFrame) -> str:
    if row is None:
        return "-"
    where = seat_words(row, seats[seats["scenario"] == row["scenario"]])
    return f"{escape(where)}: {share_words(row, 'busy')}"


def _difference(row: pd.Series[Any]) -> str:
    sign = "+" if row["difference"] > 0.0 else ""
    cell = with_interval(row["difference"], row["half_width"], row["unit"], sign)
    if row["decision"] in (LOWER, HIGHER):
        return f"[bold]{row['decision']} {cell}"
    return f"~ {cell}" if row["decision"] == NOT_SHOWN else verdict(row.to_dict())


def frame_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], most: int = 40) -> Table:
    """Return rows of text as a table: words to the left, numbers to the right.

    Parameters
    ----------
    title : str
        Heading; may be empty.
    columns : sequence of str
        Names of the columns.
    rows : sequence of sequence of str
        Cells.
    most : int
        Most rows to show; how many are left out is said below.
    """
    table = Table(title=title or None, box=box.SIMPLE_HEAD, pad_edge=False, title_justify="left")
    for n, column in enumerate(columns):
        numeric = all(row[n][:1] in "+-0123456789~" or row[n] in (TOO_FEW, NO_VALUE) for row in rows)
        table.add_column(column, justify="right" if numeric else "left", overflow="fold")
    for row in rows[:most]:
        table.add_row(*row)
    if len(rows) > most:
        table.caption = f"{len(rows) - most} more rows are in the tables written"
    return table
