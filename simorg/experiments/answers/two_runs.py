"""Two stored runs compared: a table, and what it says.

Goes in: two runs that may be compared. Come out: differences, paired where replications meet the same random
numbers, else Welch's; and sentences, which begin with what weakens them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from simorg.config.labels import joined
from simorg.experiments.answers.advice import missing, recommendation
from simorg.experiments.answers.effects import marked
from simorg.experiments.answers.printing import frame_table
from simorg.experiments.answers.seen import Row, measured
from simorg.experiments.answers.summary import CONFIDENCE, decide, judged, summarise
from simorg.experiments.answers.words import measure_head, plain, with_interval
from simorg.experiments.results.alike import Pair
from simorg.experiments.running.task import OK
from simorg.measures import Measure
from simorg.statistics.intervals import Floats
from simorg.statistics.pairing import paired_difference
from simorg.statistics.simultaneous import bonferroni_confidence
from simorg.statistics.unpaired import unpaired_difference

if TYPE_CHECKING:
    from rich.table import Table

FIRST, SECOND = "first run", "second run"
MOST_SETTINGS = 12
"""Most settings that are listed."""


def differences(pair: Pair, measures: Sequence[Measure]) -> pd.DataFrame:
    """Return one row a scenario and measure: the second run less the first.

    Parameters
    ----------
    pair : Pair
        Two runs.
    measures : sequence of Measure
        What to compare; all intervals hold together (Bonferroni, 95 %).
    """
    runs = [each["runs"] for each in (pair.first, pair.second)]
    confidence = bonferroni_confidence(CONFIDENCE, max(1, len(pair.scenarios) * len(measures)))
    rows = []
    for names in pair.scenarios:
        ours, theirs = (_replications(table, name) for table, name in zip(runs, names, strict=True))
        for measure in measures:
            a, b = (_column(table, measure.name) for table in (ours, theirs))
            named = {"scenario": names[0], "run": f"the {SECOND}", "measure": measure.name,
                     "unit": measure.unit, "better": measure.better}  # fmt: skip
            rows.append(named | (_unpaired(a, b, confidence) if pair.apart else _paired(a, b, confidence)))
    return pd.DataFrame(rows)


def _replications(runs: pd.DataFrame, scenario: str) -> pd.DataFrame:
    return runs[(runs["scenario"] == scenario) & (runs["status"] == OK)].set_index("replication")


def _column(table: pd.DataFrame, measure: str) -> pd.Series[Any]:
    if measure not in table:
        return pd.Series(math.nan, index=table.index)
    return table[measure].astype(float)


def _paired(a: pd.Series[Any], b: pd.Series[Any], confidence: float) -> dict[str, Any]:
    common = a.index.intersection(b.index)
    found = paired_difference(b.loc[common].to_numpy(float), a.loc[common].to_numpy(float), confidence)
    return judged(found, confidence) | {"paired": True}


def _unpaired(a: pd.Series[Any], b: pd.Series[Any], confidence: float) -> dict[str, Any]:
    values: tuple[Floats, Floats] = b.to_numpy(float), a.to_numpy(float)
    found = unpaired_difference(*values, confidence)
    fewer = min(found.n_a, found.n_b)
    wanted = fewer * (found.half_width / found.difference) ** 2 if found.difference else math.inf
    return {
        "difference": found.difference, "low": found.low, "high": found.high, "half_width": found.half_width,
        "n_pairs": fewer, "n_missing": found.n_missing, "variance_saved": 0.0,
        "replications_needed": max(wanted - fewer, 0.0), "decision": decide(found.low, found.high, fewer),
        "paired": False,
    }  # fmt: skip


def two_sentences(pair: Pair, rows: Sequence[Row]) -> list[str]:
    """Return what two runs show: what weakens it, what differs between them, and what that changes.

    Parameters
    ----------
    pair : Pair
        Two runs.
    rows : sequence of mapping
        See `differences`.
    """
    said = [*missing(rows), _pairing(pair), *_code(pair), _settings(pair)]
    alone = len(pair.scenarios) == 1
    if alone and (advice := recommendation(rows, "run", f"the {FIRST}")):
        said.append(f"Of the two: {advice[:1].lower()}{advice[1:]}")

    def named(row: Row) -> str:
        return f"in the {SECOND}" if alone else f"under {plain(row['scenario'])}"

    than = f"in the {FIRST}"
    told = [measured(_of(rows, name), named, than) for name in dict.fromkeys(r["measure"] for r in rows)]
    return [*said, *(told if alone else [f"In the {SECOND}: {text[:1].lower()}{text[1:]}" for text in told])]


def _of(rows: Sequence[Row], measure: str) -> list[Row]:
    return [row for row in rows if row["measure"] == measure]


def _pairing(pair: Pair) -> str:
    if pair.apart:
        return (
            f"Caveat: replications are no pairs, because the runs differ in {joined(list(pair.apart))}; the "
            "intervals are those of two samples (Welch), wider than pairs would give."
        )
    return "Differences are paired: both runs meet the same random numbers over the same time."


def _code(pair: Pair) -> list[str]:
    """Say that the model itself may differ, where other code made the other run."""
    marks = [each.manifest.get("fingerprint", {}) for each in (pair.first, pair.second)]
    parts = [
        word
        for key, word in (("code", "the code of simorg"), ("versions", "the versions of packages"))
        if marks[0].get(key) != marks[1].get(key)
    ]
    if not parts:
        return []
    return [f"Caveat: {joined(parts)} changed in between, and part of a difference may come from that."]


def _settings(pair: Pair) -> str:
    if not pair.settings:
        return "No setting differs between the two runs."
    listed = [str(each) for each in pair.settings[:MOST_SETTINGS]]
    more = len(pair.settings) - MOST_SETTINGS
    rest = f"; and {more} more" if more > 0 else ""
    return f"What differs, in the {FIRST} and in the {SECOND}: {'; '.join(listed)}{rest}."


def two_table(pair: Pair, rows: Sequence[Row], measures: Sequence[Measure]) -> Table:
    """Return means of both runs and their differences, for a terminal.

    Parameters
    ----------
    pair : Pair
        Two runs.
    rows : sequence of mapping
        See `differences`.
    measures : sequence of Measure
        What was compared.
    """
    means = [_means(runs, measures) for runs in (pair.first["runs"], pair.second["runs"])]
    cells = []
    for row in rows:
        names = next(each for each in pair.scenarios if each[0] == row["scenario"])
        ends = [each.get((name, row["measure"]), "-") for each, name in zip(means, names, strict=True)]
        cells.append([" / ".join(dict.fromkeys(map(plain, names))), measure_head(row["measure"]), *ends,
                      marked(row)])  # fmt: skip
    title = f"{FIRST}: {pair.first.path}\n{SECOND}: {pair.second.path}"
    return frame_table(title, ["scenario", "measure", FIRST, SECOND, "second less first"], cells, 200)


def _means(runs: pd.DataFrame, measures: Sequence[Measure]) -> Mapping[tuple[str, str], str]:
    there = [measure for measure in measures if measure.name in runs]
    rows = summarise(runs[runs["status"] == OK], there).to_dict("records")
    return {
        (str(row["scenario"]), str(row["measure"])): with_interval(
            row["mean"], row["half_width"], row["unit"]
        )
        for row in rows
    }


def both_summaries(pair: Pair, measures: Sequence[Measure]) -> pd.DataFrame:
    """Return the means of both runs as one summary, for a figure."""
    parts = []
    for n, (found, word) in enumerate(((pair.first, FIRST), (pair.second, SECOND))):
        runs = found["runs"]
        runs = runs[runs["scenario"].isin([names[n] for names in pair.scenarios]) & (runs["status"] == OK)]
        told = runs["scenario"].map(lambda name, word=word: f"{plain(str(name))}, {word}")
        there = [measure for measure in measures if measure.name in runs]
        parts.append(summarise(runs.assign(scenario=told), there))
    return pd.concat(parts, ignore_index=True)
