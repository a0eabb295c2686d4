"""How do measures move with levers? Every combination of values, or values side by side, per structure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from simorg.config.errors import SettingsError
from simorg.config.labels import key_label
from simorg.config.settings import Settings
from simorg.experiments.answers.advice import missing
from simorg.experiments.answers.chosen_measures import answered, told
from simorg.experiments.answers.effects import TOGETHER, by_replication, effect, paired
from simorg.experiments.answers.maps import map_sentence
from simorg.experiments.answers.printing import frame_table
from simorg.experiments.answers.summary import summarise
from simorg.experiments.answers.swept import interaction_sentence, move_sentence
from simorg.experiments.answers.words import measure_head, plain, with_interval
from simorg.experiments.design import Answer, Design, scenario, scenario_table, structures_of
from simorg.experiments.designs.checks import check_values
from simorg.experiments.designs.lattice import Move, combinations_of, levers_of, moves_of
from simorg.experiments.running.precision import precision_reached, until_precise
from simorg.measures import Measure

if TYPE_CHECKING:
    from rich.table import Table

MOST_ROWS = 60
FAMILIES = "all effects of levers, all differences of structures, and all differences between effects, each"

extend = until_precise
"""More rounds, until means are known as well as was asked for."""


def design(settings: Settings) -> Design:
    """Return every combination of the levers' values under every structure.

    Parameters
    ----------
    settings : Settings
        The experiment; ``experiment.sweep.levers`` names keys and values.
    """
    combinations = combinations_of(settings)
    try:
        return Design(
            tuple(
                scenario(settings, _name(structure, n, len(combinations)), structure, combination)
                for structure in structures_of(settings)
                for n, combination in enumerate(combinations)
            )
        )
    except SettingsError:  # Say whose fault it is, if a value is wrong on its own; some are in a combination.
        for n, (key, values) in enumerate(levers_of(settings).items()):
            check_values(settings, f"experiment.sweep.levers[{n}].key", key, values)
        raise


def _name(structure: str, n: int, size: int) -> str:
    """Return the name of a scenario: a structure with the combination of a number from 0."""
    return f"{structure}-{n + 1:0{len(str(size))}d}"


def answer(settings: Settings, design: Design, runs: pd.DataFrame, measures: Sequence[Measure]) -> Answer:
    """Return responses, what each lever does, and how structures differ in that and in every combination."""
    points = scenario_table(design).drop(columns="replications")
    responses = points.merge(summarise(runs, measures), on="scenario", sort=False)
    asked = answered(settings, measures)
    found = {
        "effects": _effects(settings, runs, asked),
        "differences": _differences(settings, runs, asked),
        "interactions": _interactions(settings, runs, asked),
    }
    names = [measure.name for measure in told(settings, measures)]
    printed = _printed(list(levers_of(settings)), responses, names)
    tables = {"responses": responses} | {name: table for name, table in found.items() if not table.empty}
    said = _sentences(settings, found, names) + precision_reached(settings, design, runs)
    return Answer(tables, said, (printed,))


def _effects(settings: Settings, runs: pd.DataFrame, measures: Sequence[Measure]) -> pd.DataFrame:
    """Compare the last value of each lever with its first, averaged over all other levers."""
    moves, structures = moves_of(settings), structures_of(settings)
    family = len(moves) * len(structures) * len(measures)
    return pd.DataFrame(
        [
            {"lever": move.lever, "from": move.start, "to": move.end, "structure": structure}
            | effect(runs, *_ends(settings, move, structure), measure, family)
            for move in moves
            for structure in structures
            for measure in measures
        ]
    )


def _ends(settings: Settings, move: Move, structure: str) -> tuple[list[str], list[str]]:
    """Return the scenarios at the end of a lever, and those at its start."""
    combinations = combinations_of(settings)
    end, start = (
        [_name(structure, n, len(combinations)) for n in move.chosen(combinations, at)]
        for at in (move.end, move.start)
    )
    return end, start


def _differences(settings: Settings, runs: pd.DataFrame, measures: Sequence[Measure]) -> pd.DataFrame:
    """Compare every structure with the first, combination by combination."""
    baseline, *others = structures_of(settings)
    combinations = combinations_of(settings)
    family, size = len(combinations) * len(others) * len(measures), len(combinations)
    return pd.DataFrame(
        [
            {"structure": other, "baseline": baseline, **combination}
            | effect(runs, [_name(other, n, size)], [_name(baseline, n, size)], measure, family)
            for measure in measures
            for other in others
            for n, combination in enumerate(combinations)
        ]
    )


def _interactions(settings: Settings, runs: pd.DataFrame, measures: Sequence[Measure]) -> pd.DataFrame:
    """Compare what a lever does under every structure with what it does under the first."""
    baseline, *others = structures_of(settings)
    moves = moves_of(settings)
    family = len(moves) * len(others) * len(measures)
    return pd.DataFrame(
        [
            {"lever": move.lever, "from": move.start, "to": move.end}
            | {"structure": other, "baseline": baseline}
            | paired(
                _response(settings, runs, move, other, measure),
                _response(settings, runs, move, baseline, measure), measure, family,
            )
            for move in moves
            for other in others
            for measure in measures
        ]
    )  # fmt: skip


def _response(
    settings: Settings, runs: pd.DataFrame, move: Move, structure: str, measure: Measure
) -> pd.Series[Any]:
    """Return what a lever does under a structure, replication by replication."""
    end, start = (by_replication(runs, names, measure.name) for names in _ends(settings, move, structure))
    return end - start


def _sentences(settings: Settings, found: Mapping[str, pd.DataFrame], names: Sequence[str]) -> list[str]:
    """Say which structure to take where, what each lever does, and under which structure it does more."""
    rows = {
        key: [row for row in table.to_dict("records") if row["measure"] in names]
        for key, table in found.items()
    }
    axes = dict(zip(levers_of(settings), levers_of(settings), strict=True))
    maps, effects, more = (_grouped(rows[key]) for key in ("differences", "effects", "interactions"))
    said = [map_sentence(cells, axes) for cells in maps]
    said += [move_sentence(ours, _averaged(settings, ours[0]["lever"])) for ours in effects]
    said += [interaction_sentence(ours) for ours in more]
    if not said:
        return []
    weak = missing([row for each in rows.values() for row in each])
    return [*weak, *said, TOGETHER.format(FAMILIES)]


def _grouped(rows: Sequence[Mapping[Any, Any]]) -> list[list[Mapping[Any, Any]]]:
    """Return rows by what one sentence is about: a lever or a pair of structures, and a measure."""
    groups: dict[tuple[object, ...], list[Mapping[Any, Any]]] = {}
    for row in rows:
        about = row["lever"] if "lever" in row else row["structure"]
        groups.setdefault((about, row["measure"]), []).append(row)
    return list(groups.values())


def _averaged(settings: Settings, lever: str) -> list[str]:
    """Return the other levers, over whose values what one of them does is a mean."""
    if settings.experiment.sweep.zip:
        return []
    return [key for key, values in levers_of(settings).items() if key != lever and len(values) > 1]


def _printed(levers: list[str], responses: pd.DataFrame, wanted: Sequence[str]) -> Table:
    """Return means with intervals, one row a combination and structure."""
    names = [name for name in wanted if name in set(responses["measure"])]
    rows = []
    for _, group in responses.groupby("scenario", sort=False):
        cells = group.set_index("measure").loc[names]
        shown = [
            with_interval(row["mean"], row["half_width"], row["unit"]) for row in cells.to_dict("records")
        ]
        first = group.iloc[0]
        rows.append([plain(first["structure"]), *(str(first[key]) for key in levers), *shown])
    return frame_table("", ["structure", *map(key_label, levers), *map(measure_head, names)], rows, MOST_ROWS)
