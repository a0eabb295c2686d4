"""How far to trust a run: how much of it there is, who was overloaded, where it misses published figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from simorg.config.labels import inside, sentence, unit_words
from simorg.experiments.answers.publishable import name_label
from simorg.experiments.answers.seat_words import overload, seat_words, share_words
from simorg.experiments.answers.seats import COLUMNS, busiest
from simorg.experiments.answers.words import counted
from simorg.experiments.results.stored_run import StoredRun
from simorg.experiments.running.task import OK
from simorg.report.parts import Section, Table
from simorg.report.tables import shortened
from simorg.validation.face_validity import INSIDE, MISSING, in_published_unit, verdict
from simorg.validation.published import THEMES, Published

INTERVALS = (
    "Behind ± and in brackets stand 95 % intervals. That no difference is shown does not say that there is "
    "none: it may be smaller than what so many runs can see."
)
ONE = "A single run has no interval: its numbers are one draw, and say little."
MOST_BESIDE = 6
"""Scenarios that are put beside published figures."""


def trust(stored: StoredRun) -> Section:
    """Return how far to trust a run.

    Parameters
    ----------
    stored : StoredRun
        The run.
    """
    runs = stored.rows() if stored.has_rows() else pd.DataFrame()
    seats = _seats(stored)
    beside = _as_configured(stored)
    figures = _figures(runs, beside) if len(runs) and beside else []
    notes = [] if stored.finished else ["This run is not finished: what is missing is not in these numbers."]
    texts = [ONE if _longest(runs) == 1 else INTERVALS, *_of_seats(seats), *_of_figures(figures, beside)]
    tables = [*_failed(runs), *_busy(seats), *_outside(figures, beside)]
    lead = "An answer is as good as the runs behind it and the model in front of them."
    facts = tuple(_facts(stored, runs))
    title = "How far to trust it"
    return Section("trust", title, lead, tuple(notes), tuple(texts), facts, tables=tuple(tables))


def _seats(stored: StoredRun) -> pd.DataFrame:
    """Return the table of seats, nothing if it is of a version that kept others."""
    seats = stored.table("seats")
    return seats if set(COLUMNS) <= set(seats) else pd.DataFrame()


def _facts(stored: StoredRun, runs: pd.DataFrame) -> Iterator[tuple[str, str]]:
    counts = stored.manifest.get("counts", {})
    if counts:
        yield "Runs", f"{counts.get('ok', 0):,} finished, {counts.get('failed', 0) or 'none'} failed"
    if len(runs):
        each = runs.groupby("scenario")["replication"].count()
        low, high = int(each.min()), int(each.max())
        yield "Scenarios", f"{len(each):,}, with {low if low == high else f'{low} to {high}'} runs each"
    days = stored.manifest.get("horizon_days")
    if isinstance(days, (int, float)):
        warm_up = float(stored.manifest.get("warm_up_days", 0.0))
        yield "Length of a run", f"{days:g} working days; the first {warm_up:g} do not count"
    if stored.absent_plugins:
        yield "Plug-ins", f"made with {stored.absent_plugins}, which are not in use here"


def _longest(runs: pd.DataFrame) -> int:
    return int(runs.groupby("scenario")["replication"].count().max()) if len(runs) else 0


def _failed(runs: pd.DataFrame) -> Iterator[Table]:
    """Yield a table of what failed: how often and with which kind of error; its text may name anybody."""
    failed = runs[runs["status"] != OK] if len(runs) else runs
    if len(failed):
        kinds = failed["error"].astype(str).str.extract(r"^(\w+)", expand=False).fillna("Error")
        counts = Counter(zip(failed["scenario"].astype(str), kinds, strict=True))
        rows = [[name_label(scenario), kind, str(count)] for (scenario, kind), count in counts.items()]
        table = Table("failed", "Failed runs, which are in no number", ["Scenario", "Error", "Runs"], rows)
        yield shortened(table, "runs/")


def _of_seats(seats: pd.DataFrame) -> Iterator[str]:
    if len(seats):
        yield from overload(seats) or ["Nobody is shown to be asked for more than can be done."]


def _busy(seats: pd.DataFrame) -> Iterator[Table]:
    if not len(seats):
        return
    rows = [
        [name_label(str(row["scenario"])), seat_words(row, seats[seats["scenario"] == row["scenario"]]),
         f"{row['people']:g}", share_words(row, "busy"), share_words(row, "asked")]
        for row in busiest(seats).to_dict("records")
    ]  # fmt: skip
    heads = ["Scenario", "Who", "People", "Busy (% of the time)", "Asked for (% of the time)"]
    yield shortened(Table("busiest", "The busiest people", heads, rows), "seats.csv")


def _as_configured(stored: StoredRun) -> list[str]:
    """Return the scenarios that pull no lever: the organisation as it is configured."""
    table = stored.table("scenarios")
    if "scenario" not in table:
        return []
    levers = table.drop(columns=["scenario", "structure", "replications"], errors="ignore")
    untouched = table["scenario"][(levers.isna() | (levers.astype(str) == "")).all(axis="columns")]
    return list(map(str, untouched)) if len(untouched) <= MOST_BESIDE else []


def _figures(runs: pd.DataFrame, scenarios: list[str]) -> list[tuple[Published, dict[str, float]]]:
    """Return the published figures that these runs have a number for."""
    items = [
        item for theme in THEMES.values() for item in theme if not item.population and item.measure in runs
    ]
    means = {name: runs[(runs["scenario"] == name) & (runs["status"] == OK)] for name in scenarios}
    found = [
        (
            item,
            {name: float(in_published_unit(item, rows[item.measure]).mean()) for name, rows in means.items()},
        )
        for item in items
    ]
    return [each for each in found if _verdict(each[0], each[1][scenarios[0]]) != MISSING]


def _verdict(item: Published, value: float) -> str:
    return verdict(value, item.low, item.high)


def _of_figures(found: list[tuple[Published, dict[str, float]]], scenarios: list[str]) -> Iterator[str]:
    if not scenarios:
        yield (
            "The organisation differs from scenario to scenario, so it is not put beside published figures "
            "here; simorg validity does so for the default one."
        )
    elif found:
        met = len(found) - len(_missed(found, scenarios[0]))
        of, under = counted(len(found), "published figure", "published figures"), _under(scenarios[0])
        below = "; the others stand below" if met < len(found) else ""
        yield f"Of {of} of other organisations, {met} {'is' if met == 1 else 'are'} met {under}{below}."


def _missed(
    found: list[tuple[Published, dict[str, float]]], scenario: str
) -> list[tuple[Published, dict[str, float]]]:
    return [each for each in found if _verdict(each[0], each[1][scenario]) != INSIDE]


def _under(scenario: str) -> str:
    return f"under {inside(name_label(scenario))}"


def _outside(found: list[tuple[Published, dict[str, float]]], scenarios: list[str]) -> Iterator[Table]:
    missed = _missed(found, scenarios[0]) if found else []
    rows = [
        [item.quantity, _range(item), _verdict(item, values[scenarios[0]]),
         *(_number(values, scenario) for scenario in scenarios), item.differs]
        for item, values in missed
    ]  # fmt: skip
    if rows:
        named = map(name_label, scenarios)
        heads = ["Quantity", "Published", sentence(_under(scenarios[0])), *named, "What is not alike"]
        yield Table("published", "Published figures that are not met", heads, rows)


def _range(item: Published) -> str:
    return f"{item.low:g} to {item.high:g} {unit_words(item.unit)}".rstrip()


def _number(values: Mapping[str, Any], scenario: str) -> str:
    value = values[scenario]
    return "-" if value != value else f"{value:.3g}"
