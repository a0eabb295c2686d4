"""What matters? Morris screening of many parameters, Sobol indices of a few, structure among them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simorg.config.errors import SettingsError
from simorg.config.labels import inside, key_label
from simorg.config.levers import Value
from simorg.config.settings import Settings
from simorg.experiments.answers.chosen_measures import answered
from simorg.experiments.answers.printing import frame_table
from simorg.experiments.answers.sensitivity_indices import NOISE, Floats, indices, points
from simorg.experiments.answers.words import counted, measure_head, measure_label, quantity
from simorg.experiments.design import Answer, Design, Scenario, scenario, structures_of
from simorg.experiments.designs.factors import Factor, factors
from simorg.experiments.running.task import OK
from simorg.measures import Measure

STRUCTURE = "structure"
HEAD_INDEX = {"morris": "mu_star", "sobol": "ST"}
"""Index by which factors are ranked."""
INDEX_MEANS = {
    "mu_star": " (mean size of the change over the range of a factor)",
    "ST": " (share of variance, alone and together with others)",
}
NAMED, PRINTED = 5, 12
FEWEST_BLOCKS = 4
"""Trajectories or base points without which no index is given."""
COLUMNS = ["method", "measure", "unit", "key", "index", "value", "low", "high", "noise_floor"]
SEEDS, LARGEST_SEED = 65536, 1 << 32
"""Seeds that the noise factor spans, and the end of all seeds."""


def design(settings: Settings) -> Design:
    """Return the points of a Morris or Sobol design, the same seeds at each.

    Parameters
    ----------
    settings : Settings
        The experiment; ``experiment.sensitivity`` says which keys and how many points.
    """
    _check_samples(settings)
    names, varied, structures = _factors(settings)
    drawn = points(settings.experiment.sensitivity, names, settings.seed)
    digits = len(str(len(drawn)))
    return Design(
        tuple(
            _at(settings, f"p{n:0{digits}d}", varied, structures, point)
            for n, point in enumerate(drawn.tolist(), start=1)
        )
    )


def _check_samples(settings: Settings) -> None:
    """Refuse a design that is too small for any index before it is run."""
    samples = settings.experiment.sensitivity.samples
    if samples < FEWEST_BLOCKS:
        raise SettingsError(
            f"experiment.sensitivity.samples = {samples}: must be >= {FEWEST_BLOCKS}, no index is given of "
            f"fewer; nearest valid: {FEWEST_BLOCKS}"
        )


def _factors(settings: Settings) -> tuple[list[str], tuple[Factor, ...], tuple[str, ...]]:
    """Return the names of all factors: parameters, the structure if it is one, the seed."""
    wanted, structures = settings.experiment.sensitivity, structures_of(settings)
    varied = factors(settings, wanted.keys, wanted.reach)
    as_factor = wanted.structure_as_factor and len(structures) > 1
    if not as_factor and len(structures) > 1:
        raise SettingsError(
            f"experiment.structures = [{', '.join(structures)}]: name one structure, or vary it with "
            "experiment.sensitivity.structure_as_factor=true"
        )
    if wanted.method == "morris" and wanted.levels % 2:
        nearest_valid = max(wanted.levels + 1, -(-len(structures) // 2) * 2 if as_factor else 2)
        raise SettingsError(
            f"experiment.sensitivity.levels = {wanted.levels}: must be even; nearest valid: {nearest_valid}"
        )
    if as_factor and wanted.method == "morris" and wanted.levels < len(structures):
        raise SettingsError(
            f"experiment.sensitivity.levels = {wanted.levels}: must not be smaller than the number of "
            f"structures; nearest valid: {-(-len(structures) // 2) * 2}"
        )
    names = [factor.key for factor in varied] + ([STRUCTURE] if as_factor else []) + [NOISE]
    return names, varied, structures


def _at(
    settings: Settings, name: str, varied: Sequence[Factor], structures: Sequence[str], point: Sequence[float]
) -> Scenario:
    values: dict[str, Value] = {f.key: f.at(share) for f, share in zip(varied, point, strict=False)}
    values["seed"] = (settings.seed + round(point[-1] * SEEDS)) % LARGEST_SEED
    # Structures share the interval equally. With a single one the entry read is that of the seed: no matter.
    place = min(int(point[len(varied)] * len(structures)), len(structures) - 1)
    return scenario(settings, name, structures[place], values)


def answer(settings: Settings, design: Design, runs: pd.DataFrame, measures: Sequence[Measure]) -> Answer:
    """Return the indices of every factor for every measure asked for."""
    wanted, (names, _, _) = settings.experiment.sensitivity, _factors(settings)
    x = points(wanted, names, settings.seed)
    asked = answered(settings, measures)
    scenarios = [scenario.name for scenario in design.scenarios]
    means = runs[runs["status"] == OK].groupby("scenario", sort=False)[[m.name for m in asked]].mean()
    tables, sentences = [], []
    for measure in asked:
        y = means[measure.name].reindex(scenarios).to_numpy(float)
        complete = _complete(wanted.method, y, len(names))
        lost = 1.0 - float(complete.mean())
        if int(complete.sum()) < FEWEST_BLOCKS * _block(wanted.method, len(names)):
            sentences.append(_too_few(wanted.method, measure, y, complete, len(names)))
            continue
        if np.ptp(y[complete]) == 0.0:
            sentences.append(f"{measure_label(measure.name)}: no indices; it is the same at every point.")
            continue
        found = _table(settings, names, x[complete], y[complete], measure)
        left_out = f" Left out for points without a value: {quantity(lost, 'share')} % of the design."
        sentences.append(_sentence(settings, found) + (left_out if lost else ""))
        tables.append(found)
    table = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=COLUMNS)
    printed = [] if table.empty else [_printed(settings, table)]
    return Answer({"sensitivity": table, "points": means.reset_index()}, sentences, tuple(printed))


def _too_few(method: str, measure: Measure, y: Floats, complete: NDArray[np.bool_], factors: int) -> str:
    """Say that no index is given, for want of values."""
    size = _block(method, factors)
    blocks = "trajectories" if method == "morris" else "base points"
    return (
        f"{measure_label(measure.name)}: no indices; too few complete {blocks} "
        f"({int(complete.sum()) // size} of {len(y) // size}, {FEWEST_BLOCKS} are needed): "
        f"{int(np.isnan(y).sum())} of {len(y)} points have no value of it."
    )


def _block(method: str, factors: int) -> int:
    """Return how many points of a design belong together: a trajectory, or a base point with its changes."""
    return factors + (1 if method == "morris" else 2)


def _complete(method: str, y: Floats, factors: int) -> NDArray[np.bool_]:
    """Return which points lie in blocks without a missing value; indices need whole blocks."""
    size = _block(method, factors)
    return np.repeat(~np.isnan(y.reshape(-1, size)).any(axis=1), size)


def _table(settings: Settings, names: Sequence[str], x: Floats, y: Floats, measure: Measure) -> pd.DataFrame:
    wanted = settings.experiment.sensitivity
    found = pd.DataFrame(indices(wanted, names, x, y, settings.seed)).rename(columns={"name": "index"})
    floors = found[found["key"] == NOISE].set_index("index")[["value", "high"]].max(axis=1)
    unit = measure.unit if wanted.method == "morris" else "share of variance"
    named = {"method": wanted.method, "measure": measure.name, "unit": unit}
    found = found.assign(**named, noise_floor=found["index"].map(floors))
    return found[COLUMNS]


def _ranked(settings: Settings, table: pd.DataFrame) -> pd.DataFrame:
    index = HEAD_INDEX[settings.experiment.sensitivity.method]
    ours = table[(table["index"] == index) & (table["key"] != NOISE)]
    return ours.sort_values("value", ascending=False, kind="stable")


def _sentence(settings: Settings, table: pd.DataFrame) -> str:
    ranked = _ranked(settings, table)
    first = ranked.iloc[0]
    above = ranked[ranked["low"] > ranked["noise_floor"]]
    if above.empty:
        return f"{measure_label(first['measure'])}: no factor stands out from noise."
    index = HEAD_INDEX[settings.experiment.sensitivity.method]
    # Shares of variance are numbers around one here; quantity() would print a share in per cent.
    unit = str(first["unit"]) if index == "mu_star" else "1"
    known, verb = counted(len(ranked), "factor", "factors"), "stands" if len(above) == 1 else "stand"
    shown = []
    for row in above.head(NAMED).to_dict("records"):
        value, low, high = (quantity(row[column], unit) for column in ("value", "low", "high"))
        shown.append(f"{inside(key_label(row['key']))}, {value} [{low}, {high}]")
    return (
        f"{measure_label(first['measure'])}: {len(above)} of {known} {verb} out from noise; by "
        f"{index}{INDEX_MEANS[index]}, most of all {'; '.join(shown)}."
    )


def _printed(settings: Settings, table: pd.DataFrame) -> Any:
    rows = []
    for name in dict.fromkeys(table["measure"]):
        for row in _ranked(settings, table[table["measure"] == name]).head(PRINTED).to_dict("records"):
            unit = str(row["unit"]) if row["method"] == "morris" else "1"
            cells = [quantity(row[column], unit) for column in ("value", "low", "high", "noise_floor")]
            rows.append([measure_head(name), key_label(row["key"]), *cells])
    index = HEAD_INDEX[settings.experiment.sensitivity.method]
    return frame_table("", ["measure", "factor", index, "low", "high", "noise"], rows, 1000)
