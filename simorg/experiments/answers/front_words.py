"""What a search found, in words and on a terminal, made from its tables.

Goes in: runs, and the designs asked for. Comes out: the answer of the experiment.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from simorg.config.labels import inside, joined, key_label
from simorg.config.settings import Settings
from simorg.experiments.answers.advice import MUCH_MISSING
from simorg.experiments.answers.front import AGAIN, front_table, gains_table, tried_table
from simorg.experiments.answers.printing import frame_table
from simorg.experiments.answers.seen import sized
from simorg.experiments.answers.summary import HIGHER, LOWER
from simorg.experiments.answers.words import (
    change_unit,
    measure_head,
    measure_name,
    plain,
    quantity,
    verdict,
)
from simorg.experiments.design import Answer, Design
from simorg.experiments.designs.candidates import AS_IS, HEADS, STRUCTURE, Candidate, better_of
from simorg.experiments.running.task import OK
from simorg.measures import Measure

if TYPE_CHECKING:
    from rich.table import Table


def answer_of(
    settings: Settings,
    design: Design,
    runs: pd.DataFrame,
    objectives: Sequence[Measure],
    asked: Sequence[Candidate],
) -> Answer:
    """Return all designs tried, the front, its gains, and what they mean.

    Parameters
    ----------
    settings : Settings
        The experiment.
    design : Design
        What was run.
    runs : DataFrame
        One row a scenario and replication.
    objectives : sequence of Measure
        What was optimised.
    asked : sequence of Candidate
        Every design that the search asked for.
    """
    tried = tried_table(settings, runs, objectives, asked)
    again = [s.name for s in design.scenarios if s.name.endswith(AGAIN)]
    if not again:
        said = f"None of the {len(asked)} designs tried has a value in every objective: there is no front."
        return Answer({"designs": tried}, [said])
    front = front_table(settings, runs, objectives, tried, again)
    gains = gains_table(runs, objectives, again)
    sentences = [*_caveat(tried), *_extremes(settings, front, objectives, gains)]
    sentences += [*_shrunk(objectives, gains), _count(settings, tried, front)]
    sentences.append(_how(settings, front, objectives))
    return Answer({"designs": tried, "pareto": front, "gains": gains}, sentences,
                  (_printed(settings, front, objectives),))  # fmt: skip


def _caveat(tried: pd.DataFrame) -> list[str]:
    """Say what share of the designs is left out, where it is large."""
    designs = tried[tried["scenario"] != AS_IS]
    lost = float((designs["status"] != OK).mean()) if len(designs) else 0.0
    if lost < MUCH_MISSING:
        return []
    return [
        f"Caveat: {quantity(lost, 'share')} % of the designs tried cannot do their work and are left out: "
        "much of what may be chosen is no organisation."
    ]


def _count(settings: Settings, tried: pd.DataFrame, front: pd.DataFrame) -> str:
    designs = tried[tried["scenario"] != AS_IS]
    failed = int((designs["status"] != OK).sum())
    ours = front[front["design"] != AS_IS]
    text = f"{len(designs)} designs were tried"
    text += f", {failed} of which cannot do their work" if failed else ""
    if len(designs) < settings.experiment.optimise.designs:
        text += "; the search found no further ones to ask for"
    stays = int(ours["front"].sum())
    text += (
        f". {_designs(len(ours))} not beaten by another one in every objective; on "
        f"{settings.experiment.optimise.confirm} fresh replications each, {stays} of them still "
        f"{'is' if stays == 1 else 'are'} not."
    )
    present = front[front["design"] == AS_IS]
    if bool(present["front"].any()):
        text += " The organisation as it is is not beaten either."
    return text


def _designs(count: int) -> str:
    return "One was" if count == 1 else f"{count} were"


def _extremes(
    settings: Settings, front: pd.DataFrame, objectives: Sequence[Measure], gains: pd.DataFrame
) -> list[str]:
    """Say what the two ends of the front are, one sentence an objective."""
    best = front[front["front"]]
    if best.empty:
        return []  # fresh replications have no value
    if len(best) == 1:
        row = best.to_dict("records")[0]
        text = f"Take {_described(row)}, best in every objective: {_told(row, objectives, gains)}."
        ours = gains[gains["scenario"] == row["scenario"]] if len(gains) else gains
        if row["design"] != AS_IS and not ours["decision"].isin((LOWER, HIGHER)).any():
            text += " It has the better means, but is not shown to beat the organisation as it is."
        return [text]
    found = []
    for name, direction in better_of(settings):
        ours = best.sort_values(name, ascending=direction == "lower", kind="stable")
        row = ours.to_dict("records")[0]
        start = f"For the {'lowest' if direction == 'lower' else 'highest'} {measure_name(name)}, take"
        found.append(f"{start} {_described(row)}: {_told(row, objectives, gains)}.")
    return found


def _described(row: Mapping[Any, Any]) -> str:
    """Return what a design is, in words."""
    if row["design"] == AS_IS:
        return "the organisation as it is"
    known = ("scenario", "design", STRUCTURE, "front", "share_on_front", "n", "n_missing")
    keys = list(row)
    measured = {key for name in keys if f"{name}_low" in row for key in (name, f"{name}_low", f"{name}_high")}
    levers = [f"{_key(key)} {_value(row[key])}" for key in keys if key not in known and key not in measured]
    return f"{row['design']} ({', '.join([plain(row[STRUCTURE]), *levers])})"


def _key(key: str) -> str:
    return (
        plain(key.removeprefix(f"{HEADS}."))
        if key.startswith(f"{HEADS}.") and "+" not in key
        else inside(key_label(key))
    )


def _value(value: Any) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def _told(row: Mapping[Any, Any], objectives: Sequence[Measure], gains: pd.DataFrame) -> str:
    """Return the objectives of a design with intervals, and what it changes."""
    parts = []
    for measure in objectives:
        text = f"{inside(measure_head(measure.name))} {_interval(row, measure)}"
        if len(gains) and row["design"] != AS_IS:
            ours = gains[(gains["scenario"] == row["scenario"]) & (gains["measure"] == measure.name)]
            gain = ours.to_dict("records")[0]
            shown = gain["decision"] in (LOWER, HIGHER)
            text += f" ({sized(gain) if shown else verdict(gain)})"
        parts.append(text)
    return "; ".join(parts)


def _interval(row: Mapping[Any, Any], measure: Measure) -> str:
    name = measure.name
    value, low, high = (
        quantity(row[column], measure.unit) for column in (name, f"{name}_low", f"{name}_high")
    )
    return f"{value} [{low}, {high}]"


def _shrunk(objectives: Sequence[Measure], gains: pd.DataFrame) -> list[str]:
    """Say by how much the search flattered the designs that it picked."""
    parts = []
    for measure in objectives:
        ours = gains[gains["measure"] == measure.name] if len(gains) else gains
        before, after = (
            (float(ours[column].mean()) for column in ("difference_in_search", "difference"))
            if len(ours)
            else (math.nan, math.nan)
        )
        if not math.isnan(before + after):
            unit = change_unit(measure.unit)
            numbers = (f"{'+' if x > 0.0 else ''}{quantity(x, measure.unit)}" for x in (before, after))
            searched, fresh = numbers
            name = measure_name(measure.name)
            parts.append(f"{name}: in the search {searched} {unit}, on fresh numbers {fresh} {unit}")
    if not parts:
        return []
    return [
        "Picked designs tend to look better than they are. Against the organisation as it is, on average "
        f"over the designs run again: {'; '.join(parts)}."
    ]


def _how(settings: Settings, front: pd.DataFrame, objectives: Sequence[Measure]) -> str:
    return (
        "In brackets: 95 % intervals, and changes against the organisation as it is, paired on common random "
        f"numbers; each kind holds together over {len(front)} designs and "
        f"{joined([measure_name(measure.name) for measure in objectives])}."
    )


def _printed(settings: Settings, front: pd.DataFrame, objectives: Sequence[Measure]) -> Table:
    name, direction = better_of(settings)[0]
    ours = front[front["front"] | (front["design"] == AS_IS)]
    ours = ours.sort_values(name, ascending=direction == "lower", kind="stable")
    rows = [
        [_described(row), *(_interval(row, m) for m in objectives), quantity(row["share_on_front"], "share")]
        for row in ours.to_dict("records")
    ]
    columns = [
        "design",
        *(measure_head(measure.name) for measure in objectives),
        "% of resamples on the front",
    ]
    return frame_table("designs that none beats, and the organisation as it is", columns, rows)
