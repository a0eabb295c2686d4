"""A comparison in words: which to take, what is behind it, and measure by measure what is shown.

Goes in: a comparison. Come out: sentences, the recommendation first.
"""

from __future__ import annotations

from collections.abc import Sequence

from simorg.experiments.answers.advice import missing, recommendation
from simorg.experiments.answers.effects import shown
from simorg.experiments.answers.reasons import reason
from simorg.experiments.answers.seen import Row, measured, under
from simorg.experiments.answers.words import plain
from simorg.experiments.compare import Comparison
from simorg.measures import Measure


def differences(found: Comparison, asked: Sequence[str]) -> list[Row]:
    """Return the differences in the measures asked for, measure by measure."""
    rows = found.comparison.to_dict("records")
    return [row for name in asked for row in rows if row["measure"] == name]


def sentences(found: Comparison, asked: Sequence[str], measures: Sequence[Measure] = ()) -> list[str]:
    """Return what a comparison shows; nothing of a single scenario.

    Parameters
    ----------
    found : Comparison
        Runs, summary and paired differences.
    asked : sequence of str
        Measures that are told of.
    measures : sequence of Measure
        All that the runs have, where reasons are looked for.
    """
    rows = differences(found, asked)
    if not rows:
        return []
    than = f"under {plain(found.baseline)}"
    by_measure = [[row for row in rows if row["measure"] == name] for name in asked]
    told = [measured(ours, under, than) for ours in by_measure if ours]
    first = recommendation(rows, "scenario", found.baseline)
    return [*missing(rows), *filter(None, [first]), *_reasons(found, by_measure, measures), *told]


def _reasons(
    found: Comparison, by_measure: Sequence[Sequence[Row]], measures: Sequence[Measure]
) -> list[str]:
    """Return why the largest difference of each measure is there."""
    texts = []
    for rows in by_measure:
        clear = [row for row in rows if shown(row)]
        if clear and measures:
            row = max(clear, key=lambda each: abs(each["difference"]))
            text = reason(found.runs, [row["scenario"]], [found.baseline], row["measure"], measures)
            texts.append(f"Why {plain(row['scenario'])}? As far as measured, {text}" if text else "")
    return [text for text in texts if text]
