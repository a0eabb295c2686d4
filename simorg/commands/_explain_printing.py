"""What ``simorg explain`` shows: who is asked for how much and what waits, in text, Markdown or CSV."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console, Group
from rich.live import Live
from rich.markup import escape
from rich.table import Table

from simorg.config.written import markdown_table
from simorg.experiments.answers.printing import frame_table
from simorg.experiments.answers.seat_words import growth_words, per_cent, share_words, told
from simorg.experiments.answers.seats import SPENT, TARGET, people_table, queue_table
from simorg.experiments.answers.terminal import terminal
from simorg.experiments.answers.timelines import Settling, settling_words
from simorg.experiments.answers.words import plain
from simorg.experiments.running.first_look import Look, enough

if TYPE_CHECKING:
    import pandas as pd

ALONE, BESIDE = 40, 8
"""Most rows of a table, of one scenario and of each of several."""
LINE_SECONDS, REDRAW_SECONDS = 30.0, 0.5
"""How often a log, which has no moving table, gets a line, and how often a moving table changes."""

LOAD = (
    "team", "skill", "who can do it", "% busy", "% asked for", f"people for {per_cent(TARGET)}",
    "jobs per quarter", "a job waits (days)", "jobs waiting", "queue grows (jobs per quarter)",
)  # fmt: skip
TIME = ("team", "role", "can do", "people", "% busy", *(plain(name.removesuffix("_share")) for name in SPENT))

Rows = list[list[str]]


def show(seats: pd.DataFrame, form: str, late: Sequence[Settling] = ()) -> None:
    """Print what the seats of some scenarios show.

    Parameters
    ----------
    seats : DataFrame
        From `seat_table`.
    form : str
        ``text``, ``csv`` or ``md``.
    late : sequence of Settling
        Scenarios that settle later than measuring begins.
    """
    if form == "csv":
        sys.stdout.write(seats.to_csv(index=False, lineterminator="\n", float_format="%.6g"))
        return
    write = _markdown if form == "md" else _text
    scenarios = list(dict.fromkeys(seats["scenario"]))
    for scenario in scenarios:
        mine = seats[seats["scenario"] == scenario]
        warned = settling_words(each for each in late if each.scenario == scenario)
        said = "".join(f"{sentence}\n" for sentence in [*warned, *told(mine)]) + "\n"
        if not mine["busy_share"].max() > 0.0:
            sys.stdout.write(said)
            continue
        head, most = _title(scenario, mine), ALONE if len(scenarios) == 1 else BESIDE
        write(f"{head}: who is asked for how much, and what waits", LOAD, load_rows(mine), most)
        if len(scenarios) == 1:
            write(f"{head}: what people's time goes into (%)", TIME, time_rows(mine), most)
        sys.stdout.write(said)


def load_rows(seats: pd.DataFrame) -> Rows:
    """Return the cells of the queues of one scenario.

    Parameters
    ----------
    seats : DataFrame
        From `seat_table`.
    """
    return [
        [
            plain(row["team"]), row["skill"], row["who"], f"{100.0 * row['busy_share']:.1f}",
            share_words(row, "asked"), str(row["people_for_85"]), _tenths(row["jobs_per_quarter"]),
            _tenths(row["wait_mean_days"]), _tenths(row["queue_mean_jobs"]), growth_words(row),
        ]
        for row in queue_table(seats).to_dict("records")
    ]  # fmt: skip


def time_rows(seats: pd.DataFrame) -> Rows:
    """Return the cells of the seats of one scenario.

    Parameters
    ----------
    seats : DataFrame
        From `seat_table`.
    """
    return [
        [plain(row["team"]), plain(row["role"]), row["skills"] or "-", str(row["people"]),
         share_words(row, "busy"),
         *(f"{100.0 * row[name]:.1f}" if row[name] > 0.0 else "-" for name in SPENT)]
        for row in people_table(seats).to_dict("records")
    ]  # fmt: skip


def watched(found: Iterable[Look]) -> Look:
    """Show on the error stream how far replications are, in a table that grows; return the last look."""
    console = terminal(sys.stderr)
    with _shown(console) as show_so_far:
        for look in found:
            show_so_far(look)
    return look


@contextmanager
def _shown(console: Console) -> Iterator[Callable[[Look], None]]:
    said = time.monotonic()

    def line(look: Look) -> None:
        nonlocal said
        if time.monotonic() - said >= LINE_SECONDS:
            said = time.monotonic()
            console.print(f"{look.done} of {look.wanted} replications", highlight=False)

    def redraw(look: Look) -> None:
        nonlocal said
        if time.monotonic() - said >= REDRAW_SECONDS:
            said = time.monotonic()
            live.update(_so_far(look), refresh=True)

    if not console.is_terminal:
        yield line
        return
    with Live("0 replications so far", console=console, transient=True, auto_refresh=False) as live:
        live.refresh()
        yield redraw


def _so_far(look: Look) -> Group:
    count = f"{look.done} of {look.wanted} replications"
    if not enough(look):
        return Group(count)
    seats = look.seats
    tables = [
        _cut(_title(scenario, mine), LOAD, load_rows(mine), BESIDE)
        for scenario, mine in seats.groupby("scenario", sort=False)
    ]
    return Group(*tables, count)


def _title(scenario: object, seats: pd.DataFrame) -> str:
    number = int(seats["n"].max())
    return f"{plain(str(scenario))}, {number} {'replication' if number == 1 else 'replications'}"


def _tenths(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:.1f}"


def _text(title: str, columns: Sequence[str], rows: Rows, most: int) -> None:
    terminal().print(_cut(title, columns, rows, most))


def _cut(title: str, columns: Sequence[str], rows: Rows, most: int) -> Table:
    table = frame_table(title, columns, [list(map(escape, row)) for row in rows[:most]])
    if len(rows) > most:
        table.caption = f"{len(rows) - most} more rows; --csv PATH writes them all"
    return table


def _markdown(title: str, columns: Sequence[str], rows: Rows, most: int) -> None:
    sys.stdout.write(f"**{title}**\n\n{markdown_table(columns, rows[:most])}\n")
