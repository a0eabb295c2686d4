"""Two more hires: which? All pairs ranked on the same random numbers, with what the second adds to the first.

Goes in: runs, and the pairs of hires of a structure. Comes out: a table and sentences.

The best of many pairs looks better than it is. So a pair counts as behind only where it is shown to be worse
than another, in intervals that hold together over every two pairs; all others are in the running.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from simorg.config.labels import inside, joined, sentence
from simorg.experiments.answers.effects import effect, shown
from simorg.experiments.answers.seen import BETTER, ENOUGH_AT_FIRST, Row, not_shown, sized, value_of
from simorg.experiments.answers.summary import CONFIDENCE
from simorg.experiments.answers.words import measure_name, plain
from simorg.experiments.designs.hires import Hire, name_of
from simorg.measures import Measure
from simorg.statistics.grouped import mean_intervals
from simorg.statistics.simultaneous import bonferroni_confidence

MOST = 3
"""Most pairs that a sentence names."""

Pair = tuple[Hire, Hire]


def pair_rows(
    runs: pd.DataFrame, structure: str, pairs: Sequence[Pair], measures: Sequence[Measure]
) -> list[dict[str, Any]]:
    """Return one row a pair and measure: what two change, what the second adds, whether they may be best."""
    family = len(pairs) * len(measures)
    rows = []
    for measure in measures:
        running = _in_the_running(runs, structure, pairs, measure)
        for pair, stands in zip(pairs, running, strict=True):
            found = effect(runs, [name_of(structure, pair)], [name_of(structure)], measure, family)
            first, second = pair
            rows.append(
                {"structure": structure, "first": first.role, "first_team": first.team,
                 "second": second.role, "second_team": second.team}
                | found | {"in_the_running": stands} | _added(runs, structure, pair, measure, 2 * family)
            )  # fmt: skip
    return rows


def _added(runs: pd.DataFrame, structure: str, pair: Pair, measure: Measure, family: int) -> dict[str, Any]:
    """Return the difference of a pair to the better of its two alone, and whom that leaves alone."""
    name = name_of(structure, pair)
    alone = [(hire, effect(runs, [name], [name_of(structure, [hire])], measure, family)) for hire in pair]
    sign = 1.0 if measure.better == "lower" else -1.0
    # The better of the two alone is the one over which the pair gains least.
    hire, least = max(alone, key=lambda each: sign * each[1]["difference"])
    return {
        "added": least["difference"], "added_low": least["low"], "added_high": least["high"],
        "added_to": hire.role, "added_to_team": hire.team, "added_decision": least["decision"],
    }  # fmt: skip


def _in_the_running(
    runs: pd.DataFrame, structure: str, pairs: Sequence[Pair], measure: Measure
) -> list[bool]:
    """Return which pairs are not shown to be worse than any other."""
    names = [name_of(structure, pair) for pair in pairs]
    wide = runs.pivot(index="replication", columns="scenario", values=measure.name)[names].to_numpy(float)
    confidence = bonferroni_confidence(CONFIDENCE, max(1, len(pairs) * (len(pairs) - 1) // 2))
    sign = 1.0 if measure.better == "lower" else -1.0
    found = []
    for n in range(len(pairs)):
        worse_by = sign * (wide[:, [n]] - wide)
        means = mean_intervals(worse_by.T.ravel(), np.full(len(pairs), len(wide)), confidence)
        found.append(not bool(((means.mean - means.half_width) > 0.0).any()))
    return found


def pair_sentences(rows: Sequence[Row], measures: Sequence[Measure]) -> list[str]:
    """Return which two to hire, by how much, and whether the second adds anything; a sentence a measure.

    Parameters
    ----------
    rows : sequence of mapping
        Of one structure; see `pair_rows`.
    measures : sequence of Measure
        Measures that are told of.
    """
    return [
        _best_pair(ours, measure)
        for measure in measures
        if measure.better != "none" and (ours := [row for row in rows if row["measure"] == measure.name])
    ]


def _best_pair(rows: Sequence[Row], measure: Measure) -> str:
    start = f"Two more under {plain(rows[0]['structure'])}, for {measure_name(measure.name)}"
    sign = 1.0 if measure.better == "lower" else -1.0
    valued = [row for row in rows if row["n_pairs"]]
    good = sorted(
        (row for row in valued if value_of(row) == BETTER), key=lambda row: sign * row["difference"]
    )
    if not good:
        silent = not_shown(rows, lambda _: "with any two")
        return f"{start}: no pair is shown to make it better; {'; '.join(silent) or 'some make it worse'}."
    best, rest = good[0], [row for row in rows if row["in_the_running"] and row is not good[0]]
    text = f"{start}: {pair_words(best)}; it is {sized(best)} than with nobody more. {_second(best)}"
    return f"{text} {_others(rest, len(rows))}"


def pair_words(row: Row) -> str:
    """Return who is hired together: ``two data engineers``, or ``a data engineer and an ML engineer``."""
    first, second = (_one(row[name], row[f"{name}_team"]) for name in ("first", "second"))
    return f"two of {first}" if first == second else f"{first} and {second}"


def _one(role: str, team: str) -> str:
    return inside(sentence(role)) + (f" in {plain(team)}" if team else "")


def _second(row: Row) -> str:
    """Say whether the second person adds anything to the first."""
    alone = _one(row["added_to"], row["added_to_team"])
    added: Mapping[str, Any] = {
        "measure": row["measure"], "unit": row["unit"], "better": row["better"], "difference": row["added"],
        "half_width": (row["added_high"] - row["added_low"]) / 2.0, "decision": row["added_decision"],
    }  # fmt: skip
    if shown(added) and value_of(added) == BETTER:
        return f"The second adds: it is {sized(added, value=False)} than with one more {alone} alone."
    if np.isnan(added["half_width"]):
        return f"Too few runs to say what the second adds; replications={ENOUGH_AT_FIRST} would tell."
    least = not_shown(
        [dict(added) | {"replications_needed": 0.0, "n_pairs": row["n_pairs"]}], lambda _: "by it"
    )
    limit = least[0].partition("; ")[2].partition(" (")[0] if least else ""
    return f"The second is not shown to add anything to one more {alone} alone{'; ' if limit else ''}{limit}."


def _others(rest: Sequence[Row], size: int) -> str:
    """Say which pairs are not told apart from the best one."""
    if not rest:
        return "Every other pair is shown to be worse than it."
    if len(rest) == size - 1:
        return "No pair is shown to be better than another: take the one that is easiest to find."
    sign = 1.0 if rest[0]["better"] == "lower" else -1.0
    near = sorted(rest, key=lambda row: sign * row["difference"])[:MOST]
    more = f", and {len(rest) - MOST} more" if len(rest) > MOST else ""
    return f"Not shown to be worse than it: {joined([pair_words(row) for row in near])}{more}."
