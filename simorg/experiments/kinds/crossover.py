"""Where does each structure win? A map over two conditions, with the boundary and its uncertainty."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from simorg.config.errors import SettingsError
from simorg.config.labels import key_label
from simorg.config.settings import Settings
from simorg.experiments.answers.advice import missing
from simorg.experiments.answers.chosen_measures import answered
from simorg.experiments.answers.effects import TOGETHER, by_replication, effect, marked, shown
from simorg.experiments.answers.maps import map_sentence
from simorg.experiments.answers.printing import frame_table
from simorg.experiments.answers.reasons import reason
from simorg.experiments.answers.words import measure_label, plain
from simorg.experiments.design import Answer, Design, scenario, structures_of
from simorg.experiments.designs.checks import check_lever, check_values, each_once
from simorg.experiments.running.precision import precision_reached, until_precise
from simorg.measures import Measure
from simorg.statistics.boundary import zero_boundary

PRINTED = "lead_time_p50_days"

extend = until_precise
"""More rounds, until means are known as well as was asked for."""


def design(settings: Settings) -> Design:
    """Return every pair of conditions under every structure.

    Parameters
    ----------
    settings : Settings
        The experiment; the first of its structures is the baseline of the map.
    """
    wanted = settings.experiment.crossover
    structures = structures_of(settings)
    if len(structures) < 2:
        raise SettingsError(
            f"experiment.structures = [{', '.join(structures)}]: a crossover needs at least two structures"
        )
    for axis in ("x_values", "y_values"):
        values, name = getattr(wanted, axis), f"experiment.crossover.{axis}"
        check_lever(f"experiment.crossover.{axis[0]}", getattr(wanted, axis[0]))
        each_once(name, values)
        if len(values) < 2:
            raise SettingsError(f"{name} = {list(values)}: needs two values or more")
    if wanted.x == wanted.y:
        raise SettingsError(f"experiment.crossover.y = {wanted.y}: must not be the first condition again")
    try:
        return Design(
            tuple(
                scenario(settings, _name(structure, i, j), structure, {wanted.x: x, wanted.y: y})
                for structure in structures
                for (i, x), (j, y) in product(enumerate(wanted.x_values), enumerate(wanted.y_values))
            )
        )
    except SettingsError:  # Say whose fault it is, if a value is wrong on its own; some are in a combination.
        check_values(settings, "experiment.crossover.x", wanted.x, wanted.x_values)
        check_values(settings, "experiment.crossover.y", wanted.y, wanted.y_values)
        raise


def _name(structure: str, x: int, y: int) -> str:
    return f"{structure}-x{x + 1}-y{y + 1}"


def answer(settings: Settings, design: Design, runs: pd.DataFrame, measures: Sequence[Measure]) -> Answer:
    """Return the difference of every structure to the first in every cell, and where it changes sign."""
    asked = answered(settings, measures)
    baseline, *others = structures_of(settings)
    cells = pd.DataFrame(
        [
            row
            for measure in asked
            for other in others
            for row in _cells(settings, runs, measure, other, baseline)
        ]
    )
    edges = pd.DataFrame(
        [
            row
            for measure in asked
            for other in others
            for row in _boundary(settings, runs, measure, other, baseline)
        ]
    )
    sentences = missing(cells.to_dict("records"))
    axes = {"x": settings.experiment.crossover.x, "y": settings.experiment.crossover.y}
    for measure, other in product(asked, others):
        mine = cells[(cells["measure"] == measure.name) & (cells["structure"] == other)]
        sentences += [
            map_sentence(mine.to_dict("records"), axes, _edge(edges, measure, other)),
            *_why(settings, runs, mine, measures),
        ]
    sentences.append(
        TOGETHER.format("the cells of one map")
        + " Where a line of equality is given, each point has an interval "
        "of its own."
    )
    sentences += precision_reached(settings, design, runs)
    maps = [_map(settings, cells[cells["structure"] == other], other, baseline) for other in others]
    tables = {"crossover": cells} | ({} if edges.empty else {"boundary": edges})
    return Answer(tables, sentences, tuple(maps))


def _cells(
    settings: Settings, runs: pd.DataFrame, measure: Measure, structure: str, baseline: str
) -> list[dict[str, Any]]:
    """Compare two structures cell by cell; the intervals of a map hold together."""
    wanted = settings.experiment.crossover
    family = len(wanted.x_values) * len(wanted.y_values)
    rows = []
    for (i, x), (j, y) in product(enumerate(wanted.x_values), enumerate(wanted.y_values)):
        found = effect(runs, [_name(structure, i, j)], [_name(baseline, i, j)], measure, family)
        where = {"x_key": wanted.x, "x": x, "y_key": wanted.y, "y": y}
        rows.append(where | {"structure": structure, "baseline": baseline} | found)
    return rows


def _boundary(
    settings: Settings, runs: pd.DataFrame, measure: Measure, structure: str, baseline: str
) -> list[dict[str, Any]]:
    """Follow the line on which two structures are equal, for conditions that are numbers."""
    wanted = settings.experiment.crossover
    if not all(isinstance(value, (int, float)) for value in (*wanted.x_values, *wanted.y_values)):
        return []
    grid = [
        [
            by_replication(runs, [_name(structure, i, j)], measure.name)
            - by_replication(runs, [_name(baseline, i, j)], measure.name)
            for j in range(len(wanted.y_values))
        ]
        for i in range(len(wanted.x_values))
    ]
    differences = np.array([[cell.to_numpy(float) for cell in column] for column in grid]).transpose(2, 0, 1)
    heights = np.array(wanted.y_values, float)
    upwards = np.argsort(heights)
    found = zero_boundary(differences[:, :, upwards], np.array(wanted.x_values, float), heights[upwards])
    named = {"x_key": wanted.x, "y_key": wanted.y, "measure": measure.name, "structure": structure,
             "baseline": baseline}  # fmt: skip
    return [
        named | {"x": x, "y": found.crossing[n], "low": found.low[n], "high": found.high[n]}
        for n, x in enumerate(wanted.x_values)
    ]


def _edge(edges: pd.DataFrame, measure: Measure, structure: str) -> pd.DataFrame:
    """Return the boundary of one map."""
    if edges.empty:
        return edges
    return edges[(edges["measure"] == measure.name) & (edges["structure"] == structure)]


def _why(
    settings: Settings, runs: pd.DataFrame, cells: pd.DataFrame, measures: Sequence[Measure]
) -> Iterator[str]:
    """Yield what goes with the largest difference of a map."""
    clear = [row for row in cells.to_dict("records") if shown(row)]
    if not clear:
        return
    row, wanted = max(clear, key=lambda each: abs(each["difference"])), settings.experiment.crossover
    place = wanted.x_values.index(row["x"]), wanted.y_values.index(row["y"])
    ours, theirs = ([_name(str(row[side]), *place)] for side in ("structure", "baseline"))
    text = reason(runs, ours, theirs, row["measure"], measures)
    if text:
        yield f"Why? Where it is largest, {text}"


def _map(settings: Settings, cells: pd.DataFrame, structure: str, baseline: str) -> Any:
    """Return the map of the first measure as a table: x across, y down."""
    name = PRINTED if PRINTED in set(cells["measure"]) else cells["measure"].iloc[0]
    ours = cells[cells["measure"] == name]
    wanted = settings.experiment.crossover
    title = f"{measure_label(name)}: {plain(structure)} less {plain(baseline)}; ~ no difference shown"
    found = {(row["x"], row["y"]): row for row in ours.to_dict("records")}
    rows = []
    for y in wanted.y_values:
        line = [found[x, y] for x in wanted.x_values]
        rows.append([str(y), *map(marked, line)])
    return frame_table(
        title, [f"{key_label(wanted.y)} \\ {key_label(wanted.x)}", *map(str, wanted.x_values)], rows
    )
