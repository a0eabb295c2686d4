"""How do measures move with levers? Every combination of values, under every structure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING, Any

import pandas as pd

from simorg.config.errors import SettingsError
from simorg.config.labels import inside, joined, key_label
from simorg.config.levers import Value
from simorg.config.settings import Settings
from simorg.experiments.answers.chosen_measures import answered
from simorg.experiments.answers.effects import TOGETHER, effect, shown
from simorg.experiments.answers.printing import frame_table
from simorg.experiments.answers.summary import summarise
from simorg.experiments.answers.words import (
    QUESTIONS,
    change,
    measure_head,
    measure_name,
    plain,
    silences,
    with_interval,
)
from simorg.experiments.design import Answer, Design, scenario, scenario_table, structures_of
from simorg.experiments.designs.checks import check_lever, check_values, each_once
from simorg.experiments.running.precision import precision_reached, until_precise
from simorg.measures import Measure

if TYPE_CHECKING:
    from rich.table import Table

PRINTED = tuple(measure for measure, *_ in QUESTIONS)
MOST_ROWS = 60


def design(settings: Settings) -> Design:
    """Return every combination of the levers' values under every structure.

    Parameters
    ----------
    settings : Settings
        The experiment; ``experiment.sweep.levers`` names keys and values.
    """
    levers = _levers(settings)
    combinations = [dict(zip(levers, values, strict=True)) for values in product(*levers.values())]
    digits = len(str(len(combinations)))
    structures = structures_of(settings)
    try:
        return Design(
            tuple(
                scenario(settings, f"{structure}-{n:0{digits}d}", structure, combination)
                for structure in structures
                for n, combination in enumerate(combinations, start=1)
            )
        )
    except SettingsError:  # Say whose fault it is, if a value is wrong on its own; some are in a combination.
        for n, (key, values) in enumerate(levers.items()):
            check_values(settings, f"experiment.sweep.levers[{n}].key", key, values)
        raise


def _levers(settings: Settings) -> dict[str, tuple[Value, ...]]:
    """Return keys and values; refuse a sweep of nothing."""
    given = settings.experiment.sweep.levers
    keys = [lever.key for lever in given]
    for n, lever in enumerate(given):
        name = f"experiment.sweep.levers[{n}]"
        check_lever(f"{name}.key", lever.key)
        if keys.index(lever.key) < n:
            raise SettingsError(f"{name}.key = {lever.key}: is there already; give each key once")
        if not lever.values:
            raise SettingsError(f"{name}.values = []: give {lever.key} one value or more")
        each_once(f"{name}.values", lever.values)
    if not given:
        raise SettingsError(
            "experiment.sweep.levers = []: an empty design; give keys and values, such as "
            "[{key: drift.rate, values: [0.0002, 0.0004, 0.0008]}]"
        )
    return {lever.key: lever.values for lever in given}


def extend(settings: Settings, design: Design, runs: pd.DataFrame) -> Design:
    """Return the next round; see `until_precise`."""
    return until_precise(settings, design, runs)


def answer(settings: Settings, design: Design, runs: pd.DataFrame, measures: Sequence[Measure]) -> Answer:
    """Return the response of every measure, and what each lever does from its first value to its last."""
    levers = _levers(settings)
    points = scenario_table(design).drop(columns="replications")
    responses = points.merge(summarise(runs, measures), on="scenario", sort=False)
    effects = _effects(levers, points, runs, answered(settings, measures))
    sentences = [
        sentence
        for key, values in levers.items()
        if len(values) > 1
        for sentence in _sentences(key, values, effects)
    ]
    if sentences:
        sentences.append(TOGETHER.format("all levers, structures and measures compared"))
    sentences += precision_reached(settings, design, runs)
    printed = _printed(list(levers), responses)
    tables = {"responses": responses} | ({} if effects.empty else {"effects": effects})
    return Answer(tables, sentences, (printed,))


def _effects(
    levers: Mapping[str, Sequence[Value]],
    points: pd.DataFrame,
    runs: pd.DataFrame,
    measures: Sequence[Measure],
) -> pd.DataFrame:
    """Compare the last value of each lever with its first, averaged over all other levers."""
    moving = {key: values for key, values in levers.items() if len(values) > 1}
    structures = list(dict.fromkeys(points["structure"]))
    family = len(moving) * len(structures) * len(measures)
    rows: list[dict[str, Any]] = []
    for key, values in moving.items():
        for structure in structures:
            ours = points[points["structure"] == structure]
            start, to = (list(ours.loc[ours[key] == value, "scenario"]) for value in (values[0], values[-1]))
            for measure in measures:
                named = {"lever": key, "from": values[0], "to": values[-1], "structure": structure}
                rows.append(named | effect(runs, to, start, measure, family))
    return pd.DataFrame(rows)


def _sentences(key: str, values: Sequence[Value], effects: pd.DataFrame) -> list[str]:
    """Say for each printed measure what a lever does under each structure."""
    found = []
    start = f"With {inside(key_label(key))} from {values[0]} to {values[-1]}"
    ours = effects[effects["lever"] == key]
    for name in dict.fromkeys(ours["measure"]):
        if name not in PRINTED and ours["measure"].nunique() > len(PRINTED):
            continue
        rows = ours[ours["measure"] == name].to_dict("records")
        moved = [f"{change(row)} under {plain(row['structure'])}" for row in rows if shown(row)]
        parts = [f"changes by {joined(moved)}"] if moved else []
        parts += [
            f"{word} under {joined([plain(row['structure']) for row in silent])}"
            for word, silent in silences(rows).items()
        ]
        found.append(f"{start}, {measure_name(name)}: {'; '.join(parts)}.")
    return found


def _printed(levers: list[str], responses: pd.DataFrame) -> Table:
    """Return means with intervals, one row a combination and structure."""
    names = [name for name in PRINTED if name in set(responses["measure"])]
    rows = []
    for _, group in responses.groupby("scenario", sort=False):
        cells = group.set_index("measure").loc[names]
        shown = [
            with_interval(row["mean"], row["half_width"], row["unit"]) for row in cells.to_dict("records")
        ]
        first = group.iloc[0]
        rows.append([plain(first["structure"]), *(str(first[key]) for key in levers), *shown])
    return frame_table("", ["structure", *map(key_label, levers), *map(measure_head, names)], rows, MOST_ROWS)
